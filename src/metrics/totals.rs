//! What the measures of a period are computed from: totals of its days.

use crate::engine::observer::DayView;
use crate::model::units::{DAYS_PER_MONTH, MicroUsd};

/// `part / whole`, or no value where there is nothing to divide by.
pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { f64::NAN }
}

/// People whose home is the chain at position `j`.
pub(super) fn users_of(view: &DayView<'_>, j: usize) -> f64 {
    view.today.homes.column_sum(j)
}

/// Users of all chains, in chain order.
pub(super) fn users_by_chain(view: &DayView<'_>) -> Vec<f64> {
    (0..view.economy.chains.len()).map(|j| users_of(view, j)).collect()
}

/// Fees that users paid on the chain at position `j`, USD: what sponsors paid in their place is not among them.
pub(super) fn fees_of(view: &DayView<'_>, j: usize) -> f64 {
    let today = view.today;
    let paid = today.fee_usd.row(j).iter().zip(today.sponsored_usd.row(j)).map(|(fee, sponsored)| fee - sponsored);
    today.transactions.row(j).iter().zip(paid).map(|(transactions, paid)| transactions * paid).sum()
}

/// Value that transactions moved on the chain at position `j`, USD.
pub(super) fn activity_of(view: &DayView<'_>, j: usize) -> f64 {
    view.today.transactions.row(j).iter().zip(&view.economy.verticals).map(|(transactions, v)| transactions * v.tx_value_usd).sum()
}

/// Transactions of the vertical at position `v` that all people of all groups would make if fees were 0, in a day.
fn demand_for(view: &DayView<'_>, v: usize) -> f64 {
    let groups = view.economy.groups.iter();
    groups.filter_map(|g| g.uses[v].map(|u| g.users * u.transactions_per_month / DAYS_PER_MONTH)).sum()
}

/// Totals of one chain.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ChainTotals {
    /// Whether somebody operates it for profit, on the last day.
    pub operated: bool,
    /// Whether it is vertical, on the last day.
    pub vertical: bool,
    /// Operator's profit.
    pub profit: MicroUsd,
    /// Fees of its users, USD.
    pub fees_usd: f64,
    /// Value its transactions moved, USD.
    pub activity_usd: f64,
    /// The same while it was vertical.
    pub vertical_activity_usd: f64,
    /// Σ over days of activity times specialization index.
    pub specialized_usd: f64,
    /// Σ over days of activity times security score.
    pub secured_usd: f64,
}

/// Totals of one vertical.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct VerticalTotals {
    /// Transactions executed.
    pub executed: f64,
    /// Transactions at no fee, of everybody.
    pub demand: f64,
}

/// Totals of a period.
#[derive(Clone, Debug, Default)]
pub(super) struct Totals {
    /// Days so far.
    pub days: u32,
    /// By chain.
    pub chains: Vec<ChainTotals>,
    /// By vertical.
    pub verticals: Vec<VerticalTotals>,
    /// Transactions on the home chain.
    pub home_transactions: f64,
    /// Transactions on other chains.
    pub away_transactions: f64,
    /// Σ over days of the blob price, gwei.
    pub blob_price_gwei: f64,
}

impl Totals {
    /// Adds a day.
    pub(super) fn add(&mut self, view: &DayView<'_>) {
        self.days += 1;
        self.chains.resize(view.economy.chains.len(), ChainTotals::default());
        for (j, total) in self.chains.iter_mut().enumerate() {
            let (chain, activity_usd) = (&view.economy.chains[j], activity_of(view, j));
            (total.operated, total.vertical) = (chain.has_operator(), chain.is_vertical());
            total.profit += view.today.accounts[j].profit();
            total.fees_usd += fees_of(view, j);
            total.activity_usd += activity_usd;
            total.vertical_activity_usd += if total.vertical { activity_usd } else { 0.0 };
            total.specialized_usd += activity_usd * chain.specialization_index();
            total.secured_usd += activity_usd * view.economy.security[j];
        }
        self.verticals.resize(view.economy.verticals.len(), VerticalTotals::default());
        for (v, total) in self.verticals.iter_mut().enumerate() {
            total.executed += view.today.transactions.column_sum(v);
            total.demand += demand_for(view, v);
        }
        for group in &view.today.groups {
            self.home_transactions += group.home_transactions;
            self.away_transactions += group.away_transactions;
        }
        self.blob_price_gwei += view.today.ethereum.blob_price_gwei;
    }
}
