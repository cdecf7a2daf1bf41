//! Keys of the world: Ethereum, interoperability, security, capabilities, stacks, chains.

use super::{Changes, Default, Entity, Key, Kind, LABEL, NAME, Range, Scope, Sum, above, conduct, from};
use crate::model::institutions::stack::FeeRule;
use crate::model::settlement::fork::Fork;
use crate::model::supply::capability::Channel;
use crate::model::supply::chain::{ChainKind, DataLayer};
use crate::model::supply::governance::GovernanceForm;
use crate::model::supply::op_data_fee::{FULL_BLOB_SCALAR, SIX_BLOBS_BASE_SCALAR};
use crate::model::supply::sponsorship::Sponsor;
use crate::scenario::document::{Entry, Node, Table, Value};
use crate::scenario::source::Place;

const SHARE: Range = from(0.0, 1.0);

fn forks() -> Vec<&'static str> {
    Fork::ALL.map(Fork::name).to_vec()
}

fn channels() -> Vec<&'static str> {
    Channel::ALL.map(Channel::name).to_vec()
}

fn kinds() -> Vec<&'static str> {
    ChainKind::ALL.map(ChainKind::name).to_vec()
}

fn forms() -> Vec<&'static str> {
    GovernanceForm::ALL.map(GovernanceForm::name).to_vec()
}

fn sponsors() -> Vec<&'static str> {
    Sponsor::ALL.map(Sponsor::name).to_vec()
}

fn data_layers() -> Vec<&'static str> {
    DataLayer::ALL.map(DataLayer::name).to_vec()
}

pub(super) const ETHEREUM: &[Key] = &[
    Key::number("eth_usd", 2500.0, above(0.0, 1e7)),
    Key::number("base_fee_gwei", 1.0, above(0.0, 1e6)),
    Key::new("fork", Kind::OneOf(forks), Default::Text("prague")),
    Key::number("other_blobs_per_block", 0.0, from(0.0, 1000.0)),
    Key::number("other_blobs_elasticity", 0.0, from(0.0, 100.0)),
    Key::number("other_blobs_ref_gwei", 1.0, above(0.0, 1e6)),
    Key::new("other_blobs_per_post", Kind::Integer(1, 64), Default::Integer(1)),
    Key::new("initial_excess_blob_gas", Kind::Integer(0, 1_000_000_000), Default::Integer(0)).start(),
];

const fn link(sharing: f64, cost: f64) -> [Key; 4] {
    [
        Key::number("sharing", sharing, SHARE),
        Key::number("friction_usd_per_month", cost, from(0.0, 1e6)),
        Key::number("move_cost_usd", cost, from(0.0, 1e6)),
        Key::number("bridge_fee_share", 0.5, SHARE),
    ]
}

const PARENT_CHILD: &[Key] = &link(0.8, 0.5);
const SAME_STACK: &[Key] = &link(0.5, 1.0);
const SOVEREIGN: &[Key] = &link(0.1, 4.0);
const THROUGH_ETHEREUM: &[Key] = &link(0.2, 2.0);

fn level(scope: &Scope<'_>) -> Value {
    Value::Float(scope.number("level"))
}

pub(super) const INTEROP: &[Key] = &[
    Key::number("level", 0.0, SHARE),
    Key::new("sharing", Kind::Number(SHARE), Default::Follows("interop.level", level)),
    Key::new("friction", Kind::Number(SHARE), Default::Follows("interop.level", level)),
    Key::new("parent_child", Kind::Section(PARENT_CHILD), Default::Empty),
    Key::new("same_stack", Kind::Section(SAME_STACK), Default::Empty),
    Key::new("sovereign", Kind::Section(SOVEREIGN), Default::Empty),
    Key::new("ethereum", Kind::Section(THROUGH_ETHEREUM), Default::Empty),
];

pub(super) const SECURITY: &[Key] = &[
    Key::number("l1", 1.0, SHARE),
    Key::number("stage0", 0.5, SHARE),
    Key::number("stage1", 0.75, SHARE),
    Key::number("stage2", 0.95, SHARE),
    Key::number("sovereign", 0.4, SHARE),
    Key::number("alt_da_discount", 0.2, SHARE),
];

pub(super) const CAPABILITIES: &[Key] = &[
    Key::number("theta", 0.3, from(0.0, 10.0)),
    Key::new("levels", Kind::OneOf(|| vec!["observed", "derived"]), Default::Text("observed")),
];

const CONFLICT: &[Key] = &[Key::new("surcharge_usd_per_year", Kind::Number(from(0.0, 1e12)), Default::Required)];

pub(super) const CAPABILITY: &[Key] = &[
    NAME,
    LABEL,
    Key::new("channel", Kind::OneOf(channels), Default::Text("fit")).start(),
    Key::number("strength", 0.5, from(0.0, 10.0)),
    Key::number("k0", 0.2, from(0.0, 1.0)),
    Key::number("frontier_usd_per_year", 1e7, above(0.0, 1e12)),
    Key::number("delisting_per_year", 0.0, from(0.0, 100.0)),
    Key::new("conflicts", Kind::Records(Entity::Capability, CONFLICT), Default::Empty),
];

fn fee_rules() -> Vec<&'static str> {
    FeeRule::ALL.map(FeeRule::name).to_vec()
}

pub(super) const STACK: &[Key] = &[
    NAME,
    LABEL,
    Key::number("revenue_share", 0.0, SHARE),
    Key::number("profit_share", 0.0, SHARE),
    Key::new("shared_posting", Kind::Bool, Default::Bool(false)),
    Key::new("fee_rule", Kind::OneOf(fee_rules), Default::Text("cost")),
    Key::number("sequencing_share", 0.0, SHARE),
    Key::number("sequencing_friction_cut", 0.0, SHARE),
    Key::number("insurance_usd", 0.0, from(0.0, 1e11)).start(),
    Key::number("cost_usd_per_year", 0.0, from(0.0, 1e12)),
    Key::number("retro_share", 0.0, SHARE),
    Key::new("round_days", Kind::Integer(1, 36_500), Default::Integer(90)),
    Key::new("open_to_founders", Kind::Bool, Default::Bool(true)),
];

/// The data layer a chain has if it names none.
fn usual_data_layer(scope: &Scope<'_>) -> Value {
    let layer = match scope.own.text("kind").and_then(ChainKind::from_name) {
        Some(ChainKind::L3) => DataLayer::Parent,
        Some(ChainKind::L1 | ChainKind::Sovereign) => DataLayer::Own,
        Some(ChainKind::L2) | None => DataLayer::EthereumBlobs,
    };
    Value::Text(layer.name().into())
}

/// The same share for every vertical.
fn equal_focus(scope: &Scope<'_>) -> Value {
    let names = scope.root.names(Entity::Vertical.name());
    let share = Value::Float(1.0 / names.len() as f64);
    let entry = |name: &str| Entry { key: name.into(), key_at: Place::NONE, node: Node { value: share.clone(), at: Place::NONE } };
    Value::Table(Table { entries: names.into_iter().map(entry).collect(), at: Place::NONE })
}

/// Ethereum's floor is its base fee; other chains have 0.01 gwei.
fn usual_floor(scope: &Scope<'_>) -> Value {
    let l1 = scope.own.text("kind") == Some("l1");
    Value::Float(if l1 { Scope::section(scope.root, "ethereum").number("base_fee_gwei") } else { 0.01 })
}

/// A scalar of the OP Stack, 32 bits.
const SCALAR: Kind = Kind::Integer(0, 4_294_967_295);
const FOCUS: Kind = Kind::Shares { of: Entity::Vertical, outside: false, range: SHARE, sum: Sum::One };
const APPS: Kind = Kind::Shares { of: Entity::Vertical, outside: false, range: from(0.0, 1e9), sum: Sum::Free };
const LEVELS: Kind = Kind::Shares { of: Entity::Capability, outside: false, range: SHARE, sum: Sum::Free };

const QUALITY: Kind = Kind::Shares { of: Entity::Vertical, outside: false, range: from(-10.0, 10.0), sum: Sum::Free };

pub(super) const CHAIN: &[Key] = &[
    NAME,
    LABEL,
    Key::new("kind", Kind::OneOf(kinds), Default::Required).start(),
    Key::new("stack", Kind::Reference(Entity::Stack), Default::Absent).start(),
    Key::new("parent", Kind::Reference(Entity::Chain), Default::Absent).start(),
    Key::new("proof_stage", Kind::Integer(0, 2), Default::Integer(0)),
    Key::new("data_layer", Kind::OneOf(data_layers), Default::Follows("kind", usual_data_layer)),
    Key::new("calldata_fallback", Kind::Bool, Default::Bool(false)),
    Key::number("alt_da_usd_per_mib", 0.05, from(0.0, 1e6)),
    Key::new("capacity_gas_per_s", Kind::Number(above(0.0, 1e15)), Default::Unlimited),
    Key::new("min_gas_price_gwei", Kind::Number(above(0.0, 1e6)), Default::Follows("kind", usual_floor)),
    Key::number("max_gas_price_gwei", 10_000.0, above(0.0, 1e9)),
    Key::number("latency_s", 2.0, from(0.0, 1e6)),
    Key::number("data_markup", 0.0, from(-1.0, 100.0)),
    Key::number("settlement_gas_per_day", 0.0, from(0.0, 1e12)),
    Key::number("proof_usd_per_tx", 0.0, from(0.0, 1e3)),
    Key::number("fixed_cost_usd_per_year", 0.0, from(0.0, 1e12)),
    Key::number("validators_usd_per_year", 0.0, from(0.0, 1e12)),
    Key::number("capability_budget_usd_per_year", 0.0, from(0.0, 1e12)),
    Key::new("focus", FOCUS, Default::Follows("the verticals, in equal shares", equal_focus)),
    Key::new("capabilities", LEVELS, Default::Empty),
    Key { changes: Changes::Start, ..Key::number("treasury_usd", 0.0, from(0.0, 1e11)) },
    Key::number("post_gas", 0.0, from(0.0, 1e9)),
    Key::number("max_interval_s", 3600.0, from(12.0, 1e7)),
    Key::number("delay_cost_usd_per_mib_hour", 0.0, from(0.0, 1e9)),
    Key::new("max_blobs_per_post", Kind::Integer(1, 64), Default::Integer(6)),
    Key::new("base_fee_scalar", SCALAR, Default::Integer(SIX_BLOBS_BASE_SCALAR as i64)),
    Key::new("blob_base_fee_scalar", SCALAR, Default::Integer(FULL_BLOB_SCALAR as i64)),
    Key::new("operator_fee_scalar", SCALAR, Default::Integer(0)),
    Key::new("operator_fee_constant_wei", Kind::Integer(0, 1_000_000_000_000_000_000), Default::Integer(0)),
    Key::number("app_grants_usd_per_year", 0.0, from(0.0, 1e12)),
    Key::new("apps", APPS, Default::Empty).start(),
    Key::number("capture_share", 0.8, SHARE),
    Key::number("rebate_share", 0.0, SHARE),
    Key::new("pays_stack_share", Kind::Bool, Default::Bool(true)),
    Key::new("launch_day", Kind::Integer(0, 36_499), Default::Integer(0)).start(),
    Key::new("grace_days", Kind::Integer(1, 36_500), Default::Absent),
    Key::number("stranded_share", 0.0, SHARE),
    Key::new("quality", QUALITY, Default::Empty),
    Key::new("exit_review_days", Kind::Integer(1, 36_500), Default::Absent),
    Key::number("exit_ratio", 1.0, from(0.0, 1e6)),
    Key::new("leaves_stack_day", Kind::Integer(0, 36_499), Default::Absent),
    Key::number("own_stack_usd_per_year", 0.0, from(0.0, 1e12)),
    Key::new("governance", Kind::OneOf(forms), Default::Text("company")),
    Key::number("decision_lag_days", 0.0, from(0.0, 3650.0)),
    Key::number("vote_delay_days", 0.0, from(0.0, 3650.0)),
    Key::number("pass_probability", 1.0, SHARE),
    Key::number("turnout_cost_usd", 0.0, from(0.0, 1e9)),
    Key::number("capture_probability", 0.0, SHARE),
    Key::number("sponsored_share", 0.0, SHARE),
    Key::new("sponsor", Kind::OneOf(sponsors), Default::Text("chain")),
    Key::number("exit_delay_days", 0.0, from(0.0, 365.0)),
    conduct::OWNER,
    conduct::REVIEW_DAYS,
    conduct::PRICING,
    conduct::FOCUS_RULE,
    conduct::FOCUS_STEP,
    conduct::INCENTIVE_RULE,
    conduct::DEFENDED_SHARE,
    conduct::INCENTIVE_SHARE,
    conduct::RESERVE,
    conduct::SLOTS,
];
