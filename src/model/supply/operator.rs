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

    /// Revenue less all costs.
    #[must_use]
    pub fn profit(&self) -> MicroUsd {
        self.revenue - self.costs()
    }
}
