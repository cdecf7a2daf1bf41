//! `free-entry.toml`: what chains that choose make of a world, and whether history matters.

use crate::study::{Short, study};

/// Chains that choose specialize, founders crowd in until little is left, and users gain by variety.
#[test]
fn chains_that_choose_specialize_and_compete_their_profits_away() {
    let study = study("free-entry", &Short { variants: &["no-choice"], days: (900, 450), set: &["simulation.load_blocks=1"] });
    study.higher("mean_focus_index", "four-general", "no-choice");
    study.higher("live_chains", "four-general", "no-choice");
    study.higher("operator_profit_usd", "no-choice", "four-general");
    study.higher("welfare_tastes_usd", "four-general", "no-choice");
}
