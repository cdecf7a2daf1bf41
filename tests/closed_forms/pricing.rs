//! Prices by best response: Bertrand–Nash prices of logit demand (model.md §11, §13).
//!
//! Users make 20 transactions a month whatever they cost, and do so at home, so a chain's price to a user is 20 fees a month, and V falls one
//! for one with it. A chain that sets no price, and charges next to nothing, stands for the outside option: uses are worth at least 0
//! to those who live somewhere, so that "outside" itself cannot be worth more than a chain.

use crate::support::*;
use l2niche::engine::observer::{Act, Ruling, Today};
use l2niche::model::economy::Spec;
use l2niche::model::supply::conduct::{Conduct, Pricing};
use l2niche::model::supply::governance::{Governance, GovernanceForm};
use l2niche::model::units::usd_per_gas;

pub(crate) const TRANSACTIONS: f64 = 20.0;
const BENEFIT: f64 = 40.0;

/// `n` chains that set prices every day, for users at scale 1 whose demand does not bend.
fn sellers(n: usize) -> Spec {
    let mut spec = like_chains(n);
    set_fast(&mut spec);
    spec.verticals[0].fee_elasticity = 0.0;
    spec.groups[0].uses[0].as_mut().unwrap().benefit_usd_per_month = BENEFIT;
    spec.groups[0].routing_scale = 0.005;
    for chain in &mut spec.chains {
        chain.alt_da_usd_per_mib = 0.0;
        chain.quality = vec![0.0];
        chain.policy.conduct = Conduct { review_days: 1, pricing: Pricing::BestResponse, ..Conduct::default() };
    }
    spec
}

/// The same beside an outside option, which is the last chain; sellers are worth `a` more than it before they charge anything.
pub(crate) fn beside_outside(n: usize, a: &[f64]) -> Spec {
    let mut spec = sellers(n + 1);
    spec.chains[n].policy.conduct = Conduct::default();
    spec.chains[n].min_gas_price_gwei = 1e-9;
    spec.chains.iter_mut().zip(a).for_each(|(chain, a)| chain.quality = vec![a / BENEFIT]);
    spec
}

/// What a user pays a chain a month beyond its cost, where prices rest, USD, `[chain]`.
pub(crate) fn markups(spec: &Spec) -> Vec<f64> {
    let last = run(spec.clone(), &plan(spec, 80)).pop().unwrap();
    let monthly = |gwei: &f64| TRANSACTIONS * spec.verticals[0].gas_per_tx * usd_per_gas(*gwei, spec.ethereum.eth_usd);
    last.gas_price_gwei.iter().map(monthly).collect()
}

pub(crate) fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found / expected - 1.0).abs() < tolerance, "{found}, not {expected}");
}

/// Anderson, de Palma, Thisse: p − c = μN/(N − 1).
#[test]
fn like_sellers_without_outside_charge_n_over_n_less_one() {
    for (n, expected) in [(2, 2.0), (3, 1.5), (5, 1.25), (10, 10.0 / 9.0)] {
        markups(&sellers(n)).into_iter().for_each(|m| close(m, expected, 1e-6));
    }
}

/// Aravindakshan, Ratchford (2011): p − c = μ/(1 − s) = μ (1 + W(…)) with an outside option.
#[test]
fn beside_an_outside_option_markups_are_those_of_lambert_w() {
    let cases: [(usize, f64, f64); 6] =
        [(1, 1.0, 1.567_143), (2, 1.0, 1.401_058), (5, 1.0, 1.191_882), (1, 2.0, 2.0), (2, 2.0, 1.598_942), (5, 2.0, 1.224_198)];
    for (n, a, expected) in cases {
        let found = markups(&beside_outside(n, &vec![a; n]));
        found[..n].iter().for_each(|m| close(*m, expected, 1e-6));
    }
}

/// Where sellers differ, m_k = μ/(1 − s_k(m)); an owner of several charges μ/(1 − Σ s) for each. Solved here by m ← μ + s m.
#[test]
fn unlike_sellers_and_owners_of_several_charge_by_their_shares() {
    let worth = [0.5, 1.5, 2.5];
    let solve = |owner: &[usize]| {
        let mut m = [1.0; 3];
        for _ in 0..2000 {
            let values: Vec<f64> = worth.iter().zip(m).map(|(a, m)| a - m).chain([0.0]).collect();
            let s = softmax(&values, 1.0);
            let owned = |k: usize| (0..3).filter(|l| owner[*l] == owner[k]).map(|l| s[l]).sum::<f64>();
            m = [0, 1, 2].map(|k| 1.0 + owned(k) * m[k]);
        }
        m
    };
    let mut spec = beside_outside(3, &worth);
    markups(&spec)[..3].iter().zip(solve(&[0, 1, 2])).for_each(|(found, expected)| close(*found, expected, 1e-6));
    for (chain, owner) in spec.chains.iter_mut().zip([Some(0), Some(0), None]) {
        chain.policy.conduct.owner = owner;
    }
    let joint = markups(&spec);
    joint[..3].iter().zip(solve(&[0, 0, 2])).for_each(|(found, expected)| close(*found, expected, 1e-6));
    close(joint[0], joint[1], 1e-6);
}

/// N like chains, all activity shared: as friction falls from prohibitive to none, competition moves from homes (μ = 1) to routing (ν = 0.5), and
/// mark-ups fall from μN/(N − 1) to νN/(N − 1).
#[test]
pub(crate) fn markups_fall_from_homes_to_routing_as_friction_falls() {
    for n in [2, 4] {
        let limit = n as f64 / (n as f64 - 1.0);
        let at = |friction: f64| {
            let mut spec = sellers(n);
            spec.groups[0].routing_scale = 0.5 / BENEFIT;
            set_links(&mut spec, 1.0, friction);
            markups(&spec)[0]
        };
        let found = [20.0, 2.0, 1.0, 0.5, 0.2, 0.0].map(at);
        close(found[0], limit, 1e-5);
        close(found[5], 0.5 * limit, 1e-5);
        assert!(found.windows(2).all(|pair| pair[0] > pair[1]), "{found:?}");
    }
}

/// Reviews on day 9, 19, …: in force the next morning, and later by the chain's lag; a vote that fails changes nothing and is told.
#[test]
fn prices_wait_for_governance() {
    let mut spec = beside_outside(1, &[1.0]);
    spec.chains[0].policy.conduct.review_days = 10;
    let prices = |spec: &Spec| run(spec.clone(), &plan(spec, 40)).iter().map(|day| day.gas_price_gwei[0]).collect::<Vec<f64>>();
    let changes = |prices: &[f64]| (1..prices.len()).filter(|t| prices[*t] != prices[*t - 1]).collect::<Vec<usize>>();
    assert_eq!(changes(&prices(&spec))[..2], [10, 20]);
    spec.chains[0].policy.governance.lag_days = 4.0;
    assert_eq!(changes(&prices(&spec))[..2], [14, 24]);
    spec.chains[0].policy.governance =
        Governance { form: GovernanceForm::Dao, pass_probability: 0.0, turnout_cost_usd: 7.0, ..Governance::default() };
    let days = run(spec.clone(), &plan(&spec, 40));
    assert!(days.iter().all(|day| day.gas_price_gwei[0] == 0.01));
    let rulings: Vec<&Ruling> = days.iter().flat_map(|day| &day.conduct.rulings).collect();
    assert!(rulings.len() == 3 && rulings.iter().all(|ruling| !ruling.passed && ruling.vote_usd == 7.0), "{rulings:?}");
}

/// The review expects more with the price it proposes than without, and what it expects comes true where nothing else moves.
#[test]
fn a_review_expects_what_comes() {
    let mut spec = beside_outside(1, &[1.0]);
    spec.chains[0].policy.conduct.review_days = 30;
    spec.chains[0].fixed_cost_usd_per_year = 1e5;
    let days = run(spec.clone(), &plan(&spec, 40));
    let proposal = &days[30].conduct.rulings[0].proposal;
    assert!(matches!(proposal.act, Act::Price(_)) && proposal.reviewed_day == 29);
    assert!(proposal.expected_usd_per_year > proposal.otherwise_usd_per_year);
    let profit = |day: &Today| day.accounts[0].profit().usd() * 365.0;
    close(profit(&days[29]), proposal.otherwise_usd_per_year, 1e-6);
    close(profit(&days[35]), proposal.expected_usd_per_year, 1e-6);
}

/// Many sellers of different worth, on one and more threads, as flows and as agents.
#[test]
fn prices_are_the_same_on_any_number_of_threads() {
    let mut spec = beside_outside(3, &[0.5, 1.5, 2.5]);
    spec.chains.iter_mut().for_each(|chain| chain.policy.conduct.review_days = 5);
    let flows = run_on_threads(&spec, &plan(&spec, 30), &[1, 3]).pop().unwrap();
    let people = run_on_threads(&spec, &agents(&plan(&spec, 30)), &[1, 3]).pop().unwrap();
    // 100,000 agents: shares are off by at most half a percent point or so, prices by as much.
    assert!(distance(&flows.gas_price_gwei, &people.gas_price_gwei) < 0.02 * flows.gas_price_gwei[2]);
}

/// What operators decide does not depend on what they cannot know: another chain's treasury, or an event of a later day.
#[test]
fn nobody_sees_the_future_or_anothers_purse() {
    let mut spec = beside_outside(2, &[1.0, 2.0]);
    spec.chains.iter_mut().for_each(|chain| chain.policy.conduct.review_days = 5);
    let rulings = |epochs: &[(u32, Spec)]| {
        let days = run_epochs(epochs, &plan(&spec, 30));
        days[..20].iter().flat_map(|day| day.conduct.rulings.clone()).collect::<Vec<Ruling>>()
    };
    let as_it_is = rulings(&[(0, spec.clone())]);
    assert!(!as_it_is.is_empty());
    let mut richer = spec.clone();
    richer.chains[1].treasury_usd = 1e9;
    assert_eq!(rulings(&[(0, richer)]), as_it_is);
    let mut later = spec.clone();
    later.groups[0].uses[0].as_mut().unwrap().benefit_usd_per_month *= 2.0;
    assert_eq!(rulings(&[(0, spec.clone()), (20, later)]), as_it_is);
}
