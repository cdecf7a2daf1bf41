//! `l2niche run`: all variants and replicates of a scenario; tables, charts, manifest, verdict.

mod observed;

use super::failure::Failure;
use super::interrupt::stop_flag;
use super::labels::gallery;
use super::overrides::ScenarioFlags;
use super::pictures::chart_files;
use super::progress::with_progress;
use super::{print, processors, tell};
use crate::experiment::study::{StudyError, run_study_until};
use crate::experiment::verdict::Verdict;
use crate::metrics::recorder::draws;
use crate::output::gallery::{Drawing, Omission};
use crate::output::manifest::{Provenance, answers, run_id};
use crate::output::report::Report;
use crate::output::run_dir::{Place, RunDir};
use crate::output::tables::{Format, TablesWriter};
use crate::scenario::{Scenario, warnings};
use clap::Args;
use observed::Observed;
use std::path::{Path, PathBuf};
use std::time::Instant;

const EXAMPLES: &str = "Examples:
  l2niche run scenarios/specialization.toml
  l2niche run scenarios/specialization.toml --factors off --set interop.level=0.5
  l2niche run scenarios/ethereum-l2-2025.toml --days 90 --replicates 4 --format both --out results
  l2niche run scenarios/ethereum-l2-2025.toml --fidelity mean-field --factors off

Results go to runs/NAME-RUNID: verdict.txt, report.html (all of it on one page), charts/*.svg and
*.png, tables/*.csv, manifest.json.";

/// Width of the verdict on a terminal or a pipe, characters.
const WIDTH: usize = 100;

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
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
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
    let warnings = warnings(&scenario).map_err(Failure::Scenario)?;
    warnings.iter().for_each(|warning| note(&warning.to_string()));
    note(&announcement(&scenario));

    let stop = stop_flag().map_err(Failure::Signals)?;
    let resolved = scenario.resolved_toml();
    let mut dir = RunDir::create(&place(arguments, &scenario), &run_id(&resolved, scenario.settings().seed), arguments.force)?;
    let threads = arguments.threads.map_or_else(processors, usize::from);
    let mut writer = TablesWriter::create(&dir, arguments.format)?;
    let mut gallery = gallery(&scenario)?;
    let mut observed = Observed::of(&scenario);
    let factors: Vec<String> = scenario.factors().iter().map(|f| f.name.clone()).collect();
    let mut finished = 0;
    let outcome = with_progress(total_days(&scenario), arguments.quiet, |days_done| {
        run_study_until(&stop, &scenario, threads, days_done, |result| {
            writer.write_run(&result.tables)?;
            if result.variant == 0 {
                let values = factors.iter().map(String::as_str).zip(result.draws.iter().copied());
                writer.write(&draws(result.replicate, values))?;
            }
            gallery.add(result.variant, &result.tables);
            observed.add(result);
            // The last variant comes last: what is finished in it is finished in all.
            finished += usize::from(result.variant + 1 == scenario.variants().len());
            Ok(())
        })
    });
    let origin = Provenance {
        scenario: scenario.name(),
        resolved_scenario: &resolved,
        seed: scenario.settings().seed,
        threads,
        wall_time: start.elapsed(),
        tables: &[],
        claims: &[],
        notes: scenario.notices(),
        warnings: &warnings,
    };
    if matches!(outcome, Err(StudyError::Stopped)) {
        return Err(interrupted(dir, writer, &origin, finished, scenario.settings().replicates as usize));
    }
    let summary = outcome?;
    let verdict = Verdict::new(summary);
    let text = verdict.to_text(WIDTH) + "\n";
    let tables = writer.finish(&mut dir)?;
    dir.write_file("verdict.txt", text.as_bytes())?;
    let (drawings, omissions) = if arguments.no_charts { (vec![], vec![]) } else { gallery.draw(&verdict)? };
    for left_out in &omissions {
        note(&format!("note: no chart “{}”: {}", left_out.name, left_out.why));
    }
    write_report(&origin, &scenario, &verdict, (&drawings, &omissions), &observed, &mut dir)?;
    write_charts(drawings, threads, &mut dir)?;
    let complete = dir.complete(&Provenance { wall_time: start.elapsed(), tables: &tables, claims: &answers(&verdict), ..origin })?;
    print(&text)?;
    note(&format!("\nResults in {} ({:.1} s)", shown_path(&complete.path), start.elapsed().as_secs_f64()));
    if let Some(aside) = &complete.kept_aside {
        note(&format!("note: files of the replaced run that l2niche had not written are kept in {}", aside.display()));
    }
    Ok(())
}

/// Leaves the finished part of a run that was stopped.
fn interrupted(mut dir: RunDir, writer: TablesWriter, origin: &Provenance<'_>, finished: usize, of: usize) -> Failure {
    let left = writer.finish_cut(&mut dir, of, finished);
    match left.and_then(|tables| dir.interrupt(&Provenance { tables: &tables, ..origin.clone() }, finished)) {
        Ok(partial) => Failure::Interrupted { finished, of, partial: PathBuf::from(shown_path(&partial)) },
        Err(error) => error.into(),
    }
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

/// Maps and report, as files.
fn write_report(
    origin: &Provenance<'_>,
    scenario: &Scenario,
    verdict: &Verdict,
    (drawings, omissions): (&[Drawing], &[Omission]),
    observed: &Observed,
    dir: &mut RunDir,
) -> Result<(), Failure> {
    if let Some(maps) = verdict.maps_csv() {
        dir.write_file("regimes.csv", maps.as_bytes())?;
    }
    let report = Report {
        scenario,
        resolved: origin.resolved_scenario,
        run_id: &run_id(origin.resolved_scenario, origin.seed),
        spoken: &verdict.spoken(),
        drawings,
        omissions,
        warnings: origin.warnings,
        observed: &observed.means(),
    };
    Ok(dir.write_file("report.html", report.page().as_bytes())?)
}

/// Renders and writes the charts.
fn write_charts(drawings: Vec<Drawing>, threads: usize, dir: &mut RunDir) -> Result<(), Failure> {
    for (name, content) in chart_files(drawings, threads)? {
        dir.write_file(&format!("charts/{name}"), &content)?;
    }
    Ok(())
}
