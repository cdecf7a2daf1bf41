//! Keys of the plan: what to run, what changes, what to write.

use super::{Default, Entity, Key, Kind, LABEL, NAME, Range, Scope, Sum, above, conduct, deals, from, innovation, world};
use crate::engine::run::Fidelity;
use crate::scenario::claim::Direction;
use crate::scenario::document::Value;

pub(super) const ROOT: &[Key] = &[
    Key::new("extends", Kind::File, Default::Absent).plan(),
    Key::new("scenario", Kind::Section(SCENARIO), Default::Required),
    Key::new("simulation", Kind::Section(SIMULATION), Default::Empty),
    Key::new("ethereum", Kind::Section(world::ETHEREUM), Default::Empty),
    Key::new("interop", Kind::Section(world::INTEROP), Default::Empty),
    Key::new("security", Kind::Section(world::SECURITY), Default::Empty),
    Key::new("capabilities", Kind::Section(world::CAPABILITIES), Default::Empty),
    Key::new("listing", Kind::Section(deals::LISTING), Default::Empty),
    Key::new("innovation", Kind::Section(innovation::INNOVATION), Default::Empty),
    Key::new("incidents", Kind::Section(innovation::INCIDENTS), Default::Empty),
    Key::new("conduct", Kind::Section(conduct::CONDUCT), Default::Empty),
    Key::new("entry", Kind::Section(conduct::ENTRY), Default::Empty),
    Key::new("calibration", Kind::Section(CALIBRATION), Default::Absent),
    Key::new("output", Kind::Section(OUTPUT), Default::Empty),
    Key::new("capability", Kind::Entities(Entity::Capability), Default::Empty),
    Key::new("stack", Kind::Entities(Entity::Stack), Default::Empty),
    Key::new("vertical", Kind::Entities(Entity::Vertical), Default::Required),
    Key::new("chain", Kind::Entities(Entity::Chain), Default::Required),
    Key::new("group", Kind::Entities(Entity::Group), Default::Required),
    Key::new("exchange", Kind::Entities(Entity::Exchange), Default::Empty),
    Key::new("deal", Kind::Entities(Entity::Deal), Default::Empty),
    Key::new("token", Kind::Entities(Entity::Token), Default::Empty),
    Key::new("programme", Kind::Entities(Entity::Programme), Default::Empty),
    Key::new("incident", Kind::Entities(Entity::Incident), Default::Empty),
    Key::new("start", Kind::Entities(Entity::Start), Default::Empty),
    Key::new("event", Kind::Entities(Entity::Event), Default::Empty),
    Key::new("variant", Kind::Entities(Entity::Variant), Default::Empty),
    Key::new("factor", Kind::Entities(Entity::Factor), Default::Empty),
    Key::new("claim", Kind::Entities(Entity::Claim), Default::Empty),
    Key::new("map", Kind::Entities(Entity::Map), Default::Empty),
];

const SCENARIO: &[Key] =
    &[NAME, LABEL, Key::new("question", Kind::Text, Default::Text("")).plan(), Key::new("notes", Kind::Text, Default::Text("")).plan()];

fn quarter_of_days(scope: &Scope<'_>) -> Value {
    Value::Integer(scope.integer("days") / 4)
}

const SIMULATION: &[Key] = &[
    Key::new("days", Kind::Integer(1, 36_500), Default::Integer(365)).plan(),
    Key::new("seed", Kind::Integer(0, i64::MAX), Default::Integer(1)).plan(),
    Key::new("replicates", Kind::Integer(1, 65_536), Default::Integer(1)).plan(),
    Key::number("scale", 0.001, above(0.0, 1.0)).start(),
    Key::new("taste_nodes", Kind::Integer(1, 4096), Default::Integer(128)).plan(),
    Key::new("warmup_days", Kind::Integer(0, 36_499), Default::Follows("a quarter of days", quarter_of_days)).plan(),
    Key::new("fidelity", Kind::OneOf(|| Fidelity::ALL.map(Fidelity::name).to_vec()), Default::Text("agents")).plan(),
    Key::new("load_blocks", Kind::Integer(1, 24), Default::Integer(6)).plan(),
    Key::number("expectation_half_life_days", 7.0, from(0.0, 365.0)),
    Key::number("liquidity_half_life_days", 14.0, from(0.0, 365.0)),
    Key::number("routing_adjustment", 0.05, above(0.0, 0.2)),
    Key::number("clone_correction", 0.0, from(0.0, 1.0)),
];

fn half_of_days(scope: &Scope<'_>) -> Value {
    Value::Integer(scope.integer("days") / 2)
}

const OBSERVED: Kind = Kind::Shares { of: Entity::Chain, outside: false, range: above(0.0, 1e15), sum: Sum::Free };

const CALIBRATION: &[Key] = &[
    Key::new("transactions_per_day", OBSERVED, Default::Required).plan(),
    Key::number("ridge", 0.1, from(0.0, 1e6)).plan(),
    Key::new("days", Kind::Integer(1, 36_500), Default::Integer(120)).plan(),
    Key::new("from_day", Kind::Integer(0, 36_499), Default::Follows("half of calibration.days", half_of_days)).plan(),
];

const DAYS: Kind = Kind::Integer(1, 36_500);

fn every_days(scope: &Scope<'_>) -> Value {
    Value::Integer(Scope::section(scope.root, "output").integer("every_days"))
}

const fn period(table: &'static str) -> Key {
    Key::new(table, DAYS, Default::Follows("output.every_days", every_days)).plan()
}

const fn monthly(table: &'static str) -> Key {
    Key::new(table, DAYS, Default::Integer(30)).plan()
}

/// Tables that are written by periods.
pub(crate) const TABLES: &[Key] = &[
    period("chains"),
    period("groups"),
    monthly("homes"),
    monthly("activity"),
    monthly("migration"),
    monthly("ledger"),
    period("ecosystem"),
    period("tokens"),
    period("stacks"),
];

const OUTPUT: &[Key] =
    &[Key::new("every_days", DAYS, Default::Integer(7)).plan(), Key::new("every_days_of", Kind::Section(TABLES), Default::Empty).plan()];

const OPTIONAL_NAME: Key = Key { default: Default::Absent, ..NAME };

pub(super) const EVENT: &[Key] = &[
    OPTIONAL_NAME,
    LABEL,
    Key::new("day", Kind::Integer(0, 36_499), Default::Required).plan(),
    Key::new("until", Kind::Integer(1, 36_500), Default::Absent).plan(),
    Key::new("set", Kind::Set, Default::Empty).plan(),
    Key::new("scale", Kind::Scale, Default::Empty).plan(),
];

pub(super) const VARIANT: &[Key] = &[
    NAME,
    LABEL,
    Key::new("from", Kind::Reference(Entity::Variant), Default::Absent).plan(),
    Key::new("set", Kind::Set, Default::Empty).plan(),
    Key::new("scale", Kind::Scale, Default::Empty).plan(),
    Key::new("capability", Kind::Patches(Entity::Capability), Default::Empty).plan(),
    Key::new("stack", Kind::Patches(Entity::Stack), Default::Empty).plan(),
    Key::new("vertical", Kind::Patches(Entity::Vertical), Default::Empty).plan(),
    Key::new("chain", Kind::Patches(Entity::Chain), Default::Empty).plan(),
    Key::new("group", Kind::Patches(Entity::Group), Default::Empty).plan(),
    Key::new("exchange", Kind::Patches(Entity::Exchange), Default::Empty).plan(),
    Key::new("deal", Kind::Patches(Entity::Deal), Default::Empty).plan(),
    Key::new("token", Kind::Patches(Entity::Token), Default::Empty).plan(),
    Key::new("programme", Kind::Patches(Entity::Programme), Default::Empty).plan(),
    Key::new("incident", Kind::Patches(Entity::Incident), Default::Empty).plan(),
    Key::new("start", Kind::Patches(Entity::Start), Default::Empty).plan(),
    Key::new("event", Kind::Patches(Entity::Event), Default::Empty).plan(),
];

pub(super) const FACTOR: &[Key] = &[
    OPTIONAL_NAME,
    LABEL,
    Key::new("path", Kind::Path, Default::Required).plan(),
    Key::new("low", Kind::Number(Range::ANY), Default::Required).plan(),
    Key::new("high", Kind::Number(Range::ANY), Default::Required).plan(),
    Key::new("spacing", Kind::OneOf(|| vec!["linear", "log"]), Default::Text("linear")).plan(),
    Key::new("apply", Kind::OneOf(|| vec!["set", "scale"]), Default::Text("set")).plan(),
];

/// What people argue, to be answered by the verdict.
pub(super) const CLAIM: &[Key] = &[
    NAME,
    LABEL,
    Key::new("measure", Kind::Text, Default::Required).plan(),
    Key::new("variant", Kind::Reference(Entity::Variant), Default::Required).plan(),
    Key::new("against", Kind::Reference(Entity::Variant), Default::Absent).plan(),
    Key::new("says", Kind::OneOf(|| Direction::ALL.map(Direction::name).to_vec()), Default::Required).plan(),
    Key::new("margin", Kind::Number(above(0.0, 1e15)), Default::Absent).plan(),
];

/// A claim over two factors: where it holds.
pub(super) const MAP: &[Key] = &[
    NAME,
    LABEL,
    Key::new("claim", Kind::Reference(Entity::Claim), Default::Required).plan(),
    Key::new("x", Kind::Reference(Entity::Factor), Default::Required).plan(),
    Key::new("y", Kind::Reference(Entity::Factor), Default::Required).plan(),
];

/// Keys of earlier versions, with what took their place.
pub(super) const REPLACED: &[(&str, &str)] = &[(
    "switch_cost_usd",
    "it is now three: `onboarding_cost_usd` (from outside to a chain), `move_cost_usd` (from chain to chain) and `exit_cost_usd` (to outside)",
)];
