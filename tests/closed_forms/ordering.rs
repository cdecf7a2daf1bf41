//! Ordering value: what it takes from users, and who gets it (model.md §6).

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::model::economy::{Economy, Spec};
use l2niche::model::id::StackId;
use l2niche::model::institutions::stack::{Sequencing, Stack};
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::supply::chain::{ChainKind, DataLayer};
use l2niche::model::units::MicroUsd;

/// USD that the order of a transaction is worth.
const WORTH: f64 = 0.04;

/// Ethereum, two chains of a stack that sequences for both, and one on its own; no congestion.
fn ordered() -> Spec {
    let mut spec = like_chains(4);
    set_links(&mut spec, 0.2, 3.0);
    (spec.chains[0].kind, spec.chains[0].data_layer) = (ChainKind::L1, DataLayer::Own);
    spec.stacks = vec![Stack { sequencing: Sequencing { share: 0.3, friction_cut: 0.6 }, ..stack("stack") }];
    (1..3).for_each(|k| spec.chains[k].stack = Some(StackId::at(0)));
    spec.verticals[0].ordering_value_usd = WORTH;
    let shares = [(0.9, 0.0), (0.5, 0.25), (0.8, 0.5), (1.0, 0.0)];
    for (chain, (capture, rebate)) in spec.chains.iter_mut().zip(shares) {
        (chain.ordering.capture_share, chain.ordering.rebate_share) = (capture, rebate);
    }
    spec.groups[0].attention_per_day = 0.1;
    spec
}

/// Users lose x (1 − rebate) on every transaction; sequencers (Ethereum's validators for Ethereum) capture their share, searchers the rest, the stack
/// keeps its part of what its chains captured. A flow is off by half a micro-dollar at most, and so is the amount it is a share of.
#[test]
fn what_ordering_takes_from_users_goes_to_sequencers_searchers_and_the_stack() {
    let spec = ordered();
    for today in run_on_threads(&spec, &agents(&plan(&spec, 5)), &[1, 3]) {
        let near = |seen: MicroUsd, usd: f64| (seen.usd() - usd).abs() < 2e-6;
        let taken: Vec<f64> = (0..4).map(|k| today.transactions[(k, 0)] * WORTH * (1.0 - spec.chains[k].ordering.rebate_share)).collect();
        let captured: Vec<f64> = (0..4).map(|k| taken[k] * spec.chains[k].ordering.capture_share).collect();
        assert!(taken.iter().all(|usd| *usd > 100.0));
        let value = |to: Account| paid_between(&today, |from, t| from == Account::Group(0) && t == to, FlowKind::OrderingValue);
        assert!(near(value(Account::Ethereum), captured[0]), "{} {}", value(Account::Ethereum).usd(), captured[0]);
        for (k, &captured) in captured.iter().enumerate().skip(1) {
            assert!(near(value(Account::Chain(k as u16)), captured));
            assert_eq!(today.accounts[k].ordering, value(Account::Chain(k as u16)));
            let fees = paid_between(&today, |_, to| to == Account::Chain(k as u16), FlowKind::Fees);
            assert_eq!(today.accounts[k].revenue, fees + today.accounts[k].ordering);
            let kept = paid_between(&today, |from, _| from == Account::Chain(k as u16), FlowKind::Sequencing);
            assert!(near(kept, if k < 3 { 0.3 * captured } else { 0.0 }));
            assert_eq!(today.accounts[k].stack_share, kept);
        }
        assert_eq!((value(Account::Chain(0)), today.accounts[0].ordering), (MicroUsd::ZERO, MicroUsd::ZERO));
        let searchers: f64 = (0..4).map(|k| taken[k] - captured[k]).sum();
        assert!((value(Account::Searchers).usd() - searchers).abs() < 8e-6);
        let all = paid_between(&today, |_, _| true, FlowKind::OrderingValue);
        assert_eq!(all, paid_between(&today, |from, _| from == Account::Group(0), FlowKind::OrderingValue));
        assert!((all.usd() - taken.iter().sum::<f64>()).abs() < 8e-6);
    }
}

/// Users of a chain see fee + x (1 − rebate): everybody stays and does all (value ≫ ν), so transactions are tx0 (1 + price/ref)^−ε, and welfare
/// is benefit less the burden of that price. Sums are rounded, and values of 1e3 leave burdens ten digits.
#[test]
fn a_rebate_lowers_the_price_that_users_see() {
    let mut welfare = Vec::new();
    for rebate in [0.0, 0.5, 1.0] {
        let mut spec = like_chains(1);
        spec.verticals[0].ordering_value_usd = WORTH;
        spec.chains[0].ordering.rebate_share = rebate;
        spec.groups[0].uses[0].as_mut().unwrap().benefit_usd_per_month = 1e3;
        spec.groups[0].routing_scale = 1e-3;
        let today = run(spec.clone(), &plan(&spec, 3)).pop().unwrap();
        let price = today.fee_usd[(0, 0)] + WORTH * (1.0 - rebate);
        let transactions = 1e6 * 20.0 / 30.0 * spec.verticals[0].demand_share(price);
        assert!((today.transactions[(0, 0)] / transactions - 1.0).abs() < 1e-9);
        let expected = 1e6 / 30.0 * (1e3 - 20.0 * spec.verticals[0].fee_burden_usd(price));
        assert!((today.groups[0].welfare_systematic_usd / expected - 1.0).abs() < 1e-10);
        welfare.push(today.groups[0].welfare_systematic_usd);
    }
    assert!(welfare[0] < welfare[1] && welfare[1] < welfare[2], "{welfare:?}");
}

/// Who captures is nothing to users: all but money is the same, bit by bit, and so is the money that leaves them.
#[test]
fn capture_moves_money_and_nothing_else() {
    let days = |capture: f64| {
        let mut spec = ordered();
        spec.chains.iter_mut().for_each(|c| c.ordering.capture_share = capture);
        run(spec.clone(), &agents(&plan(&spec, 20)))
    };
    for (a, b) in days(0.0).iter().zip(&days(1.0)) {
        assert_eq!(
            (&a.homes, &a.moves, &a.transactions, &a.fee_usd, &a.groups),
            (&b.homes, &b.moves, &b.transactions, &b.fee_usd, &b.groups)
        );
        let from_users = |today: &Today| paid_between(today, |from, _| from == Account::Group(0), FlowKind::OrderingValue);
        assert_eq!(from_users(a), from_users(b));
        assert!(a.accounts.iter().all(|x| x.ordering == MicroUsd::ZERO) && b.accounts[3].ordering > MicroUsd::ZERO);
        assert_eq!(paid_between(b, |_, to| to == Account::Searchers, FlowKind::OrderingValue), MicroUsd::ZERO);
    }
}

/// Shared sequencing cuts the friction between the stack's chains, and no other.
#[test]
fn shared_sequencing_cuts_friction_within_the_stack() {
    let links = Economy::new(ordered()).unwrap().links;
    for (j, row) in links.iter().enumerate() {
        for (k, link) in row.iter().enumerate().filter(|(k, _)| *k != j) {
            let within = j.min(k) == 1 && j.max(k) == 2;
            let expected = if within { 3.0 * 0.4 } else { 3.0 };
            assert!((link.friction_usd_per_month - expected).abs() < 1e-12, "{j} {k}");
        }
    }
}
