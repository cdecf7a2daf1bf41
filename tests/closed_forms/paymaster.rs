//! Sponsored gas and the delay of exits: who feels a fee, who pays it, what it does to apps, and what waiting costs.

use crate::support::*;
use l2niche::engine::observer::{GroupDay, Today};
use l2niche::model::economy::{Economy, Spec};
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::supply::sponsorship::{Sponsor, Sponsorship};
use l2niche::model::units::MicroUsd;
use l2niche::model::vertical::AppMarket;

const TAKE: f64 = 0.003;

/// Two like chains, one vertical whose apps take 3 cents a transaction; gas costs users 3.75 cents a transaction.
fn sponsored(share: f64, sponsor: Sponsor) -> Spec {
    let mut spec = like_chains(2);
    spec.verticals[0].apps = AppMarket { app_take: TAKE, app_cost_usd_per_day: 50.0, ..AppMarket::default() };
    spec.chains.iter_mut().for_each(|c| c.min_gas_price_gwei = 0.1);
    spec.chains[0].policy.sponsorship = Sponsorship { share, sponsor };
    spec
}

fn paid_to_chain(today: &Today, k: u16, kind: FlowKind) -> MicroUsd {
    paid_between(today, |_, to| to == Account::Chain(k), kind)
}

/// A full sponsor, no ordering value: everybody transacts as if there were no fee, which is still charged; one transaction more or less
/// in 10¹².
#[test]
fn a_full_sponsor_gives_demand_at_no_fee() {
    let mut spec = sponsored(1.0, Sponsor::Chain);
    spec.groups[0].routing_scale = 0.01;
    let plan = plan(&spec, 3);
    for today in run(spec.clone(), &plan) {
        let at_no_fee = today.homes[(0, 0)] * 20.0 / 30.0;
        assert!((today.transactions[(0, 0)] / at_no_fee - 1.0).abs() < 1e-12, "{} of {at_no_fee}", today.transactions[(0, 0)]);
        assert!(today.transactions[(0, 1)] < 0.8 * today.homes[(0, 1)] * 20.0 / 30.0, "next door users pay");
        assert_eq!(paid_to_chain(&today, 0, FlowKind::Fees), MicroUsd::ZERO);
        assert_eq!(today.accounts[0].revenue, MicroUsd::ZERO);
        let forgone = today.transactions[(0, 0)] * today.fee_usd[(0, 0)];
        assert!(forgone > 1e3 && (today.accounts[0].sponsored.usd() - forgone).abs() < 1e-6);
    }
}

/// Users pay (1 − s) · fee and the sponsor s · fee, each rounded once; the chain gets both from apps, and only the first from itself.
#[test]
fn users_and_sponsor_pay_the_fee_between_them() {
    for sponsor in Sponsor::ALL {
        let today = run(sponsored(0.3, sponsor), &plan(&sponsored(0.3, sponsor), 1)).pop().unwrap();
        let fees = today.transactions[(0, 0)] * today.fee_usd[(0, 0)];
        let users = paid_to_chain(&today, 0, FlowKind::Fees).usd();
        let apps = paid_to_chain(&today, 0, FlowKind::Sponsored).usd();
        assert!((users - 0.7 * fees).abs() < 2e-6, "{users} of {fees}");
        let expected = if sponsor == Sponsor::Apps { 0.3 * fees } else { 0.0 };
        assert!((apps - expected).abs() < 2e-6, "{apps} of {fees}");
        assert_eq!(today.accounts[0].revenue.usd(), users + apps);
        assert!((today.accounts[0].sponsored.usd() - 0.3 * fees).abs() < 2e-6);
        assert_eq!(paid_to_chain(&today, 1, FlowKind::Sponsored), MicroUsd::ZERO);
    }
}

/// Apps sponsor a transaction up to what they take from it: at a take of 3 cents and a fee above, users pay the fee less 3 cents.
#[test]
fn apps_sponsor_no_more_than_they_take() {
    let spec = sponsored(1.0, Sponsor::Apps);
    let today = run(spec.clone(), &plan(&spec, 1)).pop().unwrap();
    let fee = today.fee_usd[(0, 0)];
    assert!(fee > 0.03, "{fee}");
    assert!((today.sponsored_usd[(0, 0)] - 0.03).abs() < 1e-15);
    let share = spec.verticals[0].demand_share(fee - 0.03);
    let possible = today.homes[(0, 0)] * 20.0 / 30.0;
    assert!((today.transactions[(0, 0)] / possible - share).abs() < 1e-3, "all of it is done at home, but for what is not done at all");
}

/// Where apps sponsor they live on what is left: A* = (take · activity − sponsored)/cost. At a sponsored share that takes half of what
/// they earn there is half of what their activity would keep.
#[test]
fn apps_that_sponsor_are_fewer_by_what_it_costs() {
    for (sponsor, left) in [(Sponsor::Chain, 1.0), (Sponsor::Apps, 0.5)] {
        // Of a fee of 3.75 cents, 40 % are 1.5 of the 3 cents that apps take.
        let mut spec = sponsored(0.4, sponsor);
        spec.verticals[0].bytes_per_tx = 0.0;
        // Nobody moves, so that apps begin and stay at rest.
        spec.groups[0].attention_per_day = 0.0;
        let today = run(spec.clone(), &plan(&spec, 1)).pop().unwrap();
        assert!((today.fee_usd[(0, 0)] - 0.0375).abs() < 1e-12);
        let income = today.transactions[(0, 0)] * TAKE * spec.verticals[0].tx_value_usd;
        assert!((today.apps[(0, 0)] * 50.0 / income / left - 1.0).abs() < 1e-9, "{sponsor:?}: {}", today.apps[(0, 0)]);
    }
}

/// Roy's identity at the user's own price: what a dearer fee takes from users is their transactions times the part of it that they feel,
/// by capacity too. Central difference over ± 0.01 %: a relative error of order 1e-8.
#[test]
fn welfare_falls_by_what_users_feel_of_a_fee() {
    for (share, sponsor) in [(0.0, Sponsor::Chain), (0.35, Sponsor::Chain), (0.35, Sponsor::Apps), (0.9, Sponsor::Chain)] {
        let mut spec = sponsored(share, sponsor);
        set_links(&mut spec, 0.3, 1.5);
        spec.verticals[0].ordering_value_usd = 0.02;
        spec.groups[0].may_leave = true;
        spec.groups[0].activity_sigma = 0.7;
        let plan = plan(&spec, 2);
        let at = |factor: f64| {
            let mut dearer = spec.clone();
            dearer.chains[0].min_gas_price_gwei *= factor;
            run_epochs(&[(0, spec.clone()), (1, dearer)], &plan).pop().unwrap()
        };
        let [low, now, high] = [0.9999, 1.0, 1.0001].map(at);
        assert_eq!(low.homes, high.homes);
        let felt = |today: &Today| today.fee_usd[(0, 0)] - today.sponsored_usd[(0, 0)];
        for welfare in [|g: &GroupDay| g.welfare_systematic_usd, |g: &GroupDay| g.welfare_tastes_usd] {
            let change = welfare(&high.groups[0]) - welfare(&low.groups[0]);
            let by_price = change / (felt(&high) - felt(&low)) / -now.transactions[(0, 0)];
            let by_fee = change / (high.fee_usd[(0, 0)] - low.fee_usd[(0, 0)]) / -now.transactions[(0, 0)];
            assert!((by_price - 1.0).abs() < 1e-6, "{sponsor:?} {share}: {by_price}");
            assert!((by_fee / (1.0 - share) - 1.0).abs() < 1e-6, "{sponsor:?} {share}: {by_fee}");
        }
    }
}

/// Full blockspace still clears on the gas price. It sells the same gas, with everybody at home and transacting, so the price that users
/// feel is the same and the fee is 1/(1 − s) times as high: a sponsor's money raises the price, and users gain nothing.
#[test]
fn on_full_blockspace_the_fee_takes_what_the_sponsor_gives() {
    let fee = |share: f64| {
        let mut spec = like_chains(1);
        spec.verticals[0].bytes_per_tx = 0.0;
        spec.groups[0].routing_scale = 0.01;
        // 10⁶ users want 1.16e6 gas a second at no fee; a third of it fits.
        spec.chains[0].capacity_gas_per_s = 0.386e6;
        spec.chains[0].policy.sponsorship.share = share;
        let today = run(spec.clone(), &plan(&spec, 1)).pop().unwrap();
        (today.fee_usd[(0, 0)], today.transactions[(0, 0)], today.groups[0].welfare_systematic_usd)
    };
    let (plain, half) = (fee(0.0), fee(0.5));
    assert!(plain.0 > 10.0 * 3.75e-3, "congested: {}", plain.0);
    assert!((half.0 / plain.0 - 2.0).abs() < 1e-6, "{half:?} {plain:?}");
    assert!((half.1 / plain.1 - 1.0).abs() < 1e-6 && (half.2 / plain.2 - 1.0).abs() < 1e-6, "{half:?} {plain:?}");
}

/// Two like chains, of which the first lets assets of 1,000 USD leave after `delay` days; capital costs `cost` a year.
fn waiting(delay: f64, cost: f64) -> Spec {
    let mut spec = bare_chains(2);
    spec.chains[0].policy.exit_delay_days = delay;
    let group = &mut spec.groups[0];
    (group.assets_usd_per_user, group.terms.capital_cost_per_year, group.horizon_months) = (1000.0, cost, 0.5);
    group.may_leave = true;
    spec
}

/// Who reconsiders stays with e^{w/hμ} against 1 for each other place, w = assets · cost of capital · delay/365, whether he would leave for
/// the other chain or for outside; nobody waits to come. 10⁶ users, mean field: exact up to rounding.
#[test]
fn leaving_costs_the_capital_that_waits() {
    let (delay, cost) = (7.0, 0.1);
    let spec = waiting(delay, cost);
    let wait = 1000.0 * cost * delay / 365.0;
    let today = run(spec.clone(), &plan(&spec, 1)).pop().unwrap();
    let places = 4;
    let row = |from: usize| -> Vec<f64> { (0..3).map(|to| today.moves.row(0)[from * places + to]).collect() };
    // Half start on each chain. V is the security score's worth, which is nothing here.
    let bonus = (-wait / 0.5f64).exp();
    let (left, other) = (row(0), row(1));
    for to in [1, 2] {
        assert!((left[to] / 5e5 - bonus / (1.0 + 2.0 * bonus)).abs() < 1e-6, "{left:?}");
    }
    for to in [0, 2] {
        assert!((other[to] / 5e5 - 1.0 / 3.0).abs() < 1e-6, "{other:?}");
    }
    // What it costs those who left is in welfare: nothing else happens here.
    let felt = (left[1] + left[2]) * wait;
    assert!((today.groups[0].welfare_systematic_usd + felt).abs() < 1e-6 * felt, "{} {felt}", today.groups[0].welfare_systematic_usd);
}

/// Who withdraws as a habit prefers the chain that lets him go: with attention 1 and no weight of switch costs shares are the logit of
/// V = −withdrawals · w · 30/365 a month, and welfare is what those who live there and those who left have borne.
#[test]
fn habitual_withdrawals_make_a_delay_a_cost_of_living() {
    let mut spec = waiting(7.0, 0.1);
    spec.groups[0].terms.withdrawals_per_year = 12.0;
    spec.groups[0].horizon_months = 1e12;
    let wait = 1000.0 * 0.1 * 7.0 / 365.0;
    let monthly = 12.0 * wait * 30.0 / 365.0;
    let today = run(spec.clone(), &plan(&spec, 1)).pop().unwrap();
    assert!(distance(&shares(&today), &softmax(&[-monthly, 0.0, 0.0], 1.0)) < 1e-9, "{:?}", shares(&today));
    let (living, left) = (today.homes[(0, 0)], today.moves.row(0)[1] + today.moves.row(0)[2]);
    let borne = living * monthly / 30.0 + left * wait;
    assert!((today.groups[0].welfare_systematic_usd / -borne - 1.0).abs() < 1e-9, "{} {borne}", today.groups[0].welfare_systematic_usd);
}

/// An exit delay, like any cost of leaving, is on the way out and on the detour: it makes no move dearer than leaving and coming back.
#[test]
fn no_delay_makes_a_detour() {
    let mut spec = waiting(365.0, 10.0);
    spec.groups[0].switch.move_usd = 2.0;
    spec.groups[0].switch.onboarding_usd = 2.0;
    assert!(Economy::new(spec.clone()).is_ok());
    spec.groups[0].switch.move_usd = 2.1;
    assert!(Economy::new(spec).is_err());
}

/// By default nothing changes by one bit.
#[test]
fn without_sponsor_and_delay_nothing_changes() {
    let plain = sponsored(0.0, Sponsor::Chain);
    let mut neutral = sponsored(0.0, Sponsor::Apps);
    neutral.chains[0].policy.exit_delay_days = 7.0;
    neutral.groups[0].terms.capital_cost_per_year = 0.1;
    assert_eq!(neutral.groups[0].assets_usd_per_user, 0.0);
    let plan = plan(&plain, 30);
    let (a, b) = (run(plain, &plan), run(neutral, &plan));
    assert!(a.iter().zip(&b).all(|(a, b)| same(a, b)));
}

/// Nobody operates Ethereum, and no price clears finite blockspace on which users feel none.
#[test]
fn some_sponsors_cannot_be() {
    let mut free = sponsored(1.0, Sponsor::Chain);
    assert!(Economy::new(free.clone()).is_ok());
    free.chains[0].capacity_gas_per_s = 1e6;
    assert!(Economy::new(free.clone()).is_err());
    free.chains[0].policy.sponsorship.share = 0.99;
    assert!(Economy::new(free.clone()).is_ok());
    free.chains[0].policy.sponsorship = Sponsorship { share: 1.0, sponsor: Sponsor::Apps };
    assert!(Economy::new(free).is_ok());
}
