//! Keys of what runs beside chains: tokens, incentive programmes.

use super::{Default, Entity, Key, Kind, LABEL, NAME, Range, above, from};

const SHARE: Range = from(0.0, 1.0);
const DAY: Kind = Kind::Integer(0, 36_499);

pub(super) const TOKEN: &[Key] = &[
    NAME,
    LABEL,
    Key::new("chain", Kind::Reference(Entity::Chain), Default::Required).start(),
    Key::new("points_from_day", DAY, Default::Integer(0)).start(),
    Key::new("launch_day", DAY, Default::Required).start(),
    Key::number("supply", 1e9, above(0.0, 1e15)).start(),
    Key::number("airdrop_share", 0.0, SHARE),
    Key::number("emissions_share_per_year", 0.0, from(0.0, 10.0)),
    Key::number("speculative_value_usd", 0.0, from(0.0, 1e13)),
    Key::number("speculative_half_life_days", 365.0, above(0.0, 1e6)),
    Key::number("revenue_multiple", 0.0, from(0.0, 1e4)),
    Key::number("revenue_half_life_days", 90.0, from(0.0, 1e4)),
];

pub(super) const PROGRAMME: &[Key] = &[
    NAME,
    LABEL,
    Key::new("chain", Kind::Reference(Entity::Chain), Default::Required).start(),
    Key::new("proposed_day", DAY, Default::Required).start(),
    Key::new("days", Kind::Integer(1, 36_500), Default::Integer(90)).start(),
    Key::new("budget_usd", Kind::Number(from(0.0, 1e12)), Default::Required).start(),
];
