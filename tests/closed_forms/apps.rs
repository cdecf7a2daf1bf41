//! Apps: where they rest, how they get there, who pays them, and the two-sided feedback that tips chains (model.md §7, §13).

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::model::economy::Spec;
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::supply::chain::AppPolicy;
use l2niche::model::vertical::AppMarket;

/// 10⁶ users, 20 transactions a month, 10 USD each: USD a day.
const ACTIVITY: f64 = 1e6 * 20.0 / 30.0 * 10.0;
const TAKE: f64 = 0.003;
const COST: f64 = 50.0;
const SPEED: f64 = 0.05;

/// Apps without effect on users, whose activity does not depend on fees.
fn market(n: usize) -> Spec {
    let mut spec = like_chains(n);
    spec.verticals[0].fee_elasticity = 0.0;
    spec.groups[0].routing_scale = 0.01;
    spec.verticals[0].apps = AppMarket { app_take: TAKE, app_cost_usd_per_day: COST, app_adjustment: SPEED, ..AppMarket::default() };
    spec
}

fn paid(today: &Today, kind: FlowKind) -> f64 {
    paid_between(today, |_, _| true, kind).usd()
}

/// From nothing, a_t = A* (1 − e^{−ψt}) with A* = (take · activity + grants)/cost; with porting cost q the speed of entry is
/// ψ/(1 + ψ q/cost) and the rest the same. Exact up to rounding, on any number of threads.
#[test]
fn apps_relax_to_what_income_keeps() {
    for (porting, grants) in [(0.0, 0.0), (3000.0, 0.0), (0.0, 365_000.0)] {
        let mut spec = market(1);
        spec.verticals[0].apps.porting_cost_usd = porting;
        spec.chains[0].apps = AppPolicy { grants_usd_per_year: grants, initial: vec![Some(0.0)] };
        let speed = SPEED / (1.0 + SPEED * porting / COST);
        let rest = (TAKE * ACTIVITY + grants / 365.0) / COST;
        for plan in [plan(&spec, 40), agents(&plan(&spec, 40))] {
            for (t, today) in run_on_threads(&spec, &plan, &[1, 3]).iter().enumerate() {
                let expected = rest * (1.0 - (-speed * (t + 1) as f64).exp());
                assert!((today.apps[(0, 0)] / expected - 1.0).abs() < 1e-9, "day {t}: {} {expected}", today.apps[(0, 0)]);
            }
        }
    }
}

/// By default apps begin at rest with the opening activity and stay.
#[test]
fn apps_begin_where_they_rest() {
    let spec = market(2);
    let days = run(spec.clone(), &plan(&spec, 30));
    for today in [&days[0], &days[29]] {
        (0..2).for_each(|k| assert!((today.apps[(k, 0)] / (TAKE * ACTIVITY / COST / 2.0) - 1.0).abs() < 1e-6, "{:?}", today.apps));
    }
}

/// Users pay the take, chains the grants, apps their costs and the porting of new ones, to the micro-dollar of one rounding each.
#[test]
fn apps_live_on_users_and_grants() {
    let mut spec = market(1);
    spec.verticals[0].apps.porting_cost_usd = 1000.0;
    spec.chains[0].apps = AppPolicy { grants_usd_per_year: 36_500.0, initial: vec![Some(10.0)] };
    let days = run(spec.clone(), &plan(&spec, 3));
    let mut before = 10.0;
    for today in &days {
        let now = today.apps[(0, 0)];
        assert!((paid(today, FlowKind::AppTake) - TAKE * ACTIVITY).abs() < 1e-6);
        assert!((paid(today, FlowKind::AppGrants) - 100.0).abs() < 1e-6 && today.accounts[0].grants.usd() == 100.0);
        assert!((paid(today, FlowKind::AppCosts) - COST * now - 1000.0 * (now - before)).abs() < 1e-5);
        assert!(today.postings.iter().any(|p| p.from == Account::Group(0) && p.to == Account::Apps(0)));
        before = now;
    }
}

/// A closed chain has no apps.
#[test]
fn apps_of_a_closed_chain_are_lost() {
    let mut spec = market(2);
    spec.chains[1].fixed_cost_usd_per_year = 1e9;
    spec.chains[1].life.grace_days = Some(3);
    let days = run(spec.clone(), &plan(&spec, 6));
    assert!(days[2].apps[(1, 0)] > 1.0 && days[3].apps[(1, 0)] == 0.0 && days[5].apps[(1, 0)] == 0.0);
}

/// A chain that opens later begins with the apps stated for it, and follows its income from there.
#[test]
fn a_chain_opens_with_the_apps_stated_for_it() {
    let mut spec = market(2);
    spec.groups[0].attention_per_day = 0.0;
    spec.chains[1].life.launch_day = 3;
    spec.chains[1].apps.initial = vec![Some(40.0)];
    let mut plan = plan(&spec, 5);
    plan.homes = vec![vec![1.0, 0.0, 0.0]];
    let days = run(spec, &plan);
    assert_eq!(days[2].apps[(1, 0)], 0.0);
    assert!((days[3].apps[(1, 0)] / (40.0 * f64::exp(-SPEED)) - 1.0).abs() < 1e-9, "nobody is active there");
}

/// The two-sided feedback alone (no liquidity effect): apps are in proportion to activity at rest, so with homes alone to choose (endless
/// friction), no sharing and a reference near 0 the even split is stable iff h = benefit · φ · χ < μ, Arthur's condition; the gap
/// between shares of homes shrinks 10 % below the threshold and grows 10 % above it, at two speeds of entry.
#[test]
fn two_sided_feedback_tips_where_liquidity_would() {
    const MU: f64 = 2.0;
    const BENEFIT: f64 = 100.0;
    for speed in [0.05, 0.5] {
        let gap = |strength: f64, day: usize| {
            let mut spec = market(2);
            set_fast(&mut spec);
            let group = &mut spec.groups[0];
            (group.choice_scale_usd_per_month, group.attention_per_day) = (MU, 0.2);
            group.uses[0].as_mut().unwrap().benefit_usd_per_month = BENEFIT;
            let apps = &mut spec.verticals[0].apps;
            (apps.variety_strength, apps.apps_ref, apps.app_adjustment) = (strength / BENEFIT, 1e-6, speed);
            let mut plan = plan(&spec, 401);
            plan.homes = vec![vec![0.505, 0.495, 0.0]];
            let shares = shares(&run(spec, &plan)[day]);
            shares[0] - shares[1]
        };
        let growth = |strength: f64| gap(strength, 400) / gap(strength, 200);
        let (below, above) = (growth(0.9 * MU), growth(1.1 * MU));
        assert!(below < 0.9 && above > 1.1, "speed {speed}: {below} below, {above} above");
    }
}
