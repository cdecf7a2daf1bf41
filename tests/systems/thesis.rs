//! `thesis.toml`: vertical against general chains with everything on, at the scenario's own values.

use crate::study::{Short, study};

/// Users are better off with general chains, and that is no matter of chance.
#[test]
fn general_chains_serve_users_better_in_the_world_of_today() {
    let variants = ["all-general", "all-vertical"];
    let study = study("thesis", &Short { variants: &variants, days: (300, 150), set: &["simulation.load_blocks=1"] });
    study.better_off(None, "all-general", "all-vertical");
}

/// Founders who may come do.
#[test]
fn founders_open_chains_in_the_mixed_world() {
    let study = study("thesis", &Short { variants: &["mixed-founders"], days: (500, 250), set: &["simulation.load_blocks=1"] });
    study.higher("live_chains", "mixed-founders", "as-it-is");
}
