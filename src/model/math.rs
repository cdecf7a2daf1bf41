//! The only exponentials, logarithms and powers the model calls: pure Rust (libm), so that a scenario has the same bits on every
//! processor and system; the platform's own functions differ in the last bit from one to the next.

pub mod poisson;
pub mod slices;

/// Sums of weights below this are taken by logarithms instead: what is left of their digits would not do, and dividing by them could
/// overflow.
pub const FAINT: f64 = 1e-280;

/// eˣ.
#[inline]
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm.
#[inline]
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// ln(1 + x), accurate near zero.
#[inline]
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// 2π.
pub const TAU: f64 = std::f64::consts::TAU;

/// Sine.
#[inline]
#[must_use]
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// xʸ with 0⁰ = 1.
#[inline]
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// x ln x, with its limit 0 at 0.
#[inline]
#[must_use]
pub fn x_ln_x(x: f64) -> f64 {
    if x > 0.0 { x * ln(x) } else { 0.0 }
}

/// ln Σ exp(xᵢ), free of overflow; −∞ for no terms.
#[must_use]
pub fn log_sum_exp(terms: impl Iterator<Item = f64> + Clone) -> f64 {
    let top = terms.clone().fold(f64::NEG_INFINITY, f64::max);
    if top == f64::NEG_INFINITY { top } else { top + ln(terms.map(|x| exp(x - top)).sum()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_sum_exp_survives_large_terms() {
        let terms = [1000.0, 1000.0];
        assert!((log_sum_exp(terms.iter().copied()) - (1000.0 + 2f64.ln())).abs() < 1e-12);
        assert_eq!(log_sum_exp(std::iter::empty()), f64::NEG_INFINITY);
    }

    #[test]
    fn zero_to_the_zero_is_one_and_zero_ln_zero_is_zero() {
        assert_eq!(pow(0.0, 0.0), 1.0);
        assert_eq!(x_ln_x(0.0), 0.0);
    }
}
