//! The law of a day: from every (group, taste node, origin) to every destination, as probabilities and as integers.
//!
//! An aware user reconsiders with probability `attention`; then P(i→j) ∝ visibility_j · exp((V°_j − switch_ij/horizon)/μ) over the chains
//! the group may use and, if it may leave, outside; home and outside are always seen. An unaware user becomes aware with the probability
//! of the day and chooses at once: a mixture of such laws over the ways to awareness (see [`adoption`](super::adoption)). Awareness,
//! landing, attention and choice are one draw. Places are chains in scenario order, then outside, then unaware, where nobody goes.
//!
//! The integer law gives each destination a width of 2³²: stay first, then every place in order. Widths of the others are rounded down
//! and the remainder stays; where staying is not allowed it goes to the likeliest destination.

use crate::model::demand::adoption::{Awareness, Source};
use crate::model::demand::waiting::exit_delay_usd;
use crate::model::economy::Economy;
use crate::model::id::Places;
use crate::model::math::slices::exp_slice;
use crate::model::math::{FAINT, exp, ln, log_sum_exp};
use std::sync::Arc;

/// Total width of the integer law.
pub const WIDTH: u64 = 1 << 32;

/// Law of one group for one day.
#[derive(Clone, Debug)]
pub struct GroupLaw {
    places: Places,
    attention: f64,
    awareness: Awareness,
    switch: Arc<SwitchKernel>,
    /// V°/μ − top, `[node × place]`; outside included, unaware −∞.
    level: Vec<f64>,
    /// exp of it; 0 where not allowed. What a chain weighs to those who live on it, or whom an exchange leads there.
    seen: Vec<f64>,
    /// That times visibility: what a chain weighs to others.
    weight: Vec<f64>,
    /// ln visibility, `[place]`.
    sight: Vec<f64>,
}

/// What a [`GroupLaw`] needs that does not change within an economy.
#[derive(Clone, Debug)]
pub struct SwitchKernel {
    /// −switch_ij/(horizon · μ), `[origin × destination]`.
    exponent: Vec<f64>,
    /// exp of it.
    factor: Vec<f64>,
    /// Whether a user may go to a place, `[place]`.
    allowed: Vec<bool>,
}

/// What a channel has in a day's arrivals on its chain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrivals {
    /// Position among the economy's channels.
    pub channel: usize,
    /// Its chain.
    pub chain: usize,
    /// Share of the newly aware who land there and came through it.
    pub share: f64,
}

/// A place that a chooser sees whatever its visibility: home, or the chain of the exchange through which he came.
#[derive(Clone, Copy, Debug)]
struct Known {
    place: usize,
    /// −switch/(horizon · μ) of going there.
    exponent: f64,
}

impl SwitchKernel {
    /// Switch costs of group `g` in units of μ.
    #[must_use]
    pub fn new(economy: &Economy, g: usize) -> Self {
        let (places, group) = (economy.places(), &economy.groups[g]);
        let (n, unit) = (places.count(), group.horizon_months * group.choice_scale_usd_per_month);
        let exponent: Vec<f64> = (0..n * n).map(|i| -switch_cost_usd(economy, g, i / n, i % n) / unit).collect();
        let mut allowed = economy.allowed[g].clone();
        // Somebody who may use no chain is outside, whether or not leaving is an option; nobody forgets what he knows.
        allowed.extend([group.may_leave || !allowed.contains(&true), false]);
        Self { factor: exponent.iter().map(|x| exp(*x)).collect(), exponent, allowed }
    }
}

/// Cost of going from place `i` to `j`, USD, felt: coming in from outside or from not knowing, moving over a link, or leaving. Whoever leaves
/// a chain, for another or for outside, also bears its exit delay.
#[must_use]
pub fn switch_cost_usd(economy: &Economy, g: usize, i: usize, j: usize) -> f64 {
    let (places, costs) = (economy.places(), &economy.groups[g].switch);
    match (places.is_chain(i), places.is_chain(j)) {
        _ if i == j => 0.0,
        (true, true) => costs.move_usd + economy.links[i][j].move_cost_usd + exit_delay_usd(economy, g, i),
        (true, false) => costs.exit_usd + exit_delay_usd(economy, g, i),
        (false, true) => economy.onboarding_usd(g, j),
        (false, false) => 0.0,
    }
}

impl GroupLaw {
    /// The law of group `g` from values `v0` of living on each chain, `[node × chain]`, USD a month, `visibility` of each chain, and the
    /// day's `awareness`.
    #[must_use]
    pub fn new(economy: &Economy, g: usize, kernel: &Arc<SwitchKernel>, v0: &[f64], visibility: &[f64], awareness: Awareness) -> Self {
        let (places, group) = (economy.places(), &economy.groups[g]);
        let (n, allowed) = (places.count(), &kernel.allowed);
        let mut level = Vec::with_capacity(v0.len() / places.chains() * n);
        for values in v0.chunks_exact(places.chains()) {
            let start = level.len();
            level.extend(values.iter().map(|v| v / group.choice_scale_usd_per_month).chain([0.0, f64::NEG_INFINITY]));
            let top = level[start..].iter().zip(allowed).filter(|(_, ok)| **ok).map(|(v, _)| *v).fold(f64::NEG_INFINITY, f64::max);
            level[start..].iter_mut().for_each(|v| *v -= top);
        }
        let mut seen: Vec<f64> = level.iter().enumerate().map(|(i, v)| if allowed[i % n] { *v } else { 0.0 }).collect();
        exp_slice(&mut seen);
        seen.iter_mut().zip(allowed.iter().cycle()).filter(|(_, ok)| !**ok).for_each(|(w, _)| *w = 0.0);
        let visibility: Vec<f64> = visibility.iter().copied().chain([1.0, 1.0]).collect();
        let weight = seen.iter().enumerate().map(|(i, w)| w * visibility[i % n]).collect();
        let sight = visibility.iter().map(|x| ln(*x)).collect();
        Self { places, attention: group.attention_per_day, awareness, switch: Arc::clone(kernel), level, seen, weight, sight }
    }

    /// Number of places: chains, outside, unaware.
    #[must_use]
    pub fn locations(&self) -> usize {
        self.places.count()
    }

    /// Number of taste nodes.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.weight.len() / self.locations()
    }

    /// Whether nobody ever moves: no attention, no new awareness, and everybody where they may be.
    #[must_use]
    pub fn is_still(&self) -> bool {
        self.attention == 0.0 && self.awareness.probability == 0.0 && self.places.aware(&self.switch.allowed).iter().all(|ok| *ok)
    }

    /// Probabilities of the day from `origin`, written to `row`, `[place]`; the origin's entry is staying.
    pub fn probabilities(&self, node: usize, origin: usize, row: &mut [f64]) {
        let attention = self.attention_at(origin);
        let total = self.weights(node, origin, row);
        if total > 0.0 {
            let scale = attention / total;
            row.iter_mut().for_each(|p| *p *= scale);
            row[origin] += 1.0 - attention;
        } else {
            row[origin] = 1.0;
        }
    }

    /// Where those at `origin` go who reconsider, written to `row`, `[place]`; they stay where they see no place to go.
    pub fn choice(&self, node: usize, origin: usize, row: &mut [f64]) {
        let total = self.weights(node, origin, row);
        if total > 0.0 {
            row.iter_mut().for_each(|p| *p /= total);
        } else {
            row[origin] = 1.0;
        }
    }

    /// Upper bounds of the destinations' shares of 2³², written to `bounds`, `[1 + place]`: stay, then every place in order
    /// (the origin's own is empty). A uniform integer u goes to the first destination whose bound is above it.
    pub fn bounds(&self, node: usize, origin: usize, row: &mut [f64], bounds: &mut [u64]) {
        let total = self.weights(node, origin, row);
        let scale = if total > 0.0 { self.attention_at(origin) / total * WIDTH as f64 } else { 0.0 };
        row[origin] = 0.0;
        let mut moving = 0;
        for (bound, weight) in bounds[1..].iter_mut().zip(row.iter()) {
            // At most 2³²: the signed conversion is exact, and half the work of the unsigned one.
            moving += (weight * scale) as i64 as u64;
            *bound = moving;
        }
        let rest = WIDTH - moving;
        if self.may_stay(origin) {
            bounds[0] = rest;
            bounds[1..].iter_mut().for_each(|bound| *bound += rest);
        } else {
            let likeliest = (0..row.len()).fold(0, |best, j| if row[j] > row[best] { j } else { best });
            bounds[0] = 0;
            bounds[1 + likeliest..].iter_mut().for_each(|bound| *bound += rest);
        }
    }

    /// Mean share of the onboarding cost of each chain that the day's newly aware who land there are spared, expected over unaware
    /// `people`, `[node × place]`; `[chain]`.
    #[must_use]
    pub fn mean_relief(&self, people: &[f64]) -> Vec<f64> {
        let n = self.locations();
        let (mut landing, mut spared) = (vec![0.0; n], vec![0.0; n]);
        if self.awareness.sources.iter().any(|s| s.relief > 0.0) {
            self.each_landing(people, |_, source, coming, row| {
                landing.iter_mut().zip(row).for_each(|(sum, p)| *sum += coming * p);
                source.chain.into_iter().for_each(|k| spared[k] += coming * row[k] * source.relief);
            });
        }
        spared[..self.places.chains()].iter().zip(&landing).map(|(s, all)| if *s > 0.0 { s / all } else { 0.0 }).collect()
    }

    /// What each channel has in the day's arrivals: of the newly aware who land on its chain, the share who came through it, expected over
    /// unaware `people`, `[node × place]`.
    #[must_use]
    pub fn arrivals(&self, people: &[f64]) -> Vec<Arrivals> {
        let mut landing = vec![0.0; self.locations()];
        let mut through = vec![0.0; self.awareness.sources.len()];
        self.each_landing(people, |s, source, coming, row| {
            landing.iter_mut().zip(row).for_each(|(sum, p)| *sum += coming * p);
            through[s] += source.chain.map_or(0.0, |k| coming * row[k]);
        });
        let sources = self.awareness.sources.iter().zip(&through).filter(|(_, through)| **through > 0.0);
        sources
            .filter_map(|(source, through)| {
                let (channel, chain) = (source.channel?, source.chain?);
                Some(Arrivals { channel, chain, share: through / landing[chain] })
            })
            .collect()
    }

    /// Shows `seen` where the newly aware of every node and source are expected to land: position of the source, the source, how many come
    /// through it if all of the unaware did, and the probabilities of their places.
    fn each_landing(&self, people: &[f64], mut seen: impl FnMut(usize, &Source, f64, &[f64])) {
        let (n, unaware) = (self.locations(), self.places.unaware());
        let mut row = vec![0.0; n];
        for (node, here) in people.chunks_exact(n).enumerate().filter(|(_, here)| here[unaware] > 0.0) {
            for (s, source) in self.awareness.sources.iter().enumerate() {
                self.landing(node, source, &mut row);
                seen(s, source, here[unaware] * source.share, &row);
            }
        }
    }

    /// Somebody who does not know of chains may go on like that; others may stay where they may go.
    fn may_stay(&self, origin: usize) -> bool {
        self.switch.allowed[origin] || origin == self.places.unaware()
    }

    /// Probability of choosing today. A user who may not be where he is reconsiders at once.
    fn attention_at(&self, origin: usize) -> f64 {
        match origin {
            _ if origin == self.places.unaware() => self.awareness.probability,
            _ if self.switch.allowed[origin] => self.attention,
            _ => 1.0,
        }
    }

    /// Relative weights of destinations from `origin`, written to `row`; returns their sum, 0 if he who chooses sees no place to go and
    /// may stay.
    fn weights(&self, node: usize, origin: usize, row: &mut [f64]) -> f64 {
        if origin != self.places.unaware() {
            return self.weights_seeing(node, origin, Known { place: origin, exponent: 0.0 }, row);
        }
        let mut one = vec![0.0; row.len()];
        row.fill(0.0);
        for source in &self.awareness.sources {
            self.landing(node, source, &mut one);
            row.iter_mut().zip(&one).for_each(|(sum, p)| *sum += source.share * p);
        }
        // Those who see nothing go on as before: the sum stays below 1, and dividing by it must not send others in their place.
        let chosen: f64 = row.iter().sum();
        row[origin] = (1.0 - chosen).max(0.0);
        chosen + row[origin]
    }

    /// Where those who become aware through `source` land, probabilities written to `row`; all 0 if they see nothing.
    fn landing(&self, node: usize, source: &Source, row: &mut [f64]) {
        let unaware = self.places.unaware();
        let known = source.chain.map_or(Known { place: unaware, exponent: 0.0 }, |chain| Known {
            place: chain,
            exponent: (1.0 - source.relief) * self.switch.exponent[unaware * self.locations() + chain],
        });
        let total = self.weights_seeing(node, unaware, known, row);
        if total > 0.0 {
            row.iter_mut().for_each(|p| *p /= total);
        }
    }

    /// Relative weights from `origin` to one who sees `known` whatever its visibility, written to `row`; returns their sum.
    fn weights_seeing(&self, node: usize, origin: usize, known: Known, row: &mut [f64]) -> f64 {
        let n = self.locations();
        let (weight, factor) = (&self.weight[node * n..][..n], &self.switch.factor[origin * n..][..n]);
        row.iter_mut().zip(weight).zip(factor).for_each(|((p, w), s)| *p = w * s);
        row[known.place] = self.seen[node * n + known.place] * if known.place == origin { 1.0 } else { exp(known.exponent) };
        let total: f64 = row.iter().sum();
        if total > FAINT {
            return total;
        }
        let exponent = |j: usize| self.switch.exponent[origin * n + j] + self.sight[j];
        let seen = |j: usize| if j == known.place { known.exponent } else { exponent(j) };
        let total = self.exact_weights(node, seen, row);
        if total > 0.0 || self.may_stay(origin) {
            return total;
        }
        // He who must move and sees nothing looks around.
        self.exact_weights(node, |j| self.switch.exponent[origin * n + j], row)
    }

    /// Weights where all products underflow: by logarithms, relative to their sum; returns 1, or 0 if there are none.
    fn exact_weights(&self, node: usize, exponent: impl Fn(usize) -> f64, row: &mut [f64]) -> f64 {
        let n = self.locations();
        let whole = |j: usize| if self.switch.allowed[j] { self.level[node * n + j] + exponent(j) } else { f64::NEG_INFINITY };
        let all = log_sum_exp((0..n).map(whole));
        if all == f64::NEG_INFINITY {
            row.fill(0.0);
        } else {
            row.iter_mut().enumerate().for_each(|(j, p)| *p = exp(whole(j) - all));
        }
        row.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A law with given weights of chains and outside, no switch cost, everything seen, nobody becoming aware.
    fn law(weights: &[f64], attention: f64, allowed: &[bool]) -> GroupLaw {
        let weights = [weights, &[0.0]].concat();
        let n = weights.len();
        GroupLaw {
            places: Places::counting(n),
            attention,
            awareness: Awareness::default(),
            switch: Arc::new(SwitchKernel { exponent: vec![0.0; n * n], factor: vec![1.0; n * n], allowed: [allowed, &[false]].concat() }),
            level: weights.iter().map(|w| w.ln()).collect(),
            seen: weights.clone(),
            weight: weights,
            sight: vec![0.0; n],
        }
    }

    /// A chain and outside, `cost` apart in units of μ.
    fn symmetric(cost: f64) -> Arc<SwitchKernel> {
        let exponent = vec![0.0, -cost, 0.0, -cost, 0.0, 0.0, 0.0, 0.0, 0.0];
        Arc::new(SwitchKernel { factor: exponent.iter().map(|x| x.exp()).collect(), exponent, allowed: vec![true, true, false] })
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
        assert_eq!(w, [WIDTH * 3 / 4, WIDTH / 8, 0, 0, WIDTH / 8, 0]);
        let mut row = [0.0; 5];
        law.probabilities(0, 1, &mut row);
        assert_eq!(row, [0.125, 0.75, 0.0, 0.125, 0.0]);
    }

    #[test]
    fn the_remainder_stays_or_goes_to_the_likeliest_where_nobody_may_stay() {
        let third = law(&[1.0, 1.0, 1.0], 1.0, &[true; 3]);
        assert_eq!(widths(&third, 0), [WIDTH - 2 * (WIDTH / 3), 0, WIDTH / 3, WIDTH / 3, 0]);
        let closed = law(&[0.0, 1.0, 2.0], 0.01, &[false, true, true]);
        assert_eq!(widths(&closed, 0), [0, 0, WIDTH / 3, WIDTH - WIDTH / 3, 0]);
    }

    #[test]
    fn a_hopeless_home_far_from_everything_still_has_a_law() {
        let mut law = law(&[0.0, 1.0], 1.0, &[true; 2]);
        law.level = vec![-2000.0, 0.0, f64::NEG_INFINITY];
        law.switch = symmetric(1500.0);
        let mut row = [0.0; 3];
        law.probabilities(0, 0, &mut row);
        assert!((row[1] - 1.0).abs() < 1e-12, "{row:?}");
    }

    #[test]
    fn a_law_of_faint_weights_is_still_a_law() {
        for gap in [640.0, 680.0, 700.0, 720.0, 745.0] {
            let mut law = law(&[f64::exp(-gap), 1.0], 1.0, &[true; 2]);
            law.level = vec![-gap, 0.0, f64::NEG_INFINITY];
            law.switch = symmetric(gap);
            assert_eq!(widths(&law, 0), [WIDTH / 2, 0, WIDTH / 2, 0], "{gap}");
        }
    }

    /// From unaware, two ways: word of mouth, to which chain 0 weighs 1 and chain 1, hardly seen, 1/4; and an exchange that shows chain 1.
    #[test]
    fn landing_is_a_mixture_over_the_ways_to_awareness() {
        let mut law = law(&[1.0, 0.25, 0.0], 0.0, &[true; 3]);
        law.seen[1] = 3.0;
        let way = |share, chain| Source { share, chain, relief: 0.0, channel: None };
        law.awareness = Awareness { probability: 0.5, sources: vec![way(0.75, None), way(0.25, Some(1))] };
        let mut row = [0.0; 4];
        law.probabilities(0, 3, &mut row);
        let expected = [0.5 * (0.75 * 0.8 + 0.25 * 0.25), 0.5 * (0.75 * 0.2 + 0.25 * 0.75), 0.0, 0.5];
        assert!(row.iter().zip(expected).all(|(x, y)| (x - y).abs() < 1e-15), "{row:?}");
        let w = widths(&law, 3);
        assert!((1..4).all(|j| w[j].abs_diff((expected[j - 1] * WIDTH as f64) as u64) <= 1) && w[4] == 0, "{w:?}");
    }

    #[test]
    fn he_who_sees_nothing_stays_and_he_who_must_move_looks_around() {
        let mut law = law(&[0.0, 0.0, 0.0], 1.0, &[true, true, false]);
        (law.seen, law.level) = (vec![1.0, 3.0, 0.0, 0.0], vec![0.0, 3f64.ln(), 0.0, f64::NEG_INFINITY]);
        law.sight = vec![f64::NEG_INFINITY, f64::NEG_INFINITY, 0.0, 0.0];
        law.awareness = Awareness { probability: 0.5, sources: vec![Source { share: 1.0, chain: None, relief: 0.0, channel: None }] };
        assert_eq!(widths(&law, 3), [WIDTH, 0, 0, 0, 0], "unaware");
        assert_eq!(widths(&law, 0), [WIDTH, 0, 0, 0, 0], "at home");
        let must = widths(&law, 2);
        assert!(must[1].abs_diff(WIDTH / 4) <= 1 && must[2].abs_diff(WIDTH / 4 * 3) <= 1, "{must:?}");
    }
}
