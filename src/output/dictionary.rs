//! The data dictionary: every table and column of the results, in words, from the one list of `metrics::dictionary`.

use crate::metrics::column::{ColumnSpec, Role, TableSpec};
use crate::metrics::dictionary::TABLES;
use serde_json::{Value, json as value};

const HEAD: &str = "# Data dictionary

Tables of a run, in `tables/NAME.csv` or `.parquet`: what a row is, and of every column its type, unit, how it adds up over a period, and meaning. An empty
cell is *no value*. Names are stable: columns may be added at the end of a table, none is renamed. Made by `l2niche dictionary`.

How a column adds up: *key* says which row it is; *stock* is of the period's last day (in `summary` the mean of days); *flow* is the sum over the
period (in `summary` a year's); *mean* comes from the period's totals, such as fees over transactions.
";

fn chosen(name: Option<&str>) -> impl Iterator<Item = &'static TableSpec> {
    TABLES.iter().copied().filter(move |table| name.is_none_or(|name| table.name == name))
}

/// The dictionary in Markdown: of one table, or of all under a head.
#[must_use]
pub fn dictionary(name: Option<&str>) -> String {
    let head = if name.is_none() { format!("{HEAD}\n") } else { String::new() };
    head + &chosen(name).map(table_in_words).collect::<Vec<_>>().join("\n")
}

fn table_in_words(table: &TableSpec) -> String {
    let row = |c: &ColumnSpec| {
        format!("| `{}` | {} | {} | {} | {} |\n", c.name, c.data.name(), c.unit, role(c.role), c.meaning.replace('|', "\\|"))
    };
    let rows: String = table.columns.iter().map(row).collect();
    format!(
        "## `{}`\n\nA row is {}.\n\n| column | type | unit | adds up as | meaning |\n| --- | --- | --- | --- | --- |\n{rows}",
        table.name, table.meaning
    )
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Key => "key",
        Role::Stock => "stock",
        Role::Flow => "flow",
        Role::Mean => "mean",
    }
}

/// The dictionary in JSON.
#[must_use]
pub fn json(name: Option<&str>) -> String {
    let column =
        |c: &ColumnSpec| value!({ "name": c.name, "type": c.data.name(), "unit": c.unit, "role": role(c.role), "meaning": c.meaning });
    let table = |t: &'static TableSpec| value!({ "name": t.name, "row": t.meaning, "columns": t.columns.iter().map(column).collect::<Vec<Value>>() });
    format!("{:#}\n", value!({ "tables": chosen(name).map(table).collect::<Vec<Value>>() }))
}
