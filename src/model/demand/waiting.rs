//! What it costs that assets cannot be used while they leave a chain: assets · cost of capital · exit delay/365 a withdrawal.
//!
//! Who gives up a chain as home bears it once. Who withdraws as a habit, to an exchange or to another chain, bears it again and again while
//! he lives there, and so prefers chains that let him go.

use crate::model::economy::Economy;
use crate::model::units::{DAYS_PER_MONTH, DAYS_PER_YEAR};

/// What one withdrawal from the chain at position `j` costs a user of the group at position `g`, USD.
#[must_use]
pub fn exit_delay_usd(economy: &Economy, g: usize, j: usize) -> f64 {
    let group = &economy.groups[g];
    group.assets_usd_per_user * group.terms.capital_cost_per_year * economy.chains[j].policy.exit_delay_days / DAYS_PER_YEAR
}

/// What a user's habitual withdrawals cost while living on the chain at position `j`, USD a month.
#[must_use]
pub fn waiting_usd_per_month(economy: &Economy, g: usize, j: usize) -> f64 {
    let withdrawals = economy.groups[g].terms.withdrawals_per_year;
    exit_delay_usd(economy, g, j) * withdrawals * DAYS_PER_MONTH / DAYS_PER_YEAR
}
