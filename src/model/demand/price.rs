//! What a transaction costs its user: the fee, less what a sponsor pays of it, and what its order takes from him.

use crate::model::economy::Economy;

/// What the sponsor pays of a fee of the vertical at position `v` on the chain at position `k`, USD.
#[must_use]
pub fn sponsored_usd(economy: &Economy, k: usize, v: usize, fee_usd: f64) -> f64 {
    let vertical = &economy.verticals[v];
    economy.chains[k].policy.sponsorship.sponsored_usd(fee_usd, vertical.apps.app_take * vertical.tx_value_usd)
}

/// p: what a transaction costs its user where its order takes `order_usd`, USD: fee − sponsored + ordering.
#[must_use]
pub fn user_price_usd(economy: &Economy, k: usize, v: usize, fee_usd: f64, order_usd: f64) -> f64 {
    fee_usd - sponsored_usd(economy, k, v, fee_usd) + order_usd
}
