//! Ethereum as the settlement layer: prices of ether, gas and calldata, and the fork in force.

use crate::model::math::pow;
use crate::model::settlement::blob_market::Fork;
use crate::model::units::usd_per_gas;

/// Ethereum's parameters on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Ethereum {
    /// Price of one ETH, USD.
    pub eth_usd: f64,
    /// Base fee at which Ethereum's background demand rests, gwei: the floor of the modelled users' price.
    pub base_fee_gwei: f64,
    /// Rules in force.
    pub fork: Fork,
    /// Blobs a block that chains outside the scenario want at a price of zero.
    pub other_blobs_per_block: f64,
    /// Elasticity of that demand with respect to 1 + price/reference.
    pub other_blobs_elasticity: f64,
    /// Blob price at which that demand begins to bend, gwei per blob gas.
    pub other_blobs_ref_gwei: f64,
    /// Blobs that they post at a time.
    pub other_blobs_per_post: u64,
    /// Excess blob gas before the first day.
    pub initial_excess_blob_gas: u64,
}

impl Ethereum {
    /// Blobs a block that chains outside the scenario want at a blob price in gwei: A (1 + price/reference)^−ε.
    #[must_use]
    pub fn other_blobs(&self, blob_price_gwei: f64) -> f64 {
        self.other_blobs_per_block * pow(1.0 + blob_price_gwei / self.other_blobs_ref_gwei, -self.other_blobs_elasticity)
    }

    /// Price of one byte of calldata, USD, at a base fee of `base_fee_gwei`.
    #[must_use]
    pub fn calldata_usd_per_byte(&self, base_fee_gwei: f64) -> f64 {
        self.fork.calldata_gas_per_byte() * usd_per_gas(base_fee_gwei, self.eth_usd)
    }
}
