//! Where a value was written: files and command-line items, and places in them.

use std::sync::Arc;

/// A stretch of bytes in one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Position of the source.
    pub(crate) source: u16,
    /// First byte.
    pub(crate) start: usize,
    /// Byte after the last.
    pub(crate) end: usize,
}

impl Place {
    /// Nowhere: the place of defaults and of values computed by the program.
    pub(crate) const NONE: Self = Self { source: u16::MAX, start: 0, end: 0 };

    /// The part of this place from byte `start` to byte `end`, counted from its own beginning.
    pub(crate) fn part(self, start: usize, end: usize) -> Self {
        Self { start: (self.start + start).min(self.end), end: (self.start + end).min(self.end), ..self }
    }
}

/// A text somebody wrote.
#[derive(Debug)]
pub(crate) struct Source {
    /// File name as given, or the command-line flag.
    pub(crate) name: String,
    /// The whole text.
    pub(crate) text: String,
    /// Whether it stood on the command line.
    pub(crate) command_line: bool,
}

/// All texts of a scenario.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources(Vec<Arc<Source>>);

impl Sources {
    /// Adds a text; the result is its position.
    pub(crate) fn add(&mut self, name: &str, text: &str, command_line: bool) -> u16 {
        self.0.push(Arc::new(Source { name: name.to_owned(), text: text.to_owned(), command_line }));
        u16::try_from(self.0.len() - 1).unwrap_or(u16::MAX)
    }

    /// Adds an item of the command line; the result is its place.
    pub(crate) fn add_whole(&mut self, name: &str, text: &str) -> Place {
        Place { source: self.add(name, text, true), start: 0, end: text.len() }
    }

    /// The source of a place, unless it is nowhere.
    pub(crate) fn of(&self, place: Place) -> Option<&Source> {
        self.0.get(usize::from(place.source)).map(Arc::as_ref)
    }
}
