//! What drives a difference: its size in each replicate against the factor that moves it most.

use plotters::style::Color;

use super::canvas::{Area, Canvas};
use super::font::{Anchor, Type};
use super::page::{grid, no_data, page, size};
use super::palette::{GRID, INK, MUTED, NEGATIVE, POSITIVE, SOFT_INK, WHITE};
use super::scale::{Scale, magnitude, number, rounded, signed};
use super::{Caption, ChartError, check_finite};
use crate::experiment::statistics::{Crossing, FittedLine};

const DOWN: f64 = 16.0;

/// A measure's paired differences against factors, in one panel per variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The words around the chart.
    pub caption: Caption,
    /// The measure's label.
    pub measure: String,
    /// Its unit: "USD per year"; the chart adds "million" and the like.
    pub unit: String,
    /// One panel per variant, in order.
    pub panels: Vec<EffectPanel>,
}

/// One variant's differences against its strongest factor.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectPanel {
    /// The variant's label.
    pub variant: String,
    /// The factor's label or path.
    pub factor: String,
    /// Whether the factor was drawn evenly in its logarithm; then the axis and the line's x are logarithmic, and all values positive.
    pub log: bool,
    /// Range the factor was drawn from: the axis.
    pub range: (f64, f64),
    /// A point per replicate: the factor's value and the paired difference.
    pub points: Vec<(f64, f64)>,
    /// The line through the points; none where too few could be measured.
    pub line: Option<FittedLine>,
    /// Where the sign flips; none where that cannot be told.
    pub flip: Option<Crossing>,
}

impl EffectPanel {
    /// The factor as its axis has it.
    fn bend(&self, value: f64) -> f64 {
        if self.log { value.ln() } else { value }
    }

    /// All heights it shows: points, and the line's band at both ends of the factor.
    fn heights(&self) -> Vec<f64> {
        let ends = self.line.iter().flat_map(|line| [self.range.0, self.range.1].map(|x| line.at(x).1));
        self.points.iter().map(|(_, y)| *y).chain(ends.flat_map(|band| [band.low, band.high])).collect()
    }
}

/// The chart as SVG text.
///
/// # Errors
/// [`ChartError`] where a figure is not finite, or a factor on a log axis is not positive.
pub fn effect(input: &Effect) -> Result<String, ChartError> {
    for panel in &input.panels {
        let across = panel.points.iter().map(|(x, _)| *x).chain([panel.range.0, panel.range.1]);
        let figures = across.map(|x| panel.bend(x)).chain(panel.heights());
        check_finite(&format!("{} or the difference in {}", panel.factor, panel.variant), figures)?;
    }
    let panels: Vec<&EffectPanel> = input.panels.iter().filter(|panel| !panel.points.is_empty()).collect();
    if panels.is_empty() {
        return Ok(no_data(&input.caption, "no factor was drawn, or there is nothing to compare"));
    }
    let columns = match panels.len() {
        1 => 1,
        2..=6 => 2,
        _ => 3,
    };
    let height = [400.0, 250.0, 220.0][columns - 1];
    let rows = panels.len().div_ceil(columns);
    let values = || panels.iter().flat_map(|panel| panel.heights());
    let (divisor, word) = magnitude(values().map(f64::abs).fold(0.0, f64::max));
    let unit = [word, input.unit.as_str()].join(" ");
    let note = format!(
        "{}, difference from the first variant in {}. Each dot is a replicate; line and band: least squares with the 95 % interval of its mean; ring and bar: where its sign flips, with the 95 % interval.",
        input.measure,
        unit.trim()
    );
    Ok(page(&input.caption, &note, &[], rows as f64 * (height + DOWN) - DOWN, |canvas, body| {
        let range = values().map(|y| y / divisor).fold((0.0f64, 0.0f64), |(low, high), y| (low.min(y), high.max(y)));
        for (panel, area) in panels.iter().zip(grid(body, panels.len(), columns, (26.0, DOWN))) {
            Frame::new(panel, area, range, divisor).draw(canvas, panel);
        }
    }))
}

/// One panel's axes.
struct Frame {
    area: Area,
    plot: Area,
    factor: Scale,
    difference: Scale,
    divisor: f64,
}

impl Frame {
    fn new(panel: &EffectPanel, area: Area, (low, high): (f64, f64), divisor: f64) -> Self {
        let plot = area.inset(44.0, 24.0, 4.0, 38.0);
        let sides = (plot.left + 8.0, plot.right - 8.0);
        let factor = if panel.log { Scale::log(panel.range, sides) } else { Scale::linear(panel.range, sides) };
        let room = (high - low) * 0.06;
        let difference = Scale::linear((low - room, high + room), (plot.bottom, plot.top));
        Self { area, plot, factor, difference, divisor }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, panel: &EffectPanel) {
        self.axes(canvas, panel);
        if let Some(line) = &panel.line {
            self.band(canvas, line);
        }
        for (x, y) in &panel.points {
            let color = if *y > 0.0 { POSITIVE } else { NEGATIVE };
            canvas.disc(self.place(*x, *y), 3.2, color.mix(0.75));
        }
        match &panel.flip {
            Some(flip) => self.mark_flip(canvas, panel, flip),
            None => self.say(canvas, panel, "no flip of the sign can be told", None),
        }
    }

    fn axes(&self, canvas: &mut Canvas<'_>, panel: &EffectPanel) {
        let title = Type::new(size::PANEL, INK).bold();
        canvas.text(&title.fit(&panel.variant, self.area.width()), (self.area.left, self.area.top + 8.0), title);
        let tick = Type::new(size::TICK, SOFT_INK);
        for value in self.difference.ticks(8) {
            let y = self.difference.at(value);
            canvas.line((self.plot.left, y), (self.plot.right, y), GRID, 0.8);
            canvas.text(&signed(value), (self.plot.left - 6.0, y), tick.anchor(Anchor::End));
        }
        let zero = self.difference.at(0.0);
        canvas.line((self.plot.left, zero), (self.plot.right, zero), SOFT_INK, 1.0);
        canvas.line((self.plot.left, self.plot.bottom), (self.plot.right, self.plot.bottom), MUTED, 0.8);
        for value in self.factor.ticks(if self.plot.width() > 500.0 { 8 } else { 5 }) {
            let x = self.factor.at(value);
            canvas.line((x, self.plot.bottom), (x, self.plot.bottom + 4.0), MUTED, 0.8);
            canvas.text(&number(value), (x, self.plot.bottom + 12.0), tick.anchor(Anchor::Middle));
        }
        let scale = if panel.log { ", log scale" } else { "" };
        let name = tick.fit(&panel.factor, self.plot.width() - tick.width(scale));
        let middle = (self.plot.left + self.plot.right) / 2.0;
        canvas.text(&format!("{name}{scale}"), (middle, self.plot.bottom + 28.0), tick.anchor(Anchor::Middle));
    }

    fn band(&self, canvas: &mut Canvas<'_>, line: &FittedLine) {
        const STEPS: usize = 40;
        let xs: Vec<f64> = (0..=STEPS).map(|step| self.factor.along(step as f64 / STEPS as f64)).collect();
        let upper = xs.iter().map(|x| self.place(*x, line.at(*x).1.high));
        let lower = xs.iter().rev().map(|x| self.place(*x, line.at(*x).1.low));
        canvas.polygon(upper.chain(lower), INK.mix(0.10));
        canvas.curve(xs.iter().map(|x| self.place(*x, line.at(*x).0)), INK, 1.6);
    }

    fn mark_flip(&self, canvas: &mut Canvas<'_>, panel: &EffectPanel, flip: &Crossing) {
        let ends = [flip.interval.low, flip.interval.high];
        let (x, y) = self.place(flip.at, 0.0);
        canvas.line((x, y), (x, self.plot.bottom), INK, 0.8);
        canvas.line(self.place(ends[0], 0.0), self.place(ends[1], 0.0), INK, 4.0);
        canvas.ring((x, y), 4.4, INK);
        let [at, low, high] = [flip.at, ends[0], ends[1]].map(|value| number(rounded(value)));
        self.say(canvas, panel, &format!("sign flips at {at} [{low}, {high}]"), Some(x));
    }

    /// Writes a remark where it hides the fewest points: at the foot of the line at `beside`, or in a corner.
    fn say(&self, canvas: &mut Canvas<'_>, panel: &EffectPanel, remark: &str, beside: Option<f64>) {
        let face = Type::new(size::LABEL, INK).bold();
        let (wide, high) = (face.width(remark) + 8.0, 18.0);
        let (left, right) = (self.plot.left + 2.0, self.plot.right - wide - 2.0);
        let (top, bottom) = (self.plot.top, self.plot.bottom - high - 2.0);
        let corners = [(left, top), (right, top), (left, bottom), (right, bottom)];
        let sides = beside.into_iter().flat_map(|x| [(x + 2.0, bottom), (x - wide - 2.0, bottom)]);
        let places = sides.filter(|(x, _)| (left..=right).contains(x)).chain(corners);
        let boxes = places.map(|(x, y)| Area { left: x, top: y, right: x + wide, bottom: y + high });
        let hidden =
            |corner: &Area| panel.points.iter().filter(|(x, y)| corner.inset(-3.0, -3.0, -3.0, -3.0).contains(self.place(*x, *y))).count();
        let best = boxes.min_by_key(hidden).expect("there are four corners");
        canvas.rectangle(best, WHITE.mix(0.8));
        canvas.text(remark, (best.left + 4.0, best.top + high / 2.0), face);
    }

    fn place(&self, factor: f64, difference: f64) -> (f64, f64) {
        (self.factor.at(factor), self.difference.at(difference / self.divisor))
    }
}
