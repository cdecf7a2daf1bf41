//! The work of laying a scenario out, counted beforehand: no file may keep its reader waiting for minutes, or fill memory.
//!
//! Variants, events and factors multiply: every variant is tried with factors low and high on each day on which an event begins or
//! ends, with all edits in force on that day. One unit is one value of the world, copied and checked, about a microsecond.

use crate::scenario::document::{Table, Value};
use crate::scenario::fault::Fault;
use crate::scenario::schema::{Entity, plain};
use std::collections::BTreeMap;

/// Most values that are held at a time: those of the worlds of all days of one run. Each takes about 200 bytes.
const MAX_HELD: u64 = 2_000_000;
/// Most work of trying a whole scenario.
const MAX_WORK: u64 = 20_000_000;
/// Work of an edit that names what it changes.
const NARROW: u64 = 10;

/// Work so far.
#[derive(Debug, Default)]
pub(crate) struct Effort(u64);

impl Effort {
    /// Adds the steps of a variant, and `factors` edits, over the scenario.
    ///
    /// # Errors
    /// If that is too much; nothing of it should be done then.
    pub(crate) fn add_edits(&mut self, world: &Table, steps: &[&Table], factors: usize) -> Result<(), Fault> {
        let values = values_of(world);
        let work: u64 = steps.iter().map(|step| values_of(step) + edits_of(step, values)).sum();
        self.add(values + work + factors as u64 * values, || "variants change too much, together".to_owned())
    }

    /// Adds the days of a world on which events change something.
    ///
    /// # Errors
    /// If that is too much; nothing of it should be done then.
    pub(crate) fn add_days(&mut self, table: &Table, days: u32) -> Result<(), Fault> {
        let events = table.get(Entity::Event.name()).map_or(0, |node| values_in(&node.value));
        let values = values_of(table) - events;
        let mut turns: BTreeMap<i64, i64> = BTreeMap::from([(0, 0)]);
        let bound = |x: u64| i64::try_from(x).unwrap_or(i64::MAX);
        for event in table.items(Entity::Event.name()) {
            let work = bound(edits_of(event, values));
            let day = |key: &str| event.get(key).and_then(|node| node.value.number()).map(|day| day as i64);
            let (from, until) = (day("day").unwrap_or(0), day("until"));
            *turns.entry(from).or_default() += work;
            if let Some(until) = until {
                *turns.entry(until).or_default() -= work;
            }
        }
        turns.retain(|&day, _| day < i64::from(days));
        let worlds = turns.len() as u64;
        let title = |what: &str| format!("{worlds} worlds of {values} values are too many {what}");
        let at = table.items(Entity::Event.name()).last().map(Table::name_at);
        let placed = |fault: Fault| at.map_or(fault.clone(), |at| fault.at_least(at));
        if worlds * values > MAX_HELD {
            let label = format!("at most {} values are held at a time", plain(MAX_HELD as f64));
            return Err(placed(Fault::nowhere(title("to hold"), label).help(HELP)));
        }
        let mut active = 0;
        let edits: i64 = turns.values().fold(0, |sum: i64, change| {
            active += change;
            sum.saturating_add(active)
        });
        let work = worlds * values + u64::try_from(edits).unwrap_or(0);
        self.add(work, || title("to try, with this many edits and variants")).map_err(placed)
    }

    fn add(&mut self, work: u64, title: impl Fn() -> String) -> Result<(), Fault> {
        self.0 = self.0.saturating_add(work);
        if self.0 <= MAX_WORK {
            return Ok(());
        }
        Err(Fault::nowhere(title(), format!("at most {} steps of work are allowed", plain(MAX_WORK as f64))).help(HELP))
    }
}

const HELP: &str =
    "every variant is tried on each day on which an event begins or ends: write fewer of either, or put changes on the same days";

/// How many values stand in a table, at any depth.
fn values_of(table: &Table) -> u64 {
    table.entries.iter().map(|entry| 1 + values_in(&entry.node.value)).sum()
}

fn values_in(value: &Value) -> u64 {
    match value {
        Value::Table(table) => values_of(table),
        Value::Array(items) => items.iter().map(|item| 1 + values_in(&item.value)).sum(),
        _ => 0,
    }
}

/// Work of the edits of an event or a variant in a world of so many values: a path with a selector looks at all of it.
fn edits_of(table: &Table, values: u64) -> u64 {
    ["set", "scale"].iter().map(|key| edits_in(table.section(key), values)).sum()
}

fn edits_in(edits: &Table, values: u64) -> u64 {
    let of = |key: &str, value: &Value| {
        let own = if key.contains(['*', '[']) { values } else { NARROW };
        value.table().map_or(own, |inner| own + edits_in(inner, values))
    };
    edits.entries.iter().map(|entry| of(&entry.key, &entry.node.value)).sum()
}
