//! Poisson counts by inversion of one uniform: with a larger mean the same uniform never gives fewer.

use crate::model::math::exp;

/// Largest mean that may be asked for: far above what happens in a day, and far from underflow.
pub const MOST: f64 = 100.0;

/// Probability that no uniform of 53 bits can tell from nothing.
const NEGLIGIBLE: f64 = 1e-18;

/// The smallest n with P(N ≤ n) > `u` for a Poisson variable of mean `mean`, at most [`MOST`]; `u` in [0, 1).
#[must_use]
pub fn count(mean: f64, u: f64) -> u32 {
    let mean = mean.clamp(0.0, MOST);
    let (mut n, mut term) = (0, exp(-mean));
    let mut below = term;
    // Far above the mean the sum no longer grows, whatever the last bits of `u` say.
    while below <= u && (f64::from(n) < mean || term > NEGLIGIBLE) {
        n += 1;
        term *= mean / f64::from(n);
        below += term;
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_the_mean_and_variance_of_the_law() {
        for mean in [0.0, 0.03, 1.0, 7.5, 100.0] {
            let points = 100_000;
            let draws: Vec<f64> = (0..points).map(|i| f64::from(count(mean, (f64::from(i) + 0.5) / f64::from(points)))).collect();
            let average = draws.iter().sum::<f64>() / f64::from(points);
            let variance = draws.iter().map(|x| (x - average) * (x - average)).sum::<f64>() / f64::from(points);
            assert!(
                (average - mean).abs() < 1e-3 * (1.0 + mean) && (variance - mean).abs() < 1e-2 * (1.0 + mean),
                "{mean}: {average}, {variance}"
            );
        }
    }

    #[test]
    fn a_larger_mean_never_gives_fewer_and_the_largest_uniform_ends() {
        let last = 1.0 - f64::EPSILON / 2.0;
        for u in [0.0, 0.3, 0.9999, 0.999_999_999] {
            assert!((0..40).all(|i| count(f64::from(i) * 0.1, u) <= count(f64::from(i + 1) * 0.1, u)), "{u}");
        }
        assert!(count(1.0, last) < 30 && count(MOST, last) < 300);
    }
}
