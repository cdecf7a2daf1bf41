//! What tests share.

use proptest::test_runner::{Config, RngSeed};

/// Property tests over that many cases, the same in every run.
pub(crate) fn fixed(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(20_240_313), failure_persistence: None, ..Config::default() }
}
