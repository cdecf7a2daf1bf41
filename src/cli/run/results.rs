//! What a run leaves behind: tables as replicates finish; verdict, charts, report and manifest at its end.

use super::observed::Observed;
use super::rounding::Rounding;
use super::shown_path;
use crate::cli::failure::Failure;
use crate::cli::pictures::chart_files;
use crate::experiment::study::RunResult;
use crate::experiment::verdict::Verdict;
use crate::metrics::recorder::draws;
use crate::output::error::OutputError;
use crate::output::gallery::{Gallery, Omission};
use crate::output::manifest::{Provenance, answers};
use crate::output::report::Report;
use crate::output::run_dir::{Complete, RunDir};
use crate::output::tables::{Format, TablesWriter};
use crate::scenario::{Scenario, Warning};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Width of the verdict on a terminal or a pipe, characters.
const WIDTH: usize = 100;

/// Results of a run that is going on.
pub(super) struct Results<'a> {
    scenario: &'a Scenario,
    dir: RunDir,
    tables: TablesWriter,
    gallery: Gallery,
    observed: Observed,
    rounding: Rounding,
    /// Of the replicate that is not finished in all variants.
    held: Vec<RunResult>,
    /// Replicates finished in all variants.
    finished: usize,
}

/// What a complete run says at its end.
pub(super) struct Left {
    pub(super) folder: Complete,
    pub(super) verdict: String,
    pub(super) omissions: Vec<Omission>,
    /// What only the run itself could tell.
    pub(super) warning: Option<Warning>,
}

impl<'a> Results<'a> {
    /// Opens the tables.
    pub(super) fn create(dir: RunDir, scenario: &'a Scenario, gallery: Gallery, format: Format) -> Result<Self, OutputError> {
        let tables = TablesWriter::create(&dir, format)?;
        let (observed, rounding) = (Observed::of(scenario), Rounding::of(scenario));
        Ok(Self { scenario, dir, tables, gallery, observed, rounding, held: Vec::new(), finished: 0 })
    }

    /// Takes the next run, replicate by replicate. Tables get a replicate when all its variants are there, so that they never hold a part.
    pub(super) fn take(&mut self, result: RunResult) -> Result<(), OutputError> {
        self.gallery.add(result.variant, &result.tables);
        self.observed.add(&result);
        self.rounding.add(&result);
        self.held.push(result);
        if self.held.len() < self.scenario.variants().len() {
            return Ok(());
        }
        let drawn = &self.held[0];
        let factors = self.scenario.factors().iter().map(|factor| factor.name.as_str());
        self.tables.write(&draws(drawn.replicate, factors.zip(drawn.draws.iter().copied())))?;
        self.finished += 1;
        self.held.drain(..).try_for_each(|run| self.tables.write_run(&run.tables))
    }

    /// Leaves the finished part of a run that was stopped.
    pub(super) fn interrupted(self, origin: &Provenance<'_>) -> Failure {
        let Self { scenario, mut dir, tables, finished, .. } = self;
        let left = tables.finish(&mut dir);
        match left.and_then(|tables| dir.interrupt(&Provenance { tables: &tables, ..origin.clone() }, finished)) {
            Ok(partial) => {
                let (of, partial) = (scenario.settings().replicates as usize, PathBuf::from(shown_path(&partial)));
                Failure::Interrupted { finished, of, partial }
            }
            Err(error) => error.into(),
        }
    }

    /// Leaves everything behind; if `stop` was raised meanwhile, as an interrupted run.
    pub(super) fn leave(
        mut self,
        verdict: &Verdict,
        with_charts: bool,
        origin: &Provenance<'_>,
        start: Instant,
        stop: &AtomicBool,
    ) -> Result<Left, Failure> {
        let warning = self.rounding.warning();
        let warnings: Vec<Warning> = origin.warnings.iter().chain(&warning).cloned().collect();
        let origin = Provenance { warnings: &warnings, ..origin.clone() };
        let text = verdict.to_text(WIDTH) + "\n";
        self.dir.write_file("verdict.txt", text.as_bytes())?;
        if let Some(maps) = verdict.maps_csv() {
            self.dir.write_file("regimes.csv", maps.as_bytes())?;
        }
        let (drawings, omissions) = if with_charts { self.gallery.draw(verdict)? } else { (vec![], vec![]) };
        let each_variant = if with_charts { self.gallery.draw_each_variant()? } else { BTreeMap::new() };
        let report = Report {
            scenario: self.scenario,
            resolved: origin.resolved_scenario,
            run_id: &origin.run_id(),
            spoken: &verdict.spoken(),
            drawings: &drawings,
            each_variant: &each_variant,
            omissions: &omissions,
            warnings: &warnings,
            observed: &self.observed.means(),
        };
        self.dir.write_file("report.html", report.page().as_bytes())?;
        for (name, content) in chart_files(drawings, origin.threads)? {
            self.dir.write_file(&format!("charts/{name}"), &content)?;
        }
        if stop.load(Ordering::Relaxed) {
            return Err(self.interrupted(&Provenance { wall_time: start.elapsed(), ..origin }));
        }
        let Self { mut dir, tables, .. } = self;
        let tables = tables.finish(&mut dir)?;
        let origin = Provenance { wall_time: start.elapsed(), tables: &tables, claims: &answers(verdict), ..origin };
        Ok(Left { folder: dir.complete(&origin)?, verdict: text, omissions, warning })
    }
}
