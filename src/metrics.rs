//! What is measured: tables and their columns (one list), measures of the ecosystem, the recorder of a run, canonical digests.
//!
//! A [`Recorder`](recorder::Recorder) watches one run and gathers its tables. Nothing here knows files: the same tables, with the same
//! [digests](digest::TableDigest), come out with and without the shell. In every table NaN, and empty text, mean *no value* (the price
//! of what nobody bought, the stack of a chain without one); files show an empty cell.

pub mod column;
mod conduct;
pub mod dictionary;
pub mod digest;
pub mod entity;
mod gather;
mod happenings;
mod hurt;
mod innovation;
pub mod measure;
mod payments;
pub mod plan;
pub mod recorder;
pub mod rounding;
mod rulings;
pub mod table;
mod tally;
mod totals;

pub use rulings::{GENERAL, rows as ruling_rows, significant};

#[cfg(test)]
mod fixture;
