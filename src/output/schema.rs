//! The scenario language as a JSON Schema (draft 2020-12), for editors and validators: every key with its meaning, unit, range and default.
//!
//! What fits the schema can still be refused: names that refer to something, sums, and what must go together are `l2niche check`'s.

use crate::scenario::schema::manual::{Row, rows};
use crate::scenario::schema::{Default, Entity, Key, Kind, LEAST, ROOT, Sum};
use crate::scenario::shape::{MAX_TEXT, NAME_PATTERN, REMOVE};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";
const COMMENT: &str = "Every scenario that l2niche accepts fits this schema. One that fits can still be refused: references, sums and what must go together are checked by `l2niche check`.";

/// The schema, as text.
#[must_use]
pub fn schema() -> String {
    let manual = Manual(rows());
    let mut definitions = Map::new();
    let entities = || ROOT.iter().filter_map(|key| if let Kind::Entities(entity) = key.kind { Some(entity) } else { None });
    for entity in entities() {
        let keys = manual.table(entity.name(), entity.keys());
        let reference = json!(format!("#/$defs/{}/keys", entity.name()));
        let named: Vec<&str> = required(entity.keys()).into_iter().filter(|name| *name == "name").collect();
        definitions.insert(
            entity.name().to_owned(),
            json!({
                "keys": keys,
                "whole": { "$ref": reference, "required": required(entity.keys()), "unevaluatedProperties": false },
                "part": {
                    "$ref": reference,
                    "properties": { REMOVE: { "const": true, "description": "takes away what the extended file or the base has" } },
                    "required": named,
                    "unevaluatedProperties": false,
                },
            }),
        );
    }
    let items = |which: &str| -> Map<String, Value> {
        let of = |entity: Entity| json!({ "items": { "$ref": format!("#/$defs/{}/{which}", entity.name()) } });
        entities().map(|entity| (entity.name().to_owned(), of(entity))).collect()
    };
    let mut whole = items("whole");
    for key in ROOT {
        if let Kind::Section(keys) = key.kind {
            whole.insert(key.name.to_owned(), json!({ "required": required(keys) }));
        }
    }
    let schema = json!({
        "$schema": DRAFT,
        "$comment": COMMENT,
        "title": "l2niche scenario",
        "type": "object",
        "properties": manual.properties("", ROOT),
        "additionalProperties": false,
        "if": { "required": ["extends"] },
        "then": { "properties": items("part") },
        "else": { "properties": whole, "required": required(ROOT) },
        "$defs": definitions,
    });
    format!("{schema:#}\n")
}

fn required(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().filter(|key| matches!(key.default, Default::Required)).map(|key| key.name).collect()
}

/// What the manual says of keys, by section and name.
struct Manual(BTreeMap<(String, String), Row>);

impl Manual {
    fn table(&self, section: &str, keys: &'static [Key]) -> Value {
        json!({ "type": "object", "properties": self.properties(section, keys) })
    }

    fn closed(&self, section: &str, keys: &'static [Key]) -> Value {
        json!({ "type": "object", "properties": self.properties(section, keys), "additionalProperties": false })
    }

    fn properties(&self, section: &str, keys: &'static [Key]) -> Map<String, Value> {
        keys.iter().map(|key| (key.name.to_owned(), self.property(section, key))).collect()
    }

    fn property(&self, section: &str, key: &'static Key) -> Value {
        let within = if section.is_empty() { key.name.to_owned() } else { format!("{section}.{}", key.name) };
        let mut property = match key.kind {
            Kind::Section(keys) => self.closed(&within, keys),
            Kind::Records(of, keys) => {
                let prefix = format!("{}.{}", key.name, of.name().to_uppercase());
                let record = |sub: &'static Key| {
                    (sub.name.to_owned(), self.described(shape(sub.kind), section, &format!("{prefix}.{}", sub.name), sub))
                };
                let record = json!({ "type": "object", "properties": keys.iter().map(record).collect::<Map<_, _>>(), "additionalProperties": false });
                table_of(record)
            }
            kind => shape(kind),
        };
        if !matches!(key.kind, Kind::Section(_) | Kind::Records(..)) {
            property = self.described(property, section, key.name, key);
        }
        property
    }

    /// A property with what the manual says of it, its unit and its default.
    fn described(&self, property: Value, section: &str, name: &str, key: &Key) -> Value {
        let Value::Object(mut property) = property else { return property };
        if let Some(row) = self.0.get(&(section.to_owned(), name.to_owned())) {
            property.insert("description".into(), json!(description(row, key)));
        }
        if let Some(unit) = unit(key.name).filter(|_| matches!(key.kind, Kind::Number(_) | Kind::Integer(..))) {
            property.insert("x-unit".into(), json!(unit));
        }
        let default = match key.default {
            Default::Number(x) => Some(json!(x)),
            Default::Integer(i) => Some(json!(i)),
            Default::Bool(b) => Some(json!(b)),
            Default::Text(text) => Some(json!(text)),
            _ => None,
        };
        default.into_iter().for_each(|default| drop(property.insert("default".into(), default)));
        Value::Object(property)
    }
}

/// Meaning, and what the schema itself cannot say of range and default.
fn description(row: &Row, key: &Key) -> String {
    let end = if row.meaning.is_empty() || row.meaning.ends_with('.') { "" } else { "." };
    let mut text = vec![format!("{}{end}", row.meaning)];
    if matches!(key.default, Default::Follows(..) | Default::Unlimited | Default::Absent) && !row.default.starts_with('–') {
        text.push(format!("Default: {}.", row.default));
    }
    text.push(format!("Range: {}.", row.range));
    text.push(match row.changes.as_str() {
        "run" => "Variants, factors and events may change it.".into(),
        "start" => "Variants and factors may change it.".into(),
        _ => "The same in all variants.".into(),
    });
    text.join(" ").trim().to_owned()
}

fn table_of(values: Value) -> Value {
    json!({ "type": "object", "propertyNames": { "pattern": NAME_PATTERN }, "additionalProperties": values })
}

/// What a key takes.
fn shape(kind: Kind) -> Value {
    match kind {
        Kind::Number(range) => {
            let (low, excluded, high) = range.ends();
            let mut number = Map::from_iter([("type".to_owned(), json!("number"))]);
            let low = low.map(|x| match (excluded, x) {
                // What is above 0 is not too close to it either.
                (true, 0.0) => ("minimum", LEAST),
                (true, x) => ("exclusiveMinimum", x),
                (false, x) => ("minimum", x),
            });
            low.into_iter().for_each(|(key, x)| drop(number.insert(key.into(), json!(x))));
            high.into_iter().for_each(|x| drop(number.insert("maximum".into(), json!(x))));
            Value::Object(number)
        }
        Kind::Integer(low, high) => json!({ "type": "integer", "minimum": low, "maximum": high }),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Text => json!({ "type": "string", "maxLength": MAX_TEXT }),
        Kind::File => json!({ "type": "string", "pattern": "\\.toml$" }),
        Kind::Name => json!({ "type": "string", "pattern": NAME_PATTERN }),
        Kind::OneOf(words) => json!({ "enum": words() }),
        Kind::Reference(entity) => json!({ "type": "string", "x-names": entity.name() }),
        Kind::Shares { of, range, sum, .. } => {
            let Value::Object(mut shares) = table_of(shape(Kind::Number(range))) else { unreachable!("a table is an object") };
            shares.insert("x-names".into(), json!(of.name()));
            if sum != Sum::Free {
                shares.insert("x-sum".into(), json!(1));
            }
            Value::Object(shares)
        }
        Kind::Entities(entity) => json!({ "type": "array", "maxItems": entity.limit() }),
        Kind::Patches(entity) => {
            json!({ "type": "array", "maxItems": entity.limit(), "items": { "$ref": format!("#/$defs/{}/part", entity.name()) } })
        }
        Kind::Path => json!({ "type": "string", "minLength": 1 }),
        // Paths may be written as keys of keys: what stands there is the path's.
        Kind::Set => json!({ "type": "object" }),
        Kind::Scale => json!({ "type": "object", "additionalProperties": { "type": ["number", "object"] } }),
        Kind::Section(_) | Kind::Records(..) => json!({ "type": "object" }),
    }
}

/// Unit that the end of a key's name says, as `USD/year`; none if it says none.
fn unit(name: &str) -> Option<String> {
    let mut parts = name.split("_per_");
    let (head, denominators) = (parts.next()?, parts.map(spelled).collect::<Vec<_>>());
    let numerator = match head.rsplit('_').next()? {
        unit @ ("usd" | "gwei" | "wei" | "gas" | "bytes" | "transactions" | "blobs" | "s" | "days" | "months" | "years") => spelled(unit),
        "day" => "day",
        _ if denominators.is_empty() => return None,
        _ => "1",
    };
    Some([numerator].into_iter().chain(denominators).collect::<Vec<_>>().join("/"))
}

fn spelled(unit: &str) -> &str {
    match unit {
        "usd" => "USD",
        "mib" => "MiB",
        "mib_hour" => "MiB/h",
        "tx" => "transaction",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_units() {
        let told =
            ["fixed_cost_usd_per_year", "delay_usd_per_month_per_s", "latency_s", "attention_per_day", "launch_day", "theta"].map(unit);
        let units = ["USD/year", "USD/month/s", "s", "1/day", "day"].map(|unit| Some(unit.to_owned()));
        assert_eq!(told[..5], units);
        assert_eq!(told[5], None);
    }

    #[test]
    fn every_key_of_numbers_and_words_is_described() {
        let schema: Value = serde_json::from_str(&schema()).unwrap();
        let mut blank = Vec::new();
        visit(&schema["properties"], "", &mut blank);
        for (name, entity) in schema["$defs"].as_object().unwrap() {
            visit(&entity["keys"]["properties"], name, &mut blank);
        }
        assert!(blank.is_empty(), "{blank:?}");
    }

    fn visit(properties: &Value, path: &str, blank: &mut Vec<String>) {
        for (name, property) in properties.as_object().unwrap() {
            let within = format!("{path}.{name}");
            let nested = [&property["properties"], &property["additionalProperties"]["properties"]];
            let leaf = nested.iter().all(|sub| sub.is_null());
            nested.into_iter().filter(|sub| !sub.is_null()).for_each(|sub| visit(sub, &within, blank));
            // Names and labels, and lists of things that have a chapter of their own, are described once.
            let common = ["name", "label"].contains(&name.as_str()) || property["type"] == "array";
            if leaf && !common && property["description"].as_str().is_none_or(str::is_empty) {
                blank.push(within);
            }
        }
    }
}
