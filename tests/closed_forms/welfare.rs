//! Welfare agrees with behaviour: Roy's identity, and what a mere split of a chain is worth under both readings (model.md §7, §13).

use crate::support::*;
use l2niche::engine::observer::{GroupDay, Today};
use l2niche::engine::run::RunPlan;
use l2niche::model::economy::Spec;
use l2niche::model::math::log_sum_exp;
use l2niche::model::user_group::SwitchCosts;

/// Three verticals of different gas, of which only one at a time meets the price of gas; chains, links and tastes all unlike.
pub(crate) fn rich(gas_of: usize) -> Spec {
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
        group.switch = SwitchCosts { onboarding_usd: 0.5, move_usd: 0.5, exit_usd: 0.5 };
        group.may_leave = true;
        group.agents = 10_000;
    }
    spec
}

/// Day 1 when the price of gas on chain `k` is `factor` times itself from that day on: homes and routing of day 1 rest on expectations, so
/// nothing but the fee of the vertical that uses gas there differs.
pub(crate) fn day_one(spec: &Spec, plan: &RunPlan, k: usize, factor: f64) -> Today {
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
    // Apps are pooled as liquidity is.
    spec.verticals.iter_mut().for_each(|v| (v.apps.variety_strength, v.apps.app_take) = (0.05, 0.002));
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
        let profit = |today: &Today| today.accounts.iter().map(|a| a.profit().0).sum::<i128>();
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

/// McFadden: at rest a user's surplus is μ ln(1 + Σ_j e^{V_j/μ} R_j^−γ), V_j = a Σ_v ν ln(1 + Σ_k e^{(value_k − κ_jk)/ν} R_k^−γ); the engine adds
/// it up from values, entropies and copies. Tastes differ in activity alone, so that everybody's routing is the executed one; chains 0 and
/// 1 are copies, chain 2 is not; fees weigh so much that a good part is left undone. 4,096 nodes against the integral over activity: one part in 10,000.
#[test]
fn welfare_with_tastes_is_the_log_sum() {
    for clone_correction in [0.0, 1.0] {
        let mut spec = like_chains(3);
        set_verticals(&mut spec, 2);
        set_links(&mut spec, 0.0, 0.4);
        spec.dynamics.clone_correction = clone_correction;
        spec.dynamics.routing_adjustment = 0.2;
        spec.chains[2].focus = vec![0.9, 0.1];
        spec.chains.iter_mut().zip([0.02, 0.04, 0.06]).for_each(|(c, price)| c.min_gas_price_gwei = price);
        let group = &mut spec.groups[0];
        group.routing_scale = 1.0;
        group.activity_sigma = 0.9;
        group.may_leave = true;
        group.uses.iter_mut().zip([0.4, 0.8]).for_each(|(u, benefit)| u.as_mut().unwrap().benefit_usd_per_month = benefit);
        let last = run(spec.clone(), &RunPlan { taste_nodes: 4096, ..plan(&spec, 120) }).pop().unwrap();
        let copies = [2f64, 2.0, 1.0].map(|r| r.powf(-clone_correction));
        let inclusive = |j: usize, v: usize, nu: f64| {
            let weight = |k: usize| {
                let value = nu - 20.0 * spec.verticals[v].fee_burden_usd(last.fee_usd[(k, v)]) - if j == k { 0.0 } else { 0.4 };
                (value / nu).exp() * copies[k]
            };
            nu * (1.0 + (0..3).map(weight).sum::<f64>()).ln()
        };
        let home: Vec<f64> = (0..3).map(|j| inclusive(j, 0, 0.4) + inclusive(j, 1, 0.8)).collect();
        let surplus = |a: f64| log_sum_exp((0..4).map(|j| if j < 3 { a * home[j] + copies[j].ln() } else { 0.0 }));
        let expected = 1e6 / 30.0 * normal_mean(|z| surplus((0.9 * z - 0.405).exp()));
        let seen = last.groups[0].welfare_tastes_usd;
        assert!((seen / expected - 1.0).abs() < 1e-4, "γ {clone_correction}: {seen} instead of {expected}");
    }
}

/// Executed routing is the mean of what residents want, weighted by their activity: one chain, an outside option, tastes for activity a and
/// willingness to pay b. Transactions are E[a P(a, b) r(b)], with r = 1/(1 + e^{−value/ν}) and P = e^{aI/μ}/(1 + e^{aI/μ}).
#[test]
fn routing_weighs_residents_by_their_activity() {
    let mut spec = like_chains(1);
    spec.dynamics.routing_adjustment = 0.2;
    spec.chains[0].min_gas_price_gwei = 0.3;
    let group = &mut spec.groups[0];
    (group.activity_sigma, group.benefit_sigma, group.routing_scale, group.may_leave) = (1.0, 1.0, 0.2, true);
    group.uses[0].as_mut().unwrap().benefit_usd_per_month = 2.0;
    let last = run(spec.clone(), &RunPlan { taste_nodes: 4096, ..plan(&spec, 120) }).pop().unwrap();
    let (nu, burden) = (0.4, 20.0 * spec.verticals[0].fee_burden_usd(last.fee_usd[(0, 0)]));
    let taste = |z: f64| (z - 0.5).exp();
    let stays = |a: f64, value: f64| 1.0 / (1.0 + (-a * inclusive_value(value, nu)).exp());
    let does = |value: f64| 1.0 / (1.0 + (-value / nu).exp());
    let mean = |f: &dyn Fn(f64, f64) -> f64| grid_mean(|x, y| f(taste(x), 2.0 * taste(y) - burden));
    let by_activity = mean(&|a, value| a * stays(a, value) * does(value));
    let by_heads =
        mean(&|a, value| a * stays(a, value)) * mean(&|a, value| stays(a, value) * does(value)) / mean(&|a, value| stays(a, value));
    let unit = 1e6 * 20.0 / 30.0 * spec.verticals[0].demand_share(last.fee_usd[(0, 0)]);
    let seen = last.transactions[(0, 0)] / unit;
    // Quasi-random nodes in two dimensions: well within half a percent; weighing by heads would be off by far more.
    assert!((seen / by_activity - 1.0).abs() < 5e-3, "{seen} instead of {by_activity}");
    assert!((by_heads / by_activity - 1.0).abs() > 0.02);
}

/// Mean of `f` over two independent standard normals: midpoint rule, 400 points a side on [−8, 8].
fn grid_mean(f: impl Fn(f64, f64) -> f64) -> f64 {
    let points: Vec<f64> = (0..400).map(|i| -8.0 + (f64::from(i) + 0.5) * 0.04).collect();
    let weight = |z: f64| (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * 0.04;
    points.iter().map(|&x| weight(x) * points.iter().map(|&y| weight(y) * f(x, y)).sum::<f64>()).sum()
}
