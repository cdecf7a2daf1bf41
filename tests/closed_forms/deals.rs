//! Deals with partners: how many live, whom they bring, what they pay; and how long dropped chains are off.

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::engine::run::RunPlan;
use l2niche::model::economy::Spec;
use l2niche::model::id::{CapabilityId, ChainId};
use l2niche::model::institutions::deal::{Deal, PartnerAssets, PartnerChannel, Title};
use l2niche::model::institutions::exchange::Exchange;
use l2niche::model::institutions::listing::Listing;
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::supply::capability::{Capability, Channel};
use l2niche::model::units::MicroUsd;
use statrs::distribution::{ContinuousCDF, Normal};

/// False-alarm rate of every statistical test here, both sides together; seeds are fixed.
const ALARM: f64 = 1e-6;

/// A kind of deals of the chain at position `chain` that bring nothing and live for ever.
fn deal(chain: usize, rate_per_year: f64) -> Deal {
    Deal {
        name: "issuers".into(),
        chain: ChainId::at(chain),
        rate_per_year,
        capability: None,
        bd_budget_usd_per_year: 0.0,
        bd_frontier_usd_per_year: 0.0,
        bd_elasticity: 0.5,
        payment_usd: 0.0,
        life_days: f64::INFINITY,
        size_sigma: 0.0,
        channel: PartnerChannel::default(),
        assets: PartnerAssets::default(),
        title: Title::default(),
    }
}

fn with(mut spec: Spec, deals: Vec<Deal>) -> Spec {
    spec.systems.deals = deals;
    spec
}

/// Nobody is aware of any chain.
fn nobody_aware(spec: &Spec, days: u32) -> RunPlan {
    let mut homes = vec![0.0; spec.chains.len() + 1];
    homes.push(1.0);
    RunPlan { homes: vec![homes], ..plan(spec, days) }
}

fn live(today: &Today) -> f64 {
    today.systems.deals.live.iter().map(Vec::len).sum::<usize>() as f64
}

/// Two-sided bound of a standard normal at the false-alarm rate.
fn quantile() -> f64 {
    Normal::new(0.0, 1.0).expect("a law").inverse_cdf(1.0 - ALARM / 2.0)
}

/// M/G/∞ in days: signings are Poisson λ/365 a day and a deal of exponential life L is alive on the age-th morning with probability
/// e^{−age/L}; so live deals on day t are Poisson with mean λ/365 · (1 − e^{−(t+1)/L})/(1 − e^{−1/L}). Over replicates (independent by
/// stream) their mean is normal to good approximation: 400 replicates of about 20 deals each. A life a quarter longer would be noticed.
#[test]
fn live_deals_are_poisson_with_the_mean_of_rate_times_life() {
    let (rate, life, days, replicates) = (146.0, 50.0f64, 150u32, 400u32);
    let spec = with(bare_chains(1), vec![Deal { life_days: life, ..deal(0, rate) }]);
    let last = |replicate: u32| live(run(spec.clone(), &RunPlan { replicate, ..plan(&spec, days) }).last().expect("days"));
    let counts: Vec<f64> = (0..replicates).map(last).collect();
    let expected = |life: f64| rate / 365.0 * (1.0 - (-f64::from(days) / life).exp()) / (1.0 - (-1.0 / life).exp());
    let n = f64::from(replicates);
    let mean = counts.iter().sum::<f64>() / n;
    let z = |life: f64| (mean - expected(life)) / (expected(life) / n).sqrt();
    assert!(z(life).abs() < quantile(), "mean {mean}, expected {}", expected(life));
    assert!(z(1.25 * life).abs() > quantile(), "a longer life would not be noticed");
    // Variance of a Poisson count is its mean; that of the sample variance is about 2 mean²/n.
    let variance = counts.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    assert!((variance / expected(life) - 1.0).abs() < quantile() * (2.0 / n).sqrt() * 1.1, "variance {variance}");
}

/// A higher rate signs the same deals and more, day by day: what differs between two variants is the rate alone.
#[test]
fn a_higher_rate_keeps_every_deal() {
    let sizes = |rate: f64| {
        let spec = with(bare_chains(1), vec![Deal { size_sigma: 1.0, ..deal(0, rate) }]);
        run(spec.clone(), &plan(&spec, 120)).last().expect("days").systems.deals.live[0].clone()
    };
    let (few, many) = (sizes(30.0), sizes(45.0));
    assert!(few.len() > 3 && many.len() > few.len(), "{} {}", few.len(), many.len());
    assert!(few.iter().all(|size| many.contains(size)), "{few:?} {many:?}");
}

/// The rate scales with the level of the capability and with the root of spending below the frontier: four of each make one.
#[test]
fn level_and_spending_scale_signings() {
    let signed = |level: f64, budget: f64| {
        let mut spec = bare_chains(1);
        spec.capabilities = vec![gate()];
        spec.use_observed_levels = true;
        spec.verticals[0].needs = vec![0.0];
        spec.groups[0].requires = vec![0.0];
        spec.chains[0].observed_levels = vec![Some(level)];
        let terms = Deal {
            capability: Some(CapabilityId::at(0)),
            bd_budget_usd_per_year: budget,
            bd_frontier_usd_per_year: 4e6,
            ..deal(0, 2000.0)
        };
        live(run(with(spec.clone(), vec![terms]), &plan(&spec, 365)).last().expect("a day"))
    };
    for (level, budget, expected) in [(1.0, 4e6, 2000.0), (0.5, 4e6, 1000.0), (1.0, 1e6, 1000.0), (0.5, 1e6, 500.0), (1.0, 0.0, 0.0)] {
        let seen: f64 = signed(level, budget);
        assert!((seen - expected).abs() <= quantile() * expected.sqrt(), "level {level}, budget {budget}: {seen}");
    }
}

/// Unaware people become aware with hazard customers · rate, customers being those of the deals alive. With one deal signed on day s
/// (found in the run) they are 1 − e^{−customers · rate · (t − s + 1)/365} by day t, exactly; and all of them are seen to go to its chain.
#[test]
fn a_deal_brings_its_customers_at_its_rate() {
    let (customers, hazard, days) = (0.3, 4.0, 200u32);
    let channel = PartnerChannel { customers: vec![customers], awareness_per_year: hazard, visibility: 0.0, onboarding_relief: 0.0 };
    let mut spec = with(bare_chains(2), vec![Deal { channel, ..deal(1, 12.0) }]);
    // Chains are seen by nobody but partners' customers.
    spec.groups[0].adoption.visibility_base = 0.0;
    spec.groups[0].may_leave = true;
    let seen = run(spec.clone(), &nobody_aware(&spec, days));
    let (mut unaware, mut landed) = (1.0f64, 0.0);
    for (day, today) in seen.iter().enumerate() {
        let share: f64 = (customers * live(today)).min(1.0);
        let newly = unaware * (1.0 - (-share * hazard / 365.0).exp());
        (unaware, landed) = (unaware - newly, landed + newly);
        assert!((today.groups[0].aware_users / 1e6 - landed).abs() < 1e-11, "day {day}");
        assert_eq!(today.homes[(0, 0)], 0.0, "nobody sees the other chain");
    }
    assert!(live(seen.last().expect("days")) >= 4.0 && landed > 0.3, "the cap on customers was met: {landed}");
    let exchange_only = {
        let mut spec = bare_chains(2);
        (spec.groups[0].adoption.visibility_base, spec.groups[0].may_leave) = (0.0, true);
        let coin = Exchange {
            business: Default::default(),
            name: "coin".into(),
            chain: ChainId::at(1),
            customers: vec![customers],
            awareness_per_year: hazard,
            visibility: 0.0,
            onboarding_relief: 0.0,
        };
        spec.exchanges = vec![coin];
        run(spec.clone(), &nobody_aware(&spec, 1))[0].groups[0].aware_users
    };
    let first = seen.iter().position(|today| live(today) == 1.0).expect("a first deal");
    assert!((seen[first].groups[0].aware_users - exchange_only).abs() < 1e-5, "a deal is a channel as an exchange is");
}

/// What is paid, day by day and to the micro-dollar: business development to outside, payments at signing to partners, fees on the assets
/// that are there; all of it in the chain's accounts.
#[test]
fn payments_follow_deals() {
    let assets = PartnerAssets { usd: 1e6, turnover_per_day: vec![], fee_per_year: 0.0365 };
    let terms = Deal { bd_budget_usd_per_year: 365e3, payment_usd: 5e4, life_days: 60.0, size_sigma: 0.8, assets, ..deal(0, 40.0) };
    let spec = with(bare_chains(2), vec![terms]);
    let days = run(spec.clone(), &plan(&spec, 200));
    let mut signed = 0;
    for today in &days {
        let paid = |kind: FlowKind, from: Account, to: Account| paid_between(today, |a, b| (a, b) == (from, to), kind).usd();
        let deals = &today.systems.deals;
        let new: f64 = deals.turns.iter().filter(|turn| turn.signed).map(|turn| turn.size).sum();
        signed += deals.turns.iter().filter(|turn| turn.signed).count();
        let held = 1e6 * deals.live[0].iter().sum::<f64>();
        assert!((deals.assets_usd[0] - held).abs() < 1e-6 * (1.0 + held));
        let (chain, partners) = (Account::Chain(0), Account::Partners);
        assert!((paid(FlowKind::BusinessDevelopment, chain, Account::Outside) - 1e3).abs() < 1e-6);
        assert!((paid(FlowKind::PartnerPayments, chain, partners) - 5e4 * new).abs() < 1e-5);
        let fees = paid(FlowKind::AssetFees, partners, chain);
        assert!((fees - held * 1e-4).abs() < 1e-5);
        assert!((today.accounts[0].profit().usd() - (fees - 1e3 - 5e4 * new)).abs() < 1e-4);
        assert_eq!(today.accounts[1].profit(), MicroUsd::ZERO);
        assert!((today.life.assets_usd[0] - held).abs() < 1e-6 * (1.0 + held), "partners' assets are located where they are kept");
    }
    assert!(signed > 5);
}

/// Two like chains and a title on one: the share of it is a logit of benefit · quality · appeal, and falls by halves of quality.
#[test]
fn a_title_draws_users_and_fades() {
    let title = Title { quality: vec![0.3], half_life_days: 30.0 };
    let mut spec = with(like_chains(2), vec![Deal { title, ..deal(0, 6.0) }]);
    set_fast(&mut spec);
    spec.interop.friction = 0.0;
    let days = run(spec.clone(), &plan(&spec, 240));
    let mut ages: Vec<f64> = vec![];
    let mut most: f64 = 0.5;
    for today in &days {
        ages.iter_mut().for_each(|age| *age += 1.0);
        ages.extend(today.systems.deals.turns.iter().filter(|turn| turn.signed).map(|_| 0.0));
        // Benefit 10; the use is worth ν ln(1 + e^{v/ν}) on the own chain alone, ν = 1.
        let boost = 10.0 * 0.3 * ages.iter().map(|age| 0.5f64.powf(age / 30.0)).sum::<f64>();
        let base = 10.0 * 1.0 - today_burden(today);
        let expected = softmax(&[inclusive_value(base + boost, 1.0), inclusive_value(base, 1.0)], 1.0)[0];
        let seen = shares(today)[0];
        assert!((seen - expected).abs() < 2e-3, "{seen} {expected}");
        most = most.max(seen);
    }
    assert!(most > 0.9 && ages.len() >= 2, "a title is felt: {most}");
}

/// What fees take of a month's use, USD: 20 transactions at the integral of demand over the fee.
fn today_burden(today: &Today) -> f64 {
    let fee = today.fee_usd[(0, 0)] / 0.05;
    20.0 * 0.05 * ((1.0 + fee).sqrt() - 1.0) / 0.5
}

fn gate() -> Capability {
    Capability {
        name: "privacy".into(),
        channel: Channel::Gate,
        strength: 0.0,
        k0: 0.0,
        frontier_usd_per_year: 1.0,
        delisting_per_year: 0.0,
    }
}

/// A listed chain is dropped on a day with p = 1 − e^{−hK/365} and is off for D days, after which the draw is open again: listed runs are
/// geometric with mean (1 − p)/p, so it is listed for (1 − p)/(1 − p + pD) of the time. In T days it is dropped
/// at most about Binomial(T, p) times, D days each, so the number of days off has a variance of at most T D² p. A hazard a quarter higher would be
/// noticed.
#[test]
fn a_chain_is_listed_for_the_expected_share_of_time() {
    let (hazard, level, off, days) = (8.0, 0.5, 20u32, 120_000u32);
    let mut spec = bare_chains(1);
    spec.capabilities = vec![Capability { delisting_per_year: hazard, ..gate() }];
    spec.use_observed_levels = true;
    spec.verticals[0].needs = vec![0.0];
    spec.groups[0].requires = vec![0.0];
    spec.chains[0].observed_levels = vec![Some(level)];
    spec.systems.listing = Listing { days: off, friction_usd_per_month: 1.0 };
    let plan = RunPlan { taste_nodes: 1, ..plan(&spec, days) };
    let seen = run(spec, &plan);
    let listed = seen.iter().filter(|today| !today.systems.delisted[0]).count() as f64 / f64::from(days);
    let expected = |hazard: f64| {
        let p = 1.0 - (-hazard * level / 365.0).exp();
        (1.0 - p) / (1.0 - p + p * f64::from(off))
    };
    let p = 1.0 - (-hazard * level / 365.0f64).exp();
    let deviation = (f64::from(off * off) * p / f64::from(days)).sqrt();
    assert!((listed - expected(hazard)).abs() < quantile() * deviation, "{listed} {}", expected(hazard));
    assert!((listed - expected(1.25 * hazard)).abs() > quantile() * deviation, "a hazard a quarter higher would not be noticed");
}

/// While a chain is off, its exchange sends it nobody; partners, who are bound by contract, still do.
#[test]
fn a_dropped_chain_has_no_exchange_but_keeps_its_partners() {
    let channel = PartnerChannel { customers: vec![0.2], awareness_per_year: 10.0, visibility: 0.0, onboarding_relief: 0.0 };
    let aware = |deals: Vec<Deal>| {
        let mut spec = with(bare_chains(1), deals);
        spec.capabilities = vec![Capability { delisting_per_year: 100.0, ..gate() }];
        spec.use_observed_levels = true;
        spec.verticals[0].needs = vec![0.0];
        spec.groups[0].requires = vec![0.0];
        spec.chains[0].observed_levels = vec![Some(1.0)];
        spec.systems.listing = Listing { days: 10_000, friction_usd_per_month: 0.0 };
        let coin = Exchange {
            business: Default::default(),
            name: "coin".into(),
            chain: ChainId::at(0),
            customers: vec![0.5],
            awareness_per_year: 1.0,
            visibility: 0.0,
            onboarding_relief: 0.0,
        };
        spec.exchanges = vec![coin];
        let days = run(spec.clone(), &nobody_aware(&spec, 120));
        let dropped = days.iter().position(|today| today.systems.delisted[0]).expect("a hazard of 100 a year drops within 120 days");
        let at = |day: usize| if day == 0 { 0.0 } else { days[day - 1].groups[0].aware_users };
        assert!(dropped == 0 || at(dropped) > 0.0, "before that the exchange sent people");
        days.last().expect("days").groups[0].aware_users - at(dropped)
    };
    assert_eq!(aware(vec![]), 0.0);
    assert!(aware(vec![Deal { channel, ..deal(0, 40.0) }]) > 0.0);
}

/// Deals that bring nothing and cost nothing change no bit of the world.
#[test]
fn deals_without_terms_change_nothing() {
    let plain = like_chains(2);
    let signing = with(plain.clone(), vec![deal(0, 500.0)]);
    let (a, b) = (run(plain.clone(), &plan(&plain, 60)), run(signing, &plan(&plain, 60)));
    assert!(live(&b[59]) > 10.0 && a.iter().zip(&b).all(|(a, b)| same(a, b)));
}
