//! Decisions of operators as rows of `events`.

use crate::engine::observer::{Act, DayView, Ruling};
use crate::metrics::table::Cell;
use crate::model::economy::Economy;

/// The day's rows after the keys variant, replicate and day.
pub(super) fn rows(view: &DayView<'_>) -> impl Iterator<Item = Vec<Cell>> {
    view.today.rulings.iter().map(|ruling| row(view.economy, ruling))
}

fn row(economy: &Economy, ruling: &Ruling) -> Vec<Cell> {
    let proposal = &ruling.proposal;
    let path = format!("chain.{}.{}", economy.chains[proposal.chain].name, proposal.act.key());
    let before = words(economy, &proposal.before);
    let after = if ruling.passed { words(economy, &proposal.act) } else { before.clone() };
    let outcome = if ruling.passed { "passed" } else { "rejected" };
    let texts = ["review", &path, &before, &after, &proposal.reason, outcome].map(Cell::from);
    let figures = [f64::from(proposal.reviewed_day), proposal.expected_usd_per_year, proposal.otherwise_usd_per_year, ruling.vote_usd];
    texts.into_iter().chain(figures.map(Cell::Real)).collect()
}

/// A value in a table cell, as a scenario file writes it.
fn words(economy: &Economy, act: &Act) -> String {
    match act {
        Act::Price(x) | Act::Incentives(x) => significant(*x),
        Act::Focus(focus) => {
            let shares = economy.verticals.iter().zip(focus).filter(|(_, share)| **share > 0.0);
            let entries = shares.map(|(vertical, share)| format!("{} = {}", vertical.name, significant(*share)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A number at six significant digits, without trailing zeros.
fn significant(x: f64) -> String {
    let digits = if x == 0.0 { 0 } else { (5 - x.abs().log10().floor() as i32).clamp(0, 15) as usize };
    let text = format!("{x:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([0.0, 0.1, 1234567.8, 0.00123456789, 2.0].map(significant), ["0", "0.1", "1234568", "0.00123457", "2"]);
    }
}
