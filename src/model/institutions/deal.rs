//! Deals with partners: businesses that bring a chain their customers, assets or titles.
//!
//! Signings are a Poisson process, λ = rate · K · min(1, B/B*)^e a year: K the chain's level of the capability that partners ask for, B
//! what the chain spends on business development, B* the spending of the busiest. A deal has a size of its own (log-normal, mean 1), which
//! multiplies everything it brings, and lives for an exponential time. What it brings is distribution, never a constant of a brand:
//! a channel like an exchange's, assets that lend liquidity, and the appeal of a title, which fades: appeal(age) = 2^{−age/half-life}.

use crate::model::id::{CapabilityId, ChainId};
use crate::model::math::{exp, ln, pow};

/// A kind of deals of one chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Deal {
    /// Name, unique among kinds of deals.
    pub name: String,
    /// The chain that signs them.
    pub chain: ChainId,
    /// Signings a year at level 1 of the capability and busiest business development.
    pub rate_per_year: f64,
    /// Capability whose level at the chain scales the rate, if any.
    pub capability: Option<CapabilityId>,
    /// B: what the chain spends on finding partners, USD a year.
    pub bd_budget_usd_per_year: f64,
    /// B*: spending at which more brings no more partners, USD a year; 0 if partners come by themselves.
    pub bd_frontier_usd_per_year: f64,
    /// e: elasticity of signings to spending below the frontier.
    pub bd_elasticity: f64,
    /// What a chain pays its partner at signing, USD, for a deal of size 1.
    pub payment_usd: f64,
    /// Mean life of a deal, days; infinite: for ever.
    pub life_days: f64,
    /// Standard deviation of the logarithm of a deal's size.
    pub size_sigma: f64,
    /// The customers that a deal brings.
    pub channel: PartnerChannel,
    /// The assets that a deal brings.
    pub assets: PartnerAssets,
    /// The appeal that a deal lends to the chain.
    pub title: Title,
}

/// What customers of partners hear and are spared: as those of an exchange.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartnerChannel {
    /// Share of each group who are customers of a partner of size 1, `[group]`; all deals together reach at most everybody.
    pub customers: Vec<f64>,
    /// Hazard a year at which unaware customers become aware through their partner.
    pub awareness_per_year: f64,
    /// What it adds to the visibility exponent of the chain, for a group of nothing but customers.
    pub visibility: f64,
    /// Share of the chain's onboarding cost that customers are spared, in [0, 1].
    pub onboarding_relief: f64,
}

/// Assets that a partner keeps on the chain while its deal lives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartnerAssets {
    /// Assets of a deal of size 1, USD.
    pub usd: f64,
    /// Liquidity that a dollar of them lends, USD of activity a day, `[vertical]`.
    pub turnover_per_day: Vec<f64>,
    /// What the partner pays the chain for keeping them, share of the assets a year.
    pub fee_per_year: f64,
}

/// A title or brand that draws users to what a chain offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Title {
    /// What a new deal of size 1 adds to ξ, share of benefit, `[vertical]`.
    pub quality: Vec<f64>,
    /// Days in which appeal halves; infinite: never.
    pub half_life_days: f64,
}

impl Title {
    /// Share of its first appeal that is left of a title of this age: 2^{−age/half-life}.
    #[must_use]
    pub fn appeal(&self, age_days: f64) -> f64 {
        exp(-std::f64::consts::LN_2 * age_days / self.half_life_days)
    }

    /// Whether it lends any appeal.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.quality.iter().any(|q| *q != 0.0)
    }
}

impl Deal {
    /// What is wrong with it in a world of so many things, if anything is.
    #[must_use]
    pub fn problem(&self, capabilities: usize, verticals: usize, chains: usize, groups: usize) -> Option<&'static str> {
        let (turnover, quality) = (&self.assets.turnover_per_day, &self.title.quality);
        let checks = [
            (self.chain.index() < chains, "unknown chain"),
            (self.capability.is_none_or(|c| c.index() < capabilities), "unknown capability"),
            (self.channel.customers.is_empty() || self.channel.customers.len() == groups, "one share of customers per group, or none"),
            (turnover.is_empty() || turnover.len() == verticals, "one turnover per vertical, or none"),
            (quality.is_empty() || quality.len() == verticals, "one quality per vertical, or none"),
            (self.life_days > 0.0 && (!self.title.counts() || self.title.half_life_days > 0.0), "lives and half-lives are above 0"),
        ];
        checks.into_iter().find(|(fine, _)| !fine).map(|(_, problem)| problem)
    }

    /// λ: signings a year of a chain with these capability levels.
    #[must_use]
    pub fn signings_per_year(&self, levels: &[f64]) -> f64 {
        let level = self.capability.map_or(1.0, |c| levels[c.index()]);
        let effort = if self.bd_frontier_usd_per_year > 0.0 {
            pow((self.bd_budget_usd_per_year / self.bd_frontier_usd_per_year).min(1.0), self.bd_elasticity)
        } else {
            1.0
        };
        self.rate_per_year * level * effort
    }

    /// Size of a deal whose standard normal draw is `normal`: e^{σz − σ²/2}, mean 1.
    #[must_use]
    pub fn size(&self, normal: f64) -> f64 {
        exp(self.size_sigma * normal - self.size_sigma * self.size_sigma / 2.0)
    }

    /// Days a deal lives whose uniform draw in (0, 1) is `uniform`: −life · ln u.
    #[must_use]
    pub fn life(&self, uniform: f64) -> f64 {
        -self.life_days * ln(uniform)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deal() -> Deal {
        Deal {
            name: "issuers".into(),
            chain: ChainId::at(0),
            rate_per_year: 8.0,
            capability: Some(CapabilityId::at(1)),
            bd_budget_usd_per_year: 1e6,
            bd_frontier_usd_per_year: 4e6,
            bd_elasticity: 0.5,
            payment_usd: 0.0,
            life_days: 500.0,
            size_sigma: 1.2,
            channel: PartnerChannel::default(),
            assets: PartnerAssets::default(),
            title: Title { quality: vec![0.5], half_life_days: 60.0 },
        }
    }

    #[test]
    fn signings_follow_level_and_spending_up_to_the_frontier() {
        let busy = |usd: f64| Deal { bd_budget_usd_per_year: usd, ..deal() };
        assert!((deal().signings_per_year(&[1.0, 0.5]) - 2.0).abs() < 1e-12);
        assert_eq!(busy(4e6).signings_per_year(&[0.0, 1.0]), 8.0);
        assert_eq!(busy(9e6).signings_per_year(&[0.0, 1.0]), 8.0);
        assert_eq!(busy(0.0).signings_per_year(&[0.0, 1.0]), 0.0);
        let by_themselves = Deal { bd_frontier_usd_per_year: 0.0, capability: None, ..busy(0.0) };
        assert_eq!(by_themselves.signings_per_year(&[]), 8.0);
    }

    #[test]
    fn sizes_have_mean_one_and_titles_fade_by_halves() {
        let step = 1e-3;
        let mean: f64 = (-8000..8000)
            .map(|i| (f64::from(i) + 0.5) * step)
            .map(|z| deal().size(z) * exp(-z * z / 2.0) / std::f64::consts::TAU.sqrt() * step)
            .sum();
        assert!((mean - 1.0).abs() < 1e-6, "{mean}");
        let title = deal().title;
        assert!((title.appeal(60.0) - 0.5).abs() < 1e-12 && title.appeal(0.0) == 1.0);
        assert_eq!(Title { half_life_days: f64::INFINITY, ..title }.appeal(1e6), 1.0);
        assert!(!Title::default().counts());
    }
}
