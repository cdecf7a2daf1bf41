//! `rwa-tradfi.toml`: partners of a compliant chain.

use crate::study::{Short, study};

/// The same money finds fewer partners where compliance is low, and as many on one compliant chain as on another: deals depend on nothing else.
/// What partners bring makes savers better off, on either compliant chain, raises the chain's revenue, and is not there where nobody looks for partners. (Whether it pays depends
/// on whether a large partner is among them, and has no sign that all replicates share.)
#[test]
fn partners_follow_compliance_and_bring_savers() {
    let variants = ["compliant-chain", "general-chain", "own-chain"];
    let study = study("rwa-tradfi", &Short { variants: &variants, days: (500, 200), set: &["simulation.scale=0.0005"] });
    study.higher("deals_live", "compliant-chain", "general-chain");
    study.equal("deals_live", "own-chain", "compliant-chain");
    study.higher("chain.registry.revenue_usd", "compliant-chain", "no-deals");
    for chain in ["compliant-chain", "own-chain"] {
        study.higher("group.savers.adoption", chain, "no-deals");
        study.better_off(Some("savers"), chain, "no-deals");
    }
    assert!(study.values("no-deals", "deals_live").iter().all(|live| *live == 0.0));
}
