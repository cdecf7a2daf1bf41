//! Welfare agrees with behaviour: Roy's identity, and what a mere split of a chain is worth under both readings (model.md §7, §13).

use crate::support::*;
use l2niche::engine::observer::{GroupDay, Today};
use l2niche::engine::run::RunPlan;
use l2niche::model::economy::Spec;

/// Three verticals of different gas, of which only one at a time meets the price of gas; chains, links and tastes all unlike.
fn rich(gas_of: usize) -> Spec {
    let mut spec = like_chains(3);
    set_verticals(&mut spec, 3);
    set_links(&mut spec, 0.3, 1.5);
    for (v, vertical) in spec.verticals.iter_mut().enumerate() {
        vertical.gas_per_tx = if v == gas_of { 150_000.0 } else { 0.0 };
        vertical.bytes_per_tx = 5e4 * (1 + v) as f64;
        vertical.fee_elasticity = [0.5, 1.0, 1.8][v];
        vertical.network_strength = 0.1;
    }
    for (k, chain) in spec.chains.iter_mut().enumerate() {
        chain.min_gas_price_gwei = 0.05 + 0.05 * k as f64;
        chain.latency_s = 1.0 + k as f64;
    }
    spec.groups.push(group("others", 3));
    for (g, group) in spec.groups.iter_mut().enumerate() {
        (0..3).for_each(|v| group.uses[v].as_mut().unwrap().transactions_per_month = [10.0, 40.0, 90.0][(v + g) % 3]);
        group.uses[0].as_mut().unwrap().delay_usd_per_month_per_s = 0.3;
        (group.activity_sigma, group.benefit_sigma, group.impatience_sigma, group.security_sigma) = (0.7, 0.5, 0.6, 0.8);
        group.security_usd_per_month = 1.0;
        group.peers_usd_per_month = 2.0;
        group.attention_per_day = 0.1;
        group.switch_cost_usd = 0.5;
        group.may_leave = true;
        group.agents = 10_000;
    }
    spec
}

/// Day 1 when the price of gas on chain `k` is `factor` times itself from that day on: homes and routing of day 1 rest on expectations, so
/// nothing but the fee of the vertical that uses gas there differs.
fn day_one(spec: &Spec, plan: &RunPlan, k: usize, factor: f64) -> Today {
    let mut dearer = spec.clone();
    dearer.chains[k].min_gas_price_gwei *= factor;
    on_threads(&[1, 3], || run_epochs(&[(0, spec.clone()), (1, dearer.clone())], plan)).pop().unwrap()
}

/// Homes, routing, liquidity and other prices held: ∂welfare/∂fee_kv = −transactions executed at (k, v), a day as well as a month, under
/// both readings. The central difference over ± 0.01 % leaves a relative error of order 1e-8, rounding one of 1e-9.
#[test]
fn welfare_falls_with_a_fee_by_the_transactions_that_pay_it() {
    for v in 0..3 {
        let spec = rich(v);
        for plan in [plan(&spec, 2), agents(&plan(&spec, 2))] {
            for k in 0..3 {
                let [low, now, high] = [0.9999, 1.0, 1.0001].map(|factor| day_one(&spec, &plan, k, factor));
                assert_eq!(low.homes, high.homes);
                let slope = |welfare: fn(&GroupDay) -> f64| {
                    let total = |today: &Today| today.groups.iter().map(welfare).sum::<f64>();
                    (total(&high) - total(&low)) / (high.fee_usd[(k, v)] - low.fee_usd[(k, v)])
                };
                let transactions = now.transactions[(k, v)];
                for slope in [slope(|g| g.welfare_systematic_usd), slope(|g| g.welfare_tastes_usd)] {
                    assert!((slope / -transactions - 1.0).abs() < 1e-6, "chain {k}, vertical {v}: {slope} for {transactions}");
                }
            }
        }
    }
}

/// `copies` of one chain with fixed cost, everything shared between them; three verticals with network effects; value ≫ ν.
fn copies(copies: usize, clone_correction: f64) -> Spec {
    let mut spec = like_chains(copies);
    set_verticals(&mut spec, 3);
    set_links(&mut spec, 1.0, 0.0);
    spec.dynamics.clone_correction = clone_correction;
    spec.verticals.iter_mut().for_each(|v| v.network_strength = 0.1);
    spec.chains.iter_mut().for_each(|c| c.fixed_cost_usd_per_year = 3.65e6);
    let group = &mut spec.groups[0];
    for (v, benefit) in [20.0, 30.0, 50.0].into_iter().enumerate() {
        group.uses[v].as_mut().unwrap().benefit_usd_per_month = benefit;
    }
    // ν = benefit/40: e^{−40} of every vertical is left undone.
    group.routing_scale = 0.025;
    group.choice_scale_usd_per_month = 1.7;
    group.activity_sigma = 0.6;
    group.peers_usd_per_month = 3.0;
    group.security_usd_per_month = 2.0;
    spec
}

/// A second copy on full interop adds nothing but a taste draw per home (μ ln 2) and per vertical (ν_v ln 2), and its fixed cost.
#[test]
fn a_chain_split_in_two_adds_taste_draws_and_a_fixed_cost() {
    for (clone_correction, bonus_per_month) in [(0.0, (1.7 + 0.025 * 100.0) * 2f64.ln()), (1.0, 0.0)] {
        let [one, two] = [1, 2].map(|n| {
            let spec = copies(n, clone_correction);
            run(spec.clone(), &plan(&spec, 30)).pop().unwrap()
        });
        let (before, after) = (&one.groups[0], &two.groups[0]);
        let systematic = after.welfare_systematic_usd / before.welfare_systematic_usd - 1.0;
        assert!(systematic.abs() < 1e-10, "γ {clone_correction}: systematic welfare changes by {systematic}");
        let bonus = (after.welfare_tastes_usd - before.welfare_tastes_usd) * 30.0 / 1e6;
        assert!((bonus - bonus_per_month).abs() < 1e-8, "γ {clone_correction}: {bonus} instead of {bonus_per_month}");
        // A flow is rounded to the micro-dollar, off by at most half of one: fees, data and fixed cost of three chains in all.
        let profit = |today: &Today| today.accounts.iter().map(|a| a.profit().0).sum::<i64>();
        assert!((profit(&two) - profit(&one) + 10_000_000_000).abs() <= 6, "{} {}", profit(&one), profit(&two));
    }
}

/// The split is free of charge only on full interop: with friction the second chain costs those who cross.
#[test]
fn a_split_without_full_interop_loses_systematic_welfare() {
    let mut split = copies(2, 0.0);
    set_links(&mut split, 0.0, 5.0);
    let whole = copies(1, 0.0);
    let welfare = |spec: &Spec| run(spec.clone(), &plan(spec, 30)).pop().unwrap().groups[0].welfare_systematic_usd;
    assert!(welfare(&split) < 0.99 * welfare(&whole));
}
