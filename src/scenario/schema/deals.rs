//! Keys of deals with partners, and of what it means to be dropped by exchanges.

use super::agents::CUSTOMERS;
use super::{Default, Entity, Key, Kind, LABEL, NAME, Range, Sum, above, from};

const SHARE: Range = from(0.0, 1.0);
const TURNOVER: Kind = Kind::Shares { of: Entity::Vertical, outside: false, range: from(0.0, 1e3), sum: Sum::Free };
const QUALITY: Kind = Kind::Shares { of: Entity::Vertical, outside: false, range: from(-10.0, 10.0), sum: Sum::Free };

pub(super) const DEAL: &[Key] = &[
    NAME,
    LABEL,
    Key::new("chain", Kind::Reference(Entity::Chain), Default::Required).start(),
    Key::number("rate_per_year", 0.0, from(0.0, 1e4)),
    Key::new("capability", Kind::Reference(Entity::Capability), Default::Absent).start(),
    Key::number("bd_budget_usd_per_year", 0.0, from(0.0, 1e12)),
    Key::number("bd_frontier_usd_per_year", 0.0, from(0.0, 1e12)),
    Key::number("bd_elasticity", 0.5, SHARE),
    Key::number("payment_usd", 0.0, from(0.0, 1e11)),
    Key::new("life_days", Kind::Number(above(0.0, 1e6)), Default::Absent),
    Key::number("size_sigma", 0.0, from(0.0, 3.0)),
    Key::new("customers", CUSTOMERS, Default::Empty),
    Key::number("awareness_per_year", 0.0, from(0.0, 100.0)),
    Key::number("visibility", 0.0, from(0.0, 1e3)),
    Key::number("onboarding_relief", 0.0, SHARE),
    Key::number("assets_usd", 0.0, from(0.0, 1e13)),
    Key::new("turnover_per_day", TURNOVER, Default::Empty),
    Key::number("asset_fee_per_year", 0.0, SHARE),
    Key::new("quality", QUALITY, Default::Empty),
    Key::new("quality_half_life_days", Kind::Number(above(0.0, 1e6)), Default::Absent),
];

pub(super) const LISTING: &[Key] =
    &[Key::new("days", Kind::Integer(1, 36_500), Default::Integer(180)), Key::number("friction_usd_per_month", 0.0, from(0.0, 1e6))];
