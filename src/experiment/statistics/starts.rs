//! Whether the outcome depends on where the run starts.

use statrs::distribution::{ContinuousCDF, FisherSnedecor};

use super::ERROR_RATE;
use super::estimate::{Estimate, Sign};

/// A quantity by start.
#[derive(Clone, Debug, PartialEq)]
pub struct StartDependence {
    /// The quantity over the replicates of each start, `[start]`.
    pub by_start: Vec<Option<Estimate>>,
    /// Chance of means this far apart if the start made no difference: one-way analysis of variance, F with k − 1 and n − k degrees of
    /// freedom. It assumes like spreads at all starts.
    pub p_value: f64,
    /// Whether it does, at an error rate of 5 %.
    pub depends: bool,
    /// Whether even the sign does: told positive from one start and negative from another.
    pub sign_depends: bool,
}

/// Groups `values[replicate]` by `start_of[replicate]` and tests whether their means differ. Values that are not finite are left out.
/// None with fewer than two starts, or without a start that has two replicates.
#[must_use]
pub fn start_dependence(values: &[f64], start_of: &[usize], starts: usize) -> Option<StartDependence> {
    if starts < 2 {
        return None;
    }
    let mut groups = vec![Vec::new(); starts];
    for (&value, &start) in values.iter().zip(start_of).filter(|(value, _)| value.is_finite()) {
        groups[start].push(value);
    }
    let p_value = anova_p_value(&groups)?;
    let by_start: Vec<Option<Estimate>> = groups.iter().map(|group| Estimate::of(group)).collect();
    let told = |sign| by_start.iter().flatten().any(|estimate| estimate.sign() == sign);
    let depends = p_value <= ERROR_RATE;
    let sign_depends = depends && told(Sign::Positive) && told(Sign::Negative);
    Some(StartDependence { by_start, p_value, depends, sign_depends })
}

fn anova_p_value(groups: &[Vec<f64>]) -> Option<f64> {
    let groups: Vec<&Vec<f64>> = groups.iter().filter(|group| !group.is_empty()).collect();
    let n = groups.iter().map(|group| group.len()).sum::<usize>();
    let (between_freedom, within_freedom) = (groups.len().checked_sub(1).filter(|&k| k > 0)?, n - groups.len());
    if within_freedom == 0 {
        return None;
    }
    let mean = |group: &[f64]| if group.iter().all(|x| *x == group[0]) { group[0] } else { group.iter().sum::<f64>() / group.len() as f64 };
    let grand = mean(&groups.iter().flat_map(|group| group.iter().copied()).collect::<Vec<_>>());
    let between: f64 = groups.iter().map(|group| group.len() as f64 * (mean(group) - grand).powi(2)).sum();
    let within: f64 = groups.iter().map(|group| group.iter().map(|x| (x - mean(group)).powi(2)).sum::<f64>()).sum();
    if within == 0.0 {
        return Some(if between > 0.0 { 0.0 } else { 1.0 });
    }
    let (k, m) = (between_freedom as f64, within_freedom as f64);
    Some(FisherSnedecor::new(k, m).expect("positive degrees of freedom").sf(between / k / (within / m)))
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};
    use rand_xoshiro::Xoshiro256PlusPlus;

    #[test]
    fn without_starts_nothing_depends_on_them() {
        assert_eq!(super::start_dependence(&[1.0, 2.0], &[0, 0], 0), None);
        assert_eq!(super::start_dependence(&[1.0, 2.0], &[0, 0], 1), None);
    }

    use super::*;

    fn cycle(n: usize, starts: usize) -> Vec<usize> {
        (0..n).map(|r| r % starts).collect()
    }

    #[test]
    fn a_textbook_analysis_of_variance() {
        // Wikipedia, "One-way analysis of variance": F(2, 15) = 9.3, p = 0.00240 (scipy.stats.f_oneway: 0.0023987773).
        let groups = [[6.0, 8.0, 4.0, 5.0, 3.0, 4.0], [8.0, 12.0, 9.0, 11.0, 6.0, 8.0], [13.0, 9.0, 11.0, 8.0, 7.0, 12.0]];
        let values: Vec<f64> = (0..18).map(|r| groups[r % 3][r / 3]).collect();
        let found = start_dependence(&values, &cycle(18, 3), 3).unwrap();
        assert!((found.p_value - 0.002_398_777_3).abs() < 1e-9, "{}", found.p_value);
        assert!(found.depends && !found.sign_depends);
        assert_eq!(found.by_start.iter().map(|e| e.unwrap().mean).collect::<Vec<_>>(), [5.0, 9.0, 10.0]);
    }

    #[test]
    fn a_flip_of_sign_between_starts_is_seen() {
        let values: Vec<f64> = (0..24).map(|r| [10.0, -10.0][r % 2] + (r as f64 - 11.5) / 12.0).collect();
        assert!(start_dependence(&values, &cycle(24, 2), 2).unwrap().sign_depends);
    }

    #[test]
    fn runs_without_chance_are_compared_exactly() {
        let certain = |by_start: [f64; 2]| start_dependence(&(0..6).map(|r| by_start[r % 2]).collect::<Vec<_>>(), &cycle(6, 2), 2).unwrap();
        assert!(certain([0.1, -0.1]).sign_depends);
        assert!(!certain([0.1, 0.1]).depends);
    }

    #[test]
    fn too_little_to_compare_is_no_answer() {
        assert_eq!(start_dependence(&[1.0, 2.0, 3.0], &cycle(3, 3), 3), None);
        assert_eq!(start_dependence(&[1.0, 2.0, 3.0], &cycle(3, 1), 1), None);
        assert_eq!(start_dependence(&[1.0, 2.0], &[], 0), None);
        assert_eq!(start_dependence(&[1.0, f64::NAN, 3.0, f64::NAN], &cycle(4, 2), 2), None);
    }

    #[test]
    fn without_dependence_it_is_found_in_five_of_a_hundred_samples() {
        // Bound 5 % ± 4 sd (sd of a rate over 4000 samples: 0.34 %). Seed fixed.
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(13);
        let mut alarm = || {
            let values: Vec<f64> = (0..24).map(|_| StandardNormal.sample(&mut rng)).collect();
            start_dependence(&values, &cycle(24, 3), 3).unwrap().depends
        };
        let rate = (0..4000).filter(|_| alarm()).count() as f64 / 4000.0;
        assert!((0.0362..=0.0638).contains(&rate), "{rate}");
    }
}
