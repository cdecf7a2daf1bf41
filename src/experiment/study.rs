//! A study: all runs of a scenario, and the verdict drawn from them.

use crate::engine::observer::{DayView, Observer};
use crate::engine::run::{RunError, Trouble, simulate};
use crate::experiment::design::unit_draw;
use crate::experiment::runner::run_in_order;
use crate::experiment::statistics::Interval;
use crate::experiment::verdict::{ClaimInput, FactorInfo, MapInput, MeasureInfo, Named, NicheInput, Reading, SummaryValues, Unit};
use crate::metrics::GENERAL;
use crate::metrics::dictionary::NICHES;
use crate::metrics::plan::OutputPlan;
use crate::metrics::recorder::{Change, Recorder, RunKeys, RunTables};
use crate::scenario::{self, Claim, Faults, Scenario};
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

/// Runs every variant and replicate of a scenario on `threads` threads and passes each result to `sink` in canonical order; `days_done`
/// counts simulated days for a progress bar. Returns what the verdict is drawn from.
///
/// # Errors
/// The first failed run, or the first error of `sink`.
pub fn run_study<E: Send>(
    scenario: &Scenario,
    threads: usize,
    days_done: &AtomicU64,
    sink: impl FnMut(&RunResult) -> Result<(), E>,
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
    mut sink: impl FnMut(&RunResult) -> Result<(), E>,
) -> Result<SummaryValues, StudyError<E>> {
    let mut summary = empty_summary(scenario);
    let shape = (scenario.variants().len(), scenario.settings().replicates as usize);
    let work = |variant: usize, replicate: usize| run_one(scenario, variant, replicate as u32, (days_done, stop));
    run_in_order(shape, threads, work, |variant, _, result: RunResult| {
        let value = |info: &MeasureInfo| result.tables.measure(&info.named.name).expect("measures of the verdict are in the summary");
        record_claims(&mut summary, scenario.claims(), variant, &result);
        let values = summary.measures.iter().map(value).collect();
        summary.values[variant].push(values);
        if variant == 0 {
            record_niches(&mut summary, scenario, &result);
            summary.draws.push(result.draws.clone());
            summary.start_of.push(scenario.start_of(result.replicate));
        }
        sink(&result).map_err(StudyError::Sink)
    })?;
    summary.leave_out_idle_systems();
    Ok(summary)
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
    let unit = unit_draw(settings.seed, replicate, scenario.factors().len());
    let run = scenario.run(variant, replicate, &unit).map_err(StudyError::Scenario)?;
    let name = &scenario.variants()[variant].name;
    let keys = RunKeys { variant: name.clone(), replicate };
    let output = OutputPlan { every_days: scenario.output().every_days, every_days_of: scenario.output().every_days_of.clone() };
    let mut recorder = Recorder::new(keys, &output, settings.days, settings.warmup_days, &run.epochs[0].economy);
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

/// Keeps what founders saw in each niche: means over their looks after warm-up, or over all if there were none since.
fn record_niches(summary: &mut SummaryValues, scenario: &Scenario, result: &RunResult) {
    let table = &result.tables.tables[NICHES.name];
    let texts = |column| table.texts(column);
    let (Some(blueprints), Some(niches), Some(profits), Some(users)) =
        (texts("blueprint"), texts("niche"), table.reals("profit_usd_per_year"), table.reals("users"))
    else {
        return;
    };
    let warm = |row: &usize| table.integers("day").is_some_and(|days| days[*row] >= i64::from(scenario.settings().warmup_days));
    let mut rows: Vec<usize> = (0..table.rows()).filter(warm).collect();
    if rows.is_empty() {
        rows = (0..table.rows()).collect();
    }
    let several = rows.iter().any(|row| blueprints[*row] != blueprints[rows[0]]);
    for row in &rows {
        if summary.niches.iter().all(|niche| (&*niche.blueprint, &*niche.named.name) != (&*blueprints[*row], &*niches[*row])) {
            let niche = if *niches[*row] == *GENERAL { "General".to_owned() } else { scenario.label_of("vertical", &niches[*row]) };
            let label = if several { format!("{niche} ({})", scenario.label_of("chain", &blueprints[*row])) } else { niche };
            summary.niches.push(NicheInput {
                blueprint: blueprints[*row].to_string(),
                named: Named::new(&niches[*row], &label),
                profit_usd_per_year: vec![],
                users: vec![],
                launch_cost_usd: scenario.launch_cost_usd(),
            });
        }
    }
    for niche in &mut summary.niches {
        let is_of = |row: &usize| *blueprints[*row] == *niche.blueprint && *niches[*row] == *niche.named.name;
        let of_niche: Vec<usize> = rows.iter().copied().filter(is_of).collect();
        let mean = |values: &[f64]| of_niche.iter().map(|row| values[*row]).sum::<f64>() / of_niche.len() as f64;
        niche.profit_usd_per_year.push(mean(profits));
        niche.users.push(mean(users));
    }
}

/// Keeps what claims look at.
fn record_claims(summary: &mut SummaryValues, claims: &[Claim], variant: usize, result: &RunResult) {
    for (input, claim) in summary.claims.iter_mut().zip(claims) {
        for (side, _) in [input.variant, input.against].into_iter().enumerate().filter(|(_, v)| *v == variant) {
            for ((_, values), measure) in input.readings.iter_mut().zip(claim.measures()) {
                // A variant may lack the chain or group.
                values[side].push(result.tables.measure(&measure).unwrap_or(f64::NAN));
            }
        }
    }
}

fn claim_input(scenario: &Scenario, claim: &Claim) -> ClaimInput {
    let position = |name: &str| scenario.variants().iter().position(|v| v.name == name).expect("claims are about selected variants");
    let measures = claim.measures();
    let labels: &[&str] = if measures.len() == 1 { &[""] } else { &["systematic", "with the value of tastes"] };
    ClaimInput {
        named: Named::new(&claim.name, &claim.label),
        says: claim.says,
        margin: claim.margin,
        measure: measure_label(scenario, &claim.measure),
        unit: Unit::of_measure(&measures[0]),
        variant: position(&claim.variant),
        against: position(&claim.against),
        readings: labels.iter().map(|label| ((*label).to_owned(), [vec![], vec![]])).collect(),
    }
}

fn map_input(map: &scenario::RegimeMap) -> MapInput {
    MapInput { named: Named::new(&map.name, &map.label), claim: map.claim, factors: map.factors }
}

/// A measure as people read it: `profit of Base`, `user welfare`.
fn measure_label(scenario: &Scenario, measure: &str) -> String {
    let words = |name: &str| name.trim_end_matches("_usd").replace('_', " ");
    match measure.split('.').collect::<Vec<_>>().as_slice() {
        [kind, entity, name] => format!("{} of {}", words(name), scenario.label_of(kind, entity)),
        _ => MeasureInfo::of_verdict().into_iter().find(|m| m.named.name == measure).map_or_else(|| words(measure), |m| m.named.shown()),
    }
}

fn empty_summary(scenario: &Scenario) -> SummaryValues {
    let factor = |f: &scenario::FactorInfo| FactorInfo {
        named: Named::new(&f.name, &f.label),
        range: Interval { low: f.low, high: f.high },
        spacing: f.spacing,
        today: f.today,
    };
    SummaryValues {
        measures: MeasureInfo::of_verdict(),
        readings: Reading::of_verdict(),
        variants: scenario.variants().iter().map(|v| Named::new(&v.name, &v.label)).collect(),
        factors: scenario.factors().iter().map(factor).collect(),
        starts: scenario.starts().iter().map(|s| Named::new(s, &scenario.label_of("start", s))).collect(),
        values: vec![Vec::new(); scenario.variants().len()],
        draws: Vec::new(),
        start_of: Vec::new(),
        claims: scenario.claims().iter().map(|claim| claim_input(scenario, claim)).collect(),
        maps: scenario.maps().iter().map(map_input).collect(),
        niches: vec![],
    }
}
