//! Activity routing: where users who live on one chain carry out each vertical (multi-homing), a nested logit.
//!
//! Desired routing of node r living on j: r*_jvk ∝ exp((value_rkv − κ_jk)/ν_v), not doing v being an alternative worth 0; its inclusive
//! value I_rjv = ν_v ln(1 + Σ_k exp((value_rkv − κ_jk)/ν_v)) is what living on j is worth for v.
//!
//! Friction does not depend on the node, so exp((value − κ)/ν) = exp(value/ν) · exp(−κ/ν): one exponential per (node, vertical, chain).

use crate::model::demand::utility::UseValues;
use crate::model::economy::Economy;
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

/// Inclusive values and routing of one node, vertical and set of homes; buffers reused from node to node.
#[derive(Clone, Debug, Default)]
pub struct NodeRouting {
    /// exp(value/ν − top), `[chain]`.
    attraction: Vec<f64>,
    /// Weight of not doing the vertical, exp(−top).
    idle: f64,
    /// Sum of weights, `[home]`.
    totals: Vec<f64>,
    /// I_rjv, USD a month, `[home]`.
    pub inclusive: Vec<f64>,
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

    /// Routes one node: fills inclusive values of all homes the group may use (0 for others).
    pub fn route(&self, values: &UseValues, node: &TasteNode, out: &mut NodeRouting) {
        let n = self.allowed.len();
        out.attraction.clear();
        out.attraction.extend((0..n).map(|k| values.value(node, k) / self.scale));
        let top = (0..n).filter(|&k| self.allowed[k]).map(|k| out.attraction[k]).fold(0.0, f64::max);
        out.attraction.iter_mut().for_each(|x| *x = exp(*x - top));
        out.idle = exp(-top);
        out.totals.clear();
        out.totals.extend(self.damping.chunks_exact(n).map(|row| out.idle + dot(row, &out.attraction)));
        out.inclusive.clear();
        for (j, &total) in out.totals.iter().enumerate() {
            // Far from the best chain everything may underflow; the slow form is exact there.
            let value = match (self.allowed[j], total > FAINT) {
                (false, _) => 0.0,
                (true, true) => top + ln(total),
                (true, false) => {
                    log_sum_exp(std::iter::once(0.0).chain((0..n).filter(|&k| self.allowed[k]).map(|k| self.exponent(values, node, j, k))))
                }
            };
            out.inclusive.push(self.scale * value);
        }
    }

    /// Adds `weight` times the desired routing from home `j` to `shares`, `[chain]`.
    pub fn add_shares(&self, routed: &NodeRouting, values: &UseValues, node: &TasteNode, j: usize, weight: f64, shares: &mut [f64]) {
        let n = self.allowed.len();
        let total = routed.totals[j];
        if total > FAINT {
            let scale = weight / total;
            let row = &self.damping[j * n..][..n];
            shares.iter_mut().zip(row).zip(&routed.attraction).for_each(|((share, d), a)| *share += scale * (d * a));
        } else {
            let whole = routed.inclusive[j] / self.scale;
            for k in (0..n).filter(|&k| self.allowed[k]) {
                shares[k] += weight * exp(self.exponent(values, node, j, k) - whole);
            }
        }
    }

    fn exponent(&self, values: &UseValues, node: &TasteNode, j: usize, k: usize) -> f64 {
        values.value(node, k) / self.scale - self.friction[j * self.allowed.len() + k] - self.clone_penalty[k]
    }
}

/// Σ a·b in the order of the slices.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
