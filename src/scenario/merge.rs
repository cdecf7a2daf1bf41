//! Merging: a scenario over the one it extends, a variant's partial tables over the scenario.

use crate::scenario::document::{Node, Table, Value};
use crate::scenario::fault::{Fault, did_you_mean, listing};
use crate::scenario::schema::{Entity, Key, Kind, ROOT, Sum, find};
use crate::scenario::shape::REMOVE;

/// Lays a scenario over the one it extends.
pub(crate) fn extend(base: &mut Table, over: &Table, faults: &mut Vec<Fault>) {
    merge_tables(base, over, ROOT, faults);
    base.at = over.at;
}

/// Lays a variant's partial tables over a scenario.
pub(crate) fn patch(base: &mut Table, variant: &Table, faults: &mut Vec<Fault>) {
    for key in Entity::Variant.keys() {
        if let (Kind::Patches(entity), Some(over)) = (key.kind, variant.get(key.name)) {
            merge_entities(base, key, entity, over, Removal::Deletes, faults);
        }
    }
}

/// What `remove = true` means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Removal {
    /// The thing goes.
    Deletes,
    /// It is kept as an instruction: in a variant's partial tables.
    Stays,
}

fn merge_tables(base: &mut Table, over: &Table, keys: &'static [Key], faults: &mut Vec<Fault>) {
    for entry in &over.entries {
        let key = find(keys, &entry.key);
        let kind = key.map(|key| key.kind);
        let old = base.get_mut(&entry.key).map(|node| &mut node.value);
        match (key, kind, old, &entry.node.value) {
            (Some(key), Some(Kind::Entities(entity)), ..) => merge_entities(base, key, entity, &entry.node, Removal::Deletes, faults),
            (Some(key), Some(Kind::Patches(entity)), ..) => merge_entities(base, key, entity, &entry.node, Removal::Stays, faults),
            (Some(_), Some(kind), Some(Value::Table(old)), Value::Table(new)) if !is_one_whole(kind) => match kind {
                Kind::Section(sub) => merge_tables(old, new, sub, faults),
                Kind::Records(_, sub) => merge_records(old, new, sub, faults),
                _ => new.entries.iter().for_each(|e| old.put(&e.key, e.key_at, e.node.clone())),
            },
            _ => base.put(&entry.key, entry.key_at, entry.node.clone()),
        }
    }
}

/// Shares of one whole are replaced whole: some of the old with some of the new would sum to anything.
fn is_one_whole(kind: Kind) -> bool {
    matches!(kind, Kind::Shares { sum: Sum::One | Sum::OneOrEmpty, .. })
}

fn merge_records(base: &mut Table, over: &Table, keys: &'static [Key], faults: &mut Vec<Fault>) {
    for entry in &over.entries {
        match (base.get_mut(&entry.key).map(|node| &mut node.value), &entry.node.value) {
            (Some(Value::Table(old)), Value::Table(new)) => merge_tables(old, new, keys, faults),
            _ => base.put(&entry.key, entry.key_at, entry.node.clone()),
        }
    }
}

/// What two tables share if they are versions of one thing: the name, or a nameless factor's path.
fn identity(entity: Entity, table: &Table) -> Option<&str> {
    table.text("name").or_else(|| table.text("path").filter(|_| entity == Entity::Factor))
}

fn merge_entities(base: &mut Table, key: &Key, entity: Entity, over: &Node, removal: Removal, faults: &mut Vec<Fault>) {
    if base.get(key.name).is_none() {
        base.put(key.name, over.at, Node { value: Value::Array(vec![]), at: over.at });
    }
    let (Some(Node { value: Value::Array(items), .. }), Value::Array(new)) = (base.get_mut(key.name), &over.value) else { return };
    for node in new {
        let Value::Table(table) = &node.value else { continue };
        let name = identity(entity, table);
        let same = |item: &Node| name.is_some() && item.value.table().and_then(|old| identity(entity, old)) == name;
        let position = items.iter().position(same);
        let removes = removal == Removal::Deletes && is_removal(table);
        match position.map(|i| (i, &mut items[i].value)) {
            Some((i, _)) if removes => drop(items.remove(i)),
            None if removes => faults.push(nothing_to_remove(entity, table, items)),
            Some((i, Value::Table(old))) if is_removal(table) || is_removal(old) => items[i] = node.clone(),
            Some((_, Value::Table(old))) => merge_tables(old, table, entity.keys(), faults),
            _ => items.push(node.clone()),
        }
    }
}

fn is_removal(table: &Table) -> bool {
    matches!(table.get(REMOVE), Some(Node { value: Value::Bool(true), .. }))
}

fn nothing_to_remove(entity: Entity, table: &Table, items: &[Node]) -> Fault {
    let names: Vec<&str> = items.iter().filter_map(|item| item.value.table()?.text("name")).collect();
    let wrong = table.text("name").unwrap_or_default();
    Fault::new(
        table.name_at(),
        format!("no {} is called `{wrong}`: nothing to remove", entity.name()),
        did_you_mean(wrong, names.iter().copied()),
    )
    .help(format!("there is {}", listing(names)))
}
