//! A stack: shared software, and the share of revenue that its chains pay.

use crate::model::institutions::fund::Fund;

/// How chains of a stack charge for data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FeeRule {
    /// (1 + data mark-up) times the chain's average cost of a byte.
    #[default]
    Cost,
    /// The OP Stack's: Fjord's data fee and Isthmus' operator fee, by the chain's scalars; the margin is an outcome.
    Op,
    /// Arbitrum's: the average cost of a byte and a small reward, where its price updates rest.
    Arbitrum,
}

impl FeeRule {
    /// All rules.
    pub const ALL: [Self; 3] = [Self::Cost, Self::Op, Self::Arbitrum];

    /// The rule called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// Name in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Op => "op",
            Self::Arbitrum => "arbitrum",
        }
    }
}

/// What chains of a stack have in common in posting and charging for data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DataRules {
    /// Whether its rollups that post blobs pool their data into common posts, each paying in proportion to its bytes.
    pub shared_posting: bool,
    /// How users pay for data.
    pub fee_rule: FeeRule,
}

/// Shared sequencing of a stack's chains.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sequencing {
    /// Share of the ordering value captured on its chains that the stack's sequencer keeps.
    pub share: f64,
    /// Cut of the friction between its chains, 0 to 1.
    pub friction_cut: f64,
}

/// A rollup stack (OP Stack, Arbitrum Orbit, ZK Stack, …).
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    /// Name, unique among stacks.
    pub name: String,
    /// Posting and data fees.
    pub data: DataRules,
    /// Share of a member's gross fee revenue.
    pub revenue_share: f64,
    /// Share of a member's fee revenue net of data and settlement cost.
    pub profit_share: f64,
    /// Shared sequencing.
    pub sequencing: Sequencing,
    /// Fund that pays for assets stranded on its chains until it is exhausted: its opening balance, USD.
    pub insurance_usd: f64,
    /// What it does with what its members pay it.
    pub fund: Fund,
}

impl Stack {
    /// What a member owes on revenue `revenue_usd` with data and settlement cost `settlement_cost_usd`:
    /// max(revenue_share · revenue, profit_share · max(0, revenue − cost)).
    ///
    /// The OP Superchain takes the larger of 2.5 % of revenue and 15 % of net revenue (specs, superchain-revshares-calc);
    /// Orbit chains that settle outside Arbitrum pay 10 % of net profit (Arbitrum Expansion Program, January 2024).
    #[must_use]
    pub fn share_due_usd(&self, revenue_usd: f64, settlement_cost_usd: f64) -> f64 {
        let net = (revenue_usd - settlement_cost_usd).max(0.0);
        (self.revenue_share * revenue_usd).max(self.profit_share * net)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_superchain_takes_the_larger_of_two_shares() {
        let op = Stack {
            name: "op-stack".into(),
            data: DataRules::default(),
            sequencing: Sequencing::default(),
            revenue_share: 0.025,
            profit_share: 0.15,
            insurance_usd: 0.0,
            fund: Fund::default(),
        };
        assert!((op.share_due_usd(100.0, 10.0) - 13.5).abs() < 1e-12);
        assert!((op.share_due_usd(100.0, 90.0) - 2.5).abs() < 1e-12);
        assert!((op.share_due_usd(100.0, 190.0) - 2.5).abs() < 1e-12);
    }
}
