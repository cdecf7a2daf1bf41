//! A shortened run of a shipped scenario, and signs of differences between its variants.

use l2niche::experiment::study::run_study;
use l2niche::metrics::recorder::RunTables;
use l2niche::scenario::{Overrides, Scenario};
use std::convert::Infallible;
use std::path::Path;
use std::sync::atomic::AtomicU64;

/// Replicates that must agree.
pub(crate) const REPLICATES: u32 = 8;

/// How a scenario is shortened.
pub(crate) struct Short<'a> {
    /// Variants to run, with the first.
    pub(crate) variants: &'a [&'a str],
    /// Days, and those left out of the measures: at most half, as for anybody who shortens a scenario.
    pub(crate) days: (u32, u32),
    /// Other values: `PATH=VALUE`.
    pub(crate) set: &'a [&'a str],
}

/// Results of all runs.
pub(crate) struct Study {
    variants: Vec<String>,
    results: Vec<Vec<RunTables>>,
}

/// Runs `scenarios/NAME.toml`, shortened.
pub(crate) fn study(name: &str, short: &Short<'_>) -> Study {
    let overrides = Overrides {
        days: Some(short.days.0),
        replicates: Some(REPLICATES),
        variants: short.variants.iter().map(ToString::to_string).collect(),
        factors: false,
        set: [format!("simulation.warmup_days={}", short.days.1), "simulation.taste_nodes=8".to_owned()]
            .into_iter()
            .chain(short.set.iter().map(ToString::to_string))
            .collect(),
        ..Overrides::default()
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name).with_extension("toml");
    let scenario = Scenario::load(&path, &overrides).unwrap_or_else(|faults| panic!("{faults}"));
    let variants: Vec<String> = scenario.variants().iter().map(|v| v.name.clone()).collect();
    let mut results = vec![Vec::new(); variants.len()];
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    run_study(&scenario, threads, &AtomicU64::new(0), |run| -> Result<(), Infallible> {
        results[run.variant].push(run.tables.clone());
        Ok(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    Study { variants, results }
}

impl Study {
    /// A measure of the summary in every replicate of a variant.
    pub(crate) fn values(&self, variant: &str, measure: &str) -> Vec<f64> {
        let v = self.variants.iter().position(|name| name == variant).expect("a variant that was run");
        self.results[v].iter().map(|tables| tables.measure(measure).expect("a measure")).collect()
    }

    /// Mean over rows after day `after` of a number in a table, of rows with `text` in column `key`, in every replicate of a variant.
    pub(crate) fn means(&self, variant: &str, table: &str, (key, text): (&str, &str), number: &str, after: i64) -> Vec<f64> {
        let v = self.variants.iter().position(|name| name == variant).expect("a variant that was run");
        let mean = |run: &RunTables| {
            let table = &run.tables[table];
            let (keys, days) = (table.texts(key).expect("texts"), table.integers("day").expect("days"));
            let rows = (0..table.rows()).filter(|row| &*keys[*row] == text && days[*row] >= after);
            let values: Vec<f64> = rows.map(|row| table.reals(number).expect("numbers")[row]).collect();
            values.iter().sum::<f64>() / values.len() as f64
        };
        self.results[v].iter().map(mean).collect()
    }

    /// Differences of a measure, variant less another, replicate by replicate.
    fn differences(&self, measure: &str, variant: &str, against: &str) -> Vec<f64> {
        self.values(variant, measure).iter().zip(self.values(against, measure)).map(|(a, b)| a - b).collect()
    }

    /// Insists that a measure is higher in `variant` than in `against` in all replicates.
    pub(crate) fn higher(&self, measure: &str, variant: &str, against: &str) {
        let differences = self.differences(measure, variant, against);
        assert_eq!(differences.len(), REPLICATES as usize);
        assert!(differences.iter().all(|d| *d > 0.0), "{measure} of {variant} against {against}: {differences:?}");
    }

    /// Insists that users of a group, or all if none is given, are better off under both readings of tastes, in all replicates.
    pub(crate) fn better_off(&self, group: Option<&str>, variant: &str, against: &str) {
        let of = group.map_or_else(String::new, |name| format!("group.{name}."));
        for reading in ["welfare_systematic_usd", "welfare_tastes_usd"] {
            self.higher(&format!("{of}{reading}"), variant, against);
        }
    }

    /// Insists that a measure is the same in both variants in all replicates, to the bit.
    pub(crate) fn equal(&self, measure: &str, variant: &str, against: &str) {
        assert_eq!(self.values(variant, measure), self.values(against, measure), "{measure} of {variant} and {against}");
    }
}
