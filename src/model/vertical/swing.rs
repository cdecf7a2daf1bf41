//! The common demand shock of a vertical: how its mean is taken out.
//!
//! u_t = ρ u_{t−1} + √(1 − ρ²) ε_t with ε of Student's t distribution, cut off at ± [`CUT`] and scaled to unit variance; the day's demand is
//! z_t = exp(s u_t)/E exp(s u), so that E z = 1. Uncut, E exp(s u) would be infinite: a t has no exponential moments.

use crate::model::math::{ln, pow};
use crate::model::vertical::load_profile::LoadProfile;

/// Where draws of the t distribution are cut off: at 4 degrees of freedom it is passed once in 3,600 draws.
pub const CUT: f64 = 12.0;

/// Points of the midpoint rule on [0, CUT].
const POINTS: usize = 2000;
/// Even moments kept: enough for (1 + ω) s up to 4, where its product with CUT/σ is at most about 40.
const MOMENTS: usize = 64;
/// Innovations whose weight is below this no longer count.
const NEGLIGIBLE: f64 = 1e-9;

/// Law of the innovations: a cut t distribution, scaled to unit variance.
#[derive(Clone, Debug, PartialEq)]
pub struct Innovations {
    /// Standard deviation of the cut t distribution.
    pub std: f64,
    /// E ε^{2k}, k = 0, 1, ….
    even_moments: Vec<f64>,
}

impl Innovations {
    /// Of a t distribution with `degrees_of_freedom` > 2.
    #[must_use]
    pub fn new(degrees_of_freedom: f64) -> Self {
        let mut moments = vec![0.0; MOMENTS];
        for i in 0..POINTS {
            let x = (i as f64 + 0.5) / POINTS as f64 * CUT;
            let mut term = pow(1.0 + x * x / degrees_of_freedom, -(degrees_of_freedom + 1.0) / 2.0);
            for moment in &mut moments {
                *moment += term;
                term *= x * x;
            }
        }
        let (mass, variance) = (moments[0], moments[1] / moments[0]);
        let mut unit = 1.0;
        for moment in &mut moments {
            *moment /= mass * unit;
            unit *= variance;
        }
        Self { std: variance.sqrt(), even_moments: moments }
    }

    /// ln E exp(a ε) = ln Σ_k a^{2k} E ε^{2k}/(2k)!.
    #[must_use]
    pub fn cumulant(&self, a: f64) -> f64 {
        let (mut sum, mut weight) = (0.0, 1.0);
        for (k, moment) in self.even_moments.iter().enumerate() {
            if k > 0 {
                weight *= a * a / ((2 * k - 1) * (2 * k)) as f64;
            }
            sum += weight * moment;
        }
        ln(sum)
    }
}

/// Logarithms of means under the stationary law of u.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SwingMeans {
    /// Λ(s) = ln E exp(s u).
    pub demand: f64,
    /// ln E z^{1 + ω} = Λ((1 + ω) s) − (1 + ω) Λ(s), which keeps the mean over transactions of ordering value at its level.
    pub ordering: f64,
}

impl SwingMeans {
    /// Of a profile with these innovations.
    #[must_use]
    pub fn new(profile: &LoadProfile, innovations: &Innovations) -> Self {
        let demand = ln_mean(profile, innovations, profile.volatility);
        if profile.ordering_swing == 0.0 {
            return Self { demand, ordering: 0.0 };
        }
        let power = 1.0 + profile.ordering_swing;
        Self { demand, ordering: ln_mean(profile, innovations, power * profile.volatility) - power * demand }
    }
}

/// ln E exp(a u) = Σ_i cumulant(a √(1 − ρ²) ρ^i).
fn ln_mean(profile: &LoadProfile, innovations: &Innovations, a: f64) -> f64 {
    let mut weight = a * (1.0 - profile.persistence * profile.persistence).sqrt();
    let mut sum = 0.0;
    while weight > NEGLIGIBLE {
        sum += innovations.cumulant(weight);
        weight *= profile.persistence;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::math::exp;

    #[test]
    fn innovations_have_unit_variance_and_the_cumulant_of_their_law() {
        for tail in [2.5, 4.0, 30.0] {
            let law = Innovations::new(tail);
            assert!((law.even_moments[1] - 1.0).abs() < 1e-12);
            let density = |x: f64| pow(1.0 + x * x / tail, -(tail + 1.0) / 2.0);
            let points = (0..40_000).map(|i| -CUT + (f64::from(i) + 0.5) / 40_000.0 * 2.0 * CUT);
            let (mass, mean) = points.fold((0.0, 0.0), |(m, e), x| (m + density(x), e + density(x) * exp(1.3 * x / law.std)));
            assert!((law.cumulant(1.3) / ln(mean / mass) - 1.0).abs() < 1e-4, "{tail}: {} {}", law.cumulant(1.3), ln(mean / mass));
        }
    }

    #[test]
    fn a_thin_tail_has_the_mean_of_a_log_normal() {
        let profile = LoadProfile { volatility: 0.5, persistence: 0.8, tail: 1e6, ..LoadProfile::default() };
        let means = SwingMeans::new(&LoadProfile { ordering_swing: 1.0, ..profile }, &Innovations::new(profile.tail));
        // ln E z = s²/2 is taken out; ln E z² = s² of a log-normal of mean 1.
        assert!((means.demand - 0.125).abs() < 1e-4 && (means.ordering - 0.25).abs() < 1e-4, "{means:?}");
    }
}
