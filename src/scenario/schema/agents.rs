//! Keys of what users are and do: verticals, groups, starts.

use super::{Default, Entity, Key, Kind, LABEL, NAME, Scope, Sum, above, from};
use crate::scenario::document::Value;

const NEEDS: Kind = Kind::Shares { of: Entity::Capability, outside: false, range: from(0.0, 1.0), sum: Sum::OneOrEmpty };
const HOMES: Kind = Kind::Shares { of: Entity::Chain, outside: true, range: from(0.0, 1.0), sum: Sum::One };
const REQUIRES: Kind = Kind::Shares { of: Entity::Capability, outside: false, range: from(0.0, 1.0), sum: Sum::Free };

pub(super) const START: &[Key] = &[NAME, LABEL, Key::new("homes", HOMES, Default::Required).start()];

pub(super) const VERTICAL: &[Key] = &[
    NAME,
    LABEL,
    Key::new("needs", NEEDS, Default::Empty),
    Key::number("gas_per_tx", 150_000.0, above(0.0, 1e9)),
    Key::number("bytes_per_tx", 150.0, from(0.0, 1e6)),
    Key::number("fee_ref_usd", 0.05, above(0.0, 1e6)),
    Key::number("fee_elasticity", 0.5, from(0.0, 10.0)),
    Key::number("tx_value_usd", 10.0, from(0.0, 1e9)),
    Key::number("network_strength", 0.1, from(0.0, 10.0)),
    Key::number("liquidity_ref_usd_per_day", 1e6, above(0.0, 1e15)),
];

pub(crate) const USE: &[Key] = &[
    Key::new("benefit_usd_per_month", Kind::Number(above(0.0, 1e7)), Default::Required),
    Key::new("transactions_per_month", Kind::Number(from(0.0, 1e7)), Default::Required),
    Key::number("delay_usd_per_month_per_s", 0.0, from(0.0, 1e6)),
];

fn scale_of_all(scope: &Scope<'_>) -> Value {
    Value::Float(Scope::section(scope.root, "simulation").number("scale"))
}

pub(super) const GROUP: &[Key] = &[
    NAME,
    LABEL,
    Key::new("users", Kind::Number(above(0.0, 1e10)), Default::Required).start(),
    Key::new("scale", Kind::Number(above(0.0, 1.0)), Default::Follows("simulation.scale", scale_of_all)).start(),
    Key::new("uses", Kind::Records(Entity::Vertical, USE), Default::Required),
    Key::number("activity_sigma", 0.0, from(0.0, 3.0)).start(),
    Key::number("benefit_sigma", 0.0, from(0.0, 3.0)).start(),
    Key::number("impatience_sigma", 0.0, from(0.0, 3.0)).start(),
    Key::number("security_sigma", 0.0, from(0.0, 3.0)).start(),
    Key::number("security_usd_per_month", 0.0, from(0.0, 1e6)),
    Key::number("choice_scale_usd_per_month", 1.0, above(0.0, 1e6)),
    Key::number("routing_scale", 0.1, above(0.0, 100.0)),
    Key::number("attention_per_day", 0.02, from(0.0, 1.0)),
    Key::number("switch_cost_usd", 0.0, from(0.0, 1e6)),
    Key::new("horizon_months", Kind::Number(above(0.0, 1200.0)), Default::Absent),
    Key::number("peers_usd_per_month", 0.0, from(0.0, 1e6)),
    Key::number("assets_usd_per_user", 0.0, from(0.0, 1e12)),
    Key::new("requires", REQUIRES, Default::Empty),
    Key::new("homes", HOMES, Default::Absent).start(),
    Key::new("may_leave", Kind::Bool, Default::Bool(true)).start(),
];
