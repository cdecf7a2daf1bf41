//! Factors: uncertain assumptions, drawn anew for every replicate.

use crate::model::math::{exp, ln};
use crate::scenario::document::{Node, Table, Value};
use crate::scenario::edit::{Apply, Edit, Editor, current};
use crate::scenario::fault::Fault;
use crate::scenario::path::{Location, Path};
use crate::scenario::schema::{Entity, Scope, plain};
use crate::scenario::source::Place;

/// How a factor's draws lie between its bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spacing {
    /// Evenly.
    #[default]
    Linear,
    /// Evenly in the logarithm.
    Log,
}

impl Spacing {
    /// Coordinate on the axis along which draws are even: the value itself, or its logarithm.
    #[must_use]
    pub fn axis(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log => ln(value),
        }
    }

    /// Value at a coordinate of that axis.
    #[must_use]
    pub fn value(self, axis: f64) -> f64 {
        match self {
            Self::Linear => axis,
            Self::Log => exp(axis),
        }
    }

    /// Place of a value between `low` and `high` on that axis: 0 at `low`, 1 at `high`.
    #[must_use]
    pub fn place(self, low: f64, high: f64, value: f64) -> f64 {
        let [low, high, at] = [low, high, value].map(|x| self.axis(x));
        (at - low) / (high - low)
    }

    /// Value at a place between `low` and `high`.
    #[must_use]
    pub fn at(self, low: f64, high: f64, place: f64) -> f64 {
        let [low, high] = [low, high].map(|x| self.axis(x));
        self.value(low + place * (high - low))
    }
}

/// An uncertain assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorInfo {
    /// Name; the path if it has none.
    pub name: String,
    /// Label; empty if none.
    pub label: String,
    /// Path of what it changes.
    pub path: String,
    /// Lowest draw.
    pub low: f64,
    /// Highest draw.
    pub high: f64,
    /// How draws lie between.
    pub spacing: Spacing,
    /// Whether a draw replaces the value or multiplies it.
    pub apply: Apply,
    /// What the scenario itself has: 1 for a factor that multiplies; none if it changes several values that differ.
    pub today: Option<f64>,
}

impl FactorInfo {
    /// The draw at coordinate `u` in [0, 1]: low at 0, high at 1.
    #[must_use]
    pub fn draw(&self, u: f64) -> f64 {
        self.spacing.at(self.low, self.high, u).clamp(self.low, self.high)
    }
}

/// A factor with the places of its bounds.
#[derive(Clone, Debug)]
pub(crate) struct Factor {
    /// What everybody may know.
    pub(crate) info: FactorInfo,
    path: Path,
    low_at: Place,
    high_at: Place,
}

impl Factor {
    /// The factors of a scenario.
    pub(crate) fn all(root: &Table) -> Result<Vec<Self>, Vec<Fault>> {
        let mut faults = Vec::new();
        let factors: Vec<Self> = Scope::all(root, Entity::Factor).filter_map(|scope| Self::read(&scope, &mut faults)).collect();
        for (i, factor) in factors.iter().enumerate() {
            if let Some(first) = factors[..i].iter().find(|other| other.info.name == factor.info.name) {
                let title = format!("two factors are called `{}`", factor.info.name);
                faults.push(Fault::new(factor.path.at, title, "give it a `name` of its own").also(first.path.at, "the first"));
            }
        }
        if faults.is_empty() { Ok(factors) } else { Err(faults) }
    }

    fn read(scope: &Scope<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let path = Path::parse(&scope.text("path"), scope.at("path")).map_err(|fault| faults.push(fault)).ok()?;
        let info = FactorInfo {
            name: scope.own.text("name").map_or_else(|| path.text.clone(), str::to_owned),
            label: scope.text("label"),
            path: path.text.clone(),
            low: scope.number("low"),
            high: scope.number("high"),
            spacing: if scope.text("spacing") == "log" { Spacing::Log } else { Spacing::Linear },
            apply: if scope.text("apply") == "scale" { Apply::Scale } else { Apply::Set },
            today: if scope.text("apply") == "scale" { Some(1.0) } else { value_of(&path, scope.root) },
        };
        if info.low >= info.high {
            let title = format!("`low` must be below `high`, {}", plain(info.high));
            faults.push(Fault::new(scope.at("low"), title, "").also(scope.at("high"), "the highest draw"));
        }
        if info.spacing == Spacing::Log && info.low <= 0.0 {
            let fault = Fault::new(scope.at("low"), "a logarithm needs `low` above 0", "").also(scope.at("spacing"), "see here");
            faults.push(fault.help("raise `low`, or use spacing = \"linear\""));
        }
        let factor = Self { info, path, low_at: scope.at("low"), high_at: scope.at("high") };
        factor.check_bounds(faults);
        Some(factor)
    }

    fn check_bounds(&self, faults: &mut Vec<Fault>) {
        if !self.path.takes_number() {
            let title = format!("`{}` is no number that can be drawn", self.path.key.name);
            faults.push(Fault::new(self.path.at, title, "a factor needs a key that takes a number"));
            return;
        }
        for (value, at) in [(self.info.low, self.low_at), (self.info.high, self.high_at)] {
            Edit::new(self.path.clone(), self.info.apply, node(value, at), Editor::FACTOR, faults);
        }
    }

    /// The edit of a draw at coordinate `u`; a bound is marked where it stands.
    pub(crate) fn edit(&self, u: f64) -> Edit {
        let at = if u < 0.5 { self.low_at } else { self.high_at };
        Edit { path: self.path.clone(), apply: self.info.apply, value: node(self.info.draw(u), at) }
    }
}

/// The value of a path in the scenario, if all it matches agree.
fn value_of(path: &Path, root: &Table) -> Option<f64> {
    let locations = path.resolve(root).ok()?;
    let value = |location: &Location| current(root, location)?.number();
    let first = value(locations.first()?)?;
    locations.iter().all(|location| value(location) == Some(first)).then_some(first)
}

fn node(x: f64, at: Place) -> Node {
    Node { value: Value::Float(x), at }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(spacing: Spacing) -> FactorInfo {
        let (name, label, path) = ("f".into(), String::new(), "interop.level".into());
        FactorInfo { name, label, path, low: 0.1, high: 10.0, spacing, apply: Apply::Set, today: None }
    }

    #[test]
    fn draws_run_from_low_to_high() {
        for spacing in [Spacing::Linear, Spacing::Log] {
            let f = factor(spacing);
            assert!((f.draw(0.0) - 0.1).abs() < 1e-15 && (f.draw(1.0) - 10.0).abs() < 1e-12);
        }
        assert!((factor(Spacing::Linear).draw(0.5) - 5.05).abs() < 1e-12);
        assert!((factor(Spacing::Log).draw(0.5) - 1.0).abs() < 1e-12);
    }
}
