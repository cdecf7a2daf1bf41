//! Edits: a path with a value to set or a factor to multiply by. Variants, events, factors and `--set` are made of them.

use crate::scenario::document::{EMPTY, Node, Table, Value};
use crate::scenario::fault::Fault;
use crate::scenario::path::{Location, Path, Step};
use crate::scenario::schema::{Changes, Default, Kind, ROOT, Range, Scope, find, plain};
use crate::scenario::shape;
use crate::scenario::source::Place;

/// What an edit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apply {
    /// Replaces the value.
    Set,
    /// Multiplies it.
    Scale,
}

/// One edit, checked against the schema.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    /// What it changes.
    pub(crate) path: Path,
    /// How.
    pub(crate) apply: Apply,
    /// New value, or factor.
    pub(crate) value: Node,
}

/// Who edits, and what that may change.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Editor {
    /// In a sentence.
    pub(crate) who: &'static str,
    /// The least changeable keys it may change.
    pub(crate) may: Changes,
}

impl Editor {
    /// `--set`.
    pub(crate) const COMMAND_LINE: Self = Self { who: "the command line", may: Changes::Plan };
    /// A variant.
    pub(crate) const VARIANT: Self = Self { who: "a variant", may: Changes::Start };
    /// A factor.
    pub(crate) const FACTOR: Self = Self { who: "a factor", may: Changes::Start };
    /// An event.
    pub(crate) const EVENT: Self = Self { who: "an event", may: Changes::Run };

    /// Whether this editor may change what the path leads to.
    pub(crate) fn check(self, path: &Path) -> Result<(), Fault> {
        if path.key.changes >= self.may {
            return Ok(());
        }
        let name = path.key.name;
        Err(if path.key.changes == Changes::Plan {
            Fault::new(path.at, format!("`{name}` is the same in all variants and on all days"), format!("{} cannot change it", self.who))
                .help("write it in its section, or change it on the command line")
        } else {
            Fault::new(path.at, format!("`{name}` is fixed at the start of a run"), format!("{} cannot change it", self.who))
                .help("write it in its section, or let a [[variant]] set it")
        })
    }
}

/// The edits of the tables `set` and `scale` of a variant or an event; faults of paths, values and types are added to `faults`.
pub(crate) fn edits_of(table: &Table, editor: Editor, faults: &mut Vec<Fault>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (key, apply) in [("set", Apply::Set), ("scale", Apply::Scale)] {
        collect("", table.section(key), apply, editor, &mut edits, faults);
    }
    edits
}

/// Unquoted dots make TOML tables, so `set = { interop.level = 1 }` arrives nested: a table belongs to the path until the path
/// leads to a value.
fn collect(prefix: &str, table: &Table, apply: Apply, editor: Editor, edits: &mut Vec<Edit>, faults: &mut Vec<Fault>) {
    for entry in &table.entries {
        let text = if prefix.is_empty() { entry.key.clone() } else { format!("{prefix}.{}", entry.key) };
        let path = Path::parse(&text, entry.key_at);
        match (&entry.node.value, path) {
            (Value::Table(inner), Err(_)) if !inner.entries.is_empty() => collect(&text, inner, apply, editor, edits, faults),
            (_, Err(fault)) => faults.push(fault),
            (_, Ok(path)) => edits.extend(Edit::new(path, apply, entry.node.clone(), editor, faults)),
        }
    }
}

impl Edit {
    /// An edit whose path and value fit the schema.
    pub(crate) fn new(path: Path, apply: Apply, value: Node, editor: Editor, faults: &mut Vec<Fault>) -> Option<Self> {
        let before = faults.len();
        if let Err(fault) = editor.check(&path) {
            faults.push(fault);
            return None;
        }
        match apply {
            Apply::Set => check_value(&path, &value, faults),
            Apply::Scale => check_factor(&path, &value, faults),
        }
        (faults.len() == before).then_some(Self { path, apply, value })
    }

    /// Carries the edit out; the result is what it changed.
    pub(crate) fn carry_out(&self, root: &mut Table) -> Result<Vec<Location>, Fault> {
        let mut locations = self.path.resolve(root)?;
        if self.apply == Apply::Set {
            for location in &locations {
                write(root, location, self.value.clone());
            }
            return Ok(locations);
        }
        let current: Vec<Option<f64>> = locations.iter().map(|l| current(root, l).and_then(|value| value.number())).collect();
        if current.iter().all(Option::is_none) || (current.contains(&None) && !self.skips_absent()) {
            return Err(self.nothing_to_scale(&locations[current.iter().position(Option::is_none).unwrap_or(0)]));
        }
        let range = number_range(&self.path).unwrap_or(Range::ANY);
        let factor = self.value.value.number().unwrap_or(f64::NAN);
        for (location, x) in locations.iter().zip(&current).filter_map(|(location, x)| x.map(|x| (location, x))) {
            if !range.allows(x * factor) {
                let title = format!("`{}` becomes {} × {} = {}", location.text, plain(x), plain(factor), plain(x * factor));
                return Err(Fault::new(self.value.at, title, format!("{} is allowed", range.words())));
            }
            write(root, location, Node { value: Value::Float(x * factor), at: self.value.at });
        }
        let mut present = current.iter().map(Option::is_some);
        locations.retain(|_| present.next() == Some(true));
        Ok(locations)
    }

    /// A broad path may meet things without the value: without limit, or without the entry, there is nothing to multiply.
    fn skips_absent(&self) -> bool {
        self.path.is_broad() && (self.path.inside || matches!(self.path.key.default, Default::Unlimited))
    }

    fn nothing_to_scale(&self, location: &Location) -> Fault {
        let fault = Fault::new(self.path.at, format!("`{}` has no value to multiply", location.text), "not written in the scenario");
        match (self.path.key.default, self.path.key.name) {
            (Default::Unlimited, name) => fault.help(format!("without `{name}` there is no limit; write one, or use `set`")),
            (_, "horizon_months") => fault.help("it follows attention_per_day; scale that, or write a horizon first"),
            _ => fault.help("write it first, or use `set`"),
        }
    }
}

fn number_range(path: &Path) -> Option<Range> {
    match path.key.kind {
        Kind::Number(range) if !path.inside => Some(range),
        Kind::Shares { range, .. } if path.inside => Some(range),
        _ => None,
    }
}

fn check_value(path: &Path, value: &Node, faults: &mut Vec<Fault>) {
    match path.key.kind {
        Kind::Shares { range, .. } if path.inside => shape::check_number(&path.text, range, value, faults),
        Kind::Records(_, keys) if path.inside => shape::check_record(&path.text, keys, value, true, faults),
        _ => shape::check_value(path.key, value, true, faults),
    }
}

fn check_factor(path: &Path, value: &Node, faults: &mut Vec<Fault>) {
    if number_range(path).is_none() {
        let why = format!("`{}` is no number that can be multiplied", path.key.name);
        faults.push(Fault::new(path.at, why, "").help("use `set`"));
    } else {
        shape::check_factor(value, faults);
    }
}

/// The value at a location, as written or by default.
pub(crate) fn current(root: &Table, location: &Location) -> Option<Value> {
    let mut scope = Scope { root, own: root, keys: ROOT };
    let mut steps = location.steps.as_slice();
    loop {
        let [Step::Key(name), rest @ ..] = steps else { return None };
        let key = find(scope.keys, name)?;
        match (key.kind, rest) {
            (Kind::Section(_), rest) => (scope, steps) = (scope.sub(name), rest),
            (Kind::Entities(entity), [Step::Item(i), rest @ ..]) => {
                scope = Scope { root, own: scope.own.items(name).nth(*i)?, keys: entity.keys() };
                steps = rest;
            }
            (_, []) => return scope.value(name),
            (Kind::Records(_, keys), [Step::Key(entry), rest @ ..]) if !rest.is_empty() => {
                scope = Scope { root, own: scope.own.section(name).section(entry), keys };
                steps = rest;
            }
            (_, [Step::Key(entry), ..]) => return scope.value(name)?.table()?.get(entry).map(|node| node.value.clone()),
            _ => return None,
        }
    }
}

/// Writes a value; tables on the way that hold only by default are written out first.
fn write(root: &mut Table, location: &Location, node: Node) {
    let count = location.steps.len();
    if let Some(Step::Key(_)) = location.steps.get(count.wrapping_sub(2)) {
        let parent = Location { steps: location.steps[..count - 1].to_vec(), text: String::new() };
        if let Some(Value::Table(table)) = current(root, &parent) {
            put(root, &parent.steps, Node { value: Value::Table(table), at: node.at });
        }
    }
    put(root, &location.steps, node);
}

fn put(table: &mut Table, steps: &[Step], node: Node) {
    match steps {
        [Step::Key(key)] => table.put(key, node.at, node),
        [Step::Key(key), Step::Item(i), rest @ ..] => {
            if let Some(Node { value: Value::Array(items), .. }) = table.get_mut(key)
                && let Some(Node { value: Value::Table(inner), .. }) = items.get_mut(*i)
            {
                put(inner, rest, node);
            }
        }
        [Step::Key(key), rest @ ..] => {
            if table.get(key).is_none() {
                table.put(key, Place::NONE, Node { value: Value::Table(EMPTY.clone()), at: Place::NONE });
            }
            if let Some(Node { value: Value::Table(inner), .. }) = table.get_mut(key) {
                put(inner, rest, node);
            }
        }
        _ => {}
    }
}
