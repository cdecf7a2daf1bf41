//! One panel of small multiples: axes, lines, ribbons or bars, crosses, and labels at the ends of lines.

use plotters::style::{Color, RGBColor};

use super::ends::ends;
use super::{Course, CourseAxis, CoursePanel, Courses, has_remarks, title_lines};
use crate::output::charts::canvas::{Area, Canvas, Point};
use crate::output::charts::font::{Anchor, Type};
use crate::output::charts::page::{draw_title, size, title_room};
use crate::output::charts::palette::{GRID, MUTED, SOFT_INK};
use crate::output::charts::scale::Scale;
use crate::output::charts::timeline::TimeAxis;
use crate::output::charts::{Amount, Palette, Spread, labels};

/// Length of the leader from a line's end to its label.
pub(super) const LEAD: f64 = 14.0;
/// From bar to bar at the ends of lines.
const DODGE: f64 = 3.6;
/// Height of a label.
const LINE: f64 = 11.5;

/// Width that bars take.
pub(super) fn bars_width(input: &Courses) -> f64 {
    if input.has_bars() { DODGE * input.series.len() as f64 + 2.0 } else { 0.0 }
}

/// A panel's axes.
pub(super) struct Frame<'a> {
    input: &'a Courses,
    panel: &'a CoursePanel,
    area: Area,
    plot: Area,
    titles: usize,
    days: TimeAxis,
    figures: Scale,
}

impl<'a> Frame<'a> {
    pub(super) fn new(input: &'a Courses, panel: &'a CoursePanel, area: Area, (left, right): (f64, f64)) -> Self {
        let titles = title_lines(input);
        let head = if has_remarks(input) { 40.0 } else { 26.0 } + title_room(titles);
        let plot = area.inset(left, head, right, 20.0);
        let figures = match input.axis {
            CourseAxis::CommonLog => Scale::log(range(input, panel), (plot.bottom, plot.top)),
            _ => Scale::linear(range(input, panel), (plot.bottom, plot.top)),
        };
        Self { input, panel, area, plot, titles, days: TimeAxis::new(&input.days, plot), figures }
    }

    /// Where the axis is marked: nowhere without figures.
    pub(super) fn ticks(&self) -> Vec<f64> {
        if !self.has_figures() {
            return Vec::new();
        }
        self.figures.ticks(if self.plot.height() > 250.0 { 8 } else { 5 })
    }

    fn has_figures(&self) -> bool {
        self.panel.courses.iter().any(|course| course.last().is_some())
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, palette: &Palette, is_lowest: bool) {
        self.axes(canvas, is_lowest);
        if !self.has_figures() {
            let middle = ((self.plot.left + self.plot.right) / 2.0, (self.plot.top + self.plot.bottom) / 2.0);
            return canvas.text("no figures", middle, Type::new(size::LABEL, SOFT_INK).anchor(Anchor::Middle));
        }
        let color = |course: &Course| palette.of(&self.input.series[course.series]);
        if self.input.has_ribbons() {
            for course in &self.panel.courses {
                self.ribbon(canvas, course, color(course));
            }
        }
        // The first series last, so that nothing covers what the others are compared with.
        for course in self.panel.courses.iter().rev() {
            self.course(canvas, course, color(course));
        }
        let crosses = self.panel.courses.iter().filter_map(|course| course.cross.map(|(day, usd)| (self.place(day, usd), color(course))));
        canvas.crosses(&crosses.collect::<Vec<_>>(), 4.2);
        for course in &self.panel.courses {
            if let Some(last) = course.last().filter(|_| self.input.has_bars() && !course.dashed && !course.ended()) {
                self.bar(canvas, course.series, last, color(course));
            }
        }
        if self.input.has_end_labels() {
            self.labels(canvas, palette);
        }
    }

    fn axes(&self, canvas: &mut Canvas<'_>, is_lowest: bool) {
        draw_title(canvas, &self.panel.title, self.area, self.titles);
        let tick = Type::new(size::TICK, SOFT_INK);
        if !self.panel.remark.is_empty() {
            canvas.text(
                &tick.fit(&self.panel.remark, self.area.width()),
                (self.area.left, self.area.top + 23.0 + title_room(self.titles)),
                tick,
            );
        }
        for value in self.ticks() {
            let y = self.figures.at(value);
            canvas.line((self.plot.left, y), (self.plot.right, y), if value == 0.0 { MUTED } else { GRID }, 0.8);
            canvas.text(&self.panel.amount.tick(value), (self.plot.left - 6.0, y), tick.anchor(Anchor::End));
        }
        canvas.line((self.plot.left, self.plot.bottom), (self.plot.right, self.plot.bottom), MUTED, 0.8);
        self.days.draw(canvas, self.plot, is_lowest);
    }

    /// The stretches of a line that have figures.
    fn stretches(&self, course: &'a Course) -> Vec<Vec<(u32, Spread)>> {
        let mut stretches = vec![Vec::new()];
        for (day, figure) in self.input.days.iter().zip(&course.figures) {
            match figure {
                Some(figure) => stretches.last_mut().expect("there is one").push((*day, *figure)),
                None => stretches.push(Vec::new()),
            }
        }
        stretches.retain(|stretch| !stretch.is_empty());
        stretches
    }

    fn ribbon(&self, canvas: &mut Canvas<'_>, course: &Course, color: RGBColor) {
        for stretch in self.stretches(course) {
            let edge = |of: fn(&Spread) -> f64| stretch.iter().map(|(day, s)| self.place(*day, of(s))).collect::<Vec<_>>();
            let (upper, lower) = (edge(|s| s.high), edge(|s| s.low));
            canvas.polygon(upper.iter().chain(lower.iter().rev()).copied(), color.mix(0.12));
            canvas.curve(upper, color.mix(0.5), 0.6);
            canvas.curve(lower, color.mix(0.5), 0.6);
        }
    }

    fn course(&self, canvas: &mut Canvas<'_>, course: &Course, color: RGBColor) {
        for stretch in self.stretches(course) {
            let points = stretch.iter().map(|(day, figure)| self.place(*day, figure.middle));
            match course.dashed {
                true => canvas.dashes(&points.collect::<Vec<_>>(), color, 1.3),
                false => canvas.curve(points, color, 1.7),
            }
            if let ([(day, only)], false) = (stretch.as_slice(), course.dashed) {
                canvas.disc(self.place(*day, only.middle), 2.2, color);
            }
        }
    }

    /// Where 5–95 % of replicates end, right of the plot, with the median as a dot.
    fn bar(&self, canvas: &mut Canvas<'_>, series: usize, last: Spread, color: RGBColor) {
        let x = self.plot.right + 4.0 + DODGE * series as f64;
        canvas.line((x, self.figures.at(last.low)), (x, self.figures.at(last.high)), color, 1.4);
        canvas.disc((x, self.figures.at(last.middle)), 1.9, color);
    }

    fn labels(&self, canvas: &mut Canvas<'_>, palette: &Palette) {
        let ends = ends(self.input, self.panel);
        let wanted: Vec<f64> = ends.iter().map(|end| self.figures.at(end.at)).collect();
        let places = labels::spread(&wanted, LINE, (self.plot.top - 6.0, self.plot.bottom + 6.0));
        let from = self.plot.right + bars_width(self.input);
        for ((end, y), to) in ends.iter().zip(wanted).zip(places) {
            end.draw(canvas, self.input, palette, ((from + 2.0, y), (from + LEAD, to)));
        }
    }

    fn place(&self, day: u32, figure: f64) -> Point {
        (self.days.at(day), self.figures.at(figure))
    }
}

/// The axis's ends: all that is drawn in the panel, or in any where panels have one axis.
pub(super) fn range(input: &Courses, panel: &CoursePanel) -> (f64, f64) {
    let (low, high) = match input.axis {
        CourseAxis::Own => extent(input, panel),
        _ => input.panels.iter().map(|panel| extent(input, panel)).fold(NOWHERE, |(a, b), (low, high)| (a.min(low), b.max(high))),
    };
    match input.axis {
        CourseAxis::CommonLog => (low / 1.1, high * 1.1),
        _ => with_room((low, high), panel.amount),
    }
}

/// Figures that differ by less than this part of them are one: an axis that shows the difference shows chance, with ticks of many digits.
const ONE_FIGURE: f64 = 1e-4;

/// The extent of nothing.
const NOWHERE: (f64, f64) = (f64::INFINITY, f64::NEG_INFINITY);

/// The extent of all that is drawn in a panel.
fn extent(input: &Courses, panel: &CoursePanel) -> (f64, f64) {
    let lines = panel.courses.iter().flat_map(|course| course.figures.iter().flatten());
    let drawn = lines.flat_map(|s| if input.has_ribbons() { [s.low, s.middle, s.high] } else { [s.middle; 3] });
    let ends =
        panel.courses.iter().filter(|course| input.has_bars() && !course.ended()).filter_map(Course::last).flat_map(|s| [s.low, s.high]);
    let crosses = panel.courses.iter().filter_map(|course| course.cross).map(|(_, figure)| figure);
    drawn.chain(ends).chain(crosses).fold(NOWHERE, |(a, b), x| (a.min(x), b.max(x)))
}

/// The axis of figures that are all one: from zero, and beyond the figure where there is anything beyond.
fn of_one_figure(figure: f64, amount: Amount) -> (f64, f64) {
    let end = if figure == 0.0 { 1.0 } else { 1.25 * figure };
    let (low, high) = (end.min(0.0), end.max(0.0));
    if amount == Amount::Share { (low, high.min(1.0)) } else { (low, high) }
}

/// An extent down to zero where that costs little room, and a little beyond for marks.
fn with_room((low, high): (f64, f64), amount: Amount) -> (f64, f64) {
    let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
    let (low, high) =
        (if (0.0..0.5 * high).contains(&low) { 0.0 } else { low }, if (0.5 * low..=0.0).contains(&high) { 0.0 } else { high });
    let largest = high.abs().max(low.abs());
    if high - low <= ONE_FIGURE * largest {
        return of_one_figure(low, amount);
    }
    let room = 0.04 * (high - low);
    let (low, high) = (if low == 0.0 { low } else { low - room }, if high == 0.0 { high } else { high + room });
    if amount == Amount::Share { (low.max(0.0), high.min(1.0).max(low)) } else { (low, high) }
}
