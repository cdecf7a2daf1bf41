//! Mean, interval and range of paired differences, or of levels.

use statrs::distribution::{ContinuousCDF, StudentsT};
use statrs::statistics::{Data, OrderStatistics};

/// Confidence of every interval.
pub const CONFIDENCE: f64 = 0.95;

/// Differences smaller than this part of the largest level are rounding of float sums.
const ROUNDING: f64 = 1e-12;

/// Two ends, low ≤ high.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What is known about the spread of replicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spread {
    /// One replicate: a value, and nothing about chance.
    One,
    /// All replicates have exactly the same value: chance does not reach it, and an interval would pretend otherwise.
    Equal,
    /// Replicates differ.
    Varying {
        /// 95 % interval of the mean, mean ± t₀.₉₇₅,ₙ₋₁ · s / √n (Student 1908). Replicates that fill the factor space evenly and deal
        /// out starts in turn vary less in their mean than independent ones, so it covers the mean at least as often as stated.
        interval: Interval,
        /// 5 % and 95 % [`quantile`] over replicates: up to 13 replicates the least and the greatest.
        range: Interval,
    },
}

/// Whether zero can be told apart from a mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Above zero.
    Positive,
    /// Below zero.
    Negative,
    /// Exactly zero in all of several replicates.
    Zero,
    /// The interval includes zero, or there is only one replicate.
    Undecided,
}

/// A quantity over replicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Replicates with a value.
    pub count: usize,
    /// Their mean.
    pub mean: f64,
    /// Replicates above zero.
    pub positive: usize,
    /// Replicates below zero.
    pub negative: usize,
    /// How they spread.
    pub spread: Spread,
}

impl Estimate {
    /// Estimate from one value per replicate; values that are not finite are left out. None if no value is left.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        let values: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
        let first = *values.first()?;
        let (mean, spread) = match values.len() {
            1 => (first, Spread::One),
            _ if values.iter().all(|&x| x == first) => (first, Spread::Equal),
            _ => spread_of(&values),
        };
        let count_of = |test: fn(&f64) -> bool| values.iter().filter(|x| test(x)).count();
        Some(Self { count: values.len(), mean, positive: count_of(|&x| x > 0.0), negative: count_of(|&x| x < 0.0), spread })
    }

    /// Whether the mean can be told from zero, at an error rate of 5 %: 2.5 % on each side.
    #[must_use]
    pub fn sign(&self) -> Sign {
        match self.spread {
            Spread::One => Sign::Undecided,
            Spread::Equal if self.mean == 0.0 => Sign::Zero,
            Spread::Equal if self.mean > 0.0 => Sign::Positive,
            Spread::Equal => Sign::Negative,
            Spread::Varying { interval, .. } if interval.low > 0.0 => Sign::Positive,
            Spread::Varying { interval, .. } if interval.high < 0.0 => Sign::Negative,
            Spread::Varying { .. } => Sign::Undecided,
        }
    }

    /// 95 % interval of the mean, where replicates differ.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        match self.spread {
            Spread::Varying { interval, .. } => Some(interval),
            Spread::One | Spread::Equal => None,
        }
    }

    /// 5–95 % range over replicates, where they differ.
    #[must_use]
    pub fn range(&self) -> Option<Interval> {
        match self.spread {
            Spread::Varying { range, .. } => Some(range),
            Spread::One | Spread::Equal => None,
        }
    }
}

fn spread_of(values: &[f64]) -> (f64, Spread) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let half = two_sided_t(n - 1.0) * (variance / n).sqrt();
    let range = Interval { low: quantile(values, 0.05), high: quantile(values, 0.95) };
    (mean, Spread::Varying { interval: Interval { low: mean - half, high: mean + half }, range })
}

/// Quantile `p` of `values`, in any order: interpolated order statistics at rank (n + 1/3) p + 1/3 (Hyndman and Fan 1996, definition 8,
/// median-unbiased for any distribution), clamped to the least and the greatest. Not a number without values.
#[must_use]
pub fn quantile(values: &[f64], p: f64) -> f64 {
    Data::new(values.to_vec()).quantile(p)
}

/// Quantile of Student's t that leaves 1 − [`CONFIDENCE`] in both tails together.
pub(super) fn two_sided_t(freedom: f64) -> f64 {
    t_quantile(freedom, 0.5 + CONFIDENCE / 2.0)
}

/// Quantile of Student's t.
pub(super) fn t_quantile(freedom: f64, p: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).expect("at least one degree of freedom").inverse_cdf(p)
}

/// `other` − `first`, replicate by replicate; not finite where either is not.
///
/// What lies within rounding of float sums (10⁻¹² of the largest level) is one value: differences that close to zero are zero, and
/// differences that all are that close to the first are the first, so that variants that agree, or are a constant apart, are seen to be.
#[must_use]
pub fn paired_differences(first: &[f64], other: &[f64]) -> Vec<f64> {
    let mut differences: Vec<f64> = first.iter().zip(other).map(|(a, b)| b - a).collect();
    let largest = first.iter().chain(other).filter(|x| x.is_finite()).fold(0.0f64, |largest, x| largest.max(x.abs()));
    let rounding = ROUNDING * largest;
    let known: Vec<f64> = differences.iter().copied().filter(|d| d.is_finite()).collect();
    let common = known.first().copied().filter(|one| known.iter().all(|d| (d - one).abs() <= rounding));
    for difference in differences.iter_mut().filter(|d| d.is_finite()) {
        let value = common.unwrap_or(*difference);
        *difference = if value.abs() <= rounding { 0.0 } else { value };
    }
    differences
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_distr::{Distribution, Exp1, StandardNormal};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;
    use crate::experiment::design::unit_draw;

    fn assert_close(found: f64, wanted: f64, tolerance: f64) {
        assert!((found - wanted).abs() <= tolerance, "{found} is not {wanted}");
    }

    #[test]
    fn students_own_example() {
        // Additional hours of sleep, drug 2 − drug 1 (Student 1908; R: t.test(extra ~ group, sleep, paired = TRUE)).
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let estimate = Estimate::of(&paired_differences(&first, &second)).unwrap();
        let interval = estimate.interval().unwrap();
        assert_close(estimate.mean, 1.58, 1e-12);
        assert_close(interval.low, 0.700_114_24, 1e-8);
        assert_close(interval.high, 2.459_885_76, 1e-8);
        assert_eq!((estimate.count, estimate.positive, estimate.negative, estimate.sign()), (10, 9, 0, Sign::Positive));
    }

    #[test]
    fn t_quantiles_are_those_of_the_tables() {
        for (freedom, wanted) in
            [(1.0, 12.706_204_736), (2.0, 4.302_652_730), (9.0, 2.262_157_163), (23.0, 2.068_657_610), (1000.0, 1.962_339_081)]
        {
            assert_close(two_sided_t(freedom), wanted, 1e-8);
        }
    }

    #[test]
    fn ranges_interpolate_order_statistics_and_end_at_the_extremes_of_few() {
        let shuffled: Vec<f64> = (0..101).map(|i| f64::from(i * 37 % 101)).collect();
        let range = Estimate::of(&shuffled).unwrap().range().unwrap();
        let rank = |p: f64| (101.0 + 1.0 / 3.0) * p + 1.0 / 3.0 - 1.0; // values are ranks − 1
        assert_close(range.low, rank(0.05), 1e-9);
        assert_close(range.high, rank(0.95), 1e-9);
        for n in [2, 13] {
            let few: Vec<f64> = (0..n).map(f64::from).collect();
            assert_eq!(Estimate::of(&few).unwrap().range(), Some(Interval { low: 0.0, high: f64::from(n - 1) }));
        }
    }

    #[test]
    fn quantiles_of_one_two_and_none() {
        assert_eq!([quantile(&[4.0], 0.95), quantile(&[3.0, 1.0, 2.0], 0.5), quantile(&[0.0, 10.0], 0.05)], [4.0, 2.0, 0.0]);
        assert_close(quantile(&[0.0, 10.0], 0.5), 5.0, 1e-12);
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn equal_values_and_single_values_get_no_interval() {
        let equal = Estimate::of(&[0.1; 3]).unwrap();
        assert_eq!((equal.mean, equal.spread, equal.sign()), (0.1, Spread::Equal, Sign::Positive));
        assert_eq!(Estimate::of(&[-2.0; 2]).unwrap().sign(), Sign::Negative);
        assert_eq!(Estimate::of(&[0.0, -0.0]).unwrap().sign(), Sign::Zero);
        let one = Estimate::of(&[5.0, f64::NAN]).unwrap();
        assert_eq!((one.count, one.mean, one.spread, one.sign(), one.interval()), (1, 5.0, Spread::One, Sign::Undecided, None));
        assert_eq!(Estimate::of(&[f64::NAN]), None);
    }

    #[test]
    fn rounding_is_no_difference_but_a_small_difference_is() {
        assert_eq!(paired_differences(&[3e9, 3e9, 0.0], &[3e9 + 1e-6, 3e9 + 1.0, 1e-20]), [0.0, 1.0, 0.0]);
        assert_eq!(paired_differences(&[0.0, 1e-30], &[1e-20, 0.0]), [1e-20, -1e-30]);
        let constant = paired_differences(&[1e9, f64::NAN, 2e9], &[1e9 - 5e5, 0.0, 2e9 - 5e5 + 1e-6]);
        assert_eq!([constant[0], constant[2]], [-5e5; 2]);
        assert_eq!(Estimate::of(&constant).unwrap().spread, Spread::Equal);
        assert!(paired_differences(&[1.0, f64::INFINITY], &[f64::NAN, 1.0]).iter().all(|d| !d.is_finite()));
    }

    /// Share of 4000 samples whose interval misses the true mean. Sampling error of a rate of 5 %: sd 0.34 %.
    fn miss_rate(n: usize, mean: f64, mut draw: impl FnMut() -> f64) -> f64 {
        let missed = |estimate: Estimate| estimate.interval().is_some_and(|i| mean < i.low || mean > i.high);
        (0..4000).filter(|_| missed(Estimate::of(&(0..n).map(|_| draw()).collect::<Vec<_>>()).unwrap())).count() as f64 / 4000.0
    }

    #[test]
    fn intervals_miss_the_mean_in_five_of_a_hundred_samples() {
        // Bound: 5 % ± 4 sd, exceeded by a right interval once in 16,000 seeds. The seed is fixed.
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
        for n in [2, 8, 24] {
            let rate = miss_rate(n, 3.0, || 3.0 + 2.0 * Distribution::<f64>::sample(&StandardNormal, &mut rng));
            assert!((0.0362..=0.0638).contains(&rate), "n = {n}: {rate}");
        }
        // Skewed differences: known to miss somewhat more often; not beyond twice as often at 24 replicates.
        let rate = miss_rate(24, 1.0, || Exp1.sample(&mut rng));
        assert!((0.05..0.10).contains(&rate), "skewed: {rate}");
    }

    #[test]
    fn replicates_of_a_design_cover_the_mean_at_least_as_often_as_stated() {
        // A mean over two factors and three starts, 24 replicates, 2000 seeds: bound 5 % + 4 sd (sd 0.49 %), usually far below.
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(2);
        let missed = |seed: u64| {
            let value = |r: u32| {
                let u = unit_draw(seed, r, 2);
                let chance: f64 = StandardNormal.sample(&mut rng);
                3.0 * (u[0] - 0.5) + 6.0 * (u[1] * u[1] - 1.0 / 3.0) + [-1.0, 0.0, 1.0][r as usize % 3] + chance
            };
            let interval = Estimate::of(&(0..24).map(value).collect::<Vec<_>>()).unwrap().interval().unwrap();
            interval.low > 0.0 || interval.high < 0.0
        };
        let rate = (0..2000).map(missed).filter(|&miss| miss).count() as f64 / 2000.0;
        assert!((0.0..=0.0695).contains(&rate), "{rate}");
    }
}
