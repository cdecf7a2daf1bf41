//! Innovation: what experiments do to levels, how successes spread, and that the venue makes no difference where nothing makes it one
//! (model.md §9).

use crate::support::*;
use l2niche::engine::observer::{Today, What};
use l2niche::engine::run::RunPlan;
use l2niche::model::economy::{Economy, Spec};
use l2niche::model::id::StackId;
use l2niche::model::supply::capability::{Capability, Channel};
use l2niche::model::supply::chain::{ChainKind, DataLayer};
use l2niche::model::supply::incident::{IncidentTerms, Severity, Spill};
use l2niche::model::supply::innovation::{Diffusion, Innovation, Venue};

/// Diffusion to nobody.
const NONE: Diffusion = Diffusion { share: 0.0, stack_per_day: 0.0, rollups_per_day: 0.0, standards_per_day: 0.0 };
/// Diffusion to everybody at once.
const WHOLE: Diffusion = Diffusion { share: 1.0, stack_per_day: 1.0, rollups_per_day: 1.0, standards_per_day: 1.0 };

/// Ethereum, two l2s of one stack, one of another, a sovereign chain; two capabilities; budgets half the frontier, none for Ethereum.
/// Everybody has 1,000 USD.
fn lab() -> Spec {
    let mut spec = like_chains(5);
    set_links(&mut spec, 0.3, 1.0);
    let capability = |name: &str| Capability {
        name: name.into(),
        channel: Channel::Fit,
        strength: 0.0,
        k0: 0.2,
        frontier_usd_per_year: 1e6,
        delisting_per_year: 0.0,
    };
    spec.theta = 0.5;
    spec.capabilities = vec![capability("speed"), capability("tools")];
    spec.verticals[0].needs = vec![0.25, 0.75];
    spec.stacks = vec![stack("stack"), stack("other")];
    for (k, (kind, stack)) in
        [(ChainKind::L1, None), (ChainKind::L2, Some(0)), (ChainKind::L2, Some(0)), (ChainKind::L2, Some(1)), (ChainKind::Sovereign, None)]
            .into_iter()
            .enumerate()
    {
        let chain = &mut spec.chains[k];
        (chain.kind, chain.stack) = (kind, stack.map(StackId::at));
        chain.data_layer = if kind == ChainKind::L2 { DataLayer::AltDa } else { DataLayer::Own };
        chain.observed_levels = vec![None, None];
        chain.capability_budget_usd_per_year = if kind == ChainKind::L1 { 0.0 } else { 5e5 };
    }
    spec.groups[0].requires = vec![0.0, 0.0];
    spec.groups[0].assets_usd_per_user = 1000.0;
    spec.groups[0].attention_per_day = 0.02;
    spec.systems.innovation = Innovation {
        experiments_per_year: 48.0,
        failure_probability: 0.2,
        lead_half_life_days: 120.0,
        severity: Severity { least: 0.01, tail: 1.0 },
        diffusion: NONE,
        ..Innovation::default()
    };
    spec
}

fn lived(spec: &Spec, days: u32, replicate: u32) -> Vec<Today> {
    run(spec.clone(), &RunPlan { taste_nodes: 1, replicate, ..plan(spec, days) })
}

fn of(days: &[Today], what: What) -> usize {
    days.iter().flat_map(|day| &day.systems.innovation.happenings).filter(|h| h.what == what).count()
}

/// Mean levels over time: replicates × days of each chain and capability. Runs the levels alone, through the public engine.
fn mean_levels(spec: &Spec, days: u32, replicates: u32) -> Vec<Vec<f64>> {
    let mut means = Vec::new();
    for replicate in 0..replicates {
        let economy = Economy::new(spec.clone()).expect("a sound lab");
        let (n, c) = (economy.chains.len(), economy.capabilities.len());
        let mut sums = vec![0.0; n * c];
        let epochs = [l2niche::engine::run::Epoch { from_day: 0, economy }];
        let plan = RunPlan { taste_nodes: 1, replicate, ..plan(spec, days) };
        let mut observe = |view: &l2niche::engine::observer::DayView<'_>| {
            sums.iter_mut().zip(view.economy.levels.iter().flatten()).for_each(|(sum, level)| *sum += level);
        };
        l2niche::engine::run::simulate(&epochs, &plan, &mut observe).expect("a sound run");
        means.push(sums.into_iter().map(|sum| sum / f64::from(days)).collect());
    }
    means
}

/// Own experiments alone keep the mean level where focus and budget put it. Each of 24 replicates of 3 years starts there, so that its
/// mean over time has exactly that expectation; replicates are independent. Bound: 4.2 standard errors of their mean, a false alarm in
/// 2 · 10⁻⁴ for each of the 6 levels looked at by Student's law with 23 degrees of freedom, 2 · 10⁻³ in all (the seed is fixed).
#[test]
fn experiments_keep_the_mean_level_where_focus_and_budget_put_it() {
    let mut spec = lab();
    spec.systems.innovation.failure_probability = 0.3;
    spec.systems.innovation.severity = Severity { least: 1e-6, tail: 1.0 };
    spec.systems.incident_terms.trust_loss = 0.0;
    let stated = Economy::new(spec.clone()).expect("a sound lab").levels;
    let means = mean_levels(&spec, 1095, 24);
    let n = means.len() as f64;
    for (k, c) in [(1, 0), (1, 1), (2, 0), (2, 1), (4, 0), (4, 1)] {
        let values: Vec<f64> = means.iter().map(|row| row[k * 2 + c]).collect();
        let mean = values.iter().sum::<f64>() / n;
        let error = (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0) / n).sqrt();
        assert!((mean - stated[k][c]).abs() < 4.2 * error, "chain {k}, capability {c}: {mean} ± {error}, not {}", stated[k][c]);
        assert!(error < 0.02 && error > 1e-4, "the levels hardly move, or too much: {error}");
    }
    // With diffusion others' successes come on top.
    spec.systems.innovation.diffusion = Diffusion { share: 1.0, stack_per_day: 0.05, ..NONE };
    let more = mean_levels(&spec, 1095, 4).iter().map(|row| row[2 * 2 + 1]).sum::<f64>() / 4.0;
    assert!(more > stated[2][1] + 0.05, "{more}");
}

/// The number of experiments is a Poisson count: rate · budget / frontier of the mix · time. 4 chains × 20 years × 24 a year: 1,920 expected,
/// standard deviation 44; bound 3.9 of them, a false alarm in 10⁻⁴. Ethereum has no budget.
#[test]
fn experiments_come_at_the_rate_of_the_budget_on_what_the_focus_needs() {
    let days = lived(&lab(), 7300, 0);
    let made: Vec<u32> = (0..5).map(|k| days.iter().map(|day| day.systems.innovation.experiments[k]).sum()).collect();
    let all: u32 = made.iter().sum();
    assert_eq!(made[0], 0);
    assert!((f64::from(all) - 1920.0).abs() < 3.9 * 1920f64.sqrt(), "{made:?}");
    // A fifth fail, a quarter of the successes is on the first capability: binomial, again 3.9 standard deviations each.
    let failed = of(&days, What::Incident) as f64;
    assert!((failed - 0.2 * f64::from(all)).abs() < 3.9 * (0.16 * f64::from(all)).sqrt(), "{failed} of {all}");
    let successes: Vec<_> = days.iter().flat_map(|day| &day.systems.innovation.happenings).filter(|h| h.what == What::Success).collect();
    let (total, first) =
        (successes.len() as f64, successes.iter().filter(|h| h.cause == l2niche::engine::observer::Cause::Experiment(0)).count() as f64);
    assert!((first - 0.25 * total).abs() < 3.9 * (0.1875 * total).sqrt(), "{first} of {total}");
}

/// With diffusion whole, acceptance 1, spill-over whole and no lag, on mainnet and on L2s are the same world to the last bit; each of the five
/// alone tells them apart.
#[test]
fn the_venue_makes_no_difference_where_everything_spills_over_at_once() {
    let whole = Spill { stack: 1.0, ethereum: 1.0 };
    let world = |venue: Venue, change: &dyn Fn(&mut Spec)| {
        let mut spec = lab();
        spec.systems.innovation = Innovation { diffusion: WHOLE, l1_lag_days: 0, acceptance: 1.0, venue, ..spec.systems.innovation };
        spec.chains[0].capability_budget_usd_per_year = 3e5;
        spec.systems.incident_terms =
            IncidentTerms { trust_spill: whole, loss_spill: whole, treasury_cover: 0.1, ..IncidentTerms::default() };
        change(&mut spec);
        lived(&spec, 120, 0)
    };
    let alike = |change: &dyn Fn(&mut Spec)| {
        let (on_l2, on_mainnet) = (world(Venue::L2, change), world(Venue::Mainnet, change));
        on_l2.iter().zip(&on_mainnet).all(|(a, b)| same(a, b) && a.trust == b.trust)
    };
    let days = world(Venue::L2, &|_| {});
    assert!(of(&days, What::Incident) > 3 && of(&days, What::Success) > 10 && of(&days, What::Diffusion) > 30);
    assert!(alike(&|_| {}));
    let changes: [&dyn Fn(&mut Spec); 6] = [
        &|s| s.systems.innovation.diffusion.share = 0.9,
        &|s| s.systems.innovation.diffusion.rollups_per_day = 0.5,
        &|s| s.systems.innovation.acceptance = 0.9,
        &|s| s.systems.innovation.l1_lag_days = 5,
        &|s| s.systems.incident_terms.trust_spill.ethereum = 0.9,
        &|s| s.systems.incident_terms.loss_spill.ethereum = 0.9,
    ];
    for (i, change) in changes.iter().enumerate() {
        assert!(!alike(change), "change {i} makes no difference");
    }
}

/// The same experiments are made, and the same fail, on the same days and as badly, wherever they are made.
#[test]
fn the_venue_changes_no_draw() {
    let drawn = |venue: Venue| {
        let mut spec = lab();
        spec.systems.innovation = Innovation { venue, l1_lag_days: 0, ..spec.systems.innovation };
        let days = lived(&spec, 400, 3);
        let made: Vec<Vec<u32>> = days.iter().map(|day| day.systems.innovation.experiments.clone()).collect();
        let failed = |(t, day): (usize, &Today)| {
            let incidents = day.systems.innovation.happenings.iter().filter(|h| h.what == What::Incident);
            incidents.map(|h| (t, h.chain, h.cause, h.severity)).collect::<Vec<_>>()
        };
        let failures: Vec<_> = days.iter().enumerate().flat_map(failed).collect();
        (made, failures, of(&days, What::Success))
    };
    let (on_l2, on_mainnet) = (drawn(Venue::L2), drawn(Venue::Mainnet));
    assert_eq!(on_l2, on_mainnet);
    assert!(on_l2.1.len() > 10);
}

/// Sign, draw by draw. What an incident on an l2 takes is part of what it takes on mainnet, where it hits all that settles there; and what
/// mainnet gives to Ethereum and rollups without lag is at least what diffusion brings them.
#[test]
fn mainnet_loses_more_and_at_full_speed_knows_more() {
    let world = |venue: Venue| {
        let mut spec = lab();
        spec.groups[0].attention_per_day = 0.0;
        spec.systems.innovation.diffusion = Diffusion { share: 0.8, stack_per_day: 0.02, rollups_per_day: 0.005, standards_per_day: 0.002 };
        spec.systems.innovation = Innovation { venue, l1_lag_days: 0, ..spec.systems.innovation };
        spec
    };
    let [l2, mainnet] = [Venue::L2, Venue::Mainnet].map(|venue| lived(&world(venue), 365, 1));
    let losses = |days: &[Today]| days.iter().map(|day| day.groups[0].losses.usd()).sum::<f64>();
    assert!(losses(&l2) > 0.0 && losses(&mainnet) > 1.5 * losses(&l2), "{} {}", losses(&l2), losses(&mainnet));
    let [l2, mainnet] = [Venue::L2, Venue::Mainnet].map(|venue| mean_levels(&world(venue), 365, 1).remove(0));
    assert!((0..8).all(|i| mainnet[i] >= l2[i]), "{l2:?} {mainnet:?}");
}

/// Without experiments no level moves by a bit, whatever else is said of innovation; nor does a chain's that never experiments.
#[test]
fn without_experiments_levels_are_those_of_the_scenario() {
    let mut spec = lab();
    spec.systems.innovation.experiments_per_year = 0.0;
    let calm = lived(&spec, 60, 0);
    let plain = Spec { systems: Default::default(), ..spec.clone() };
    assert!(calm.iter().zip(&lived(&plain, 60, 0)).all(|(a, b)| same(a, b)));
    let mut observed = lab();
    observed.use_observed_levels = true;
    observed.chains[1].observed_levels = vec![Some(0.9), Some(0.05)];
    observed.chains[1].capability_budget_usd_per_year = 0.0;
    let means = mean_levels(&observed, 60, 1).remove(0);
    assert!((means[2] - 0.9).abs() < 1e-12 && (means[3] - 0.05).abs() < 1e-12, "{means:?}");
}

/// Runs do not depend on the number of threads, nor agents' or mean field's draws of experiments on each other.
#[test]
fn experiments_are_the_same_on_any_number_of_threads() {
    let mut spec = lab();
    spec.systems.innovation.diffusion = Diffusion { share: 0.8, ..WHOLE };
    let base = RunPlan { taste_nodes: 4, ..plan(&spec, 40) };
    let experiments = |days: &[Today]| days.iter().map(|day| day.systems.innovation.experiments.clone()).collect::<Vec<_>>();
    let field = run_on_threads(&spec, &base, &[1, 3]);
    assert_eq!(experiments(&field), experiments(&run(spec.clone(), &agents(&base))));
}
