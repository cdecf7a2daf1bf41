//! Experiments and incidents of a checked scenario.

use super::{chain_named, natural, word};
use crate::model::supply::incident::{IncidentTerms, PlannedIncident, Severity, Spill};
use crate::model::supply::innovation::{Diffusion, Innovation, Venue};
use crate::scenario::document::Table;
use crate::scenario::schema::{Entity, Scope};

/// Section `[innovation]`.
pub(super) fn innovation(root: &Table) -> Innovation {
    let section = Scope::section(root, "innovation");
    Innovation {
        experiments_per_year: section.number("experiments_per_year"),
        failure_probability: section.number("failure_probability"),
        lead_half_life_days: section.number("lead_half_life_days"),
        severity: Severity { least: section.number("severity_least"), tail: section.number("severity_tail") },
        diffusion: Diffusion {
            share: section.number("diffusion_share"),
            stack_per_day: section.number("stack_diffusion_per_day"),
            rollups_per_day: section.number("rollup_diffusion_per_day"),
            standards_per_day: section.number("standards_diffusion_per_day"),
        },
        venue: word(&section, "venue", Venue::from_name),
        l1_lag_days: u32::try_from(natural(&section, "l1_lag_days")).unwrap_or(0),
        acceptance: section.number("acceptance"),
    }
}

/// Section `[incidents]`.
pub(super) fn incident_terms(root: &Table) -> IncidentTerms {
    let section = Scope::section(root, "incidents");
    let spill = |what: &str| Spill {
        stack: section.number(&format!("stack_{what}_spill")),
        ethereum: section.number(&format!("ethereum_{what}_spill")),
    };
    IncidentTerms {
        trust_loss: section.number("trust_loss"),
        trust_half_life_days: section.number("trust_half_life_days"),
        trust_spill: spill("trust"),
        loss_spill: spill("loss"),
        treasury_cover: section.number("treasury_cover"),
    }
}

/// Array `[[incident]]`.
pub(super) fn incidents(root: &Table) -> Vec<PlannedIncident> {
    let incident = |scope: Scope<'_>| PlannedIncident {
        name: scope.name().into(),
        day: u32::try_from(natural(&scope, "day")).unwrap_or(0),
        chain: chain_named(&scope),
        severity: scope.number("severity"),
    };
    Scope::all(root, Entity::Incident).map(incident).collect()
}
