//! What a calibration of unobserved quality is told: observed transactions, the weight of the ridge, and the days to compare.

use crate::scenario::document::Table;
use crate::scenario::fault::Fault;
use crate::scenario::references::check_keys;
use crate::scenario::schema::{Entity, Scope};

/// Name of the section.
pub(crate) const SECTION: &str = "calibration";

/// The section `[calibration]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Observed transactions a day by name of chain, in the order of the file; each above 0.
    pub transactions_per_day: Vec<(String, f64)>,
    /// λ: weight of Σ ξ² beside Σ (ln observed − ln world)².
    pub ridge: f64,
    /// Days the world is run for.
    pub days: u32,
    /// First day of those whose mean is compared, below `days`.
    pub from_day: u32,
}

/// Checks the section, if there is one.
pub(crate) fn check(root: &Table, faults: &mut Vec<Fault>) {
    if root.get(SECTION).is_none() {
        return;
    }
    let section = Scope::section(root, SECTION);
    let observed = section.own.section("transactions_per_day");
    check_keys(observed, Entity::Chain, &root.names(Entity::Chain.name()), faults);
    if observed.entries.is_empty() {
        let fault = Fault::new(section.at("transactions_per_day"), "there is no chain to calibrate", "");
        faults.push(fault.help("write transactions_per_day = { CHAIN = observed transactions a day, … }, or delete [calibration]"));
    }
    let (from_day, days) = (section.integer("from_day"), section.integer("days"));
    if from_day >= days {
        let fault = Fault::new(section.at("from_day"), format!("no day is left to compare from day {from_day} on"), "");
        faults.push(fault.also(section.at("days"), "days").help(format!("at most {} is allowed", days - 1)));
    }
}

/// The section of a checked scenario.
pub(crate) fn read(root: &Table) -> Option<Calibration> {
    root.get(SECTION)?;
    let section = Scope::section(root, SECTION);
    let whole = |key: &str| u32::try_from(section.integer(key)).unwrap_or(0);
    Some(Calibration {
        transactions_per_day: section.shares("transactions_per_day"),
        ridge: section.number("ridge"),
        days: whole("days"),
        from_day: whole("from_day"),
    })
}
