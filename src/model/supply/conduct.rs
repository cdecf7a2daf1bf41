//! Conduct of operators: what a chain may decide by itself, how often it looks, and what it has decided.

use crate::model::id::StackId;
use crate::model::units::DAYS_PER_YEAR;

/// How a chain sets its gas price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pricing {
    /// As the scenario says.
    #[default]
    Fixed,
    /// Best response to what others charge.
    BestResponse,
}

impl Pricing {
    /// All ways.
    pub const ALL: [Self; 2] = [Self::Fixed, Self::BestResponse];

    /// Name in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::BestResponse => "best-response",
        }
    }

    /// The way called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

/// How a chain chooses its focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FocusRule {
    /// As the scenario says.
    #[default]
    Fixed,
    /// A step at every review toward the vertical with the highest marginal profit, if there is a gain.
    FollowProfit,
}

impl FocusRule {
    /// All rules.
    pub const ALL: [Self; 2] = [Self::Fixed, Self::FollowProfit];

    /// Name in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::FollowProfit => "follow-profit",
        }
    }

    /// The rule called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

/// How a chain spends on incentives beside the programmes of the scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IncentiveRule {
    /// Not at all.
    #[default]
    Fixed,
    /// Whenever its share of users is below the one it defends, within a treasury rule.
    DefendShare,
}

impl IncentiveRule {
    /// All rules.
    pub const ALL: [Self; 2] = [Self::Fixed, Self::DefendShare];

    /// Name in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::DefendShare => "defend-share",
        }
    }

    /// The rule called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

/// What a chain may decide. By default nothing: everything is as the scenario says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conduct {
    /// Number of its owner, who prices all his chains jointly; none: it is nobody's but its own.
    pub owner: Option<u16>,
    /// Days between two reviews.
    pub review_days: u32,
    /// Prices.
    pub pricing: Pricing,
    /// Focus.
    pub focus: FocusRule,
    /// Share of the budget that a review may turn to another vertical, in (0, 1].
    pub focus_step: f64,
    /// Incentives.
    pub incentives: IncentiveRule,
    /// Share of all users on chains that it defends; none: that of its first review.
    pub defended_share: Option<f64>,
    /// Most that it spends on that in a year, as a share of its treasury at the review.
    pub incentive_share_per_year: f64,
    /// Part of the treasury that is not spent on it, USD.
    pub treasury_reserve_usd: f64,
}

impl Default for Conduct {
    fn default() -> Self {
        Self {
            owner: None,
            review_days: 90,
            pricing: Pricing::Fixed,
            focus: FocusRule::Fixed,
            focus_step: 0.1,
            incentives: IncentiveRule::Fixed,
            defended_share: None,
            incentive_share_per_year: 0.2,
            treasury_reserve_usd: 0.0,
        }
    }
}

impl Conduct {
    /// Whether it decides anything at all.
    #[must_use]
    pub fn decides(&self) -> bool {
        self.pricing != Pricing::Fixed || self.focus != FocusRule::Fixed || self.incentives != IncentiveRule::Fixed
    }

    /// Whether a review is due in the evening of `day`, counted from 0.
    #[must_use]
    pub fn is_due(&self, day: u32) -> bool {
        self.decides() && (day + 1).is_multiple_of(self.review_days)
    }

    /// Most that a chain with `treasury_usd` at a review spends on its share, USD a day: a share of the treasury a year, and until the
    /// next review no more than what is above the reserve.
    #[must_use]
    pub fn most_incentives_usd_per_day(&self, treasury_usd: f64) -> f64 {
        let above = (treasury_usd - self.treasury_reserve_usd).max(0.0);
        (self.incentive_share_per_year * treasury_usd / DAYS_PER_YEAR).min(above / f64::from(self.review_days)).max(0.0)
    }

    /// What a chain with `treasury_usd` in the evening pays the day after of `usd_per_day` that it decided on: nothing of the reserve.
    #[must_use]
    pub fn affordable_usd(&self, usd_per_day: f64, treasury_usd: f64) -> f64 {
        usd_per_day.min(treasury_usd - self.treasury_reserve_usd).max(0.0)
    }
}

/// What a chain has decided, in place of what the scenario says; by default nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// Floor of its gas price, gwei.
    pub min_gas_price_gwei: Option<f64>,
    /// Focus, shares over verticals, sum 1.
    pub focus: Option<Vec<f64>>,
    /// Incentives for those who are active on it, USD a day.
    pub incentives_usd_per_day: f64,
    /// Stack that its founders chose: one, or none.
    pub stack: Option<Option<StackId>>,
    /// Lives that its slot has seen before this one.
    pub past_lives: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back() {
        assert!(Pricing::ALL.into_iter().all(|x| Pricing::from_name(x.name()) == Some(x)));
        assert!(FocusRule::ALL.into_iter().all(|x| FocusRule::from_name(x.name()) == Some(x)));
        assert!(IncentiveRule::ALL.into_iter().all(|x| IncentiveRule::from_name(x.name()) == Some(x)));
    }

    #[test]
    fn reviews_come_at_the_end_of_every_period_and_only_where_something_can_be_decided() {
        let conduct = Conduct { review_days: 30, pricing: Pricing::BestResponse, ..Conduct::default() };
        assert_eq!((0..91).filter(|day| conduct.is_due(*day)).collect::<Vec<_>>(), [29, 59, 89]);
        assert!(!Conduct::default().is_due(89));
    }

    #[test]
    fn incentives_keep_to_a_share_of_the_treasury_and_off_the_reserve() {
        let conduct = Conduct { incentive_share_per_year: 0.365, treasury_reserve_usd: 9e5, review_days: 100, ..Conduct::default() };
        assert_eq!(conduct.most_incentives_usd_per_day(2e6), 2000.0);
        assert_eq!(conduct.most_incentives_usd_per_day(1e6), 1000.0);
        assert_eq!(conduct.most_incentives_usd_per_day(9.1e5), 100.0);
        assert_eq!([8e5, -1e5].map(|usd| conduct.most_incentives_usd_per_day(usd)), [0.0; 2]);
        assert_eq!([2e6, 9e5 + 40.0, 9e5, 0.0].map(|usd| conduct.affordable_usd(100.0, usd)), [100.0, 40.0, 0.0, 0.0]);
    }
}
