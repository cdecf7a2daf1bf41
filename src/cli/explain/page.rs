//! Plain text: titles and tables.

use crate::metrics::significant;
use crate::scenario::explain::columns;

/// A table with its title; one without rows says that there is nothing.
pub(super) fn table(title: &str, header: &[&str], rows: &[Vec<String>]) -> String {
    let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
    let lines = if rows.is_empty() { vec!["none".to_owned()] } else { columns(&header, rows) };
    format!("\n{title}\n{}", lines.iter().map(|line| format!("  {line}\n")).collect::<String>())
}

/// A figure at six significant digits; `-` where there is none.
pub(super) fn figure(x: f64) -> String {
    if x.is_finite() { significant(x) } else { "-".to_owned() }
}

/// A row: a name, then figures.
pub(super) fn row(name: &str, figures: impl IntoIterator<Item = f64>) -> Vec<String> {
    std::iter::once(name.to_owned()).chain(figures.into_iter().map(figure)).collect()
}

/// A share in percent.
pub(super) fn percent(share: f64) -> String {
    if share.is_finite() { format!("{:.1} %", 100.0 * share) } else { "-".to_owned() }
}
