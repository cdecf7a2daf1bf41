//! Prices: the floor of the gas price that answers best to what others charge.
//!
//! What is sold is gas, Q = Σ_v gas_v T_v, through homes and routing of the mean step and the users' own demand; what else rises with
//! transactions is the margin a_v on data, ordering and the operator fee, and what the owner's other chains earn. A review takes some
//! Newton steps (`model::supply::pricing`) on central differences; liquidity, apps, peers and rewards are held. Where blockspace is scarce
//! at the floor, the market's price is above it, and the floor does not bind.

use crate::engine::conduct::forecast::Market;
use crate::engine::conduct::{Act, Proposal};
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
/// Relative change below which a price rests: second differences leave some 1e-11 of noise in it.
const REST: f64 = 1e-9;
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

/// What the review of chain `k` proposes on its price. Of `accounts` it reads its own, and those of its owner's other chains.
pub(super) fn review(market: &Market<'_>, k: usize, accounts: &[ChainAccount]) -> Option<Proposal> {
    let economy = market.economy;
    let chain = &economy.chains[k];
    if chain.policy.conduct.pricing != Pricing::BestResponse || !chain.has_operator() || chain.policy.sponsorship.forgone_usd(1.0) > 0.0 {
        return None;
    }
    let seller = Seller::new(market, k, accounts);
    // A stack that takes everything leaves no price to set.
    if seller.keeps.of_revenue <= 0.0 {
        return None;
    }
    let before = economy.floor_gas_price_gwei(k);
    let (mut price, mut elasticity) = (before.max(LEAST_GWEI), 0.0);
    for _ in 0..STEPS {
        let found = seller.demand(price);
        elasticity = found.elasticity(price);
        let next = found.better_price(price)?.max(LEAST_GWEI).min(chain.max_gas_price_gwei);
        let moved = (next / price - 1.0).abs();
        price = next;
        if moved < CONTENT {
            break;
        }
    }
    if (price - before).abs() <= REST * price {
        return None;
    }
    let (now, then) = (seller.point(before), seller.point(price));
    Some(Proposal {
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
    /// What is left to it after its stack's share.
    keeps: Keeps,
    /// Live chains of its owner, itself left out, and what is left to them.
    sisters: Vec<(usize, Keeps)>,
}

impl<'a> Seller<'a> {
    fn new(market: &'a Market<'a>, k: usize, accounts: &[ChainAccount]) -> Self {
        let economy = market.economy;
        let (chains, live) = (&economy.chains, &economy.standing.live);
        let owner = chains[k].policy.conduct.owner;
        let owned = |l: &usize| owner.is_some() && chains[*l].policy.conduct.owner == owner;
        let sister = |l: &usize| *l != k && owned(l) && live[*l] && chains[*l].has_operator();
        let keeps = |l: usize| Keeps::of(economy, l, &accounts[l]);
        Self { market, k, keeps: keeps(k), sisters: (0..chains.len()).filter(sister).map(|l| (l, keeps(l))).collect() }
    }

    /// Demand around a price, in gas, USD and gwei: other income is in units of the price of a gas.
    fn demand(&self, price_gwei: f64) -> Demand {
        let h = DIFFERENCE * price_gwei;
        let unit = usd_per_gas(1.0, self.market.economy.ethereum.eth_usd) * self.keeps.of_revenue;
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
        let base = step.base_load(economy);
        let mut point = Point { gas: 0.0, other_usd: 0.0, transactions: 0.0 };
        for v in 0..verticals {
            let transactions = base.total()[(k, v)] * economy.verticals[v].demand_share(price(v));
            point.transactions += transactions;
            point.gas += transactions * economy.verticals[v].gas_per_tx;
            point.other_usd += transactions * self.margin_usd(k, v, self.keeps);
        }
        point.other_usd += self.sisters.iter().map(|&(l, keeps)| self.income_usd(base.total(), l, keeps)).sum::<f64>();
        point
    }

    /// What a sister earns a day on its transactions at the fees of the day and its own floor, USD.
    fn income_usd(&self, base: &Grid, l: usize, keeps: Keeps) -> f64 {
        let (economy, load) = (self.market.economy, self.market.load);
        let execution = usd_per_gas(economy.floor_gas_price_gwei(l), economy.ethereum.eth_usd);
        let of_vertical = |v: usize| {
            let (vertical, fee) = (&economy.verticals[v], load.fee_usd[(l, v)]);
            let price = user_price_usd(economy, l, v, fee, economy.ordering_usd(l, v));
            let paid = execution * vertical.gas_per_tx - economy.chains[l].policy.sponsorship.forgone_usd(fee);
            base[(l, v)] * vertical.demand_share(price) * (keeps.of_revenue * paid + self.margin_usd(l, v, keeps))
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

    /// a_v: what a transaction leaves beside execution, USD: what users pay for data, proofs and operator fee and captured ordering value,
    /// less the average cost of data, proofs, and the shares of the stack. It shares in what users pay for proofs, and bears none of
    /// their cost.
    fn margin_usd(&self, k: usize, v: usize, keeps: Keeps) -> f64 {
        let economy = self.market.economy;
        let (chain, vertical) = (&economy.chains[k], &economy.verticals[v]);
        let sequencing = chain.stack.map_or(0.0, |s| economy.stacks[s.index()].sequencing.share);
        let paid = economy.fee_usd(k, v, 0.0, self.user_usd_per_byte(k));
        let captured = economy.ordering_usd(k, v) * chain.ordering.capture_share;
        let data = vertical.bytes_per_tx * self.market.load.data[k].usd_per_byte;
        keeps.of_revenue * (paid + captured) - keeps.of_cost * data - chain.proof_usd_per_tx - captured * sequencing
    }

    /// Profit of the chain and of its sisters' transactions, USD a year.
    fn profit_usd_per_year(&self, price_gwei: f64, point: Point) -> f64 {
        let economy = self.market.economy;
        let chain = &economy.chains[self.k];
        let execution = self.keeps.of_revenue * point.gas * usd_per_gas(price_gwei, economy.ethereum.eth_usd);
        let fixed = chain.fixed_cost_usd_per_year
            + chain.validators_usd_per_year
            + chain.capability_budget_usd_per_year
            + economy.conflict_usd_per_year[self.k]
            + chain.apps.grants_usd_per_year;
        (execution + point.other_usd - self.market.load.settlement_usd[self.k]) * DAYS_PER_YEAR - fixed
    }
}

/// What is left to a chain after its stack's share, by whichever of the share's two bases counts today.
#[derive(Clone, Copy)]
struct Keeps {
    /// Of a further dollar of revenue.
    of_revenue: f64,
    /// Of a dollar of data cost that it saves.
    of_cost: f64,
}

impl Keeps {
    fn of(economy: &Economy, k: usize, own: &ChainAccount) -> Self {
        let chain = &economy.chains[k];
        let Some(stack) = chain.stack.filter(|_| chain.pays_stack_share).map(|s| &economy.stacks[s.index()]) else {
            return Self { of_revenue: 1.0, of_cost: 1.0 };
        };
        let (revenue, cost) = (own.revenue.usd(), (own.data + own.settlement).usd());
        if stack.revenue_share * revenue >= stack.profit_share * (revenue - cost).max(0.0) {
            Self { of_revenue: 1.0 - stack.revenue_share, of_cost: 1.0 }
        } else {
            Self { of_revenue: 1.0 - stack.profit_share, of_cost: 1.0 - stack.profit_share }
        }
    }
}
