//! What explanations are made of: a day, and its rows of the run's tables.

use crate::engine::observer::{DayView, GroupInsight, Observer};
use crate::metrics::plan::OutputPlan;
use crate::metrics::recorder::{Recorder, RunKeys, RunTables};
use crate::metrics::ruling_rows;
use crate::metrics::table::Cell;
use std::collections::BTreeMap;

/// A decision of operators on a chain: a row of `events`.
pub(super) struct Decision {
    /// First day on which it is in force.
    pub(super) day: u32,
    /// Parameter.
    pub(super) path: String,
    /// Value until then, value from then on, reason and outcome.
    pub(super) words: [String; 4],
    /// Profit expected with it and without, USD a year.
    pub(super) expected: [f64; 2],
}

impl Decision {
    /// The decisions of a day.
    pub(super) fn all(view: &DayView<'_>) -> Vec<Self> {
        let text = |cell: &Cell| if let Cell::Text(text) = cell { text.to_string() } else { String::new() };
        let real = |cell: &Cell| if let Cell::Real(x) = cell { *x } else { f64::NAN };
        let decision = |row: Vec<Cell>| Self {
            day: view.day,
            path: text(&row[1]),
            words: [2, 3, 4, 5].map(|i| text(&row[i])),
            expected: [7, 8].map(|i| real(&row[i])),
        };
        ruling_rows(view).map(decision).collect()
    }
}

/// The evening of a day.
pub(super) struct Evening<'a> {
    pub(super) view: &'a DayView<'a>,
    /// Day, variant and replicate in words.
    pub(super) label: &'a str,
    /// Decisions until then.
    pub(super) decisions: &'a [Decision],
    tables: RunTables,
}

impl<'a> Evening<'a> {
    pub(super) fn new(view: &'a DayView<'a>, label: &'a str, decisions: &'a [Decision]) -> Self {
        let daily = OutputPlan { every_days: 1, every_days_of: BTreeMap::new() };
        let keys = RunKeys { variant: String::new(), replicate: 0 };
        let mut recorder = Recorder::new(keys, &daily, 1, 0, view.economy);
        recorder.observe(view);
        Self { view, label, decisions, tables: recorder.finish() }
    }

    /// A column of the table `chains` for this day, `[chain]`.
    pub(super) fn chains(&self, column: &str) -> &[f64] {
        self.tables.tables["chains"].reals(column).expect("a column of the dictionary")
    }

    /// Whether each chain is open, coming, closed or vacant, `[chain]`.
    pub(super) fn status(&self, k: usize) -> &str {
        &self.tables.tables["chains"].texts("status").expect("a column of the dictionary")[k]
    }

    /// A column of the table `groups` for this day, `[group]`.
    pub(super) fn groups(&self, column: &str) -> &[f64] {
        self.tables.tables["groups"].reals(column).expect("a column of the dictionary")
    }

    /// What is behind the choices of a group.
    pub(super) fn insight(&self, g: usize) -> GroupInsight {
        self.view.insight.expect("days of a run can be looked behind").group(g)
    }

    /// Name of a place where people can be.
    pub(super) fn place(&self, place: usize) -> &str {
        let chains = &self.view.economy.chains;
        chains.get(place).map_or(if place == chains.len() { "outside" } else { "unaware" }, |chain| &chain.name)
    }
}
