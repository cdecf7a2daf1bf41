//! What a chain pays to publish its data and to settle.

use crate::model::settlement::blob_gas::GAS_PER_BLOB;
use crate::model::settlement::ethereum::Ethereum;
use crate::model::supply::chain::{Chain, ChainKind, DataLayer};
use crate::model::supply::posting::{PostingPlan, PostingPlans, PostingPrices};
use crate::model::units::{BYTES_PER_MIB, usd_per_gas};

/// Bytes of data in one blob as the OP Stack packs them: (4·31 + 3)·1024 − 4 of its 131,072 (op-service `MaxBlobDataSize`).
pub const USABLE_BYTES_PER_BLOB: f64 = 130_044.0;

/// Gas an L3 pays its parent per byte of data: calldata of a non-zero byte (EIP-2028).
pub const PARENT_GAS_PER_BYTE: f64 = 16.0;

/// Prices of a day on which costs of chains depend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayPrices<'a> {
    /// Ethereum's execution base fee, gwei.
    pub base_fee_gwei: f64,
    /// Price of blob gas, gwei; unused before Cancun.
    pub blob_price_gwei: f64,
    /// Gas price, gwei, `[chain]`.
    pub gas_price_gwei: &'a [f64],
    /// How chains post that day, `[chain]`; empty: full blobs, and no gas but that of the data.
    pub plans: &'a [PostingPlans],
}

/// Price of publishing one byte, and where it goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DataPrice {
    /// Price of one byte, USD.
    pub usd_per_byte: f64,
    /// Layer the byte is posted to.
    pub layer: DataLayer,
}

/// Blobs that hold so many bytes, a fraction of the last one counted as such.
#[must_use]
pub fn blobs_of(bytes: f64) -> f64 {
    bytes / USABLE_BYTES_PER_BLOB
}

/// Price of one byte in a blob, USD: gas of a blob × price of blob gas / usable bytes of a blob.
#[must_use]
pub fn blob_usd_per_byte(blob_price_gwei: f64, eth_usd: f64) -> f64 {
    GAS_PER_BLOB as f64 * usd_per_gas(blob_price_gwei, eth_usd) / USABLE_BYTES_PER_BLOB
}

/// What the chain at position `j` pays for one byte of data, and the layer it posts to that day.
///
/// Where chains post by plan, it is the average of a post: its gas over its bytes, so that blobs half empty cost twice as much a byte.
/// A chain set to blobs posts calldata before Cancun, when there is nothing else, and, if it falls back, whenever calldata, the cost
/// of waiting included, is cheaper.
/// An L3 on its parent pays the parent's price per byte, for the parent posts the byte on, and [`PARENT_GAS_PER_BYTE`] of the
/// parent's gas. Data kept by a chain's own validators are free here: validators are paid by the year.
#[must_use]
pub fn data_price(chains: &[Chain], j: usize, ethereum: &Ethereum, prices: DayPrices<'_>) -> DataPrice {
    let chain = &chains[j];
    let at = PostingPrices { eth_usd: ethereum.eth_usd, base_fee_gwei: prices.base_fee_gwei, blob_price_gwei: prices.blob_price_gwei };
    let plans = prices.plans.get(j);
    let of_post = |plan: &PostingPlan| plan.usd_per_byte(at);
    let calldata_usd = ethereum.calldata_usd_per_byte(prices.base_fee_gwei) + plans.map_or(0.0, |p| of_post(&p.calldata));
    let calldata = DataPrice { usd_per_byte: calldata_usd, layer: DataLayer::EthereumCalldata };
    match (chain.data_layer, chain.parent) {
        (DataLayer::EthereumCalldata, _) => calldata,
        (DataLayer::EthereumBlobs, _) => {
            let blob_usd = plans.map_or_else(|| blob_usd_per_byte(prices.blob_price_gwei, ethereum.eth_usd), |p| of_post(&p.blobs));
            let blobs = DataPrice { usd_per_byte: blob_usd, layer: DataLayer::EthereumBlobs };
            let (calldata_wait, blob_wait) = plans.map_or((0.0, 0.0), |p| (p.calldata.delay_usd_per_byte, p.blobs.delay_usd_per_byte));
            let cheaper = chain.calldata_fallback && calldata_usd + calldata_wait < blob_usd + blob_wait;
            if cheaper || ethereum.fork.blob_schedule().is_none() { calldata } else { blobs }
        }
        (DataLayer::AltDa, _) => DataPrice { usd_per_byte: chain.alt_da_usd_per_mib / BYTES_PER_MIB, layer: DataLayer::AltDa },
        (DataLayer::Parent, Some(parent)) => {
            let posted_on = data_price(chains, parent.index(), ethereum, prices).usd_per_byte;
            let gas = PARENT_GAS_PER_BYTE * usd_per_gas(prices.gas_price_gwei[parent.index()], ethereum.eth_usd);
            DataPrice { usd_per_byte: posted_on + gas, layer: DataLayer::Parent }
        }
        (DataLayer::Own | DataLayer::Parent, _) => DataPrice { usd_per_byte: 0.0, layer: DataLayer::Own },
    }
}

/// What the chain at position `j` pays a day to settle, USD: its settlement gas at the gas price of its parent, or of Ethereum if it
/// has none. Ethereum itself pays nobody.
#[must_use]
pub fn settlement_usd_per_day(chains: &[Chain], j: usize, ethereum: &Ethereum, prices: DayPrices<'_>) -> f64 {
    let chain = &chains[j];
    if chain.kind == ChainKind::L1 {
        return 0.0;
    }
    let gas_price_gwei = chain.parent.map_or(prices.base_fee_gwei, |parent| prices.gas_price_gwei[parent.index()]);
    chain.settlement_gas_per_day * usd_per_gas(gas_price_gwei, ethereum.eth_usd)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::ChainId;
    use crate::model::settlement::fork::Fork;
    use crate::model::supply::chain::ProofStage;
    use crate::model::supply::life::Life;

    const PRICES: DayPrices<'static> = DayPrices { base_fee_gwei: 10.0, blob_price_gwei: 2.0, gas_price_gwei: &[0.5, 0.01], plans: &[] };

    fn chain(kind: ChainKind, parent: Option<ChainId>, data_layer: DataLayer) -> Chain {
        Chain {
            name: String::new(),
            kind,
            stack: None,
            parent,
            proof_stage: ProofStage::Stage0,
            data_layer,
            calldata_fallback: false,
            alt_da_usd_per_mib: 0.07,
            capacity_gas_per_s: f64::INFINITY,
            min_gas_price_gwei: 0.01,
            max_gas_price_gwei: 1e4,
            latency_s: 2.0,
            data_markup: 0.0,
            settlement_gas_per_day: 1e6,
            proof_usd_per_tx: 0.0,
            fixed_cost_usd_per_year: 0.0,
            validators_usd_per_year: 0.0,
            capability_budget_usd_per_year: 0.0,
            focus: vec![1.0],
            observed_levels: Vec::new(),
            treasury_usd: 0.0,
            posting: Default::default(),
            op_fee: Default::default(),
            ordering: Default::default(),
            apps: Default::default(),
            pays_stack_share: true,
            life: Life::default(),
            quality: vec![],
            policy: Default::default(),
        }
    }

    fn ethereum(fork: Fork) -> Ethereum {
        Ethereum {
            eth_usd: 2_000.0,
            base_fee_gwei: 10.0,
            fork,
            other_blobs_per_block: 0.0,
            other_blobs_elasticity: 0.0,
            other_blobs_ref_gwei: 1.0,
            other_blobs_per_post: 1,
            initial_excess_blob_gas: 0,
        }
    }

    fn price_of(layer: DataLayer, fork: Fork) -> DataPrice {
        data_price(&[chain(ChainKind::L2, None, layer)], 0, &ethereum(fork), PRICES)
    }

    #[test]
    fn a_full_blob_costs_its_gas() {
        let blobs = price_of(DataLayer::EthereumBlobs, Fork::Cancun);
        assert_eq!(blobs.layer, DataLayer::EthereumBlobs);
        assert!((blobs.usd_per_byte * USABLE_BYTES_PER_BLOB - 131_072.0 * 2e-9 * 2_000.0).abs() < 1e-12);
        assert_eq!(blobs_of(2.5 * USABLE_BYTES_PER_BLOB), 2.5);
    }

    #[test]
    fn before_cancun_there_is_nothing_but_calldata() {
        let price = price_of(DataLayer::EthereumBlobs, Fork::PreCancun);
        assert_eq!(price, price_of(DataLayer::EthereumCalldata, Fork::PreCancun));
        assert!((price.usd_per_byte - 16.0 * 10e-9 * 2_000.0).abs() < 1e-18);
    }

    #[test]
    fn a_chain_falls_back_to_calldata_only_where_it_is_cheaper_and_allowed() {
        let mut chains = [chain(ChainKind::L2, None, DataLayer::EthereumBlobs)];
        // A byte takes 16 gas of calldata, or 1.008 of blob gas: blobs are dearer above 15.9 times the base fee.
        let layer_at = |chains: &[Chain], gwei: f64| {
            let prices = DayPrices { blob_price_gwei: gwei, ..PRICES };
            data_price(chains, 0, &ethereum(Fork::Cancun), prices).layer
        };
        assert_eq!(layer_at(&chains, 160.0), DataLayer::EthereumBlobs);
        chains[0].calldata_fallback = true;
        assert_eq!(layer_at(&chains, 160.0), DataLayer::EthereumCalldata);
        assert_eq!(layer_at(&chains, 158.0), DataLayer::EthereumBlobs);
    }

    #[test]
    fn an_alternative_layer_is_priced_by_the_mebibyte_and_own_validators_are_free() {
        assert!((price_of(DataLayer::AltDa, Fork::Osaka).usd_per_byte * 1_048_576.0 - 0.07).abs() < 1e-15);
        assert_eq!(price_of(DataLayer::Own, Fork::Osaka).usd_per_byte, 0.0);
    }

    #[test]
    fn an_l3_pays_what_its_parent_pays_and_the_parents_gas() {
        let l2 = chain(ChainKind::L2, None, DataLayer::EthereumBlobs);
        let chains = [l2, chain(ChainKind::L3, Some(ChainId(0)), DataLayer::Parent)];
        let parent = data_price(&chains, 0, &ethereum(Fork::Cancun), PRICES).usd_per_byte;
        let child = data_price(&chains, 1, &ethereum(Fork::Cancun), PRICES);
        assert_eq!(child.layer, DataLayer::Parent);
        assert!((child.usd_per_byte - parent - 16.0 * 0.5e-9 * 2_000.0).abs() < 1e-18);
    }

    #[test]
    fn settlement_is_paid_at_the_gas_price_of_the_chain_settled_on() {
        let l2 = chain(ChainKind::L2, None, DataLayer::EthereumBlobs);
        let chains = [l2, chain(ChainKind::L3, Some(ChainId(0)), DataLayer::Parent), chain(ChainKind::L1, None, DataLayer::Own)];
        let usd: Vec<f64> = (0..3).map(|j| settlement_usd_per_day(&chains, j, &ethereum(Fork::Cancun), PRICES)).collect();
        assert!((usd[0] - 1e6 * 10e-9 * 2_000.0).abs() < 1e-9 && (usd[1] - 1e6 * 0.5e-9 * 2_000.0).abs() < 1e-9);
        assert_eq!(usd[2], 0.0);
    }
}
