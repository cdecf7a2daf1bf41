//! Ethereum: prices, base fee, blobs.

pub mod blob_gas;
pub mod blob_market;
pub mod ethereum;
pub mod fork;
