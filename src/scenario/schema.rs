//! The scenario language as data: every key with its type, range, default and when it may change.
//!
//! Reading, faults, paths, defaults and the resolved text all follow these tables; `docs/scenario.md` is checked against them.

mod agents;
mod conduct;
mod deals;
mod innovation;
mod institutions;
#[cfg(any(feature = "app", test))]
pub(crate) mod manual;
mod plan;
mod scope;
mod world;

use crate::scenario::document::Value;
pub(crate) use agents::USE;
pub(crate) use plan::TABLES;
pub(crate) use scope::Scope;

/// What a reference says to take back one that an extended file, or the base of a variant, wrote: `stack = "none"`.
pub(crate) const NONE: &str = "none";

/// Range of a number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    low: f64,
    low_excluded: bool,
    high: f64,
}

impl Range {
    /// Any finite number.
    pub(crate) const ANY: Self = from(f64::MIN, f64::MAX);

    /// Whether a number is so close to 0, without being 0, that what is divided by it may be no number any more.
    pub(crate) fn is_tiny(x: f64) -> bool {
        x != 0.0 && x.abs() < LEAST
    }

    /// Whether a number is allowed.
    pub(crate) fn allows(self, x: f64) -> bool {
        x.is_finite() && !Self::is_tiny(x) && x <= self.high && if self.low_excluded { x > self.low } else { x >= self.low }
    }

    /// Its ends, where it has them, and whether the lower one is excluded.
    #[cfg(feature = "app")]
    pub(crate) fn ends(self) -> (Option<f64>, bool, Option<f64>) {
        let end = |x: f64| (x.abs() < f64::MAX).then_some(x);
        (end(self.low), self.low_excluded, end(self.high))
    }

    /// The range in words.
    pub(crate) fn words(self) -> String {
        match self {
            Self { low: f64::MIN, .. } => "a finite number".into(),
            Self { low, low_excluded: true, high } => format!("a number above {} and up to {}", plain(low), plain(high)),
            Self { low, high, .. } => format!("a number from {} to {}", plain(low), plain(high)),
        }
    }
}

/// From `low` to `high`, both included.
pub(crate) const fn from(low: f64, high: f64) -> Range {
    Range { low, low_excluded: false, high }
}

/// Above `low`, up to `high`.
pub(crate) const fn above(low: f64, high: f64) -> Range {
    Range { low, low_excluded: true, high }
}

/// Least amount of a number that is not 0, in the unit of any key.
pub(crate) const LEAST: f64 = 1e-12;

/// A number as people write it.
pub(crate) fn plain(x: f64) -> String {
    if x == 0.0 || (1e-5..1e7).contains(&x.abs()) { format!("{x}") } else { format!("{x:e}") }
}

/// What a table of shares must sum to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sum {
    /// Anything.
    Free,
    /// 1.
    One,
    /// 1, or no entries.
    OneOrEmpty,
}

/// Kinds of named things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entity {
    /// `[[capability]]`
    Capability,
    /// `[[start]]`
    Start,
    /// `[[stack]]`
    Stack,
    /// `[[vertical]]`
    Vertical,
    /// `[[chain]]`
    Chain,
    /// `[[exchange]]`
    Exchange,
    /// `[[deal]]`
    Deal,
    /// `[[incident]]`
    Incident,
    /// `[[group]]`
    Group,
    /// `[[token]]`
    Token,
    /// `[[programme]]`
    Programme,
    /// `[[event]]`
    Event,
    /// `[[variant]]`
    Variant,
    /// `[[factor]]`
    Factor,
    /// `[[claim]]`
    Claim,
    /// A claim over two factors.
    Map,
}

impl Entity {
    /// Name of its array.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Capability => "capability",
            Self::Start => "start",
            Self::Stack => "stack",
            Self::Vertical => "vertical",
            Self::Chain => "chain",
            Self::Exchange => "exchange",
            Self::Deal => "deal",
            Self::Incident => "incident",
            Self::Group => "group",
            Self::Token => "token",
            Self::Programme => "programme",
            Self::Event => "event",
            Self::Variant => "variant",
            Self::Factor => "factor",
            Self::Claim => "claim",
            Self::Map => "map",
        }
    }

    /// Its keys.
    pub(crate) const fn keys(self) -> &'static [Key] {
        match self {
            Self::Capability => world::CAPABILITY,
            Self::Start => agents::START,
            Self::Stack => world::STACK,
            Self::Vertical => agents::VERTICAL,
            Self::Chain => world::CHAIN,
            Self::Exchange => agents::EXCHANGE,
            Self::Deal => deals::DEAL,
            Self::Incident => innovation::INCIDENT,
            Self::Group => agents::GROUP,
            Self::Token => institutions::TOKEN,
            Self::Programme => institutions::PROGRAMME,
            Self::Event => plan::EVENT,
            Self::Variant => plan::VARIANT,
            Self::Factor => plan::FACTOR,
            Self::Claim => plan::CLAIM,
            Self::Map => plan::MAP,
        }
    }

    /// How many a scenario may have.
    pub(crate) const fn limit(self) -> usize {
        match self {
            Self::Event | Self::Variant => 1000,
            Self::Factor => 256,
            _ => 64,
        }
    }
}

/// What a key takes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// A number.
    Number(Range),
    /// A whole number, bounds included.
    Integer(i64, i64),
    /// True or false.
    Bool,
    /// Free text.
    Text,
    /// A file name.
    File,
    /// The name of the thing itself.
    Name,
    /// One of these words.
    OneOf(fn() -> Vec<&'static str>),
    /// Name of a thing of this kind.
    Reference(Entity),
    /// A table name → number; names are of this kind, or `outside` if so marked.
    Shares {
        /// Kind of the names.
        of: Entity,
        /// Whether `outside` is a name.
        outside: bool,
        /// Range of each number.
        range: Range,
        /// What they sum to.
        sum: Sum,
    },
    /// A table name → table with these keys.
    Records(Entity, &'static [Key]),
    /// A section with these keys.
    Section(&'static [Key]),
    /// An array of named tables.
    Entities(Entity),
    /// An array of partial tables, merged by name.
    Patches(Entity),
    /// A path.
    Path,
    /// A table path → value.
    Set,
    /// A table path → factor.
    Scale,
}

/// When a key may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Changes {
    /// In the file and by `--set` only: the same in all variants.
    Plan,
    /// By variants and factors too, but not while a run goes on.
    Start,
    /// By events too.
    Run,
}

/// What holds where a key is not written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Default {
    /// It must be written.
    Required,
    /// A number.
    Number(f64),
    /// A whole number.
    Integer(i64),
    /// True or false.
    Bool(bool),
    /// Text.
    Text(&'static str),
    /// An empty table or list.
    Empty,
    /// Nothing.
    Absent,
    /// No limit: a number that no factor changes.
    Unlimited,
    /// What follows from other keys; the words say how.
    Follows(&'static str, fn(&Scope<'_>) -> Value),
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    /// Name; its end says the unit.
    pub(crate) name: &'static str,
    /// What it takes.
    pub(crate) kind: Kind,
    /// What holds without it.
    pub(crate) default: Default,
    /// When it may change.
    pub(crate) changes: Changes,
}

impl Key {
    const fn new(name: &'static str, kind: Kind, default: Default) -> Self {
        Self { name, kind, default, changes: Changes::Run }
    }

    const fn number(name: &'static str, default: f64, range: Range) -> Self {
        Self::new(name, Kind::Number(range), Default::Number(default))
    }

    const fn start(mut self) -> Self {
        self.changes = Changes::Start;
        self
    }

    const fn plan(mut self) -> Self {
        self.changes = Changes::Plan;
        self
    }
}

const NAME: Key = Key::new("name", Kind::Name, Default::Required).plan();
const LABEL: Key = Key::new("label", Kind::Text, Default::Text("")).plan();

/// All sections and arrays.
pub(crate) const ROOT: &[Key] = plan::ROOT;

/// The key of a list with a name.
pub(crate) fn find(keys: &'static [Key], name: &str) -> Option<&'static Key> {
    keys.iter().find(|key| key.name == name)
}

/// What took the place of a key of earlier versions.
pub(crate) fn replaced(name: &str) -> Option<&'static str> {
    plan::REPLACED.iter().find(|(old, _)| *old == name).map(|(_, by)| *by)
}
