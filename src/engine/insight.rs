//! What is behind the choices of a group, found when somebody asks: a run that nobody asks pays nothing for it.
//!
//! The view is that of the evening: what somebody of mean tastes would weigh who reconsidered with what users know when the day is over. It
//! is computed by the functions by which groups decide, with one taste node in place of many.

use crate::engine::decisions::{GroupKernels, Situation, home_values, law};
use crate::engine::world::World;
use crate::model::demand::assets::{asset_location, asset_security};
use crate::model::demand::choice::{common_value, peers_value};
use crate::model::demand::transition::switch_cost_usd;
use crate::model::demand::utility::{UseValues, group_values};
use crate::model::demand::waiting::waiting_usd_per_month;
use crate::model::economy::Economy;
use crate::model::user_group::TasteNode;
use std::fmt;

/// Looks behind a day.
#[derive(Clone, Copy)]
pub struct Insight<'a> {
    world: &'a World,
    economy: &'a Economy,
}

impl fmt::Debug for Insight<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Insight").finish_non_exhaustive()
    }
}

/// One use of a vertical, for somebody of mean tastes.
#[derive(Clone, Debug)]
pub struct UseInsight {
    /// Values by chain.
    pub values: UseValues,
    /// The same as one number, USD a month, `[chain]`.
    pub value: Vec<f64>,
    /// I: what living on a chain is worth for this use, USD a month, `[home]`.
    pub inclusive: Vec<f64>,
    /// Where the group carries it out, `[home × chain]`.
    pub routing: Vec<f64>,
}

/// What living on each chain is worth to somebody of mean tastes, and what follows.
#[derive(Clone, Debug)]
pub struct GroupInsight {
    /// Its uses.
    pub uses: Vec<UseInsight>,
    /// What the security of where assets are is worth, USD a month, `[chain]`.
    pub security: Vec<f64>,
    /// What reachable peers are worth, USD a month, `[chain]`.
    pub peers: Vec<f64>,
    /// Expected rewards by their weight, USD a month, `[chain]`.
    pub rewards: Vec<f64>,
    /// What waiting for withdrawals costs, USD a month, `[chain]`.
    pub waiting: Vec<f64>,
    /// What is taken off because a chain is a copy of others, USD a month, `[chain]`.
    pub copies: Vec<f64>,
    /// V°: the sum of all uses and of these, USD a month, `[chain]`.
    pub worth: Vec<f64>,
    /// Place where most of those live who are aware.
    pub origin: usize,
    /// What going from there costs once, USD, `[place]`.
    pub switch_usd: Vec<f64>,
    /// Where they go who live there and reconsider, `[place]`; sums to 1.
    pub choice: Vec<f64>,
}

impl<'a> Insight<'a> {
    pub(crate) fn of(world: &'a World, economy: &'a Economy) -> Self {
        Self { world, economy }
    }

    /// What is behind the choices of the group at position `g`.
    #[must_use]
    pub fn group(&self, g: usize) -> GroupInsight {
        let (economy, state) = (self.economy, &self.world.state);
        let people = self.world.population.occupancy().by_location(g);
        let conditions = state.conditions(economy);
        let situation = Situation { people: &people, ..state.situation(g, &conditions, self.world.population.occupancy()) };
        let (n, places) = (economy.chains.len(), economy.places());
        let node = mean_node(economy, g);
        let kernels = GroupKernels::new(economy, g, vec![node]);
        let values = group_values(economy, g, &conditions);
        let mut inclusive = Vec::with_capacity(values.len());
        let worth = home_values(economy, g, &kernels, &values, situation, |_, routed| inclusive.push(routed.inclusive.clone()));
        let origin = (0..=places.outside()).fold(0, |best, place| if people[place] > people[best] { place } else { best });
        let mut choice = vec![0.0; places.count()];
        law(economy, g, &kernels, &worth, situation).choice(0, origin, &mut choice);

        let common = common_value(economy, g, situation.shares, situation.rewards);
        let peers = peers_value(economy, g, situation.shares);
        let weight = economy.groups[g].terms.reward_weight;
        let rewards: Vec<f64> = situation.rewards.iter().map(|reward| weight * reward).collect();
        let waiting: Vec<f64> = (0..n).map(|j| waiting_usd_per_month(economy, g, j)).collect();
        let security = asset_security(economy, &asset_location(economy, g, situation.routing));
        let uses = values.into_iter().zip(&inclusive).zip(situation.routing).map(|((values, inclusive), routing)| UseInsight {
            value: (0..n).map(|k| values.value(&node, k)).collect(),
            values,
            inclusive: inclusive.clone(),
            routing: routing.clone(),
        });
        GroupInsight {
            uses: uses.collect(),
            security: security.iter().map(|score| node.security_usd_per_month * score).collect(),
            copies: (0..n).map(|j| peers[j] + rewards[j] - waiting[j] - common[j]).collect(),
            switch_usd: (0..places.count()).map(|to| switch_cost_usd(economy, g, origin, to)).collect(),
            peers,
            rewards,
            waiting,
            worth,
            origin,
            choice,
        }
    }
}

/// Somebody of mean tastes.
fn mean_node(economy: &Economy, g: usize) -> TasteNode {
    let group = &economy.groups[g];
    TasteNode { activity: 1.0, benefit: 1.0, impatience: 1.0, security_usd_per_month: group.security_usd_per_month, agents: group.agents }
}
