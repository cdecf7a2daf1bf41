//! Paths: `section.key[.key]…` or `kind.SELECTOR.key[.key]…`; SELECTOR is a name, `*`, or `[key=value,…]`.

use crate::scenario::document::{Table, Value};
use crate::scenario::fault::{Fault, did_you_mean, listing};
use crate::scenario::schema::{Entity, Key, Kind, NONE, ROOT, Scope, find, replaced};
use crate::scenario::source::Place;

/// Longest path, in bytes.
const MAX_LENGTH: usize = 400;

#[derive(Clone, Debug, PartialEq)]
enum Selector {
    Name,
    Any,
    Where(Vec<(String, String)>),
}

#[derive(Clone, Debug)]
struct Segment {
    text: String,
    selector: Selector,
    at: Place,
}

/// A path that the schema knows.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// As written.
    pub(crate) text: String,
    /// Where.
    pub(crate) at: Place,
    segments: Vec<Segment>,
    /// Key it leads to.
    pub(crate) key: &'static Key,
    /// Whether it leads to one entry of that key's table.
    pub(crate) inside: bool,
}

/// One step from a table to a value in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Value under a key.
    Key(String),
    /// Item of a list.
    Item(usize),
}

/// One value a path leads to in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Location {
    /// Steps from the root.
    pub(crate) steps: Vec<Step>,
    /// Path with names in place of selectors.
    pub(crate) text: String,
}

impl Path {
    /// Reads a path written at `at` (quotes included, if any) and follows it through the schema.
    pub(crate) fn parse(text: &str, at: Place) -> Result<Self, Fault> {
        if text.len() > MAX_LENGTH {
            return Err(Fault::new(at, "this path is too long", format!("at most {MAX_LENGTH} characters are allowed")));
        }
        let inner = if at.end - at.start == text.len() + 2 { at.part(1, text.len() + 1) } else { at };
        let placed = inner.end - inner.start == text.len();
        let place = |start: usize, end: usize| if placed { inner.part(start, end) } else { at };
        let segments = segments(text, &place).map_err(|(at, why)| {
            Fault::new(at, format!("`{text}` is not a path"), why)
                .help("a path is `section.key` or `kind.SELECTOR.key`, as in `interop.level`, `group.gamers.attention_per_day`, `chain.*.latency_s` or `chain.[kind=l2].focus`")
        })?;
        let (key, inside) = follow(ROOT, &segments)?;
        Ok(Self { text: text.to_owned(), at, segments, key, inside })
    }

    /// All values the path leads to in a scenario; a fault if there are none.
    pub(crate) fn resolve(&self, root: &Table) -> Result<Vec<Location>, Fault> {
        let mut walk = Walk { root, found: Vec::new(), missed: None };
        walk.section(ROOT, root, &self.segments, &mut Vec::new(), &mut Vec::new());
        match (walk.found.is_empty(), walk.missed) {
            (false, _) => Ok(walk.found),
            (true, Some(fault)) => Err(fault),
            (true, None) => Err(Fault::new(self.at, format!("`{}` matches nothing", self.text), "nothing here to change")),
        }
    }

    /// Whether it leads to numbers.
    pub(crate) fn takes_number(&self) -> bool {
        matches!((self.key.kind, self.inside), (Kind::Number(_), false) | (Kind::Shares { .. }, true))
    }

    /// Whether some step chooses among several things, so that some may lack the value.
    pub(crate) fn is_broad(&self) -> bool {
        self.segments.iter().any(|segment| segment.selector != Selector::Name)
    }
}

fn segments(text: &str, place: &impl Fn(usize, usize) -> Place) -> Result<Vec<Segment>, (Place, String)> {
    let mut segments = Vec::new();
    let mut start = 0;
    while start <= text.len() {
        let rest = &text[start..];
        let length = if rest.starts_with('[') {
            rest.find(']').map(|end| end + 1).ok_or((place(start, text.len()), "this `[` has no `]`".to_owned()))?
        } else {
            rest.find('.').unwrap_or(rest.len())
        };
        let (segment, at) = (&rest[..length], place(start, start + length.max(1)));
        if !rest[length..].is_empty() && !rest[length..].starts_with('.') {
            return Err((at, "a `.` is expected after `]`".into()));
        }
        segments.push(Segment { text: segment.to_owned(), selector: selector(segment).map_err(|why| (at, why))?, at });
        start += length + 1;
    }
    Ok(segments)
}

fn selector(segment: &str) -> Result<Selector, String> {
    if segment == "*" {
        return Ok(Selector::Any);
    }
    if let Some(inner) = segment.strip_prefix('[') {
        let pairs = inner.trim_end_matches(']').split(',').map(|pair| {
            let (key, value) = pair.split_once('=').ok_or("`[key=value]` is expected")?;
            Ok((key.trim().to_owned(), value.trim().trim_matches(['"', '\'']).to_owned()))
        });
        return pairs.collect::<Result<_, &str>>().map(Selector::Where).map_err(str::to_owned);
    }
    let fine = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if segment.is_empty() || !segment.chars().all(fine) {
        return Err("a name of letters, digits, `_` and `-` is expected".into());
    }
    Ok(Selector::Name)
}

/// Follows segments through the schema alone.
fn follow(keys: &'static [Key], segments: &[Segment]) -> Result<(&'static Key, bool), Fault> {
    let Some((first, rest)) = segments.split_first() else { unreachable!("callers check that there are more segments") };
    let key = find(keys, &first.text).ok_or_else(|| unknown(keys, first))?;
    let more = |what: String, names: String| Fault::new(first.at, format!("this path stops at {what}"), "").help(names);
    match (key.kind, rest) {
        (Kind::Section(sub), []) => Err(more(format!("section `{}`", key.name), format!("go on with `.` and one of {}", key_names(sub)))),
        (Kind::Section(sub), rest) => follow(sub, rest),
        (Kind::Entities(entity), [] | [_]) => Err(more(
            rest.first().map_or_else(|| format!("`{}`", entity.name()), |which| format!("{} `{}`", entity.name(), which.text)),
            format!("write `{}.NAME.KEY`; KEY is one of {}", entity.name(), key_names(entity.keys())),
        )),
        (Kind::Entities(entity), [which, rest @ ..]) => {
            check_selector(entity, which)?;
            follow(entity.keys(), rest)
        }
        (Kind::Name | Kind::File | Kind::Patches(_), _) => {
            Err(Fault::new(first.at, format!("`{}` cannot be changed by a path", key.name), ""))
        }
        (_, []) => Ok((key, false)),
        (Kind::Shares { .. } | Kind::Records(..), [_]) => Ok((key, true)),
        (Kind::Records(_, sub), [_, rest @ ..]) => follow(sub, rest),
        (_, [next, ..]) => Err(Fault::new(next.at, format!("`{}` has no parts", key.name), format!("end the path at `{}`", key.name))),
    }
}

fn check_selector(entity: Entity, which: &Segment) -> Result<(), Fault> {
    let Selector::Where(pairs) = &which.selector else { return Ok(()) };
    for (name, _) in pairs {
        match find(entity.keys(), name).map(|key| key.kind) {
            Some(Kind::Number(_) | Kind::Integer(..) | Kind::Bool | Kind::OneOf(_) | Kind::Reference(_) | Kind::Name) => {}
            Some(_) => return Err(Fault::new(which.at, format!("`{name}` cannot select"), "a key with a single value is needed")),
            None => {
                let names = entity.keys().iter().map(|key| key.name);
                let title = format!("[[{}]] has no key `{name}` to select by", entity.name());
                return Err(Fault::new(which.at, title, did_you_mean(name, names)).help(format!("keys: {}", key_names(entity.keys()))));
            }
        }
    }
    Ok(())
}

fn unknown(keys: &'static [Key], segment: &Segment) -> Fault {
    let near = did_you_mean(&segment.text, keys.iter().map(|key| key.name));
    let fault = Fault::new(segment.at, format!("no key is called `{}` here", segment.text), near);
    if let Some(by) = replaced(&segment.text) {
        return fault.help(by);
    }
    fault.help(format!("allowed here: {}", key_names(keys)))
}

/// Names of keys in a sentence.
pub(crate) fn key_names(keys: &[Key]) -> String {
    listing(keys.iter().map(|key| key.name))
}

struct Walk<'a> {
    root: &'a Table,
    found: Vec<Location>,
    missed: Option<Fault>,
}

impl Walk<'_> {
    fn section(&mut self, keys: &'static [Key], table: &Table, segments: &[Segment], steps: &mut Vec<Step>, names: &mut Vec<String>) {
        let [first, rest @ ..] = segments else { return };
        let Some(key) = find(keys, &first.text) else { return };
        steps.push(Step::Key(key.name.into()));
        names.push(key.name.into());
        match (key.kind, rest) {
            (Kind::Section(sub), _) => self.section(sub, table.section(key.name), rest, steps, names),
            (Kind::Entities(entity), [which, rest @ ..]) => self.entities(entity, table, which, rest, steps, names),
            (Kind::Records(_, sub), [which, deeper @ ..]) => self.records((key, sub), table, which, deeper, steps, names),
            (Kind::Shares { .. }, [which]) => self.records((key, &[]), table, which, &[], steps, names),
            _ => self.found.push(Location { steps: steps.clone(), text: names.join(".") }),
        }
        steps.pop();
        names.pop();
    }

    fn entities(
        &mut self,
        entity: Entity,
        table: &Table,
        which: &Segment,
        rest: &[Segment],
        steps: &mut Vec<Step>,
        names: &mut Vec<String>,
    ) {
        let before = self.found.len();
        let mut any = false;
        let items: Vec<&Table> = table.items(entity.name()).collect();
        for (i, item) in items.iter().enumerate() {
            if self.selects(entity, which, item) {
                any = true;
                steps.push(Step::Item(i));
                names.push(item.text("name").map_or_else(|| format!("{}", i + 1), str::to_owned));
                self.section(entity.keys(), item, rest, steps, names);
                steps.pop();
                names.pop();
            }
        }
        if !any && before == self.found.len() {
            self.missed.get_or_insert_with(|| no_such(entity, which, &table.names(entity.name())));
        }
    }

    fn selects(&self, entity: Entity, which: &Segment, item: &Table) -> bool {
        let scope = Scope { root: self.root, own: item, keys: entity.keys() };
        match &which.selector {
            Selector::Any => true,
            Selector::Name => scope.name() == which.text,
            Selector::Where(pairs) => {
                pairs.iter().all(|(key, wanted)| scope.value(key).map_or(wanted == NONE, |value| reads_as(&value, wanted)))
            }
        }
    }

    /// Entries of a table by name: new ones may be written whole, not in part.
    fn records(
        &mut self,
        (key, sub): (&'static Key, &'static [Key]),
        table: &Table,
        which: &Segment,
        rest: &[Segment],
        steps: &mut Vec<Step>,
        names: &mut Vec<String>,
    ) {
        let entries = table.section(key.name);
        let chosen: Vec<&str> = match which.selector {
            Selector::Any => entries.entries.iter().map(|entry| entry.key.as_str()).collect(),
            _ => vec![which.text.as_str()],
        };
        for name in chosen {
            steps.push(Step::Key(name.into()));
            names.push(name.into());
            if rest.is_empty() {
                self.found.push(Location { steps: steps.clone(), text: names.join(".") });
            } else if entries.get(name).is_some() {
                self.section(sub, entries.section(name), rest, steps, names);
            } else {
                let have = entries.entries.iter().map(|entry| entry.key.as_str());
                let title = format!("`{}` has no entry `{name}` to change", names[..names.len() - 1].join("."));
                let fault = Fault::new(which.at, title, did_you_mean(name, have.clone())).help(format!("it has {}", listing(have)));
                self.missed.get_or_insert(fault);
            }
            steps.pop();
            names.pop();
        }
    }
}

fn reads_as(value: &Value, wanted: &str) -> bool {
    match value {
        Value::Text(text) => text == wanted,
        Value::Bool(b) => wanted == if *b { "true" } else { "false" },
        value => value.number().is_some_and(|x| wanted.parse() == Ok(x)),
    }
}

fn no_such(entity: Entity, which: &Segment, names: &[&str]) -> Fault {
    let kind = entity.name();
    let title = match &which.selector {
        Selector::Name => format!("no {kind} is called `{}`", which.text),
        Selector::Any => format!("there is no [[{kind}]] to change"),
        Selector::Where(_) => format!("no {kind} fits `{}`", which.text),
    };
    let near = if which.selector == Selector::Name { did_you_mean(&which.text, names.iter().copied()) } else { String::new() };
    let known = if names.is_empty() { String::new() } else { format!("there is {}", listing(names.iter().copied())) };
    Fault::new(which.at, title, near).help(known)
}
