//! Which random numbers belong to whom: one stream per (seed, purpose, entity, replicate, day, block).
//!
//! A stream is a Xoshiro256++ generator whose 256-bit state is the SHA-256 of its key. Streams are independent of threads, of other
//! entities and of variants: two variants of one scenario face the same draws (common random numbers), and adding an entity changes
//! nobody else's.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use sha2::{Digest, Sha256};

/// What a stream is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// One uniform per agent and day: whether it reconsiders, and where it goes.
    HomeChoice,
    /// The day's innovation of a vertical's common demand shock.
    DemandShock,
    /// The block of the day in which a vertical's burst comes.
    Burst,
    /// How many deals of a kind a day brings (block 0), and what the first, second, … of them is (block 1, 2, …).
    Deal,
    /// Whether exchanges drop a chain on a day.
    Listing,
    /// A decision on a programme: delay, vote, where the budget goes.
    Governance,
    /// A decision on what a chain's review proposed: delay and vote; block by kind of proposal.
    Review,
    /// A chain's experiments of a day: block 0 says how many, block n what becomes of the n-th.
    Experiment,
    /// When the n-th experiment of a chain's day comes to another chain, if it succeeds; the entity is the pair.
    Diffusion,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::HomeChoice => "home-choice",
            Self::DemandShock => "demand-shock",
            Self::Burst => "burst",
            Self::Deal => "deal",
            Self::Listing => "listing",
            Self::Governance => "governance",
            Self::Review => "review",
            Self::Experiment => "experiment",
            Self::Diffusion => "diffusion",
        }
    }
}

/// A uniform in [0, 1) from 53 bits of a stream.
#[must_use]
pub(crate) fn uniform(random: &mut impl Rng) -> f64 {
    (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

/// All streams of one replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streams {
    seed: u64,
    replicate: u32,
}

impl Streams {
    /// The streams of a replicate.
    #[must_use]
    pub const fn new(seed: u64, replicate: u32) -> Self {
        Self { seed, replicate }
    }

    /// The stream of one purpose, entity, day and block.
    ///
    /// Key: `l2niche`, seed, purpose, 0, entity, 0, replicate, day, block; numbers little-endian.
    #[must_use]
    pub fn of(&self, purpose: Purpose, entity: &str, day: u32, block: u32) -> Xoshiro256PlusPlus {
        let mut key = Sha256::new();
        key.update(b"l2niche");
        key.update(self.seed.to_le_bytes());
        key.update(purpose.name());
        key.update([0]);
        key.update(entity);
        key.update([0]);
        key.update(self.replicate.to_le_bytes());
        key.update(day.to_le_bytes());
        key.update(block.to_le_bytes());
        Xoshiro256PlusPlus::from_seed(key.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reference vectors: SHA-256 by Python's hashlib, Xoshiro256++ by its authors' C code (the state is read little-endian).
    #[test]
    fn streams_match_their_reference_vectors() {
        let mut first = Streams::new(1, 0).of(Purpose::HomeChoice, "traders", 0, 0);
        let mut later = Streams::new(1, 3).of(Purpose::HomeChoice, "traders", 17, 2);
        assert_eq!([first.next_u64(), first.next_u64()], REFERENCE[0]);
        assert_eq!([later.next_u64(), later.next_u64()], REFERENCE[1]);
    }

    const REFERENCE: [[u64; 2]; 2] = [[0x3bcd_9610_322d_bd08, 0x242d_77c9_3e1c_d0ed], [0x72be_f593_e8c1_3c78, 0x10ee_8e5f_da74_23f5]];

    #[test]
    fn every_part_of_the_key_matters() {
        let base = Streams::new(7, 1).of(Purpose::HomeChoice, "a", 2, 3);
        for other in [
            Streams::new(8, 1).of(Purpose::HomeChoice, "a", 2, 3),
            Streams::new(7, 2).of(Purpose::HomeChoice, "a", 2, 3),
            Streams::new(7, 1).of(Purpose::HomeChoice, "b", 2, 3),
            Streams::new(7, 1).of(Purpose::HomeChoice, "a", 1, 3),
            Streams::new(7, 1).of(Purpose::HomeChoice, "a", 2, 4),
        ] {
            assert_ne!(base, other);
        }
    }
}
