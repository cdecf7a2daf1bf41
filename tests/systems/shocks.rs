//! `shocks.toml`: who is hurt by a shock, and how long.

use crate::study::{Short, study};

/// The file's own world has no chance but its factors'; here people are drawn, so that a sign in all replicates means something.
const AGENTS: [&str; 4] = ["simulation.fidelity=agents", "simulation.scale=0.002", "group.traders.scale=0.02", "group.whales.scale=1"];

/// The shocks begin on day 240; the sixty days from there on make the difference between variants, those before are the same.
fn short<'a>(variants: &'a [&'a str]) -> Short<'a> {
    Short { variants, days: (300, 150), set: &AGENTS }
}

/// Fees are set in gwei: a dearer ether takes from users and gives to operators, a cheaper one does the reverse.
#[test]
fn a_dear_ether_feeds_operators_and_a_cheap_one_users() {
    let study = study("shocks", &short(&["ether-doubles", "ether-halves"]));
    study.better_off(None, "calm", "ether-doubles");
    study.better_off(None, "ether-halves", "calm");
    study.higher("operator_profit_usd", "ether-doubles", "calm");
    study.higher("operator_profit_usd", "calm", "ether-halves");
}

/// A month of dear Ethereum is its own gain and every operator's loss, of those too who keep their data elsewhere, for all settle there.
/// More blobs are Ethereum's loss, and lower the fees of those who post them and nobody else's.
#[test]
fn ethereums_prices_are_income_to_it_and_cost_to_rollups() {
    let study = study("shocks", &short(&["base-fee-spike", "more-blobs"]));
    study.higher("ethereum_income_usd", "base-fee-spike", "calm");
    for chain in ["plaza", "bazaar", "cellar"] {
        study.higher(&format!("chain.{chain}.profit_usd"), "calm", "base-fee-spike");
    }
    study.higher("ethereum_income_usd", "calm", "more-blobs");
    study.better_off(None, "more-blobs", "calm");
    study.higher("chain.cellar.transactions", "calm", "more-blobs");
}

/// Users of the big rollup lose assets, its neighbours gain its business.
#[test]
fn a_hack_hurts_users_and_feeds_the_neighbours() {
    let study = study("shocks", &short(&["hack"]));
    study.higher("user_losses_usd", "hack", "calm");
    study.better_off(None, "calm", "hack");
    study.higher("group.retail.hurt_days", "hack", "calm");
    study.higher("chain.plaza.profit_usd", "calm", "hack");
    for neighbour in ["bazaar", "cellar"] {
        study.higher(&format!("chain.{neighbour}.profit_usd"), "hack", "calm");
    }
}

/// Without chance and shock no day hurts; a spike of a month hurts while it lasts and not long after, a hack beyond the first day.
/// No statistics here: there is nothing random.
#[test]
fn days_that_hurt_are_the_shocks() {
    let study = study("shocks", &Short { variants: &["base-fee-spike", "hack"], days: (480, 240), set: &[] });
    let days = |variant: &str, measure: &str| study.values(variant, measure)[0] * 240.0 / 365.0;
    for measure in ["hurt_days", "group.retail.hurt_days", "group.traders.hurt_days", "group.whales.hurt_days"] {
        assert_eq!(days("calm", measure), 0.0, "{measure}");
    }
    let spike = days("base-fee-spike", "hurt_days");
    assert!((1.0..=35.0).contains(&spike), "{spike}");
    let hack = days("hack", "group.retail.hurt_days");
    assert!(hack > 30.0, "{hack}");
}
