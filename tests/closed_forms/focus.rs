//! Focus and spending: the break-even budget, focus without elasticity, gates (model.md §2, §13).

use crate::support::*;
use l2niche::model::economy::Spec;
use l2niche::model::supply::capability::{Capability, Channel};
use l2niche::model::vertical::Vertical;

fn capability(name: &str, channel: Channel, frontier_usd_per_year: f64) -> Capability {
    Capability { name: name.into(), channel, strength: 0.3, k0: 0.0, frontier_usd_per_year, delisting_per_year: 0.0 }
}

/// Needs of three verticals over three capabilities.
const NEEDS: [[f64; 3]; 3] = [[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.25, 0.25, 0.5]];

/// Chain 0 general, chain 1 specialist of vertical `v`, the only one that is used; spending stays below every frontier.
fn general_and_specialist(v: usize, theta: f64, general_budget: f64, specialist_budget: f64) -> Spec {
    let mut spec = like_chains(2);
    set_verticals(&mut spec, 3);
    spec.theta = theta;
    spec.capabilities = [1e8, 3e8, 2e8].iter().enumerate().map(|(c, f)| capability(&format!("c{c}"), Channel::Fit, *f)).collect();
    spec.verticals.iter_mut().zip(NEEDS).for_each(|(vertical, needs)| vertical.needs = needs.to_vec());
    spec.chains[1].focus = (0..3).map(|w| f64::from(u8::from(w == v))).collect();
    spec.chains[0].capability_budget_usd_per_year = general_budget;
    spec.chains[1].capability_budget_usd_per_year = specialist_budget;
    spec.chains.iter_mut().for_each(|c| c.observed_levels = vec![None; 3]);
    let group = &mut spec.groups[0];
    group.requires = vec![0.0; 3];
    group.uses = (0..3).map(|w| group.uses[0].filter(|_| w == v)).collect();
    group.uses[v].as_mut().unwrap().benefit_usd_per_month = 500.0;
    spec
}

/// φ_general/φ_specialist = [(B_g/B_s) Π_c (W̄_c/need_vc)^need_vc]^θ = [(B_g/B_s) e^{−KL(need_v ‖ W̄)}]^θ, whatever the frontiers.
#[test]
fn a_general_chain_ties_a_specialist_at_the_exponential_of_the_needs_divergence() {
    for (v, need) in NEEDS.iter().enumerate() {
        let mean = |c: usize| NEEDS.iter().map(|row| row[c]).sum::<f64>() / 3.0;
        let divergence: f64 = (0..3).map(|c| need[c] * (need[c] / mean(c)).ln()).sum();
        for theta in [0.2, 0.5, 1.0, 2.0] {
            let share = |ratio: f64| {
                let spec = general_and_specialist(v, theta, 2e7 * ratio, 2e7);
                shares(&run(spec.clone(), &plan(&spec, 2))[1])[0]
            };
            let tie = share(divergence.exp());
            assert!((tie - 0.5).abs() < 1e-11, "vertical {v}, θ {theta}: {tie}");
            let (poorer, richer) = (share(0.97 * divergence.exp()), share(1.03 * divergence.exp()));
            assert!(poorer < 0.499 && richer > 0.501, "vertical {v}, θ {theta}: {poorer} {richer}");
        }
    }
}

/// At θ = 0 every level is 1, whatever is spent on what (0⁰ = 1): focus and budget show only in the budget's own account.
#[test]
fn without_elasticity_focus_changes_nothing() {
    let base = |focuses: [[f64; 3]; 2]| {
        let mut spec = general_and_specialist(1, 0.0, 5e7, 5e7);
        spec.capabilities[2].channel = Channel::Latency;
        spec.capabilities[0].channel = Channel::Capacity;
        spec.verticals[1].network_strength = 0.1;
        set_links(&mut spec, 0.3, 20.0);
        spec.chains.iter_mut().zip(focuses).for_each(|(c, f)| c.focus = f.to_vec());
        let group = &mut spec.groups[0];
        group.uses = vec![group.uses[1]; 3];
        group.uses[0].as_mut().unwrap().delay_usd_per_month_per_s = 0.2;
        group.activity_sigma = 0.5;
        group.attention_per_day = 0.1;
        group.agents = 10_000;
        spec
    };
    let (one, other) = (base([[1.0 / 3.0; 3]; 2]), base([[1.0, 0.0, 0.0], [0.0, 0.1, 0.9]]));
    let mut start = plan(&one, 60);
    start.homes = vec![vec![0.7, 0.3, 0.0]];
    for plan in [start.clone(), agents(&start)] {
        let (first, second) = (run_on_threads(&one, &plan, &[1, 3]), run_on_threads(&other, &plan, &[1, 3]));
        assert!(first.iter().zip(&second).all(|(a, b)| same(a, b)));
        // The same foci at θ = 0.5 are seen.
        let elastic = |spec: &Spec| run(Spec { theta: 0.5, ..spec.clone() }, &plan);
        assert!(!elastic(&one).iter().zip(elastic(&other)).any(|(a, b)| same(a, &b)));
    }
}

/// Three chains whose compliance levels are 0.9, 0.8 and 0.2, a group that requires 0.5 and one that requires nothing.
fn gated() -> Spec {
    let mut spec = like_chains(3);
    set_links(&mut spec, 0.5, 1.0);
    spec.use_observed_levels = true;
    spec.capabilities = vec![capability("compliance", Channel::Gate, 1e6)];
    spec.verticals[0].needs = vec![0.0];
    spec.verticals[0].network_strength = 0.05;
    spec.chains.iter_mut().zip([0.9, 0.8, 0.2]).for_each(|(c, level)| c.observed_levels = vec![Some(level)]);
    spec.groups.push(group("institutions", 1));
    spec.groups.iter_mut().zip([0.0, 0.5]).for_each(|(g, level)| g.requires = vec![level]);
    for g in &mut spec.groups {
        g.attention_per_day = 0.05;
        g.agents = 9_000;
    }
    // Institutions alone trade the second vertical, so its transactions show where they are.
    let vertical = spec.verticals[0].clone();
    spec.verticals.push(Vertical { name: "bonds".into(), ..vertical });
    spec.chains.iter_mut().for_each(|c| c.focus = vec![0.5, 0.5]);
    let use_ = spec.groups[0].uses[0];
    spec.groups[0].uses = vec![use_, None];
    spec.groups[1].uses = vec![None, use_];
    spec
}

#[test]
fn a_group_never_lives_on_nor_uses_a_chain_below_its_requirement() {
    let spec = gated();
    for plan in [plan(&spec, 20), agents(&plan(&spec, 20))] {
        for today in run_on_threads(&spec, &plan, &[1, 3]) {
            assert_eq!(today.homes[(1, 2)], 0.0, "those who started there moved on the first day");
            assert_eq!(today.transactions[(2, 1)], 0.0);
            assert!(today.transactions[(0, 1)] > 0.0 && today.transactions[(2, 0)] > 0.0 && today.homes[(0, 2)] > 0.0);
        }
    }
}

/// Day 10 closes chain 0, where most live, and day 20 opens chain 2.
#[test]
fn a_chain_that_closes_to_a_group_loses_it_at_once_and_one_that_opens_serves_it() {
    let (before, mut closed) = (gated(), gated());
    closed.chains[0].observed_levels = vec![Some(0.4)];
    let mut opened = closed.clone();
    opened.chains[2].observed_levels = vec![Some(0.6)];
    let mut start = plan(&before, 60);
    start.homes[1] = vec![0.8, 0.2, 0.0, 0.0];
    for plan in [start.clone(), agents(&start)] {
        let days = on_threads(&[1, 3], || run_epochs(&[(0, before.clone()), (10, closed.clone()), (20, opened.clone())], &plan));
        // The burden of a transaction is small: whoever does the vertical at all makes all of it, and nearly everybody does.
        let wanted = 1e6 * 20.0 / 30.0 * before.verticals[1].demand_share(days[0].fee_usd[(1, 1)]);
        for (day, today) in days.iter().enumerate() {
            let open = [day < 10, true, day >= 20];
            for (k, open) in open.into_iter().enumerate() {
                assert_eq!(today.homes[(1, k)] > 0.0, open, "day {day}, chain {k}: homes");
                assert_eq!(today.transactions[(k, 1)] > 0.0, open, "day {day}, chain {k}: transactions");
            }
            let made: f64 = (0..3).map(|k| today.transactions[(k, 1)]).sum();
            assert!((made / wanted - 1.0).abs() < 1e-3, "day {day}: {made} of {wanted} transactions");
        }
    }
}

/// What a group may not use lends it no liquidity: its value does not depend on how many others trade there.
#[test]
fn a_closed_chain_lends_no_liquidity() {
    let welfare = |required: f64, others: f64| {
        let mut spec = gated();
        set_links(&mut spec, 0.5, f64::INFINITY);
        // People trade bonds on chain 2, institutions on chain 0, and all stay.
        spec.groups[0].uses = spec.groups[1].uses.clone();
        spec.groups[0].users = others;
        spec.groups[1].requires = vec![required];
        spec.groups.iter_mut().for_each(|g| g.attention_per_day = 0.0);
        let mut plan = plan(&spec, 3);
        plan.homes = vec![vec![0.0, 0.0, 1.0, 0.0], vec![1.0, 0.0, 0.0, 0.0]];
        run(spec, &plan).pop().unwrap().groups[1].welfare_systematic_usd
    };
    assert_eq!(welfare(0.5, 1e6), welfare(0.5, 3e6));
    assert!(welfare(0.0, 1e6) < welfare(0.0, 3e6), "an open one does");
}

/// Nobody is left without a place: those who may use no chain are outside, even if leaving is no option of theirs.
#[test]
fn a_group_that_may_use_no_chain_is_outside() {
    let mut spec = gated();
    spec.groups[1].requires = vec![0.95];
    for plan in [plan(&spec, 3), agents(&plan(&spec, 3))] {
        let last = run_on_threads(&spec, &plan, &[1, 3]).pop().unwrap();
        assert!((last.homes[(1, 3)] - 1e6).abs() < 1e-3);
        assert_eq!(last.groups[1].welfare_systematic_usd, 0.0);
    }
}
