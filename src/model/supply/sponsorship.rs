//! Sponsored gas: a paymaster pays part of its users' transaction fees (ERC-4337, native account abstraction).
//!
//! Users feel p = fee − sponsored + ordering. The blockspace still clears on the gas price, which its sponsor pays in their place. A chain
//! that sponsors forgoes its own fee. Apps pay theirs to the chain, and sponsor a transaction up to what they take from it, for
//! nobody pays for long to lose more than he earns.

/// Who pays fees in users' place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sponsor {
    /// The chain itself: it forgoes the fee.
    #[default]
    Chain,
    /// The apps that the transaction goes to.
    Apps,
}

impl Sponsor {
    /// All sponsors.
    pub const ALL: [Self; 2] = [Self::Chain, Self::Apps];

    /// Name in scenarios.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chain => "chain",
            Self::Apps => "apps",
        }
    }

    /// The sponsor of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sponsor| sponsor.name() == name)
    }
}

/// A chain's paymaster; by default it pays nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sponsorship {
    /// s: share of a transaction's fee that the sponsor pays, 0 to 1.
    pub share: f64,
    /// Who that is.
    pub sponsor: Sponsor,
}

impl Sponsorship {
    /// What the sponsor pays of a fee, USD: s · fee; apps at most the `take_usd` that they earn from the transaction.
    #[must_use]
    pub fn sponsored_usd(self, fee_usd: f64, take_usd: f64) -> f64 {
        let wanted = self.share * fee_usd;
        match self.sponsor {
            Sponsor::Chain => wanted,
            Sponsor::Apps => wanted.min(take_usd),
        }
    }

    /// What the chain goes without of a fee, USD: what it sponsors itself; apps pay.
    #[must_use]
    pub fn forgone_usd(self, fee_usd: f64) -> f64 {
        match self.sponsor {
            Sponsor::Chain => self.share * fee_usd,
            Sponsor::Apps => 0.0,
        }
    }
}

impl Sponsorship {
    /// Why a chain cannot have this paymaster, if so: nobody operates Ethereum, and where a chain pays all of its fees no price clears its
    /// blockspace.
    #[must_use]
    pub fn trouble(self, has_operator: bool, finite_capacity: bool) -> Option<&'static str> {
        match self.sponsor {
            Sponsor::Chain if self.share > 0.0 && !has_operator => Some("nobody operates Ethereum and could forgo its fees"),
            Sponsor::Chain if self.share >= 1.0 && finite_capacity => {
                Some("users who pay nothing of a fee do not answer to it: no price would clear finite blockspace")
            }
            Sponsor::Chain | Sponsor::Apps => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apps_sponsor_no_more_than_they_take() {
        let apps = Sponsorship { share: 0.5, sponsor: Sponsor::Apps };
        assert_eq!([0.2, 2.0].map(|fee| apps.sponsored_usd(fee, 0.3)), [0.1, 0.3]);
        let chain = Sponsorship { sponsor: Sponsor::Chain, ..apps };
        assert_eq!([0.2, 2.0].map(|fee| chain.sponsored_usd(fee, 0.3)), [0.1, 1.0]);
    }

    #[test]
    fn nobody_sponsors_by_default() {
        assert_eq!(Sponsorship::default().sponsored_usd(3.0, 1.0), 0.0);
    }
}
