//! Listing: exchanges drop chains whose capabilities their supervisors dislike, above all privacy.
//!
//! A listed chain is dropped with hazard Σ_c h_c K_c a year and comes back after a fixed time. While it is off, exchanges send it nobody,
//! and reaching it from other chains, or them from it, has more friction: ramps and bridges that follow the same rules turn it away.

use crate::model::math::exp;
use crate::model::supply::capability::Capability;
use crate::model::units::DAYS_PER_YEAR;

/// What being dropped means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Listing {
    /// Days until a dropped chain is listed again.
    pub days: u32,
    /// Friction added to links with other chains while it is off, USD a month and vertical.
    pub friction_usd_per_month: f64,
}

impl Default for Listing {
    /// Half a year, and no friction: a default of the scenario language too.
    fn default() -> Self {
        Self { days: 180, friction_usd_per_month: 0.0 }
    }
}

/// Σ_c h_c K_c: hazard a year at which a chain with these levels is dropped.
#[must_use]
pub fn delisting_per_year(capabilities: &[Capability], levels: &[f64]) -> f64 {
    capabilities.iter().zip(levels).map(|(c, level)| c.delisting_per_year * level).sum()
}

/// Probability of being dropped on a day at this hazard a year: 1 − e^{−h/365}.
#[must_use]
pub fn delisting_probability(hazard_per_year: f64) -> f64 {
    1.0 - exp(-hazard_per_year / DAYS_PER_YEAR)
}
