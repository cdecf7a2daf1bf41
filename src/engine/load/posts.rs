//! How chains post the day's data: plans made in the morning, the blob market by day, what it cost in the evening.

use crate::engine::load::DayLoad;
use crate::model::economy::Economy;
use crate::model::id::ChainId;
use crate::model::settlement::blob_gas::GAS_PER_BLOB;
use crate::model::settlement::blob_market::{BLOCKS_PER_DAY, BlobDemand, BlobMarket, ChainBlobs, Poster};
use crate::model::supply::chain::DataLayer;
use crate::model::supply::posting::{BLOCK_S, Posting, PostingPlans, PostingPrices};
use crate::model::supply::rollup_cost::blobs_of;
use crate::model::units::{SECONDS_PER_DAY, WEI_PER_GWEI, usd_per_gas};

/// Weight of a day in the data rate that posters plan by.
const RATE_WEIGHT: f64 = 0.5;

impl DayLoad {
    /// Lets every chain plan its posts at the blob price of the day before and the data rate of the last days, then the blob market run
    /// through the day while rollups and others answer its price.
    pub(super) fn trade_blobs(&mut self, economy: &Economy, market: &mut BlobMarket) {
        let ethereum = &economy.ethereum;
        let schedule = ethereum.fork.blob_schedule();
        let price = schedule.map_or(0.0, |s| market.last_price_gwei.unwrap_or_else(|| market.price_gwei(s)));
        let most_blobs = schedule.map_or(1, |s| s.max);
        let rates = self.rates(economy, market, price);
        self.plan(economy, &rates, price, most_blobs);
        let Some(schedule) = schedule else { return };
        let posters = self.posters(economy, market, price);
        let base_fee_wei = (self.base_fee_gwei * WEI_PER_GWEI).round() as u64;
        let demand = |price: f64| BlobDemand {
            rollups: self.blob_bytes(economy, price).iter().map(|bytes| blobs_of(*bytes)).sum::<f64>() / BLOCKS_PER_DAY as f64,
            others: ethereum.other_blobs(price),
        };
        let day = market.advance_day(schedule, base_fee_wei, &posters, ethereum.other_blobs_per_post, demand);
        self.blob_usd = (0..economy.chains.len()).map(|k| self.blob_cost_usd(economy, k, &day.chains)).collect();
        self.blobs = Some(day);
    }

    /// What chain `k` saves today by posting its blobs together with others, USD: the posts of its own data, less its share by bytes of the
    /// pool's, both as planned at the day's prices. Negative where the pool suits it ill.
    #[must_use]
    pub(crate) fn saved_by_pooling_usd(&self, economy: &Economy, k: usize) -> f64 {
        let members = pool(economy, k);
        let rate = |m: usize| if self.data[m].layer == DataLayer::EthereumBlobs { self.posted_bytes[m] / SECONDS_PER_DAY } else { 0.0 };
        let together: f64 = members.iter().map(|m| rate(*m)).sum();
        if members.len() < 2 || rate(k) <= 0.0 {
            return 0.0;
        }
        let at =
            PostingPrices { eth_usd: economy.ethereum.eth_usd, base_fee_gwei: self.base_fee_gwei, blob_price_gwei: self.blob_price_gwei() };
        let most_blobs = economy.ethereum.fork.blob_schedule().map_or(1, |s| s.max);
        let a_day = |terms: Posting, rate: f64| {
            let terms = Posting { max_blobs_per_post: terms.max_blobs_per_post.min(most_blobs), ..terms };
            let plan = terms.plan_blobs(rate, at);
            plan.usd_per_post(at) / plan.interval_s * SECONDS_PER_DAY
        };
        let own = economy.chains[k].posting;
        let pooled = members.iter().map(|m| economy.chains[*m].posting).reduce(strictest).unwrap_or(own);
        a_day(own, rate(k)) - a_day(pooled, together) * rate(k) / together
    }

    fn blob_cost_usd(&self, economy: &Economy, k: usize, day: &[ChainBlobs]) -> f64 {
        let Some(chain) = day.get(k) else { return 0.0 };
        let eth_usd = economy.ethereum.eth_usd;
        let post_gas = chain.posts * economy.chains[k].posting.post_gas;
        GAS_PER_BLOB as f64 * usd_per_gas(chain.paid_gwei, eth_usd) + post_gas * usd_per_gas(self.base_fee_gwei, eth_usd)
    }

    /// Tells the market what data the chains in fact brought, once they have cleared.
    pub(super) fn correct_blobs(&self, market: &mut BlobMarket) {
        let weight = if market.data_rate.is_empty() { 1.0 } else { RATE_WEIGHT };
        market.data_rate.resize(self.data.len(), 0.0);
        for (k, (rate, bytes)) in market.data_rate.iter_mut().zip(&self.posted_bytes).enumerate() {
            let posts = self.data[k].layer != DataLayer::Parent;
            *rate += weight * (if posts { bytes / SECONDS_PER_DAY } else { 0.0 } - *rate);
        }
        let Some(day) = &self.blobs else { return };
        for (k, data) in self.data.iter().enumerate() {
            let produced = if data.layer == DataLayer::EthereumBlobs { blobs_of(self.posted_bytes[k]) } else { 0.0 };
            let wanted = day.chains.get(k).map_or(0.0, |c| c.wanted);
            if produced != wanted {
                market.correct(k, produced - wanted);
            }
        }
    }

    /// Bytes a second that chains publish, `[chain]`: of the last days, or on the first day what is wanted at full blobs.
    fn rates(&self, economy: &Economy, market: &BlobMarket, price: f64) -> Vec<f64> {
        if market.data_rate.len() == economy.chains.len() {
            return market.data_rate.clone();
        }
        self.published_bytes(economy, price, |_| true).iter().map(|bytes| bytes / SECONDS_PER_DAY).collect()
    }

    fn plan(&mut self, economy: &Economy, rates: &[f64], price: f64, most_blobs: u64) {
        let at = PostingPrices { eth_usd: economy.ethereum.eth_usd, base_fee_gwei: self.base_fee_gwei, blob_price_gwei: price };
        let plans = (0..economy.chains.len()).map(|k| {
            let own = economy.chains[k].posting;
            let pool = pool(economy, k);
            let rate: f64 = pool.iter().map(|m| rates[*m]).sum();
            let terms = pool.iter().map(|m| economy.chains[*m].posting).reduce(strictest).unwrap_or(own);
            let terms = Posting { max_blobs_per_post: terms.max_blobs_per_post.min(most_blobs), ..terms };
            PostingPlans { blobs: terms.plan_blobs(rate, at), calldata: own.plan_calldata(rates[k], at) }
        });
        self.plans = plans.collect();
    }

    /// Who posts blobs today, and each chain's share of the data.
    fn posters(&self, economy: &Economy, market: &BlobMarket, price: f64) -> Vec<Poster> {
        let bytes = self.blob_bytes(economy, price);
        let total: f64 = bytes.iter().sum();
        let share = |k: usize| if total > 0.0 { bytes[k] / total } else { 0.0 };
        let waits = |k: usize| market.waiting.get(k).is_some_and(|w| w.data > 0.0);
        let posts = |k: usize| economy.chains[k].data_layer == DataLayer::EthereumBlobs || waits(k);
        let mut posters = Vec::new();
        for k in (0..economy.chains.len()).filter(|k| posts(*k)) {
            let members = pool(economy, k);
            if members[0] != k {
                continue;
            }
            let plan = &self.plans[k].blobs;
            posters.push(Poster {
                chains: members.into_iter().map(|m| (m, share(m))).collect(),
                blobs_per_post: plan.blobs,
                patience_blocks: (plan.patience_s / BLOCK_S).round().max(1.0) as u64,
            });
        }
        posters
    }

    /// Bytes a day that chains would put into blobs at a blob price, `[chain]`, at the gas prices of the day before.
    fn blob_bytes(&self, economy: &Economy, price: f64) -> Vec<f64> {
        self.published_bytes(economy, price, |k| self.data_price(economy, k, price).layer == DataLayer::EthereumBlobs)
    }

    /// Bytes a day of those publishers that are asked for, children's included, `[chain]`.
    fn published_bytes(&self, economy: &Economy, price: f64, asked: impl Fn(usize) -> bool) -> Vec<f64> {
        let publisher = |k: usize| {
            if economy.chains[k].data_layer == DataLayer::Parent { economy.chains[k].parent.map_or(k, ChainId::index) } else { k }
        };
        let mut published = vec![0.0; economy.chains.len()];
        for k in (0..economy.chains.len()).filter(|k| asked(publisher(*k))) {
            let cost = self.data_price(economy, k, price).usd_per_byte;
            let usd_per_byte = economy.user_usd_per_byte(k, cost, self.base_fee_gwei, price);
            let of = |v: usize| {
                economy.verticals[v].bytes_per_tx * self.demand(economy, k, v, economy.fee_usd(k, v, self.gas_price_gwei[k], usd_per_byte))
            };
            published[publisher(k)] += (0..economy.verticals.len()).map(of).sum::<f64>();
        }
        published
    }
}

/// Chains that post together with chain `k`, itself included, in scenario order.
fn pool(economy: &Economy, k: usize) -> Vec<usize> {
    let chain = &economy.chains[k];
    let shares = chain.stack.filter(|s| economy.stacks[s.index()].data.shared_posting);
    let posts_blobs = |m: &usize| economy.chains[*m].data_layer == DataLayer::EthereumBlobs;
    match shares {
        Some(stack) if posts_blobs(&k) => {
            (0..economy.chains.len()).filter(|m| economy.chains[*m].stack == Some(stack)).filter(posts_blobs).collect()
        }
        _ => vec![k],
    }
}

/// Terms on which two chains can post together: those of the more demanding in each respect.
fn strictest(a: Posting, b: Posting) -> Posting {
    Posting {
        post_gas: a.post_gas.max(b.post_gas),
        max_interval_s: a.max_interval_s.min(b.max_interval_s),
        delay_cost_usd_per_mib_hour: a.delay_cost_usd_per_mib_hour.max(b.delay_cost_usd_per_mib_hour),
        max_blobs_per_post: a.max_blobs_per_post.max(b.max_blobs_per_post),
    }
}
