//! The third stage: names that must exist, sums that must be 1, and values that must go together.

use crate::scenario::document::{Node, Table, Value};
use crate::scenario::fault::{Fault, did_you_mean, listing};
use crate::scenario::schema::{Entity, Key, Kind, NONE, ROOT, Scope, Sum, plain};
use crate::scenario::source::Place;
use crate::scenario::{calibration, claim, conduct, lives, map, paymaster, slots, tokens};

/// Name of the place where users of no chain are.
pub(crate) const OUTSIDE: &str = "outside";
/// Name of the place where those are who know of no chain.
const UNAWARE: &str = "unaware";
/// How far a sum may be from 1.
const SUM_TOLERANCE: f64 = 1e-6;
/// Agents a run may have.
const MAX_AGENTS: f64 = 2e8;
/// Wrong names of one table that are looked into: no more faults than these are shown anyway.
const ENOUGH: usize = 50;
/// Checks the world of a scenario, which the earlier stages found clean.
pub(crate) fn check(root: &Table) -> Vec<Fault> {
    let mut faults = Vec::new();
    for entity in ROOT.iter().filter_map(named) {
        for scope in Scope::all(root, entity) {
            check_names(&scope, entity, &mut faults);
        }
    }
    Scope::all(root, Entity::Chain).for_each(|chain| check_chain(&chain, &mut faults));
    Scope::all(root, Entity::Group).for_each(|group| check_group(&group, &mut faults));
    Scope::all(root, Entity::Capability).for_each(|capability| check_capability(&capability, &mut faults));
    conduct::check(root, &mut faults);
    slots::check(root, &mut faults);
    lives::check(root, &mut faults);
    tokens::check(root, &mut faults);
    calibration::check(root, &mut faults);
    claim::check(root, &mut faults);
    map::check(root, &mut faults);
    check_world(root, &mut faults);
    faults
}

/// Kinds whose keys name others: all of a scenario, but for those whose names are looked up in an order or on a day of their own.
fn named(key: &Key) -> Option<Entity> {
    match key.kind {
        Kind::Entities(Entity::Event | Entity::Variant | Entity::Factor) => None,
        Kind::Entities(entity) => Some(entity),
        _ => None,
    }
}

/// Homes of groups do not count where starts are given.
fn is_unused(scope: &Scope<'_>, entity: Entity, key: &Key) -> bool {
    entity == Entity::Group && key.name == "homes" && scope.root.items("start").next().is_some()
}

fn check_names(scope: &Scope<'_>, entity: Entity, faults: &mut Vec<Fault>) {
    if [OUTSIDE, UNAWARE, NONE].contains(&scope.name()) {
        let title = format!("a {} cannot be called `{}`", entity.name(), scope.name());
        faults.push(Fault::new(scope.at("name"), title, "a reserved word"));
    }
    for key in entity.keys() {
        let Some(node) = scope.written(key.name).filter(|_| !is_unused(scope, entity, key)) else { continue };
        match (key.kind, &node.value) {
            (Kind::Reference(of), Value::Text(name)) => {
                let names = scope.root.names(of.name());
                if !names.contains(&name.as_str()) {
                    faults.push(no_such(of, name, node.at, &names));
                }
            }
            (Kind::Shares { of, outside, sum, .. }, Value::Table(table)) => {
                let mut names = scope.root.names(of.name());
                names.extend(outside.then_some(OUTSIDE));
                check_keys(table, of, &names, faults);
                check_sum(key, scope, node, table, sum, faults);
            }
            (Kind::Records(of, _), Value::Table(table)) => check_keys(table, of, &scope.root.names(of.name()), faults),
            _ => {}
        }
    }
}

fn no_such(of: Entity, name: &str, at: Place, names: &[&str]) -> Fault {
    Fault::new(at, format!("no {} is called `{name}`", of.name()), did_you_mean(name, names.iter().copied()))
        .help(format!("there is {}", listing(names.iter().copied())))
}

/// Checks that the keys of a table name things of a kind.
pub(crate) fn check_keys(table: &Table, of: Entity, names: &[&str], faults: &mut Vec<Fault>) {
    let unknown = table.entries.iter().filter(|entry| !names.contains(&entry.key.as_str()));
    faults.extend(unknown.take(ENOUGH).map(|entry| no_such(of, &entry.key, entry.key_at, names)));
}

fn check_sum(key: &Key, scope: &Scope<'_>, node: &Node, table: &Table, sum: Sum, faults: &mut Vec<Fault>) {
    let total: f64 = table.entries.iter().filter_map(|entry| entry.node.value.number()).sum();
    let fine = sum == Sum::Free || (total - 1.0).abs() <= SUM_TOLERANCE || (sum == Sum::OneOrEmpty && table.entries.is_empty());
    if !fine {
        let parts = table.entries.iter().map(|entry| format!("{} {}", entry.key, plain(entry.node.value.number().unwrap_or(0.0))));
        let parts = parts.collect::<Vec<_>>().join(" + ");
        let title = format!("`{}` of `{}` sums to {}, not to 1", key.name, scope.name(), plain((total * 1e9).round() / 1e9));
        faults.push(Fault::new(node.at, title, if parts.is_empty() { "no shares".into() } else { parts }));
    }
}

fn check_chain(chain: &Scope<'_>, faults: &mut Vec<Fault>) {
    let (name, kind) = (chain.name(), chain.text("kind"));
    check_parent(chain, &kind, faults);
    let layer = chain.text("data_layer");
    let allowed: &[&str] = match kind.as_str() {
        "l1" | "sovereign" => &["own"],
        "l3" => &["parent", "ethereum-blobs", "ethereum-calldata", "alt-da"],
        _ => &["ethereum-blobs", "ethereum-calldata", "alt-da"],
    };
    if !allowed.contains(&layer.as_str()) {
        let title =
            format!("chain `{name}` is an {kind} and cannot use the data layer `{layer}`").replace("an sovereign", "a sovereign chain");
        faults.push(Fault::new(chain.at("data_layer"), title, "").help(format!("allowed: {}", listing(allowed.iter().copied()))));
    }
    let fork = Scope::section(chain.root, "ethereum");
    if layer == "ethereum-blobs" && fork.text("fork") == "pre-cancun" && !chain.flag("calldata_fallback") {
        let title = format!("chain `{name}` keeps its data in blobs, which came with the fork cancun");
        let fault = Fault::new(chain.at("data_layer"), title, "").also(fork.at("fork"), "no blobs yet");
        faults.push(fault.help("use data_layer = \"ethereum-calldata\", or calldata_fallback = true"));
    }
    let sovereign_only = "validators_usd_per_year";
    if kind != "sovereign" && chain.number(sovereign_only) > 0.0 {
        let title = format!("chain `{name}` is no sovereign chain and pays no validators of its own");
        faults.push(Fault::new(chain.at(sovereign_only), title, "for kind = \"sovereign\" only"));
    }
    check_prices(chain, &kind, faults);
    paymaster::check(chain, &kind, faults);
}

fn check_parent(chain: &Scope<'_>, kind: &str, faults: &mut Vec<Fault>) {
    let (name, l2) = (chain.name(), |c: &Scope<'_>| c.text("kind") == "l2");
    let chains = || Scope::all(chain.root, Entity::Chain);
    let l2s = || listing(chains().filter(l2).map(|c| c.name()));
    let fault = match chain.written("parent").and_then(|node| Some((node.at, node.value.text()?))) {
        None if kind == "l3" => {
            Fault::new(chain.at("kind"), format!("chain `{name}` is an l3 and names no parent"), "an l3 settles on an l2")
                .help(format!("write parent = NAME; l2 chains: {}", l2s()))
        }
        Some((at, _)) if kind != "l3" => Fault::new(at, format!("chain `{name}` has a parent but is no l3"), format!("kind is {kind}"))
            .help("delete `parent` (a variant writes parent = \"none\"), or write kind = \"l3\""),
        Some((at, parent)) if chains().any(|c| c.name() == parent && !l2(&c)) => {
            Fault::new(at, format!("the parent of chain `{name}` is no l2"), "an l3 settles on an l2").help(format!("l2 chains: {}", l2s()))
        }
        _ => return,
    };
    faults.push(fault);
}

fn check_prices(chain: &Scope<'_>, kind: &str, faults: &mut Vec<Fault>) {
    let (floor, top) = (chain.number("min_gas_price_gwei"), chain.number("max_gas_price_gwei"));
    if kind == "l1" && chain.written("min_gas_price_gwei").is_some() {
        let title = format!("the floor price of `{}` is ethereum.base_fee_gwei", chain.name());
        faults.push(Fault::new(chain.at("min_gas_price_gwei"), title, "an l1 has no floor of its own").help("delete this key"));
    }
    if top < floor {
        let key = if chain.written("max_gas_price_gwei").is_some() { "max_gas_price_gwei" } else { "min_gas_price_gwei" };
        let title =
            format!("chain `{}`: the highest gas price, {} gwei, is below the floor, {} gwei", chain.name(), plain(top), plain(floor));
        faults.push(Fault::new(chain.at(key), title, "max_gas_price_gwei must be at least the floor"));
    }
}

fn check_group(group: &Scope<'_>, faults: &mut Vec<Fault>) {
    let name = group.name();
    let has_starts = group.root.items("start").next().is_some();
    match group.written("homes") {
        None if !has_starts => faults.push(
            Fault::new(group.own.name_at(), format!("group `{name}` has no `homes`"), "")
                .help("write homes = { CHAIN = share, … }, summing to 1, or a [[start]] for all groups"),
        ),
        Some(node) if !has_starts && !group.flag("may_leave") => {
            if let Some(entry) = node.value.table().and_then(|t| t.entry(OUTSIDE)).filter(|e| e.node.value.number() > Some(0.0)) {
                let title = format!("group `{name}` may not leave, and cannot start outside");
                let fault = Fault::new(entry.key_at, title, "").also(group.at("may_leave"), "see here");
                faults.push(fault.help("share it among chains, or write may_leave = true"));
            }
        }
        _ => {}
    }
    if group.own.section("uses").entries.is_empty() {
        faults.push(Fault::new(group.at("uses"), format!("group `{name}` uses nothing"), "").help("write a table [group.uses.VERTICAL]"));
    }
    for entry in &group.own.section("requires").entries {
        let gate = Scope::all(group.root, Entity::Capability).find(|c| c.name() == entry.key);
        if let Some(gate) = gate.filter(|c| c.text("channel") != "gate") {
            let title = format!("`{}` works through {}, so no group can require it", entry.key, gate.text("channel"));
            let fault = Fault::new(entry.key_at, title, "a gate is needed").also(gate.at("channel"), "one channel each");
            faults.push(fault.help("write channel = \"gate\" for that capability, or let groups ask for another one"));
        }
    }
}

fn check_capability(capability: &Scope<'_>, faults: &mut Vec<Fault>) {
    let name = capability.name();
    for (channel, whole) in [("latency", "latency"), ("onboarding", "onboarding cost")] {
        if capability.text("channel") == channel && capability.number("strength") > 1.0 {
            let title = format!("`{name}` cannot take away more than the whole {whole}");
            faults.push(Fault::new(capability.at("strength"), title, format!("at most 1 where channel = \"{channel}\"")));
        }
    }
    let conflicts = capability.own.section("conflicts");
    for entry in &conflicts.entries {
        let other = Scope::all(capability.root, Entity::Capability).find(|c| c.name() == entry.key);
        let Some(other) = other else { continue };
        if other.name() == name {
            faults.push(Fault::new(entry.key_at, format!("`{name}` cannot conflict with itself"), "delete it, or name another capability"));
        } else if let Some(back) = other.own.section("conflicts").entry(name)
            && back.key_at < entry.key_at
        {
            let title = format!("the conflict of `{}` and `{name}` is written twice", other.name());
            faults.push(Fault::new(entry.key_at, title, "delete one of the two").also(back.key_at, "the first"));
        }
    }
}

fn check_world(root: &Table, faults: &mut Vec<Fault>) {
    let chains = || Scope::all(root, Entity::Chain);
    let mut l1s = chains().filter(|c| c.text("kind") == "l1");
    if let (Some(first), Some(second)) = (l1s.next(), l1s.next()) {
        faults.push(Fault::new(second.at("kind"), "a scenario has at most one l1", "the second").also(first.at("kind"), "the first"));
    }
    for (entity, what) in [(Entity::Chain, "chain"), (Entity::Group, "group"), (Entity::Vertical, "vertical")] {
        if root.items(entity.name()).next().is_none() {
            faults.push(Fault::new(Place::NONE, format!("no {what} is left"), format!("a scenario needs at least one [[{what}]]")));
        }
    }
    if let Some(chain) = chains().find(|c| c.maybe_number("capacity_gas_per_s").is_some()) {
        for vertical in Scope::all(root, Entity::Vertical).filter(|v| v.number("fee_elasticity") <= 0.0) {
            let title =
                format!("demand for `{}` does not answer to fees, but blockspace of chain `{}` is finite", vertical.name(), chain.name());
            let fault = Fault::new(vertical.at("fee_elasticity"), title, "must be above 0: no price would clear the market");
            faults.push(
                fault.also(chain.at("capacity_gas_per_s"), "finite").help("raise fee_elasticity, or leave out every capacity_gas_per_s"),
            );
        }
    }
    check_agents(root, faults);
}

fn check_agents(root: &Table, faults: &mut Vec<Fault>) {
    let agents = |g: &Scope<'_>| g.number("users") * g.number("scale");
    let total: f64 = Scope::all(root, Entity::Group).map(|g| agents(&g)).sum();
    let largest = Scope::all(root, Entity::Group).max_by(|a, b| agents(a).total_cmp(&agents(b)));
    if let Some(group) = largest.filter(|_| total > MAX_AGENTS) {
        let title = format!("{} agents are too many: at most {} are allowed", plain(total.round()), plain(MAX_AGENTS));
        let label = format!("{} users × {} agents per user", plain(group.number("users")), plain(group.number("scale")));
        let fault = Fault::new(group.at("users"), title, label);
        faults.push(fault.help("lower simulation.scale (or --scale), or the scale of this group"));
    }
}
