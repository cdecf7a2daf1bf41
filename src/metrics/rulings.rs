//! Decisions of operators as rows of `events`.

use crate::engine::observer::{Act, DayView, NicheLook, Ruling};
use crate::metrics::table::Cell;
use crate::model::economy::Economy;
use crate::model::institutions::entry::Niche;
use crate::model::supply::life::Slot;

/// The day's rows of `events` on what operators decided, after the keys variant, replicate and day.
pub fn rows(view: &DayView<'_>) -> impl Iterator<Item = Vec<Cell>> {
    view.today.conduct.rulings.iter().map(|ruling| row(view.economy, ruling))
}

fn row(economy: &Economy, ruling: &Ruling) -> Vec<Cell> {
    let proposal = &ruling.proposal;
    let path = format!("chain.{}.{}", economy.chains[proposal.chain].name, proposal.act.key());
    let before = words(economy, &proposal.before);
    let after = if ruling.passed { words(economy, &proposal.act) } else { before.clone() };
    let outcome = if ruling.passed { "passed" } else { "rejected" };
    let event = if matches!(proposal.act, Act::Found(..)) { "founders" } else { "review" };
    let texts = [event, &path, &before, &after, &proposal.reason, outcome].map(Cell::from);
    let figures = [f64::from(proposal.reviewed_day), proposal.expected_usd_per_year, proposal.otherwise_usd_per_year, ruling.vote_usd];
    texts.into_iter().chain(figures.map(Cell::Real)).collect()
}

/// The day's rows of `niches` after their keys variant, replicate and day.
pub(super) fn niches(view: &DayView<'_>) -> Vec<Vec<Cell>> {
    let economy = view.economy;
    let row = |look: &NicheLook| {
        let stack = look.stack.map_or("", |s| economy.stacks[s.index()].name.as_str());
        let texts = [blueprint_name(economy, look.blueprint), niche_name(economy, look.niche), stack].map(Cell::from);
        let entered = f64::from(u8::from(look.entered));
        let figures = [look.users, look.transactions, look.revenue_usd_per_year, look.profit_usd_per_year];
        let last = [look.payback_years.unwrap_or(f64::NAN), entered];
        texts.into_iter().chain(figures.into_iter().chain(last).map(Cell::Real)).collect()
    };
    view.today.conduct.niches.iter().map(row).collect()
}

/// Name of a blueprint: that of its first place without the number.
fn blueprint_name(economy: &Economy, blueprint: u16) -> &str {
    let name = &economy.stated().chains[usize::from(blueprint)].name;
    Slot::parts(name).map_or(name, |(blueprint, _)| blueprint)
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
        Act::Found(niche, stack) => {
            let stack = stack.map_or_else(String::new, |s| format!(" on {}", economy.stacks[s.index()].name));
            format!("{}{stack}", niche_name(economy, *niche))
        }
        Act::Nothing => "vacant".into(),
    }
}

/// What the niche of a chain for everything is called in tables.
pub const GENERAL: &str = "general";

/// What a niche is called in tables.
pub(super) fn niche_name(economy: &Economy, niche: Niche) -> &str {
    match niche {
        Niche::General => GENERAL,
        Niche::Vertical(v) => &economy.verticals[v].name,
    }
}

/// A number at six significant digits, without trailing zeros.
#[must_use]
pub fn significant(x: f64) -> String {
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
