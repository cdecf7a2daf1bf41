//! Random experiments, incidents and trust.

use crate::dice::Dice;
use l2niche::model::id::ChainId;
use l2niche::model::institutions::systems::SystemsSpec;
use l2niche::model::supply::incident::{IncidentTerms, PlannedIncident, Severity, Spill};
use l2niche::model::supply::innovation::{Diffusion, Innovation, Venue};

/// Gives a world of `chains` chains experiments and incidents.
pub(crate) fn add(systems: &mut SystemsSpec, chains: usize, dice: &mut Dice<'_>) {
    systems.innovation = any_innovation(dice);
    systems.incident_terms = any_incident_terms(dice);
    systems.incidents = (0..dice.below(3)).map(|i| any_incident(i, chains, dice)).collect();
}

fn any_incident_terms(dice: &mut Dice<'_>) -> IncidentTerms {
    let spill = |dice: &mut Dice<'_>| Spill { stack: dice.between(0.0, 1.0), ethereum: dice.between(0.0, 1.0) };
    IncidentTerms {
        trust_loss: dice.pick(&[0.0, 1.0, 20.0]),
        trust_half_life_days: dice.pick(&[0.0, 5.0, 100.0]),
        trust_spill: spill(dice),
        loss_spill: spill(dice),
        treasury_cover: dice.between(0.0, 1.0),
    }
}

fn any_innovation(dice: &mut Dice<'_>) -> Innovation {
    Innovation {
        experiments_per_year: dice.pick(&[0.0, 20.0, 200.0]),
        failure_probability: dice.between(0.0, 1.0),
        lead_half_life_days: dice.scale(1.0, 1e4),
        severity: Severity { least: dice.scale(1e-4, 1.0), tail: dice.pick(&[0.0, 1.0, 3.0]) },
        diffusion: Diffusion {
            share: dice.between(0.0, 1.0),
            stack_per_day: dice.between(0.0, 1.0),
            rollups_per_day: dice.between(0.0, 0.1),
            standards_per_day: dice.pick(&[0.0, 0.01]),
        },
        venue: dice.pick(&Venue::ALL),
        l1_lag_days: dice.pick(&[0, 7]),
        acceptance: dice.between(0.0, 1.0),
    }
}

fn any_incident(i: usize, chains: usize, dice: &mut Dice<'_>) -> PlannedIncident {
    PlannedIncident {
        name: format!("incident-{i}"),
        day: dice.pick(&[0, 3, 9]),
        chain: ChainId::at(dice.below(chains)),
        severity: dice.between(0.0, 1.0),
    }
}
