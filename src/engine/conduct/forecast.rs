//! What operators and founders expect: the mean step, and a mean day played through.
//!
//! The mean step: everybody who is aware reconsiders once, at the prices, liquidity, peers and rewards of the evening. It is what a chain can
//! expect of its users for a given price or focus, other things equal; it is no prophecy: nobody answers it, nobody new becomes aware. A
//! mean day is a day without shocks and bursts, cleared and booked as days are.

use crate::engine::apps::AppsDay;
use crate::engine::books::{Books, Misfortunes};
use crate::engine::decisions::{GroupKernels, Reconsidered, reconsider};
use crate::engine::demand_day::DemandDay;
use crate::engine::load::{BaseLoad, DayLoad};
use crate::engine::market_state::MarketState;
use crate::engine::population::Occupancy;
use crate::engine::world::{activity_usd, group_moments, ordinary_load};
use crate::model::economy::Economy;
use crate::model::grid::Grid;
use crate::model::measures::welfare::Moments;
use crate::model::standing::Standing;
use crate::model::supply::operator::ChainAccount;
use rayon::prelude::*;
use std::sync::OnceLock;

/// The market in the evening, as everybody can see it, with the prices of an ordinary day: nobody takes a burst for lasting.
pub(crate) struct Market<'a> {
    /// The economy of the day.
    pub(crate) economy: &'a Economy,
    /// Day, from 0.
    pub(crate) day: u32,
    /// Kernels of its groups.
    pub(crate) kernels: &'a [GroupKernels],
    /// Ordinary prices; liquidity, apps and habits after the day.
    pub(crate) state: &'a MarketState,
    /// Who lives where.
    pub(crate) occupancy: &'a Occupancy,
    /// Fees and data prices of the ordinary day.
    pub(crate) load: &'a DayLoad,
    /// What is expected if all stays as it is, once somebody asks.
    pub(crate) unchanged: OnceLock<Forecast>,
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

    /// What they load the chains with on an ordinary day.
    #[must_use]
    pub(crate) fn base_load(&self, economy: &Economy) -> BaseLoad {
        let today = DemandDay::ordinary(&economy.verticals, economy.dynamics.load_blocks);
        BaseLoad::new(economy, &self.moments, &self.routing, &today)
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
        let conditions = state.conditions(economy);
        let of_group = |(g, kernels)| reconsider(economy, g, kernels, state.situation(g, &conditions, self.occupancy));
        let groups: Vec<Reconsidered> = kernels.par_iter().enumerate().map(of_group).collect();
        let moments = groups.iter().zip(kernels).map(|(group, kernels)| group_moments(economy.places(), kernels, &group.people)).collect();
        Step { moments, routing: groups.into_iter().map(|group| group.routing).collect() }
    }

    /// What is expected if all stays as it is: the same for everybody who asks on an evening.
    #[must_use]
    pub(crate) fn unchanged(&self) -> &Forecast {
        self.unchanged.get_or_init(|| self.forecast(self.economy, self.kernels, self.state))
    }

    /// A mean day after the mean step in `economy` at the expectations of `state`.
    #[must_use]
    pub(crate) fn forecast(&self, economy: &Economy, kernels: &[GroupKernels], state: &MarketState) -> Forecast {
        let step = self.step(economy, kernels, state);
        let load = ordinary_load(economy, &step.moments, &step.routing, state);
        let apps = AppsDay::new(economy, &state.apps, &load);
        let nothing = Misfortunes { closings: &[], strikes: &[] };
        let books = Books::open(economy).book_day(economy, &load, &apps, &vec![0.0; economy.groups.len()], &nothing, |_| vec![]);
        Forecast { users: step.users(), activity_usd: activity_usd(economy, &load.transactions), load, accounts: books.accounts }
    }
}
