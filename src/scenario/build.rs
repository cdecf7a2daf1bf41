//! From a checked scenario to model types: names become positions, defaults become values.

mod commons;
mod conduct;
mod deals;
mod innovation;
mod tokens;

use crate::model::economy::{Dynamics, Economy, EconomyError, Spec};
use crate::model::id::{ChainId, StackId};
use crate::model::institutions::exchange::Exchange;
use crate::model::institutions::interop::{Interop, Link, LinkClass};
use crate::model::institutions::stack::{DataRules, FeeRule, Sequencing, Stack};
use crate::model::institutions::systems::SystemsSpec;
use crate::model::settlement::ethereum::Ethereum;
use crate::model::settlement::fork::Fork;
use crate::model::supply::capability::{Capability, Channel, Conflict};
use crate::model::supply::chain::{AppPolicy, Chain, ChainKind, DataLayer, Ordering, ProofStage};
use crate::model::supply::life::Life;
use crate::model::supply::op_data_fee::OpFee;
use crate::model::supply::policy::Policies;
use crate::model::supply::posting::Posting;
use crate::model::supply::security::SecurityTable;
use crate::model::units::DAYS_PER_MONTH;
use crate::model::user_group::{Adoption, Group, SwitchCosts, Terms, Use};
use crate::model::vertical::{AppMarket, LoadProfile, Vertical};
use crate::scenario::document::Table;
use crate::scenario::fault::Fault;
use crate::scenario::paymaster::sponsorship;
use crate::scenario::references::OUTSIDE;
use crate::scenario::schema::{Entity, Scope};

/// Longest horizon by default, months: that of a group that hardly ever reconsiders.
const MAX_HORIZON_MONTHS: f64 = 1200.0;

/// The economy of a checked scenario.
pub(crate) fn economy(root: &Table) -> Result<Economy, Vec<Fault>> {
    let spec = Spec {
        ethereum: ethereum(&Scope::section(root, "ethereum")),
        interop: interop(&Scope::section(root, "interop")),
        security: security(&Scope::section(root, "security")),
        theta: Scope::section(root, "capabilities").number("theta"),
        use_observed_levels: Scope::section(root, "capabilities").text("levels") == "observed",
        capabilities: Scope::all(root, Entity::Capability).map(|c| capability(&c)).collect(),
        conflicts: conflicts(root),
        verticals: Scope::all(root, Entity::Vertical).map(|v| vertical(&v)).collect(),
        stacks: Scope::all(root, Entity::Stack).map(|s| stack(&s)).collect(),
        chains: Scope::all(root, Entity::Chain).map(|c| chain(&c)).collect(),
        exchanges: Scope::all(root, Entity::Exchange).map(|x| exchange(&x)).collect(),
        groups: Scope::all(root, Entity::Group).map(|g| group(&g)).collect(),
        dynamics: dynamics(&Scope::section(root, "simulation")),
        systems: SystemsSpec {
            deals: deals::deals(root),
            listing: deals::listing(root),
            tokens: Scope::all(root, Entity::Token).map(|t| tokens::token(&t)).collect(),
            programmes: Scope::all(root, Entity::Programme).map(|p| tokens::programme(&p)).collect(),
            innovation: innovation::innovation(root),
            incident_terms: innovation::incident_terms(root),
            incidents: innovation::incidents(root),
            entry: conduct::entry(root),
            open_stacks: conduct::open_stacks(root),
        },
    };
    // The stages before catch every fault but those that need levels and links; what is left is reported all the same.
    Economy::new(spec).map_err(|errors| errors.into_iter().map(|error| fault_of(root, &error)).collect())
}

/// A fault of an economy, at the group it is about if there is one: only what moving costs is found so late.
fn fault_of(root: &Table, error: &EconomyError) -> Fault {
    match Scope::all(root, Entity::Group).find(|group| group.name() == error.entity) {
        Some(group) => Fault::new(group.at("move_cost_usd"), format!("group `{}`: {}", error.entity, error.problem), "")
            .help("raise exit_cost_usd or onboarding_cost_usd, or lower move_cost_usd or that of the link"),
        None => Fault::new(root.at, error.to_string(), ""),
    }
}

/// Initial homes `[group][place]` of a checked scenario, for the start at `start` if there are any.
///
/// Shares of chains that a group may not use go to its other places in proportion; if none is left, the group starts outside.
pub(crate) fn homes(root: &Table, economy: &Economy, start: usize) -> Result<Vec<Vec<f64>>, Vec<Fault>> {
    let chosen = Scope::all(root, Entity::Start).nth(start);
    let mut faults = Vec::new();
    let mut rows = Vec::new();
    for (g, group) in Scope::all(root, Entity::Group).enumerate() {
        let from = chosen.unwrap_or(group);
        let (allowed, may_leave) = (&economy.allowed[g], economy.groups[g].may_leave);
        let places = economy.chains.iter().map(|c| c.name.as_str()).zip(allowed.iter().copied()).chain([(OUTSIDE, may_leave)]);
        let shares = from.own.section("homes");
        let share = |name: &str| shares.get(name).and_then(|node| node.value.number()).unwrap_or(0.0);
        let mut row: Vec<f64> = places.map(|(name, open)| if open { share(name) } else { 0.0 }).collect();
        let total: f64 = row.iter().sum();
        let aware = economy.groups[g].adoption.aware_share;
        if total > 0.0 {
            row.iter_mut().for_each(|x| *x = *x / total * aware);
        } else if may_leave {
            row[allowed.len()] = aware;
        } else {
            let title = format!("group `{}` may use none of its initial homes, and may not leave", group.name());
            faults.push(Fault::new(from.at("homes"), title, "").also(group.at("requires"), "what it requires of a chain"));
        }
        row.push(1.0 - aware);
        rows.push(row);
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// Groups that may not leave need a chain on every day.
pub(crate) fn stranded_groups(root: &Table, economy: &Economy) -> Vec<Fault> {
    let groups = Scope::all(root, Entity::Group).zip(&economy.allowed);
    let stranded = groups.filter(|(group, allowed)| !group.flag("may_leave") && !allowed.contains(&true));
    let fault = |(group, _): (Scope<'_>, _)| {
        Fault::new(
            group.at("requires"),
            format!("group `{}` may use no chain, and may not leave", group.name()),
            "no chain has these levels",
        )
        .help("lower what it requires, give a chain these capabilities, or write may_leave = true")
    };
    stranded.map(fault).collect()
}

fn position(root: &Table, entity: Entity, name: Option<&str>) -> Option<usize> {
    let name = name?;
    root.items(entity.name()).position(|item| item.text("name") == Some(name))
}

/// Numbers of a table name → number, in the order of the things named.
fn by_name(scope: &Scope<'_>, key: &str, of: Entity) -> Vec<Option<f64>> {
    let shares = scope.shares(key);
    let value = |name: &str| shares.iter().find(|(key, _)| key == name).map(|(_, x)| *x);
    scope.root.items(of.name()).map(|item| item.text("name").and_then(value)).collect()
}

fn filled(values: Vec<Option<f64>>) -> Vec<f64> {
    values.into_iter().map(Option::unwrap_or_default).collect()
}

fn ethereum(section: &Scope<'_>) -> Ethereum {
    Ethereum {
        eth_usd: section.number("eth_usd"),
        base_fee_gwei: section.number("base_fee_gwei"),
        fork: word(section, "fork", Fork::from_name),
        other_blobs_per_block: section.number("other_blobs_per_block"),
        other_blobs_elasticity: section.number("other_blobs_elasticity"),
        other_blobs_ref_gwei: section.number("other_blobs_ref_gwei"),
        other_blobs_per_post: natural(section, "other_blobs_per_post"),
        initial_excess_blob_gas: u64::try_from(section.integer("initial_excess_blob_gas")).unwrap_or(0),
    }
}

/// The chain that the key `chain` names.
fn chain_named(scope: &Scope<'_>) -> ChainId {
    let chain = position(scope.root, Entity::Chain, scope.own.text("chain"));
    ChainId::at(chain.unwrap_or_else(|| unreachable!("an earlier stage looked for the chain")))
}

/// What a word stands for; the schema takes its words from the model, so that none is unknown here.
fn word<T>(scope: &Scope<'_>, key: &str, from_name: fn(&str) -> Option<T>) -> T {
    from_name(&scope.text(key)).unwrap_or_else(|| unreachable!("the schema allows no other `{key}`"))
}

fn interop(section: &Scope<'_>) -> Interop {
    let link = |class: LinkClass| {
        let terms = section.sub(class.name());
        Link {
            sharing: terms.number("sharing"),
            friction_usd_per_month: terms.number("friction_usd_per_month"),
            move_cost_usd: terms.number("move_cost_usd"),
            bridge_fee_share: terms.number("bridge_fee_share"),
        }
    };
    Interop { sharing: section.number("sharing"), friction: section.number("friction"), classes: LinkClass::ALL.map(link) }
}

fn security(section: &Scope<'_>) -> SecurityTable {
    SecurityTable {
        l1: section.number("l1"),
        stages: ["stage0", "stage1", "stage2"].map(|stage| section.number(stage)),
        sovereign: section.number("sovereign"),
        alt_da_discount: section.number("alt_da_discount"),
    }
}

fn dynamics(section: &Scope<'_>) -> Dynamics {
    Dynamics {
        expectation_half_life_days: section.number("expectation_half_life_days"),
        liquidity_half_life_days: section.number("liquidity_half_life_days"),
        load_blocks: usize::try_from(section.integer("load_blocks")).unwrap_or(1),
        routing_adjustment: section.number("routing_adjustment"),
        clone_correction: section.number("clone_correction"),
    }
}

fn capability(scope: &Scope<'_>) -> Capability {
    Capability {
        name: scope.name().into(),
        channel: word(scope, "channel", Channel::from_name),
        strength: scope.number("strength"),
        k0: scope.number("k0"),
        frontier_usd_per_year: scope.number("frontier_usd_per_year"),
        delisting_per_year: scope.number("delisting_per_year"),
    }
}

fn conflicts(root: &Table) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for (a, capability) in root.items("capability").enumerate() {
        for entry in &capability.section("conflicts").entries {
            if let (Some(b), Some(terms)) = (position(root, Entity::Capability, Some(&entry.key)), entry.node.value.table()) {
                let surcharge = terms.get("surcharge_usd_per_year").and_then(|node| node.value.number());
                conflicts.push(Conflict { pair: (a, b), surcharge_usd_per_year: surcharge.unwrap_or(f64::NAN) });
            }
        }
    }
    conflicts
}

fn stack(scope: &Scope<'_>) -> Stack {
    let data = DataRules { shared_posting: scope.flag("shared_posting"), fee_rule: word(scope, "fee_rule", FeeRule::from_name) };
    Stack {
        name: scope.name().into(),
        data,
        revenue_share: scope.number("revenue_share"),
        profit_share: scope.number("profit_share"),
        sequencing: Sequencing { share: scope.number("sequencing_share"), friction_cut: scope.number("sequencing_friction_cut") },
        insurance_usd: scope.number("insurance_usd"),
        fund: commons::fund(scope),
    }
}

fn vertical(scope: &Scope<'_>) -> Vertical {
    Vertical {
        name: scope.name().into(),
        needs: filled(by_name(scope, "needs", Entity::Capability)),
        gas_per_tx: scope.number("gas_per_tx"),
        bytes_per_tx: scope.number("bytes_per_tx"),
        fee_ref_usd: scope.number("fee_ref_usd"),
        fee_elasticity: scope.number("fee_elasticity"),
        tx_value_usd: scope.number("tx_value_usd"),
        network_strength: scope.number("network_strength"),
        liquidity_ref_usd_per_day: scope.number("liquidity_ref_usd_per_day"),
        ordering_value_usd: scope.number("ordering_value_usd"),
        apps: AppMarket {
            variety_strength: scope.number("variety_strength"),
            apps_ref: scope.number("apps_ref"),
            app_take: scope.number("app_take"),
            app_cost_usd_per_day: scope.number("app_cost_usd_per_day"),
            app_adjustment: scope.number("app_adjustment"),
            porting_cost_usd: scope.number("porting_cost_usd"),
        },
        load: LoadProfile {
            peak_ratio: scope.number("peak_ratio"),
            peak_hour: scope.number("peak_hour"),
            burst_share: scope.number("burst_share"),
            volatility: scope.number("volatility"),
            persistence: scope.number("volatility_persistence"),
            ordering_swing: scope.number("ordering_swing"),
            tail: scope.number("volatility_tail"),
        },
    }
}

fn chain(scope: &Scope<'_>) -> Chain {
    Chain {
        name: scope.name().into(),
        kind: word(scope, "kind", ChainKind::from_name),
        stack: position(scope.root, Entity::Stack, scope.own.text("stack")).map(StackId::at),
        parent: position(scope.root, Entity::Chain, scope.own.text("parent")).map(ChainId::at),
        proof_stage: ProofStage::ALL[usize::try_from(scope.integer("proof_stage")).unwrap_or(0).min(2)],
        data_layer: word(scope, "data_layer", DataLayer::from_name),
        calldata_fallback: scope.flag("calldata_fallback"),
        alt_da_usd_per_mib: scope.number("alt_da_usd_per_mib"),
        capacity_gas_per_s: scope.maybe_number("capacity_gas_per_s").unwrap_or(f64::INFINITY),
        min_gas_price_gwei: scope.number("min_gas_price_gwei"),
        max_gas_price_gwei: scope.number("max_gas_price_gwei"),
        latency_s: scope.number("latency_s"),
        data_markup: scope.number("data_markup"),
        settlement_gas_per_day: scope.number("settlement_gas_per_day"),
        proof_usd_per_tx: scope.number("proof_usd_per_tx"),
        fixed_cost_usd_per_year: scope.number("fixed_cost_usd_per_year"),
        validators_usd_per_year: scope.number("validators_usd_per_year"),
        capability_budget_usd_per_year: scope.number("capability_budget_usd_per_year"),
        focus: filled(by_name(scope, "focus", Entity::Vertical)),
        observed_levels: by_name(scope, "capabilities", Entity::Capability),
        treasury_usd: scope.number("treasury_usd"),
        posting: posting(scope),
        op_fee: op_fee(scope),
        apps: AppPolicy { grants_usd_per_year: scope.number("app_grants_usd_per_year"), initial: by_name(scope, "apps", Entity::Vertical) },
        ordering: Ordering { capture_share: scope.number("capture_share"), rebate_share: scope.number("rebate_share") },
        pays_stack_share: scope.flag("pays_stack_share"),
        life: life(scope),
        quality: filled(by_name(scope, "quality", Entity::Vertical)),
        policy: Policies {
            membership: commons::membership(scope),
            conduct: conduct::conduct(scope),
            governance: tokens::governance(scope),
            sponsorship: sponsorship(scope),
            exit_delay_days: scope.number("exit_delay_days"),
        },
    }
}

fn life(chain: &Scope<'_>) -> Life {
    Life {
        launch_day: u32::try_from(chain.integer("launch_day")).unwrap_or(0),
        grace_days: chain.written("grace_days").and_then(|_| u32::try_from(chain.integer("grace_days")).ok()),
        stranded_share: chain.number("stranded_share"),
        slot: conduct::slot(chain),
    }
}

fn natural(scope: &Scope<'_>, key: &str) -> u64 {
    u64::try_from(scope.integer(key)).unwrap_or(0)
}

fn posting(scope: &Scope<'_>) -> Posting {
    Posting {
        post_gas: scope.number("post_gas"),
        max_interval_s: scope.number("max_interval_s"),
        delay_cost_usd_per_mib_hour: scope.number("delay_cost_usd_per_mib_hour"),
        max_blobs_per_post: natural(scope, "max_blobs_per_post"),
    }
}

fn op_fee(scope: &Scope<'_>) -> OpFee {
    OpFee {
        base_fee_scalar: natural(scope, "base_fee_scalar"),
        blob_base_fee_scalar: natural(scope, "blob_base_fee_scalar"),
        operator_fee_scalar: natural(scope, "operator_fee_scalar"),
        operator_fee_constant_wei: natural(scope, "operator_fee_constant_wei"),
    }
}

fn group(scope: &Scope<'_>) -> Group {
    let attention = scope.number("attention_per_day");
    let users = scope.number("users");
    Group {
        name: scope.name().into(),
        users,
        agents: (users * scope.number("scale")).round().max(1.0) as u64,
        uses: scope.root.items("vertical").map(|v| use_of(scope, v.text("name")?)).collect(),
        activity_sigma: scope.number("activity_sigma"),
        benefit_sigma: scope.number("benefit_sigma"),
        impatience_sigma: scope.number("impatience_sigma"),
        security_usd_per_month: scope.number("security_usd_per_month"),
        security_sigma: scope.number("security_sigma"),
        choice_scale_usd_per_month: scope.number("choice_scale_usd_per_month"),
        routing_scale: scope.number("routing_scale"),
        attention_per_day: attention,
        switch: SwitchCosts {
            onboarding_usd: scope.number("onboarding_cost_usd"),
            move_usd: scope.number("move_cost_usd"),
            exit_usd: scope.number("exit_cost_usd"),
        },
        horizon_months: scope.maybe_number("horizon_months").unwrap_or((1.0 / (DAYS_PER_MONTH * attention)).min(MAX_HORIZON_MONTHS)),
        peers_usd_per_month: scope.number("peers_usd_per_month"),
        assets_usd_per_user: scope.number("assets_usd_per_user"),
        requires: filled(by_name(scope, "requires", Entity::Capability)),
        may_leave: scope.flag("may_leave"),
        adoption: Adoption {
            aware_share: scope.number("aware_share"),
            bass_p_per_year: scope.number("bass_p_per_year"),
            bass_q_per_year: scope.number("bass_q_per_year"),
            visibility_base: scope.maybe_number("visibility_base").unwrap_or(f64::INFINITY),
            visibility_per_share: scope.number("visibility_per_share"),
        },
        terms: Terms {
            reward_weight: scope.number("reward_weight"),
            routing_adjustment: Some(scope.number("routing_adjustment")),
            capital_cost_per_year: scope.number("capital_cost_per_year"),
            withdrawals_per_year: scope.number("withdrawals_per_year"),
        },
    }
}

fn exchange(scope: &Scope<'_>) -> Exchange {
    Exchange {
        name: scope.name().into(),
        chain: chain_named(scope),
        customers: filled(by_name(scope, "customers", Entity::Group)),
        awareness_per_year: scope.number("awareness_per_year"),
        visibility: scope.number("visibility"),
        onboarding_relief: scope.number("onboarding_relief"),
        business: commons::business(scope),
    }
}

fn use_of(group: &Scope<'_>, vertical: &str) -> Option<Use> {
    let uses = group.own.section("uses");
    uses.get(vertical)?;
    let terms = Scope { root: group.root, own: uses.section(vertical), keys: crate::scenario::schema::USE };
    Some(Use {
        benefit_usd_per_month: terms.number("benefit_usd_per_month"),
        transactions_per_month: terms.number("transactions_per_month"),
        delay_usd_per_month_per_s: terms.number("delay_usd_per_month_per_s"),
    })
}
