//! A table of a scenario with its schema: values as written, or by default.

use super::{Default, Entity, Key, Kind, NONE, ROOT, find};
use crate::scenario::document::{EMPTY, Node, Table, Value};
use crate::scenario::source::Place;

/// A table with the tables around it: values, or else the defaults.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// The whole scenario.
    pub(crate) root: &'a Table,
    /// The table itself.
    pub(crate) own: &'a Table,
    /// Its keys.
    pub(crate) keys: &'static [Key],
}

impl<'a> Scope<'a> {
    /// A section of the scenario.
    pub(crate) fn section(root: &'a Table, name: &str) -> Self {
        Scope { root, own: &EMPTY, keys: ROOT }.inner(root, name)
    }

    /// A section of this section.
    pub(crate) fn sub(&self, name: &str) -> Self {
        self.inner(self.own, name)
    }

    fn inner(&self, table: &'a Table, name: &str) -> Self {
        let keys = match find(self.keys, name).map(|key| key.kind) {
            Some(Kind::Section(keys)) => keys,
            other => unreachable!("`{name}` is no section but {other:?}"),
        };
        Self { root: self.root, own: table.section(name), keys }
    }

    /// The things of a kind, in order.
    pub(crate) fn all(root: &'a Table, entity: Entity) -> impl DoubleEndedIterator<Item = Self> + Clone {
        root.items(entity.name()).map(move |own| Scope { root, own, keys: entity.keys() })
    }

    /// The key with a name.
    pub(crate) fn key(&self, name: &str) -> &'static Key {
        find(self.keys, name).unwrap_or_else(|| unreachable!("`{name}` is not in the schema"))
    }

    /// Value as written; a reference to [`NONE`] takes back what an extended file or the base of a variant wrote.
    pub(crate) fn written(&self, name: &str) -> Option<&'a Node> {
        let taken_back = |node: &&Node| matches!(self.key(name).kind, Kind::Reference(_)) && node.value.text() == Some(NONE);
        self.own.get(name).filter(|node| !taken_back(node))
    }

    /// Value as written or by default.
    pub(crate) fn value(&self, name: &str) -> Option<Value> {
        match self.written(name) {
            Some(node) => Some(node.value.clone()),
            None => self.default(self.key(name)),
        }
    }

    /// Default of one of the keys.
    pub(crate) fn default(&self, key: &Key) -> Option<Value> {
        match key.default {
            Default::Number(x) => Some(Value::Float(x)),
            Default::Integer(i) => Some(Value::Integer(i)),
            Default::Bool(b) => Some(Value::Bool(b)),
            Default::Text(text) => Some(Value::Text(text.into())),
            Default::Empty => Some(Value::Table(Table::new(Place::NONE))),
            Default::Follows(_, value) => Some(value(self)),
            Default::Required | Default::Absent | Default::Unlimited => None,
        }
    }

    /// Number, or by default, if any.
    pub(crate) fn maybe_number(&self, name: &str) -> Option<f64> {
        match self.own.get(name) {
            Some(node) => node.value.number(),
            None => self.default(self.key(name)).and_then(|value| value.number()),
        }
    }

    /// Number; NaN where a required one is missing, which an earlier stage reported.
    pub(crate) fn number(&self, name: &str) -> f64 {
        self.maybe_number(name).unwrap_or(f64::NAN)
    }

    /// Whole number; 0 where a required one is missing.
    pub(crate) fn integer(&self, name: &str) -> i64 {
        match self.value(name) {
            Some(Value::Integer(i)) => i,
            _ => 0,
        }
    }

    /// True or false.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.value(name) == Some(Value::Bool(true))
    }

    /// Text.
    pub(crate) fn text(&self, name: &str) -> String {
        self.value(name).and_then(|value| value.text().map(str::to_owned)).unwrap_or_default()
    }

    /// Own name.
    pub(crate) fn name(&self) -> &'a str {
        self.own.text("name").unwrap_or("")
    }

    /// A table name → number, as written or by default.
    pub(crate) fn shares(&self, name: &str) -> Vec<(String, f64)> {
        let value = self.value(name);
        let entries = value.as_ref().and_then(Value::table).map_or(&[][..], |table| &table.entries[..]);
        entries.iter().map(|entry| (entry.key.clone(), entry.node.value.number().unwrap_or(f64::NAN))).collect()
    }

    /// Where a value stands, or else where its table does.
    pub(crate) fn at(&self, name: &str) -> Place {
        self.own.get(name).map_or_else(|| self.own.name_at(), |node| node.at)
    }
}
