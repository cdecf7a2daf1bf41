//! `l2niche calibrate`: unobserved quality that brings a world's transactions to those observed, as a scenario that extends it.

use super::failure::Failure;
use super::{print, tell};
use crate::engine::run::Fidelity;
use crate::experiment::calibration::{CalibrationError, calibrate as find};
use crate::output::error::OutputError;
use crate::scenario::{Overrides, Scenario};
use clap::Args;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

const EXAMPLES: &str = "Examples:
  l2niche calibrate my-world.toml
  l2niche calibrate my-world.toml --set calibration.ridge=1 --out strong-ridge.toml
  l2niche run my-world-calibrated.toml

The scenario needs a section [calibration] with transactions_per_day = { CHAIN = observed, … }.
The first variant is calibrated, as a mean field and without factors. FILE extends the scenario
and gives chains their `quality`.";

/// Arguments of `calibrate`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, next_line_help = true)]
pub(super) struct Arguments {
    /// Scenario file
    scenario: PathBuf,
    /// Scenario to write [default: SCENARIO-calibrated.toml, beside it]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace FILE if it exists
    #[arg(long)]
    force: bool,
    /// Set a parameter for the calibration, such as calibration.ridge=1; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
}

/// Calibrates a scenario.
pub(super) fn calibrate(arguments: &Arguments) -> Result<(), Failure> {
    let overrides = Overrides { set: arguments.set.clone(), fidelity: Some(Fidelity::MeanField), factors: false, ..Overrides::default() };
    let scenario = Scenario::load(&arguments.scenario, &overrides).map_err(Failure::Scenario)?;
    scenario.notices().iter().for_each(|notice| tell(&format!("note: {notice}")));
    let out = arguments.out.clone().unwrap_or_else(|| beside(&arguments.scenario));
    may_write(&out, &scenario, arguments.force)?;
    let base = extended_from(&out, &arguments.scenario).map_err(|source| OutputError::Io { path: out.clone(), source })?;
    let found = find(&scenario)?;
    write(&out, &found.to_scenario(&base, &notes(arguments)), arguments.force)?;
    print(&found.to_text())?;
    if !found.converged {
        tell("warning: the search did not converge; the best values found are written");
    }
    tell(&format!("Written to {}", out.display()));
    Ok(())
}

/// Makes sure that the file may be written: it never takes the place of what it extends.
fn may_write(out: &Path, scenario: &Scenario, force: bool) -> Result<(), Failure> {
    let Ok(found) = std::fs::symlink_metadata(out) else { return Ok(()) };
    if !force {
        return Err(Failure::FileExists(out.to_owned()));
    }
    if !found.is_file() {
        return Err(Failure::Usage(format!("{} is no regular file: choose another one with --out", out.display())));
    }
    if out.canonicalize().is_ok_and(|out| scenario.files().contains(&out)) {
        let title = format!("{} is the scenario to calibrate, or one that it extends, and what is written extends it", out.display());
        return Err(Failure::Usage(format!("{title}: choose another file with --out")));
    }
    Ok(())
}

/// `NAME-calibrated.toml` in the folder of the scenario.
fn beside(scenario: &Path) -> PathBuf {
    let stem = scenario.file_stem().unwrap_or_default().to_string_lossy();
    scenario.with_file_name(format!("{stem}-calibrated.toml"))
}

fn notes(arguments: &Arguments) -> Vec<String> {
    arguments.set.iter().map(|item| format!("Calibrated with --set {item}, which this file does not repeat.")).collect()
}

/// The scenario's path as seen from the folder of `out`.
fn extended_from(out: &Path, scenario: &Path) -> std::io::Result<String> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (folder, scenario) = (folder.canonicalize()?, scenario.canonicalize()?);
    let common = folder.components().zip(scenario.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(common).map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(scenario.components().skip(common)).collect();
    Ok(path.to_string_lossy().replace('\\', "/"))
}

fn write(out: &Path, text: &str, replace: bool) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    if !replace {
        options.create_new(true);
    }
    let mut file = options.open(out).map_err(|source| OutputError::Io { path: out.to_owned(), source })?;
    file.write_all(text.as_bytes()).map_err(|source| OutputError::Io { path: out.to_owned(), source })?;
    Ok(())
}

impl From<CalibrationError> for Failure {
    fn from(error: CalibrationError) -> Self {
        match error {
            CalibrationError::Scenario(faults) => Self::Scenario(faults),
            CalibrationError::Run(error) => Self::Model(error.to_string()),
            usage => Self::Calibration(usage),
        }
    }
}
