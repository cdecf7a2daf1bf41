//! A chain's accounts: what a day brought in and what it cost.

use crate::model::units::MicroUsd;

/// One chain's accounts for a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChainAccount {
    /// Transaction fees of users, ordering value captured, and data fees of child chains.
    pub revenue: MicroUsd,
    /// Part of it: ordering value captured.
    pub ordering: MicroUsd,
    /// Fees of its users that a sponsor bore: apps pay them, as part of revenue; a chain that sponsors forgoes them.
    pub sponsored: MicroUsd,
    /// Publishing data.
    pub data: MicroUsd,
    /// Settlement transactions.
    pub settlement: MicroUsd,
    /// Proving.
    pub proofs: MicroUsd,
    /// Fixed operations.
    pub fixed: MicroUsd,
    /// Own validators.
    pub validators: MicroUsd,
    /// Capabilities and the surcharge for conflicting ones.
    pub capabilities: MicroUsd,
    /// The stack's share, that of shared sequencing included.
    pub stack_share: MicroUsd,
    /// Grants to apps.
    pub grants: MicroUsd,
    /// Programmes, deals and other payments that systems of the field order.
    pub systems: MicroUsd,
    /// Ethereum's own base fees, burnt; 0 for every other chain.
    pub burnt: MicroUsd,
    /// What its owner took of the profit: no cost, but gone from the treasury.
    pub paid_out: MicroUsd,
    /// Capital that its founders brought: no revenue, but in the treasury.
    pub capital: MicroUsd,
    /// Treasury at the end of the day.
    pub treasury: MicroUsd,
}

impl ChainAccount {
    /// All costs.
    #[must_use]
    pub fn costs(&self) -> MicroUsd {
        self.data
            + self.settlement
            + self.proofs
            + self.fixed
            + self.validators
            + self.capabilities
            + self.stack_share
            + self.grants
            + self.systems
            + self.burnt
    }

    /// What is left in the treasury of the day: profit and capital, less what the owner took.
    #[must_use]
    pub fn retained(&self) -> MicroUsd {
        self.profit() + self.capital - self.paid_out
    }

    /// Revenue less the costs that rise with transactions: data, proofs, and Ethereum's burnt fees. What is left pays for settlement, all that
    /// is fixed, the stack's share, and profit. A mean margin: what one transaction more leaves may differ.
    #[must_use]
    pub fn margin(&self) -> MicroUsd {
        self.revenue - self.data - self.proofs - self.burnt
    }

    /// Revenue less all costs.
    #[must_use]
    pub fn profit(&self) -> MicroUsd {
        self.revenue - self.costs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_margin_leaves_out_what_does_not_rise_with_transactions() {
        let usd = MicroUsd::from_usd;
        let (revenue, stack_share, grants) = (usd(100.0), usd(15.0), usd(3.0));
        let account = ChainAccount {
            revenue,
            data: usd(20.0),
            proofs: usd(5.0),
            settlement: usd(7.0),
            fixed: usd(30.0),
            stack_share,
            ..Default::default()
        };
        assert_eq!(account.margin(), usd(75.0));
        assert_eq!(ChainAccount { burnt: usd(60.0), grants, ..account }.margin(), usd(15.0));
    }
}
