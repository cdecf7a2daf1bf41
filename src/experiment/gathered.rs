//! What the verdict is drawn from, gathered run by run: as runs end, or from the tables of a finished study.

use crate::experiment::statistics::Interval;
use crate::experiment::study::RunResult;
use crate::experiment::verdict::{ClaimInput, FactorInfo, MapInput, MeasureInfo, Named, NicheInput, Reading, SummaryValues, Unit};
use crate::metrics::GENERAL;
use crate::metrics::dictionary::NICHES;
use crate::scenario::{self, Claim, Scenario};

/// Values of the runs so far.
pub struct Gathered<'a> {
    scenario: &'a Scenario,
    summary: SummaryValues,
}

impl<'a> Gathered<'a> {
    /// Nothing yet of the runs of `scenario`.
    #[must_use]
    pub fn new(scenario: &'a Scenario) -> Self {
        Self { scenario, summary: empty_summary(scenario) }
    }

    /// Adds the next run; replicates come in order.
    ///
    /// # Panics
    /// If its summary lacks a measure of the verdict: a defect of the caller.
    pub fn add(&mut self, result: &RunResult) {
        let Self { scenario, summary } = self;
        let value = |info: &MeasureInfo| result.tables.measure(&info.named.name).expect("measures of the verdict are in the summary");
        record_claims(summary, scenario.claims(), result.variant, result);
        let values = summary.measures.iter().map(value).collect();
        summary.values[result.variant].push(values);
        if result.variant == 0 {
            record_niches(summary, scenario, result);
            summary.draws.push(result.draws.clone());
            summary.start_of.push(scenario.start_of(result.replicate));
        }
    }

    /// What the verdict is drawn from.
    #[must_use]
    pub fn finish(mut self) -> SummaryValues {
        self.summary.leave_out_idle_systems();
        self.summary
    }
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
