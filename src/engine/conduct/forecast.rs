//! What operators and founders expect: the mean step, and a mean day played through.
//!
//! The mean step: everybody who is aware reconsiders once, at the prices, liquidity, peers and rewards of the evening. It is what a chain can
//! expect of its users for a given price or focus, other things equal; it is no prophecy: nobody answers it, nobody new becomes aware. A
//! mean day is a day without shocks and bursts, cleared and booked as days are.

use crate::engine::apps::AppsDay;
use crate::engine::books::{Books, Misfortunes};
use crate::engine::decisions::{Expected, GroupKernels, Reconsidered, reconsider};
use crate::engine::demand_day::DemandDay;
use crate::engine::load::{BaseLoad, DayLoad};
use crate::engine::market_state::MarketState;
use crate::engine::population::Occupancy;
use crate::model::demand::utility::Conditions;
use crate::model::economy::Economy;
use crate::model::grid::Grid;
use crate::model::measures::welfare::Moments;
use crate::model::standing::Standing;
use crate::model::supply::operator::ChainAccount;
use rayon::prelude::*;

/// The market in the evening, as everybody can see it.
pub(crate) struct Market<'a> {
    /// The economy of the day.
    pub(crate) economy: &'a Economy,
    /// Day, from 0.
    pub(crate) day: u32,
    /// Kernels of its groups.
    pub(crate) kernels: &'a [GroupKernels],
    /// Prices, liquidity, habits, after the day.
    pub(crate) state: &'a MarketState,
    /// Who lives where.
    pub(crate) occupancy: &'a Occupancy,
    /// The day's fees and data prices.
    pub(crate) load: &'a DayLoad,
}

/// What is expected of a world.
#[derive(Clone, Debug)]
pub(crate) struct Forecast {
    /// People by home, `[chain]`.
    pub(crate) users: Vec<f64>,
    /// Prices, transactions and data of the mean day.
    pub(crate) load: DayLoad,
    /// Value of activity a day, USD, `[chain][vertical]`.
    pub(crate) activity_usd: Grid,
    /// Accounts of the mean day, `[chain]`; programmes, deals and the like left out, treasuries unknown.
    pub(crate) accounts: Vec<ChainAccount>,
}

/// Everybody after the mean step.
pub(crate) struct Step {
    /// Sums over people by group and home, `[group][chain]`.
    pub(crate) moments: Vec<Vec<Moments>>,
    /// Routing, `[group][use]` of `[home × chain]`.
    pub(crate) routing: Vec<Vec<Vec<f64>>>,
}

impl Step {
    /// People by home, `[chain]`.
    #[must_use]
    pub(crate) fn users(&self) -> Vec<f64> {
        let chains = self.moments.first().map_or(0, Vec::len);
        (0..chains).map(|k| self.moments.iter().map(|homes| homes[k].people).sum()).collect()
    }
}

impl Market<'_> {
    /// The economy with another standing, and its kernels.
    #[must_use]
    pub(crate) fn with(&self, standing: Standing) -> (Economy, Vec<GroupKernels>) {
        let economy = self.economy.as_of(standing);
        let kernels = self.kernels.iter().enumerate().map(|(g, k)| GroupKernels::new(&economy, g, k.nodes().to_vec())).collect();
        (economy, kernels)
    }

    /// The mean step in `economy` at the expectations of `state`.
    #[must_use]
    pub(crate) fn step(&self, economy: &Economy, kernels: &[GroupKernels], state: &MarketState) -> Step {
        let conditions = Conditions {
            burden_usd: &state.expected_burden_usd,
            apps: &state.apps,
            liquidity_usd_per_day: &state.liquidity_usd_per_day,
            latency_s: &state.expected_latency_s,
            trust: &economy.standing.trust,
        };
        let of_group = |(g, kernels): (usize, &GroupKernels)| {
            let expected = Expected { shares: state.expected_share.row(g), rewards: state.reward_usd_per_month.row(g) };
            reconsider(economy, g, kernels, &conditions, self.occupancy.group(g), expected, &state.routing[g])
        };
        let groups: Vec<Reconsidered> = kernels.par_iter().enumerate().map(of_group).collect();
        let moments = groups.iter().zip(kernels).map(|(group, kernels)| moments(economy, kernels, &group.people)).collect();
        Step { moments, routing: groups.into_iter().map(|group| group.routing).collect() }
    }

    /// A mean day after the mean step in `economy` at the expectations of `state`.
    #[must_use]
    pub(crate) fn forecast(&self, economy: &Economy, kernels: &[GroupKernels], state: &MarketState) -> Forecast {
        let step = self.step(economy, kernels, state);
        let today = DemandDay::ordinary(&economy.verticals, economy.dynamics.load_blocks);
        let base = BaseLoad::new(economy, &step.moments, &step.routing, &today);
        let load = DayLoad::clear(economy, base, today, &state.gas_price_gwei, &mut state.blob_market.clone());
        let apps = AppsDay::new(economy, &state.apps, &load);
        let nothing = Misfortunes { closings: &[], strikes: &[] };
        let books = Books::open(economy).book_day(economy, &load, &apps, &vec![0.0; economy.groups.len()], &nothing, |_| vec![]);
        let activity_usd = crate::engine::world::activity_usd(economy, &load.transactions);
        Forecast { users: step.users(), load, activity_usd, accounts: books.accounts }
    }
}

/// Sums over `people`, `[node × place]`, by home, `[chain]`.
fn moments(economy: &Economy, kernels: &GroupKernels, people: &[f64]) -> Vec<Moments> {
    let places = economy.places();
    let mut homes = vec![Moments::default(); places.chains()];
    for (node, people) in kernels.nodes().iter().zip(people.chunks_exact(places.count())) {
        homes.iter_mut().zip(people).filter(|(_, people)| **people > 0.0).for_each(|(m, people)| m.add(*people, node));
    }
    homes
}
