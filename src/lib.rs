//! l2niche: when does a Layer-2 chain that serves one vertical beat a chain that serves everything?

pub mod engine;
pub mod model;
pub mod scenario;
