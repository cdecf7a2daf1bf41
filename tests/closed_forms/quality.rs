//! Unobserved quality ξ: a share of benefit added to the value of use, outside every taste (model.md §4), and its calibration (Berry 1994).

use crate::support::*;
use l2niche::engine::observer::DayView;
use l2niche::engine::run::simulate;
use l2niche::experiment::calibration::{Calibrated, calibrate};
use l2niche::model::economy::Spec;
use l2niche::model::supply::chain::ProofStage;
use l2niche::scenario::{Overrides, Scenario};

/// Two like chains whose use costs little; chain 0 has ξ.
fn with_quality(xi: f64, benefit_sigma: f64) -> Spec {
    let mut spec = like_chains(2);
    set_fast(&mut spec);
    spec.groups[0].benefit_sigma = benefit_sigma;
    spec.chains[0].quality = vec![xi];
    spec
}

/// At home without a way to other chains, V_j = ν ln(1 + e^{value_j/ν}), and value_0 − value_1 = ξ · benefit.
#[test]
fn homes_follow_the_logit_of_a_quality_that_is_a_share_of_benefit() {
    for xi in [-0.05, 0.0, 0.12] {
        let spec = with_quality(xi, 0.0);
        let last = run_on_threads(&spec, &plan(&spec, 60), &[1, 3]).pop().expect("days");
        let value = |j: usize| 10.0 - 20.0 * spec.verticals[0].fee_burden_usd(last.fee_usd[(j, 0)]) + if j == 0 { 10.0 * xi } else { 0.0 };
        let expected = softmax(&[0, 1].map(|j| inclusive_value(value(j), 1.0)), 1.0);
        let seen = shares(&last);
        assert!((seen[0] - expected[0]).abs() < 1e-6, "ξ {xi}: {seen:?} instead of {expected:?}");
    }
}

/// Outside the taste b: a spread of willingness to pay leaves the odds of like chains at e^{ξ benefit/μ} where all use is worth far more
/// than not using (then V = value). Were ξ multiplied by b, the mean of the logits over b would be nearer to one half.
#[test]
fn quality_is_not_multiplied_by_willingness_to_pay() {
    let mut spec = with_quality(0.1, 0.5);
    spec.groups[0].uses[0].as_mut().expect("a use").benefit_usd_per_month = 20.0;
    spec.groups[0].routing_scale = 0.005;
    let last = run(spec.clone(), &plan(&spec, 60)).pop().expect("days");
    let expected = softmax(&[2.0, 0.0], 1.0)[0];
    // Were it inside, E over b of the logistic of 2b, b lognormal with σ 0.5 and mean 1, would be 0.847.
    assert!((shares(&last)[0] - expected).abs() < 1e-4, "{} instead of {expected}", shares(&last)[0]);
}

/// People and routing held by α = 0: ξ adds users × benefit × ξ × share of use to both readings of welfare.
#[test]
fn quality_counts_in_welfare() {
    let welfare = |xi: f64| {
        let mut spec = with_quality(xi, 0.0);
        spec.groups[0].attention_per_day = 0.0;
        spec.groups[0].routing_scale = 1e-3;
        run(spec.clone(), &plan(&spec, 30)).pop().expect("days").groups[0].clone()
    };
    let (none, some) = (welfare(0.0), welfare(0.2));
    let expected = 500_000.0 * 10.0 * 0.2 / 30.0;
    let gains = [some.welfare_systematic_usd - none.welfare_systematic_usd, some.welfare_tastes_usd - none.welfare_tastes_usd];
    assert!(gains.iter().all(|gain| (gain / expected - 1.0).abs() < 1e-9), "{gains:?} instead of {expected}");
}

/// The lower stage of proof makes what a chain must offer instead visible: ξ of the other sign restores equal shares.
#[test]
fn quality_can_make_up_for_security() {
    let mut spec = with_quality(0.0, 0.0);
    spec.groups[0].security_usd_per_month = 4.0;
    spec.chains[0].proof_stage = ProofStage::Stage0;
    let uneven = run(spec.clone(), &plan(&spec, 60)).pop().expect("days");
    // The stage costs 4 · 0.25 = 1 USD, a tenth of the benefit.
    spec.chains[0].quality = vec![0.1];
    let even = run(spec.clone(), &plan(&spec, 60)).pop().expect("days");
    assert!(shares(&uneven)[0] < 0.28 && (shares(&even)[0] - 0.5).abs() < 1e-3, "{:?} {:?}", shares(&uneven), shares(&even));
}

/// Three chains that differ, two verticals, and people who may stay outside.
const WORLD: &str = r#"
[scenario]
name = "three"
[simulation]
days = 60
[[vertical]]
name = "trading"
[[vertical]]
name = "games"
[[chain]]
name = "one"
kind = "l2"
proof_stage = 1
[[chain]]
name = "two"
kind = "l2"
latency_s = 1
[[chain]]
name = "three"
kind = "l2"
[[group]]
name = "people"
users = 100_000
benefit_sigma = 0.5
security_usd_per_month = 2
attention_per_day = 0.2
homes = { one = 0.3, two = 0.3, three = 0.3, outside = 0.1 }
[group.uses.trading]
benefit_usd_per_month = 5
transactions_per_month = 20
delay_usd_per_month_per_s = 0.2
[group.uses.games]
benefit_usd_per_month = 2
transactions_per_month = 60
"#;

/// What ξ was in the world that was observed.
const TRUTH: [f64; 3] = [0.15, -0.1, 0.05];

fn read(text: &str) -> Scenario {
    Scenario::parse("three.toml", text, &Overrides { factors: false, ..Overrides::default() }).unwrap_or_else(|faults| panic!("{faults}"))
}

fn observed_text(ridge: f64) -> String {
    let of = |name: &str, xi: f64| format!("[[chain]]\nname = \"{name}\"\nquality = {{ trading = {xi}, games = {xi} }}");
    let mut text = WORLD.replace("[simulation]", "[simulation]\nfidelity = \"mean-field\"");
    for (name, xi) in ["one", "two", "three"].into_iter().zip(TRUTH) {
        text = text.replace(&format!("[[chain]]\nname = \"{name}\""), &of(name, xi));
    }
    let run = read(&text).run(0, 0, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let mut sums = [0.0; 3];
    simulate(&run.epochs, &run.plan, &mut |view: &DayView<'_>| {
        let days = usize::from(view.day >= 30);
        (0..3 * days).for_each(|k| sums[k] += view.today.transactions.row(k).iter().sum::<f64>() / 30.0);
    })
    .expect("a sound run");
    let [one, two, three] = sums;
    let observed = format!("transactions_per_day = {{ one = {one:?}, two = {two:?}, three = {three:?} }}");
    format!("{WORLD}\n[calibration]\n{observed}\nridge = {ridge:?}\ndays = 60\nfrom_day = 30\n")
}

fn calibrated(ridge: f64) -> Calibrated {
    calibrate(&read(&observed_text(ridge))).unwrap_or_else(|error| panic!("{error}"))
}

fn qualities(found: &Calibrated) -> Vec<f64> {
    found.chains.iter().map(|c| c.quality).collect()
}

#[test]
fn a_known_quality_is_recovered_as_the_ridge_vanishes() {
    let found = calibrated(0.0);
    assert!(found.converged, "{}", found.to_text());
    assert!(distance(&qualities(&found), &TRUTH) < 1e-3, "{}", found.to_text());
    assert!(found.chains.iter().all(|c| (c.with / c.observed - 1.0).abs() < 5e-3), "{}", found.to_text());
    assert!(found.root_mean_square(false) > 0.05, "the world without ξ is another: {}", found.to_text());
    let share = found.variance_share().expect("chains differ");
    assert!(share > 0.0 && share < 1.0, "{share}");
    let on_one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread").install(|| calibrated(0.0));
    assert_eq!(found, on_one);
}

/// Σ ξ² at the minimum of a sum with weight λ on it never rises with λ.
#[test]
fn a_ridge_shrinks_quality_and_leaves_observations_unmet() {
    let found = [0.0, 1.0, 30.0, 1e6].map(calibrated);
    let norms = found.each_ref().map(|f| qualities(f).iter().map(|q| q * q).sum::<f64>());
    assert!(norms.is_sorted_by(|a, b| a > b), "{norms:?}");
    assert!(norms[3] < 1e-6 * norms[0], "{norms:?}");
    let misses = found.each_ref().map(|f| f.root_mean_square(true));
    assert!(misses.is_sorted(), "{misses:?}");
    assert!((misses[3] / found[3].root_mean_square(false) - 1.0).abs() < 1e-2);
}

#[test]
fn what_a_calibration_writes_is_a_scenario_that_meets_what_was_observed() {
    let found = calibrated(0.0);
    let text = found.to_scenario("three.toml", &[]);
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("three.toml"), WORLD).expect("written");
    std::fs::write(dir.path().join("out.toml"), &text).expect("written");
    let overrides = Overrides { factors: false, ..Overrides::default() };
    let scenario = Scenario::load(&dir.path().join("out.toml"), &overrides).unwrap_or_else(|faults| panic!("{faults}\n{text}"));
    let economy = &scenario.run(0, 0, &[]).unwrap_or_else(|faults| panic!("{faults}")).epochs[0].economy;
    for (chain, xi) in economy.chains.iter().zip(TRUTH) {
        assert!(chain.quality.iter().all(|q| (q - xi).abs() < 1e-3), "{}: {:?}", chain.name, chain.quality);
    }
}

#[test]
fn what_cannot_be_calibrated_says_why() {
    let message = |text: &str| calibrate(&read(text)).expect_err("no calibration").to_string();
    assert!(message(WORLD).contains("scenario three has no [calibration] section"), "{}", message(WORLD));
    let text = WORLD.to_owned()
        + "[calibration]\ntransactions_per_day = { two = 5 }\n[[variant]]\nname = 'less'\n[[variant.chain]]\nname = 'two'\nremove = true\n\
           [[variant.group]]\nname = 'people'\nhomes = { one = 1 }\n";
    assert!(message(&text).contains("variant less") && message(&text).contains("has no chain two"), "{}", message(&text));
}
