//! The course of figures over time in small multiples: a panel per subject with its own axis, a line per variant.

mod ends;
mod panel;

use super::canvas::{Area, Mark};
use super::font::Type;
use super::page::{self, INNER, Key, grid, no_data, page, panel_width, size, title_room};
use super::palette::INK;
use super::{Amount, Caption, ChartError, Palette, Spread, check_finite, check_length};
use panel::Frame;

/// Up to so many lines have ribbons; more would hide each other, and get a bar at their end instead.
const RIBBONS: usize = 2;
/// Up to so many series have a letter and a figure at the end of their lines: more would not fit.
const LETTERED: usize = 10;
/// Up to so many lines can be followed in a third part of the page.
const CLEAR: usize = 5;
/// Between panels, across and down.
const GAPS: (f64, f64) = (14.0, 12.0);
/// Room for the name of the time axis.
const AXIS_NAME: f64 = 16.0;

/// Figures over time of several subjects.
#[derive(Debug, Clone, PartialEq)]
pub struct Courses {
    /// The words around the chart.
    pub caption: Caption,
    /// How to read what is particular to this chart: its dashed lines, its crosses; empty or ending with a full stop.
    pub note: String,
    /// What dashed lines are called; empty without any.
    pub dashed: String,
    /// The axis of figures.
    pub axis: CourseAxis,
    /// Days of the figures, rising.
    pub days: Vec<u32>,
    /// Labels of the series: variants, or chains. Their colours come from the palette.
    pub series: Vec<String>,
    /// One panel per subject, in order.
    pub panels: Vec<CoursePanel>,
}

/// The axis that figures of small multiples are read against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CourseAxis {
    /// Each panel its own.
    Own,
    /// One for all panels, so that they can be compared.
    Common,
    /// One for all panels, logarithmic: every figure is above zero.
    CommonLog,
}

/// One subject's lines.
#[derive(Debug, Clone, PartialEq)]
pub struct CoursePanel {
    /// The subject: a chain, a group, a measure, a variant.
    pub title: String,
    /// A remark below the title; may be empty.
    pub remark: String,
    /// What its figures are.
    pub amount: Amount,
    /// Its lines.
    pub courses: Vec<Course>,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Position of its series.
    pub series: usize,
    /// Whether it is dashed.
    pub dashed: bool,
    /// A figure per day; none where there is none, as before a chain's launch and after it closed.
    pub figures: Vec<Option<Spread>>,
    /// A day and a figure to mark with a cross: an exit.
    pub cross: Option<(u32, f64)>,
}

impl Course {
    /// The last figure.
    fn last(&self) -> Option<Spread> {
        self.figures.iter().rev().find_map(|figure| *figure)
    }

    /// Whether it ends before the last day.
    fn ended(&self) -> bool {
        self.figures.last().is_some_and(Option::is_none)
    }
}

impl Courses {
    fn has_ribbons(&self) -> bool {
        self.caption.replicates > 1 && self.series.len() <= RIBBONS
    }

    fn has_bars(&self) -> bool {
        self.caption.replicates > 1 && self.series.len() > RIBBONS
    }

    /// The letter a series goes by: none if there is one series, or too many.
    fn letter(&self, series: usize) -> Option<char> {
        let is_lettered = (2..=LETTERED).contains(&self.series.len());
        is_lettered.then(|| char::from(b'A' + series as u8))
    }

    fn has_end_labels(&self) -> bool {
        self.series.len() <= LETTERED
    }
}

/// The chart as SVG text.
///
/// # Errors
/// [`ChartError`] where a figure is not finite, or not above zero on a logarithmic axis, or a line has not one entry per day.
pub fn courses(input: &Courses, palette: &Palette) -> Result<String, ChartError> {
    for panel in &input.panels {
        for course in &panel.courses {
            check_length(&panel.title, course.figures.len(), input.days.len())?;
            let figures = course.figures.iter().flatten().flat_map(|figure| [figure.low, figure.middle, figure.high]);
            let figures = figures.chain(course.cross.iter().map(|(_, figure)| *figure));
            let is_log = input.axis == CourseAxis::CommonLog;
            check_finite(&panel.title, figures.map(|figure| if is_log { figure.ln() } else { figure }))?;
        }
    }
    if input.panels.iter().flat_map(|panel| &panel.courses).all(|course| course.last().is_none()) {
        return Ok(no_data(&input.caption, "nothing was recorded"));
    }
    let columns = columns(input);
    let height = [400.0, 240.0, 178.0][columns - 1] + if has_remarks(input) { 14.0 } else { 0.0 } + title_room(title_lines(input));
    let rows = input.panels.len().div_ceil(columns);
    let body = rows as f64 * (height + GAPS.1) - GAPS.1 + AXIS_NAME;
    Ok(page(&input.caption, &note(input), &keys(input, palette), body, |canvas, body| {
        let areas = grid(body.inset(0.0, 0.0, 0.0, AXIS_NAME), input.panels.len(), columns, GAPS);
        let margins = margins(input, palette, &areas);
        for (index, (panel, area)) in input.panels.iter().zip(&areas).enumerate() {
            let is_lowest = index + columns >= input.panels.len();
            Frame::new(input, panel, *area, margins).draw(canvas, palette, is_lowest);
        }
    }))
}

/// Panels side by side: three where there are many, unless many lines would be too close in them.
fn columns(input: &Courses) -> usize {
    match input.panels.len() {
        1 => 1,
        2..=4 => 2,
        5..=6 if input.series.len() > CLEAR => 2,
        _ => 3,
    }
}

/// Lines that the titles of panels take.
fn title_lines(input: &Courses) -> usize {
    let width = panel_width(columns(input), GAPS.0);
    page::title_lines(input.panels.iter().map(|panel| &panel.title), width)
}

fn has_remarks(input: &Courses) -> bool {
    input.panels.iter().any(|panel| !panel.remark.is_empty())
}

fn note(input: &Courses) -> String {
    let lines = match (input.has_ribbons(), input.has_bars()) {
        (true, _) => "Lines: median over replicates; ribbons: 5–95 % of replicates.",
        (_, true) => "Lines: median over replicates; bars at the right: 5–95 % of replicates at the end.",
        _ => "One replicate: its own course, without a ribbon.",
    };
    let scale = if input.axis == CourseAxis::CommonLog { "Logarithmic scale." } else { "" };
    let parts = [lines, scale, input.note.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn keys(input: &Courses, palette: &Palette) -> Vec<Key> {
    let key = |(index, name): (usize, &String)| {
        let text = input.letter(index).map_or_else(|| name.clone(), |letter| format!("{letter} · {name}"));
        Key { mark: Mark::Disc, color: palette.of(name), text }
    };
    if input.series.len() < 2 { Vec::new() } else { input.series.iter().enumerate().map(key).collect() }
}

/// Room left of every plot for ticks, and right of it for the labels of its ends.
fn margins(input: &Courses, palette: &Palette, areas: &[Area]) -> (f64, f64) {
    let tick = Type::new(size::TICK, INK);
    let ticks = input.panels.iter().zip(areas).flat_map(|(panel, area)| {
        Frame::new(input, panel, *area, (0.0, 0.0)).ticks().into_iter().map(|value| tick.width(&panel.amount.tick(value)))
    });
    let ends = input.panels.iter().flat_map(|panel| ends::ends(input, panel)).map(|end| end.width(input, palette));
    let widest = if input.has_end_labels() { ends.fold(0.0, f64::max) } else { 0.0 };
    (ticks.fold(0.0, f64::max) + 8.0, (panel::bars_width(input) + panel::LEAD + widest + 2.0).min(INNER / 6.0))
}
