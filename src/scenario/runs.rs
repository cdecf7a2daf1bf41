//! Runs: one variant, one draw of the factors, laid out over the days; all of them tried once when the scenario is read.

use crate::engine::run::{Epoch, RunPlan};
use crate::scenario::document::{Node, Table, Value};
use crate::scenario::effort::Effort;
use crate::scenario::event::{self, Timeline};
use crate::scenario::fault::{Distinct, Fault};
use crate::scenario::schema::{Entity, Scope};
use crate::scenario::settings::days_from_command_line;
use crate::scenario::source::Place;
use crate::scenario::{Run, Scenario, build, calibration, references, shape};

/// Faults after which trying further combinations helps nobody.
const ENOUGH: usize = 100;

/// The world alone: what is compared, drawn and claimed is taken out of it.
fn without_plan(world: &Table) -> Table {
    let plan = [Entity::Variant, Entity::Factor, Entity::Claim, Entity::Map].map(Entity::name);
    // The calibration is about the scenario's own chains, of which a variant may have fewer.
    let stays = |key: &str| !plan.contains(&key) && key != calibration::SECTION;
    Table { entries: world.entries.iter().filter(|entry| stays(&entry.key)).cloned().collect(), at: world.at }
}

/// The scenario with factors drawn at `draw` and a variant laid over it.
fn world(scenario: &Scenario, variant: usize, draw: Option<&dyn Fn(usize) -> f64>) -> Result<Table, Vec<Fault>> {
    let mut table = without_plan(&scenario.world);
    let mut faults = Vec::new();
    if let Some(draw) = draw {
        faults.extend(scenario.factors.iter().enumerate().filter_map(|(i, factor)| factor.edit(draw(i)).carry_out(&mut table).err()));
    }
    if faults.is_empty() {
        faults = scenario.variants[variant].apply(&mut table);
    }
    if faults.is_empty() { Ok(table) } else { Err(faults) }
}

/// Tries every variant with the scenario's own values, all factors low and all high, on every day that an event changes.
pub(crate) fn validate(scenario: &mut Scenario) -> Result<(), Vec<Fault>> {
    let mut faults = Distinct::default();
    let (mut left_out, mut effort) = (event::LeftOut::default(), Effort::default());
    for variant in 0..scenario.variants.len() {
        for (u, circumstance) in [(None, ""), (Some(0.0), "with every factor at its `low`"), (Some(1.0), "with every factor at its `high`")]
        {
            if (u.is_some() && scenario.factors.is_empty()) || faults.count() > ENOUGH {
                continue;
            }
            let of_variant = match scenario.variants.len() {
                1 => String::new(),
                _ => format!("in variant `{}`", scenario.variants[variant].info.name),
            };
            let found = attempt(scenario, variant, u, &mut effort, &mut left_out);
            let variant_at = scenario.variants[variant].at();
            let noted = found.into_iter().map(|fault| fault.at_least(variant_at).note(of_variant.clone()).note(circumstance));
            // What the scenario does by itself needs no circumstances again.
            noted.for_each(|fault| faults.add(fault));
        }
    }
    scenario.notices.extend(left_out.notice());
    let faults = faults.into_faults();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn attempt(scenario: &Scenario, variant: usize, u: Option<f64>, effort: &mut Effort, left_out: &mut event::LeftOut) -> Vec<Fault> {
    let factors = if u.is_some() { scenario.factors.len() } else { 0 };
    if let Err(fault) = effort.add_edits(&scenario.world, &scenario.variants[variant].steps(), factors) {
        return vec![fault];
    }
    let draw = u.map(|u| move |_: usize| u);
    let table = match world(scenario, variant, draw.as_ref().map(|draw| draw as &dyn Fn(usize) -> f64)) {
        Ok(table) => table,
        Err(faults) => return faults,
    };
    let mut faults = shape::check(&table, true);
    if faults.is_empty() {
        let may_leave_out = days_from_command_line(&scenario.world, &scenario.sources);
        faults = event::check(&table, scenario.settings.days, may_leave_out, left_out);
    }
    if !faults.is_empty() {
        return faults;
    }
    if let Err(fault) = effort.add_days(&table, scenario.settings.days) {
        return vec![fault];
    }
    match event::timeline(table, scenario.settings.days) {
        Ok(timeline) => check_epochs(&timeline, scenario.starts.len().max(1)),
        Err(faults) => faults,
    }
}

fn check_epochs(timeline: &Timeline, starts: usize) -> Vec<Fault> {
    let mut faults = Distinct::default();
    for (day, table) in &timeline.epochs {
        let mut found = shape::check(table, true);
        if found.is_empty() {
            found = references::check(table);
        }
        if found.is_empty() {
            match build::economy(table) {
                Ok(economy) => {
                    found = build::stranded_groups(table, &economy);
                    let starts = if *day == 0 && found.is_empty() { 0..starts } else { 0..0 };
                    found.extend(starts.filter_map(|start| build::homes(table, &economy, start).err()).flatten());
                }
                Err(errors) => found = errors,
            }
        }
        let circumstance = if *day == 0 { String::new() } else { format!("from day {day} on") };
        found.into_iter().for_each(|fault| faults.add(fault.note(circumstance.clone())));
    }
    faults.into_faults()
}

/// Makes a run.
pub(crate) fn run(scenario: &Scenario, variant: usize, replicate: u32, draw: &[f64]) -> Result<Run, Vec<Fault>> {
    let name = &scenario.selected[variant].name;
    let position = scenario.variants.iter().position(|v| &v.info.name == name).unwrap_or(0);
    let coordinate = |i: usize| draw.get(i).copied().unwrap_or(0.5).clamp(0.0, 1.0);
    let table = world(scenario, position, Some(&coordinate))?;
    let timeline = event::timeline(table, scenario.settings.days)?;
    let mut epochs = Vec::with_capacity(timeline.epochs.len());
    for (from_day, table) in &timeline.epochs {
        epochs.push(Epoch { from_day: *from_day, economy: build::economy(table)? });
    }
    // Day 0 always begins an epoch.
    let (first, start) = (&timeline.epochs[0].1, scenario.start_of(replicate));
    let settings = &scenario.settings;
    Ok(Run {
        plan: RunPlan {
            days: settings.days,
            seed: settings.seed,
            replicate,
            taste_nodes: settings.taste_nodes,
            fidelity: settings.fidelity,
            homes: build::homes(first, &epochs[0].economy, start)?,
        },
        epochs,
        events: timeline.notes,
        draws: scenario.factors.iter().enumerate().map(|(i, factor)| factor.info.draw(coordinate(i))).collect(),
    })
}

/// The scenario with the warm-up in force and without events after the end, which the command line may have left outside.
pub(crate) fn within_days(scenario: &Scenario) -> Table {
    let mut table = scenario.world.clone();
    let days = i64::from(scenario.settings.days);
    if let Some(Node { value: Value::Table(simulation), .. }) = table.get_mut("simulation")
        && days_from_command_line(&scenario.world, &scenario.sources)
    {
        let warmup = Value::Integer(scenario.settings.warmup_days.into());
        simulation.put("warmup_days", Place::NONE, Node { value: warmup, at: Place::NONE });
    }
    let late: Vec<String> = Scope::all(&scenario.world, Entity::Event)
        .filter(|event| event.integer("day") >= days)
        .map(|event| event.name().to_owned())
        .collect();
    drop_late_events(&mut table, days, &late);
    if let Some(Node { value: Value::Array(variants), .. }) = table.get_mut(Entity::Variant.name()) {
        for variant in variants {
            if let Value::Table(variant) = &mut variant.value {
                drop_late_events(variant, days, &late);
            }
        }
    }
    table
}

/// Takes out events that begin after the end, and changes of those in `late`.
fn drop_late_events(table: &mut Table, days: i64, late: &[String]) {
    if let Some(Node { value: Value::Array(events), .. }) = table.get_mut(Entity::Event.name()) {
        events.retain(|event| {
            let event = event.value.table();
            let day = event.and_then(|event| event.get("day")).and_then(|node| node.value.number());
            let of_late = event.and_then(|event| event.text("name")).is_some_and(|name| late.iter().any(|other| other == name));
            day.map_or(!of_late, |day| day < days as f64)
        });
    }
}
