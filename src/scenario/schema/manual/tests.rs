//! `docs/scenario.md` says of every key what the schema says.

use super::{Row, quoted, rows};
use crate::scenario::schema::{Changes, Default, Entity, Key, Kind, ROOT, find};

/// All keys of the schema with their sections; keys of tables of tables are `uses.VERTICAL.key`.
fn schema() -> Vec<(String, String, &'static Key)> {
    let mut found = Vec::new();
    for key in ROOT {
        match key.kind {
            Kind::Section(keys) => section(key.name, keys, &mut found),
            Kind::Entities(entity) => section(key.name, entity.keys(), &mut found),
            _ => {}
        }
    }
    found
}

fn section(name: &str, keys: &'static [Key], found: &mut Vec<(String, String, &'static Key)>) {
    for key in keys {
        match key.kind {
            Kind::Section(sub) => section(&format!("{name}.{}", key.name), sub, found),
            Kind::Records(of, sub) => {
                let prefix = format!("{}.{}", key.name, of.name().to_uppercase());
                found.extend(sub.iter().map(|sub| (name.to_owned(), format!("{prefix}.{}", sub.name), sub)));
            }
            _ => found.push((name.to_owned(), key.name.to_owned(), key)),
        }
    }
}

/// A range as the manual writes it: `> 0 … 1e6`.
fn bounds(text: &str) -> Option<(f64, bool, f64)> {
    let text = text.split([',', '(']).next()?.replace('−', "-");
    let (low, high) = text.split_once('…')?;
    let excluded = low.trim().starts_with('>');
    Some((low.trim().trim_start_matches('>').trim().parse().ok()?, excluded, high.trim().parse().ok()?))
}

fn check(key: &Key, row: &Row) -> Result<(), String> {
    let written = row.default.trim_matches(['`', '"']);
    let fine = match key.default {
        Default::Required => written.starts_with("required"),
        Default::Number(x) => written.parse() == Ok(x),
        Default::Integer(i) => written.parse() == Ok(i),
        Default::Bool(b) => written.parse() == Ok(b),
        Default::Text(text) => written == text,
        Default::Unlimited => written == "unlimited",
        Default::Empty | Default::Absent | Default::Follows(..) => !written.is_empty() && written.parse::<f64>().is_err(),
    };
    if !fine {
        return Err(format!("the default is {:?}, not {written}", key.default));
    }
    if let Kind::Number(range) = key.kind
        && range.low != f64::MIN
        && bounds(&row.range) != Some((range.low, range.low_excluded, range.high))
    {
        return Err(format!("the range is {range:?}, not {}", row.range));
    }
    if let Kind::OneOf(words) = key.kind
        && quoted(&row.range) != words()
    {
        return Err(format!("the words are {:?}, not {}", words(), row.range));
    }
    let changes = match key.changes {
        Changes::Plan => "–",
        Changes::Start => "start",
        Changes::Run => "run",
    };
    if changes == row.changes { Ok(()) } else { Err(format!("it changes at {changes}, not {}", row.changes)) }
}

#[test]
fn the_manual_tells_every_key_as_it_is() {
    let mut rows = rows();
    let mut wrong = Vec::new();
    for (section, name, key) in schema() {
        // Every kind has a name and may have a label: the manual says so once.
        let common = name == "name" || name == "label";
        match rows.remove(&(section.clone(), name.clone())) {
            Some(_) if common || name == "question" || name == "notes" => {}
            Some(row) => wrong.extend(check(key, &row).err().map(|why| format!("{section}.{name}: {why}"))),
            None if common => {}
            None => wrong.push(format!("{section}.{name} is not in the manual")),
        }
    }
    wrong.extend(rows.keys().filter(|(section, _)| !section.is_empty()).map(|(s, key)| format!("{s}.{key} is in the manual alone")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_entity_has_keys_under_its_own_name() {
    for entity in [Entity::Capability, Entity::Start, Entity::Stack, Entity::Vertical, Entity::Chain, Entity::Group, Entity::Event] {
        let found = find(ROOT, entity.name()).map(|key| matches!(key.kind, Kind::Entities(of) if of == entity));
        assert_eq!(found, Some(true), "{entity:?}");
    }
}
