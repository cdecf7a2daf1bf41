//! Who decides for a chain: a company, after its own lag and always for what it proposed itself; or a DAO, whose decisions pass a vote.
//!
//! A vote takes a fixed time and an exponential one, passes with a probability, costs its voters their attention, and with a probability
//! that falls with decentralization the budget it passes goes to insiders.

use crate::model::math::ln;

/// Form of governance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GovernanceForm {
    /// An operator decides.
    #[default]
    Company,
    /// Holders of the token vote.
    Dao,
}

impl GovernanceForm {
    /// All forms.
    pub const ALL: [Self; 2] = [Self::Company, Self::Dao];

    /// Name in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Dao => "dao",
        }
    }

    /// The form called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }
}

/// How a chain decides. By default a company does, at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Governance {
    /// Form.
    pub form: GovernanceForm,
    /// Days that every decision takes.
    pub lag_days: f64,
    /// Mean of the exponential delay of a DAO that comes on top, days.
    pub drawn_lag_days: f64,
    /// Probability that a DAO passes a proposal.
    pub pass_probability: f64,
    /// What a vote costs holders of the token, USD.
    pub turnout_cost_usd: f64,
    /// c: probability that a budget which a DAO passes goes to insiders.
    pub capture_probability: f64,
}

impl Default for Governance {
    fn default() -> Self {
        Self {
            form: GovernanceForm::Company,
            lag_days: 0.0,
            drawn_lag_days: 0.0,
            pass_probability: 1.0,
            turnout_cost_usd: 0.0,
            capture_probability: 0.0,
        }
    }
}

/// What chance brings to a proposal: uniform numbers in [0, 1), the same whoever decides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// For the delay.
    pub lag: f64,
    /// For the vote.
    pub vote: f64,
    /// For where the budget goes.
    pub capture: f64,
}

/// What a chain decided on a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Days from proposal to decision.
    pub lag_days: u32,
    /// Whether it passed.
    pub passed: bool,
    /// Whether insiders take the budget.
    pub captured: bool,
}

impl Decision {
    /// Who gets the budget, in tables.
    #[must_use]
    pub const fn outcome(&self) -> &'static str {
        match (self.passed, self.captured) {
            (false, _) => "rejected",
            (true, true) => "insiders",
            (true, false) => "users",
        }
    }
}

impl Governance {
    /// The decision that chance brings: lag = ⌈fixed − mean · ln(1 − u)⌉ days, passed if u < pass probability, captured if u < c. A company
    /// takes its fixed lag, passes everything and is captured by nobody.
    #[must_use]
    pub fn decide(&self, chance: &Chance) -> Decision {
        match self.form {
            GovernanceForm::Company => Decision { lag_days: self.lag_days.ceil() as u32, passed: true, captured: false },
            GovernanceForm::Dao => {
                let passed = chance.vote < self.pass_probability;
                Decision {
                    lag_days: (self.lag_days - self.drawn_lag_days * ln(1.0 - chance.lag)).ceil() as u32,
                    passed,
                    captured: passed && chance.capture < self.capture_probability,
                }
            }
        }
    }

    /// What a decision costs holders of the token, USD: a vote takes place in a DAO only.
    #[must_use]
    pub fn vote_usd(&self) -> f64 {
        if self.form == GovernanceForm::Dao { self.turnout_cost_usd } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dao() -> Governance {
        Governance {
            form: GovernanceForm::Dao,
            lag_days: 30.0,
            drawn_lag_days: 20.0,
            pass_probability: 0.7,
            turnout_cost_usd: 1e4,
            capture_probability: 0.2,
        }
    }

    /// −20 ln(1 − (1 − 1/e)) is 20.
    #[test]
    fn a_vote_takes_its_time_and_may_fail() {
        let mean = 1.0 - (-1.0_f64).exp();
        let decide = |lag, vote, capture| dao().decide(&Chance { lag, vote, capture });
        assert_eq!(decide(mean - 1e-9, 0.69, 0.21), Decision { lag_days: 50, passed: true, captured: false });
        assert_eq!(decide(0.0, 0.69, 0.19), Decision { lag_days: 30, passed: true, captured: true });
        assert_eq!(decide(0.0, 0.71, 0.19), Decision { lag_days: 30, passed: false, captured: false });
    }

    #[test]
    fn a_company_decides_after_its_own_lag_and_always() {
        let company = Governance { form: GovernanceForm::Company, ..dao() };
        let unlucky = Chance { lag: 0.99, vote: 0.99, capture: 0.0 };
        assert_eq!(company.decide(&unlucky), Decision { lag_days: 30, passed: true, captured: false });
        assert_eq!((company.vote_usd(), dao().vote_usd()), (0.0, 1e4));
    }

    #[test]
    fn names_come_back() {
        assert!(GovernanceForm::ALL.into_iter().all(|form| GovernanceForm::from_name(form.name()) == Some(form)));
    }
}
