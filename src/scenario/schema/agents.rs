//! Keys of what users are and do, and who brings them: verticals, groups, starts, exchanges.

use super::{Default, Entity, Key, Kind, LABEL, NAME, Range, Scope, Sum, above, from};
use crate::model::institutions::interop::LinkClass;
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
    Key::number("variety_strength", 0.0, from(0.0, 10.0)),
    Key::number("apps_ref", 100.0, above(0.0, 1e9)),
    Key::number("app_take", 0.0, SHARE),
    Key::number("app_cost_usd_per_day", 100.0, above(0.0, 1e9)),
    Key::number("app_adjustment", 0.01, above(0.0, 1.0)),
    Key::number("porting_cost_usd", 0.0, from(0.0, 1e12)),
    Key::number("ordering_value_usd", 0.0, from(0.0, 1e6)),
    Key::number("ordering_swing", 0.0, from(0.0, 1.0)),
    Key::number("peak_ratio", 1.0, from(1.0, 2.0)),
    Key::number("peak_hour", 16.0, from(0.0, 24.0)),
    Key::number("burst_share", 0.0, from(0.0, 1.0)),
    Key::number("volatility", 0.0, from(0.0, 2.0)),
    Key::number("volatility_persistence", 0.7, from(0.0, 0.98)),
    Key::number("volatility_tail", 4.0, from(2.1, 1000.0)),
];

pub(crate) const USE: &[Key] = &[
    Key::new("benefit_usd_per_month", Kind::Number(above(0.0, 1e7)), Default::Required),
    Key::new("transactions_per_month", Kind::Number(from(0.0, 1e7)), Default::Required),
    Key::number("delay_usd_per_month_per_s", 0.0, from(0.0, 1e6)),
];

fn scale_of_all(scope: &Scope<'_>) -> Value {
    Value::Float(Scope::section(scope.root, "simulation").number("scale"))
}

fn routing_adjustment_of_all(scope: &Scope<'_>) -> Value {
    Value::Float(Scope::section(scope.root, "simulation").number("routing_adjustment"))
}

/// By default coming in costs just enough that nobody would rather leave and come back than move over the dearest link.
fn detour(scope: &Scope<'_>) -> Value {
    let interop = Scope::section(scope.root, "interop");
    let links = LinkClass::ALL.map(|class| interop.sub(class.name()).number("move_cost_usd") * (1.0 - interop.number("friction")));
    let there_are_pairs = scope.root.items(Entity::Chain.name()).nth(1).is_some();
    let dearest = if there_are_pairs { links.into_iter().fold(0.0, f64::max) } else { 0.0 };
    Value::Float((scope.number("move_cost_usd") + dearest - scope.number("exit_cost_usd")).max(0.0))
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
    Key::new("onboarding_cost_usd", Kind::Number(from(0.0, 1e6)), Default::Follows("the dearest move, less exit_cost_usd", detour)),
    Key::number("move_cost_usd", 0.0, from(0.0, 1e6)),
    Key::number("exit_cost_usd", 0.0, from(0.0, 1e6)),
    Key::new("horizon_months", Kind::Number(above(0.0, 1200.0)), Default::Absent),
    Key::number("peers_usd_per_month", 0.0, from(0.0, 1e6)),
    Key::number("assets_usd_per_user", 0.0, from(0.0, 1e12)),
    Key::new("requires", REQUIRES, Default::Empty),
    Key::new("homes", HOMES, Default::Absent).start(),
    Key::new("may_leave", Kind::Bool, Default::Bool(true)).start(),
    Key::number("aware_share", 1.0, from(0.0, 1.0)).start(),
    Key::number("bass_p_per_year", 0.0, from(0.0, 100.0)),
    Key::number("bass_q_per_year", 0.0, from(0.0, 100.0)),
    Key::new("visibility_base", Kind::Number(from(0.0, 1e3)), Default::Unlimited),
    Key::number("visibility_per_share", 0.0, from(0.0, 1e3)),
    Key::number("reward_weight", 1.0, from(0.0, 100.0)),
    Key::new(
        "routing_adjustment",
        Kind::Number(above(0.0, 0.2)),
        Default::Follows("simulation.routing_adjustment", routing_adjustment_of_all),
    ),
    Key::number("capital_cost_per_year", 0.0, from(0.0, 10.0)),
    Key::number("withdrawals_per_year", 0.0, from(0.0, 1000.0)),
];

const SHARE: Range = from(0.0, 1.0);
pub(super) const CUSTOMERS: Kind = Kind::Shares { of: Entity::Group, outside: false, range: SHARE, sum: Sum::Free };

pub(super) const EXCHANGE: &[Key] = &[
    NAME,
    LABEL,
    Key::new("chain", Kind::Reference(Entity::Chain), Default::Required).start(),
    Key::new("customers", CUSTOMERS, Default::Empty),
    Key::number("awareness_per_year", 0.0, from(0.0, 100.0)),
    Key::number("visibility", 0.0, from(0.0, 1e3)),
    Key::number("onboarding_relief", 0.0, SHARE),
    Key::number("profit_share", 0.0, SHARE),
    Key::number("acquisition_usd", 0.0, from(0.0, 1e6)),
];
