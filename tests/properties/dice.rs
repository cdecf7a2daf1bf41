//! Random choices of which a case consists, so that a failing case shrinks toward the first choice of each kind.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// Numbers that the largest case uses up.
const NUMBERS: usize = 2000;
/// Attempts to make a failing case simpler: each runs a scenario.
const SIMPLER: u32 = 400;

/// Numbers in [0, 1) that a case consists of.
pub(crate) struct Dice<'a>(std::slice::Iter<'a, f64>);

impl<'a> Dice<'a> {
    /// Dice that show `numbers` one after the other.
    pub(crate) fn new(numbers: &'a [f64]) -> Self {
        Self(numbers.iter())
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.next().expect("more numbers than the largest case uses")
    }

    /// Evenly by orders of magnitude.
    pub(crate) fn scale(&mut self, low: f64, high: f64) -> f64 {
        self.between(low.ln(), high.ln()).exp()
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// A whole number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.between(0.0, n as f64) as usize).min(n - 1)
    }

    pub(crate) fn chance(&mut self, p: f64) -> bool {
        self.between(0.0, 1.0) > 1.0 - p
    }

    /// Shares that sum to 1, some of them 0.
    pub(crate) fn shares(&mut self, n: usize) -> Vec<f64> {
        let raw: Vec<f64> = (0..n).map(|_| if self.chance(0.2) { 0.0 } else { self.between(0.01, 1.0) }).collect();
        let total: f64 = raw.iter().sum();
        if total == 0.0 { vec![1.0 / n as f64; n] } else { raw.iter().map(|x| x / total).collect() }
    }
}

/// The numbers of a case: not worth printing, for what follows from them is.
#[derive(Clone)]
pub(crate) struct Numbers(pub(crate) Vec<f64>);

impl std::fmt::Debug for Numbers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} numbers", self.0.len())
    }
}

/// The numbers of a case.
pub(crate) fn numbers() -> impl Strategy<Value = Numbers> {
    prop::collection::vec(0.0..1.0f64, NUMBERS).prop_map(Numbers)
}

/// So many cases, the same in every run.
pub(crate) fn cases(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, max_shrink_iters: SIMPLER, ..Config::default() }
}
