//! What users decide on a day: desired routing and the law of home choice, group by group.

use crate::model::demand::adoption::{Awareness, aware_share, visibility};
use crate::model::demand::assets::{asset_location, asset_security};
use crate::model::demand::choice::common_value;
use crate::model::demand::routing::{NodeRouting, RoutingKernel};
use crate::model::demand::transition::{GroupLaw, SwitchKernel};
use crate::model::demand::utility::{Conditions, UseValues, group_values};
use crate::model::economy::Economy;
use crate::model::id::Places;
use crate::model::user_group::TasteNode;
use std::sync::Arc;

/// What decisions of one group need that does not change within an epoch.
#[derive(Clone, Debug)]
pub(crate) struct GroupKernels {
    nodes: Vec<TasteNode>,
    routing: Vec<RoutingKernel>,
    switch: Arc<SwitchKernel>,
}

impl GroupKernels {
    /// The kernels of group `g`.
    #[must_use]
    pub(crate) fn new(economy: &Economy, g: usize, nodes: Vec<TasteNode>) -> Self {
        let used = economy.groups[g].uses.iter().enumerate().filter(|(_, u)| u.is_some());
        let routing = used.map(|(v, _)| RoutingKernel::new(economy, g, v)).collect();
        Self { nodes, routing, switch: Arc::new(SwitchKernel::new(economy, g)) }
    }

    /// Taste nodes.
    #[must_use]
    pub(crate) fn nodes(&self) -> &[TasteNode] {
        &self.nodes
    }
}

/// What a group decides from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Situation<'a> {
    /// What it knows of chains.
    pub(crate) conditions: &'a Conditions<'a>,
    /// Its people, `[node × place]`.
    pub(crate) people: &'a [f64],
    /// Shares of its aware users that it expects by home, `[chain]`.
    pub(crate) shares: &'a [f64],
    /// Rewards that it expects for living there, USD a month, `[chain]`.
    pub(crate) rewards: &'a [f64],
    /// Executed routing, which says where assets are, `[use]` of `[home × chain]`.
    pub(crate) routing: &'a [Vec<f64>],
}

/// What a group decides.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    /// Law of home choice.
    pub(crate) law: GroupLaw,
    /// Desired routing, users-and-activity-weighted over nodes, one per use, `[home × chain]`.
    pub(crate) desired: Vec<Vec<f64>>,
}

/// Decides for group `g`.
#[must_use]
pub(crate) fn decide(economy: &Economy, g: usize, kernels: &GroupKernels, situation: Situation<'_>) -> Decision {
    let values = group_values(economy, g, situation.conditions);
    let weights = routing_weights(economy.chains.len(), &kernels.nodes, situation.people);
    let mut desired = Vec::with_capacity(values.len());
    let v0 = home_values(economy, g, kernels, &values, situation, |use_, routed| {
        desired.push(mean_routing(economy, g, kernels, (use_, &values[use_]), &weights, routed));
    });
    Decision { law: law(economy, g, kernels, &v0, situation), desired }
}

/// What a group would do if everybody in it who is aware reconsidered once.
#[derive(Clone, Debug)]
pub(crate) struct Reconsidered {
    /// People, `[node × place]`.
    pub(crate) people: Vec<f64>,
    /// Desired routing, users-and-activity-weighted over nodes, one per use, `[home × chain]`.
    pub(crate) routing: Vec<Vec<f64>>,
}

/// The mean step of group `g`: everybody aware chooses a home once, and routes as desired from there.
#[must_use]
pub(crate) fn reconsider(economy: &Economy, g: usize, kernels: &GroupKernels, situation: Situation<'_>) -> Reconsidered {
    let values = group_values(economy, g, situation.conditions);
    let mut routed = Vec::with_capacity(values.len());
    let v0 = home_values(economy, g, kernels, &values, situation, |_, one| routed.push(std::mem::take(one)));
    let people = moved(&law(economy, g, kernels, &v0, situation), economy.places(), situation.people);
    let weights = routing_weights(economy.chains.len(), &kernels.nodes, &people);
    let mut desired =
        |(use_, routed): (usize, &mut NodeRouting)| mean_routing(economy, g, kernels, (use_, &values[use_]), &weights, routed);
    let routing = routed.iter_mut().enumerate().map(&mut desired).collect();
    Reconsidered { people, routing }
}

/// `people`, `[node × place]`, after everybody aware has chosen by `law`.
fn moved(law: &GroupLaw, places: Places, people: &[f64]) -> Vec<f64> {
    let n = places.count();
    let (mut after, mut row) = (vec![0.0; people.len()], vec![0.0; n]);
    for (node, (here, there)) in people.chunks_exact(n).zip(after.chunks_exact_mut(n)).enumerate() {
        for (origin, count) in here.iter().enumerate().filter(|(_, count)| **count > 0.0) {
            if origin == places.unaware() {
                there[origin] += count;
            } else {
                law.choice(node, origin, &mut row);
                there.iter_mut().zip(&row).for_each(|(sum, p)| *sum += count * p);
            }
        }
    }
    after
}

/// The law of home choice that follows from values `v0`, `[node × chain]`.
pub(crate) fn law(economy: &Economy, g: usize, kernels: &GroupKernels, v0: &[f64], situation: Situation<'_>) -> GroupLaw {
    let awareness = Awareness::new(economy, g, aware_share(economy, g, situation.people));
    GroupLaw::new(economy, g, &kernels.switch, v0, &visibility(economy, g, situation.shares), awareness)
}

/// V° of group `g`, `[node × chain]`; shows `each` the routing of every use as it is found.
pub(crate) fn home_values(
    economy: &Economy,
    g: usize,
    kernels: &GroupKernels,
    values: &[UseValues],
    situation: Situation<'_>,
    mut each: impl FnMut(usize, &mut NodeRouting),
) -> Vec<f64> {
    let n = economy.chains.len();
    let common = common_value(economy, g, situation.shares, situation.rewards);
    let security = asset_security(economy, &asset_location(economy, g, situation.routing));
    let mut v0 = Vec::with_capacity(kernels.nodes.len() * n);
    for node in &kernels.nodes {
        v0.extend((0..n).map(|j| common[j] + node.security_usd_per_month * security[j]));
    }
    let mut routed = NodeRouting::default();
    for (use_, (kernel, values)) in kernels.routing.iter().zip(values).enumerate() {
        kernel.route(values, &kernels.nodes, &mut routed);
        for (r, node) in kernels.nodes.iter().enumerate() {
            let inclusive = routed.inclusive.iter().skip(r).step_by(kernels.nodes.len());
            v0[r * n..][..n].iter_mut().zip(inclusive).for_each(|(v, i)| *v += node.activity * i);
        }
        each(use_, &mut routed);
    }
    v0
}

/// Mean of desired routing of a use over nodes with `weights`, `[home × node]`; `[home × chain]`.
fn mean_routing(
    economy: &Economy,
    g: usize,
    kernels: &GroupKernels,
    (use_, values): (usize, &UseValues),
    weights: &[f64],
    routed: &mut NodeRouting,
) -> Vec<f64> {
    let (n, nodes) = (economy.chains.len(), &kernels.nodes);
    let mut shares = vec![0.0; n * n];
    for j in (0..n).filter(|&j| economy.allowed[g][j]) {
        let weights = &weights[j * nodes.len()..][..nodes.len()];
        kernels.routing[use_].add_shares(routed, values, nodes, j, weights, &mut shares[j * n..][..n]);
    }
    shares
}

/// Weights of nodes by home, `[home × node]`, summing to 1 over nodes: people × activity of those who live there, or of the whole group
/// where nobody does.
fn routing_weights(n: usize, nodes: &[TasteNode], people: &[f64]) -> Vec<f64> {
    let mut weights = vec![0.0; nodes.len() * n];
    let places = Places::of(n).count();
    for j in 0..n {
        let lived_in = people.iter().skip(j).step_by(places).any(|x| *x > 0.0);
        let weight = |r: usize| nodes[r].activity * if lived_in { people[r * places + j] } else { nodes[r].agents as f64 };
        let total: f64 = (0..nodes.len()).map(weight).sum();
        (0..nodes.len()).for_each(|r| weights[j * nodes.len() + r] = weight(r) / total);
    }
    weights
}
