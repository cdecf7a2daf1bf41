//! When demand comes: blocks of the day, bursts, common shocks (model.md §6, §7). What fees and users make of them, in closed form.

use crate::support::*;
use crate::welfare::{day_one, rich};
use l2niche::engine::observer::{GroupDay, Today};
use l2niche::engine::run::RunPlan;
use l2niche::model::economy::Spec;
use l2niche::model::units::MicroUsd;
use l2niche::model::vertical::LoadProfile;

/// People who trade and people who play, on chains whose fees are what sells capacity; nobody moves, nobody leaves anything undone (value ≫ ν).
fn neighbours(burst_share: f64, shared: bool) -> (Spec, RunPlan) {
    let mut spec = like_chains(2);
    set_verticals(&mut spec, 2);
    spec.groups.push(group("players", 2));
    (spec.groups[0].uses[1], spec.groups[1].uses[0]) = (None, None);
    for (g, group) in spec.groups.iter_mut().enumerate() {
        group.attention_per_day = 0.0;
        group.uses[g].as_mut().unwrap().benefit_usd_per_month = 1e3;
        group.routing_scale = 1e-3;
    }
    for vertical in &mut spec.verticals {
        vertical.fee_elasticity = 0.4;
    }
    spec.verticals[1].load.burst_share = burst_share;
    spec.dynamics.load_blocks = 6;
    let wanted_gas_per_s = 2e6 * 20.0 / 30.0 * 150_000.0 / 86_400.0;
    spec.chains.iter_mut().for_each(|c| c.capacity_gas_per_s = if shared { 0.8 } else { 0.4 } * wanted_gas_per_s);
    let mut plan = plan(&spec, 10);
    plan.homes = vec![vec![1.0, 0.0, 0.0], if shared { vec![1.0, 0.0, 0.0] } else { vec![0.0, 1.0, 0.0] }];
    (spec, plan)
}

/// Like verticals pay one fee f in a block: 1 + f/ref = max(1 + f0/ref, D^{1/ε}), D the block's wanted gas over its capacity. A
/// trader loses ref [(1 + f/ref)^{1−ε} − 1]/(1 − ε) a transaction, D^{(1−ε)/ε} = D^{1.5} but for constants: convex, so that
/// the same demand in bursts costs neighbours more, although five blocks in six are cheaper. Welfare is benefit less 20 mean burdens.
#[test]
fn a_burst_costs_everybody_on_a_shared_chain_and_nobody_elsewhere() {
    let mut traders = [0.0; 2];
    for (burst, traders) in [0.0, 0.5].into_iter().zip(&mut traders) {
        let (spec, plan) = neighbours(burst, true);
        let floor_fee = {
            let mut open = spec.clone();
            open.chains[0].capacity_gas_per_s = f64::INFINITY;
            run(open, &plan)[0].fee_usd[(0, 0)]
        };
        let load = |block: usize| (0.5 + 0.5 * (1.0 - burst) + if block == 0 { 3.0 * burst } else { 0.0 }) / 0.8;
        let burden = |h: usize| spec.verticals[0].fee_burden_usd(floor_fee.max(0.05 * (load(h).powf(2.5) - 1.0)));
        let expected = 1e6 / 30.0 * (1e3 - 20.0 * (0..6).map(burden).sum::<f64>() / 6.0);
        for today in run_on_threads(&spec, &plan, &[1, 3]) {
            let seen = today.groups[0].welfare_systematic_usd;
            assert!((seen - expected).abs() < 1e-6 * (1e6 / 30.0 * 1e3 - expected), "burst {burst}: {seen} instead of {expected}");
            *traders = seen;
        }
    }
    assert!(traders[1] < traders[0] - 1e3, "{traders:?}");
    let alone = [0.0, 0.5].map(|burst| {
        let (spec, plan) = neighbours(burst, false);
        run(spec, &plan)
    });
    for (calm, burst) in alone[0].iter().zip(&alone[1]) {
        // Six blocks are added up where there was one: rounding.
        let near = |x: f64, y: f64| (x / y - 1.0).abs() < 1e-12;
        assert!(near(calm.groups[0].welfare_systematic_usd, burst.groups[0].welfare_systematic_usd));
        assert!(near(calm.fee_usd[(0, 0)], burst.fee_usd[(0, 0)]) && near(calm.transactions[(0, 0)], burst.transactions[(0, 0)]));
        assert!(burst.groups[1].welfare_systematic_usd < calm.groups[1].welfare_systematic_usd, "players bear their own bursts");
    }
}

/// Three unlike chains, two verticals, capacity for `room` of what would be wanted at no fee if a third went to each.
fn busy(room: f64, load: LoadProfile, blocks: usize) -> Spec {
    let mut spec = like_chains(3);
    set_verticals(&mut spec, 2);
    set_links(&mut spec, 0.3, 2.0);
    spec.dynamics.load_blocks = blocks;
    (spec.verticals[0].load, spec.verticals[1].fee_elasticity) = (load, 1.3);
    for (k, chain) in spec.chains.iter_mut().enumerate() {
        chain.capacity_gas_per_s = room * (1.0 + 0.3 * k as f64) * 2e6 * 20.0 / 30.0 * 150_000.0 / 86_400.0 / 3.0;
    }
    spec.groups[0].attention_per_day = 0.1;
    spec
}

const SWINGING: LoadProfile =
    LoadProfile { peak_ratio: 1.8, peak_hour: 14.0, burst_share: 0.2, volatility: 0.4, persistence: 0.6, ordering_swing: 0.0, tail: 4.0 };

#[test]
fn blocks_that_are_alike_are_one() {
    let shocks = LoadProfile { volatility: 0.4, ..LoadProfile::default() };
    for plan in [plan(&busy(0.6, shocks, 1), 30), agents(&plan(&busy(0.6, shocks, 1), 30))] {
        let [one, six] = [1, 6].map(|blocks| run(busy(0.6, shocks, blocks), &plan));
        assert!(one.iter().zip(&six).all(|(a, b)| same(a, b)));
        assert!(one.iter().any(|d| d.congested_share[0] == 1.0), "capacity binds");
    }
}

/// At the floor all day it does not matter when demand comes; sums over blocks round differently, by less than 1e-12.
#[test]
fn without_congestion_the_hour_does_not_matter() {
    let [one, six] = [1, 6].map(|blocks| {
        let spec = busy(f64::INFINITY, SWINGING, blocks);
        run(spec.clone(), &plan(&spec, 30))
    });
    for (a, b) in one.iter().zip(&six) {
        for (x, y) in a.transactions.cells().iter().zip(b.transactions.cells()).chain(a.homes.cells().iter().zip(b.homes.cells())) {
            assert!((x - y).abs() <= 1e-9 * x.abs(), "{x} {y}");
        }
        assert_eq!((&a.fee_usd, &a.demand_multiplier), (&b.fee_usd, &b.demand_multiplier));
    }
    // Where capacity binds it does.
    let [one, six] = [1, 6].map(|blocks| run(busy(0.9, SWINGING, blocks), &plan(&busy(0.9, SWINGING, blocks), 2)).pop().unwrap());
    assert!(distance(one.fee_usd.cells(), six.fee_usd.cells()) > 1e-4);
}

/// Congested blocks sell their part of capacity, others no more: what a day sells is at least the congested share of capacity, at most all of it.
#[test]
fn congested_blocks_sell_exactly_capacity() {
    let spec = busy(0.7, SWINGING, 6);
    let (mut all, mut part, mut none) = (0, 0, 0);
    for today in run_on_threads(&spec, &agents(&plan(&spec, 90)), &[1, 3]) {
        for (k, chain) in spec.chains.iter().enumerate() {
            let sold = today.transactions.row(k).iter().sum::<f64>() * 150_000.0 / (chain.capacity_gas_per_s * 86_400.0);
            let congested = today.congested_share[k];
            assert!(sold >= congested - 1e-9 && sold <= 1.0 + 1e-9, "{sold} of capacity with {congested} congested");
            *(if congested == 1.0 {
                &mut all
            } else if congested > 0.0 {
                &mut part
            } else {
                &mut none
            }) += 1;
        }
    }
    assert!(all > 0 && part > 0 && none > 0, "{all} {part} {none}");
}

/// Roy with blocks, bursts, shocks and ordering value: on chains without congestion the fee of all blocks moves together, so
/// ∂welfare/∂fee_kv = −transactions a day as in closed_forms/welfare.rs, of which the tolerance is. The plain world fails for z ≠ 1.
#[test]
fn welfare_agrees_with_behaviour_under_shocks_bursts_and_ordering_value() {
    for v in 0..3 {
        let mut spec = rich(v);
        spec.dynamics.load_blocks = 6;
        for vertical in &mut spec.verticals {
            vertical.load = LoadProfile { ordering_swing: 1.0, ..SWINGING };
            vertical.ordering_value_usd = 0.03;
        }
        spec.chains[1].ordering.rebate_share = 0.4;
        let plan = plan(&spec, 2);
        for k in 0..3 {
            let [low, now, high] = [0.9999, 1.0, 1.0001].map(|factor| day_one(&spec, &plan, k, factor));
            assert!((now.demand_multiplier[v] - 1.0).abs() > 0.01 && now.congested_share[k] == 0.0);
            let slope = |welfare: fn(&GroupDay) -> f64| {
                let total = |today: &Today| today.groups.iter().map(welfare).sum::<f64>();
                (total(&high) - total(&low)) / (high.fee_usd[(k, v)] - low.fee_usd[(k, v)])
            };
            for slope in [slope(|g| g.welfare_systematic_usd), slope(|g| g.welfare_tastes_usd)] {
                let transactions = now.transactions[(k, v)];
                assert!((slope / -transactions - 1.0).abs() < 1e-6, "chain {k}, vertical {v}: {slope} for {transactions}");
            }
        }
    }
}

/// Shocks hang on the vertical's name and the day alone.
#[test]
fn all_variants_and_fidelities_live_through_the_same_shocks() {
    let spec = busy(0.7, SWINGING, 6);
    let mut wider = spec.clone();
    wider.chains.push(chain("another"));
    wider.chains[3].focus = vec![0.5; 2];
    let path = |days: Vec<Today>| -> Vec<f64> { days.iter().map(|d| d.demand_multiplier[0]).collect() };
    let mean_field = path(run_on_threads(&spec, &plan(&spec, 40), &[1, 3]));
    assert_eq!(mean_field, path(run_on_threads(&spec, &agents(&plan(&spec, 40)), &[1, 3])));
    assert_eq!(mean_field, path(run(wider.clone(), &plan(&wider, 40))));
    let other = RunPlan { seed: 2, ..plan(&spec, 40) };
    assert!(path(run(spec, &other)).iter().zip(&mean_field).all(|(a, b)| a != b));
}

/// Liquidity is of ordinary days: where transactions are free, shocks move nobody, and a day's transactions are z times those without shocks.
/// (Dividing by z rounds: 1e-9 after 60 days of feedback through the network effect.)
#[test]
fn shocks_pass_liquidity_by() {
    let free = |load: LoadProfile| {
        let mut spec = busy(f64::INFINITY, load, 6);
        spec.chains.iter_mut().for_each(|c| (c.min_gas_price_gwei, c.alt_da_usd_per_mib) = (0.0, 0.0));
        spec.verticals[0].network_strength = 0.3;
        spec.chains[2].latency_s = 4.0;
        spec.groups[0].uses[0].as_mut().unwrap().delay_usd_per_month_per_s = 1.0;
        run(spec.clone(), &plan(&spec, 60))
    };
    let (calm, shocked) = (free(LoadProfile::default()), free(SWINGING));
    assert!(distance(calm[0].homes.row(0), calm[59].homes.row(0)) > 1e4, "homes move");
    for (a, b) in calm.iter().zip(&shocked) {
        for k in 0..3 {
            assert!((a.homes[(0, k)] / b.homes[(0, k)] - 1.0).abs() < 1e-9);
            assert!((b.transactions[(k, 0)] / a.transactions[(k, 0)] / b.demand_multiplier[0] - 1.0).abs() < 1e-9);
            assert!((b.transactions[(k, 1)] / a.transactions[(k, 1)] - 1.0).abs() < 1e-9);
        }
    }
}

/// Share of a year's fee revenue of chain 0 that its ten best days bring.
fn top_ten(days: &[Today]) -> f64 {
    let mut revenue: Vec<MicroUsd> = days.iter().map(|d| d.accounts[0].revenue).collect();
    revenue.sort_unstable();
    let sum = |of: &[MicroUsd]| of.iter().copied().sum::<MicroUsd>().usd();
    sum(&revenue[revenue.len() - 10..]) / sum(&revenue)
}

/// Fees at the floor rise with z, fees that sell a capacity c as c [(z D)^{1/ε} − 1]: the tail of revenue is fatter than that of demand. Same draws in both; no
/// statistical allowance, for the order holds day by day (revenue over mean demand rises in z).
#[test]
fn capacity_makes_the_tail_of_revenue_fat() {
    let share = |room: f64| {
        let mut spec = like_chains(1);
        spec.verticals[0].load = LoadProfile { volatility: 0.4, ..LoadProfile::default() };
        spec.chains[0].capacity_gas_per_s = room * 1e6 * 20.0 / 30.0 * 150_000.0 / 86_400.0;
        spec.groups[0].uses[0].as_mut().unwrap().benefit_usd_per_month = 1e4;
        top_ten(&run(spec.clone(), &plan(&spec, 365)))
    };
    let (bound, free) = (share(1.0), share(f64::INFINITY));
    assert!(bound > 1.5 * free, "{bound} with capacity, {free} without");
}
