//! `retropgf.toml`: a stack that funds its apps, and its biggest member.

use crate::study::{Short, study};

const AGENTS: [&str; 1] = ["simulation.scale=0.0005"];

/// Grants bring apps to every member and nothing to the stack; people are better off. A member that leaves takes its share with it: the
/// stack loses, and so do the members that stay and their players, for what was near is far.
#[test]
fn funding_brings_apps_and_an_exit_hurts_those_who_stay() {
    let study = study("retropgf", &Short { variants: &["funding", "big-leaves"], days: (360, 300), set: &AGENTS });
    for chain in ["bay", "plaza", "arcade"] {
        study.higher(&format!("chain.{chain}.apps"), "funding", "no-funding");
    }
    study.better_off(None, "funding", "no-funding");
    study.higher("stack_profit_usd", "no-funding", "funding");
    study.higher("stack_profit_usd", "funding", "big-leaves");
    for chain in ["plaza", "arcade"] {
        study.higher(&format!("chain.{chain}.profit_usd"), "funding", "big-leaves");
    }
    study.better_off(Some("players"), "funding", "big-leaves");
}

/// Between the grants it gets and the software it would need, the biggest member stays where both are worth more than its share: always
/// with dear software of its own, never with cheap software and no grants.
#[test]
fn grants_and_shared_software_hold_the_biggest_member() {
    let members = |set: &[&str], variant: &str| {
        let set: Vec<&str> = AGENTS.iter().chain(set).copied().collect();
        let study = study("retropgf", &Short { variants: &["big-decides"], days: (360, 180), set: &set });
        study.values(variant, "stack_members")
    };
    let all = |values: Vec<f64>, expected: f64| assert!(values.iter().all(|v| *v == expected), "{values:?}, not {expected}");
    all(members(&["chain.bay.own_stack_usd_per_year=10e6"], "big-decides"), 3.0);
    all(members(&["chain.bay.own_stack_usd_per_year=0"], "big-decides"), 2.0);
    all(members(&["chain.bay.own_stack_usd_per_year=0"], "no-funding"), 3.0);
}
