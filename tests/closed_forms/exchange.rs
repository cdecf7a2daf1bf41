//! Exchanges as businesses: whom they bring, what that costs, what their chain's profit brings.

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::engine::run::{Fidelity, RunPlan};
use l2niche::model::economy::Spec;
use l2niche::model::id::ChainId;
use l2niche::model::institutions::exchange::{Business, Exchange};
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::units::MicroUsd;

const CUSTOMERS: f64 = 0.6;
const RATE: f64 = 0.8;
const PRICE: f64 = 25.0;

/// Two like chains nobody knows of; an exchange with customers, and a chain whose profit it shares.
fn world() -> Spec {
    let mut spec = like_chains(2);
    spec.groups[0].adoption.aware_share = 0.0;
    spec.groups[0].attention_per_day = 0.0;
    spec.exchanges = vec![Exchange {
        name: "coin".into(),
        chain: ChainId::at(0),
        customers: vec![CUSTOMERS],
        awareness_per_year: RATE,
        visibility: 0.0,
        onboarding_relief: 0.0,
        business: Business { profit_share: 0.4, acquisition_usd: PRICE },
    }];
    spec
}

fn live(spec: &Spec, days: u32) -> Vec<Today> {
    run(spec.clone(), &RunPlan { homes: vec![vec![0.0, 0.0, 0.0, 1.0]], ..plan(spec, days) })
}

/// Awareness through an exchange alone: F(t) = 1 − e^{−customers · rate · t}, exactly, for the hazard does not depend on who knows already.
/// Where its chain is all they see, everybody it reaches is brought there, and each costs the same.
#[test]
fn the_exchange_reaches_its_customers_at_its_rate_and_pays_for_each() {
    let mut spec = world();
    spec.groups[0].adoption.visibility_base = 0.0;
    let (mut brought, mut paid) = (0.0, MicroUsd::ZERO);
    for (day, today) in (1..).zip(&live(&spec, 730)) {
        let reached = 1.0 - (-CUSTOMERS * RATE * f64::from(day) / 365.0).exp();
        assert!((today.groups[0].aware_users / 1e6 - reached).abs() < 1e-10, "day {day}");
        brought += today.systems.exchanges[0].customers;
        assert!((brought / 1e6 - reached).abs() < 1e-10, "day {day}: {brought}");
        let cost = paid_between(today, |from, to| (from, to) == (Account::Exchange(0), Account::Outside), FlowKind::Acquisition);
        assert_eq!(cost, today.systems.exchanges[0].acquisition);
        paid += cost;
    }
    assert!((paid.usd() - PRICE * brought).abs() < 730.0 * 0.5e-6 + 1e-6 * brought, "{paid} for {brought}");
}

/// Everybody sees both chains, which are alike: of those who come half land on each. The exchange brought the share of its chain's arrivals
/// that its hazard has in all: customers · rate / (customers · rate + p). Agents: the same on the history, in expectation.
#[test]
fn word_of_mouth_is_not_the_exchange() {
    let mut spec = world();
    spec.groups[0].adoption.bass_p_per_year = 0.16;
    let share = CUSTOMERS * RATE / (CUSTOMERS * RATE + 0.16);
    for fidelity in [Fidelity::MeanField, Fidelity::Agents] {
        let start = RunPlan { homes: vec![vec![0.0, 0.0, 0.0, 1.0]], fidelity, ..plan(&spec, 20) };
        for (day, today) in run(spec.clone(), &start).iter().enumerate() {
            // People by from × to: the unaware are the last of the places chain, chain, outside, unaware.
            let landed = today.moves.row(0)[3 * 4];
            assert!(landed > 0.0 && (today.systems.exchanges[0].customers / landed - share).abs() < 1e-10, "day {day}");
        }
    }
}

/// Its share of profit is paid once losses are made up: over the run it has got share · max over days of cumulated profit, above 0.
#[test]
fn losses_are_made_up_before_profit_is_shared() {
    let mut spec = world();
    spec.groups[0].adoption.bass_p_per_year = 3.0;
    spec.chains[0].fixed_cost_usd_per_year = 73_000.0;
    let days = live(&spec, 200);
    let (mut cumulated, mut best, mut got) = (0.0f64, 0.0f64, 0.0);
    let mut losses = 0;
    for today in &days {
        let share = paid_between(today, |from, to| (from, to) == (Account::Chain(0), Account::Exchange(0)), FlowKind::ExchangeShare);
        assert_eq!(share, today.systems.exchanges[0].income);
        assert_eq!(today.accounts[0].paid_out, share);
        let before = today.accounts[0].profit().usd();
        losses += u32::from(before < 0.0);
        cumulated += before;
        best = best.max(cumulated);
        got += share.usd();
        assert!((got - 0.4 * best).abs() < 1e-3, "{got} of {best}");
    }
    assert!(losses > 5 && got > 100.0, "{losses} days of loss, {got} USD");
}
