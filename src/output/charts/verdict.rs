//! The verdict: how far each variant differs from the first, measure by measure, and how sure that is.

use plotters::style::RGBColor;

use super::canvas::{Area, Canvas, Mark};
use super::font::{Anchor, Type};
use super::page::{Key, grid, no_data, page, size};
use super::palette::{BAND, GRID, INK, MUTED, NEGATIVE, POSITIVE, SOFT_INK, UNDECIDED, legible};
use super::scale::{Scale, magnitude, signed};
use super::{Caption, ChartError, check_finite, check_length};
use crate::experiment::statistics::Sign;

const ROW: f64 = 25.0;
const HEAD: f64 = 40.0;
const AXIS: f64 = 20.0;
const COUNTS: f64 = 56.0;
const NAMES: f64 = 158.0;
const ACROSS: f64 = 12.0;
const DOWN: f64 = 20.0;

/// Paired differences of each variant against the first, in one panel per measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The words around the chart.
    pub caption: Caption,
    /// Label of the first variant, which the others are compared with.
    pub baseline: String,
    /// Labels of the other variants: rows of every panel.
    pub variants: Vec<String>,
    /// The measures: panels, each with its own axis and unit.
    pub measures: Vec<VerdictMeasure>,
}

/// One measure's differences.
#[derive(Debug, Clone, PartialEq)]
pub struct VerdictMeasure {
    /// The measure's label: "User welfare, systematic".
    pub name: String,
    /// Its unit: "USD per year"; the chart adds "million" and the like.
    pub unit: String,
    /// One entry per variant; none where the measure is not defined.
    pub differences: Vec<Option<Difference>>,
}

impl VerdictMeasure {
    /// Whether any variant differs from the first, or is not known to be equal.
    fn differs(&self) -> bool {
        // Of one replicate no sign is sure, but that it does not differ can be seen.
        let is_equal = |d: Difference| d.sign == Sign::Zero || (d.count == 1 && d.mean == 0.0);
        !self.differences.iter().all(|difference| difference.is_some_and(is_equal))
    }
}

/// A paired difference, variant less first variant, over replicates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Mean over replicates.
    pub mean: f64,
    /// 95 % confidence interval of the mean; none where all replicates have one value.
    pub interval: Option<(f64, f64)>,
    /// 5 % and 95 % quantile over replicates; none where all have one value.
    pub range: Option<(f64, f64)>,
    /// Replicates in which the difference is above zero.
    pub positive: usize,
    /// Replicates.
    pub count: usize,
    /// What may be said about its sign.
    pub sign: Sign,
}

impl Difference {
    fn extremes(&self) -> impl Iterator<Item = f64> {
        let pairs = [self.interval, self.range].into_iter().flatten();
        pairs.flat_map(|(low, high)| [low, high]).chain([self.mean])
    }

    fn color(&self) -> RGBColor {
        match self.sign {
            Sign::Positive => POSITIVE,
            Sign::Negative => NEGATIVE,
            Sign::Zero => MUTED,
            Sign::Undecided => UNDECIDED,
        }
    }
}

/// The chart as SVG text.
///
/// # Errors
/// [`ChartError`] where a figure is not finite or a measure has not one entry per variant.
pub fn verdict(input: &Verdict) -> Result<String, ChartError> {
    for measure in &input.measures {
        check_length(&measure.name, measure.differences.len(), input.variants.len())?;
        check_finite(&measure.name, measure.differences.iter().flatten().flat_map(Difference::extremes))?;
    }
    if input.variants.is_empty() {
        return Ok(no_data(&input.caption, "there is one variant, and nothing to compare it with"));
    }
    if input.measures.is_empty() {
        return Ok(no_data(&input.caption, "no measure was recorded"));
    }
    let (measures, still): (Vec<_>, Vec<_>) = input.measures.iter().partition(|measure| measure.differs());
    let columns = measures.len().clamp(1, 3);
    let rows = measures.len().div_ceil(columns);
    let panel = HEAD + ROW * input.variants.len() as f64 + AXIS;
    let height = (rows as f64 * (panel + DOWN) - DOWN).max(0.0);
    Ok(page(&input.caption, &note(input, &still), &keys(input), height, |canvas, body| {
        let areas = grid(body.inset(NAMES, 0.0, 0.0, 0.0), measures.len(), columns, (ACROSS, DOWN));
        for (index, (measure, area)) in measures.iter().zip(areas).enumerate() {
            if index % columns == 0 {
                draw_names(canvas, &input.variants, Area { left: body.left, ..area });
            }
            draw_measure(canvas, measure, area, index % columns == 0);
        }
    }))
}

/// How to read the marks, and which measures are the same everywhere: no mark could say more of them.
fn note(input: &Verdict, still: &[&VerdictMeasure]) -> String {
    let marks = match input.caption.replicates < 2 {
        true => format!("Difference from “{}” in one replicate: no interval, no sign is sure.", input.baseline),
        false => format!(
            "Difference from “{}”, paired by replicate. Dot: mean; thick bar: 95 % interval of the mean; thin line: 5–95 % of replicates.",
            input.baseline
        ),
    };
    let names: Vec<&str> = still.iter().map(|measure| measure.name.as_str()).collect();
    match names.as_slice() {
        [] => marks,
        names if input.caption.replicates < 2 => format!("{marks} Equal in all variants: {}.", names.join("; ")),
        names => format!("{marks} Equal in all variants and replicates: {}.", names.join("; ")),
    }
}

/// What colours say, those that occur.
fn keys(input: &Verdict) -> Vec<Key> {
    let all = [
        (Sign::Positive, POSITIVE, "above zero"),
        (Sign::Negative, NEGATIVE, "below zero"),
        (Sign::Undecided, UNDECIDED, "undecided: the interval holds zero"),
    ];
    let occurs = |sign: Sign| input.measures.iter().flat_map(|m| m.differences.iter().flatten()).any(|d| d.sign == sign);
    let shown = all.into_iter().filter(|(sign, ..)| input.caption.replicates > 1 && occurs(*sign));
    shown.map(|(_, color, text)| Key { mark: Mark::Disc, color, text: text.to_owned() }).collect()
}

fn draw_names(canvas: &mut Canvas<'_>, variants: &[String], area: Area) {
    let face = Type::new(size::LABEL, INK);
    for (row, variant) in variants.iter().enumerate() {
        let middle = area.top + HEAD + ROW * (row as f64 + 0.5);
        if row % 2 == 0 {
            canvas.rectangle(Area { left: area.left, top: middle - ROW / 2.0, right: area.left + NAMES, bottom: middle + ROW / 2.0 }, BAND);
        }
        let lines = face.wrap_evenly(variant, NAMES - 10.0, 2);
        let face = if lines.len() > 1 { Type { size: size::TICK, ..face } } else { face };
        for (at, line) in lines.iter().enumerate() {
            let shift = 11.5 * (at as f64 - (lines.len() - 1) as f64 / 2.0);
            canvas.text(line, (area.left + 4.0, middle + shift), face);
        }
    }
}

fn draw_measure(canvas: &mut Canvas<'_>, measure: &VerdictMeasure, area: Area, is_first: bool) {
    let plot = area.inset(0.0, HEAD, COUNTS, AXIS);
    let drawn = || measure.differences.iter().flatten();
    let largest = drawn().flat_map(Difference::extremes).map(f64::abs).fold(0.0, f64::max);
    let (divisor, word) = magnitude(largest);
    let title = Type::new(size::PANEL, INK).bold();
    canvas.text(&title.fit(&measure.name, area.width()), (area.left, area.top + 8.0), title);
    let soft = Type::new(size::TICK, SOFT_INK);
    let unit = [word, measure.unit.as_str()].join(" ");
    canvas.text(&soft.fit(unit.trim(), plot.width()), (area.left, area.top + 24.0), soft);
    canvas.text("positive", (area.right, area.top + 24.0), soft.anchor(Anchor::End));
    let scale = axis(drawn().flat_map(Difference::extremes).map(|x| x / divisor), plot);
    for (row, _) in measure.differences.iter().enumerate().step_by(2) {
        let top = plot.top + ROW * row as f64;
        let left = if is_first { area.left } else { area.left - ACROSS };
        canvas.rectangle(Area { left, top, right: area.right, bottom: top + ROW }, BAND);
    }
    for tick in spaced_ticks(&scale, soft) {
        let x = scale.at(tick);
        if tick != 0.0 {
            canvas.line((x, plot.top), (x, plot.bottom), GRID, 0.8);
        }
        canvas.text(&signed(tick), (x, plot.bottom + 10.0), soft.anchor(Anchor::Middle));
    }
    canvas.line((scale.at(0.0), plot.top - 3.0), (scale.at(0.0), plot.bottom + 3.0), SOFT_INK, 1.0);
    for (row, difference) in measure.differences.iter().enumerate() {
        draw_difference(canvas, difference.as_ref(), plot.top + ROW * (row as f64 + 0.5), &scale, divisor, area.right);
    }
}

/// As many ticks as have room for their labels.
fn spaced_ticks(scale: &Scale, face: Type) -> Vec<f64> {
    let has_room = |ticks: &Vec<f64>| {
        let widest = ticks.iter().map(|tick| face.width(&signed(*tick))).fold(0.0, f64::max);
        ticks.len() >= 2 && ticks.windows(2).all(|pair| scale.at(pair[1]) - scale.at(pair[0]) >= widest + 7.0)
    };
    (2..=8).rev().map(|most| scale.ticks(most)).find(has_room).unwrap_or_else(|| {
        // No round step fits twice: zero and the last figure of one digit.
        let end = if scale.high() > -scale.low() { scale.high() } else { scale.low() };
        let decade = 10f64.powf(end.abs().log10().floor());
        vec![0.0, (end / decade).trunc() * decade]
    })
}

/// An axis with zero on it, and room for the marks at its ends.
fn axis(values: impl Iterator<Item = f64>, plot: Area) -> Scale {
    let (low, high) = values.fold((0.0f64, 0.0f64), |(low, high), x| (low.min(x), high.max(x)));
    let (low, high) = if high > low { (low, high) } else { (-1.0, 1.0) };
    let room = (high - low) * 0.08;
    Scale::linear((low - room, high + room), (plot.left, plot.right))
}

fn draw_difference(canvas: &mut Canvas<'_>, difference: Option<&Difference>, y: f64, scale: &Scale, divisor: f64, right: f64) {
    let face = Type::new(size::TICK, SOFT_INK).anchor(Anchor::End);
    let Some(difference) = difference else {
        return canvas.text("not defined", (right, y), face);
    };
    let at = |value: f64| scale.at(value / divisor);
    if difference.sign == Sign::Zero {
        canvas.ring((at(0.0), y), 3.4, difference.color());
        return canvas.text("equal", (right, y), face);
    }
    let color = difference.color();
    if let Some((low, high)) = difference.range {
        canvas.line((at(low), y), (at(high), y), color, 1.2);
    }
    if let Some((low, high)) = difference.interval {
        canvas.line((at(low), y), (at(high), y), color, 4.0);
    }
    canvas.disc((at(difference.mean), y), 4.6, color);
    let text = format!("{} of {}", difference.positive, difference.count);
    canvas.text(&text, (right, y), Type { color: legible(color), ..face });
}
