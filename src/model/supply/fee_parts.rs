//! What the fee of a transaction is made of.

/// Parts of a fee, USD.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeeParts {
    /// Gas at the gas price.
    pub execution: f64,
    /// Bytes at the price of a byte to users.
    pub data: f64,
    /// Operator fee of the OP rule.
    pub operator: f64,
    /// Proving.
    pub proof: f64,
}

impl FeeParts {
    /// The fee.
    #[inline]
    #[must_use]
    pub fn total(self) -> f64 {
        self.execution + self.data + self.operator + self.proof
    }
}
