//! The price that pays a seller best, given what others charge: a Newton step toward it from three points of his demand.
//!
//! A seller of q(p) at price p, with other income that moves with his price, earns most where p = φ(p) := −(q + c)/q', c being the slope of
//! that other income (Anderson, de Palma, Thisse 1992: p − cost = −q/(∂q/∂p)). In logit demand of scale μ, φ = μ/(1 − s), s his share.
//! Repeating p ← φ(p) need not settle: in a duopoly without outside option φ' = −s/(1 − s) = −1. Newton's step on p − φ(p),
//!
//! ```text
//! p ← p + (φ − p)/(1 − φ'),   φ' = −1 + q q''/q'²,
//! ```
//!
//! does: in logit demand 1/(1 − φ') = 1 − s, so that p ← μ + s p, the contraction known as the ζ-mark-up iteration (Morrow, Skerlos 2011).

/// Demand at a price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// q: what is sold.
    pub quantity: f64,
    /// q': its slope in the price.
    pub slope: f64,
    /// q'': its curvature.
    pub curvature: f64,
    /// c: slope in the price of what else the seller earns.
    pub other_income_slope: f64,
}

/// Most that a step may change a price, as a factor either way.
const REACH: f64 = 4.0;
/// Least denominator of a step: below it φ is too steep to be trusted, and the step is damped.
const LEAST: f64 = 0.25;

impl Demand {
    /// Demand from its values at a price less `h`, at it, and at it plus `h`, each with other income.
    #[must_use]
    pub fn from_points(below: (f64, f64), at: (f64, f64), above: (f64, f64), h: f64) -> Self {
        Self {
            quantity: at.0,
            slope: (above.0 - below.0) / (2.0 * h),
            curvature: (above.0 - 2.0 * at.0 + below.0) / (h * h),
            other_income_slope: (above.1 - below.1) / (2.0 * h),
        }
    }

    /// −q'p/q: elasticity of demand.
    #[must_use]
    pub fn elasticity(&self, price: f64) -> f64 {
        -self.slope * price / self.quantity
    }

    /// The next price on the way from `price` to the best one, at most a factor of 4 away; none where nothing is sold or demand does not
    /// fall in the price.
    #[must_use]
    pub fn better_price(&self, price: f64) -> Option<f64> {
        let falls = self.quantity > 0.0 && self.slope < 0.0;
        if !falls {
            return None;
        }
        let phi = -(self.quantity + self.other_income_slope) / self.slope;
        let steepness = 2.0 - self.quantity * self.curvature / (self.slope * self.slope);
        let next = price + (phi - price) / steepness.max(LEAST);
        next.is_finite().then(|| next.clamp(price / REACH, price * REACH))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Logit demand of one user a month at scale 1 and value `a` beside rivals of weight `rivals`.
    fn settle(a: f64, rivals: f64) -> f64 {
        let share = |p: f64| (a - p).exp() / ((a - p).exp() + rivals);
        let mut price = 0.01;
        for _ in 0..40 {
            let h = 1e-4 * price;
            let point = |p: f64| (share(p), 0.0);
            price = Demand::from_points(point(price - h), point(price), point(price + h), h).better_price(price).unwrap();
        }
        price
    }

    /// Lambert W: a = 1: 1.567143; a = 2: 2 (Aravindakshan, Ratchford 2011).
    #[test]
    fn a_monopolist_beside_an_outside_option_finds_his_price() {
        assert!((settle(1.0, 1.0) - 1.567_143).abs() < 1e-6);
        assert!((settle(2.0, 1.0) - 2.0).abs() < 1e-6);
    }

    #[test]
    fn other_income_that_comes_with_buyers_lowers_the_price() {
        let demand = |c| Demand { quantity: 0.5, slope: -0.25, curvature: 0.0, other_income_slope: c };
        assert!(demand(-0.1).better_price(1.0) < demand(0.0).better_price(1.0));
    }

    #[test]
    fn nothing_is_said_where_demand_does_not_fall() {
        let demand = Demand { quantity: 0.5, slope: 0.0, curvature: 0.0, other_income_slope: 0.0 };
        assert_eq!(demand.better_price(1.0), None);
        assert_eq!(Demand { quantity: 0.0, slope: -1.0, ..demand }.better_price(1.0), None);
    }
}
