//! A scenario as written: a tree of values that know where they stand.

use crate::scenario::fault::Fault;
use crate::scenario::source::Place;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Most entries of one table or array.
const MAX_ENTRIES: usize = 1000;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Text.
    Text(String),
    /// Whole number.
    Integer(i64),
    /// Number.
    Float(f64),
    /// True or false.
    Bool(bool),
    /// List.
    Array(Vec<Node>),
    /// Table.
    Table(Table),
    /// Date or time: no key takes one.
    Date,
}

impl Value {
    /// The number, whole or not.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(i) => Some(*i as f64),
            Self::Float(x) => Some(*x),
            _ => None,
        }
    }

    /// The text.
    pub(crate) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The table.
    pub(crate) fn table(&self) -> Option<&Table> {
        if let Self::Table(table) = self { Some(table) } else { None }
    }

    /// What it is, in a sentence.
    pub(crate) fn what(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number with a fraction",
            Self::Bool(_) => "true or false",
            Self::Array(_) => "a list",
            Self::Table(_) => "a table",
            Self::Date => "a date",
        }
    }
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// The value.
    pub(crate) value: Value,
    /// Its place.
    pub(crate) at: Place,
}

/// One line of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// Key.
    pub(crate) key: String,
    /// Where the key stands.
    pub(crate) key_at: Place,
    /// Value.
    pub(crate) node: Node,
}

/// A table in the order of writing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    /// Its lines.
    pub(crate) entries: Vec<Entry>,
    /// Its place: the header, or the braces.
    pub(crate) at: Place,
}

/// The table that stands for one that was not written.
pub(crate) static EMPTY: Table = Table::new(Place::NONE);

impl Table {
    /// A table without lines.
    pub(crate) const fn new(at: Place) -> Self {
        Self { entries: Vec::new(), at }
    }

    /// The line with a key.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The value under a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The value under a key, to change.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
    }

    /// Puts a value under a key, new or not.
    pub(crate) fn put(&mut self, key: &str, key_at: Place, node: Node) {
        match self.entries.iter_mut().find(|entry| entry.key == key) {
            Some(entry) => (entry.key_at, entry.node) = (key_at, node),
            None => self.entries.push(Entry { key: key.to_owned(), key_at, node }),
        }
    }

    /// Takes a line out.
    pub(crate) fn take(&mut self, key: &str) -> Option<Node> {
        let position = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(position).node)
    }

    /// Text under a key.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(|node| node.value.text())
    }

    /// The table under a key; the empty one if there is none.
    pub(crate) fn section(&self, key: &str) -> &Self {
        self.get(key).and_then(|node| node.value.table()).unwrap_or(&EMPTY)
    }

    /// The tables listed under a key, in order.
    pub(crate) fn items(&self, key: &str) -> impl DoubleEndedIterator<Item = &Self> + Clone {
        let nodes: &[Node] = if let Some(Node { value: Value::Array(nodes), .. }) = self.get(key) { nodes } else { &[] };
        nodes.iter().filter_map(|node| node.value.table())
    }

    /// Names of the tables listed under a key.
    pub(crate) fn names(&self, key: &str) -> Vec<&str> {
        self.items(key).filter_map(|item| item.text("name")).collect()
    }

    /// Where the name of this table stands, or else the table itself.
    pub(crate) fn name_at(&self) -> Place {
        self.get("name").map_or(self.at, |node| node.at)
    }
}

/// Reads a text; all syntax errors at once, in the order of the text.
pub(crate) fn parse(text: &str, source: u16) -> Result<Table, Vec<Fault>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { source, offset: 0, faults: syntax_faults(&errors, source, text) };
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    let at = Place { source, start: 0, end: text.find('\n').unwrap_or(text.len()) };
    let table = reader.table(table.into_inner(), at);
    if reader.faults.is_empty() { Ok(table) } else { Err(reader.faults) }
}

/// Reads a single value, as behind `--set PATH=`; `at` is its place in its source.
pub(crate) fn parse_value(text: &str, at: Place) -> Result<Node, Vec<Fault>> {
    let (value, errors) = DeValue::parse_recoverable(text);
    if !errors.is_empty() {
        let title = format!("`{text}` is not a value: {}", errors[0].message());
        return Err(vec![Fault::new(at, title, "a number, true, false, \"text\" or { key = value } is expected")]);
    }
    let mut reader = Reader { source: at.source, offset: at.start, faults: vec![] };
    let node = reader.node(value);
    if reader.faults.is_empty() { Ok(node) } else { Err(reader.faults) }
}

fn syntax_faults(errors: &[toml::de::Error], source: u16, text: &str) -> Vec<Fault> {
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(text.len()..text.len());
        found.push((span.start, span.end, error.message()));
    }
    // One line's first error causes its others.
    found.sort_unstable();
    let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    found.dedup_by_key(|(start, ..)| lines.partition_point(|&newline| newline < *start));
    let fault = |(start, end, message): (usize, usize, &str)| {
        let missing = text.get(start..end).is_some_and(|marked| marked.trim().is_empty()) && message.starts_with("string values must be");
        let message = if missing { "a value is missing" } else { message };
        Fault::new(Place { source, start, end }, format!("not valid TOML: {message}"), "here")
            .help("scenario files are TOML (https://toml.io): `key = value`, `[section]`, `[[chain]]`; text stands in \"quotes\"")
    };
    found.into_iter().map(fault).collect()
}

struct Reader {
    source: u16,
    /// Where in its source the text begins.
    offset: usize,
    faults: Vec<Fault>,
}

impl Reader {
    fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place { source: self.source, start: self.offset + span.start, end: self.offset + span.end }
    }

    fn table(&mut self, table: DeTable<'_>, at: Place) -> Table {
        if self.too_many(table.len(), at) {
            return Table::new(at);
        }
        let mut entries: Vec<Entry> = Vec::with_capacity(table.len());
        for (key, value) in table {
            let key_at = self.place(key.span());
            entries.push(Entry { key: key.into_inner().into_owned(), key_at, node: self.node(value) });
        }
        entries.sort_by_key(|entry| entry.key_at);
        Table { entries, at }
    }

    fn node(&mut self, spanned: Spanned<DeValue<'_>>) -> Node {
        let at = self.place(spanned.span());
        let value = match spanned.into_inner() {
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Integer(i) => match i64::from_str_radix(i.as_str(), i.radix()) {
                Ok(i) => Value::Integer(i),
                Err(_) => self.unreadable(at, "a whole number lies between −2^63 and 2^63 − 1"),
            },
            DeValue::Float(x) => match x.as_str().parse() {
                Ok(x) => Value::Float(x),
                Err(_) => self.unreadable(at, "not a number"),
            },
            DeValue::Boolean(b) => Value::Bool(b),
            DeValue::Datetime(_) => Value::Date,
            DeValue::Array(items) if self.too_many(items.len(), at) => Value::Array(vec![]),
            DeValue::Array(items) => Value::Array(items.into_iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table, at)),
        };
        Node { value, at }
    }

    fn unreadable(&mut self, at: Place, label: &str) -> Value {
        self.faults.push(Fault::new(at, "a number that cannot be read", label));
        Value::Integer(0)
    }

    fn too_many(&mut self, count: usize, at: Place) -> bool {
        if count > MAX_ENTRIES {
            self.faults.push(Fault::new(at, format!("{count} entries are too many"), format!("at most {MAX_ENTRIES} are allowed")));
        }
        count > MAX_ENTRIES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_text() {
        let text = "a = 1\n[b]\nc = \"x\"\n";
        let table = parse(text, 3).expect("valid");
        let at = table.section("b").get("c").expect("written").at;
        assert_eq!((at.source, &text[at.start..at.end]), (3, "\"x\""));
    }

    #[test]
    fn all_syntax_errors_are_found_in_order() {
        assert!(parse("a = \nb = 2\nc = [1,\n[d\n", 0).is_err_and(|faults| faults.len() >= 2));
    }

    #[test]
    fn values_of_the_command_line_are_placed_in_it() {
        let at = Place { source: 0, start: 4, end: 13 };
        let node = parse_value("{ a = 1 }", at).expect("valid");
        let inner = node.value.table().and_then(|t| t.get("a")).expect("written").at;
        assert_eq!((inner.start, inner.end), (10, 11));
    }
}
