//! Chains: what they offer, what they charge, what they cost.

pub mod capability;
pub mod chain;
pub mod fee_market;
pub mod life;
pub mod operator;
pub mod rollup_cost;
pub mod security;
