//! Prices: the floor of the gas price that answers best to what others charge.
//!
//! What is sold is gas, Q = Σ_v gas_v T_v, through homes and routing of the mean step and the users' own demand; what else rises with
//! transactions is the margin a_v on data, ordering and the operator fee, and what the owner's other chains earn. A review takes some
//! Newton steps (`model::supply::pricing`) on central differences; liquidity, apps, peers and rewards are held. Where blockspace is scarce
//! at the floor, the market's price is above it, and the floor does not bind.

use crate::engine::conduct::forecast::Market;
use crate::engine::conduct::{Act, Proposal};
use crate::engine::demand_day::DemandDay;
use crate::engine::load::BaseLoad;
use crate::model::demand::price::user_price_usd;
use crate::model::economy::Economy;
use crate::model::grid::Grid;
use crate::model::supply::conduct::Pricing;
use crate::model::supply::operator::ChainAccount;
use crate::model::supply::pricing::Demand;
use crate::model::units::{DAYS_PER_YEAR, usd_per_gas};

/// Most steps of a review.
const STEPS: usize = 5;
/// Relative step of finite differences.
const DIFFERENCE: f64 = 1e-4;
/// Relative change of the price at which a review is content: the next one goes on from there.
const CONTENT: f64 = 1e-3;
/// Least price, gwei.
const LEAST_GWEI: f64 = 1e-6;

/// What chain `k` and the other chains of its owner earn at a price.
#[derive(Clone, Copy)]
struct Point {
    /// Gas it sells a day.
    gas: f64,
    /// Margins a day beside execution of its own, and all margins of its owner's other chains, USD.
    other_usd: f64,
    /// Transactions a day.
    transactions: f64,
}

/// What the review of chain `k` proposes on its price.
pub(super) fn review(market: &Market<'_>, k: usize, own: &ChainAccount) -> Option<Proposal> {
    let economy = market.economy;
    if economy.chains[k].policy.conduct.pricing != Pricing::BestResponse {
        return None;
    }
    let seller = Seller::new(market, k, own);
    let before = economy.floor_gas_price_gwei(k);
    let (mut price, mut demand) = (before, None);
    for _ in 0..STEPS {
        let found = seller.demand(price);
        let next = found.better_price(price)?.clamp(LEAST_GWEI, economy.chains[k].max_gas_price_gwei);
        demand = Some(found);
        let moved = (next / price - 1.0).abs();
        price = next;
        if moved < CONTENT {
            break;
        }
    }
    let (now, then) = (seller.point(before), seller.point(price));
    let elasticity = demand.map_or(f64::NAN, |demand| demand.elasticity(price));
    (price != before).then(|| Proposal {
        chain: k,
        act: Act::Price(price),
        before: Act::Price(before),
        reason: format!("best response: {:.0} transactions a day, elasticity {elasticity:.2}", then.transactions),
        expected_usd_per_year: seller.profit_usd_per_year(price, then),
        otherwise_usd_per_year: seller.profit_usd_per_year(before, now),
        reviewed_day: market.day,
    })
}

/// A chain that looks at its price.
struct Seller<'a> {
    market: &'a Market<'a>,
    k: usize,
    /// Live chains of its owner, itself left out.
    sisters: Vec<usize>,
    /// What is left to it of a dollar of revenue, and of a dollar of data cost, after its stack's share.
    keeps: (f64, f64),
}

impl<'a> Seller<'a> {
    fn new(market: &'a Market<'a>, k: usize, own: &ChainAccount) -> Self {
        let chains = &market.economy.chains;
        let owner = chains[k].policy.conduct.owner;
        let sister = |l: &usize| *l != k && owner.is_some() && chains[*l].policy.conduct.owner == owner && market.economy.standing.live[*l];
        Self { market, k, sisters: (0..chains.len()).filter(sister).collect(), keeps: keeps(market.economy, k, own) }
    }

    /// Demand around a price, in gas, USD and gwei: other income is in units of the price of a gas.
    fn demand(&self, price_gwei: f64) -> Demand {
        let h = DIFFERENCE * price_gwei;
        let unit = usd_per_gas(1.0, self.market.economy.ethereum.eth_usd) * self.keeps.0;
        let point = |price: f64| {
            let point = self.point(price);
            (point.gas, point.other_usd / unit)
        };
        Demand::from_points(point(price_gwei - h), point(price_gwei), point(price_gwei + h), h)
    }

    /// What is earned a day at a price, after the mean step.
    fn point(&self, price_gwei: f64) -> Point {
        let (economy, k) = (self.market.economy, self.k);
        let verticals = economy.verticals.len();
        let mut state = self.market.state.clone();
        let fees: Vec<f64> = (0..verticals).map(|v| self.posted_fee_usd(v, price_gwei)).collect();
        let price = |v: usize| user_price_usd(economy, k, v, fees[v], economy.ordering_usd(k, v));
        (0..verticals).for_each(|v| state.expected_burden_usd[(k, v)] = economy.verticals[v].fee_burden_usd(price(v)));
        let step = self.market.step(economy, self.market.kernels, &state);
        let today = DemandDay::ordinary(&economy.verticals, economy.dynamics.load_blocks);
        let base = BaseLoad::new(economy, &step.moments, &step.routing, &today);
        let mut point = Point { gas: 0.0, other_usd: 0.0, transactions: 0.0 };
        for v in 0..verticals {
            let transactions = base.total()[(k, v)] * economy.verticals[v].demand_share(price(v));
            point.transactions += transactions;
            point.gas += transactions * economy.verticals[v].gas_per_tx;
            point.other_usd += transactions * self.margin_usd(k, v, self.keeps);
        }
        point.other_usd += self.sisters.iter().map(|&l| self.income_usd(base.total(), l)).sum::<f64>();
        point
    }

    /// What a sister earns a day on its transactions at its own posted price, USD.
    fn income_usd(&self, base: &Grid, l: usize) -> f64 {
        let (economy, load) = (self.market.economy, self.market.load);
        let execution = usd_per_gas(economy.floor_gas_price_gwei(l), economy.ethereum.eth_usd);
        let of_vertical = |v: usize| {
            let vertical = &economy.verticals[v];
            let price = user_price_usd(economy, l, v, load.fee_usd[(l, v)], economy.ordering_usd(l, v));
            let margin = execution * vertical.gas_per_tx + self.margin_usd(l, v, (1.0, 1.0));
            base[(l, v)] * vertical.demand_share(price) * margin
        };
        (0..economy.verticals.len()).map(of_vertical).sum()
    }

    /// Fee at a gas price and the day's data price, USD.
    fn posted_fee_usd(&self, v: usize, price_gwei: f64) -> f64 {
        self.market.economy.fee_usd(self.k, v, price_gwei, self.user_usd_per_byte(self.k))
    }

    fn user_usd_per_byte(&self, k: usize) -> f64 {
        let load = self.market.load;
        self.market.economy.user_usd_per_byte(k, load.data[k].usd_per_byte, load.base_fee_gwei, load.blob_price_gwei())
    }

    /// a_v: what a transaction leaves beside execution, USD: what users pay for data and operator fee, less the average cost of data, and
    /// captured ordering value; proofs pass through.
    fn margin_usd(&self, k: usize, v: usize, keeps: (f64, f64)) -> f64 {
        let economy = self.market.economy;
        let (chain, vertical) = (&economy.chains[k], &economy.verticals[v]);
        let sequencer = 1.0 - chain.stack.map_or(0.0, |s| economy.stacks[s.index()].sequencing.share);
        let paid = economy.fee_usd(k, v, 0.0, self.user_usd_per_byte(k)) - chain.proof_usd_per_tx;
        let captured = economy.ordering_usd(k, v) * chain.ordering.capture_share;
        let data = vertical.bytes_per_tx * self.market.load.data[k].usd_per_byte;
        keeps.0 * (paid + captured) - keeps.1 * data - captured * (1.0 - sequencer)
    }

    /// Profit of the chain and of its sisters' transactions, USD a year.
    fn profit_usd_per_year(&self, price_gwei: f64, point: Point) -> f64 {
        let economy = self.market.economy;
        let chain = &economy.chains[self.k];
        let execution = self.keeps.0 * point.gas * usd_per_gas(price_gwei, economy.ethereum.eth_usd);
        let fixed = chain.fixed_cost_usd_per_year
            + chain.validators_usd_per_year
            + chain.capability_budget_usd_per_year
            + economy.conflict_usd_per_year[self.k]
            + chain.apps.grants_usd_per_year;
        (execution + point.other_usd - self.market.load.settlement_usd[self.k]) * DAYS_PER_YEAR - fixed
    }
}

/// What is left to chain `k` of a further dollar of revenue, and of data cost, after its stack's share, whichever of its two bases counts today.
fn keeps(economy: &Economy, k: usize, own: &ChainAccount) -> (f64, f64) {
    let chain = &economy.chains[k];
    let Some(stack) = chain.stack.filter(|_| chain.pays_stack_share).map(|s| &economy.stacks[s.index()]) else { return (1.0, 1.0) };
    let (revenue, cost) = (own.revenue.usd(), (own.data + own.settlement).usd());
    let of_revenue = stack.revenue_share * revenue >= stack.profit_share * (revenue - cost).max(0.0);
    let (revenue, cost) = if of_revenue { (1.0 - stack.revenue_share, 1.0) } else { (1.0 - stack.profit_share, 1.0 - stack.profit_share) };
    // A stack that takes everything leaves no price to set; the least share keeps the sums finite.
    (revenue.max(f64::EPSILON), cost)
}
