//! Two like chains whose blockspace is scarce: users spread out, and whether they overshoot (model.md §4, §6, §13).

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::model::economy::Spec;
use l2niche::model::user_group::Use;

/// Half of what people would do at no fee fits.
const ROOM: f64 = 0.5;

/// Transactions a month at which a user's demand bends, times the fee at which it does: a budget of 1.50 USD. Who makes 50,000
/// transactions a month counts thousandths of a cent. (If demand bent at 5 cents for them too, it would be inelastic up to fees at which
/// they give up altogether, and their pull would be far beyond the bound of the last test: they would swing for ever.)
const BENDING_BUDGET_USD: f64 = 1.5;

fn scarce(transactions_per_month: f64, friction: f64) -> Spec {
    let mut spec = like_chains(2);
    set_links(&mut spec, 0.2, friction);
    let wanted_gas = 1e6 * transactions_per_month / 30.0 * spec.verticals[0].gas_per_tx / 86_400.0;
    for chain in &mut spec.chains {
        chain.capacity_gas_per_s = wanted_gas / 2.0 * ROOM;
        chain.min_gas_price_gwei = 1e-6;
        chain.alt_da_usd_per_mib = 1e-4;
    }
    spec.verticals[0].fee_ref_usd = BENDING_BUDGET_USD / transactions_per_month;
    let group = &mut spec.groups[0];
    group.uses[0].as_mut().unwrap().transactions_per_month = transactions_per_month;
    group.attention_per_day = 0.05;
    spec
}

/// Share of chain 0 in homes and in transactions.
fn split(today: &Today) -> [f64; 2] {
    let (one, two) = (today.transactions.row(0).iter().sum::<f64>(), today.transactions.row(1).iter().sum::<f64>());
    [shares(today)[0], one / (one + two)]
}

/// From day 180 on within 1 % of half and half, and from day 30 on no two days in a row that take more than 1 % there and back. (100,000
/// agents at attention 0.05 scatter by 0.16 % at rest: 1 % is beyond six standard deviations.)
fn settles(days: &[Today], case: &str) {
    let splits: Vec<[f64; 2]> = days.iter().map(split).collect();
    assert!((splits[0][0] - 0.5).abs() > 0.1, "{case}: starts unequal");
    for part in 0..2 {
        for (day, x) in (180..).zip(splits[180..].iter().map(|s| s[part])) {
            assert!((x - 0.5).abs() < 0.01, "{case}, day {day}: {x}");
        }
        for w in splits[30..].windows(3) {
            let (there, back) = (w[1][part] - w[0][part], w[2][part] - w[1][part]);
            assert!(there * back >= 0.0 || there.abs().min(back.abs()) < 0.01, "{case} alternates: {w:?}");
        }
    }
    assert!(days.last().unwrap().fee_usd[(0, 0)] > 10.0 * 3.75e-7, "{case}: capacity binds");
}

#[test]
fn scarce_like_chains_settle_at_half_and_half_from_30_to_50_000_transactions_a_month() {
    for transactions in [30.0, 300.0, 5_000.0, 50_000.0] {
        for friction in [0.3, 2.0, f64::INFINITY] {
            let spec = scarce(transactions, friction);
            let mut plan = plan(&spec, 200);
            plan.homes = vec![vec![0.8, 0.2, 0.0]];
            settles(&run(spec.clone(), &plan), &format!("{transactions} transactions, friction {friction}, mean field"));
            if friction == 2.0 {
                settles(&run_on_threads(&spec, &agents(&plan), &[1, 3]), &format!("{transactions} transactions, agents"));
            }
        }
    }
}

/// People with 30 and machines with 50,000 transactions a month on the same blockspace.
#[test]
fn slow_and_fast_users_settle_together() {
    let mut spec = scarce(30.0, 1.0);
    set_verticals(&mut spec, 2);
    spec.verticals[1].fee_ref_usd = BENDING_BUDGET_USD / 50_000.0;
    spec.groups.push(group("machines", 2));
    spec.groups[0].uses[1] = None;
    let machines = &mut spec.groups[1];
    machines.users = 600.0;
    machines.attention_per_day = 0.3;
    machines.uses = vec![None, Some(Use { benefit_usd_per_month: 10.0, transactions_per_month: 50_000.0, delay_usd_per_month_per_s: 0.0 })];
    let mut plan = plan(&spec, 200);
    plan.homes = vec![vec![0.8, 0.2, 0.0], vec![0.1, 0.9, 0.0]];
    settles(&run(spec, &plan), "people and machines");
}

/// How far users may be from calm. κ = ∞, value ≫ ν, attention a, weight b of today in expectations, room s: a share difference u moves
/// clearing fees by ± u (ref + f)/ε, and an expected fee difference 2e moves desired homes by −tx0 s e/μ. With e in units of (ref + f)/ε,
/// u ← (1−a)u − aG e and e ← (1−b)e + b u, G = tx0 s (ref + f)/(εμ) and ref + f = ref s^{−1/ε}. The determinant is (1−a)(1−b), the trace
/// 2 − a − b − abG: an eigenvalue passes −1, and homes alternate without end, where G = (4 − 2(a+b) + ab)/(ab).
#[test]
fn scarce_chains_alternate_only_where_the_pull_of_fees_passes_its_bound() {
    let (a, b, elasticity, reference, transactions) = (0.3, 0.25, 0.5, 0.05, 100.0);
    let bound = (4.0 - 2.0 * (a + b) + a * b) / (a * b);
    for factor in [0.97, 1.03] {
        let pull = factor * bound;
        let mut spec = scarce(transactions, f64::INFINITY);
        spec.dynamics.expectation_half_life_days = 2f64.ln() / -(1.0f64 - b).ln();
        spec.verticals[0].fee_ref_usd = reference;
        let group = &mut spec.groups[0];
        group.attention_per_day = a;
        group.uses[0].as_mut().unwrap().benefit_usd_per_month = 1e4;
        group.routing_scale = 1e-3;
        group.choice_scale_usd_per_month = transactions * ROOM * reference * ROOM.powf(-1.0 / elasticity) / (elasticity * pull);
        let mut plan = plan(&spec, 25);
        plan.homes = vec![vec![0.5 + 1e-6, 0.5 - 1e-6, 0.0]];
        // The opening expects the fees of the opening homes.
        let (mut u, mut e) = (1e-6, 1e-6);
        let mut largest = 1e-6f64;
        let mut last = 0.0f64;
        for (day, today) in run(spec, &plan).iter().enumerate() {
            u = (1.0 - a) * u - a * pull * e;
            e = (1.0 - b) * e + b * u;
            largest = largest.max(u.abs());
            last = split(today)[0] - 0.5;
            assert!((last - u).abs() < 1e-3 * largest, "at {factor} of the bound, day {day}: {last} instead of {u}");
        }
        let swing = last.abs() / 1e-6;
        assert!(if factor < 1.0 { swing < 0.1 } else { swing > 100.0 }, "at {factor} of the bound a swing of 1 became {swing}");
    }
}
