//! A straight line through points by least squares, with the confidence band of its mean.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// y = a + b x by ordinary least squares (Gauss–Markov assumptions; the band is of the mean, not of single points).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineFit {
    /// Value at the points' mean x.
    pub level: f64,
    /// Change of y per unit of x.
    pub slope: f64,
    /// Mean of x.
    pub centre: f64,
    /// Residual standard deviation, √(Σ e² / (n − 2)).
    pub residual: f64,
    /// Σ (x − mean)².
    pub spread: f64,
    /// Number of points.
    pub count: usize,
}

impl LineFit {
    /// The line through `points`; none for fewer than three points or where all x are equal.
    #[must_use]
    pub fn through(points: &[(f64, f64)]) -> Option<Self> {
        let count = points.len();
        let n = count as f64;
        let centre = points.iter().map(|(x, _)| x).sum::<f64>() / n;
        let level = points.iter().map(|(_, y)| y).sum::<f64>() / n;
        let spread: f64 = points.iter().map(|(x, _)| (x - centre).powi(2)).sum();
        if count < 3 || spread <= f64::EPSILON * centre * centre * n {
            return None;
        }
        let slope = points.iter().map(|(x, y)| (x - centre) * (y - level)).sum::<f64>() / spread;
        let squares: f64 = points.iter().map(|(x, y)| (y - level - slope * (x - centre)).powi(2)).sum();
        Some(Self { level, slope, centre, residual: (squares / (n - 2.0)).sqrt(), spread, count })
    }

    /// The line's value at `x`.
    #[must_use]
    pub fn at(&self, x: f64) -> f64 {
        self.level + self.slope * (x - self.centre)
    }

    /// Whether the slope differs from zero at the 5 % level: t test with n − 2 degrees of freedom.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.slope.abs() > self.quantile() * self.residual / self.spread.sqrt()
    }

    /// Half the width of the 95 % confidence band of the mean at `x`: t₀.₉₇₅(n − 2) · s · √(1/n + (x − mean)² / Σ (x − mean)²).
    #[must_use]
    pub fn half_band(&self, x: f64) -> f64 {
        self.quantile() * self.residual * (1.0 / self.count as f64 + (x - self.centre).powi(2) / self.spread).sqrt()
    }

    fn quantile(&self) -> f64 {
        StudentsT::new(0.0, 1.0, self.count as f64 - 2.0).expect("at least one degree of freedom").inverse_cdf(0.975)
    }

    /// Where the line crosses zero; none for a flat line.
    #[must_use]
    pub fn zero(&self) -> Option<f64> {
        Some(self.centre - self.level / self.slope).filter(|x| x.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_again_and_has_no_band() {
        let points: Vec<_> = (0..9).map(|i| (f64::from(i), 3.0 - 0.5 * f64::from(i))).collect();
        let fit = LineFit::through(&points).unwrap();
        assert!((fit.slope + 0.5).abs() < 1e-12 && (fit.zero().unwrap() - 6.0).abs() < 1e-12);
        assert!(fit.half_band(20.0) < 1e-9);
    }

    /// Anscombe's first set (1973): intercept 3.0001, slope 0.5001, residual deviation 1.2366 (R: `lm(y1 ~ x1, anscombe)`), and
    /// t₀.₉₇₅ with 9 degrees of freedom is 2.2622.
    #[test]
    fn anscombes_first_set() {
        let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
        let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        let fit = LineFit::through(&x.into_iter().zip(y).collect::<Vec<_>>()).unwrap();
        assert!((fit.at(0.0) - 3.0001).abs() < 1e-4);
        assert!((fit.slope - 0.5001).abs() < 1e-4);
        assert!((fit.residual - 1.2366).abs() < 1e-4);
        assert!(fit.is_clear(), "its p value is 0.002");
        assert!((fit.half_band(9.0) - 2.2622 * 1.2366 / 11f64.sqrt()).abs() < 1e-3);
    }

    #[test]
    fn a_slope_within_its_noise_is_not_clear() {
        let fit = LineFit::through(&[(0.0, 1.0), (1.0, -1.0), (2.0, 1.0), (3.0, -1.0)]).unwrap();
        assert!(!fit.is_clear());
    }

    #[test]
    fn no_line_through_too_little() {
        assert_eq!(LineFit::through(&[]), None);
        assert_eq!(LineFit::through(&[(1.0, 2.0), (2.0, 3.0)]), None);
        assert_eq!(LineFit::through(&[(1.0, 2.0), (1.0, 3.0), (1.0, 4.0)]), None);
    }
}
