//! Demand of a day beyond what users decide: the common shock of each vertical, and when in the day it comes.

use crate::engine::streams::{Purpose, Streams};
use crate::model::grid::Grid;
use crate::model::math::exp;
use crate::model::vertical::swing::{CUT, Innovations, SwingMeans};
use crate::model::vertical::{LoadProfile, Vertical};
use rand::Rng;
use rand_distr::{Distribution, StudentT};

/// Days lived through before the first, so that shocks start from their stationary law.
const BURN_IN: usize = 256;

/// How demand of a day differs from the mean day's.
#[derive(Clone, Debug)]
pub(crate) struct DemandDay {
    /// z: demand over its mean, `[vertical]`.
    pub(crate) multiplier: Vec<f64>,
    /// Worth of ordering a transaction over its mean, `[vertical]`.
    pub(crate) ordering: Vec<f64>,
    /// Share of the day's demand by block, `[vertical][block]`; rows sum to 1.
    pub(crate) shares: Grid,
}

impl DemandDay {
    /// A day without shock and burst, in so many blocks.
    #[must_use]
    pub(crate) fn ordinary(verticals: &[Vertical], blocks: usize) -> Self {
        Self {
            multiplier: vec![1.0; verticals.len()],
            ordering: vec![1.0; verticals.len()],
            shares: shares(verticals, blocks, |v, h, n| verticals[v].load.share(h, n)),
        }
    }
}

/// Shares by block; where all verticals are flat, one block stands for all, for they are alike.
fn shares(verticals: &[Vertical], blocks: usize, share: impl Fn(usize, usize, usize) -> f64) -> Grid {
    let blocks = if verticals.iter().all(|v| v.load.is_flat()) { 1 } else { blocks };
    let mut shares = Grid::zeros(verticals.len(), blocks);
    for v in 0..verticals.len() {
        (0..blocks).for_each(|h| shares[(v, h)] = share(v, h, blocks));
    }
    shares
}

/// The shocks, which carry over from day to day.
#[derive(Clone, Debug)]
pub(crate) struct Swings {
    verticals: Vec<Swing>,
}

/// The shock of one vertical.
#[derive(Clone, Debug)]
struct Swing {
    profile: LoadProfile,
    innovations: Innovations,
    means: SwingMeans,
    /// u, of unit variance.
    shock: f64,
}

impl Swing {
    fn of(profile: LoadProfile, shock: f64) -> Self {
        let innovations = Innovations::new(profile.tail);
        Self { profile, means: SwingMeans::new(&profile, &innovations), innovations, shock }
    }

    fn step(&mut self, random: &mut impl Rng) {
        let persistence = self.profile.persistence;
        self.shock = persistence * self.shock + (1.0 - persistence * persistence).sqrt() * self.innovation(random);
    }

    /// An innovation of unit variance: t distributed, drawn again beyond the cut.
    fn innovation(&self, random: &mut impl Rng) -> f64 {
        let t = StudentT::new(self.profile.tail).expect("degrees of freedom are above 2");
        loop {
            let draw: f64 = t.sample(random);
            if draw.abs() <= CUT {
                return draw / self.innovations.std;
            }
        }
    }
}

impl Swings {
    /// The shocks on the eve of day 0, drawn from their stationary law.
    #[must_use]
    pub(crate) fn open(verticals: &[Vertical], streams: &Streams) -> Self {
        let swing = |vertical: &Vertical| {
            let mut swing = Swing::of(vertical.load, 0.0);
            let mut random = streams.of(Purpose::DemandShock, &vertical.name, 0, 1);
            (0..BURN_IN).for_each(|_| swing.step(&mut random));
            swing
        };
        Self { verticals: verticals.iter().map(swing).collect() }
    }

    /// Moves to the next day. Draws depend on the vertical's name and the day alone: the same in every variant and fidelity.
    pub(crate) fn next_day(&mut self, verticals: &[Vertical], blocks: usize, streams: &Streams, day: u32) -> DemandDay {
        let swings = |(swing, vertical): (&mut Swing, &Vertical)| {
            if swing.profile != vertical.load {
                *swing = Swing::of(vertical.load, swing.shock);
            }
            // Also where volatility is 0 today: the path of later days must not depend on it.
            swing.step(&mut streams.of(Purpose::DemandShock, &vertical.name, day, 0));
            let ln_demand = swing.profile.volatility * swing.shock - swing.means.demand;
            (exp(ln_demand), exp(swing.profile.ordering_swing * ln_demand - swing.means.ordering))
        };
        let (multiplier, ordering) = self.verticals.iter_mut().zip(verticals).map(swings).unzip();
        let bursts: Vec<usize> = verticals.iter().map(|v| burst_block(v, streams, day, blocks)).collect();
        DemandDay { multiplier, ordering, shares: shares(verticals, blocks, |v, h, n| verticals[v].load.share_with_burst(h, n, bursts[v])) }
    }
}

/// Block of the day's burst; without bursts nothing is drawn.
fn burst_block(vertical: &Vertical, streams: &Streams, day: u32, blocks: usize) -> usize {
    if vertical.load.burst_share == 0.0 {
        return 0;
    }
    let u = u64::from(streams.of(Purpose::Burst, &vertical.name, day, 0).next_u32());
    ((u * blocks as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn swinging(volatility: f64) -> [Vertical; 1] {
        let load = LoadProfile { volatility, persistence: 0.6, tail: 5.0, burst_share: 0.4, ..LoadProfile::default() };
        [Vertical {
            name: "games".into(),
            needs: vec![],
            gas_per_tx: 1e5,
            bytes_per_tx: 150.0,
            fee_ref_usd: 0.05,
            fee_elasticity: 0.5,
            tx_value_usd: 1.0,
            network_strength: 0.0,
            liquidity_ref_usd_per_day: 1e6,
            ordering_value_usd: 0.0,
            load,
            apps: Default::default(),
        }]
    }

    /// Over 100,000 days the mean of z is 1, the variance of its logarithm s², its autocorrelation ρ. Bounds are five standard errors of
    /// the mean of an AR(1) (times √((1 + ρ)/(1 − ρ)) = 2): false-alarm rate below 10⁻⁶ each; the seed is fixed.
    #[test]
    fn shocks_have_the_mean_spread_and_memory_asked_for() {
        let (verticals, streams, days) = (swinging(0.3), Streams::new(3, 0), 100_000u32);
        let mut swings = Swings::open(&verticals, &streams);
        let z: Vec<f64> = (0..days).map(|day| swings.next_day(&verticals, 6, &streams, day).multiplier[0]).collect();
        let mean = |f: &dyn Fn(usize) -> f64| (1..z.len()).map(f).sum::<f64>() / (z.len() - 1) as f64;
        let centre = mean(&|t| z[t].ln());
        let variance = mean(&|t| (z[t].ln() - centre).powi(2));
        let covariance = mean(&|t| (z[t].ln() - centre) * (z[t - 1].ln() - centre));
        let unit = (f64::from(days)).sqrt().recip();
        assert!((mean(&|t| z[t]) - 1.0).abs() < 5.0 * 2.0 * 0.33 * unit, "{}", mean(&|t| z[t]));
        assert!((variance / 0.09 - 1.0).abs() < 5.0 * 2.0 * 3.0 * unit, "{variance}");
        assert!((covariance / variance - 0.6).abs() < 5.0 * 2.0 * unit, "{}", covariance / variance);
    }

    /// Over 100,000 days the mean of z times the worth of ordering is 1, as is that of z: transactions pay on average what the scenario
    /// says. Bound: five standard errors of a mean whose days have a standard deviation of at most 0.9 and an AR(1)'s memory (times 2):
    /// false-alarm rate below 10⁻⁶; the seed is fixed.
    #[test]
    fn ordering_is_worth_on_average_what_it_is_said_to_be() {
        let (mut verticals, streams, days) = (swinging(0.3), Streams::new(3, 0), 100_000u32);
        verticals[0].load.ordering_swing = 1.0;
        let mut swings = Swings::open(&verticals, &streams);
        let worth = |today: DemandDay| today.multiplier[0] * today.ordering[0];
        let mean = (0..days).map(|day| worth(swings.next_day(&verticals, 6, &streams, day))).sum::<f64>() / f64::from(days);
        assert!((mean - 1.0).abs() < 5.0 * 2.0 * 0.9 / f64::from(days).sqrt(), "{mean}");
    }

    /// Days without volatility do not shift the path of the days after them: variants that differ in them face the same shocks again.
    #[test]
    fn quiet_days_leave_the_path_as_it_is() {
        let streams = Streams::new(3, 0);
        let (mut always, mut quiet_first) = (Swings::open(&swinging(0.3), &streams), Swings::open(&swinging(0.0), &streams));
        for day in 0..20 {
            let volatility = if day < 10 { 0.0 } else { 0.3 };
            let z = always.next_day(&swinging(0.3), 6, &streams, day).multiplier[0];
            let other = quiet_first.next_day(&swinging(volatility), 6, &streams, day);
            assert_eq!((other.multiplier[0], other.ordering[0]), (if day < 10 { 1.0 } else { z }, 1.0), "day {day}");
        }
    }

    #[test]
    fn bursts_come_in_every_block_and_shares_sum_to_one() {
        let (verticals, streams) = (swinging(0.0), Streams::new(3, 0));
        let mut swings = Swings::open(&verticals, &streams);
        let mut seen = [0; 6];
        for day in 0..600 {
            let today = swings.next_day(&verticals, 6, &streams, day);
            assert_eq!(today.multiplier[0], 1.0);
            let row = today.shares.row(0);
            assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            seen[row.iter().position(|share| *share > 0.4).expect("a burst")] += 1;
        }
        assert!(seen.iter().all(|n| (60..140).contains(n)), "{seen:?}: 4 standard deviations, false-alarm rate below 10⁻³ at a fixed seed");
    }
}
