//! Warnings: each for its cause, gone with its remedy.

use super::{Overrides, TOWN, read, read_with, sets};
use l2niche::scenario::{Scenario, audit_rounding, warnings};

fn told(scenario: &Scenario) -> Vec<(&'static str, String)> {
    warnings(scenario, &scenario.middle().unwrap()).unwrap().into_iter().map(|warning| (warning.kind, warning.cause)).collect()
}

fn kinds(scenario: &Scenario) -> Vec<&'static str> {
    told(scenario).into_iter().map(|(kind, _)| kind).collect()
}

#[test]
fn few_agents_are_told_with_what_chance_does_to_them() {
    let told = told(&read(TOWN));
    // 50 banks, an agent each: a share of one half has a standard deviation of √(¼/50) = 7.07 %.
    let banks =
        ("few-agents", "group `banks` is 50 agents: by chance alone a share of one half of it moves by 7 percentage points".to_owned());
    assert_eq!(told.first(), Some(&banks));
    assert_eq!(told.iter().filter(|(kind, _)| *kind == "few-agents").count(), 1, "once for all variants, and 200 traders are enough");
    let expected_flows = read_with(TOWN, &sets(&["simulation.fidelity=\"mean-field\""]));
    assert!(!kinds(&expected_flows).contains(&"few-agents"));
}

#[test]
fn factors_that_change_nothing_are_told() {
    assert_eq!(kinds(&read(TOWN)), ["few-agents"]);
    let set_by_all = TOWN
        .replace("high = 2\n", "high = 0.9\n")
        .replace("apply = \"scale\"", "apply = \"set\"")
        .replace("vertical.*.network_strength", "interop.level");
    let set_by_all =
        set_by_all.replace("[[variant]]\nname = \"as-is\"", "[[variant]]\nname = \"as-is\"\nset = { \"interop.level\" = 0.1 }");
    let set_by_all = set_by_all.replace("set = { \"chain.[kind=l2].focus\"", "set = { \"interop.level\" = 0.2, \"chain.[kind=l2].focus\"");
    let last = told(&read(&set_by_all)).pop().unwrap();
    assert!(last.0 == "idle-factor" && last.1.contains("`network`") && last.1.contains("interop.level"), "{last:?}");
    // One variant in which it counts is enough.
    let set_by_most = set_by_all.replace("set = { \"interop.level\" = 0.1 }", "");
    assert_eq!(kinds(&read(&set_by_most)), ["few-agents"]);
}

#[test]
fn a_chain_that_nobody_may_use_is_told_and_one_that_carries_another_is_none() {
    let gated = TOWN.replace("users = 20_000", "users = 20_000\nrequires = { compliance = 0.5 }");
    let unusable: Vec<String> =
        told(&read(&gated)).into_iter().filter(|(kind, _)| *kind == "unusable-chain").map(|(_, cause)| cause).collect();
    assert!(
        unusable.iter().any(|cause| cause.contains("`quiet`")) && unusable.iter().all(|cause| !cause.contains("`base`")),
        "{unusable:?}"
    );
}

#[test]
fn few_replicates_for_many_factors_are_told() {
    let with = |replicates: u32, factors: bool| {
        kinds(&read_with(TOWN, &Overrides { replicates: Some(replicates), factors, ..Overrides::default() })).contains(&"few-replicates")
    };
    assert_eq!([with(1, true), with(5, true), with(6, true), with(5, false)], [false, true, false, false]);
}

#[test]
fn rounding_is_told_from_a_thousandth_on_with_the_account_it_moves_most() {
    let told = |accounts: &[(&str, f64)]| audit_rounding(accounts.iter().copied()).map(|warning| (warning.kind, warning.cause));
    assert_eq!(told(&[("chain:a", 9.9e-4), ("chain:b", 0.0)]), None);
    let (kind, cause) = told(&[("chain:a", 0.002), ("chain:b", 0.03), ("chain:c", 1e-5)]).unwrap();
    assert_eq!(kind, "audit-rounding");
    assert!(
        cause.contains("3.00 %") && cause.contains("`chain:b`") && cause.contains("1 other account") && !cause.contains("accounts"),
        "{cause}"
    );
}
