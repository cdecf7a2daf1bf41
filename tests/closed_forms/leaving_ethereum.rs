//! One chain as an L2 and as a sovereign chain: what its users weigh, what it pays, what Ethereum loses.

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::model::economy::Spec;
use l2niche::model::supply::chain::{ChainKind, DataLayer};

const SECURITY_USD: f64 = 4.0;
const DELAY_USD_PER_S: f64 = 1.5;
const BENEFIT_USD: f64 = 10.0;

/// A rollup at stage 1 and, second, the chain that may leave; out of each other's reach.
fn rollups() -> Spec {
    let mut spec = like_chains(2);
    for chain in &mut spec.chains {
        chain.data_layer = DataLayer::EthereumBlobs;
        chain.settlement_gas_per_day = 5e7;
        chain.posting.post_gas = 1e5;
    }
    let group = &mut spec.groups[0];
    group.security_usd_per_month = SECURITY_USD;
    group.assets_usd_per_user = 100.0;
    group.uses[0].as_mut().unwrap().delay_usd_per_month_per_s = DELAY_USD_PER_S;
    spec
}

fn leave(mut spec: Spec, seconds_saved: f64) -> Spec {
    let chain = &mut spec.chains[1];
    (chain.kind, chain.data_layer) = (ChainKind::Sovereign, DataLayer::Own);
    chain.settlement_gas_per_day = 0.0;
    chain.validators_usd_per_year = 7.3e6;
    chain.latency_s -= seconds_saved;
    spec
}

/// Homes follow the logit of value and assurance: I + s · security. Whoever saves Δ seconds at w a second and loses s · Δsecurity stays
/// where w Δ = s Δsecurity; more of them leave Ethereum beyond, fewer below. Security 0.75 at stage 1 against 0.4.
#[test]
fn users_follow_where_speed_is_worth_more_than_the_security_they_lose() {
    let break_even = SECURITY_USD * (0.75 - 0.4) / DELAY_USD_PER_S;
    let share = |seconds: f64| {
        let mut spec = leave(rollups(), seconds);
        spec.verticals[0].bytes_per_tx = 0.0; // prices apart
        let day = run(spec.clone(), &plan(&spec, 30)).pop().unwrap();
        let burden = |j: usize| spec.verticals[0].fee_burden_usd(day.fee_usd[(j, 0)]);
        let value = |j: usize, security: f64| {
            let net = BENEFIT_USD - 20.0 * burden(j) - DELAY_USD_PER_S * spec.chains[j].latency_s;
            inclusive_value(net, 1.0) + SECURITY_USD * security
        };
        let logit = softmax(&[value(0, 0.75), value(1, 0.4)], 1.0);
        assert!(distance(&shares(&day)[..2], &logit) < 1e-9, "{:?} {logit:?}", shares(&day));
        shares(&day)[1]
    };
    // The inclusive value is a little flatter than value itself: ν ln(1 + e^{value/ν}) at value/ν ≥ 6.
    assert!((share(break_even) - 0.5).abs() < 2e-3, "{}", share(break_even));
    assert!(share(0.5 * break_even) < 0.45 && share(1.5 * break_even) > 0.55);
}

/// The chain stops paying for data and settlement and pays its validators; Ethereum loses that income and the assets it secured. Nobody
/// moves here, so that bills are all that changes.
#[test]
fn a_chain_that_leaves_pays_validators_in_place_of_ethereum() {
    let mut before = rollups();
    before.groups[0].attention_per_day = 0.0;
    let after = leave(before.clone(), 0.0);
    let last = |spec: Spec| -> Today { run(spec.clone(), &plan(&spec, 5)).pop().unwrap() };
    let (l2, sovereign) = (last(before), last(after));
    let bill = |day: &Today, j: usize| (day.accounts[j].data + day.accounts[j].settlement).usd();
    let validators = |day: &Today, j: usize| day.accounts[j].validators.usd();
    assert!(bill(&l2, 1) > 100.0 && validators(&l2, 1) == 0.0);
    assert!(bill(&sovereign, 1) == 0.0 && (validators(&sovereign, 1) - 20_000.0).abs() < 1e-6);
    assert!((l2.ethereum.income.usd() - bill(&l2, 0) - bill(&l2, 1)).abs() < 1e-6);
    assert!((sovereign.ethereum.income.usd() - bill(&sovereign, 0)).abs() < 1e-6);
    // Half of a million people with 100 USD each; on both days, but once secured by Ethereum and once not.
    assert!((l2.life.assets_usd[1] - 5e7).abs() < 1e-3 && (sovereign.life.assets_usd[1] - 5e7).abs() < 1e-3);
}
