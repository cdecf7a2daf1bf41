//! Capabilities, and how focus and spending become fit.
//!
//! Levels K_jc = k0 + (1 − k0) · min(1, B_j · W_jc / B*_c)^θ with W_jc = Σ_v f_jv need_vc, and fit φ_jv = Π_c K_jc^need_vc over
//! the capabilities that work through fit.

use crate::model::math::pow;
use crate::model::vertical::Vertical;

/// The one channel through which a capability works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Raises the fit of the verticals that need it.
    Fit,
    /// Lowers latency: latency0 · (1 − g K).
    Latency,
    /// Raises capacity: capacity0 · (1 + g K).
    Capacity,
    /// Lowers the cost of coming in from outside: onboarding0 · (1 − g K).
    Onboarding,
    /// Opens the chain to groups that require a level.
    Gate,
}

impl Channel {
    /// All channels.
    pub const ALL: [Self; 5] = [Self::Fit, Self::Latency, Self::Capacity, Self::Onboarding, Self::Gate];

    /// Name in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Latency => "latency",
            Self::Capacity => "capacity",
            Self::Onboarding => "onboarding",
            Self::Gate => "gate",
        }
    }

    /// The channel called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// Something a chain can be good at.
#[derive(Clone, Debug, PartialEq)]
pub struct Capability {
    /// Name, unique among capabilities.
    pub name: String,
    /// Channel through which it works.
    pub channel: Channel,
    /// g_c: strength of the latency, capacity or onboarding channel; unused by the others.
    pub strength: f64,
    /// k0_c: the level any EVM chain has for free, in [0, 1]; at 0 a chain that spends nothing on it does not fit those who need it.
    pub k0: f64,
    /// B*_c: frontier spending, USD a year, at which the level is 1.
    pub frontier_usd_per_year: f64,
    /// Hazard a year at which exchanges drop a chain that has it at level 1; linear in the level.
    pub delisting_per_year: f64,
}

impl Capability {
    /// Level from spending `spend_usd_per_year` on this capability at focus elasticity `theta`.
    #[must_use]
    pub fn level(&self, spend_usd_per_year: f64, theta: f64) -> f64 {
        self.k0 + (1.0 - self.k0) * pow((spend_usd_per_year / self.frontier_usd_per_year).min(1.0), theta)
    }
}

/// Two capabilities that are costly to hold together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conflict {
    /// Positions of the two capabilities.
    pub pair: (usize, usize),
    /// Cost of holding both at the frontier, USD a year: a chain pays surcharge · min(K_a, K_b).
    pub surcharge_usd_per_year: f64,
}

/// W_jc = Σ_v f_jv need_vc: how a chain with focus `focus` divides its budget over capabilities.
#[must_use]
pub fn budget_shares(focus: &[f64], verticals: &[Vertical], capabilities: usize) -> Vec<f64> {
    (0..capabilities).map(|c| focus.iter().zip(verticals).map(|(f, v)| f * v.needs[c]).sum()).collect()
}

/// φ_jv: weighted geometric mean of `levels` over the capabilities of channel [`Channel::Fit`], by the needs of `vertical`.
#[must_use]
pub fn fit(vertical: &Vertical, levels: &[f64], capabilities: &[Capability]) -> f64 {
    let used = capabilities.iter().zip(levels).zip(&vertical.needs);
    used.filter(|((c, _), _)| c.channel == Channel::Fit).map(|((_, &level), &need)| pow(level, need)).product()
}

/// S = Σ_v f_v²: 1 for one vertical, 1/n for n in equal parts.
#[must_use]
pub fn specialization_index(focus: &[f64]) -> f64 {
    focus.iter().map(|f| f * f).sum()
}

/// Focus after a share `step` of the budget was turned to the vertical at position `v`: (1 − s) f + s e_v.
#[must_use]
pub fn step_toward(focus: &[f64], v: usize, step: f64) -> Vec<f64> {
    focus.iter().enumerate().map(|(w, f)| (1.0 - step) * f + if w == v { step } else { 0.0 }).collect()
}

/// A chain is *vertical* from this specialization index on, otherwise *general*.
pub const VERTICAL_FROM: f64 = 0.5;

#[cfg(test)]
mod tests {
    use super::*;

    fn capability(channel: Channel, k0: f64) -> Capability {
        Capability { name: "c".into(), channel, strength: 0.5, k0, frontier_usd_per_year: 1e6, delisting_per_year: 0.0 }
    }

    #[test]
    fn at_theta_zero_spending_changes_nothing_not_even_none() {
        let c = capability(Channel::Fit, 0.3);
        assert_eq!(c.level(0.0, 0.0), c.level(5e5, 0.0));
        assert_eq!(c.level(0.0, 0.0), 1.0);
    }

    #[test]
    fn levels_run_from_free_to_the_frontier() {
        let c = capability(Channel::Fit, 0.3);
        assert_eq!(c.level(0.0, 0.5), 0.3);
        assert_eq!(c.level(2e6, 0.5), 1.0);
        assert!((c.level(2.5e5, 0.5) - 0.65).abs() < 1e-12);
    }

    #[test]
    fn a_step_moves_a_share_of_everything_to_one_vertical() {
        assert_eq!(step_toward(&[0.5, 0.5, 0.0], 2, 0.5), [0.25, 0.25, 0.5]);
        assert_eq!(step_toward(&[0.5, 0.25, 0.25], 0, 1.0), [1.0, 0.0, 0.0]);
    }

    #[test]
    fn specialization_runs_from_one_over_n_to_one() {
        assert!((specialization_index(&[0.25; 4]) - 0.25).abs() < 1e-15);
        assert!(specialization_index(&[1.0, 0.0]) >= VERTICAL_FROM);
    }
}
