//! A study: all runs of a scenario, and the verdict drawn from them.

use crate::engine::observer::{DayView, Observer};
use crate::engine::run::{RunError, simulate};
use crate::experiment::design::unit_draw;
use crate::experiment::runner::run_in_order;
use crate::experiment::statistics::Interval;
use crate::experiment::verdict::{Better, FactorInfo, MeasureInfo, Named, Reading, SummaryValues, Unit};
use crate::metrics::measure::MEASURES;
use crate::metrics::recorder::{Change, Recorder, RunKeys, RunTables};
use crate::scenario::{Faults, Scenario};
use std::sync::atomic::{AtomicU64, Ordering};

/// What the verdict speaks of: name in `summary`, label, unit, and whether more is good.
const SPOKEN: [(&str, &str, Unit, Better); 11] = [
    ("welfare_systematic_usd", "user welfare", Unit::UsdPerYear, Better::Higher),
    ("welfare_tastes_usd", "user welfare with tastes", Unit::UsdPerYear, Better::Higher),
    ("operator_profit_usd", "operator profit", Unit::UsdPerYear, Better::Higher),
    ("ethereum_income_usd", "Ethereum income", Unit::UsdPerYear, Better::Higher),
    ("adoption", "adoption", Unit::Share, Better::Higher),
    ("security", "security of activity", Unit::Index, Better::Higher),
    ("verticals_served", "verticals served", Unit::Count, Better::Higher),
    ("hhi_users", "HHI of users", Unit::Index, Better::Neither),
    ("hhi_fees", "HHI of fees", Unit::Index, Better::Neither),
    ("general_chains_in_profit", "general chains in profit", Unit::Count, Better::Neither),
    ("vertical_chains_in_profit", "vertical chains in profit", Unit::Count, Better::Neither),
];

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
    let mut summary = empty_summary(scenario);
    let shape = (scenario.variants().len(), scenario.settings().replicates as usize);
    let work = |variant: usize, replicate: usize| run_one(scenario, variant, replicate as u32, days_done);
    run_in_order(shape, threads, work, |variant, _, result: RunResult| {
        let measure = |name: &str| result.tables.measure(name).expect("spoken measures are measures");
        summary.values[variant].push(SPOKEN.iter().map(|(name, ..)| measure(name)).collect());
        if variant == 0 {
            summary.draws.push(result.draws.clone());
            summary.start_of.push(scenario.start_of(result.replicate));
        }
        sink(&result).map_err(StudyError::Sink)
    })?;
    Ok(summary)
}

fn run_one<E>(scenario: &Scenario, variant: usize, replicate: u32, days_done: &AtomicU64) -> Result<RunResult, StudyError<E>> {
    let settings = scenario.settings();
    let unit = unit_draw(settings.seed, replicate, scenario.factors().len());
    let run = scenario.run(variant, replicate, &unit).map_err(StudyError::Scenario)?;
    let name = &scenario.variants()[variant].name;
    let keys = RunKeys { variant: name.clone(), replicate };
    let mut recorder = Recorder::new(keys, scenario.output(), settings.days, settings.warmup_days, &run.epochs[0].economy);
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

fn empty_summary(scenario: &Scenario) -> SummaryValues {
    let named = |name: &str, label: &str| Named { name: name.to_owned(), label: label.to_owned() };
    let measure = |&(name, label, unit, better): &(&str, &str, Unit, Better)| {
        debug_assert!(MEASURES.iter().any(|m| m.column.name == name));
        MeasureInfo { named: named(name, label), unit, better }
    };
    let factor = |f: &crate::scenario::FactorInfo| FactorInfo {
        named: named(&f.name, &f.label),
        range: Interval { low: f.low, high: f.high },
        spacing: f.spacing,
    };
    SummaryValues {
        measures: SPOKEN.iter().map(measure).collect(),
        readings: vec![
            Reading { measure: 0, label: "systematic".into() },
            Reading { measure: 1, label: "with the value of tastes".into() },
        ],
        variants: scenario.variants().iter().map(|v| named(&v.name, &v.label)).collect(),
        factors: scenario.factors().iter().map(factor).collect(),
        starts: scenario.starts().iter().map(|s| named(s, "")).collect(),
        values: vec![Vec::new(); scenario.variants().len()],
        draws: Vec::new(),
        start_of: Vec::new(),
    }
}
