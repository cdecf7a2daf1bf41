//! Chains: what they offer, what they charge, what they cost.

pub mod arbitrum_fee;
pub mod capability;
pub mod chain;
pub mod conduct;
pub mod fee_market;
pub mod fee_parts;
pub mod governance;
pub mod incident;
pub mod innovation;
pub mod life;
pub mod membership;
pub mod op_data_fee;
pub mod operator;
pub mod policy;
pub mod posting;
pub mod pricing;
pub mod rollup_cost;
pub mod security;
pub mod sponsorship;
