//! `privacy.toml`: what privacy is worth, whom it takes, and what disclosure changes.

use crate::study::{Short, study};

/// Privacy that nobody minds serves those who pay for it, and takes them from the other chain. Keeping compliance beside it lets in those who
/// require it, and costs the chain more than they bring.
#[test]
fn privacy_serves_the_discreet_and_disclosure_the_regulated() {
    let variants = ["private", "dropped", "disclosing"];
    let study = study("privacy", &Short { variants: &variants, days: (400, 150), set: &["simulation.scale=0.0005"] });
    study.better_off(Some("discreet"), "private", "open");
    study.higher("chain.glass.profit_usd", "open", "private");
    study.higher("chain.veil.profit_usd", "private", "open");
    study.better_off(Some("regulated"), "disclosing", "dropped");
    study.higher("chain.veil.profit_usd", "dropped", "disclosing");
}

/// A chain that is dropped and never listed again gets nobody more from its exchange, whatever reaching it costs. By day 500 a hazard of
/// 0.9 · 1.2 a year has dropped it in 77 % of replicates: fewer than 3 of 10 have a probability of 1e-4, and the seed is fixed.
#[test]
fn a_dropped_chain_loses_the_exchange() {
    let set = ["simulation.scale=0.0005", "listing.friction_usd_per_month=0", "listing.days=2000"];
    let study = study("privacy", &Short { variants: &["private", "dropped"], days: (600, 500), set: &set });
    let (free, dropped) = (study.values("private", "exchange_customers"), study.values("dropped", "exchange_customers"));
    assert!(free.iter().all(|people| *people > 0.0), "{free:?}");
    assert!(dropped.iter().filter(|people| **people == 0.0).count() >= 3, "{dropped:?}");
}
