//! Incentives: what a chain spends to defend its share of users.
//!
//! Below its share, a chain spends the least rate at which the mean step gives the share back, at today's points: what a pool of r USD a day
//! pays those who would earn them (§7.23). It spends at most a share of its treasury a year, and until the next review nothing of its
//! reserve. At or above its share it stops.

use crate::engine::conduct::forecast::Market;
use crate::engine::conduct::{Act, Proposal};
use crate::engine::market_state::MarketState;
use crate::engine::systems::rewards::{demand_shares, points_of_day, points_of_user};
use crate::model::grid::Grid;
use crate::model::institutions::rewards::pool_share_usd;
use crate::model::math::ln;
use crate::model::supply::conduct::IncentiveRule;
use crate::model::supply::operator::ChainAccount;
use crate::model::units::{DAYS_PER_MONTH, DAYS_PER_YEAR};

/// Change of a rate that is worth a proposal, as a share of the larger one.
const SMALLEST_CHANGE: f64 = 0.01;

/// Mean steps that the search for a rate may take, and how near to the share it has to come, in log-odds.
const SEARCH: (usize, f64) = (10, 1e-6);

/// What the review of chain `k` proposes on incentives, with its own accounts, and the share it defends once it knows.
pub(super) fn review(market: &Market<'_>, k: usize, own: &ChainAccount, defended: &mut Option<f64>) -> Option<Proposal> {
    let conduct = &market.economy.chains[k].policy.conduct;
    if conduct.incentives != IncentiveRule::DefendShare {
        return None;
    }
    let share = share(&homes(market), k)?;
    let target = conduct.defended_share.unwrap_or_else(|| *defended.get_or_insert(share));
    let most = conduct.most_incentives_usd_per_day(own.treasury.usd());
    let defence = Defence::new(market, k);
    let rate = if share < target && most > 0.0 { defence.least_rate(target, most) } else { 0.0 };
    let before = defence.before;
    if (rate - before).abs() <= SMALLEST_CHANGE * rate.max(before) {
        return None;
    }
    let reason = if share < target {
        format!("share of users {share:.4}, below {target:.4}: at most {most:.2} USD a day")
    } else {
        format!("share of users {share:.4}, not below {target:.4}")
    };
    Some(Proposal {
        chain: k,
        act: Act::Incentives(rate),
        before: Act::Incentives(before),
        reason,
        expected_usd_per_year: defence.profit_usd_per_year(rate),
        otherwise_usd_per_year: defence.profit_usd_per_year(before),
        reviewed_day: market.day,
    })
}

/// People on each chain this evening, `[chain]`.
fn homes(market: &Market<'_>) -> Vec<f64> {
    let (n, groups) = (market.economy.chains.len(), market.economy.groups.len());
    let by_group: Vec<Vec<f64>> = (0..groups).map(|g| market.occupancy.by_location(g)).collect();
    (0..n).map(|j| by_group.iter().map(|people| people[j]).sum()).collect()
}

/// Share of chain `k` in `people` by chain; none where nobody is on any.
fn share(people: &[f64], k: usize) -> Option<f64> {
    let all: f64 = people.iter().sum();
    (all > 0.0).then(|| people[k] / all)
}

/// ln(x/(1 − x)), kept finite.
fn log_odds(share: f64) -> f64 {
    let share = share.clamp(1e-12, 1.0 - 1e-12);
    ln(share / (1.0 - share))
}

/// What incentives of a chain would do.
struct Defence<'a> {
    market: &'a Market<'a>,
    chain: usize,
    /// Rate in force, USD a day.
    before: f64,
    /// What 1 USD a day is worth to those who live on each chain, USD a month, `[group][chain]`.
    worth: Grid,
}

impl<'a> Defence<'a> {
    fn new(market: &'a Market<'a>, k: usize) -> Self {
        let (economy, state) = (market.economy, market.state);
        let served = demand_shares(economy, Some(&market.load.fee_usd));
        let points: f64 = points_of_day(economy, market.load, k).iter().sum();
        let mut worth = Grid::zeros(economy.groups.len(), economy.chains.len());
        for (g, routing) in state.routing.iter().enumerate() {
            for (j, worth) in worth.row_mut(g).iter_mut().enumerate() {
                *worth = DAYS_PER_MONTH * pool_share_usd(1.0, points_of_user(economy, g, (j, k), routing, &served), points);
            }
        }
        Self { market, chain: k, before: economy.standing.choices[k].incentives_usd_per_day, worth }
    }

    /// The evening, were `rate` expected in place of the rate in force.
    fn state(&self, rate: f64) -> MarketState {
        let mut state = self.market.state.clone();
        let rewards = state.reward_usd_per_month.cells_mut().iter_mut().zip(self.worth.cells());
        rewards.for_each(|(reward, worth)| *reward = (*reward + (rate - self.before) * worth).max(0.0));
        state
    }

    /// Share of users after the mean step at `rate`.
    fn share(&self, rate: f64) -> f64 {
        let step = self.market.step(self.market.economy, self.market.kernels, &self.state(rate));
        share(&step.users(), self.chain).unwrap_or(0.0)
    }

    /// What is missing of `target` after the mean step at `rate`, in log-odds: in a logit of like users that is linear in what they get.
    fn gap(&self, rate: f64, target: f64) -> f64 {
        log_odds(self.share(rate)) - log_odds(target)
    }

    /// Least rate up to `most` at which the mean step gives `target`, by secants from the rate that would be worth their tastes to those
    /// who are there now; `most` where that is not enough.
    fn least_rate(&self, target: f64, most: f64) -> f64 {
        let mut last = (0.0, self.gap(0.0, target));
        if last.1 >= 0.0 {
            return 0.0;
        }
        let mut rate = most.min(self.tastes_usd_per_day());
        for _ in 0..SEARCH.0 {
            let gap = self.gap(rate, target);
            let slope = (gap - last.1) / (rate - last.0);
            if gap.abs() <= SEARCH.1 || rate == last.0 {
                break;
            }
            last = (rate, gap);
            rate = if slope > 0.0 { (rate - gap / slope).clamp(0.0, most) } else { most };
        }
        rate
    }

    /// What it takes to give everybody on the chain the scale of their tastes, USD a day: a natural size of incentives.
    fn tastes_usd_per_day(&self) -> f64 {
        let groups = self.market.economy.groups.iter().enumerate();
        let people = |g: usize| self.market.occupancy.by_location(g)[self.chain].max(1.0);
        groups.map(|(g, group)| people(g) * group.choice_scale_usd_per_month).sum::<f64>() / DAYS_PER_MONTH
    }

    /// Profit of a mean day at `rate`, incentives paid, a year of it.
    fn profit_usd_per_year(&self, rate: f64) -> f64 {
        let forecast = self.market.forecast(self.market.economy, self.market.kernels, &self.state(rate));
        DAYS_PER_YEAR * (forecast.accounts[self.chain].profit().usd() - rate)
    }
}
