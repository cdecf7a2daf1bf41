//! Faults: what is wrong with a scenario, where, and what to do about it.

use crate::scenario::source::{Place, Sources};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::collections::BTreeSet;
use std::fmt;

/// Faults shown at most; more are counted.
const SHOWN: usize = 50;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    title: Box<str>,
    at: Place,
    label: Box<str>,
    also: Vec<(Place, String)>,
    asides: Vec<Aside>,
}

/// What stands below the marked lines.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Aside {
    Note(String),
    Help(String),
}

impl Fault {
    /// A fault at a place; `label` stands next to the mark.
    pub(crate) fn new(at: Place, title: impl Into<String>, label: impl Into<String>) -> Self {
        Self { title: title.into().into(), at, label: label.into().into(), also: vec![], asides: vec![] }
    }

    /// A fault without a place of its own; `label` is shown as a note unless it is given one.
    pub(crate) fn nowhere(title: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Place::NONE, title, label)
    }

    /// Adds advice, unless it is empty.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        let help = help.into();
        if !help.is_empty() {
            self.asides.push(Aside::Help(help));
        }
        self
    }

    /// Marks another place that matters.
    pub(crate) fn also(mut self, at: Place, label: impl Into<String>) -> Self {
        self.also.push((at, label.into()));
        self
    }

    /// Adds the circumstances in which the fault shows.
    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        let note = note.into();
        if !note.is_empty() {
            self.asides.push(Aside::Note(note));
        }
        self
    }

    /// Gives a fault that stands nowhere a place.
    pub(crate) fn at_least(mut self, at: Place) -> Self {
        if self.at == Place::NONE {
            self.at = at;
        }
        self
    }

    fn render(&self, sources: &Sources, renderer: &Renderer) -> String {
        let mut group = Group::with_title(Level::ERROR.primary_title(&*self.title));
        let primary = std::iter::once((self.at, &*self.label, AnnotationKind::Primary));
        let places = primary.chain(self.also.iter().map(|(at, label)| (*at, label.as_str(), AnnotationKind::Context)));
        for (at, label, kind) in places {
            let Some(source) = sources.of(at) else { continue };
            let excerpt = Excerpt::of(&source.text, at);
            let mark = kind.span(excerpt.start..excerpt.end);
            let mark = if label.is_empty() { mark } else { mark.label(label) };
            group = group.element(Snippet::source(excerpt.text).line_start(excerpt.line).path(source.name.as_str()).annotation(mark));
        }
        if sources.of(self.at).is_none() && !self.label.is_empty() {
            group = group.element(Level::NOTE.message(&*self.label));
        }
        let asides = self.asides.iter().map(|aside| match aside {
            Aside::Note(text) => Level::NOTE.message(text.as_str()),
            Aside::Help(text) => Level::HELP.message(text.as_str()),
        });
        group = group.elements(asides);
        renderer.render(&[group])
    }
}

/// Faults without repetitions: of those that say the same about the same place, whatever the circumstances, the first.
#[derive(Default)]
pub(crate) struct Distinct {
    faults: Vec<Fault>,
    seen: BTreeSet<(Place, Box<str>)>,
}

impl Distinct {
    /// Adds a fault, unless it is known.
    pub(crate) fn add(&mut self, fault: Fault) {
        if self.seen.insert((fault.at, fault.title.clone())) {
            self.faults.push(fault);
        }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.faults.len()
    }

    /// All, in the order in which they were added.
    pub(crate) fn into_faults(self) -> Vec<Fault> {
        self.faults
    }
}

/// The lines around a mark: what is shown costs the same however long the file is.
struct Excerpt<'a> {
    text: &'a str,
    line: usize,
    start: usize,
    end: usize,
}

impl<'a> Excerpt<'a> {
    fn of(text: &'a str, at: Place) -> Self {
        let start = floor_boundary(text, at.start);
        let first = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        // A mark of many lines (a whole table) is cut to its first.
        let end = floor_boundary(text, at.end).clamp(start, line_end);
        Self { text: &text[first..line_end], line: text[..first].matches('\n').count() + 1, start: start - first, end: end - first }
    }
}

/// The last character boundary at or before a byte.
pub(crate) fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// Everything one stage of reading a scenario found wrong, with the texts it was found in.
#[derive(Clone, Debug)]
pub struct Faults {
    faults: Vec<Fault>,
    sources: Sources,
}

impl Faults {
    pub(crate) fn new(mut faults: Vec<Fault>, sources: &Sources) -> Self {
        faults.sort_by_key(|fault| fault.at);
        let mut single = Distinct::default();
        faults.into_iter().for_each(|fault| single.add(fault));
        Self { faults: single.into_faults(), sources: sources.clone() }
    }

    /// How many faults there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.faults.len()
    }

    /// The faults as text for a terminal, with or without colour: each with file, line and column, the marked source line, what
    /// is allowed and what to do.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let mut parts: Vec<String> = self.faults.iter().take(SHOWN).map(|fault| fault.render(&self.sources, &renderer)).collect();
        if self.faults.len() > SHOWN {
            parts.push(format!("… and {} more faults", self.faults.len() - SHOWN));
        }
        parts.join("\n\n")
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Faults {}

/// A list of things in a sentence: `a`, `b` and 3 more.
#[must_use]
pub fn listing<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const LISTED: usize = 40;
    let names: Vec<&str> = names.into_iter().collect();
    let mut shown: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    if names.len() > LISTED {
        shown.push(format!("{} more", names.len() - LISTED));
    }
    match shown.pop() {
        None => "none".into(),
        Some(last) if shown.is_empty() => last,
        Some(last) => format!("{} and {last}", shown.join(", ")),
    }
}

/// The valid name that is probably meant by `wrong`: at most a third of its letters differ.
pub(crate) fn nearest<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Longer words are not typing errors of a name; bounding them bounds the work.
    let wrong = wrong.chars().take(60).collect::<String>().to_lowercase();
    let allowed = (wrong.chars().count() / 3).max(1);
    let length = wrong.chars().count();
    // A part of a name is as good as a typing error: `blobs` for `ethereum-blobs`.
    let is_part = |name: &str| wrong.len() >= 4 && name.contains(&wrong);
    // Names that are longer or shorter by more than that are no typing errors; a file may hold a hundred thousand wrong names.
    let near = valid.into_iter().filter(|name| name.chars().count().abs_diff(length) <= allowed || is_part(name));
    let rated = near.map(|name| (strsim::damerau_levenshtein(&wrong, name), name));
    rated.filter(|(distance, name)| *distance <= allowed || is_part(name)).min().map(|(_, name)| name)
}

/// "did you mean" text for the mark, or nothing.
#[must_use]
pub fn did_you_mean<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> String {
    nearest(wrong, valid).map_or_else(String::new, |name| format!("did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_a_typing_error_away() {
        assert_eq!(nearest("capcity", ["capacity", "latency"]), Some("capacity"));
        assert_eq!(nearest("Users", ["users"]), Some("users"));
        assert_eq!(nearest("zzz", ["users"]), None);
    }

    #[test]
    fn marks_survive_odd_places() {
        let mut sources = Sources::default();
        let source = sources.add("a.toml", "é = 1\nb", false);
        for (start, end) in [(0, 1), (1, 100), (7, 7), (50, 60), (5, 2)] {
            let faults = Faults::new(vec![Fault::new(Place { source, start, end }, "wrong", "here")], &sources);
            assert!(faults.to_string().contains("a.toml"), "{faults}");
        }
    }
}
