//! In how many of the worlds that were drawn something holds, and which assumption decides it.

use super::estimate::{Interval, t_quantile};
use super::line::mean;
use super::{CONFIDENCE, ERROR_RATE};
use statrs::distribution::{ContinuousCDF, Normal};

/// Share of `count` worlds in which something holds, and its 95 % interval (Wilson 1927), which stays within [0, 1] and is right for few.
///
/// # Panics
/// Without worlds.
#[must_use]
pub fn wilson(holds: usize, count: usize) -> (f64, Interval) {
    assert!(count > 0, "a share of no worlds");
    let z = Normal::standard().inverse_cdf(0.5 + CONFIDENCE / 2.0);
    let (n, p) = (count as f64, holds as f64 / count as f64);
    let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    (p, Interval { low: (middle - half).max(0.0), high: (middle + half).min(1.0) })
}

/// A quantity as a sum of straight effects of factors, by least squares: y = c + Σ_i b_i (u_i − 1/2), u in [0, 1] being places on the factors'
/// own axes. Where effects bend or depend on each other it tells the mean slope.
#[derive(Clone, Debug, PartialEq)]
pub struct Additive {
    /// c, then b.
    coefficients: Vec<f64>,
    /// (X'X)⁻¹.
    inverse: Vec<Vec<f64>>,
    /// s²: variance of what is left.
    variance: f64,
    freedom: f64,
}

impl Additive {
    /// Fits `values[replicate]`, those not finite left out, at `places[replicate][factor]`. None with fewer than three replicates more than
    /// coefficients, or where a factor does not vary.
    #[must_use]
    pub fn fit(values: &[f64], places: &[Vec<f64>]) -> Option<Self> {
        let kept: Vec<usize> = (0..values.len()).filter(|r| values[*r].is_finite()).collect();
        let width = places.first()?.len() + 1;
        if kept.len() < width + 3 {
            return None;
        }
        let row = |r: usize| std::iter::once(1.0).chain(places[r].iter().map(|u| u - 0.5)).collect::<Vec<f64>>();
        let rows: Vec<Vec<f64>> = kept.iter().map(|r| row(*r)).collect();
        let product = |i: usize, j: usize| rows.iter().map(|x| x[i] * x[j]).sum::<f64>();
        let inverse = inverted((0..width).map(|i| (0..width).map(|j| product(i, j)).collect()).collect())?;
        let moments: Vec<f64> = (0..width).map(|i| rows.iter().zip(&kept).map(|(x, r)| x[i] * values[*r]).sum()).collect();
        let coefficients: Vec<f64> = inverse.iter().map(|row| dot(row, &moments)).collect();
        let freedom = (kept.len() - width) as f64;
        let left = rows.iter().zip(&kept).map(|(x, r)| (values[*r] - dot(x, &coefficients)).powi(2)).sum::<f64>();
        Some(Self { coefficients, inverse, variance: left / freedom, freedom })
    }

    /// The mean where factor `i` is at `u` and all others are in the middle, and its interval that misses it at rate `error`.
    #[must_use]
    pub fn along(&self, i: usize, u: f64, error: f64) -> (f64, Interval) {
        let mut x = vec![0.0; self.coefficients.len()];
        (x[0], x[i + 1]) = (1.0, u - 0.5);
        let mean = dot(&x, &self.coefficients);
        let spread: f64 = (0..x.len()).map(|a| x[a] * dot(&self.inverse[a], &x)).sum();
        let half = t_quantile(self.freedom, 1.0 - error / 2.0) * (self.variance * spread).sqrt();
        (mean, Interval { low: mean - half, high: mean + half })
    }

    /// Place on the axis of factor `i` at which the mean changes sign, others in the middle, if it is told from zero with opposite signs at the
    /// two ends: each end at a rate of 5 % over all factors (Bonferroni). A factor that decides nothing is named in at most 2.5 % of samples,
    /// for its mean would have to be told from zero on the wrong side at one end. Also whether the quantity rises.
    #[must_use]
    pub fn flip(&self, i: usize) -> Option<(f64, bool)> {
        let error = ERROR_RATE / (self.coefficients.len() - 1) as f64;
        let sign = |u: f64| {
            let (mean, interval) = self.along(i, u, error);
            (interval.low > 0.0 || interval.high < 0.0).then_some(mean > 0.0)
        };
        let (low, high) = (sign(0.0)?, sign(1.0)?);
        (low != high).then(|| (0.5 - self.coefficients[0] / self.coefficients[i + 1], high))
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The inverse of a positive definite matrix, by Gauss and Jordan; none where it has none.
pub(super) fn inverted(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let n = matrix.len();
    let scale = mean(&(0..n).map(|i| matrix[i][i].abs()).collect::<Vec<f64>>());
    let mut inverse: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for i in 0..n {
        let pivot = matrix[i][i];
        if pivot.is_nan() || pivot <= 1e-12 * scale {
            return None;
        }
        for part in [&mut matrix, &mut inverse] {
            part[i].iter_mut().for_each(|x| *x /= pivot);
        }
        for row in (0..n).filter(|row| *row != i) {
            let factor = matrix[row][i];
            for part in [&mut matrix, &mut inverse] {
                let own = part[i].clone();
                part[row].iter_mut().zip(own).for_each(|(x, y)| *x -= factor * y);
            }
        }
    }
    Some(inverse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::unit_draw;
    use rand::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};
    use rand_xoshiro::Xoshiro256PlusPlus;

    fn design(seed: u64, replicates: u32, factors: usize) -> Vec<Vec<f64>> {
        (0..replicates).map(|r| unit_draw(seed, r, factors)).collect()
    }

    /// Newcombe (1998), Statistics in Medicine 17, table I, method 3: 81/263, 15/148, 0/20, 1/29.
    #[test]
    fn shares_have_the_published_intervals() {
        for (holds, count, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let (share, interval) = wilson(holds, count);
            assert!((share - holds as f64 / count as f64).abs() < 1e-15);
            assert!((interval.low - low).abs() < 5e-5 && (interval.high - high).abs() < 5e-5, "{interval:?}");
        }
        assert_eq!(wilson(20, 20).1.high, 1.0);
    }

    #[test]
    fn a_plane_is_fitted_exactly_and_its_flip_found() {
        let places = design(2, 24, 3);
        let values: Vec<f64> = places.iter().map(|u| 1.0 + 6.0 * (u[1] - 0.5) - 0.5 * (u[2] - 0.5)).collect();
        let fit = Additive::fit(&values, &places).unwrap();
        let (at, rises) = fit.flip(1).unwrap();
        assert!((at - 1.0 / 3.0).abs() < 1e-9 && rises);
        assert_eq!((fit.flip(0), fit.flip(2)), (None, None));
        assert!((fit.along(1, 1.0, 0.05).0 - 4.0).abs() < 1e-9);
    }

    #[test]
    fn too_few_replicates_and_factors_that_stand_still_tell_nothing() {
        assert_eq!(Additive::fit(&[1.0; 6], &design(1, 6, 3)), None);
        assert_eq!(Additive::fit(&[1.0; 12], &vec![vec![0.5, 0.2]; 12]), None);
    }

    /// A quantity far from zero at both ends of a factor, and noise: no flip may be named; over 2000 samples at most 5 % + 4 sd (0.49 %).
    #[test]
    fn a_factor_that_decides_nothing_is_seldom_named() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(11);
        let mut named = |seed: u64| {
            let places = design(seed, 24, 4);
            let values: Vec<f64> = places.iter().map(|_| StandardNormal.sample(&mut rng)).collect();
            Additive::fit(&values, &places).is_some_and(|fit| (0..4).any(|i| fit.flip(i).is_some()))
        };
        let rate = (0..2000).filter(|seed| named(*seed)).count() as f64 / 2000.0;
        assert!(rate <= 0.0695, "{rate}");
    }

    /// Share of 2000 samples of 24 worlds and four factors, noise of sd 1, in which the first is named; `of` is what it does.
    fn named(of: fn(f64) -> f64) -> f64 {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(12);
        let mut named = |seed: u64| {
            let places = design(seed, 24, 4);
            let noise = || -> f64 { StandardNormal.sample(&mut rng) };
            let values: Vec<f64> = places.iter().map(|u| of(u[0])).zip(std::iter::repeat_with(noise)).map(|(y, e)| y + e).collect();
            Additive::fit(&values, &places).unwrap().flip(0).is_some()
        };
        (0..2000).filter(|seed| named(*seed)).count() as f64 / 2000.0
    }

    /// Least favourable without a flip: zero at one end, far from it at the other. Each end is asked at 5 % over four factors, half of that on
    /// the wrong side: 0.625 %, and 4 sd of a rate over 2000 samples (0.18 %).
    #[test]
    fn a_planted_flip_is_found_and_none_where_an_effect_only_fades() {
        let (found, faded) = (named(|u| 5.0 * (u - 0.5)), named(|u| 5.0 * u));
        assert!(found >= 0.95 && faded <= 0.0134, "{found} {faded}");
    }
}
