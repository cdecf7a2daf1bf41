//! Tables of happenings: a row for each thing that happens on a day, whatever the periods of other tables.

use crate::engine::observer::DayView;
use crate::metrics::column::TableSpec;
use crate::metrics::dictionary::{CHRONICLE, DEALS, DECISIONS, INCIDENTS, NICHES};
use crate::metrics::table::Cell;
use crate::metrics::{innovation, rulings};
use crate::model::units::MicroUsd;

/// A table, and the rows of a day after its keys variant, replicate and day.
pub(super) struct Happenings {
    /// The table.
    pub(super) spec: &'static TableSpec,
    /// The day's rows.
    pub(super) rows: fn(&DayView<'_>) -> Vec<Vec<Cell>>,
}

/// All of them.
pub(super) const HAPPENINGS: &[Happenings] = &[
    Happenings { spec: &CHRONICLE, rows: chronicle },
    Happenings { spec: &DECISIONS, rows: decisions },
    Happenings { spec: &INCIDENTS, rows: innovation::incidents },
    Happenings { spec: &DEALS, rows: deals },
    Happenings { spec: &NICHES, rows: rulings::niches },
];

fn money(amounts: impl IntoIterator<Item = MicroUsd>) -> impl Iterator<Item = Cell> {
    amounts.into_iter().map(|amount| Cell::Real(amount.usd()))
}

fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = Cell> {
    texts.into_iter().map(Cell::from)
}

fn chronicle(view: &DayView<'_>) -> Vec<Vec<Cell>> {
    let row = |turn: &crate::engine::observer::Turn| {
        let words = texts([view.economy.chains[turn.chain].name.as_str(), turn.kind.name(), turn.reason.words()]);
        let sizes = [turn.displaced_users, turn.assets_usd].map(Cell::Real);
        words.chain(sizes).chain(money([turn.stranded, turn.compensated, turn.written_off])).collect()
    };
    view.today.life.turns.iter().chain(&view.today.systems.exits).map(row).collect()
}

fn decisions(view: &DayView<'_>) -> Vec<Vec<Cell>> {
    let row = |verdict: &crate::engine::observer::ProgrammeVerdict| {
        let programme = &view.economy.systems.programmes[verdict.programme];
        let chain = &view.economy.chains[programme.chain.index()];
        let words = [programme.name.as_str(), &chain.name, chain.policy.governance.form.name(), verdict.decision.outcome()];
        let figures = [f64::from(programme.proposed_day), programme.budget_usd, verdict.vote_usd];
        texts(words).chain(figures.map(Cell::Real)).collect()
    };
    view.today.systems.verdicts.iter().map(row).collect()
}

fn deals(view: &DayView<'_>) -> Vec<Vec<Cell>> {
    let row = |turn: &crate::engine::observer::DealTurn| {
        let terms = &view.economy.systems.deals[turn.kind];
        let chain = view.economy.chains[terms.chain.index()].name.as_str();
        let shares = terms.channel.customers.iter().zip(&view.economy.groups);
        let customers: f64 = shares.map(|(share, group)| (share * turn.size).min(1.0) * group.users).sum();
        let figures = [turn.size, customers, terms.assets.usd * turn.size, turn.live.into()];
        texts([terms.name.as_str(), chain, if turn.signed { "signed" } else { "ended" }]).chain(figures.map(Cell::Real)).collect()
    };
    view.today.systems.deals.turns.iter().map(row).collect()
}
