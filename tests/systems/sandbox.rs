//! `sandbox.toml`: the same experiments on L2s, on mainnet, and not at all.

use crate::study::{REPLICATES, Short, Study, study};

/// What a replicate without failures cannot tell; failures are made more frequent, so that none is without.
const SET: &[&str] = &["simulation.scale=0.0005", "innovation.failure_probability=0.2"];

fn sandbox() -> Study {
    let short = Short { variants: &["on-mainnet", "on-mainnet-slow", "on-mainnet-at-once", "no-experiments"], days: (300, 60), set: SET };
    study("sandbox", &short)
}

/// Containment: the same failures take more on mainnet, where they hit everything, and trust in all chains suffers with them; the later and
/// the less of a success mainnet accepts, the less all chains can do. And no risk without experiments.
#[test]
fn mainnet_loses_more_and_teaches_the_more_the_faster_it_moves() {
    let study = sandbox();
    study.equal("experiments", "on-mainnet", "on-l2");
    study.higher("experiments", "on-l2", "no-experiments");
    study.higher("incident_losses_usd", "on-mainnet", "on-l2");
    study.higher("user_losses_usd", "on-mainnet", "on-l2");
    study.higher("mean_trust", "on-l2", "on-mainnet");
    study.higher("mean_level", "on-mainnet-at-once", "on-mainnet-slow");
    study.better_off(None, "on-mainnet-at-once", "on-mainnet-slow");
    for measure in ["incident_losses_usd", "experiments"] {
        assert_eq!(study.values("no-experiments", measure), [0.0; REPLICATES as usize]);
    }
}
