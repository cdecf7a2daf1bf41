//! Batch posting: how long a rollup gathers data before it publishes them, and in how many whole blobs.

use crate::model::settlement::blob_gas::GAS_PER_BLOB;
use crate::model::supply::rollup_cost::USABLE_BYTES_PER_BLOB;
use crate::model::units::{BYTES_PER_MIB, usd_per_gas};

/// Seconds of a block of Ethereum: nobody posts more often.
pub const BLOCK_S: f64 = 12.0;
/// Bytes a second below which a chain quotes the price of a byte as if it had so many; its operator bears the rest.
pub const MIN_QUOTED_RATE: f64 = 1.0;
/// Seconds in an hour.
const HOUR_S: f64 = 3_600.0;

/// How a chain posts its data to Ethereum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Posting {
    /// Execution gas of one post, whatever it carries.
    pub post_gas: f64,
    /// Longest that data may wait, seconds.
    pub max_interval_s: f64,
    /// Cost of letting a MiB of data wait an hour, USD.
    pub delay_cost_usd_per_mib_hour: f64,
    /// Most blobs in one post.
    pub max_blobs_per_post: u64,
}

impl Default for Posting {
    /// Free posts of up to six blobs, at least one an hour while there are data, and no cost of waiting: blobs are filled.
    fn default() -> Self {
        Self { post_gas: 0.0, max_interval_s: HOUR_S, delay_cost_usd_per_mib_hour: 0.0, max_blobs_per_post: 6 }
    }
}

/// Prices at which a poster plans.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PostingPrices {
    /// Price of ether, USD.
    pub eth_usd: f64,
    /// Execution base fee, gwei.
    pub base_fee_gwei: f64,
    /// Price of blob gas, gwei.
    pub blob_price_gwei: f64,
}

/// What a poster does for a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PostingPlan {
    /// n: blobs a post; 0 in calldata.
    pub blobs: u64,
    /// τ: seconds from post to post.
    pub interval_s: f64,
    /// Longest wait: `interval_s`, or where the plan is to fill its blobs, the longest allowed.
    pub patience_s: f64,
    /// Bytes a post, τ·b; those of the longest interval at [`MIN_QUOTED_RATE`] where b is lower.
    pub bytes: f64,
    /// Execution gas a post.
    pub post_gas: f64,
    /// Cost of waiting, USD a byte: a·τ/2.
    pub delay_usd_per_byte: f64,
}

/// A chain's plans for a day, one for each layer of Ethereum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PostingPlans {
    /// In blobs; of the whole pool where posts are shared.
    pub blobs: PostingPlan,
    /// In calldata.
    pub calldata: PostingPlan,
}

impl PostingPlan {
    /// Gas of a post at those prices, USD: post_gas · base fee + n · 131,072 · blob price.
    #[must_use]
    pub fn usd_per_post(&self, prices: PostingPrices) -> f64 {
        let blob_gas = (self.blobs * GAS_PER_BLOB) as f64;
        self.post_gas * usd_per_gas(prices.base_fee_gwei, prices.eth_usd) + blob_gas * usd_per_gas(prices.blob_price_gwei, prices.eth_usd)
    }

    /// Average price of a byte, USD: P/(τ·b). In calldata the gas of the bytes themselves comes on top.
    #[must_use]
    pub fn usd_per_byte(&self, prices: PostingPrices) -> f64 {
        self.usd_per_post(prices) / self.bytes
    }
}

impl Posting {
    /// a: cost of a byte's waiting one second, USD.
    #[must_use]
    pub fn delay_usd_per_byte_s(&self) -> f64 {
        self.delay_cost_usd_per_mib_hour / (BYTES_PER_MIB * HOUR_S)
    }

    /// The cheapest number of whole blobs and how long to gather, for `rate` bytes a second.
    ///
    /// For every n up to `max_blobs_per_post`, τ_n = min(max_interval, √(2P_n/(a·b)), n·U/b), and the n of least P_n/τ_n + a·b·τ_n/2 a
    /// second; the smallest of several that cost the same.
    #[must_use]
    pub fn plan_blobs(&self, rate: f64, prices: PostingPrices) -> PostingPlan {
        let plan = |n: u64| self.plan(n, n as f64 * USABLE_BYTES_PER_BLOB / rate, rate, prices);
        let mut best = plan(1);
        for n in 2..=self.max_blobs_per_post.max(1) {
            let next = plan(n);
            if cost_per_s(&next, rate, prices) < cost_per_s(&best, rate, prices) * (1.0 - 1e-9) {
                best = next;
            }
        }
        best
    }

    /// How long to gather calldata: only a post's fixed gas is worth waiting for.
    #[must_use]
    pub fn plan_calldata(&self, rate: f64, prices: PostingPrices) -> PostingPlan {
        self.plan(0, f64::INFINITY, rate, prices)
    }

    fn plan(&self, blobs: u64, full_s: f64, rate: f64, prices: PostingPrices) -> PostingPlan {
        let a = self.delay_usd_per_byte_s();
        let mut plan =
            PostingPlan { blobs, interval_s: 0.0, patience_s: 0.0, bytes: 1.0, post_gas: self.post_gas, delay_usd_per_byte: 0.0 };
        let wait = economic_interval_s(plan.usd_per_post(prices), a, rate).max(BLOCK_S).min(self.max_interval_s);
        plan.patience_s = wait;
        plan.interval_s = wait.min(full_s);
        if full_s <= wait {
            plan.patience_s = self.max_interval_s;
        }
        let most = if blobs == 0 { f64::INFINITY } else { blobs as f64 * USABLE_BYTES_PER_BLOB };
        let slow = rate < MIN_QUOTED_RATE;
        plan.bytes = if slow { self.max_interval_s * MIN_QUOTED_RATE } else { plan.interval_s * rate }.min(most);
        plan.delay_usd_per_byte = a * plan.interval_s / 2.0;
        plan
    }
}

/// √(2P/(a·b)): the interval of least cost P/τ + a·b·τ/2 a second (Wilson's lot size); endless where waiting costs nothing.
///
/// `a` is the cost of a byte's waiting one second, `rate` in bytes a second. At the interval, the cost is √(2·P·a·b) a second.
#[must_use]
pub fn economic_interval_s(usd_per_post: f64, a: f64, rate: f64) -> f64 {
    if a * rate > 0.0 { (2.0 * usd_per_post / (a * rate)).sqrt() } else { f64::INFINITY }
}

/// P/τ + a·b·τ/2, USD a second.
#[must_use]
pub fn cost_per_s(plan: &PostingPlan, rate: f64, prices: PostingPrices) -> f64 {
    if rate <= 0.0 { 0.0 } else { plan.usd_per_post(prices) / plan.interval_s + rate * plan.delay_usd_per_byte }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRICES: PostingPrices = PostingPrices { eth_usd: 2_500.0, base_fee_gwei: 10.0, blob_price_gwei: 1.0 };

    fn posting(post_gas: f64, delay: f64) -> Posting {
        Posting { post_gas, delay_cost_usd_per_mib_hour: delay, max_interval_s: 1e9, ..Posting::default() }
    }

    #[test]
    fn the_lot_size_formula() {
        // facts.md, row "Batch posting": P = 10, a = 0.001, λ = 20.
        let tau = economic_interval_s(10.0, 0.001, 20.0);
        assert!((tau - 31.622_8).abs() < 1e-4 && (10.0 / tau + 0.001 * 20.0 * tau / 2.0 - 0.632_456).abs() < 1e-6);
        assert_eq!(economic_interval_s(10.0, 0.0, 20.0), f64::INFINITY);
        assert_eq!(economic_interval_s(10.0, 0.001, 0.0), f64::INFINITY);
    }

    #[test]
    fn one_blob_costs_root_two_p_a_b_and_two_alike_pooled_pay_the_root_of_a_half() {
        let posting = Posting { max_blobs_per_post: 1, ..posting(100_000.0, 50.0) };
        for rate in [2.0, 5.0, 15.0] {
            let plan = posting.plan_blobs(rate, PRICES);
            let (p, a) = (plan.usd_per_post(PRICES), posting.delay_usd_per_byte_s());
            let cost = cost_per_s(&plan, rate, PRICES);
            assert!(plan.bytes < USABLE_BYTES_PER_BLOB, "not limited by the blob");
            assert!((cost / (2.0 * p * a * rate).sqrt() - 1.0).abs() < 1e-12);
            let pooled = cost_per_s(&posting.plan_blobs(2.0 * rate, PRICES), 2.0 * rate, PRICES) / 2.0;
            assert!((pooled / cost - 0.5f64.sqrt()).abs() < 1e-12);
        }
    }

    #[test]
    fn free_waiting_fills_a_blob_and_a_fixed_cost_fills_the_largest_post() {
        let plan = Posting::default().plan_blobs(1_000.0, PRICES);
        assert_eq!((plan.blobs, plan.bytes, plan.patience_s), (1, USABLE_BYTES_PER_BLOB, 3_600.0));
        let plan = Posting { post_gas: 1e5, ..Posting::default() }.plan_blobs(1_000.0, PRICES);
        assert_eq!((plan.blobs, plan.bytes), (6, 6.0 * USABLE_BYTES_PER_BLOB));
        let slow = Posting::default().plan_blobs(10.0, PRICES);
        assert_eq!((slow.blobs, slow.interval_s, slow.bytes), (1, 3_600.0, 36_000.0));
        // Fast beyond a blob a second.
        let fast = Posting::default().plan_blobs(1e6, PRICES);
        assert!(fast.interval_s < 1.0 && (fast.usd_per_byte(PRICES) * USABLE_BYTES_PER_BLOB - 131_072.0 * 2.5e-6).abs() < 1e-12);
    }

    #[test]
    fn nothing_to_post_costs_nothing_and_its_price_is_finite() {
        for plan in [Posting::default().plan_blobs(0.0, PRICES), Posting::default().plan_calldata(0.0, PRICES)] {
            assert_eq!(cost_per_s(&plan, 0.0, PRICES), 0.0);
            assert_eq!(plan.bytes, 3_600.0);
            assert!(plan.usd_per_byte(PRICES).is_finite());
        }
    }

    /// The number of blobs is the cheapest: no other number of blobs at any interval costs less.
    #[test]
    fn no_other_plan_is_cheaper() {
        for (gas, delay, rate) in [(2e5, 1.0, 300.0), (2e5, 30.0, 3_000.0), (1e4, 300.0, 20_000.0), (0.0, 5.0, 50.0)] {
            let posting = Posting { max_interval_s: 3_600.0, ..posting(gas, delay) };
            let best = cost_per_s(&posting.plan_blobs(rate, PRICES), rate, PRICES);
            for n in 1..=6u64 {
                for i in 0..200 {
                    let interval_s = (BLOCK_S * 1.03f64.powi(i)).min(3_600.0).min(n as f64 * USABLE_BYTES_PER_BLOB / rate);
                    let other = PostingPlan { blobs: n, interval_s, ..posting.plan_blobs(rate, PRICES) };
                    let cost = other.usd_per_post(PRICES) / interval_s + posting.delay_usd_per_byte_s() * rate * interval_s / 2.0;
                    assert!(cost >= best * (1.0 - 1e-9), "{n} blobs every {interval_s} s: {cost} < {best}");
                }
            }
        }
    }

    /// Crapis, Felten and Mamageishvili (2023): low rates prefer calldata, high rates blobs. With the same post gas, at most one blob and
    /// waiting free, calldata cost c a byte and blobs B/(τ·b), so the threshold is b = B/(c·τ).
    #[test]
    fn below_a_data_rate_calldata_are_cheaper_than_blobs() {
        let posting = Posting { max_blobs_per_post: 1, ..Posting::default() };
        let calldata = 16.0 * usd_per_gas(PRICES.base_fee_gwei, PRICES.eth_usd);
        let threshold = 131_072.0 * usd_per_gas(PRICES.blob_price_gwei, PRICES.eth_usd) / (calldata * 3_600.0);
        let cheaper = PostingPrices { blob_price_gwei: 100.0, ..PRICES };
        for (factor, blobs_win) in [(0.98, false), (1.02, true)] {
            let rate = threshold * 100.0 * factor;
            let blobs = posting.plan_blobs(rate, cheaper).usd_per_byte(cheaper);
            let data = posting.plan_calldata(rate, cheaper).usd_per_byte(cheaper) + calldata;
            assert_eq!(blobs < data, blobs_win);
        }
    }
}
