//! `ai-agents.toml`: users without habits on humans' chains, or on their own.

use crate::study::{Short, study};

fn short<'a>(variants: &'a [&'a str], set: &'a [&'a str]) -> Short<'a> {
    Short { variants, days: (100, 60), set }
}

/// A price 25 % higher pays a chain among humans, who look round rarely, and costs it among agents.
#[test]
fn agents_punish_the_dearer_chain_and_humans_do_not() {
    let set = ["simulation.scale=0.001", "chain.*.capacity_gas_per_s=30e6"];
    let study = study("ai-agents", &short(&["humans-only-dearer", "agents", "agents-dearer"], &set));
    study.higher("chain.east.profit_usd", "humans-only-dearer", "humans-only");
    study.higher("chain.east.profit_usd", "agents", "agents-dearer");
    study.higher("chain.west.profit_usd", "agents-dearer", "agents");
}

/// Agents crowd humans where blockspace is scarce for what their transactions are worth to them, and only there.
#[test]
fn agents_crowd_humans_where_blockspace_is_scarce() {
    let with = |capacity: &str, worth: &str| {
        let set = [
            "simulation.scale=0.001".to_owned(),
            format!("chain.*.capacity_gas_per_s={capacity}"),
            format!("vertical.automation.fee_ref_usd={worth}"),
        ];
        study("ai-agents", &short(&["agents"], &set.each_ref().map(String::as_str)))
    };
    let scarce = with("4e6", "0.002");
    scarce.better_off(Some("humans"), "humans-only", "agents");
    scarce.higher("chain.east.profit_usd", "agents", "humans-only");
    let plenty = with("300e6", "0.0002");
    plenty.equal("group.humans.welfare_systematic_usd", "agents", "humans-only");
}

/// A chain whose focus is agents serves them better than a third general one, and takes fewer humans with it, whose liquidity stays together.
#[test]
fn dedication_is_told_from_new_blockspace() {
    let study = study("ai-agents", &short(&["third-general", "own-chain"], &["simulation.scale=0.001"]));
    study.better_off(Some("agents"), "own-chain", "third-general");
    study.higher("chain.east.activity_usd", "own-chain", "third-general");
}
