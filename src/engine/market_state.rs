//! What markets carry from day to day: expectations, liquidity, routing habits, blob market.

use crate::engine::decisions::Situation;
use crate::engine::population::Occupancy;
use crate::model::demand::utility::Conditions;
use crate::model::economy::Economy;
use crate::model::grid::Grid;
use crate::model::settlement::blob_market::BlobMarket;

/// State of markets between days.
#[derive(Clone, Debug)]
pub(crate) struct MarketState {
    /// Expected burden of a transaction at no fee, of the mean day, USD, `[chain][vertical]`.
    pub(crate) expected_burden_usd: Grid,
    /// Expected latency, seconds, `[chain]`.
    pub(crate) expected_latency_s: Vec<f64>,
    /// Expected share of a group's users by home, `[group][chain]`.
    pub(crate) expected_share: Grid,
    /// Liquidity, USD of activity a day, `[chain][vertical]`.
    pub(crate) liquidity_usd_per_day: Grid,
    /// Apps, `[chain][vertical]`.
    pub(crate) apps: Grid,
    /// Rewards that users expect for living on a chain, USD a month, `[group][chain]`.
    pub(crate) reward_usd_per_month: Grid,
    /// Executed routing, `[group][use]` of `[home × chain]`; rows sum to at most 1, the rest does not do the vertical.
    pub(crate) routing: Vec<Vec<Vec<f64>>>,
    /// Gas price of the day before, gwei, `[chain]`.
    pub(crate) gas_price_gwei: Vec<f64>,
    /// Blob market.
    pub(crate) blob_market: BlobMarket,
}

impl MarketState {
    /// What users know when they decide.
    #[must_use]
    pub(crate) fn conditions<'a>(&'a self, economy: &'a Economy) -> Conditions<'a> {
        Conditions {
            burden_usd: &self.expected_burden_usd,
            apps: &self.apps,
            liquidity_usd_per_day: &self.liquidity_usd_per_day,
            latency_s: &self.expected_latency_s,
            trust: &economy.standing.trust,
        }
    }

    /// What group `g` decides from. Nothing is routed yet on the eve of the first day.
    #[must_use]
    pub(crate) fn situation<'a>(&'a self, g: usize, conditions: &'a Conditions<'a>, occupancy: &'a Occupancy) -> Situation<'a> {
        Situation {
            conditions,
            people: occupancy.group(g),
            shares: self.expected_share.row(g),
            rewards: self.reward_usd_per_month.row(g),
            routing: self.routing.get(g).map_or(&[][..], Vec::as_slice),
        }
    }

    /// Forgets what a chain that closes leaves to nobody: its liquidity, its apps, and that anybody was expected there. What was done on it is
    /// routed anew by those who did it.
    pub(crate) fn forget(&mut self, chain: usize) {
        self.liquidity_usd_per_day.row_mut(chain).fill(0.0);
        self.apps.row_mut(chain).fill(0.0);
        let chains = self.expected_latency_s.len();
        self.expected_share.cells_mut().iter_mut().skip(chain).step_by(chains).for_each(|share| *share = 0.0);
    }
}

/// Moves every cell of `state` a share `weight` of the way to `target`.
pub(crate) fn move_toward(state: &mut [f64], target: &[f64], weight: f64) {
    state.iter_mut().zip(target).for_each(|(s, t)| *s += weight * (t - *s));
}
