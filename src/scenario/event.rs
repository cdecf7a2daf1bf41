//! Events: the base with the day's active events, in file order, is the economy of the day.

use crate::scenario::document::{Table, Value};
use crate::scenario::edit::{Edit, Editor, current, edits_of};
use crate::scenario::fault::Fault;
use crate::scenario::left_out;
use crate::scenario::schema::{Entity, Scope, plain};
use crate::scenario::slots;
use std::collections::BTreeSet;

/// One value that an event changed, or gave back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventNote {
    /// First day on which the value after holds.
    pub day: u32,
    /// Name of the event, or `event-N` by its position from 1.
    pub event: String,
    /// Path of the value, names in place of selectors.
    pub path: String,
    /// Value on the day before; at day 0, without events.
    pub before: String,
    /// Value from this day on.
    pub after: String,
}

/// An event, ready to be carried out.
struct Event {
    name: String,
    day: u32,
    until: Option<u32>,
    edits: Vec<Edit>,
}

impl Event {
    fn is_active(&self, day: u32) -> bool {
        self.day <= day && self.until.is_none_or(|until| day < until)
    }

    fn turns(&self, day: u32) -> bool {
        self.day == day || self.until == Some(day)
    }
}

/// The scenario of each day on which it changes, from day 0 on, and what changed.
pub(crate) struct Timeline {
    /// First day and scenario.
    pub(crate) epochs: Vec<(u32, Table)>,
    /// Changes in the order of days and of the file.
    pub(crate) notes: Vec<EventNote>,
}

/// Events that begin after the last day, by day.
#[derive(Debug, Default)]
pub(crate) struct LeftOut(BTreeSet<(i64, String)>);

impl LeftOut {
    /// What to say about them, if there are any.
    pub(crate) fn notice(&self) -> Option<String> {
        let named: Vec<String> = self.0.iter().map(|(day, name)| format!("{name} (day {day})")).collect();
        left_out(named.len(), "event").map(|events| format!("{events}, after the last day: {}", named.join(", ")))
    }
}

/// Checks that events lie within the `days` simulated; names those after the end if they may be left out.
pub(crate) fn check(root: &Table, days: u32, may_leave_out: bool, left_out: &mut LeftOut) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (i, event) in Scope::all(root, Entity::Event).enumerate() {
        let (day, until) = (event.integer("day"), event.written("until").map(|_| event.integer("until")));
        if until.is_some_and(|until| until <= day) {
            let fault = Fault::new(event.at("until"), "an event ends after it begins", format!("at least {} is allowed", day + 1));
            faults.push(fault.also(event.at("day"), "it begins"));
        }
        if day >= i64::from(days) {
            if may_leave_out {
                left_out.0.insert((day, event_name(&event, i)));
            } else {
                let fault = Fault::new(event.at("day"), format!("day {day} is after the end"), format!("the last day is {}", days - 1));
                faults.push(fault.help("days are counted from 0; raise simulation.days, or delete the event"));
            }
        }
        if event.own.section("set").entries.is_empty() && event.own.section("scale").entries.is_empty() {
            faults.push(Fault::new(event.at("day"), "this event changes nothing", "write set = { … } or scale = { … }"));
        }
    }
    faults
}

fn event_name(event: &Scope<'_>, position: usize) -> String {
    match event.name() {
        "" => format!("event-{}", position + 1),
        name => name.to_owned(),
    }
}

/// Lays out the scenario over `days` days.
pub(crate) fn timeline(mut base: Table, days: u32) -> Result<Timeline, Vec<Fault>> {
    let mut faults = Vec::new();
    let events: Vec<Event> = Scope::all(&base, Entity::Event)
        .enumerate()
        .map(|(i, event)| Event {
            name: event_name(&event, i),
            day: u32::try_from(event.integer("day")).unwrap_or(u32::MAX),
            until: event.written("until").and_then(|_| u32::try_from(event.integer("until")).ok()),
            edits: edits_of(event.own, Editor::EVENT, &mut faults),
        })
        .collect();
    base.take(Entity::Event.name());
    let turns = events.iter().flat_map(|event| [Some(event.day), event.until]).flatten().chain([0]);
    let turning_days: BTreeSet<u32> = turns.filter(|&day| day < days).collect();
    let mut timeline = Timeline { epochs: Vec::new(), notes: Vec::new() };
    for day in turning_days {
        let mut table = base.clone();
        for edit in events.iter().filter(|event| event.is_active(day)).flat_map(|event| &event.edits) {
            faults.extend(edit.carry_out(&mut table).err().map(|fault| fault.note(format!("on day {day}"))));
        }
        let before = timeline.epochs.last().map_or(&base, |(_, table)| table);
        for event in events.iter().filter(|event| event.turns(day)) {
            timeline.notes.extend(notes(event, day, before, &table));
        }
        timeline.epochs.push((day, table));
    }
    timeline.epochs = timeline.epochs.into_iter().map(|(day, table)| (day, slots::laid_out(table))).collect();
    if faults.is_empty() { Ok(timeline) } else { Err(faults) }
}

fn notes(event: &Event, day: u32, before: &Table, after: &Table) -> Vec<EventNote> {
    let locations = event.edits.iter().filter_map(|edit| edit.path.resolve(after).ok()).flatten();
    let mut notes: Vec<EventNote> = Vec::new();
    for location in locations {
        let shown = |root: &Table| current(root, &location).as_ref().map_or_else(|| "none".into(), show);
        let note = EventNote { day, event: event.name.clone(), before: shown(before), after: shown(after), path: location.text.clone() };
        if notes.iter().all(|other| other.path != note.path) {
            notes.push(note);
        }
    }
    notes
}

/// A value in a table cell.
fn show(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Bool(b) => b.to_string(),
        Value::Table(table) => {
            let entries = table.entries.iter().map(|entry| format!("{} = {}", entry.key, show(&entry.node.value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        value => value.number().map_or_else(|| value.what().into(), plain),
    }
}
