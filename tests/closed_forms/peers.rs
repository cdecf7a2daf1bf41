//! Tipping by company alone (model.md §13; facts.md §5): homes are worth peers · Σ σ share, nothing else.

use crate::support::*;
use l2niche::model::economy::Spec;
use l2niche::model::supply::chain::ProofStage;

fn peers_only(chains: usize, peers_usd_per_month: f64, sharing: f64) -> Spec {
    let mut spec = bare_chains(chains);
    set_fast(&mut spec);
    set_links(&mut spec, sharing, 0.0);
    spec.groups[0].peers_usd_per_month = peers_usd_per_month;
    spec
}

/// Brock–Durlauf: shares (1 ± m)/2 differ in worth by peers · m, so m = tanh(peers · m/2μ). Resting points by β = peers/2μ.
#[test]
fn two_chains_rest_where_brock_and_durlauf_say() {
    for (beta, expected) in [(1.2, 0.658_570), (1.5, 0.858_560), (2.0, 0.957_504), (3.0, 0.994_902)] {
        let mut spec = peers_only(2, 2.0 * beta * 0.7, 0.0);
        spec.groups[0].choice_scale_usd_per_month = 0.7;
        let mut plan = plan(&spec, 200);
        plan.homes = vec![vec![0.6, 0.4, 0.0]];
        let last = shares(&run(spec.clone(), &plan)[199]);
        assert!((last[0] - last[1] - expected).abs() < 1e-6, "β {beta}: {}", last[0] - last[1]);
        plan.homes = vec![vec![0.4, 0.6, 0.0]];
        let mirrored = shares(&run(spec, &plan)[199]);
        assert!((mirrored[1] - mirrored[0] - expected).abs() < 1e-6, "the other chain wins as well");
    }
}

/// A field h beside the peers: m = tanh(β(h + Jm)); with βJ = 1.5, βh = 0.1 both +0.893855 and −0.801080 are at rest.
#[test]
fn with_a_small_advantage_both_resting_points_remain() {
    let mut spec = peers_only(2, 3.0, 0.0);
    spec.groups[0].security_usd_per_month = 1.0;
    // V₁ − V₂ = security₁ − security₂ = 2βh μ.
    spec.security.stages = [0.3, 0.5, 0.95];
    spec.chains[1].proof_stage = ProofStage::Stage0;
    for (start, expected) in [(0.9, 0.893_855), (0.05, -0.801_080)] {
        let mut plan = plan(&spec, 200);
        plan.homes = vec![vec![start, 1.0 - start, 0.0]];
        let last = shares(&run(spec.clone(), &plan)[199]);
        assert!((last[0] - last[1] - expected).abs() < 1e-6, "{}", last[0] - last[1]);
    }
}

/// Factor a day by which a gap of one part in 10⁸ from `rest` grows between chains 0 and 1.
fn growth(spec: &Spec, rest: f64) -> f64 {
    let mut plan = plan(spec, 60);
    let mut homes = vec![rest; spec.chains.len()];
    homes[0] += 1e-8;
    homes[1] -= 1e-8;
    homes.push(1.0 - rest * spec.chains.len() as f64);
    plan.homes = vec![homes];
    let days = run(spec.clone(), &plan);
    let gap = |day: usize| shares(&days[day])[0] - shares(&days[day])[1];
    (gap(59) / gap(9)).powf(1.0 / 50.0)
}

/// Around equal shares of K chains, ds_j = (1/K)(dV_j − mean)/μ and dV_j = peers (1−σ) ds_j: the gap grows by peers (1−σ)/(μK) a day
/// (attention 1, expectations of yesterday).
#[test]
fn equal_shares_of_k_chains_lose_stability_where_unshared_peers_pass_k_times_the_taste() {
    for (chains, sharing) in [(2, 0.0), (2, 0.4), (3, 0.0), (3, 0.25), (5, 0.0), (5, 0.8)] {
        for factor in [0.97, 1.03] {
            let spec = peers_only(chains, factor * chains as f64 / (1.0 - sharing), sharing);
            let seen = growth(&spec, 1.0 / chains as f64);
            // Rounding: 1e-16 in a gap of at least 0.97⁶⁰ · 1e-8.
            assert!((seen - factor).abs() < 1e-6, "{chains} chains, σ {sharing}: {seen} instead of {factor}");
        }
    }
}

/// Beside the outside option the equal split is s = e^{βs}/(1 + K e^{βs}), and ds_j = s dV_j/μ for gaps that leave ΣdV = 0: the gap grows
/// by βs, β = peers/μ. It passes 1 at s = e/(1 + Ke).
#[test]
fn with_an_outside_option_equal_shares_lose_stability_where_peers_times_share_pass_the_taste() {
    for chains in [2, 4] {
        let k = f64::from(chains as u32);
        let critical = (1.0 + k * 1f64.exp()) / 1f64.exp();
        for factor in [0.97, 1.03] {
            let beta = factor * critical;
            let rest = (0..10_000).fold(1.0 / k, |s, _| (beta * s).exp() / (1.0 + k * (beta * s).exp()));
            let mut spec = peers_only(chains, beta, 0.0);
            spec.groups[0].may_leave = true;
            let seen = growth(&spec, rest);
            assert!((seen < 1.0) == (factor < 1.0), "{chains} chains at {factor}: {seen}");
            assert!((seen - beta * rest).abs() < 1e-6, "{chains} chains at {factor}: {seen} instead of {}", beta * rest);
        }
    }
}
