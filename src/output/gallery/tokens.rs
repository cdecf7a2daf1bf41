//! Supply and value of tokens over time.

use super::courses::Samples as Lines;
use super::over_time::each;
use super::read::{integers, position, reals, texts};
use super::{Gallery, Samples};
use crate::metrics::table::Table;
use crate::output::charts::{Amount, Course, CourseAxis, CoursePanel, Courses};

/// What is drawn of each token: column, words, and its amount.
const DRAWN: [(&str, &str, Amount); 3] =
    [("value_usd", "market value", Amount::Usd), ("supply", "supply, tokens", Amount::Count), ("price_usd", "price", Amount::Usd)];
/// Tokens that the chart has room for.
const SHOWN: usize = 6;

/// Tokens of one variant: a line for each that is drawn of each.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens(Lines);

impl Tokens {
    /// Adds a run.
    pub(super) fn add(&mut self, table: &Table, names: &[String]) {
        for (row, name) in texts(table, "token").iter().enumerate() {
            for (d, (column, ..)) in DRAWN.iter().enumerate() {
                let line = position(names, name) * DRAWN.len() + d;
                self.0.add(integers(table, "day")[row], names.len() * DRAWN.len(), line, reals(table, column)[row]);
            }
        }
    }

    /// A line; without figures in a variant that has no token.
    fn line(&self, line: usize, days: usize) -> Course {
        let figures = if self.0.days().is_empty() { vec![None; days] } else { self.0.line(line) };
        Course { series: 0, dashed: false, figures, cross: None }
    }
}

/// Value, supply and price of each token by variant; none without tokens.
pub(super) fn tokens(gallery: &Gallery) -> Option<Courses> {
    let days = |samples: &Samples| samples.tokens.0.days().to_vec();
    let days = gallery.variants.iter().map(days).max_by_key(Vec::len)?;
    let tokens = &gallery.labels.tokens;
    let panel = |token: usize, d: usize| CoursePanel {
        title: format!("{}: {}", tokens[token], DRAWN[d].1),
        remark: String::new(),
        amount: DRAWN[d].2,
        courses: each(gallery, |samples| samples.tokens.line(token * DRAWN.len() + d, days.len())),
    };
    let left_out = match tokens.len().saturating_sub(SHOWN) {
        0 => String::new(),
        n => format!("{n} tokens are left out."),
    };
    let shown = (0..tokens.len().min(SHOWN)).flat_map(|token| (0..DRAWN.len()).map(move |d| (token, d)));
    (!days.is_empty()).then(|| Courses {
        caption: gallery.caption("What tokens are worth, and how many there are", "Market value, supply and price of each chain’s token."),
        note: left_out,
        dashed: String::new(),
        axis: CourseAxis::Own,
        series: gallery.labels.variants.clone(),
        panels: shown.map(|(token, d)| panel(token, d)).collect(),
        days: days.clone(),
    })
}
