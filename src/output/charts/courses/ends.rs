//! Labels at the ends of a panel's lines: letter and figure, one for all lines that end on the same figure.

use plotters::style::{Color, RGBColor};

use super::panel::range;
use super::{CourseAxis, CoursePanel, Courses};
use crate::output::charts::Palette;
use crate::output::charts::canvas::{Canvas, Point};
use crate::output::charts::font::Type;
use crate::output::charts::page::size;
use crate::output::charts::palette::{INK, SOFT_INK, legible};

/// Letters beside one figure; more lines that end on one figure are "all", or "B–F", or get several labels.
const LETTERS: usize = 4;
/// From letter to letter, and from the last to the figure.
const SPACE: f64 = 2.0;

/// A label.
#[derive(Debug, PartialEq)]
pub(super) struct End {
    /// Figure at which it is wanted.
    pub(super) at: f64,
    /// Positions of the series that it is for; none for dashed lines, which share one name.
    pub(super) series: Vec<usize>,
    /// The figure, or that the line ended before, or what dashed lines are called.
    text: String,
    /// Whether it is for all lines of its panel.
    is_all: bool,
}

/// Series that follow each other: the first and the last.
fn stretches(series: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for next in series {
        match stretches.last_mut() {
            Some((_, last)) if *last + 1 == next => *last = next,
            _ => stretches.push((next, next)),
        }
    }
    stretches
}

/// The labels of a panel.
pub(super) fn ends(input: &Courses, panel: &CoursePanel) -> Vec<End> {
    let (low, high) = range(input, panel);
    let mut groups: Vec<(String, Vec<(usize, f64)>)> = Vec::new();
    let solid = || panel.courses.iter().filter(|course| !course.dashed);
    for (course, last) in solid().filter_map(|course| Some((course, course.last()?.middle))) {
        let text = match (course.ended(), course.cross) {
            (true, Some(_)) => "closed".to_owned(),
            (true, None) => "ended".to_owned(),
            // Three digits wherever it stands on a logarithmic axis.
            _ if input.axis == CourseAxis::CommonLog => panel.amount.say_on(last, last / 2.0),
            _ => panel.amount.say_on(last, high - low),
        };
        match groups.iter_mut().find(|(other, _)| *other == text && !course.ended()) {
            Some((_, members)) => members.push((course.series, last)),
            None => groups.push((text, vec![(course.series, last)])),
        }
    }
    let lines = groups.iter().map(|(_, members)| members.len()).sum();
    let parts = groups.iter().flat_map(|(text, members)| {
        let size =
            if members.len() == lines || stretches(members.iter().map(|(series, _)| *series)).len() <= LETTERS { lines } else { LETTERS };
        members.chunks(size).map(move |part| End {
            at: part.iter().map(|(_, last)| last).sum::<f64>() / part.len() as f64,
            series: part.iter().map(|(series, _)| *series).collect(),
            text: text.clone(),
            is_all: members.len() == lines,
        })
    });
    let dashed = panel.courses.iter().filter(|course| course.dashed).filter_map(|course| Some(course.last()?.middle)).reduce(f64::max);
    let dashed = dashed.map(|at| End { at, series: Vec::new(), text: input.dashed.clone(), is_all: false });
    parts.chain(dashed).collect()
}

impl End {
    /// What stands before the figure: the letters of its series with their colours.
    fn letters(&self, input: &Courses, palette: &Palette) -> Vec<(String, RGBColor)> {
        let is_many = self.series.len() > LETTERS;
        if is_many && self.is_all {
            return vec![("all".to_owned(), INK)];
        }
        let letter = |series: usize| Some((input.letter(series)?.to_string(), legible(palette.of(&input.series[series]))));
        let stretch = |(first, last): (usize, usize)| match last - first {
            2.. if is_many => Some(vec![(format!("{}–{}", input.letter(first)?, input.letter(last)?), SOFT_INK)]),
            _ => (first..=last).map(letter).collect(),
        };
        stretches(self.series.iter().copied()).into_iter().filter_map(stretch).flatten().collect()
    }

    /// The colour of the figure and of the line that leads to it: its series' if there is one.
    fn color(&self, input: &Courses, palette: &Palette) -> RGBColor {
        match self.series.as_slice() {
            [only] => palette.of(&input.series[*only]),
            _ => SOFT_INK,
        }
    }

    pub(super) fn width(&self, input: &Courses, palette: &Palette) -> f64 {
        let face = Type::new(size::TICK, INK);
        let letters = self.letters(input, palette);
        letters.iter().map(|(letter, _)| face.bold().width(letter) + SPACE).sum::<f64>() + 2.0 + face.width(&self.text)
    }

    /// Draws the label at `to`, and the line that leads to it from `from`.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, input: &Courses, palette: &Palette, (from, to): (Point, Point)) {
        let color = self.color(input, palette);
        canvas.line(from, (to.0 - 3.0, to.1), color.mix(0.8), 0.6);
        let face = Type::new(size::TICK, if self.series.len() == 1 { legible(color) } else { color });
        let mut left = to.0;
        for (letter, color) in self.letters(input, palette) {
            let face = Type { color, ..face.bold() };
            canvas.text(&letter, (left, to.1), face);
            left += face.width(&letter) + SPACE;
        }
        let gap = if left > to.0 { 2.0 } else { 0.0 };
        canvas.text(&self.text, (left + gap, to.1), face);
    }
}
