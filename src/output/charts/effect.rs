//! What drives a difference: its size in each replicate against the factor that moves it most.

use plotters::style::Color;

use super::canvas::{Area, Canvas};
use super::fit::LineFit;
use super::font::{Anchor, Type};
use super::page::{grid, no_data, page, size};
use super::palette::{GRID, INK, MUTED, NEGATIVE, POSITIVE, SOFT_INK, WHITE};
use super::scale::{Scale, magnitude, number, rounded, signed};
use super::{Caption, ChartError, check_finite};

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
    /// A point per replicate: the factor's value and the paired difference.
    pub points: Vec<(f64, f64)>,
}

impl EffectPanel {
    /// The factor as the line is fitted in it.
    fn bend(&self, value: f64) -> f64 {
        if self.log { value.ln() } else { value }
    }

    fn fit(&self) -> Option<LineFit> {
        LineFit::through(&self.points.iter().map(|(x, y)| (self.bend(*x), *y)).collect::<Vec<_>>())
    }

    fn factor_range(&self) -> (f64, f64) {
        self.points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (x, _)| (low.min(*x), high.max(*x)))
    }
}

/// The chart as SVG text.
///
/// # Errors
/// [`ChartError`] where a figure is not finite, or a factor on a log axis is not positive.
pub fn effect(input: &Effect) -> Result<String, ChartError> {
    for panel in &input.panels {
        let figures = panel.points.iter().flat_map(|(x, y)| [panel.bend(*x), *y]);
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
    let values = || panels.iter().flat_map(|panel| reach(panel));
    let (divisor, word) = magnitude(values().map(f64::abs).fold(0.0, f64::max));
    let unit = [word, input.unit.as_str()].join(" ");
    let note = format!(
        "{}, difference from the first variant in {}. Each dot is a replicate; line and ribbon: least squares with the 95 % band of its mean.",
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

/// All heights a panel shows: points, and the fitted band at both ends of the factor.
fn reach(panel: &EffectPanel) -> Vec<f64> {
    let (low, high) = panel.factor_range();
    let band = panel.fit().into_iter().flat_map(|fit| {
        [low, high].map(|x| panel.bend(x)).into_iter().flat_map(move |x| [fit.at(x) - fit.half_band(x), fit.at(x) + fit.half_band(x)])
    });
    panel.points.iter().map(|(_, y)| *y).chain(band).collect()
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
        let factor = if panel.log { Scale::log(panel.factor_range(), sides) } else { Scale::linear(panel.factor_range(), sides) };
        let room = (high - low) * 0.06;
        let difference = Scale::linear((low - room, high + room), (plot.bottom, plot.top));
        Self { area, plot, factor, difference, divisor }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, panel: &EffectPanel) {
        self.axes(canvas, panel);
        let fit = panel.fit();
        if let Some(fit) = &fit {
            self.band(canvas, panel, fit);
        }
        for (x, y) in &panel.points {
            let color = if *y > 0.0 { POSITIVE } else { NEGATIVE };
            canvas.disc(self.place(*x, *y), 3.2, color.mix(0.75));
        }
        match fit.and_then(|fit| self.flip(panel, &fit)) {
            Some(at) => self.mark_flip(canvas, panel, at),
            None => self.say(canvas, panel, &sign_note(panel, fit.as_ref()), None),
        }
    }

    fn axes(&self, canvas: &mut Canvas<'_>, panel: &EffectPanel) {
        let title = Type::new(size::PANEL, INK).bold();
        canvas.text(&title.fit(&panel.variant, self.area.width()), (self.area.left, self.area.top + 8.0), title);
        let tick = Type::new(size::TICK, SOFT_INK);
        for value in self.difference.ticks(5) {
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
        let scale = if panel.log { " (log scale)" } else { "" };
        let name = tick.fit(&panel.factor, self.plot.width() - tick.width(scale));
        let middle = (self.plot.left + self.plot.right) / 2.0;
        canvas.text(&format!("{name}{scale}"), (middle, self.plot.bottom + 28.0), tick.anchor(Anchor::Middle));
    }

    fn band(&self, canvas: &mut Canvas<'_>, panel: &EffectPanel, fit: &LineFit) {
        const STEPS: usize = 40;
        let xs: Vec<f64> = (0..=STEPS).map(|step| self.factor.along(step as f64 / STEPS as f64)).collect();
        let edge = |x: f64, side: f64| self.place(x, fit.at(panel.bend(x)) + side * fit.half_band(panel.bend(x)));
        let upper = xs.iter().map(|x| edge(*x, 1.0));
        let lower = xs.iter().rev().map(|x| edge(*x, -1.0));
        canvas.polygon(upper.chain(lower), INK.mix(0.10));
        canvas.curve(xs.iter().map(|x| edge(*x, 0.0)), INK, 1.6);
    }

    /// The factor's value at which the fitted line crosses zero, if that is on the axis.
    fn flip(&self, panel: &EffectPanel, fit: &LineFit) -> Option<f64> {
        let crossing = fit.zero().filter(|_| fit.is_clear()).map(|x| if panel.log { x.exp() } else { x });
        crossing.filter(|x| (self.factor.low()..=self.factor.high()).contains(x))
    }

    fn mark_flip(&self, canvas: &mut Canvas<'_>, panel: &EffectPanel, at: f64) {
        let (x, y) = self.place(at, 0.0);
        canvas.line((x, y), (x, self.plot.bottom), INK, 0.8);
        canvas.ring((x, y), 4.4, INK);
        self.say(canvas, panel, &format!("sign flips at {}", number(rounded(at))), Some(x));
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

fn sign_note(panel: &EffectPanel, fit: Option<&LineFit>) -> String {
    let (_, high) = panel.factor_range();
    match fit {
        None => "no line fits: too few replicates".to_owned(),
        Some(fit) if !fit.is_clear() => "no clear trend".to_owned(),
        Some(fit) if fit.at(panel.bend(high)) > 0.0 => "above zero throughout".to_owned(),
        Some(_) => "below zero throughout".to_owned(),
    }
}
