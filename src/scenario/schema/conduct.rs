//! Keys of conduct: what operators decide by themselves, and how often they look.

use super::{Default, Key, Kind, Range, Scope, above, from};
use crate::model::supply::conduct::{FocusRule, IncentiveRule, Pricing};
use crate::scenario::document::Value;

const SHARE: Range = from(0.0, 1.0);
const DAYS: Kind = Kind::Integer(1, 36_500);

fn pricings() -> Vec<&'static str> {
    Pricing::ALL.map(Pricing::name).to_vec()
}

fn focus_rules() -> Vec<&'static str> {
    FocusRule::ALL.map(FocusRule::name).to_vec()
}

fn incentive_rules() -> Vec<&'static str> {
    IncentiveRule::ALL.map(IncentiveRule::name).to_vec()
}

/// What all chains do that do not say otherwise.
pub(super) const CONDUCT: &[Key] = &[
    Key::new("review_days", DAYS, Default::Integer(90)),
    Key::new("pricing", Kind::OneOf(pricings), Default::Text("fixed")),
    Key::new("focus", Kind::OneOf(focus_rules), Default::Text("fixed")),
    Key::new("incentives", Kind::OneOf(incentive_rules), Default::Text("fixed")),
];

/// What of `[conduct]` holds for a chain: nothing for Ethereum, which has no operator.
fn of_all(scope: &Scope<'_>, key: &str) -> Value {
    let l1 = scope.own.text("kind") == Some("l1");
    Value::Text(if l1 { "fixed".into() } else { Scope::section(scope.root, "conduct").text(key) })
}

fn review_days(scope: &Scope<'_>) -> Value {
    Value::Integer(Scope::section(scope.root, "conduct").integer("review_days"))
}

/// Keys of a chain.
pub(super) const REVIEW_DAYS: Key = Key::new("review_days", DAYS, Default::Follows("conduct.review_days", review_days));
pub(super) const PRICING: Key =
    Key::new("pricing", Kind::OneOf(pricings), Default::Follows("conduct.pricing", |scope| of_all(scope, "pricing")));
pub(super) const FOCUS_RULE: Key =
    Key::new("focus_rule", Kind::OneOf(focus_rules), Default::Follows("conduct.focus", |scope| of_all(scope, "focus")));
pub(super) const INCENTIVE_RULE: Key =
    Key::new("incentive_rule", Kind::OneOf(incentive_rules), Default::Follows("conduct.incentives", |scope| of_all(scope, "incentives")));
pub(super) const OWNER: Key = Key::new("owner", Kind::Name, Default::Absent);
pub(super) const FOCUS_STEP: Key = Key::number("focus_step", 0.1, above(0.0, 1.0));
pub(super) const DEFENDED_SHARE: Key = Key::new("defended_share", Kind::Number(SHARE), Default::Absent);
pub(super) const INCENTIVE_SHARE: Key = Key::number("incentive_share_per_year", 0.2, from(0.0, 10.0));
pub(super) const RESERVE: Key = Key::number("treasury_reserve_usd", 0.0, from(0.0, 1e12));
pub(super) const SLOTS: Key = Key::new("slots", Kind::Integer(0, 63), Default::Integer(0)).start();

/// What founders do.
pub(super) const ENTRY: &[Key] = &[
    Key::new("founders", Kind::Bool, Default::Bool(false)),
    Key::new("review_days", DAYS, Default::Integer(90)),
    Key::new("max_chains", Kind::Integer(1, 64), Default::Integer(64)),
    Key::number("launch_cost_usd", 0.0, from(0.0, 1e12)),
    Key::new("build_days", Kind::Integer(1, 3650), Default::Integer(30)),
    Key::number("payback_years", 3.0, from(0.0, 1000.0)),
    Key::number("focus_share", 0.86, SHARE),
];
