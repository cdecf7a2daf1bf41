//! The law of a day: from every (group, taste node, origin) to every destination, as probabilities and as integers.
//!
//! An aware user reconsiders with probability `attention`; then P(i→j) ∝ exp((V°_j − switch_ij/horizon)/μ) over the chains the group may
//! use and, if it may leave, outside. Locations are chains in scenario order, then outside.
//!
//! The integer law gives each destination a width of 2³²: stay first, then every chain in scenario order, then outside. Widths of the
//! others are rounded down and the remainder stays; where staying is not allowed it goes to the likeliest destination.

use crate::model::economy::Economy;
use crate::model::math::{FAINT, exp, log_sum_exp};
use std::sync::Arc;

/// Total width of the integer law.
pub const WIDTH: u64 = 1 << 32;

/// Law of one group for one day.
#[derive(Clone, Debug)]
pub struct GroupLaw {
    locations: usize,
    attention: f64,
    switch: Arc<SwitchKernel>,
    /// V°/μ − top, `[node × location]`; outside included.
    level: Vec<f64>,
    /// exp of it; 0 where not allowed.
    weight: Vec<f64>,
}

/// What a [`GroupLaw`] needs that does not change within an economy.
#[derive(Clone, Debug)]
pub struct SwitchKernel {
    /// −switch_ij/(horizon · μ), `[origin × destination]`.
    exponent: Vec<f64>,
    /// exp of it.
    factor: Vec<f64>,
    /// Whether a user may be at a location.
    allowed: Vec<bool>,
}

impl SwitchKernel {
    /// Switch costs of group `g` in units of μ: its own cost for any change, and the link's move cost between chains.
    #[must_use]
    pub fn new(economy: &Economy, g: usize) -> Self {
        let (n, group) = (economy.chains.len(), &economy.groups[g]);
        let unit = group.horizon_months * group.choice_scale_usd_per_month;
        let exponent: Vec<f64> = (0..(n + 1) * (n + 1)).map(|i| -switch_cost_usd(economy, g, i / (n + 1), i % (n + 1)) / unit).collect();
        let mut allowed = economy.allowed[g].clone();
        // Somebody who may use no chain is outside, whether or not leaving is an option.
        allowed.push(group.may_leave || !allowed.contains(&true));
        Self { factor: exponent.iter().map(|x| exp(*x)).collect(), exponent, allowed }
    }
}

/// Cost of going from location `i` to `j` (chains in order, then outside), USD, felt: the group's own and the link's.
#[must_use]
pub fn switch_cost_usd(economy: &Economy, g: usize, i: usize, j: usize) -> f64 {
    let n = economy.chains.len();
    let link = if i < n && j < n { economy.links[i][j].move_cost_usd } else { 0.0 };
    if i == j { 0.0 } else { economy.groups[g].switch_cost_usd + link }
}

impl GroupLaw {
    /// The law of group `g` from values `v0` of living on each chain, `[node × chain]`, USD a month.
    #[must_use]
    pub fn new(economy: &Economy, g: usize, kernel: &Arc<SwitchKernel>, v0: &[f64]) -> Self {
        let (n, group) = (economy.chains.len(), &economy.groups[g]);
        let allowed = &kernel.allowed;
        let mut level = Vec::with_capacity(v0.len() / n * (n + 1));
        for values in v0.chunks_exact(n) {
            let start = level.len();
            level.extend(values.iter().map(|v| v / group.choice_scale_usd_per_month).chain([0.0]));
            let top = level[start..].iter().zip(allowed).filter(|(_, ok)| **ok).map(|(v, _)| *v).fold(f64::NEG_INFINITY, f64::max);
            level[start..].iter_mut().for_each(|v| *v -= top);
        }
        let weight = level.iter().enumerate().map(|(i, v)| if allowed[i % (n + 1)] { exp(*v) } else { 0.0 }).collect();
        Self { locations: n + 1, attention: group.attention_per_day, switch: Arc::clone(kernel), level, weight }
    }

    /// Number of locations: chains, then outside.
    #[must_use]
    pub fn locations(&self) -> usize {
        self.locations
    }

    /// Number of taste nodes.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.weight.len() / self.locations
    }

    /// Whether nobody ever moves: no attention, and everybody where they may be.
    #[must_use]
    pub fn is_still(&self) -> bool {
        self.attention == 0.0 && self.switch.allowed.iter().all(|ok| *ok)
    }

    /// Probabilities of the day from `origin`, written to `row`, `[location]`; the origin's entry is staying.
    pub fn probabilities(&self, node: usize, origin: usize, row: &mut [f64]) {
        let attention = self.attention_at(origin);
        let scale = attention / self.weights(node, origin, row);
        row.iter_mut().for_each(|p| *p *= scale);
        row[origin] += 1.0 - attention;
    }

    /// Upper bounds of the destinations' shares of 2³², written to `bounds`, `[1 + location]`: stay, then every location in order
    /// (the origin's own is empty). A uniform integer u goes to the first destination whose bound is above it.
    pub fn bounds(&self, node: usize, origin: usize, row: &mut [f64], bounds: &mut [u64]) {
        let scale = self.attention_at(origin) / self.weights(node, origin, row) * WIDTH as f64;
        row[origin] = 0.0;
        let mut moving = 0;
        for (bound, weight) in bounds[1..].iter_mut().zip(row.iter()) {
            // At most 2³²: the signed conversion is exact, and half the work of the unsigned one.
            moving += (weight * scale) as i64 as u64;
            *bound = moving;
        }
        let rest = WIDTH - moving;
        if self.switch.allowed[origin] {
            bounds[0] = rest;
            bounds[1..].iter_mut().for_each(|bound| *bound += rest);
        } else {
            let likeliest = (0..row.len()).fold(0, |best, j| if row[j] > row[best] { j } else { best });
            bounds[0] = 0;
            bounds[1 + likeliest..].iter_mut().for_each(|bound| *bound += rest);
        }
    }

    /// A user who may not be where he is reconsiders at once.
    fn attention_at(&self, origin: usize) -> f64 {
        if self.switch.allowed[origin] { self.attention } else { 1.0 }
    }

    /// Relative weights of destinations from `origin`, written to `row`; returns their sum, above 0.
    fn weights(&self, node: usize, origin: usize, row: &mut [f64]) -> f64 {
        let n = self.locations;
        let (weight, factor) = (&self.weight[node * n..][..n], &self.switch.factor[origin * n..][..n]);
        row.iter_mut().zip(weight).zip(factor).for_each(|((p, w), s)| *p = w * s);
        let total: f64 = row.iter().sum();
        if total > FAINT {
            return total;
        }
        self.exact_weights(node, origin, row);
        row.iter().sum()
    }

    /// Weights where all products underflow: by logarithms, relative to the largest.
    fn exact_weights(&self, node: usize, origin: usize, row: &mut [f64]) {
        let n = self.locations;
        let exponent = |j: usize| {
            if self.switch.allowed[j] { self.level[node * n + j] + self.switch.exponent[origin * n + j] } else { f64::NEG_INFINITY }
        };
        let whole = log_sum_exp((0..n).map(exponent));
        row.iter_mut().enumerate().for_each(|(j, p)| *p = exp(exponent(j) - whole));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A law with given weights, no switch cost.
    fn law(weights: &[f64], attention: f64, allowed: &[bool]) -> GroupLaw {
        let n = weights.len();
        GroupLaw {
            locations: n,
            attention,
            switch: Arc::new(SwitchKernel { exponent: vec![0.0; n * n], factor: vec![1.0; n * n], allowed: allowed.to_vec() }),
            level: weights.iter().map(|w| w.ln()).collect(),
            weight: weights.to_vec(),
        }
    }

    /// Two places, `cost` apart in units of μ.
    fn symmetric(cost: f64) -> Arc<SwitchKernel> {
        let exponent = vec![0.0, -cost, -cost, 0.0];
        Arc::new(SwitchKernel { factor: exponent.iter().map(|x| x.exp()).collect(), exponent, allowed: vec![true; 2] })
    }

    fn widths(law: &GroupLaw, origin: usize) -> Vec<u64> {
        let n = law.locations();
        let (mut row, mut bounds) = (vec![0.0; n], vec![0; n + 1]);
        law.bounds(0, origin, &mut row, &mut bounds);
        assert_eq!(bounds[n], WIDTH);
        (0..=n).map(|i| bounds[i] - if i == 0 { 0 } else { bounds[i - 1] }).collect()
    }

    #[test]
    fn widths_are_probabilities_of_two_to_the_32() {
        let law = law(&[1.0, 2.0, 0.0, 1.0], 0.5, &[true; 4]);
        let w = widths(&law, 1);
        assert_eq!(w, [WIDTH * 3 / 4, WIDTH / 8, 0, 0, WIDTH / 8]);
        let mut row = [0.0; 4];
        law.probabilities(0, 1, &mut row);
        assert_eq!(row, [0.125, 0.75, 0.0, 0.125]);
    }

    #[test]
    fn the_remainder_stays_or_goes_to_the_likeliest_where_nobody_may_stay() {
        let third = law(&[1.0, 1.0, 1.0], 1.0, &[true; 3]);
        assert_eq!(widths(&third, 0), [WIDTH - 2 * (WIDTH / 3), 0, WIDTH / 3, WIDTH / 3]);
        let closed = law(&[0.0, 1.0, 2.0], 0.01, &[false, true, true]);
        assert_eq!(widths(&closed, 0), [0, 0, WIDTH / 3, WIDTH - WIDTH / 3]);
    }

    #[test]
    fn a_hopeless_home_far_from_everything_still_has_a_law() {
        let mut law = law(&[0.0, 1.0], 1.0, &[true; 2]);
        law.level = vec![-2000.0, 0.0];
        law.switch = symmetric(1500.0);
        let mut row = [0.0; 2];
        law.probabilities(0, 0, &mut row);
        assert!((row[1] - 1.0).abs() < 1e-12, "{row:?}");
    }

    #[test]
    fn a_law_of_faint_weights_is_still_a_law() {
        for gap in [640.0, 680.0, 700.0, 720.0, 745.0] {
            let mut law = law(&[f64::exp(-gap), 1.0], 1.0, &[true; 2]);
            law.level = vec![-gap, 0.0];
            law.switch = symmetric(gap);
            assert_eq!(widths(&law, 0), [WIDTH / 2, 0, WIDTH / 2], "{gap}");
        }
    }
}
