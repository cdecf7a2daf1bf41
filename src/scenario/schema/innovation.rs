//! Keys of experiments and incidents.

use super::{Default, Entity, Key, Kind, LABEL, NAME, Range, above, from};
use crate::model::supply::innovation::Venue;

const SHARE: Range = from(0.0, 1.0);

fn venues() -> Vec<&'static str> {
    Venue::ALL.map(Venue::name).to_vec()
}

pub(super) const INNOVATION: &[Key] = &[
    Key::number("experiments_per_year", 0.0, from(0.0, 1e4)),
    Key::number("failure_probability", 0.1, SHARE),
    Key::number("lead_half_life_days", 730.0, above(0.0, 1e6)),
    Key::number("severity_least", 0.005, above(0.0, 1.0)),
    Key::number("severity_tail", 1.0, from(0.0, 10.0)),
    Key::number("diffusion_share", 0.8, SHARE),
    Key::number("stack_diffusion_per_day", 0.02, SHARE),
    Key::number("rollup_diffusion_per_day", 0.005, SHARE),
    Key::number("standards_diffusion_per_day", 0.002, SHARE),
    Key::new("venue", Kind::OneOf(venues), Default::Text("l2")),
    Key::new("l1_lag_days", Kind::Integer(0, 36_500), Default::Integer(365)),
    Key::number("acceptance", 1.0, SHARE),
];

pub(super) const INCIDENTS: &[Key] = &[
    Key::number("trust_loss", 1.0, from(0.0, 100.0)),
    Key::number("trust_half_life_days", 180.0, from(0.0, 1e5)),
    Key::number("stack_trust_spill", 0.2, SHARE),
    Key::number("ethereum_trust_spill", 0.05, SHARE),
    Key::number("stack_loss_spill", 0.0, SHARE),
    Key::number("ethereum_loss_spill", 0.0, SHARE),
    Key::number("treasury_cover", 0.0, SHARE),
];

pub(super) const INCIDENT: &[Key] = &[
    NAME,
    LABEL,
    Key::new("day", Kind::Integer(0, 36_499), Default::Required).start(),
    Key::new("chain", Kind::Reference(Entity::Chain), Default::Required).start(),
    Key::new("severity", Kind::Number(SHARE), Default::Required).start(),
];
