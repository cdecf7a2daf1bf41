//! l2niche: when does a Layer-2 chain that serves one vertical beat a chain that serves everything?

#[cfg(feature = "app")]
pub mod cli;
pub mod engine;
pub mod experiment;
pub mod metrics;
pub mod model;
#[cfg(feature = "app")]
pub mod output;
pub mod scenario;
