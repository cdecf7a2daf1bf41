//! A quantity over two factors: where in their plane its mean is above zero, below it, or cannot be told.
//!
//! Local-linear regression (Fan, Gijbels 1996): at every place a plane is fitted by least squares with Gaussian weights exp(−d²/2h²) on the
//! unit square of the two factors; its height is the estimate, linear in the values, Σ l_i y_i, with variance Σ l_i² e_i², e_i being what
//! value i differs by from the estimate at its own place made without it, and with Student's t for 1/Σ l² − 1 degrees of freedom. All other
//! factors vary from value to value: they are part of the spread.
//!
//! Intervals are of each place by itself, and of the smoothed mean: right beside a step of the truth the estimate leans to the larger side.

use super::estimate::{Interval, t_quantile};
use super::worlds::inverted;
use super::{CONFIDENCE, Sign};
use crate::model::math::exp;

/// Bandwidths tried, as shares of an axis; the one that predicts values left out best is taken. They go down to what many worlds can tell: with
/// 0.2 as the least, a small island of the other sign among 192 worlds is smoothed away, and 16 % of the plane told with the wrong sign.
const BANDWIDTHS: [f64; 8] = [0.07, 0.1, 0.14, 0.2, 0.3, 0.4, 0.6, 1.0];
/// How often the bandwidth is doubled where too few values lie near to fit a plane.
const WIDENED: i32 = 5;
/// Fewest values for a map.
pub const FEWEST_WORLDS: usize = 16;

/// The estimate at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Height {
    /// Mean.
    pub mean: f64,
    /// Its 95 % interval at this place.
    pub interval: Interval,
}

impl Height {
    /// Sign of the mean; undecided where the interval holds zero.
    #[must_use]
    pub fn sign(&self) -> Sign {
        match self.interval {
            Interval { low, .. } if low > 0.0 => Sign::Positive,
            Interval { high, .. } if high < 0.0 => Sign::Negative,
            _ => Sign::Undecided,
        }
    }
}

/// A quantity over two factors.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    places: Vec<[f64; 2]>,
    values: Vec<f64>,
    /// What each value differs by from the estimate made without it.
    residuals: Vec<f64>,
    bandwidth: f64,
}

impl Surface {
    /// The surface through `values[replicate]`, those not finite left out, at `places[replicate]` in the unit square; none with fewer than 16.
    #[must_use]
    pub fn through(values: &[f64], places: &[[f64; 2]]) -> Option<Self> {
        let kept = || values.iter().zip(places).filter(|(value, _)| value.is_finite());
        let (values, places): (Vec<f64>, Vec<[f64; 2]>) = kept().map(|(value, place)| (*value, *place)).unzip();
        if values.len() < FEWEST_WORLDS {
            return None;
        }
        let tried = BANDWIDTHS.iter().filter_map(|h| Self::with(&values, &places, *h));
        tried.min_by(|a, b| squares(&a.residuals).total_cmp(&squares(&b.residuals)))
    }

    fn with(values: &[f64], places: &[[f64; 2]], bandwidth: f64) -> Option<Self> {
        let mut surface = Self { places: places.to_vec(), values: values.to_vec(), residuals: vec![], bandwidth };
        for (i, place) in places.iter().enumerate() {
            let weights = surface.weights(*place, bandwidth)?;
            let fitted: f64 = weights.iter().zip(values).map(|(l, y)| l * y).sum();
            // A value that alone decides the estimate at its place tells nothing about it.
            let others = (1.0 - weights[i] > 1e-6).then_some(1.0 - weights[i])?;
            surface.residuals.push((values[i] - fitted) / others);
        }
        Some(surface)
    }

    /// Share of an axis within which values count most.
    #[must_use]
    pub fn bandwidth(&self) -> f64 {
        self.bandwidth
    }

    /// l: weights of the values in the estimate at `place`; none where a plane cannot be fitted.
    fn weights(&self, place: [f64; 2], bandwidth: f64) -> Option<Vec<f64>> {
        let row = |at: &[f64; 2]| [1.0, at[0] - place[0], at[1] - place[1]];
        let near = |x: &[f64; 3]| exp(-(x[1] * x[1] + x[2] * x[2]) / (2.0 * bandwidth * bandwidth));
        let rows: Vec<([f64; 3], f64)> = self.places.iter().map(row).map(|x| (x, near(&x))).collect();
        let sum = |i: usize, j: usize| rows.iter().map(|(x, near)| near * x[i] * x[j]).sum::<f64>();
        let inverse = inverted((0..3).map(|i| (0..3).map(|j| sum(i, j)).collect()).collect())?;
        Some(rows.iter().map(|(x, near)| near * (0..3).map(|j| inverse[0][j] * x[j]).sum::<f64>()).collect())
    }

    /// The estimate at a place in the unit square, from a wider view where too few values lie near; none only if all lie on one line.
    #[must_use]
    pub fn at(&self, place: [f64; 2]) -> Option<Height> {
        let weights = (0..=WIDENED).find_map(|doubled| self.weights(place, self.bandwidth * 2f64.powi(doubled)))?;
        let mean: f64 = weights.iter().zip(&self.values).map(|(l, y)| l * y).sum();
        let variance: f64 = weights.iter().zip(&self.residuals).map(|(l, e)| (l * e).powi(2)).sum();
        // As many values as the estimate rests on here, less one: few in a corner.
        let freedom = (1.0 / squares(&weights) - 1.0).max(1.0);
        let half = t_quantile(freedom, 0.5 + CONFIDENCE / 2.0) * variance.sqrt();
        Some(Height { mean, interval: Interval { low: mean - half, high: mean + half } })
    }
}

fn squares(values: &[f64]) -> f64 {
    values.iter().map(|x| x * x).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::unit_draw;
    use rand::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};
    use rand_xoshiro::Xoshiro256PlusPlus;

    fn places(seed: u64, n: u32) -> Vec<[f64; 2]> {
        (0..n).map(|r| unit_draw(seed, r, 2)).map(|u| [u[0], u[1]]).collect()
    }

    #[test]
    fn a_plane_comes_back_as_it_is() {
        let places = places(3, 32);
        let plane = |[x, y]: [f64; 2]| 2.0 - 3.0 * x + 5.0 * y;
        let values: Vec<f64> = places.iter().map(|p| plane(*p)).collect();
        let surface = Surface::through(&values, &places).unwrap();
        for place in [[0.0, 0.0], [1.0, 1.0], [0.3, 0.8]] {
            let height = surface.at(place).unwrap();
            assert!((height.mean - plane(place)).abs() < 1e-9 && height.interval.high - height.interval.low < 1e-9);
        }
    }

    #[test]
    fn a_step_is_seen_on_both_sides() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(4);
        let places = places(5, 96);
        let noise: Vec<f64> = places.iter().map(|_| StandardNormal.sample(&mut rng)).collect();
        let values: Vec<f64> = places.iter().zip(noise).map(|(p, e)| if p[0] > 0.5 { 2.0 } else { -2.0 } + 0.5 * e).collect();
        let surface = Surface::through(&values, &places).unwrap();
        let sign = |x: f64| surface.at([x, 0.5]).unwrap().sign();
        assert_eq!([0.1, 0.9].map(sign), [Sign::Negative, Sign::Positive]);
        assert!(surface.bandwidth() < 0.4, "a step asks for a narrow view: {}", surface.bandwidth());
    }

    /// Share of 1000 samples without an effect in which a place is told from zero; sd of a rate of 5 %: 0.7 %.
    fn alarms(n: u32, place: [f64; 2]) -> f64 {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(6);
        let mut alarm = |seed: u64| {
            let places = places(seed, n);
            let values: Vec<f64> = places.iter().map(|_| StandardNormal.sample(&mut rng)).collect();
            Surface::through(&values, &places).unwrap().at(place).unwrap().sign() != Sign::Undecided
        };
        (0..1000).filter(|seed| alarm(*seed)).count() as f64 / 1000.0
    }

    /// Bound 5 % + 4 sd; in the middle they must speak, in a corner few values make them silent.
    #[test]
    fn without_an_effect_a_place_is_told_in_at_most_five_of_a_hundred_samples() {
        for n in [16, 24, 48] {
            let [middle, corner] = [[0.5, 0.5], [0.05, 0.95]].map(|place| alarms(n, place));
            assert!((0.02..=0.0776).contains(&middle) && corner <= 0.0776, "n = {n}: {middle}, {corner}");
        }
    }

    /// Share of places, over 40 samples with noise of sd 1, that are told with the sign opposite to the truth's.
    fn wrong(n: u32, truth: fn([f64; 2]) -> f64) -> f64 {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(8);
        let mut in_sample = |seed: u64| {
            let places = places(seed, n);
            let noise = places.iter().map(|_| -> f64 { StandardNormal.sample(&mut rng) }).collect::<Vec<f64>>();
            let values: Vec<f64> = places.iter().zip(noise).map(|(p, e)| truth(*p) + e).collect();
            let surface = Surface::through(&values, &places).unwrap();
            let is_wrong = |place: &[f64; 2]| {
                let opposite = if truth(*place) > 0.0 { Sign::Negative } else { Sign::Positive };
                surface.at(*place).unwrap().sign() == opposite
            };
            (0..49).map(|i| [f64::from(i % 7) / 6.0, f64::from(i / 7) / 6.0]).filter(is_wrong).count()
        };
        (0..40).map(&mut in_sample).sum::<usize>() as f64 / (40.0 * 49.0)
    }

    /// Nominal 2.5 %, and less where the truth is far from zero. A step is the worst case: seen 2.8 % over 200 samples of 48 worlds.
    #[test]
    fn islands_and_steps_are_seldom_told_with_the_wrong_sign() {
        let island = |[x, y]: [f64; 2]| 2.0 - 28.0 * ((x - 0.5).powi(2) + (y - 0.5).powi(2));
        let step = |[x, _]: [f64; 2]| if x > 0.62 { 2.0 } else { -0.5 };
        let plane = |[x, y]: [f64; 2]| 3.0 * (x + y - 0.8);
        let rates = [wrong(48, island), wrong(96, island), wrong(48, step), wrong(96, step), wrong(48, plane)];
        assert!(rates.iter().zip([0.025, 0.025, 0.05, 0.025, 0.005]).all(|(rate, most)| *rate <= most), "{rates:?}");
    }

    #[test]
    fn a_place_without_neighbours_is_seen_from_afar() {
        // All values in one corner, in narrow view of each other alone; the far corner still has an estimate, and nothing is told there.
        let places: Vec<[f64; 2]> = places(2, 32).iter().map(|[x, y]| [0.1 * x, 0.1 * y]).collect();
        let values: Vec<f64> = places.iter().map(|[x, y]| (60.0 * x).sin() + (70.0 * y).cos()).collect();
        let surface = Surface::through(&values, &places).unwrap();
        assert_eq!(surface.at([1.0, 1.0]).map(|height| height.sign()), Some(Sign::Undecided));
    }

    #[test]
    fn few_values_make_no_map() {
        assert_eq!(Surface::through(&[1.0; 15], &places(1, 15)), None);
    }
}
