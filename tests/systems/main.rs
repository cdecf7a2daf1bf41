//! Systems of the field: what the shipped worlds say, shortened, and with which certainty.
//!
//! Each test runs a scenario of `scenarios/` as it is shipped but for its length, the number of agents and taste nodes, and its factors,
//! which stand at the scenario's own values, so that replicates are independent and differ by chance alone. A sign is told if all
//! replicates have it: without an effect that happens in one of 2^[`REPLICATES`](study::REPLICATES) cases, 0.4 %. Seeds are fixed.

#[path = "../support/mod.rs"]
mod support;

mod account_abstraction;
mod ai_agents;
mod compliance;
mod composed;
mod exchange;
mod free_entry;
mod gaming_ip;
mod governance;
mod l3_stacks;
mod launch;
mod privacy;
mod retropgf;
mod rwa_tradfi;
mod sandbox;
mod shocks;
mod sovereign;
mod study;
mod tech_race;
mod thesis;
mod tokens;
