//! Activity routing: where users who live on one chain carry out each vertical (multi-homing), a nested logit.
//!
//! Desired routing of node r living on j: r*_jvk ∝ exp((value_rkv − κ_jk)/ν_v), not doing v being an alternative worth 0; its inclusive
//! value I_rjv = ν_v ln(1 + Σ_k exp((value_rkv − κ_jk)/ν_v)) is what living on j is worth for v.
//!
//! Friction does not depend on the node, so exp((value − κ)/ν) = exp(value/ν) · exp(−κ/ν): one exponential per (node, vertical, chain).
//! Nodes of a group are routed together, numbers of one chain or home side by side, so that processors work on several nodes at once.

use crate::model::demand::utility::UseValues;
use crate::model::economy::Economy;
use crate::model::math::slices::{exp_slice, ln_slice};
use crate::model::math::{FAINT, exp, ln, log_sum_exp, pow};
use crate::model::user_group::TasteNode;

/// What routing one vertical needs that does not change within an economy.
#[derive(Clone, Debug)]
pub struct RoutingKernel {
    /// ν_gv, USD a month.
    scale: f64,
    /// κ_jk/ν, `[home × chain]`.
    friction: Vec<f64>,
    /// R_k^−γ · exp(−κ_jk/ν), 0 for chains the group may not use, `[home × chain]`.
    damping: Vec<f64>,
    /// γ ln R_k, `[chain]`.
    clone_penalty: Vec<f64>,
    allowed: Vec<bool>,
}

/// Inclusive values and routing of a group's nodes, one vertical; buffers reused from vertical to vertical.
#[derive(Clone, Debug, Default)]
pub struct NodeRouting {
    /// exp(value/ν − top), `[chain × node]`; of chains the group may use.
    attraction: Vec<f64>,
    /// Largest value/ν, at least 0, `[node]`.
    top: Vec<f64>,
    /// Weight of not doing the vertical, exp(−top), `[node]`.
    idle: Vec<f64>,
    /// Sum of weights, `[home × node]`; of homes the group may use.
    totals: Vec<f64>,
    /// I_rjv, USD a month, `[home × node]`; 0 for homes the group may not use.
    pub inclusive: Vec<f64>,
    /// Weights over totals, `[node]`.
    scales: Vec<f64>,
}

impl RoutingKernel {
    /// The kernel of group `g` for vertical `v`, which it uses.
    #[must_use]
    pub fn new(economy: &Economy, g: usize, v: usize) -> Self {
        let (n, allowed) = (economy.chains.len(), &economy.allowed[g]);
        let scale = economy.groups[g].routing_scale_usd(v).expect("called for used verticals");
        let gamma = economy.dynamics.clone_correction;
        let friction: Vec<f64> = (0..n * n).map(|i| economy.links[i / n][i % n].friction_usd_per_month / scale).collect();
        let damping =
            friction.iter().enumerate().map(|(i, f)| if allowed[i % n] { exp(-f) * pow(economy.clones[i % n], -gamma) } else { 0.0 });
        Self {
            scale,
            damping: damping.collect(),
            friction,
            clone_penalty: economy.clones.iter().map(|r| gamma * ln(*r)).collect(),
            allowed: allowed.clone(),
        }
    }

    /// ν_gv, USD a month.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// Routes all nodes: fills inclusive values.
    pub fn route(&self, values: &UseValues, nodes: &[TasteNode], out: &mut NodeRouting) {
        self.attract(values, nodes, out);
        let cells = self.allowed.len() * nodes.len();
        out.totals.clear();
        out.totals.resize(cells, 0.0);
        out.inclusive.clear();
        out.inclusive.resize(cells, 0.0);
        for j in self.usable() {
            let span = j * nodes.len()..(j + 1) * nodes.len();
            let (totals, inclusive) = (&mut out.totals[span.clone()], &mut out.inclusive[span]);
            for k in self.usable() {
                let (damping, attraction) = (self.damping[j * self.allowed.len() + k], &out.attraction[k * nodes.len()..][..nodes.len()]);
                // Out of reach for all.
                if damping > 0.0 {
                    totals.iter_mut().zip(attraction).for_each(|(total, a)| *total += damping * a);
                }
            }
            totals.iter_mut().zip(&out.idle).for_each(|(total, idle)| *total += idle);
            inclusive.copy_from_slice(totals);
            ln_slice(inclusive);
            inclusive.iter_mut().zip(&out.top).for_each(|(value, top)| *value = self.scale * (top + *value));
            // Far from the best chain everything may underflow; the slow form is exact there.
            for r in (0..nodes.len()).filter(|&r| totals[r] <= FAINT) {
                let exponents = self.usable().map(|k| self.exponent(values, &nodes[r], j, k));
                inclusive[r] = self.scale * log_sum_exp(std::iter::once(0.0).chain(exponents));
            }
        }
    }

    /// Fills attractions, tops and idle weights.
    fn attract(&self, values: &UseValues, nodes: &[TasteNode], out: &mut NodeRouting) {
        out.top.clear();
        out.top.resize(nodes.len(), 0.0);
        out.attraction.clear();
        out.attraction.resize(self.allowed.len() * nodes.len(), 0.0);
        for k in self.usable() {
            let row = &mut out.attraction[k * nodes.len()..][..nodes.len()];
            row.iter_mut().zip(nodes).for_each(|(x, node)| *x = values.value(node, k) / self.scale);
            out.top.iter_mut().zip(row).for_each(|(top, x)| *top = top.max(*x));
        }
        for k in self.usable() {
            let row = &mut out.attraction[k * nodes.len()..][..nodes.len()];
            row.iter_mut().zip(&out.top).for_each(|(x, top)| *x -= top);
            exp_slice(row);
        }
        out.idle.clear();
        out.idle.extend(out.top.iter().map(|top| -top));
        exp_slice(&mut out.idle);
    }

    /// Adds the mean of desired routing from home `j` over nodes, weighted by `weights`, `[node]`, to `shares`, `[chain]`.
    pub fn add_shares(
        &self,
        routed: &mut NodeRouting,
        values: &UseValues,
        nodes: &[TasteNode],
        j: usize,
        weights: &[f64],
        shares: &mut [f64],
    ) {
        let NodeRouting { attraction, totals, inclusive, scales, .. } = routed;
        let totals = &totals[j * nodes.len()..][..nodes.len()];
        scales.clear();
        scales.extend(weights.iter().zip(totals).map(|(weight, total)| if *total > FAINT { weight / total } else { 0.0 }));
        for k in self.usable().filter(|k| self.damping[j * self.allowed.len() + k] > 0.0) {
            let mean = dot(scales, &attraction[k * nodes.len()..][..nodes.len()]);
            shares[k] += self.damping[j * self.allowed.len() + k] * mean;
        }
        for r in (0..nodes.len()).filter(|&r| totals[r] <= FAINT && weights[r] > 0.0) {
            let whole = inclusive[j * nodes.len() + r] / self.scale;
            for k in self.usable() {
                shares[k] += weights[r] * exp(self.exponent(values, &nodes[r], j, k) - whole);
            }
        }
    }

    /// Chains the group may use.
    fn usable(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        self.allowed.iter().enumerate().filter(|(_, allowed)| **allowed).map(|(k, _)| k)
    }

    fn exponent(&self, values: &UseValues, node: &TasteNode, j: usize, k: usize) -> f64 {
        values.value(node, k) / self.scale - self.friction[j * self.allowed.len() + k] - self.clone_penalty[k]
    }
}

/// Σ a·b over nodes, in four sums side by side that are added last: always in this order.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (fours_a, rest_a) = a.as_chunks::<4>();
    let (fours_b, rest_b) = b.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for (x, y) in fours_a.iter().zip(fours_b) {
        (0..4).for_each(|i| sums[i] += x[i] * y[i]);
    }
    let rest: f64 = rest_a.iter().zip(rest_b).map(|(x, y)| x * y).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}
