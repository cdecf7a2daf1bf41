//! The world of one run: everything that carries over from day to day.

use crate::engine::apps;
use crate::engine::books::Books;
use crate::engine::conduct::Operators;
use crate::engine::decisions::{Decision, GroupKernels, decide};
use crate::engine::demand_day::{DemandDay, Swings};
use crate::engine::lifecycle::Lifecycle;
use crate::engine::load::{BaseLoad, DayLoad};
use crate::engine::market_state::MarketState;
use crate::engine::population::agents::Agents;
use crate::engine::population::mean_field::MeanField;
use crate::engine::population::{Members, Occupancy, Population};
use crate::engine::run::{Fidelity, RunPlan};
use crate::engine::streams::Streams;
use crate::engine::systems::{Morning, Systems};
use crate::engine::tastes::nodes_of;
use crate::model::demand::adoption::aware_users;
use crate::model::economy::Economy;
use crate::model::grid::Grid;
use crate::model::id::Places;
use crate::model::measures::welfare::Moments;
use crate::model::settlement::blob_market::BlobMarket;
use crate::model::standing::Standing;
use crate::model::user_group::TasteNode;
use rayon::prelude::*;

/// Passes after which routing and liquidity of the first day are taken as consistent with the initial homes.
const OPENING_PASSES: usize = 12;

/// Everything that carries over from day to day.
pub(crate) struct World {
    pub(crate) kernels: Vec<GroupKernels>,
    pub(crate) state: MarketState,
    pub(crate) population: Box<dyn Population>,
    pub(crate) books: Books,
    pub(crate) swings: Swings,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) systems: Systems,
    pub(crate) operators: Operators,
    pub(crate) streams: Streams,
}

impl World {
    /// The world on the eve of day 0: everybody at home, prices at their floors, routing and liquidity consistent with both; and the
    /// economy with the chains that are open then.
    pub(crate) fn open(first: &Economy, plan: &RunPlan) -> (Self, Economy) {
        let (lifecycle, systems, operators) = (Lifecycle::open(first), Systems::open(first), Operators::open(first));
        let whole = as_it_stands(first, &lifecycle, &systems, &operators);
        let economy = &whole;
        let nodes = nodes_of(&economy.groups, plan.taste_nodes);
        let population = populate(economy, plan, &nodes);
        let kernels = kernels(economy, nodes);
        let state = opening_state(economy, &kernels, population.occupancy());
        let streams = Streams::new(plan.seed, plan.replicate);
        let swings = Swings::open(&economy.verticals, &streams);
        (Self { kernels, state, population, books: Books::open(economy), swings, lifecycle, systems, operators, streams }, whole)
    }

    /// Opens and closes the chains whose day it is, and lets systems draw theirs; whether that changed the standing of chains. `economy` is
    /// that of the day before.
    pub(crate) fn dawn(&mut self, economy: &Economy, day: u32) -> bool {
        let moments = moments(&self.kernels, self.population.occupancy());
        let turned = self.lifecycle.dawn(day, economy, &moments, &self.state.routing, self.operators.opening(day));
        self.lifecycle.closings().iter().for_each(|closing| self.state.forget(closing.chain));
        self.lifecycle.launched().for_each(|k| apps::launch(economy, &mut self.state.apps, k));
        let morning = Morning {
            economy,
            day,
            streams: &self.streams,
            status: self.lifecycle.status(),
            moments: &moments,
            routing: &self.state.routing,
        };
        let changed = self.systems.dawn(&morning);
        let decided = self.operators.dawn(&morning);
        self.systems.expect(economy, &mut self.state);
        turned || changed || decided
    }

    /// Turns to the economy of an epoch, which is new or still the one in force, with chains as they stand, and returns it; people, habits,
    /// expectations and balances stay.
    pub(crate) fn enter(&mut self, epoch: &Economy, is_new: bool, plan: &RunPlan) -> Economy {
        let economy = as_it_stands(epoch, &self.lifecycle, &self.systems, &self.operators);
        let nodes = if is_new {
            nodes_of(&economy.groups, plan.taste_nodes)
        } else {
            self.kernels.iter().map(|kernels| kernels.nodes().to_vec()).collect()
        };
        self.kernels = kernels(&economy, nodes);
        economy
    }
}

/// The economy of an epoch with chains as they stand.
fn as_it_stands(epoch: &Economy, lifecycle: &Lifecycle, systems: &Systems, operators: &Operators) -> Economy {
    let mut standing = Standing::new(epoch.chains.len(), epoch.verticals.len());
    lifecycle.stand(&mut standing);
    systems.stand(&mut standing);
    operators.stand(&mut standing);
    epoch.as_of(standing)
}

/// Laws and desired routing of all groups, in parallel.
pub(crate) fn decide_all(economy: &Economy, kernels: &[GroupKernels], state: &MarketState, occupancy: &Occupancy) -> Vec<Decision> {
    let conditions = state.conditions(economy);
    let of_group = |(g, kernels)| decide(economy, g, kernels, state.situation(g, &conditions, occupancy));
    kernels.par_iter().enumerate().map(of_group).collect()
}

/// Sums over people by group and home, `[group][chain]`.
pub(crate) fn moments(kernels: &[GroupKernels], occupancy: &Occupancy) -> Vec<Vec<Moments>> {
    let places = Places::counting(occupancy.locations());
    kernels.iter().enumerate().map(|(g, kernels)| group_moments(places, kernels, occupancy.group(g))).collect()
}

/// Sums over the people of a group, `[node × place]`, by home, `[chain]`.
pub(crate) fn group_moments(places: Places, kernels: &GroupKernels, people: &[f64]) -> Vec<Moments> {
    let mut homes = vec![Moments::default(); places.chains()];
    for (node, people) in kernels.nodes().iter().zip(people.chunks_exact(places.count())) {
        homes.iter_mut().zip(people).filter(|(_, people)| **people > 0.0).for_each(|(m, people)| m.add(*people, node));
    }
    homes
}

/// Shares of each group's aware users by home, `[group][chain]`; 0 where nobody is aware.
pub(crate) fn home_shares(moments: &[Vec<Moments>], occupancy: &Occupancy, economy: &Economy) -> Grid {
    let mut shares = Grid::zeros(moments.len(), economy.chains.len());
    for (g, homes) in moments.iter().enumerate() {
        let aware = aware_users(economy, g, occupancy.group(g));
        shares.row_mut(g).iter_mut().zip(homes).filter(|_| aware > 0.0).for_each(|(share, m)| *share = m.people / aware);
    }
    shares
}

/// Value that transactions move a day, USD, `[chain][vertical]`.
pub(crate) fn activity_usd(economy: &Economy, transactions: &Grid) -> Grid {
    let mut activity = transactions.clone();
    for k in 0..economy.chains.len() {
        activity.row_mut(k).iter_mut().zip(&economy.verticals).for_each(|(x, v)| *x *= v.tx_value_usd);
    }
    activity
}

fn populate(economy: &Economy, plan: &RunPlan, nodes: &[Vec<TasteNode>]) -> Box<dyn Population> {
    let locations = economy.places().count();
    let member = |(g, nodes): (usize, &Vec<TasteNode>)| Members {
        name: economy.groups[g].name.clone(),
        nodes: nodes.clone(),
        people_per_agent: economy.groups[g].people_per_agent(),
        // Nobody starts at places that the plan leaves out.
        homes: plan.homes[g].iter().copied().chain(std::iter::repeat(0.0)).take(locations).collect(),
    };
    let members: Vec<Members> = nodes.iter().enumerate().map(member).collect();
    match plan.fidelity {
        Fidelity::Agents => Box::new(Agents::new(&members, locations)),
        Fidelity::MeanField => Box::new(MeanField::new(&members, locations)),
    }
}

fn kernels(economy: &Economy, nodes: Vec<Vec<TasteNode>>) -> Vec<GroupKernels> {
    nodes.into_iter().enumerate().map(|(g, nodes)| GroupKernels::new(economy, g, nodes)).collect()
}

/// Expectations of the first day. Liquidity is what the initial homes would trade at floor prices: found by repetition from none.
fn opening_state(economy: &Economy, kernels: &[GroupKernels], occupancy: &Occupancy) -> MarketState {
    let (n, verticals) = (economy.chains.len(), economy.verticals.len());
    let moments = moments(kernels, occupancy);
    let market = BlobMarket::new(economy.ethereum.initial_excess_blob_gas);
    let floors = (0..n).map(|k| economy.floor_gas_price_gwei(k)).collect();
    let mut state = MarketState {
        expected_burden_usd: Grid::zeros(n, verticals),
        expected_latency_s: economy.latency_s.clone(),
        expected_share: home_shares(&moments, occupancy, economy),
        liquidity_usd_per_day: Grid::zeros(n, verticals),
        apps: Grid::zeros(n, verticals),
        reward_usd_per_month: Grid::zeros(economy.groups.len(), n),
        routing: Vec::new(),
        gas_price_gwei: floors,
        blob_market: market,
    };
    for _ in 0..OPENING_PASSES {
        state.routing = decide_all(economy, kernels, &state, occupancy).into_iter().map(|d| d.desired).collect();
        let load = ordinary_load(economy, &moments, &state.routing, &state);
        state.liquidity_usd_per_day = activity_usd(economy, &load.transactions);
        state.apps = apps::opening(economy, &load);
        state.expected_burden_usd = load.burden_usd;
        state.gas_price_gwei = load.gas_price_gwei;
    }
    state
}

/// A day without shocks and bursts, with people at home as in `moments` and routing as given, after the days that led to `state`.
pub(crate) fn ordinary_load(economy: &Economy, moments: &[Vec<Moments>], routing: &[Vec<Vec<f64>>], state: &MarketState) -> DayLoad {
    let ordinary = DemandDay::ordinary(&economy.verticals, economy.dynamics.load_blocks);
    let base = BaseLoad::new(economy, moments, routing, &ordinary);
    DayLoad::clear(economy, base, ordinary, &state.gas_price_gwei, &mut state.blob_market.clone())
}

/// The market as it would be if the day had been ordinary, and everybody knew its prices; and that day.
pub(crate) fn ordinary(economy: &Economy, moments: &[Vec<Moments>], state: &MarketState) -> (MarketState, DayLoad) {
    let load = ordinary_load(economy, moments, &state.routing, state);
    let mut ordinary = state.clone();
    ordinary.expected_burden_usd.clone_from(&load.burden_usd);
    ordinary.gas_price_gwei.clone_from(&load.gas_price_gwei);
    (ordinary, load)
}
