//! Blueprints: a chain with `slots = N` stands for chains that founders may open, at most N at a time. In the world of a day it is replaced by
//! N + 1 places for newcomers, called `NAME-1`, `NAME-2`, …: one more than may be open, so that founders can always look at another one.

use crate::model::supply::life::Slot;
use crate::scenario::document::{Node, Table, Value};
use crate::scenario::fault::Fault;
use crate::scenario::schema::{Entity, Kind, Scope};

/// Key that makes a chain a blueprint.
const SLOTS: &str = "slots";

/// Checks blueprints, before they are replaced.
pub(crate) fn check(root: &Table, faults: &mut Vec<Fault>) {
    for chain in blueprints(root) {
        check_blueprint(&chain, faults);
        for entity in [Entity::Chain, Entity::Exchange, Entity::Deal, Entity::Token, Entity::Programme, Entity::Incident] {
            Scope::all(root, entity).for_each(|other| check_reference(&chain, entity, &other, faults));
        }
        for settler in Scope::all(root, Entity::Group).chain(Scope::all(root, Entity::Start)) {
            if let Some(entry) = settler.own.section("homes").entry(chain.name()) {
                let title = format!("nobody lives on `{}`, which founders may open later", chain.name());
                faults.push(Fault::new(entry.key_at, title, "").also(chain.at(SLOTS), "a blueprint"));
            }
        }
    }
}

fn check_blueprint(chain: &Scope<'_>, faults: &mut Vec<Fault>) {
    let name = chain.name();
    if chain.text("kind") == "l1" {
        let title = format!("`{name}` is Ethereum itself: nobody opens another one");
        faults.push(Fault::new(chain.at(SLOTS), title, "not for kind = \"l1\""));
    }
    if chain.integer("launch_day") > 0 {
        let title = format!("founders decide when `{name}` launches");
        faults.push(Fault::new(chain.at("launch_day"), title, "").also(chain.at(SLOTS), "a blueprint"));
    }
}

fn check_reference(blueprint: &Scope<'_>, entity: Entity, other: &Scope<'_>, faults: &mut Vec<Fault>) {
    let references = entity.keys().iter().filter(|key| matches!(key.kind, Kind::Reference(Entity::Chain)));
    for key in references.filter(|key| other.own.text(key.name) == Some(blueprint.name())) {
        let title = format!("{} `{}` is about `{}`, which is no chain yet", entity.name(), other.name(), blueprint.name());
        let fault = Fault::new(other.at(key.name), title, "").also(blueprint.at(SLOTS), "a blueprint");
        faults.push(fault.help("name a chain that is there, or launches on a day"));
    }
}

fn blueprints(root: &Table) -> impl Iterator<Item = Scope<'_>> {
    Scope::all(root, Entity::Chain).filter(|chain| chain.integer(SLOTS) > 0)
}

/// The same world with places for newcomers instead of blueprints.
pub(crate) fn laid_out(mut root: Table) -> Table {
    if let Some(Node { value: Value::Array(chains), .. }) = root.get_mut(Entity::Chain.name()) {
        *chains = std::mem::take(chains).into_iter().flat_map(places).collect();
    }
    root
}

/// A chain, or the places that a blueprint stands for.
fn places(chain: Node) -> Vec<Node> {
    let slots = chain.value.table().and_then(|table| table.get(SLOTS)).and_then(|node| node.value.number()).unwrap_or(0.0);
    if slots < 1.0 {
        return vec![chain];
    }
    let place = |i: usize| {
        let mut place = chain.clone();
        if let Value::Table(table) = &mut place.value {
            for key in ["name", "label"] {
                if let Some(Node { value: Value::Text(text), .. }) = table.get_mut(key) {
                    *text = if key == "name" { Slot::name_of(text, i) } else { format!("{text} {i}") };
                }
            }
        }
        place
    };
    (1..=slots as usize + 1).map(place).collect()
}
