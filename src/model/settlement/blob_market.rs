//! The blob market: exact integer rules of EIP-4844, 7691, 7892 and 7918, by fork.

/// Ethereum's rules by name of the fork that brought them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fork {
    /// Before Cancun: no blobs.
    PreCancun,
    /// 13 March 2024: blobs (EIP-4844).
    Cancun,
    /// 7 May 2025: more blobs (EIP-7691), dearer calldata (EIP-7623).
    Prague,
    /// 3 December 2025: reserve price (EIP-7918).
    Osaka,
    /// 9 December 2025: blob parameters only (EIP-7892).
    Bpo1,
    /// 7 January 2026.
    Bpo2,
}

impl Fork {
    /// Gas of one non-zero byte of calldata in a data-heavy transaction: 16, and 40 (the floor of EIP-7623) from Prague on.
    #[must_use]
    pub fn calldata_gas_per_byte(self) -> f64 {
        if self >= Self::Prague { 40.0 } else { 16.0 }
    }
}
