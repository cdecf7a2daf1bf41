//! Forks of Ethereum: which rules are in force, by name.

use crate::model::settlement::blob_gas::BlobSchedule;

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
    /// 7 January 2026: blob parameters only (EIP-7892).
    Bpo2,
}

impl Fork {
    /// All forks, in the order of time.
    pub const ALL: [Self; 6] = [Self::PreCancun, Self::Cancun, Self::Prague, Self::Osaka, Self::Bpo1, Self::Bpo2];

    /// Name in scenario files and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PreCancun => "pre-cancun",
            Self::Cancun => "cancun",
            Self::Prague => "prague",
            Self::Osaka => "osaka",
            Self::Bpo1 => "bpo1",
            Self::Bpo2 => "bpo2",
        }
    }

    /// The fork of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fork| fork.name() == name)
    }

    /// Gas of one non-zero byte of calldata in a data-heavy transaction: 16, and 40 (the floor of EIP-7623) from Prague on.
    #[must_use]
    pub fn calldata_gas_per_byte(self) -> f64 {
        if self >= Self::Prague { 40.0 } else { 16.0 }
    }

    /// Parameters of the blob market; none before Cancun. Source: mainnet's chain configuration (EIP-4844, 7691, 7892, 7918).
    #[must_use]
    pub const fn blob_schedule(self) -> Option<BlobSchedule> {
        let (target, max, update_fraction, reserve_price) = match self {
            Self::PreCancun => return None,
            Self::Cancun => (3, 6, 3_338_477, false),
            Self::Prague => (6, 9, 5_007_716, false),
            Self::Osaka => (6, 9, 5_007_716, true),
            Self::Bpo1 => (10, 15, 8_346_193, true),
            Self::Bpo2 => (14, 21, 11_684_671, true),
        };
        Some(BlobSchedule { target, max, update_fraction, reserve_price })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_forks() {
        for fork in Fork::ALL {
            assert_eq!(Fork::from_name(fork.name()), Some(fork));
        }
        assert_eq!(Fork::from_name("Cancun"), None);
        assert!(Fork::ALL.is_sorted());
    }

    #[test]
    fn calldata_is_dearer_from_prague_on() {
        let gas: Vec<f64> = Fork::ALL.into_iter().map(Fork::calldata_gas_per_byte).collect();
        assert_eq!(gas, [16.0, 16.0, 40.0, 40.0, 40.0, 40.0]);
    }

    #[test]
    fn only_forks_before_cancun_have_no_blobs() {
        let with_blobs: Vec<Fork> = Fork::ALL.into_iter().filter(|f| f.blob_schedule().is_some()).collect();
        assert_eq!(with_blobs, Fork::ALL[1..]);
    }
}
