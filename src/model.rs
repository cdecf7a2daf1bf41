//! The economics: pure functions and immutable data. No random numbers, threads, files or serialisation.
//!
//! Inside, data flows one way: settlement ← supply ← institutions ← demand ← conduct ← economy ← measures, on top of ids, units,
//! mathematics, the ledger and verticals. `tests/layers.rs` checks it.

pub mod demand;
pub mod economy;
pub mod grid;
pub mod id;
pub mod institutions;
pub mod ledger;
pub mod math;
pub mod measures;
pub mod settlement;
pub mod supply;
pub mod units;
pub mod vertical;
