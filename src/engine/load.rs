//! The day's load: transactions of all users on all chains, cleared fees, data posted. Homes and routing are fixed by now.

mod execution;
mod posts;

use crate::engine::demand_day::DemandDay;
use crate::model::demand::price::user_price_usd;
use crate::model::economy::Economy;
use crate::model::grid::Grid;
use crate::model::measures::welfare::Moments;
use crate::model::settlement::blob_market::{BlobDay, BlobMarket};
use crate::model::supply::chain::{ChainKind, DataLayer};
use crate::model::supply::posting::PostingPlans;
use crate::model::supply::rollup_cost::{DataPrice, DayPrices, PARENT_GAS_PER_BYTE, data_price, settlement_usd_per_day};
use crate::model::units::DAYS_PER_MONTH;

/// Transactions that users would make a day at no fee.
#[derive(Clone, Debug)]
pub(crate) struct BaseLoad {
    /// By group, `[chain][vertical]`.
    by_group: Vec<Grid>,
    /// Part of it on the home chain, `[chain][vertical]`.
    at_home: Vec<Grid>,
    /// All groups, `[chain][vertical]`.
    total: Grid,
}

impl BaseLoad {
    /// Sums z · a · routing · tx0 over people: `moments[g][home]`, `routing[g][use]` of `[home × chain]`.
    #[must_use]
    pub(crate) fn new(economy: &Economy, moments: &[Vec<Moments>], routing: &[Vec<Vec<f64>>], today: &DemandDay) -> Self {
        let (n, verticals) = (economy.chains.len(), economy.verticals.len());
        let mut load = Self { by_group: Vec::new(), at_home: Vec::new(), total: Grid::zeros(n, verticals) };
        for (g, group) in economy.groups.iter().enumerate() {
            let (mut all, mut home) = (Grid::zeros(n, verticals), Grid::zeros(n, verticals));
            let used = group
                .uses
                .iter()
                .enumerate()
                .filter_map(|(v, u)| u.map(|u| (v, today.multiplier[v] * u.transactions_per_month / DAYS_PER_MONTH)));
            for ((v, daily), routing) in used.zip(&routing[g]) {
                for (j, row) in routing.chunks_exact(n).enumerate() {
                    let transactions = moments[g][j].activity * daily;
                    row.iter().enumerate().for_each(|(k, r)| all[(k, v)] += transactions * r);
                    home[(j, v)] = transactions * row[j];
                }
            }
            load.total.cells_mut().iter_mut().zip(all.cells()).for_each(|(sum, x)| *sum += x);
            load.by_group.push(all);
            load.at_home.push(home);
        }
        load
    }
}

impl BaseLoad {
    /// Transactions of all groups, `[chain][vertical]`.
    #[must_use]
    pub(crate) fn total(&self) -> &Grid {
        &self.total
    }
}

/// The day's prices, transactions and data.
#[derive(Clone, Debug)]
pub(crate) struct DayLoad {
    base: BaseLoad,
    /// Executed share of transactions at no fee, `[chain][vertical]`.
    served: Grid,
    /// Gas price, mean over gas, gwei, `[chain]`.
    pub(crate) gas_price_gwei: Vec<f64>,
    /// Price and layer of a byte, `[chain]`.
    pub(crate) data: Vec<DataPrice>,
    /// What users pay for a byte, USD, `[chain]`.
    pub(crate) user_usd_per_byte: Vec<f64>,
    /// How chains post, `[chain]`; empty until Ethereum has cleared.
    plans: Vec<PostingPlans>,
    /// What blobs posted and their posts cost, USD, `[chain]`.
    pub(crate) blob_usd: Vec<f64>,
    /// Fee of a transaction, mean over transactions, USD, `[chain][vertical]`.
    pub(crate) fee_usd: Grid,
    /// Part of it that a sponsor pays in users' place, USD, `[chain][vertical]`.
    pub(crate) sponsored_usd: Grid,
    /// What fees and ordering take from a transaction at no fee, USD, `[chain][vertical]`.
    pub(crate) burden_usd: Grid,
    /// Share of blocks whose price is above the floor, `[chain]`.
    pub(crate) congested_share: Vec<f64>,
    /// When demand comes.
    pub(crate) today: DemandDay,
    /// Transactions executed, `[chain][vertical]`.
    pub(crate) transactions: Grid,
    /// Bytes published, children's included, `[chain]`.
    pub(crate) posted_bytes: Vec<f64>,
    /// Settlement cost, USD, `[chain]`.
    pub(crate) settlement_usd: Vec<f64>,
    /// Gas that found no room at the highest price, `[chain]`.
    pub(crate) dropped_gas: Vec<f64>,
    /// Base fee that data and settlement paid, gwei.
    pub(crate) base_fee_gwei: f64,
    /// Blobs; none before Cancun.
    pub(crate) blobs: Option<BlobDay>,
}

impl DayLoad {
    /// What chain `k` pays by the byte for its data, USD; blobs are paid by the blob, [`Self::blob_usd`].
    #[must_use]
    pub(crate) fn byte_usd(&self, k: usize) -> f64 {
        if self.data[k].layer == DataLayer::EthereumBlobs { 0.0 } else { self.posted_bytes[k] * self.data[k].usd_per_byte }
    }

    /// What group `g` pays chain `k` in fees, USD; sponsors pay the rest.
    #[must_use]
    pub(crate) fn bill_usd(&self, economy: &Economy, g: usize, k: usize) -> f64 {
        let cell = |v: usize| self.group_transactions_of(g, k, v) * (self.fee_usd[(k, v)] - self.sponsored_usd[(k, v)]);
        (0..economy.verticals.len()).map(cell).sum()
    }

    /// What sponsors pay of the fees of vertical `v` on chain `k`, USD.
    #[must_use]
    pub(crate) fn sponsored_bill_usd(&self, k: usize, v: usize) -> f64 {
        self.transactions[(k, v)] * self.sponsored_usd[(k, v)]
    }

    /// What the order of group `g`'s transactions on chain `k` takes from it, USD.
    #[must_use]
    pub(crate) fn ordering_usd(&self, economy: &Economy, g: usize, k: usize) -> f64 {
        let cell = |v: usize| self.group_transactions_of(g, k, v) * self.order_usd(economy, k, v);
        (0..economy.verticals.len()).map(cell).sum()
    }

    /// Mean price of the day's blob gas, gwei; 0 before Cancun.
    #[must_use]
    pub(crate) fn blob_price_gwei(&self) -> f64 {
        self.blobs.as_ref().map_or(0.0, |b| b.price_gwei)
    }

    /// Transactions of group `g` in vertical `v` on chain `k`.
    #[must_use]
    pub(crate) fn group_transactions_of(&self, g: usize, k: usize, v: usize) -> f64 {
        self.base.by_group[g][(k, v)] * self.served[(k, v)]
    }

    /// Transactions of group `g`, on home chains and away.
    #[must_use]
    pub(crate) fn group_transactions(&self, g: usize) -> (f64, f64) {
        let sum = |grid: &Grid| -> f64 { grid.cells().iter().zip(self.served.cells()).map(|(t, s)| t * s).sum() };
        let (all, home) = (sum(&self.base.by_group[g]), sum(&self.base.at_home[g]));
        (home, (all - home).max(0.0))
    }

    /// Clears a day: Ethereum first, then blobs at the gas prices of the day before, then every chain at the day's data prices.
    #[must_use]
    pub(crate) fn clear(economy: &Economy, base: BaseLoad, today: DemandDay, gas_price_before: &[f64], market: &mut BlobMarket) -> Self {
        let (n, verticals) = (economy.chains.len(), economy.verticals.len());
        let mut day = Self {
            served: Grid::zeros(n, verticals),
            gas_price_gwei: gas_price_before.to_vec(),
            data: vec![DataPrice { usd_per_byte: 0.0, layer: DataLayer::Own }; n],
            user_usd_per_byte: vec![0.0; n],
            plans: Vec::new(),
            blob_usd: vec![0.0; n],
            fee_usd: Grid::zeros(n, verticals),
            sponsored_usd: Grid::zeros(n, verticals),
            burden_usd: Grid::zeros(n, verticals),
            congested_share: vec![0.0; n],
            today,
            transactions: Grid::zeros(n, verticals),
            posted_bytes: vec![0.0; n],
            settlement_usd: vec![0.0; n],
            dropped_gas: vec![0.0; n],
            base_fee_gwei: economy.ethereum.base_fee_gwei,
            blobs: None,
            base,
        };
        if let Some(l1) = economy.l1() {
            day.clear_chain(economy, l1, 0.0);
            day.base_fee_gwei = day.gas_price_gwei[l1];
        }
        day.trade_blobs(economy, market);
        for child in (0..n).filter(|&k| economy.chains[k].kind == ChainKind::L3) {
            day.clear_chain(economy, child, 0.0);
        }
        for k in (0..n).filter(|&k| !matches!(economy.chains[k].kind, ChainKind::L1 | ChainKind::L3)) {
            let bytes = day.children_bytes(economy, k);
            day.posted_bytes[k] += bytes;
            day.clear_chain(economy, k, bytes * PARENT_GAS_PER_BYTE);
        }
        day.settlement_usd = (0..n).map(|k| settlement_usd_per_day(&economy.chains, k, &economy.ethereum, day.prices(0.0))).collect();
        day.correct_blobs(market);
        day
    }

    /// What the order of a transaction takes from its user today, USD.
    fn order_usd(&self, economy: &Economy, k: usize, v: usize) -> f64 {
        economy.ordering_usd(k, v) * self.today.ordering[v]
    }

    /// Transactions of the day at a fee, and what their order takes on top.
    fn demand(&self, economy: &Economy, k: usize, v: usize, fee: f64) -> f64 {
        self.base.total[(k, v)] * economy.verticals[v].demand_share(user_price_usd(economy, k, v, fee, self.order_usd(economy, k, v)))
    }

    fn data_price(&self, economy: &Economy, k: usize, blob_price_gwei: f64) -> DataPrice {
        data_price(&economy.chains, k, &economy.ethereum, self.prices(blob_price_gwei))
    }

    fn prices(&self, blob_price_gwei: f64) -> DayPrices<'_> {
        DayPrices { base_fee_gwei: self.base_fee_gwei, blob_price_gwei, gas_price_gwei: &self.gas_price_gwei, plans: &self.plans }
    }

    fn children_bytes(&self, economy: &Economy, parent: usize) -> f64 {
        let child = |k: &usize| self.data[*k].layer == DataLayer::Parent && economy.chains[*k].parent.is_some_and(|p| p.index() == parent);
        (0..economy.chains.len()).filter(child).map(|k| self.posted_bytes[k]).sum()
    }
}
