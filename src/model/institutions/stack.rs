//! A stack: shared software, and the share of revenue that its chains pay.

/// A rollup stack (OP Stack, Arbitrum Orbit, ZK Stack, …).
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    /// Name, unique among stacks.
    pub name: String,
    /// Share of a member's gross fee revenue.
    pub revenue_share: f64,
    /// Share of a member's fee revenue net of data and settlement cost.
    pub profit_share: f64,
    /// Fund that pays for assets stranded on its chains until it is exhausted: its opening balance, USD.
    pub insurance_usd: f64,
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
        let op = Stack { name: "op-stack".into(), revenue_share: 0.025, profit_share: 0.15, insurance_usd: 0.0 };
        assert!((op.share_due_usd(100.0, 10.0) - 13.5).abs() < 1e-12);
        assert!((op.share_due_usd(100.0, 90.0) - 2.5).abs() < 1e-12);
        assert!((op.share_due_usd(100.0, 190.0) - 2.5).abs() < 1e-12);
    }
}
