//! `account-abstraction.toml`: who pays for a free transaction.

use crate::study::{Short, study};

const AGENTS: [&str; 2] = ["simulation.scale=0.0005", "group.funds.scale=0.01"];

/// Smart accounts bring people. Whoever sponsors their gas, users gain; a chain that does it itself does not earn it back, one whose apps do it gains from it.
#[test]
fn users_gain_from_sponsored_gas_and_the_chain_only_if_apps_pay() {
    let variants = ["smart-accounts", "sponsored-by-chain", "sponsored-by-apps"];
    let study = study("account-abstraction", &Short { variants: &variants, days: (300, 150), set: &AGENTS });
    study.higher("adoption", "smart-accounts", "ordinary");
    study.better_off(Some("newcomers"), "smart-accounts", "ordinary");
    for sponsored in ["sponsored-by-chain", "sponsored-by-apps"] {
        study.better_off(None, sponsored, "smart-accounts");
    }
    study.higher("chain.pioneer.profit_usd", "smart-accounts", "sponsored-by-chain");
    study.higher("chain.pioneer.profit_usd", "sponsored-by-apps", "smart-accounts");
    study.higher("chain.rival.profit_usd", "smart-accounts", "sponsored-by-chain");
}

/// Those with much to move go where they can leave, and the chain gains; proofs that users pay for take a part of it back.
#[test]
fn a_fast_exit_brings_assets_and_proofs_cost_a_part_of_it() {
    let variants = ["smart-accounts", "fast-exit", "validity"];
    let study = study("account-abstraction", &Short { variants: &variants, days: (300, 150), set: &AGENTS });
    study.higher("chain.pioneer.assets_usd", "fast-exit", "smart-accounts");
    study.better_off(Some("funds"), "fast-exit", "smart-accounts");
    study.higher("chain.pioneer.profit_usd", "fast-exit", "smart-accounts");
    study.higher("chain.pioneer.profit_usd", "fast-exit", "validity");
    study.better_off(Some("natives"), "fast-exit", "validity");
}
