//! How a command can fail, and with which exit code.

use super::tell;
use crate::experiment::calibration::CalibrationError;
use crate::experiment::study::StudyError;
use crate::output::charts::{ChartError, PngError};
use crate::output::error::OutputError;
use crate::scenario::{Faults, did_you_mean, listing};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The scenario has faults.
    #[error("{0}")]
    Scenario(Faults),
    /// A calibration that cannot be made.
    #[error("{0}")]
    Calibration(CalibrationError),
    /// Something asked for that there is not.
    #[error("{0}")]
    Usage(String),
    /// A file that would be replaced.
    #[error("{} exists: choose another file with --out, or --force to replace it", .0.display())]
    FileExists(PathBuf),
    /// A scenario that would be replaced.
    #[error("{} exists, and is not replaced: choose another name", .0.display())]
    Taken(PathBuf),
    /// A file whose name cannot stand in a scenario.
    #[error("{} has a name that cannot be written in a scenario: rename it", .0.display())]
    Elsewhere(PathBuf),
    /// The model failed.
    #[error("the model failed its daily audit, which is a defect of l2niche and not of your scenario: {0}")]
    Model(String),
    /// A chart could not be drawn.
    #[error("a chart could not be drawn, which is a defect of l2niche: {0}")]
    Chart(#[from] ChartError),
    /// A chart could not be rendered.
    #[error("a chart could not be rendered, which is a defect of l2niche: {0}")]
    Png(#[from] PngError),
    /// Results could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// Signals cannot be listened to.
    #[error("cannot listen to signals: {0}")]
    Signals(std::io::Error),
    /// Standard output could not be written.
    #[error("cannot print: {0}")]
    Print(std::io::Error),
    /// The user or the system wanted the run to stop.
    #[error(
        "interrupted: {finished} of {of} replicates are finished in all variants and lie in {}; the same command starts again and removes it",
        .partial.display()
    )]
    Interrupted {
        /// Replicates finished in all variants.
        finished: usize,
        /// Replicates of the study.
        of: usize,
        /// Where they are.
        partial: PathBuf,
    },
    /// Nobody reads standard output any more.
    #[error("nobody reads on")]
    ReaderGone,
}

impl Failure {
    /// A name that is none of those there are.
    pub(super) fn unknown(kind: &str, name: &str, known: &[&str]) -> Self {
        let meant = did_you_mean(name, known.iter().copied());
        let ask = if meant.is_empty() { meant } else { format!("; {meant}") };
        Self::Usage(format!("no {kind} is called `{name}`{ask}\nthere is {}", listing(known.iter().copied())))
    }

    /// Prints the failure on standard error and returns the exit code.
    pub(super) fn report(&self) -> ExitCode {
        match self {
            Self::ReaderGone => return ExitCode::SUCCESS,
            Self::Scenario(faults) => tell(&faults.render(colour())),
            Self::Interrupted { .. } => tell(&self.to_string()),
            other => tell(&format!("error: {other}")),
        }
        ExitCode::from(match self {
            Self::Scenario(_) | Self::Calibration(_) | Self::Usage(_) | Self::FileExists(_) | Self::Taken(_) | Self::Elsewhere(_) => 2,
            Self::Output(error) if error.is_usage() => 2,
            Self::Output(_) | Self::Print(_) | Self::Signals(_) => 4,
            Self::Interrupted { .. } => super::interrupt::INTERRUPTED,
            _ => 3,
        })
    }
}

impl From<StudyError<OutputError>> for Failure {
    fn from(error: StudyError<OutputError>) -> Self {
        match error {
            StudyError::Scenario(faults) => Self::Scenario(faults),
            StudyError::Sink(error) => Self::Output(error),
            StudyError::Run { .. } | StudyError::Stopped => Self::Model(error.to_string()),
        }
    }
}

/// Whether to colour standard error: on a terminal, unless `NO_COLOR` is set (no-color.org).
fn colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}
