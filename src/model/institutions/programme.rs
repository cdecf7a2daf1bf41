//! An incentive programme: a budget of a chain for those who are active on it, proposed on a day and decided by the chain's governance.

use crate::model::id::ChainId;
use crate::model::supply::governance::Decision;

/// An incentive programme as it is proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// Name, unique among programmes.
    pub name: String,
    /// The chain whose treasury pays, and whose users are paid.
    pub chain: ChainId,
    /// Day on which it is proposed.
    pub proposed_day: u32,
    /// Days over which the budget is spent, from the decision on.
    pub days: u32,
    /// Budget, USD.
    pub budget_usd: f64,
}

impl Programme {
    /// Day on which `decision` falls.
    #[must_use]
    pub fn decided_day(&self, decision: &Decision) -> u32 {
        self.proposed_day.saturating_add(decision.lag_days)
    }

    /// What is spent on `day` if `decision` passed it, USD.
    #[must_use]
    pub fn spends_usd_on(&self, day: u32, decision: &Decision) -> f64 {
        let first = self.decided_day(decision);
        let runs = decision.passed && day >= first && day - first < self.days;
        if runs { self.budget_usd / f64::from(self.days) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_is_spent_in_equal_parts_from_the_decision_on() {
        let programme = Programme { name: "boost".into(), chain: ChainId::at(0), proposed_day: 10, days: 4, budget_usd: 100.0 };
        let passed = Decision { lag_days: 3, passed: true, captured: false };
        let spent = |decision: &Decision| -> Vec<f64> { (11..19).map(|day| programme.spends_usd_on(day, decision)).collect() };
        assert_eq!(spent(&passed), [0.0, 0.0, 25.0, 25.0, 25.0, 25.0, 0.0, 0.0]);
        assert_eq!(spent(&Decision { passed: false, ..passed }).iter().sum::<f64>(), 0.0);
    }
}
