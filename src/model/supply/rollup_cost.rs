use crate::model::settlement::ethereum::Ethereum;
use crate::model::supply::chain::*;
use crate::model::units::*;
pub const CHILD_GAS_PER_BYTE: f64 = 16.0;
#[derive(Clone, Copy, Debug)]
pub struct DataPrice {
    pub usd_per_byte: f64,
    pub layer: DataLayer,
}
#[derive(Clone, Copy, Debug)]
pub struct ParentPrice {
    pub usd_per_byte: f64,
    pub gas_price_gwei: f64,
}
pub fn blobs_of(bytes: f64) -> f64 {
    bytes / 130_044.0
}
pub fn settlement_usd(c: &Chain, g: f64, e: f64) -> f64 {
    c.settlement_gas_per_day * usd_per_gas(g, e)
}
pub fn data_price(c: &Chain, e: &Ethereum, base: f64, blob: f64, p: Option<ParentPrice>) -> DataPrice {
    let usd_per_byte = match c.data_layer {
        DataLayer::EthereumCalldata => e.calldata_usd_per_byte(base),
        DataLayer::EthereumBlobs => blob * 131072.0 / 130044.0 / 1e9 * e.eth_usd,
        DataLayer::AltDa => c.alt_da_usd_per_mib / BYTES_PER_MIB,
        DataLayer::Parent => {
            let p = p.unwrap();
            p.usd_per_byte + 16.0 * usd_per_gas(p.gas_price_gwei, e.eth_usd)
        }
        DataLayer::Own => 0.0,
    };
    DataPrice { usd_per_byte, layer: c.data_layer }
}
