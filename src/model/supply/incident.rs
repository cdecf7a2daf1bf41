//! Incidents: failures, hacks and halts that cost users assets on a chain, and trust in it.
//!
//! An incident of severity s on chain k hits chain m with s · spill_km, where spill_kk = 1: that share of the assets located on m is lost, and
//! trust_m ← trust_m · max(0, 1 − trust_loss · s · spill_km). Trust and losses spill over each in its own measure. Trust heals: the part that
//! is missing halves every `trust_half_life_days`.

use crate::model::id::ChainId;
use crate::model::math::{ln, pow};
use crate::model::supply::chain::Chain;
use crate::model::units::daily_weight;

/// Missing trust below which trust is whole again.
const FORGOTTEN: f64 = 1e-6;

/// How much of an incident on one chain hits others.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spill {
    /// Share that hits chains of the same stack, which run the same code, 0 to 1.
    pub stack: f64,
    /// Share that hits all chains that settle on Ethereum, Ethereum included, 0 to 1.
    pub ethereum: f64,
}

impl Spill {
    /// spill_km: share of an incident on the chain at position `k` that hits the one at position `m`: all at home, otherwise the largest of
    /// what reaches it.
    #[must_use]
    pub fn share(self, chains: &[Chain], k: usize, m: usize) -> f64 {
        let (from, to) = (&chains[k], &chains[m]);
        let stack = if from.stack.is_some() && from.stack == to.stack { self.stack } else { 0.0 };
        let ethereum = if from.settles_on_ethereum() && to.settles_on_ethereum() { self.ethereum } else { 0.0 };
        if k == m { 1.0 } else { stack.max(ethereum) }
    }
}

/// What incidents do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IncidentTerms {
    /// Share of trust lost per unit of severity; above 1, users fear more than was lost.
    pub trust_loss: f64,
    /// Half-life of lost trust, days; 0: it is back the next morning.
    pub trust_half_life_days: f64,
    /// Spill-over of lost trust.
    pub trust_spill: Spill,
    /// Spill-over of losses.
    pub loss_spill: Spill,
    /// Share of its treasury that a chain pays at most for what is lost on it in one incident, 0 to 1; its stack's insurance pays next.
    pub treasury_cover: f64,
}

impl Default for IncidentTerms {
    fn default() -> Self {
        Self {
            trust_loss: 1.0,
            trust_half_life_days: 180.0,
            trust_spill: Spill { stack: 0.2, ethereum: 0.05 },
            loss_spill: Spill::default(),
            treasury_cover: 0.0,
        }
    }
}

impl IncidentTerms {
    /// Trust after an incident of `severity` that hits fully.
    #[must_use]
    pub fn trust_after(&self, trust: f64, severity: f64) -> f64 {
        trust * (1.0 - self.trust_loss * severity).max(0.0)
    }

    /// Trust after a day without incidents.
    #[must_use]
    pub fn healed(&self, trust: f64) -> f64 {
        let missing = (1.0 - trust) * (1.0 - daily_weight(self.trust_half_life_days));
        if missing < FORGOTTEN { 1.0 } else { 1.0 - missing }
    }
}

/// How bad incidents are: a Pareto law cut at 1, the share of assets lost. P(S > s) falls as s^−tail between `least` and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Severity {
    /// Least severity, above 0 and at most 1.
    pub least: f64,
    /// Tail index; the lower, the worse the worst. At 0, ln S is uniform.
    pub tail: f64,
}

impl Default for Severity {
    fn default() -> Self {
        Self { least: 0.005, tail: 1.0 }
    }
}

impl Severity {
    /// Severity at the quantile `u` in [0, 1).
    #[must_use]
    pub fn quantile(self, u: f64) -> f64 {
        let severity = if self.tail == 0.0 {
            pow(self.least, 1.0 - u)
        } else {
            let most = pow(self.least, -self.tail);
            pow(most - u * (most - 1.0), -1.0 / self.tail)
        };
        severity.clamp(self.least, 1.0)
    }

    /// Mean severity.
    #[must_use]
    pub fn mean(self) -> f64 {
        let (a, b) = (self.least, self.tail);
        if a == 1.0 {
            1.0
        } else if b == 0.0 {
            (1.0 - a) / -ln(a)
        } else if b == 1.0 {
            -a * ln(a) / (1.0 - a)
        } else {
            b / (1.0 - b) * (pow(a, b) - a) / (1.0 - pow(a, b))
        }
    }
}

/// An incident that a scenario plans.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedIncident {
    /// Name, unique among incidents.
    pub name: String,
    /// Day, from 0; if the chain is not open then, nothing happens.
    pub day: u32,
    /// Chain.
    pub chain: ChainId,
    /// Share of the assets located there that is lost, 0 to 1.
    pub severity: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_lie_between_the_least_and_one_and_have_the_mean_that_is_said() {
        for (least, tail) in [(0.01, 0.0), (0.01, 0.5), (0.01, 1.0), (0.1, 2.5), (1.0, 1.0)] {
            let severity = Severity { least, tail };
            let points = 200_000;
            let draws = (0..points).map(|i| severity.quantile((f64::from(i) + 0.5) / f64::from(points)));
            assert!(draws.clone().all(|s| (least..=1.0).contains(&s)), "{severity:?}");
            let mean = draws.sum::<f64>() / f64::from(points);
            assert!((mean - severity.mean()).abs() < 1e-5, "{severity:?}: {mean}, not {}", severity.mean());
            assert!((severity.quantile(0.0) - least).abs() < 1e-12);
        }
    }

    #[test]
    fn missing_trust_halves_with_its_half_life_and_is_forgotten_in_the_end() {
        let terms = IncidentTerms { trust_half_life_days: 30.0, trust_loss: 2.0, ..IncidentTerms::default() };
        let hit = terms.trust_after(1.0, 0.2);
        assert!((hit - 0.6).abs() < 1e-12);
        let after = |days: u32| (0..days).fold(hit, |trust, _| terms.healed(trust));
        assert!((after(30) - 0.8).abs() < 1e-9 && (after(60) - 0.9).abs() < 1e-9);
        assert_eq!((after(900), terms.trust_after(1.0, 0.7)), (1.0, 0.0));
    }
}
