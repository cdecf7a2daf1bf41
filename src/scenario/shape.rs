//! The second stage: unknown keys, types, ranges, words, names and sizes, each value by itself.

use crate::scenario::document::{Node, Table, Value};
use crate::scenario::edit::{Editor, edits_of};
use crate::scenario::fault::{Fault, did_you_mean, listing};
use crate::scenario::path::{Path, key_names};
use crate::scenario::schema::{Default, Entity, Key, Kind, LEAST, ROOT, Range, find, plain, replaced};
use std::collections::BTreeMap;

/// Longest free text, in characters.
pub(crate) const MAX_TEXT: usize = 500;
/// Longest name, in characters.
const MAX_NAME: usize = 40;
/// Names, as a regular expression.
#[cfg(feature = "app")]
pub(crate) const NAME_PATTERN: &str = "^[a-z0-9][a-z0-9_-]{0,39}$";
/// Key that deletes a thing when tables are merged by name.
pub(crate) const REMOVE: &str = "remove";

/// Checks a scenario; `complete` asks for required keys too.
pub(crate) fn check(root: &Table, complete: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_table("", ROOT, root, complete, &mut faults);
    faults
}

fn check_table(what: &str, keys: &'static [Key], table: &Table, complete: bool, faults: &mut Vec<Fault>) {
    for entry in &table.entries {
        match find(keys, &entry.key) {
            Some(key) => check_value(key, &entry.node, complete, faults),
            None => faults.push(unknown(what, keys, &entry.key, entry.key_at)),
        }
    }
    let missing = keys.iter().filter(|key| complete && matches!(key.default, Default::Required) && table.get(key.name).is_none());
    for key in missing {
        let (title, help) = match key.kind {
            Kind::Entities(entity) => (format!("a scenario needs at least one [[{}]]", entity.name()), String::new()),
            Kind::Section(sub) => (format!("section [{}] is missing", key.name), format!("its keys are {}", key_names(sub))),
            _ => (format!("`{}` is missing{}", key.name, within(what)), format!("it takes {}", takes(key))),
        };
        faults.push(Fault::new(table.name_at(), title, "").help(help));
    }
}

fn within(what: &str) -> String {
    if what.is_empty() { String::new() } else { format!(" in {what}") }
}

fn unknown(what: &str, keys: &'static [Key], name: &str, at: crate::scenario::source::Place) -> Fault {
    if name == REMOVE && find(keys, "name").is_some() {
        return Fault::new(at, "there is nothing to remove here", "only a scenario that extends another, or a variant, can remove");
    }
    let near = did_you_mean(name, keys.iter().map(|key| key.name));
    let title = if what.is_empty() { format!("no section is called `{name}`") } else { format!("{what} has no key `{name}`") };
    let fault = Fault::new(at, title, near);
    if let Some(by) = replaced(name) {
        return fault.help(by);
    }
    fault.help(format!("allowed: {}", key_names(keys)))
}

/// What a key takes, in words.
pub(crate) fn takes(key: &Key) -> String {
    match key.kind {
        Kind::Number(range) => range.words(),
        Kind::Integer(low, i64::MAX) => format!("a whole number from {low}"),
        Kind::Integer(low, high) => format!("a whole number from {low} to {high}"),
        Kind::Bool => "true or false".into(),
        Kind::Text => format!("text in quotes, at most {MAX_TEXT} characters"),
        Kind::File => "the name of a .toml file, in quotes".into(),
        Kind::Name => format!("a name in quotes: a–z, 0–9, `_` and `-`, at most {MAX_NAME} characters, the first a letter or a digit"),
        Kind::OneOf(words) => format!("one of the words {}", listing(words())),
        Kind::Reference(entity) => format!("the name of a {}, in quotes", entity.name()),
        Kind::Shares { of, outside, range, .. } => {
            let or = if outside { " or `outside`" } else { "" };
            format!("a table {{ {}{or} = {} }}", of.name().to_uppercase(), range.words())
        }
        Kind::Records(of, _) => format!("a table per {}", of.name()),
        Kind::Section(_) => format!("a section [{}]", key.name),
        Kind::Entities(of) | Kind::Patches(of) => format!("tables [[{}]]", of.name()),
        Kind::Path => "a path in quotes, as \"interop.level\"".into(),
        Kind::Set => "a table { \"path\" = value }".into(),
        Kind::Scale => "a table { \"path\" = factor }".into(),
    }
}

/// Checks one value against its key.
pub(crate) fn check_value(key: &'static Key, node: &Node, complete: bool, faults: &mut Vec<Fault>) {
    let mut wrong = |label: String| faults.push(Fault::new(node.at, format!("`{}` takes {}", key.name, takes(key)), label));
    match (key.kind, &node.value) {
        (Kind::Number(range), _) => check_number(key.name, range, node, faults),
        (Kind::Integer(low, high), Value::Integer(i)) if (low..=high).contains(i) => {}
        (Kind::Integer(..), Value::Integer(i)) => wrong(format!("{i} is out of range")),
        (Kind::Bool, Value::Bool(_)) | (Kind::File | Kind::Reference(_), Value::Text(_)) => {}
        (Kind::Text, Value::Text(text)) if text.chars().count() > MAX_TEXT => wrong(format!("{} characters", text.chars().count())),
        (Kind::Text, Value::Text(_)) => {}
        (Kind::Name, Value::Text(name)) if is_name(name) => {}
        (Kind::Name, Value::Text(text)) => wrong(plain_name(text).map_or_else(|| "not a name".into(), |name| format!("write `{name}`"))),
        (Kind::OneOf(words), Value::Text(word)) => check_word(key, &words(), word, node, faults),
        (Kind::Shares { range, .. }, Value::Table(table)) => {
            table.entries.iter().for_each(|entry| check_number(&entry.key, range, &entry.node, faults));
        }
        (Kind::Records(_, keys), Value::Table(table)) => {
            let what = |name: &str| format!("`{}.{name}`", key.name);
            table.entries.iter().for_each(|entry| check_record(&what(&entry.key), keys, &entry.node, complete, faults));
        }
        (Kind::Section(keys), Value::Table(table)) => check_table(&format!("[{}]", key.name), keys, table, complete, faults),
        (Kind::Entities(entity), Value::Array(items)) => check_entities(entity, items, complete, node, faults),
        (Kind::Patches(entity), Value::Array(items)) => check_entities(entity, items, false, node, faults),
        (Kind::Path, Value::Text(text)) => faults.extend(Path::parse(text, node.at).err()),
        (Kind::Set | Kind::Scale, Value::Table(_)) => {}
        (Kind::Entities(_) | Kind::Patches(_), Value::Table(_)) => wrong(format!("write [[{}]], in two pairs of brackets", key.name)),
        (_, value) => wrong(format!("this is {}", value.what())),
    }
}

/// Checks one entry of a table of tables.
pub(crate) fn check_record(what: &str, keys: &'static [Key], node: &Node, complete: bool, faults: &mut Vec<Fault>) {
    match &node.value {
        Value::Table(table) => check_table(what, keys, table, complete, faults),
        value => {
            let label = format!("this is {}", value.what());
            faults.push(Fault::new(node.at, format!("{what} takes a table with {}", key_names(keys)), label));
        }
    }
}

/// Checks a number.
pub(crate) fn check_number(name: &str, range: Range, node: &Node, faults: &mut Vec<Fault>) {
    check_amount(&format!("`{name}` takes {}", range.words()), range, node, faults);
}

/// Checks the factor of an edit.
pub(crate) fn check_factor(node: &Node, faults: &mut Vec<Fault>) {
    check_amount("`scale` multiplies by a finite number", Range::ANY, node, faults);
}

fn check_amount(title: &str, range: Range, node: &Node, faults: &mut Vec<Fault>) {
    match node.value.number() {
        Some(x) if range.allows(x) => {}
        Some(x) if !x.is_finite() => faults.push(Fault::new(node.at, title, "not a finite number")),
        Some(x) if Range::is_tiny(x) => {
            let label = format!("{} is too close to 0: at least {} is needed", plain(x), plain(LEAST));
            faults.push(Fault::new(node.at, title, label));
        }
        Some(x) => faults.push(Fault::new(node.at, title, format!("{} is out of range", plain(x)))),
        None => faults.push(Fault::new(node.at, title, format!("this is {}", node.value.what()))),
    }
}

fn check_word(key: &Key, words: &[&str], word: &str, node: &Node, faults: &mut Vec<Fault>) {
    if words.contains(&word) {
        return;
    }
    let near = did_you_mean(word, words.iter().copied());
    let fault = Fault::new(node.at, format!("`{}` cannot be `{word}`", key.name), near);
    faults.push(fault.help(format!("allowed: {}", listing(words.iter().copied()))));
}

fn check_entities(entity: Entity, items: &[Node], complete: bool, node: &Node, faults: &mut Vec<Fault>) {
    if items.len() > entity.limit() {
        let label = format!("{} tables", items.len());
        faults.push(Fault::new(node.at, format!("at most {} [[{}]] are allowed", entity.limit(), entity.name()), label));
        return;
    }
    let (mut seen, mut labels): (BTreeMap<&str, &Table>, BTreeMap<&str, &Table>) = (BTreeMap::new(), BTreeMap::new());
    for item in items {
        let Value::Table(table) = &item.value else {
            let label = format!("this is {}", item.value.what());
            faults.push(Fault::new(item.at, format!("`{}` takes tables [[{}]]", entity.name(), entity.name()), label));
            continue;
        };
        let name = table.text("name");
        if let Some(first) = name.and_then(|name| seen.insert(name, table)) {
            let title = format!("two [[{}]] are called `{}`", entity.name(), name.unwrap_or_default());
            faults.push(Fault::new(table.name_at(), title, "names are unique per kind").also(first.name_at(), "the first"));
        }
        let label = table.text("label").filter(|label| complete && !label.trim().is_empty()).or(name);
        if let Some(first) = label.and_then(|label| labels.insert(label, table)).filter(|first| first.text("name") != name) {
            let title = format!("two [[{}]] are shown as `{}`", entity.name(), label.unwrap_or_default());
            let at = table.get("label").map_or_else(|| table.name_at(), |label| label.at);
            faults.push(Fault::new(at, title, "labels tell them apart in results").also(first.name_at(), "the other"));
        }
        check_entity(entity, table, name, complete, faults);
    }
}

fn check_entity(entity: Entity, table: &Table, name: Option<&str>, complete: bool, faults: &mut Vec<Fault>) {
    let what = name.map_or_else(|| format!("[[{}]]", entity.name()), |name| format!("{} `{name}`", entity.name()));
    let needs_name = find(entity.keys(), "name").is_some_and(|key| matches!(key.default, Default::Required));
    if needs_name && !complete && table.get("name").is_none() {
        faults.push(Fault::new(table.at, format!("`name` is missing in {what}"), "").help("tables are merged by name"));
    }
    let mut table = std::borrow::Cow::Borrowed(table);
    if let Some(remove) = table.get(REMOVE).filter(|_| !complete).cloned() {
        if remove.value != Value::Bool(true) {
            faults.push(Fault::new(remove.at, format!("`{REMOVE}` takes true"), "leave it out to keep what is there"));
        }
        table.to_mut().take(REMOVE);
    }
    check_table(&what, entity.keys(), &table, complete, faults);
    match entity {
        Entity::Variant => drop(edits_of(&table, Editor::VARIANT, faults)),
        Entity::Event => drop(edits_of(&table, Editor::EVENT, faults)),
        _ => {}
    }
}

/// Whether text is a name: `[a-z0-9][a-z0-9_-]{0,39}`.
pub(crate) fn is_name(text: &str) -> bool {
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.len() <= MAX_NAME && text.starts_with(fine) && text.chars().all(|c| fine(c) || c == '_' || c == '-')
}

/// The name that `text` is but for capitals and spaces, if it is one.
fn plain_name(text: &str) -> Option<String> {
    let name = text.trim().to_lowercase().replace(' ', "-");
    is_name(&name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_plain() {
        assert!(["a", "0x", "op-stack_2"].into_iter().all(is_name));
        assert!(["", "-a", "A", "a b", "ä", "a.b"].into_iter().all(|text| !is_name(text)));
        assert!(!is_name(&"a".repeat(41)));
    }
}
