//! Ethereum: prices, base fee, blobs.

pub mod blob_market;
pub mod ethereum;
