//! Many runs, one answer: which assumptions each replicate draws, how paired replicates are compared, and what may be said about it.
//!
//! Replicate r of every variant shares its chance, factor draws and start, so variants are compared replicate by replicate: what all
//! variants have in common cancels. Nothing here reads or writes files.

pub mod calibration;
pub mod design;
pub mod gathered;
pub mod runner;
pub mod statistics;
pub mod study;
pub mod verdict;
