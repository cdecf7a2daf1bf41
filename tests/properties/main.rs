//! What holds in every scenario, over random ones: people and money are conserved, numbers stay finite, the order and names of things do
//! not matter, only differences of utility count, a chain that nobody may use changes nothing, and interoperability hurts nobody whose
//! behaviour it leaves alone.
//!
//! Seeds are fixed: a property that passes once passes always. None is a statistical test; tolerances are those of rounding.

#[path = "../support/mod.rs"]
mod support;

mod composed;
mod conservation;
mod dice;
mod experiments;
mod law;
mod order;
mod policies;
mod scenarios;
mod sharing;
mod weightless;
