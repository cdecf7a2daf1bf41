//! Innovation: experiments of chains, what a success is worth, and how it spreads.
//!
//! A chain that spends its frontier on capabilities makes `experiments_per_year`; others in proportion to their budgets:
//!
//!   λ_k = rate · B_k / Σ_c W_kc B*_c,  an experiment being on capability c with probability W_kc (gates, which are held or not, left out).
//!
//! With probability q it fails and is an incident. A success closes the share g_kc of the gap to the frontier, and leads are lost:
//!
//!   K ← K − δ (K − base_kc) a day,  1 − K ← (1 − K)(1 − γ_kc) on success.
//!
//! γ is set so that own experiments alone keep the mean of K at the level K* of focus and budget: with s = λ_kc (1 − q) successes a day,
//! E[(1 − γ)^N] = e^{−sγ}, so sγ = ln(1 + δ (K* − base)/(1 − K*)). The base is the level any chain has for free, k0; where so few experiments
//! could not hold K* with γ ≤ [`MAX_GAIN`], it is raised to what they can hold up: no experiments, no change of level.
//!
//! A success comes to other chains later, and has aged by then like any lead: after d days it closes γ (1 − δ)^d of the gap.

use crate::model::math::{exp, ln, ln_1p, pow};
use crate::model::supply::capability::{Capability, Channel, budget_shares};
use crate::model::supply::chain::{Chain, ChainKind};
use crate::model::supply::incident::Severity;
use crate::model::units::{DAYS_PER_YEAR, daily_weight};
use crate::model::vertical::Vertical;

/// γ at most: the share of the gap to the frontier that one success may close.
pub const MAX_GAIN: f64 = 0.5;

/// Experiments a day that a chain makes at most, in the mean.
pub const MOST_PER_DAY: f64 = 10.0;

/// Longest time a success takes to arrive somewhere, days; later is never.
const LONGEST_DELAY: f64 = 36_500.0;

/// Where experiments are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Venue {
    /// On the chain that pays for them: failure hits it, success begins there and spreads.
    #[default]
    L2,
    /// On Ethereum mainnet: failure hits all that settles there, success reaches all of it at once, late, as far as it is accepted.
    Mainnet,
}

impl Venue {
    /// All venues.
    pub const ALL: [Self; 2] = [Self::L2, Self::Mainnet];

    /// Name in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::L2 => "l2",
            Self::Mainnet => "mainnet",
        }
    }

    /// The venue called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|venue| venue.name() == name)
    }
}

/// How a success on one chain comes to others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Diffusion {
    /// Share of a success's gain that a chain has that takes it over from another, 0 to 1.
    pub share: f64,
    /// Probability a day that a chain of the same stack takes it over, 0 to 1; at 1 it has it the same day.
    pub stack_per_day: f64,
    /// The same of a rollup without that stack.
    pub rollups_per_day: f64,
    /// The same of all others, Ethereum and sovereign chains, which have it through standards.
    pub standards_per_day: f64,
}

impl Default for Diffusion {
    fn default() -> Self {
        Self { share: 0.8, stack_per_day: 0.02, rollups_per_day: 0.005, standards_per_day: 0.002 }
    }
}

/// Innovation, as a scenario describes it; by default there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Innovation {
    /// Experiments a year of a chain that spends its frontier; 0: no innovation.
    pub experiments_per_year: f64,
    /// q: probability that an experiment fails and is an incident.
    pub failure_probability: f64,
    /// Half-life of a lead over the free level, days.
    pub lead_half_life_days: f64,
    /// How bad failures are.
    pub severity: Severity,
    /// How successes spread.
    pub diffusion: Diffusion,
    /// Where experiments are made.
    pub venue: Venue,
    /// Days from a success on mainnet until chains have it.
    pub l1_lag_days: u32,
    /// Share of a success on mainnet that is accepted, 0 to 1.
    pub acceptance: f64,
}

impl Default for Innovation {
    fn default() -> Self {
        Self {
            experiments_per_year: 0.0,
            failure_probability: 0.1,
            lead_half_life_days: 730.0,
            severity: Severity::default(),
            diffusion: Diffusion::default(),
            venue: Venue::L2,
            l1_lag_days: 365,
            acceptance: 1.0,
        }
    }
}

/// What experiments do for one capability of a chain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Practice {
    /// λ_kc: experiments a day.
    pub experiments_per_day: f64,
    /// γ_kc: share of the gap to the frontier that a success closes.
    pub gain: f64,
    /// Level that holds without experiments.
    pub base: f64,
}

/// How a success comes to a chain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Path {
    /// Share of its gain that arrives.
    pub share: f64,
    /// Days before anybody has it.
    pub lag_days: u32,
    /// Probability a day that it arrives from then on; 1: at once.
    pub per_day: f64,
}

impl Path {
    /// Days until the success arrives at the quantile `u` in [0, 1) of a geometric law; `None`: never.
    #[must_use]
    pub fn delay_days(self, u: f64) -> Option<u32> {
        let wait = if self.per_day >= 1.0 { 0.0 } else { (ln_1p(-u) / ln_1p(-self.per_day)).floor() };
        let days = f64::from(self.lag_days) + wait;
        (days <= LONGEST_DELAY).then_some(days as u32)
    }

    /// Days after which all but a thousandth of successes have arrived, at most `most`.
    #[must_use]
    pub fn longest_days(self, most: u32) -> u32 {
        self.delay_days(0.999).map_or(most, |days| days.min(most))
    }
}

impl Innovation {
    /// Whether there is any.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.experiments_per_year > 0.0
    }

    /// Where a chain's experiments are made: Ethereum's always on mainnet, those of sovereign chains always at home.
    #[must_use]
    pub fn venue_of(&self, chain: &Chain) -> Venue {
        match chain.kind {
            ChainKind::L1 => Venue::Mainnet,
            ChainKind::Sovereign => Venue::L2,
            ChainKind::L2 | ChainKind::L3 => self.venue,
        }
    }

    /// What experiments do for each capability of `chain`, whose focus and budget, or observation, give it `levels`.
    #[must_use]
    pub fn practice(&self, chain: &Chain, verticals: &[Vertical], capabilities: &[Capability], levels: &[f64]) -> Vec<Practice> {
        let mut shares = budget_shares(&chain.focus, verticals, capabilities.len());
        shares.iter_mut().zip(capabilities).filter(|(_, c)| c.channel == Channel::Gate).for_each(|(share, _)| *share = 0.0);
        let frontier: f64 = shares.iter().zip(capabilities).map(|(share, c)| share * c.frontier_usd_per_year).sum();
        let wanted = self.experiments_per_year / DAYS_PER_YEAR * chain.capability_budget_usd_per_year / frontier;
        let (total, all) = (wanted.min(MOST_PER_DAY), shares.iter().sum::<f64>());
        let of = |((share, c), level): ((&f64, &Capability), &f64)| {
            let experiments_per_day = if frontier > 0.0 { total * share / all } else { 0.0 };
            self.practice_of(experiments_per_day, c, *level)
        };
        shares.iter().zip(capabilities).zip(levels).map(of).collect()
    }

    fn practice_of(&self, experiments_per_day: f64, capability: &Capability, level: f64) -> Practice {
        let successes = experiments_per_day * (1.0 - self.failure_probability);
        let loss = daily_weight(self.lead_half_life_days);
        let gap = 1.0 - level;
        let held = level - (exp(successes * MAX_GAIN) - 1.0) * gap / loss;
        let fixed = capability.channel == Channel::Gate || level <= capability.k0 || successes == 0.0 || gap <= 0.0;
        let base = if fixed { level } else { capability.k0.max(held) };
        let gain = if fixed { 0.0 } else { ln(1.0 + loss * (level - base) / gap) / successes };
        Practice { experiments_per_day, gain: gain.min(MAX_GAIN), base }
    }

    /// K after a day's loss of leads.
    #[must_use]
    pub fn worn(&self, level: f64, base: f64) -> f64 {
        level - daily_weight(self.lead_half_life_days) * (level - base)
    }

    /// Share of the gap that a success of gain `gain` closes where it arrives after so many days.
    #[must_use]
    pub fn aged(&self, gain: f64, days: u32) -> f64 {
        gain * pow(1.0 - daily_weight(self.lead_half_life_days), f64::from(days))
    }

    /// How a success of the chain at position `k` comes to the one at position `m`, itself included; `None`: not at all.
    #[must_use]
    pub fn path(&self, chains: &[Chain], k: usize, m: usize) -> Option<Path> {
        let (from, to, spread) = (&chains[k], &chains[m], self.diffusion);
        let rollup = |c: &Chain| matches!(c.kind, ChainKind::L2 | ChainKind::L3);
        let per_day = if k == m {
            1.0
        } else if from.stack.is_some() && from.stack == to.stack {
            spread.stack_per_day
        } else if rollup(from) && rollup(to) {
            spread.rollups_per_day
        } else {
            spread.standards_per_day
        };
        let share = if k == m { 1.0 } else { spread.share };
        let path = match self.venue_of(from) {
            Venue::L2 => Path { share, lag_days: 0, per_day },
            Venue::Mainnet if to.settles_on_ethereum() => Path { share: self.acceptance, lag_days: self.l1_lag_days, per_day: 1.0 },
            Venue::Mainnet => Path { share: self.acceptance * share, lag_days: self.l1_lag_days, per_day: spread.standards_per_day },
        };
        (path.share > 0.0 && path.per_day > 0.0).then_some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capability(channel: Channel, k0: f64) -> Capability {
        Capability { name: "c".into(), channel, strength: 0.5, k0, frontier_usd_per_year: 1e6, delisting_per_year: 0.0 }
    }

    fn innovation() -> Innovation {
        Innovation { experiments_per_year: 12.0, failure_probability: 0.25, lead_half_life_days: 365.0, ..Innovation::default() }
    }

    #[test]
    fn gains_balance_the_loss_of_leads_exactly() {
        let (innovation, c) = (innovation(), capability(Channel::Fit, 0.2));
        for (per_day, level) in [(0.03, 0.6), (0.1, 0.9), (0.001, 0.8), (2.0, 0.21)] {
            let practice = innovation.practice_of(per_day, &c, level);
            let after_loss = innovation.worn(level, practice.base);
            let mean = 1.0 - (1.0 - after_loss) * (-per_day * 0.75 * practice.gain).exp();
            assert!((mean - level).abs() < 1e-12, "{per_day} {level}: {mean}");
            assert!(practice.gain > 0.0 && practice.gain <= MAX_GAIN && practice.base >= 0.2, "{practice:?}");
        }
        assert_eq!(innovation.practice_of(0.03, &c, 0.6).base, 0.2);
        assert!(innovation.practice_of(0.001, &c, 0.8).base > 0.7, "experiments so rare hold up little");
    }

    #[test]
    fn without_experiments_levels_hold_by_themselves() {
        let innovation = innovation();
        for (per_day, channel, level) in
            [(0.0, Channel::Fit, 0.7), (0.1, Channel::Gate, 0.7), (0.1, Channel::Fit, 1.0), (0.1, Channel::Fit, 0.1)]
        {
            let practice = innovation.practice_of(per_day, &capability(channel, 0.2), level);
            assert_eq!((practice.gain, innovation.worn(level, practice.base)), (0.0, level));
        }
    }

    #[test]
    fn delays_are_geometric() {
        let path = Path { share: 1.0, lag_days: 10, per_day: 0.2 };
        let points = 100_000;
        let delays = (0..points).map(|i| f64::from(path.delay_days((f64::from(i) + 0.5) / f64::from(points)).expect("it arrives")));
        let mean = delays.sum::<f64>() / f64::from(points);
        assert!((mean - (10.0 + 0.8 / 0.2)).abs() < 1e-2, "{mean}");
        assert_eq!(Path { per_day: 1.0, ..path }.delay_days(0.999), Some(10));
        assert_eq!(Path { per_day: 1e-9, ..path }.delay_days(0.999), None);
    }
}
