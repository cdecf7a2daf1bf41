//! A study: all runs of a scenario, and the verdict drawn from them.

use crate::engine::observer::{DayView, Observer};
use crate::engine::run::{RunError, simulate};
use crate::experiment::design::unit_draw;
use crate::experiment::gathered::Gathered;
use crate::experiment::runner::run_in_order;
use crate::experiment::verdict::SummaryValues;
use crate::metrics::plan::OutputPlan;
use crate::metrics::recorder::{Change, Recorder, RunKeys, RunTables};
use crate::scenario::{Faults, Run, Scenario};
use std::sync::atomic::{AtomicU64, Ordering};

/// Why a study stopped.
#[derive(Debug, thiserror::Error)]
pub enum StudyError<E> {
    /// The scenario does not hold for a draw of its factors.
    #[error("{0}")]
    Scenario(Faults),
    /// A run failed its audit.
    #[error("variant {variant}, replicate {replicate}, {error}")]
    Run {
        /// Variant.
        variant: String,
        /// Replicate, from 0.
        replicate: u32,
        /// What went wrong.
        error: RunError,
    },
    /// Results could not be handed on.
    #[error(transparent)]
    Sink(E),
}

/// One run's results.
#[derive(Clone, Debug)]
pub struct RunResult {
    /// Variant, by index.
    pub variant: usize,
    /// Replicate, from 0.
    pub replicate: u32,
    /// Tables and summary.
    pub tables: RunTables,
    /// Values of the factors, in factor order.
    pub draws: Vec<f64>,
}

/// Runs every variant and replicate of a scenario on `threads` threads and passes each result to `sink` in canonical order; `days_done`
/// counts simulated days for a progress bar. Returns what the verdict is drawn from.
///
/// # Errors
/// The first failed run, or the first error of `sink`.
pub fn run_study<E: Send>(
    scenario: &Scenario,
    threads: usize,
    days_done: &AtomicU64,
    mut sink: impl FnMut(&RunResult) -> Result<(), E>,
) -> Result<SummaryValues, StudyError<E>> {
    let mut gathered = Gathered::new(scenario);
    let shape = (scenario.variants().len(), scenario.settings().replicates as usize);
    let work = |variant: usize, replicate: usize| run_one(scenario, variant, replicate as u32, days_done);
    run_in_order(shape, threads, work, |_, _, result: RunResult| {
        gathered.add(&result);
        sink(&result).map_err(StudyError::Sink)
    })?;
    Ok(gathered.finish())
}

/// The run of a variant and replicate: the factors drawn for it, and the scenario laid out with them.
///
/// # Errors
/// If the scenario does not hold for the draw.
pub fn lay_out(scenario: &Scenario, variant: usize, replicate: u32) -> Result<Run, Faults> {
    scenario.run(variant, replicate, &unit_draw(scenario.settings().seed, replicate, scenario.factors().len()))
}

fn run_one<E>(scenario: &Scenario, variant: usize, replicate: u32, days_done: &AtomicU64) -> Result<RunResult, StudyError<E>> {
    let settings = scenario.settings();
    let run = lay_out(scenario, variant, replicate).map_err(StudyError::Scenario)?;
    let name = &scenario.variants()[variant].name;
    let keys = RunKeys { variant: name.clone(), replicate };
    let output = OutputPlan { every_days: scenario.output().every_days, every_days_of: scenario.output().every_days_of.clone() };
    let mut recorder = Recorder::new(keys, &output, settings.days, settings.warmup_days, &run.epochs[0].economy);
    for e in &run.events {
        let (event, path, before, after) = (e.event.clone(), e.path.clone(), e.before.clone(), e.after.clone());
        recorder.record_change(&Change { day: e.day, event, path, before, after });
    }
    let mut watch = |view: &DayView<'_>| {
        recorder.observe(view);
        days_done.fetch_add(1, Ordering::Relaxed);
    };
    let outcome = simulate(&run.epochs, &run.plan, &mut watch);
    outcome.map_err(|error| StudyError::Run { variant: name.clone(), replicate, error })?;
    Ok(RunResult { variant, replicate, tables: recorder.finish(), draws: run.draws })
}
