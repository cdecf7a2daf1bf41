//! `l2niche check`: the scenario as the engine will run it, and what follows from it.

use super::failure::Failure;
use super::overrides::ScenarioFlags;
use super::{print, tell};
use crate::scenario::{Scenario, explain, warnings};
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  l2niche check scenarios/ethereum-l2-2025.toml
  l2niche check scenarios/specialization.toml --set capabilities.theta=0.5 | less";

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, next_line_help = true)]
pub(super) struct Arguments {
    /// Scenario file
    scenario: PathBuf,
    #[command(flatten)]
    flags: ScenarioFlags,
}

/// Checks a scenario and prints it.
pub(super) fn check(arguments: &Arguments) -> Result<(), Failure> {
    let overrides = arguments.flags.overrides();
    let scenario = Scenario::load(&arguments.scenario, &overrides).map_err(Failure::Scenario)?;
    scenario.notices().iter().for_each(|notice| tell(&format!("note: {notice}")));
    let warnings = warnings(&scenario, &scenario.middle().map_err(Failure::Scenario)?).map_err(Failure::Scenario)?;
    warnings.iter().for_each(|warning| tell(&warning.to_string()));
    print(&format!("{}\n{}", scenario.resolved_toml(), explain::derived(&scenario).map_err(Failure::Scenario)?))
}
