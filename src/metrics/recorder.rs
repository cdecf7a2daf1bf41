//! The recorder: watches one run and gathers its tables and its summary.

use crate::engine::observer::{DayView, Observer};
use crate::metrics::dictionary::{DRAWS, EVENTS, SUMMARY};
use crate::metrics::entity::{EntityTally, EntityValue};
use crate::metrics::gather::{self, Gather, Names, Period};
use crate::metrics::happenings::HAPPENINGS;
use crate::metrics::hurt::Hurt;
use crate::metrics::measure::{self, MEASURES};
use crate::metrics::plan::OutputPlan;
use crate::metrics::rulings;
use crate::metrics::table::{Cell, Table};
use crate::metrics::tally::Tally;
use crate::model::economy::Economy;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which run it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunKeys {
    /// Variant.
    pub variant: String,
    /// Replicate, from 0.
    pub replicate: u32,
}

/// A parameter that an event changed, or gave back: a row of `events`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// First day on which the new value is in force.
    pub day: u32,
    /// Name of the event.
    pub event: String,
    /// Parameter.
    pub path: String,
    /// Value until then, as a scenario file writes it.
    pub before: String,
    /// Value from then on.
    pub after: String,
}

/// What a run leaves behind.
#[derive(Clone, Debug)]
pub struct RunTables {
    /// Which run it was.
    pub keys: RunKeys,
    /// Its part of every table but `draws`, by name.
    pub tables: BTreeMap<&'static str, Table>,
    /// Values of `summary` in the order of [`MEASURES`]; NaN is no value.
    pub summary: Vec<f64>,
    /// Values of `summary` of single chains and groups.
    pub entities: Vec<EntityValue>,
}

impl RunTables {
    /// What a run left behind, from its part of every table; `None` if `summary` is not that of this version, which begins with all
    /// [`MEASURES`].
    #[must_use]
    pub fn new(keys: RunKeys, tables: BTreeMap<&'static str, Table>) -> Option<Self> {
        let table = tables.get(SUMMARY.name)?;
        let (names, values, units) = (table.texts("measure")?, table.reals("value")?, table.texts("unit")?);
        let first = names.get(..MEASURES.len())?;
        if first.iter().zip(MEASURES).any(|(name, measure)| **name != *measure.column.name) {
            return None;
        }
        let entity = |row: usize| EntityValue { name: names[row].to_string(), unit: units[row].to_string(), value: values[row] };
        let (summary, entities) = (values[..first.len()].to_vec(), (first.len()..names.len()).map(entity).collect());
        Some(Self { keys, tables, summary, entities })
    }

    /// Value of a measure over all days after warm-up, in its [summary unit](measure::Measure::summary_unit); `None` if there is no
    /// such measure, NaN if it has no value.
    #[must_use]
    pub fn measure(&self, name: &str) -> Option<f64> {
        let of_entity = || self.entities.iter().find(|e| e.name == name).map(|e| e.value);
        measure::position(name).map(|i| self.summary[i]).or_else(of_entity)
    }
}

struct Entry {
    gatherer: Box<dyn Gather>,
    every_days: u32,
    table: Table,
}

/// Gathers the tables of one run.
pub struct Recorder {
    keys: RunKeys,
    names: Names,
    /// Names of chains at the beginning: those of places, whoever has taken them since.
    chains: Vec<Arc<str>>,
    days: u32,
    warmup_days: u32,
    observed: u32,
    entries: Vec<Entry>,
    events: Table,
    /// In the order of [`HAPPENINGS`].
    happenings: Vec<Table>,
    after_warmup: Tally,
    hurt: Hurt,
    entities: EntityTally,
}

impl Recorder {
    /// A recorder of a run of `days` days over `economy`, whose first `warmup_days` days stay out of the summary.
    ///
    /// Events may change the economy's figures from day to day, but not its entities and their names.
    #[must_use]
    pub fn new(keys: RunKeys, plan: &OutputPlan, days: u32, warmup_days: u32, economy: &Economy) -> Self {
        let entry = |gatherer: Box<dyn Gather>| {
            let spec = gatherer.spec();
            Entry { gatherer, every_days: plan.period_of(spec.name), table: Table::new(spec) }
        };
        let names = Names::of(economy, &keys.variant);
        Self {
            chains: names.chains().to_vec(),
            names,
            keys,
            days,
            warmup_days,
            observed: 0,
            entries: gather::all(warmup_days).into_iter().map(entry).collect(),
            events: Table::new(&EVENTS),
            happenings: HAPPENINGS.iter().map(|of| Table::new(of.spec)).collect(),
            after_warmup: Tally::new(),
            hurt: Hurt::new(warmup_days),
            entities: EntityTally::default(),
        }
    }

    /// Records what an event changed.
    pub fn record_change(&mut self, change: &Change) {
        let texts = [&change.event, &change.path, &change.before, &change.after];
        let keys = [self.keys.variant.as_str().into(), self.keys.replicate.into(), change.day.into()];
        let of_reviews = ["", ""].map(Cell::from).into_iter().chain([f64::NAN; 4].map(Cell::Real));
        self.events.push(keys.into_iter().chain(texts.map(|text| Cell::from(text.as_str()))).chain(of_reviews));
    }

    /// The tables.
    ///
    /// # Panics
    /// If not every day of the run was observed, for then the last period is missing: a defect of the caller.
    #[must_use]
    pub fn finish(self) -> RunTables {
        assert_eq!(self.observed, self.days, "days observed, and days of the run");
        let summary = self.after_warmup.per_year();
        let entities = self.entities.per_year(&self.chains, &self.names.groups);
        let mut table = Table::new(&SUMMARY);
        let mut push = |name: &str, value: f64, unit: &str| {
            let keys = [self.keys.variant.as_str().into(), self.keys.replicate.into()];
            table.push(keys.into_iter().chain([name.into(), value.into(), unit.into()]));
        };
        MEASURES.iter().zip(&summary).for_each(|(m, value)| push(m.column.name, *value, &m.summary_unit()));
        entities.iter().for_each(|e| push(&e.name, e.value, &e.unit));
        let gathered = self.entries.into_iter().map(|entry| entry.table).chain(self.happenings).chain([self.events, table]);
        let tables = gathered.map(|table| (table.spec().name, table)).collect();
        RunTables::new(self.keys, tables).expect("the summary begins with all measures")
    }
}

impl Observer for Recorder {
    fn observe(&mut self, view: &DayView<'_>) {
        self.observed += 1;
        self.hurt.see(view);
        for row in rulings::rows(view) {
            let keys = [self.keys.variant.as_str().into(), self.keys.replicate.into(), view.day.into()];
            self.events.push(keys.into_iter().chain(row));
        }
        for (of, table) in HAPPENINGS.iter().zip(&mut self.happenings) {
            for row in (of.rows)(view) {
                let keys = [self.keys.variant.as_str().into(), self.keys.replicate.into(), view.day.into()];
                table.push(keys.into_iter().chain(row));
            }
        }
        if view.day >= self.warmup_days {
            self.after_warmup.add(view, &self.hurt);
            self.entities.add(view, &self.hurt);
        }
        self.names.follow(view.economy);
        let period = Period { keys: &self.keys, names: &self.names, last: view };
        for entry in &mut self.entries {
            entry.gatherer.add(view);
            if (view.day + 1).is_multiple_of(entry.every_days) || view.day + 1 == self.days {
                entry.gatherer.write(&period, &mut entry.table);
            }
        }
    }
}

/// The rows of `draws` of one replicate.
#[must_use]
pub fn draws<'a>(replicate: u32, values: impl IntoIterator<Item = (&'a str, f64)>) -> Table {
    let mut table = Table::new(&DRAWS);
    for (factor, value) in values {
        table.push([replicate.into(), factor.into(), value.into()]);
    }
    table
}

#[cfg(test)]
mod tests;
