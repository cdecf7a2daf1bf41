//! Home choice without network and prices: logit, mixed logit, and how fast homes come to rest (model.md §5, §13).

use crate::support::*;
use l2niche::engine::observer::{DayView, Today};
use l2niche::engine::run::{Epoch, RunPlan, simulate};
use l2niche::model::economy::{Economy, Spec};
use l2niche::model::supply::capability::{Capability, Channel};
use l2niche::model::supply::chain::ProofStage;
use l2niche::model::user_group::Use;
use statrs::distribution::{ChiSquared, ContinuousCDF, Normal};

const SECURITIES: [f64; 3] = [0.75, 0.5, 0.95];

/// False-alarm rate of every statistical test here.
const ALARM: f64 = 1e-6;

/// McFadden: P_j = exp(V_j/μ)/Σ exp(V/μ); V = s · security here.
#[test]
fn without_network_and_costs_shares_are_softmax() {
    let mut spec = three_securities(2.0);
    spec.groups[0].choice_scale_usd_per_month = 0.7;
    let last = run(spec.clone(), &plan(&spec, 3)).pop().unwrap();
    let values = SECURITIES.map(|s| 2.0 * s);
    assert!(distance(&shares(&last)[..3], &softmax(&values, 0.7)) < 1e-14);
    assert!(distance(&shares(&last)[..3], &softmax(&values, 0.7 * 1.03)) > 1e-3, "a wrong scale would not be noticed");
}

/// With uses, V is their inclusive value ν ln(1 + e^{value/ν}), value = benefit · (fit 1) − tx0 · burden of the fee.
#[test]
fn staying_outside_is_one_more_alternative_worth_nothing() {
    let mut spec = like_chains(3);
    spec.groups[0].may_leave = true;
    spec.groups[0].uses[0] = Some(Use { benefit_usd_per_month: 1.0, transactions_per_month: 20.0, delay_usd_per_month_per_s: 0.1 });
    (0..3).for_each(|j| spec.chains[j].latency_s = 1.0 + 3.0 * j as f64);
    // The first day's expected fee is the floor's, which is what chains without congestion charge.
    let last = run(spec.clone(), &plan(&spec, 3)).pop().unwrap();
    let values: Vec<f64> = (0..3)
        .map(|j| 1.0 - 20.0 * spec.verticals[0].fee_burden_usd(last.fee_usd[(j, 0)]) - 0.1 * spec.chains[j].latency_s)
        .map(|value| inclusive_value(value, 0.1))
        .chain([0.0])
        .collect();
    assert!(distance(&shares(&last), &softmax(&values, 1.0)) < 1e-12);
}

/// Attention 1 and no switch cost: every day is an independent multinomial draw, so the days' statistics add up to χ²(3 · days).
#[test]
fn agents_choose_by_softmax() {
    let mut spec = three_securities(6.0);
    spec.groups[0].may_leave = true;
    let values = [4.5, 3.0, 5.7, 0.0];
    let days = 10;
    let seen = run_on_threads(&spec, &agents(&plan(&spec, days)), &[1, 3]);
    let statistic = |expected: &[f64]| -> f64 {
        let of = |day: &Today| -> f64 { shares(day).iter().zip(expected).map(|(x, p)| 1e5 * (x - p).powi(2) / p).sum() };
        seen.iter().map(of).sum()
    };
    let critical = ChiSquared::new(3.0 * f64::from(days)).unwrap().inverse_cdf(1.0 - ALARM);
    assert!(statistic(&softmax(&values, 1.0)) < critical);
    assert!(statistic(&softmax(&values, 1.03)) > critical, "a scale 3 % off would not be noticed");
}

/// Compares shares under a log-normal taste (mean 1, the logarithm's standard deviation `sigma`) with the integral of the logit.
///
/// The N nodes of a dimension are one in each of N equal strata, so the star discrepancy is at most 1/N, and a share's variation over
/// the unit interval is at most 2 (Koksma: error ≤ 2/N). Rescaling nodes to the exact mean moves tastes by a share of at most the
/// last stratum's part of the mean, Φ(σ − z_{1−1/N}), and shares by that times their elasticity.
fn agrees_with_quadrature(spec: &Spec, nodes: u32, sigma: f64, values: impl Fn(f64) -> Vec<f64>) {
    let taste = |z: f64| (sigma * z - sigma * sigma / 2.0).exp();
    let share = |j: usize, factor: f64| normal_mean(|z| softmax(&values(factor * taste(z)), 1.0)[j]);
    let last = run(spec.clone(), &RunPlan { taste_nodes: nodes, ..plan(spec, 2) }).pop().unwrap();
    let normal = Normal::standard();
    let rescaling = normal.cdf(sigma - normal.inverse_cdf(1.0 - 1.0 / f64::from(nodes)));
    for (j, seen) in shares(&last)[..spec.chains.len()].iter().enumerate() {
        let (expected, elasticity) = (share(j, 1.0), (share(j, 1.01) - share(j, 1.0)).abs() / 0.01);
        let tolerance = 2.0 / f64::from(nodes) + elasticity * rescaling;
        assert!((seen - expected).abs() < tolerance, "chain {j}: {seen} against {expected}, tolerance {tolerance}");
        let logit = softmax(&values(1.0), 1.0)[j];
        assert!((logit - expected).abs() > 3.0 * tolerance, "chain {j}: a plain logit at the mean taste would not be noticed");
    }
}

#[test]
fn log_normal_tastes_for_security_give_the_mixed_logit() {
    let mut spec = three_securities(8.0);
    spec.groups[0].security_sigma = 1.0;
    for nodes in [1024, 4096] {
        agrees_with_quadrature(&spec, nodes, 1.0, |taste| SECURITIES.map(|s| 8.0 * taste * s).to_vec());
    }
}

/// Willingness to pay multiplies what fit makes of the benefit; fees come off after it, and not doing it is worth 0.
#[test]
fn log_normal_willingness_to_pay_gives_the_mixed_logit() {
    let mut spec = like_chains(2);
    spec.capabilities = vec![Capability {
        name: "speed".into(),
        channel: Channel::Fit,
        strength: 0.0,
        k0: 0.0,
        frontier_usd_per_year: 1e6,
        delisting_per_year: 0.0,
    }];
    spec.use_observed_levels = true;
    spec.verticals[0].needs = vec![1.0];
    spec.groups[0].requires = vec![0.0];
    spec.groups[0].benefit_sigma = 0.8;
    spec.groups[0].uses[0] = Some(Use { benefit_usd_per_month: 8.0, transactions_per_month: 200.0, delay_usd_per_month_per_s: 0.0 });
    let fits = [0.9, 0.5];
    spec.chains.iter_mut().zip(fits).for_each(|(c, fit)| c.observed_levels = vec![Some(fit)]);
    let fee = run(spec.clone(), &plan(&spec, 1))[0].fee_usd[(0, 0)];
    let (burden, scale) = (200.0 * spec.verticals[0].fee_burden_usd(fee), 0.8);
    let values = |taste: f64| fits.map(|fit| inclusive_value(8.0 * taste * fit - burden, scale)).to_vec();
    for nodes in [1024, 4096] {
        agrees_with_quadrature(&spec, nodes, 0.8, values);
    }
}

/// Everybody who reconsiders draws from the resting shares: x_t − x* = (1−α)^t (x_0 − x*).
#[test]
fn without_switch_costs_the_distance_to_rest_shrinks_by_attention() {
    let mut spec = three_securities(2.0);
    spec.groups[0].attention_per_day = 0.07;
    let mut plan = plan(&spec, 60);
    plan.homes = vec![vec![1.0, 0.0, 0.0, 0.0]];
    let rest = softmax(&SECURITIES.map(|s| 2.0 * s), 1.0);
    for (day, today) in (1..).zip(run(spec, &plan)) {
        let left = 0.93f64.powi(day);
        let expected: Vec<f64> = rest.iter().zip([1.0, 0.0, 0.0]).map(|(x, start)| x + left * (start - x)).collect();
        assert!(distance(&shares(&today)[..3], &expected) < 1e-12, "day {day}");
    }
}

/// Like chains with switch bonus δ = cost/horizon.
fn sticky(n: usize, bonus_in_mu: f64, attention: f64) -> Spec {
    let mut spec = bare_chains(n);
    let group = &mut spec.groups[0];
    group.attention_per_day = attention;
    group.choice_scale_usd_per_month = 0.8;
    group.horizon_months = 2.5;
    group.switch.move_usd = bonus_in_mu * group.choice_scale_usd_per_month * group.horizon_months;
    spec
}

/// The chain of movers has λ₂ = P(stay) − P(go to one other) = (e^{δ/μ} − 1)/(e^{δ/μ} + N − 1) among those who reconsider.
#[test]
fn a_switch_bonus_slows_the_way_to_rest_by_the_second_eigenvalue() {
    let (n, bonus, attention) = (5, 3.0f64, 0.1);
    let spec = sticky(n, bonus, attention);
    let mut plan = plan(&spec, 60);
    plan.homes = vec![vec![0.6, 0.1, 0.3, 0.0, 0.0, 0.0]];
    let second = (bonus.exp() - 1.0) / (bonus.exp() + n as f64 - 1.0);
    for (day, today) in (1..).zip(run(spec, &plan)) {
        let left = (1.0 - attention * (1.0 - second)).powi(day);
        let expected: Vec<f64> = plan.homes[0][..n].iter().map(|start| 0.2 + left * (start - 0.2)).collect();
        assert!(distance(&shares(&today)[..n], &expected) < 1e-12, "day {day}");
    }
}

/// Klemperer and Farrell: P(stay) = e^{δ/μ}/(e^{δ/μ} + N − 1), 0.833925 for N = 5, δ/μ = 3 (facts.md §5).
#[test]
fn those_who_reconsider_stay_with_the_sticky_logits_probability() {
    let stayed = |today: &Today| 1.0 - today.moves.cells().iter().sum::<f64>() / 1e6;
    let spec = sticky(5, 3.0, 1.0);
    let days = run(spec.clone(), &plan(&spec, 3));
    assert!((stayed(&days[2]) - 0.833_925).abs() < 5e-7);
    // Agents: a million independent choices; a binomial count leaves ± 4.9 standard deviations once in a million tests.
    let choices = 1e6;
    let days = run_on_threads(&spec, &agents(&plan(&spec, 10)), &[1, 3]);
    let seen = days.iter().map(stayed).sum::<f64>() / 10.0;
    let bound = Normal::standard().inverse_cdf(1.0 - ALARM / 2.0);
    let deviations = |p: f64| (seen - p).abs() / (p * (1.0 - p) / choices).sqrt();
    let probability = |bonus: f64| bonus.exp() / (bonus.exp() + 4.0);
    assert!(deviations(probability(3.0)) < bound);
    assert!(deviations(probability(3.09)) > bound, "a bonus 3 % off would not be noticed");
}

/// The taste for security is a run-time parameter: an epoch that raises it moves people to the safer chain from its first day on.
#[test]
fn a_later_taste_for_security_moves_people() {
    let mut spec = like_chains(2);
    spec.groups[0].security_usd_per_month = 2.0;
    spec.chains[0].proof_stage = ProofStage::Stage0;
    spec.chains[1].proof_stage = ProofStage::Stage2;
    let plan = plan(&spec, 12);
    let mut later = spec.clone();
    later.groups[0].security_usd_per_month = 6.0;
    let epochs = [(0, spec), (10, later)].map(|(from_day, spec)| Epoch { from_day, economy: Economy::new(spec).expect("sound") });
    let mut safer = Vec::new();
    simulate(&epochs, &plan, &mut |view: &DayView<'_>| safer.push(shares(view.today)[1])).expect("a sound run");
    let logit = |taste: f64| 1.0 / (1.0 + (-taste * (0.95 - 0.5)).exp());
    assert!((safer[9] - logit(2.0)).abs() < 1e-12 && (safer[10] - logit(6.0)).abs() < 1e-12, "{safer:?}");
}
