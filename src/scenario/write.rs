//! The resolved scenario as text: merged, with defaults written out, itself a scenario.
//!
//! Defaults that follow from other keys are left out, so that variants, factors and events on those keys keep their effect.

use crate::scenario::document::{Table, Value};
use crate::scenario::schema::{Default, Key, Kind, ROOT, find};
use std::fmt::Write;

/// The text of a scenario.
pub(crate) fn resolved(root: &Table) -> String {
    let mut out = String::new();
    write_table(&mut out, "", ROOT, root, true);
    out.trim_start().to_owned()
}

fn write_table(out: &mut String, prefix: &str, keys: &'static [Key], table: &Table, fill: bool) {
    for key in keys.iter().filter(|key| !has_header(key)) {
        if let Some(text) = line(key, table, fill) {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "{} = {text}", key.name);
        } else if let (true, Default::Follows(words, _)) = (fill, key.default) {
            let _ = writeln!(out, "# {} follows {words}", key.name);
        }
    }
    for entry in table.entries.iter().filter(|entry| find(keys, &entry.key).is_none()) {
        let _ = writeln!(out, "{} = {}", bare_or_quoted(&entry.key), inline(&entry.node.value));
    }
    for key in keys.iter().filter(|key| has_header(key)) {
        let header = if prefix.is_empty() { key.name.to_owned() } else { format!("{prefix}.{}", key.name) };
        match key.kind {
            Kind::Section(sub) if (fill && !matches!(key.default, Default::Absent)) || table.get(key.name).is_some() => {
                let _ = writeln!(out, "\n[{header}]");
                write_table(out, &header, sub, table.section(key.name), fill);
            }
            Kind::Entities(entity) | Kind::Patches(entity) => {
                let complete = fill && matches!(key.kind, Kind::Entities(_));
                for item in table.items(key.name) {
                    let _ = writeln!(out, "\n[[{header}]]");
                    write_table(out, &header, entity.keys(), item, complete);
                }
            }
            _ => {}
        }
    }
}

fn has_header(key: &Key) -> bool {
    matches!(key.kind, Kind::Section(_) | Kind::Entities(_) | Kind::Patches(_))
}

fn line(key: &Key, table: &Table, fill: bool) -> Option<String> {
    match (table.get(key.name), key.kind, key.default) {
        (Some(node), Kind::Number(_) | Kind::Shares { .. } | Kind::Records(..), _) => Some(numbers(&node.value)),
        (Some(node), ..) => Some(inline(&node.value)),
        (None, _, Default::Number(x)) if fill => Some(format!("{x:?}")),
        (None, _, Default::Integer(i)) if fill => Some(i.to_string()),
        (None, _, Default::Bool(b)) if fill => Some(b.to_string()),
        (None, _, Default::Text(text)) if fill && !text.is_empty() => Some(quoted(text)),
        _ => None,
    }
}

/// A number, a table of numbers or of tables of numbers, written alike however the author wrote them: equal worlds have equal texts.
fn numbers(value: &Value) -> String {
    match value {
        Value::Table(table) => braces(table.entries.iter().map(|entry| (entry.key.as_str(), numbers(&entry.node.value)))),
        value => value.number().map_or_else(|| inline(value), |x| format!("{x:?}")),
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Integer(i) => i.to_string(),
        Value::Float(x) => format!("{x:?}"),
        Value::Bool(b) => b.to_string(),
        Value::Array(items) => format!("[{}]", items.iter().map(|item| inline(&item.value)).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => braces(table.entries.iter().map(|entry| (entry.key.as_str(), inline(&entry.node.value)))),
        // No key takes a date, so none is left after checking.
        Value::Date => quoted(""),
    }
}

fn braces<'a>(entries: impl Iterator<Item = (&'a str, String)>) -> String {
    let lines: Vec<String> = entries.map(|(key, value)| format!("{} = {value}", bare_or_quoted(key))).collect();
    if lines.is_empty() { "{}".into() } else { format!("{{ {} }}", lines.join(", ")) }
}

fn bare_or_quoted(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { key.to_owned() } else { quoted(key) }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
