//! Did any value change? Pinned digests of every table of a small world, on several thread counts, with and without the shell.
//!
//! `cargo test` and `cargo test --no-default-features` hold against the same pins, so features change no result. A pin that fails says that
//! this build's numbers differ from the last one's, not that they are wrong; the summary beside the digests shows which and by how much.
//! A change that is meant is "value-breaking": it gets a line in CHANGELOG.md, and the pins a commit of their own, refreshed by
//!
//! ```text
//! INSTA_UPDATE=always cargo test --test values
//! ```
//!
//! Exponentials and logarithms of the model are pure Rust, but the scores of taste nodes take the platform's: pins are of Linux on x86-64 with glibc.

use l2niche::engine::run::Fidelity;
use l2niche::experiment::study::{RunResult, run_study};
use l2niche::metrics::dictionary::{DRAWS, TABLES};
use l2niche::metrics::digest::{TableDigest, of_rows};
use l2niche::metrics::measure::MEASURES;
use l2niche::metrics::recorder::draws;
use l2niche::scenario::{Overrides, Scenario};
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::atomic::AtomicU64;

const SMALL: &str = include_str!("scenarios/small.toml");

fn small(fidelity: Fidelity) -> Scenario {
    let overrides = Overrides { fidelity: Some(fidelity), ..Overrides::default() };
    Scenario::parse("small.toml", SMALL, &overrides).unwrap_or_else(|faults| panic!("{faults}"))
}

fn results(scenario: &Scenario, threads: usize) -> Vec<RunResult> {
    let mut results = Vec::new();
    let done = AtomicU64::new(0);
    let kept = run_study(scenario, threads, &done, |result| {
        results.push(result);
        Ok::<_, Infallible>(())
    });
    kept.unwrap_or_else(|error| panic!("{error}"));
    results
}

/// One line a table: name, rows, canonical digest.
fn digests(scenario: &Scenario, results: &[RunResult]) -> String {
    let mut text = String::new();
    for spec in TABLES {
        let chunks: Vec<_> = if **spec == DRAWS {
            let named = |r: &RunResult| {
                let factors = scenario.factors().iter().map(|factor| factor.name.as_str());
                draws(r.replicate, factors.zip(r.draws.iter().copied()))
            };
            results.iter().filter(|r| r.variant == 0).map(named).collect()
        } else {
            results.iter().map(|r| r.tables.tables[spec.name].clone()).collect()
        };
        let mut digest = TableDigest::new(spec);
        chunks.iter().for_each(|rows| digest.add(of_rows(rows)));
        let rows: usize = chunks.iter().map(|chunk| chunk.rows()).sum();
        writeln!(text, "{:<10} {rows:>5} rows  {}", spec.name, digest.finish()).expect("text grows");
    }
    text
}

/// The digests, and replicate 0 of each variant in figures that a reader can compare.
fn pins(scenario: &Scenario, results: &[RunResult]) -> String {
    let mut text = digests(scenario, results);
    for run in results.iter().filter(|r| r.replicate == 0) {
        writeln!(text, "\n{}, replicate 0", run.tables.keys.variant).expect("text grows");
        for (measure, value) in MEASURES.iter().zip(&run.tables.summary) {
            writeln!(text, "{:<25} {value:?}", measure.column.name).expect("text grows");
        }
    }
    text
}

fn pinned(fidelity: Fidelity) {
    let scenario = small(fidelity);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("values");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(fidelity.name(), pins(&scenario, &results(&scenario, 2))));
}

#[test]
#[cfg_attr(not(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu")), ignore = "pins are of Linux on x86-64 with glibc")]
fn agents_have_the_values_they_had() {
    pinned(Fidelity::Agents);
}

#[test]
#[cfg_attr(not(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu")), ignore = "pins are of Linux on x86-64 with glibc")]
fn expected_flows_have_the_values_they_had() {
    pinned(Fidelity::MeanField);
}

#[test]
fn threads_change_no_value() {
    for fidelity in Fidelity::ALL {
        let scenario = small(fidelity);
        let one = digests(&scenario, &results(&scenario, 1));
        for threads in [2, 7] {
            assert_eq!(digests(&scenario, &results(&scenario, threads)), one, "{} at {threads} threads", fidelity.name());
        }
    }
}

/// A pin of empty tables or of variants that do the same would hold whatever breaks.
#[test]
fn the_small_world_exercises_every_table() {
    for fidelity in Fidelity::ALL {
        let scenario = small(fidelity);
        let results = results(&scenario, 2);
        assert_eq!(results.len(), 2 * 3);
        for result in &results {
            for (name, table) in &result.tables.tables {
                assert!(table.rows() > 0, "{name} of {:?} is empty", result.tables.keys);
            }
            let measure = |name: &str| result.tables.measure(name).expect("a measure");
            assert_eq!(measure("verticals_served"), 3.0, "{:?}", result.tables.keys);
            assert!(measure("cross_chain_share") > 0.0 && measure("switches") > 0.0 && measure("ethereum_income_usd") > 0.0);
        }
        for run in 1..results.len() {
            assert_ne!(results[run].tables.summary, results[0].tables.summary, "run {run} is run 0 again");
        }
    }
}
