//! `l2niche run`: all variants and replicates of a scenario; tables, charts, manifest, verdict.

mod observed;
mod results;
mod rounding;

use super::failure::Failure;
use super::interrupt::stop_flag;
use super::labels::gallery;
use super::overrides::ScenarioFlags;
use super::progress::with_progress;
use super::{print, processors, tell};
use crate::experiment::study::{StudyError, run_study_until};
use crate::experiment::verdict::Verdict;
use crate::output::gallery::Omission;
use crate::output::manifest::Provenance;
use crate::output::run_dir::{Place, RunDir};
use crate::output::tables::Format;
use crate::scenario::{Scenario, warnings};
use clap::Args;
use results::Results;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const EXAMPLES: &str = "Examples:
  l2niche run scenarios/specialization.toml
  l2niche run scenarios/specialization.toml --factors off --set interop.level=0.5
  l2niche run scenarios/ethereum-l2-2025.toml --days 90 --replicates 4 --format both --out results
  l2niche run scenarios/ethereum-l2-2025.toml --fidelity mean-field --factors off

Results go to runs/NAME-RUNID, where the same run takes the place of its earlier self: verdict.txt,
report.html (all of it on one page), charts/*.svg and *.png, tables/*.csv, manifest.json.";

/// Arguments of `run`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, next_line_help = true)]
pub(super) struct Arguments {
    /// Scenario file
    scenario: PathBuf,
    /// Folder for the results; must be empty or absent [default: runs/NAME-RUNID]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    flags: ScenarioFlags,
    /// Threads [default: all processors]; changes no result
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), allow_negative_numbers = true)]
    threads: Option<u16>,
    /// Format of the tables
    #[arg(long, value_name = "csv|parquet|both", value_parser = format, default_value = "csv")]
    format: Format,
    /// Draw no charts
    #[arg(long)]
    no_charts: bool,
    /// Replace DIR if it holds an earlier run, removing only files that run wrote
    #[arg(long)]
    force: bool,
    /// Print the verdict only: no progress, no notes
    #[arg(long)]
    quiet: bool,
}

fn format(name: &str) -> Result<Format, String> {
    let allowed = || format!("allowed: {}", Format::ALL.map(Format::name).join(", "));
    Format::ALL.into_iter().find(|f| f.name() == name).ok_or_else(allowed)
}

/// Runs a scenario.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let start = Instant::now();
    let scenario = Scenario::load(&arguments.scenario, &arguments.flags.overrides()).map_err(Failure::Scenario)?;
    let note = |text: &str| {
        if !arguments.quiet {
            tell(text);
        }
    };
    scenario.notices().iter().for_each(|notice| note(&format!("note: {notice}")));
    let middle = scenario.middle().map_err(Failure::Scenario)?;
    let warnings = warnings(&scenario, &middle).map_err(Failure::Scenario)?;
    warnings.iter().for_each(|warning| note(&warning.to_string()));
    note(&announcement(&scenario));

    let stop = stop_flag().map_err(Failure::Signals)?;
    let origin = Provenance {
        scenario: scenario.name(),
        resolved_scenario: &scenario.resolved_toml(),
        seed: scenario.settings().seed,
        threads: arguments.threads.map_or_else(processors, usize::from),
        wall_time: Duration::ZERO,
        tables: &[],
        claims: &[],
        notes: scenario.notices(),
        warnings: &warnings,
    };
    let dir = RunDir::create(&place(arguments, &scenario), &origin.run_id(), arguments.force)?;
    let mut results = Results::create(dir, &scenario, gallery(&scenario, &middle), arguments.format)?;
    let outcome = with_progress(total_days(&scenario), arguments.quiet, |days_done| {
        run_study_until(&stop, &scenario, origin.threads, days_done, |result| results.take(result))
    });
    let left = match outcome {
        Err(StudyError::Stopped) => return Err(results.interrupted(&Provenance { wall_time: start.elapsed(), ..origin })),
        outcome => results.leave(&Verdict::new(outcome?), !arguments.no_charts, &origin, start, &stop)?,
    };
    left.warning.iter().for_each(|warning| note(&warning.to_string()));
    if !left.omissions.is_empty() {
        note(&not_drawn(&left.omissions));
    }
    print(&left.verdict)?;
    note(&format!("\nResults in {} ({:.1} s)", shown_path(&left.folder.path), start.elapsed().as_secs_f64()));
    if let Some(aside) = &left.folder.kept_aside {
        note(&format!("note: files of the replaced run that l2niche had not written are kept in {}", aside.display()));
    }
    Ok(())
}

/// Charts that are left out, by reason.
fn not_drawn(omissions: &[Omission]) -> String {
    let mut reasons: Vec<&str> = omissions.iter().map(|omission| omission.why).collect();
    reasons.dedup();
    let of_reason = |why: &&str| {
        let names: Vec<&str> = omissions.iter().filter(|omission| omission.why == *why).map(|omission| omission.name).collect();
        format!("{} ({why})", names.join(", "))
    };
    format!("note: no charts of {}", reasons.iter().map(of_reason).collect::<Vec<_>>().join("; "))
}

/// A path as the user would type it: relative to the working directory where it lies below.
pub(super) fn shown_path(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}

fn announcement(scenario: &Scenario) -> String {
    let s = scenario.settings();
    let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let runs = [count(scenario.variants().len(), "variant"), count(s.replicates as usize, "replicate"), count(s.days as usize, "day")];
    format!("{}: {}, {}, {}", scenario.name(), runs.join(" × "), count(scenario.factors().len(), "factor"), s.fidelity.name())
}

fn place(arguments: &Arguments, scenario: &Scenario) -> Place {
    match &arguments.out {
        Some(path) => Place::Given(path.clone()),
        None => Place::Default { parent: PathBuf::from("runs"), name: scenario.name().to_owned() },
    }
}

fn total_days(scenario: &Scenario) -> u64 {
    let s = scenario.settings();
    scenario.variants().len() as u64 * u64::from(s.replicates) * u64::from(s.days)
}
