//! What holds for the whole scenario: how long, how often, with which chance; what to write how often.

use crate::engine::run::Fidelity;
use crate::metrics::plan::OutputPlan;
use crate::scenario::document::Table;
use crate::scenario::fault::Fault;
use crate::scenario::schema::{Scope, TABLES};
use crate::scenario::source::Sources;

/// What holds for all variants and replicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Days simulated.
    pub days: u32,
    /// Seed of all random numbers.
    pub seed: u64,
    /// Repetitions.
    pub replicates: u32,
    /// Days left out of summaries and the verdict.
    pub warmup_days: u32,
    /// Most taste nodes a group has.
    pub taste_nodes: u32,
    /// Representation of the population.
    pub fidelity: Fidelity,
}

/// The settings of a scenario, with what was adapted to `--days`.
pub(crate) fn settings(root: &Table, sources: &Sources, notices: &mut Vec<String>) -> Result<Settings, Vec<Fault>> {
    let simulation = Scope::section(root, "simulation");
    let whole = |key: &str| u32::try_from(simulation.integer(key)).unwrap_or(0);
    let (days, mut warmup_days) = (whole("days"), whole("warmup_days"));
    if days_from_command_line(root, sources) && warmup_days > days / 2 {
        warmup_days = days / 2;
        notices.push(format!("warmup_days is {warmup_days}, half of the {days} days asked for"));
    }
    if warmup_days >= days {
        let fault = Fault::new(simulation.at("warmup_days"), format!("nothing is left after {warmup_days} warm-up days"), "");
        return Err(vec![fault.also(simulation.at("days"), "days").help(format!("at most {} are allowed", days - 1))]);
    }
    Ok(Settings {
        days,
        seed: u64::try_from(simulation.integer("seed")).unwrap_or(0),
        replicates: whole("replicates"),
        warmup_days,
        taste_nodes: whole("taste_nodes"),
        fidelity: Fidelity::from_name(&simulation.text("fidelity")).unwrap_or(Fidelity::Agents),
    })
}

/// Whether the number of days stood on the command line: then the rest of the scenario gives way.
pub(crate) fn days_from_command_line(root: &Table, sources: &Sources) -> bool {
    let days = Scope::section(root, "simulation").written("days");
    days.and_then(|node| sources.of(node.at)).is_some_and(|source| source.command_line)
}

/// How often tables of a scenario are written.
pub(crate) fn output(root: &Table) -> OutputPlan {
    let output = Scope::section(root, "output");
    let of = output.sub("every_days_of");
    let whole = |scope: &Scope<'_>, key: &str| u32::try_from(scope.integer(key)).unwrap_or(1).max(1);
    OutputPlan {
        every_days: whole(&output, "every_days"),
        every_days_of: TABLES.iter().map(|table| (table.name.to_owned(), whole(&of, table.name))).collect(),
    }
}
