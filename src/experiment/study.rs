//! A study: all runs of a scenario, and the verdict drawn from them.

use crate::engine::observer::{DayView, Observer};
use crate::engine::run::{RunError, Trouble, simulate};
use crate::experiment::design::unit_draw;
use crate::experiment::gathered::Gathered;
use crate::experiment::runner::run_in_order;
use crate::experiment::verdict::SummaryValues;
use crate::metrics::recorder::{Change, Recorder, RunKeys, RunTables};
use crate::scenario::{Faults, Run, Scenario};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

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
    /// Somebody wanted it to stop.
    #[error("stopped")]
    Stopped,
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

/// Runs every variant and replicate of a scenario on `threads` threads and passes each result to `sink`, replicate by replicate, each
/// in all its variants; `days_done` counts simulated days for a progress bar. Returns what the verdict is drawn from.
///
/// # Errors
/// The first failed run, or the first error of `sink`.
pub fn run_study<E: Send>(
    scenario: &Scenario,
    threads: usize,
    days_done: &AtomicU64,
    sink: impl FnMut(RunResult) -> Result<(), E>,
) -> Result<SummaryValues, StudyError<E>> {
    run_study_until(&AtomicBool::new(false), scenario, threads, days_done, sink)
}

/// As [`run_study`], until `stop` becomes true, which every run looks at before each of its days.
///
/// # Errors
/// As [`run_study`]; [`StudyError::Stopped`] if it was stopped before its end.
pub fn run_study_until<E: Send>(
    stop: &AtomicBool,
    scenario: &Scenario,
    threads: usize,
    days_done: &AtomicU64,
    mut sink: impl FnMut(RunResult) -> Result<(), E>,
) -> Result<SummaryValues, StudyError<E>> {
    let mut gathered = Gathered::new(scenario);
    let shape = (scenario.variants().len(), scenario.settings().replicates as usize);
    let work = |variant: usize, replicate: usize| run_one(scenario, variant, replicate as u32, (days_done, stop));
    run_in_order(shape, threads, work, |_, _, result: RunResult| {
        gathered.add(&result);
        sink(result).map_err(StudyError::Sink)
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

/// A run's recorder, which counts days and looks whether to stop.
struct Watch<'a> {
    recorder: Recorder,
    days_done: &'a AtomicU64,
    stop: &'a AtomicBool,
}

impl Observer for Watch<'_> {
    fn observe(&mut self, view: &DayView<'_>) {
        self.recorder.observe(view);
        self.days_done.fetch_add(1, Ordering::Relaxed);
    }

    fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::Relaxed)
    }
}

fn run_one<E>(
    scenario: &Scenario,
    variant: usize,
    replicate: u32,
    (days_done, stop): (&AtomicU64, &AtomicBool),
) -> Result<RunResult, StudyError<E>> {
    let settings = scenario.settings();
    let run = lay_out(scenario, variant, replicate).map_err(StudyError::Scenario)?;
    let name = &scenario.variants()[variant].name;
    let keys = RunKeys { variant: name.clone(), replicate };
    let mut recorder = Recorder::new(keys, scenario.output(), settings.days, settings.warmup_days, &run.epochs[0].economy);
    for e in &run.events {
        let (event, path, before, after) = (e.event.clone(), e.path.clone(), e.before.clone(), e.after.clone());
        recorder.record_change(&Change { day: e.day, event, path, before, after });
    }
    let mut watch = Watch { recorder, days_done, stop };
    simulate(&run.epochs, &run.plan, &mut watch).map_err(|error| match error.trouble {
        Trouble::Stopped => StudyError::Stopped,
        _ => StudyError::Run { variant: name.clone(), replicate, error },
    })?;
    Ok(RunResult { variant, replicate, tables: watch.recorder.finish(), draws: run.draws })
}
