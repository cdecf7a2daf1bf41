//! Clearing of a chain's blockspace, block by block of the day. Every vertical on a chain shares it: noisy neighbours.

use crate::engine::load::DayLoad;
use crate::model::demand::price::{sponsored_usd, user_price_usd};
use crate::model::economy::Economy;
use crate::model::supply::fee_market::clear;

/// What users of a chain pay at a gas price, and how they answer, `[vertical]`.
struct Quote {
    fee_usd: Vec<f64>,
    sponsored_usd: Vec<f64>,
    demand_share: Vec<f64>,
    burden_usd: Vec<f64>,
}

/// One chain's terms of the day.
struct Terms<'a> {
    economy: &'a Economy,
    k: usize,
    /// Price of a byte to users, USD.
    usd_per_byte: f64,
    /// What the order of a transaction takes from its user, USD, `[vertical]`.
    order_usd: Vec<f64>,
}

impl Terms<'_> {
    fn fee_usd(&self, v: usize, gas_price_gwei: f64) -> f64 {
        self.economy.fee_usd(self.k, v, gas_price_gwei, self.usd_per_byte)
    }

    fn price_usd(&self, v: usize, fee_usd: f64) -> f64 {
        user_price_usd(self.economy, self.k, v, fee_usd, self.order_usd[v])
    }

    fn demand_share(&self, v: usize, fee_usd: f64) -> f64 {
        self.economy.verticals[v].demand_share(self.price_usd(v, fee_usd))
    }

    fn quote(&self, gas_price_gwei: f64) -> Quote {
        let verticals = 0..self.economy.verticals.len();
        let fee_usd: Vec<f64> = verticals.clone().map(|v| self.fee_usd(v, gas_price_gwei)).collect();
        let price = |v: usize| self.price_usd(v, fee_usd[v]);
        Quote {
            sponsored_usd: verticals.clone().map(|v| sponsored_usd(self.economy, self.k, v, fee_usd[v])).collect(),
            demand_share: verticals.clone().map(|v| self.demand_share(v, fee_usd[v])).collect(),
            burden_usd: verticals.map(|v| self.economy.verticals[v].fee_burden_usd(price(v))).collect(),
            fee_usd,
        }
    }
}

impl DayLoad {
    /// Clears chain `k` at its data price of the day, with `other_gas` of inelastic load spread evenly: in every block at the floor if
    /// what is wanted there fits the block's part of capacity, otherwise at the price that sells it.
    pub(super) fn clear_chain(&mut self, economy: &Economy, k: usize, other_gas: f64) {
        let data = self.data_price(economy, k, self.blob_price_gwei());
        let usd_per_byte = economy.user_usd_per_byte(k, data.usd_per_byte, self.base_fee_gwei, self.blob_price_gwei());
        let verticals = economy.verticals.len();
        let order_usd = (0..verticals).map(|v| self.order_usd(economy, k, v)).collect();
        let terms = Terms { economy, k, usd_per_byte, order_usd };
        let (floor, highest) = (economy.floor_gas_price_gwei(k), economy.chains[k].max_gas_price_gwei);
        let at_floor = terms.quote(floor);
        let blocks = self.today.shares.row(0).len();
        let (other_gas, capacity) = (other_gas / blocks as f64, economy.capacity_gas_per_day[k] / blocks as f64);
        let (mut gas, mut spent, mut congested, mut paid) = (0.0, 0.0, 0, vec![(0.0, 0.0); verticals]);
        (self.data[k], self.user_usd_per_byte[k]) = (data, usd_per_byte);
        for h in 0..blocks {
            let wanted = |v: usize| economy.verticals[v].gas_per_tx * self.base.total[(k, v)] * self.today.shares[(v, h)];
            let gas_at = |share: &dyn Fn(usize) -> f64| other_gas + (0..verticals).map(|v| wanted(v) * share(v)).sum::<f64>();
            let gas_at_floor = gas_at(&|v| at_floor.demand_share[v]);
            let (price, dropped) = if gas_at_floor <= capacity {
                (floor, 0.0)
            } else {
                let cleared = clear(|p| gas_at(&|v| terms.demand_share(v, terms.fee_usd(v, p))), capacity, floor, highest.max(floor));
                (cleared.gas_price_gwei, cleared.dropped_gas)
            };
            let dear = (price > floor).then(|| terms.quote(price));
            let quote = dear.as_ref().unwrap_or(&at_floor);
            let users_gas = gas_at(&|v| quote.demand_share[v]) - other_gas;
            let room = if dropped > 0.0 { ((users_gas - dropped) / users_gas).max(0.0) } else { 1.0 };
            for (v, paid) in paid.iter_mut().enumerate() {
                let share = self.today.shares[(v, h)];
                let served = share * room * quote.demand_share[v];
                self.served[(k, v)] += served;
                self.burden_usd[(k, v)] += share * quote.burden_usd[v];
                paid.0 += served * quote.fee_usd[v];
                paid.1 += served * quote.sponsored_usd[v];
            }
            let used = other_gas + room * users_gas;
            (gas, spent) = (gas + used, spent + used * price);
            congested += usize::from(price > floor);
            self.dropped_gas[k] += dropped;
        }
        self.gas_price_gwei[k] = if congested == 0 { floor } else { spent / gas };
        self.congested_share[k] = congested as f64 / blocks as f64;
        for (v, (paid, sponsored)) in paid.into_iter().enumerate() {
            let served = self.served[(k, v)];
            let means = if congested > 0 && served > 0.0 {
                (paid / served, sponsored / served)
            } else {
                (at_floor.fee_usd[v], at_floor.sponsored_usd[v])
            };
            (self.fee_usd[(k, v)], self.sponsored_usd[(k, v)]) = means;
            self.transactions[(k, v)] = self.base.total[(k, v)] * served;
            self.posted_bytes[k] += self.transactions[(k, v)] * economy.verticals[v].bytes_per_tx;
        }
    }
}
