//! The economics: pure functions and immutable data. No random numbers, threads, files or serialisation.
//!
//! Inside, data flows one way: ids, units, mathematics, the ledger ← verticals ← settlement ← supply ← institutions ← user groups ← what
//! has become of them ← the economy that holds them ← demand (what people do in it) ← measures. `tests/layers.rs` checks it.

pub mod demand;
pub mod economy;
pub mod grid;
pub mod id;
pub mod institutions;
pub mod ledger;
pub mod math;
pub mod measures;
pub mod settlement;
pub mod standing;
pub mod supply;
#[cfg(test)]
pub(crate) mod testing;
pub mod units;
pub mod user_group;
pub mod vertical;
