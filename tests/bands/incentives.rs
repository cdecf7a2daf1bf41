//! What is left when rewards end, and what comes back of them, beside what was observed. Expected values, factors in the middle.

use crate::year::shipped;
use l2niche::engine::observer::DayView;
use l2niche::engine::run::{Fidelity, simulate};
use l2niche::model::ledger::FlowKind;
use l2niche::scenario::{Overrides, Scenario};

/// The first chain of a world on a day.
struct ChainDay {
    transactions: f64,
    /// Profit before programmes, USD.
    earned_usd: f64,
    incentives_usd: f64,
}

/// The first chain in the variant at position `variant`, day by day.
fn first_chain(scenario: &Scenario, variant: usize) -> Vec<ChainDay> {
    let run = scenario.run(variant, 0, &vec![0.5; scenario.factors().len()]).unwrap_or_else(|faults| panic!("{faults}"));
    let mut days = Vec::new();
    let mut watch = |view: &DayView<'_>| {
        let paid = view.today.postings.iter().filter(|p| p.kind == FlowKind::Incentives).map(|p| p.amount.usd()).sum();
        let account = &view.today.accounts[0];
        days.push(ChainDay {
            transactions: view.today.transactions.row(0).iter().sum(),
            earned_usd: (account.profit() + account.systems).usd(),
            incentives_usd: paid,
        });
    };
    simulate(&run.epochs, &run.plan, &mut watch).expect("a sound run");
    days
}

fn read(file: &str) -> (Scenario, impl Fn(&str) -> usize) {
    let overrides = Overrides { fidelity: Some(Fidelity::MeanField), ..Overrides::default() };
    let scenario = Scenario::load(&shipped(file), &overrides).unwrap_or_else(|faults| panic!("{faults}"));
    let names: Vec<String> = scenario.variants().iter().map(|v| v.name.clone()).collect();
    (scenario, move |name: &str| names.iter().position(|n| n == name).expect("a variant"))
}

/// S(t) = s∞ + (1 − s∞) e^{−t/τ} with least squares: s∞ in the closed form for every τ of a grid of days.
fn fit(survival: &[f64]) -> (f64, f64) {
    let of = |tau: f64| {
        let decay: Vec<f64> = (0..survival.len()).map(|t| (-(t as f64) / tau).exp()).collect();
        let (mut up, mut down) = (0.0, 0.0);
        for (s, e) in survival.iter().zip(&decay) {
            up += (s - e) * (1.0 - e);
            down += (1.0 - e) * (1.0 - e);
        }
        let left = up / down;
        let error: f64 = survival.iter().zip(&decay).map(|(s, e)| (s - left - (1.0 - left) * e).powi(2)).sum();
        (error, left, tau)
    };
    let best = (10..400).map(|tau| of(f64::from(tau) / 2.0)).min_by(|a, b| a.0.total_cmp(&b.0)).expect("a grid");
    (best.1, best.2)
}

#[test]
fn a_fit_finds_what_a_curve_was_made_of() {
    let curve: Vec<f64> = (0..200).map(|t| 0.15 + 0.85 * (-f64::from(t) / 32.0).exp()).collect();
    let (left, tau) = fit(&curve);
    assert!((left - 0.15).abs() < 1e-9 && tau == 32.0, "{left} {tau}");
}

/// Observed: s∞ of 0.05 to 0.20 of activity after farmed airdrops, τ of 20 to 60 days (Starknet, Blast, ZKsync), about half of the excess after Arbitrum's.
/// Here S is the excess over the same world without a token, so that common demand shocks cancel. Asserted is a wide band: τ between that of
/// hunters' attention (33 days) less expectations, and that of natives (100 days); s∞ below a half: nothing in this world holds hunters but what the
/// chain is worth to them without rewards.
#[test]
fn what_an_airdrop_leaves() {
    let (scenario, position) = read("token-issuance.toml");
    let world = |name: &str| first_chain(&scenario, position(name));
    let (plain, launch) = (world("no-token"), 180);
    println!("\n{:<28}{:>8}{:>8}{:>14}{:>20}", "", "s∞", "τ", "after 180 d", "observed s∞, τ");
    let mut found = Vec::new();
    for name in ["airdrop", "airdrop-and-emissions", "programme"] {
        let excess: Vec<f64> =
            world(name).iter().zip(&plain).map(|(with, without)| with.transactions / without.transactions - 1.0).collect();
        let survival: Vec<f64> = excess[launch - 1..].iter().map(|x| x / excess[launch - 1]).collect();
        let (left, tau) = fit(&survival[..300]);
        println!("{name:<28}{left:>8.3}{tau:>8.1}{:>14.3}{:>20}", survival[180], "0.05–0.20, 20–60");
        found.push((left, tau, survival[180]));
    }
    let [airdrop, emissions, programme] = found[..] else { panic!("three") };
    assert!((15.0..110.0).contains(&airdrop.1) && (-0.1..0.5).contains(&airdrop.0), "{airdrop:?}");
    assert!((15.0..110.0).contains(&programme.1) && (-0.1..0.5).contains(&programme.0), "{programme:?}");
    assert!(emissions.2 > airdrop.2 + 0.1, "who is paid stays: {emissions:?} {airdrop:?}");
}

/// Observed: STIP brought 15.2 million USD of revenue for 85.2 million of incentives, 0.18 a dollar, while it ran; the literature's band is 0.05 to 0.5.
/// The break-even of 1 is what claims of growth imply.
#[test]
fn what_comes_back_of_a_programme() {
    let (scenario, position) = read("dao-governance.toml");
    let (plain, with) = (first_chain(&scenario, position("none")), first_chain(&scenario, position("company")));
    let over = |days: std::ops::Range<usize>| {
        let gained: f64 = days.clone().map(|d| with[d].earned_usd - plain[d].earned_usd).sum();
        let spent: f64 = days.map(|d| with[d].incentives_usd).sum();
        (gained / spent, spent)
    };
    let first = with.iter().position(|d| d.incentives_usd > 0.0).expect("a programme");
    let (while_it_ran, spent) = over(first..first + 150);
    let (in_all, _) = over(0..with.len());
    let busier = (first + 100..first + 150).map(|d| with[d].transactions / plain[d].transactions - 1.0).sum::<f64>() / 50.0;
    println!(
        "\nfirst programme: {:.1} million USD, back {while_it_ran:.2} a dollar while it ran (STIP 0.18), {in_all:.2} with all that followed",
        spent / 1e6
    );
    println!("transactions {:+.0} % in its last third (STIP +102 %)", 100.0 * busier);
    assert!((spent / 85.2e6 - 1.0).abs() < 1e-6);
    assert!((0.05..0.5).contains(&while_it_ran), "{while_it_ran}");
    assert!(in_all < 1.0 && in_all > while_it_ran, "those who came stay a while: {in_all}");
}
