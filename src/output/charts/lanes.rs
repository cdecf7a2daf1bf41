//! What happened when: a panel per variant, a lane per subject (a chain, a proposal), a mark per happening of one run, and how often it
//! happens over all replicates at the right.

use plotters::style::{Color, RGBColor};

use super::canvas::{Area, Canvas, Mark};
use super::font::{Anchor, Type};
use super::page::{INNER, Key, no_data, page, size};
use super::palette::{BAND, INK, MUTED, SOFT_INK, hue};
use super::timeline::TimeAxis;
use super::{Caption, ChartError, check_finite, check_length};

/// Height of a lane, of a panel's title, and of its time axis.
const LANE: f64 = 20.0;
const HEAD: f64 = 24.0;
const FOOT: f64 = 20.0;
/// Between panels.
const GAP: f64 = 10.0;
/// Room for the name of the time axis.
const AXIS_NAME: f64 = 16.0;
/// From a label to the first day: a large mark there does not touch it.
const BESIDE: f64 = 14.0;
/// Radius of the smallest and the largest mark.
const RADII: (f64, f64) = (2.2, 7.0);

/// What happened when, by variant and subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Lanes {
    /// The words around the chart.
    pub caption: Caption,
    /// How to read the size of marks; empty or ending with a full stop.
    pub note: String,
    /// What the figures at the right are: "a year".
    pub rate: String,
    /// Last day of the axis.
    pub last_day: u32,
    /// Kinds of happenings, with their own shape and colour.
    pub kinds: Vec<String>,
    /// One panel a variant.
    pub panels: Vec<LanePanel>,
}

/// One variant.
#[derive(Debug, Clone, PartialEq)]
pub struct LanePanel {
    /// The variant.
    pub title: String,
    /// Its lanes, from the top.
    pub lanes: Vec<Lane>,
}

/// One subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// The subject.
    pub label: String,
    /// What happened in the run shown.
    pub marks: Vec<LaneMark>,
    /// How often it happens, in all replicates: a figure with its range, in words.
    pub rate: String,
}

/// One happening.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LaneMark {
    /// Day on which it began; a line leads from there, if it is before `day`.
    pub from: u32,
    /// Day of the mark.
    pub day: u32,
    /// Position of its kind.
    pub kind: usize,
    /// How large it is, from 0 to 1: the area of the mark.
    pub size: f64,
}

/// The chart as SVG text.
///
/// # Errors
/// [`ChartError`] where a size is not finite or a kind is not in the list.
pub fn lanes(input: &Lanes) -> Result<String, ChartError> {
    for lane in input.panels.iter().flat_map(|panel| &panel.lanes) {
        check_finite(&lane.label, lane.marks.iter().map(|mark| mark.size))?;
        check_length(
            &lane.label,
            lane.marks.iter().map(|mark| mark.kind + 1).max().unwrap_or(0).max(input.kinds.len()),
            input.kinds.len(),
        )?;
    }
    if input.panels.iter().flat_map(|panel| &panel.lanes).all(|lane| lane.marks.is_empty() && lane.rate.is_empty()) {
        return Ok(no_data(&input.caption, "nothing happened"));
    }
    let height = |panel: &LanePanel| HEAD + LANE * panel.lanes.len() as f64 + FOOT;
    let body = input.panels.iter().map(|panel| height(panel) + GAP).sum::<f64>() - GAP + AXIS_NAME;
    Ok(page(&input.caption, &input.note, &keys(input), body, |canvas, body| {
        let margins = margins(input);
        let mut top = body.top;
        for (p, panel) in input.panels.iter().enumerate() {
            let area = Area { top, bottom: top + height(panel), ..body };
            draw(canvas, input, panel, area, margins, p + 1 == input.panels.len());
            top = area.bottom + GAP;
        }
    }))
}

/// The kinds that have a mark.
fn keys(input: &Lanes) -> Vec<Key> {
    let marks = || input.panels.iter().flat_map(|panel| &panel.lanes).flat_map(|lane| &lane.marks);
    let drawn = |kind: &(usize, &String)| marks().any(|mark| mark.kind == kind.0);
    let key = |(kind, text): (usize, &String)| Key { mark: Mark::nth(kind), color: color(kind), text: text.clone() };
    input.kinds.iter().enumerate().filter(drawn).map(key).collect()
}

fn color(kind: usize) -> RGBColor {
    hue(kind)
}

fn label_type() -> Type {
    Type::new(size::LABEL, INK)
}

/// Room left of the lanes for their labels, and right of them for how often things happen.
fn margins(input: &Lanes) -> (f64, f64) {
    let widest = |of: &dyn Fn(&Lane) -> f64| input.panels.iter().flat_map(|p| &p.lanes).map(of).fold(0.0, f64::max);
    let right = widest(&|lane| label_type().width(&lane.rate)).max(label_type().width(&input.rate));
    ((widest(&|lane| label_type().width(&lane.label)) + BESIDE + 2.0).min(INNER / 4.0), (right + 14.0).min(INNER / 4.0))
}

fn draw(canvas: &mut Canvas<'_>, input: &Lanes, panel: &LanePanel, area: Area, (left, right): (f64, f64), is_last: bool) {
    let plot = area.inset(left, HEAD, right, FOOT);
    let title = Type::new(size::PANEL, INK).bold();
    canvas.text(&title.fit(&panel.title, plot.right - area.left), (area.left, area.top + 9.0), title);
    let soft = Type::new(size::TICK, SOFT_INK);
    canvas.text(&input.rate, (area.right, area.top + 9.0), soft.anchor(Anchor::End));
    let days = TimeAxis::new(&[input.last_day], plot);
    for (l, lane) in panel.lanes.iter().enumerate() {
        let row = Area { top: plot.top + LANE * l as f64, bottom: plot.top + LANE * (l + 1) as f64, ..plot };
        if l % 2 == 0 {
            canvas.rectangle(row, BAND);
        }
        let middle = (row.top + row.bottom) / 2.0;
        canvas.text(&label_type().fit(&lane.label, left - BESIDE), (area.left, middle), label_type());
        canvas.text(&label_type().fit(&lane.rate, right - 8.0), (area.right, middle), label_type().anchor(Anchor::End));
        for mark in &lane.marks {
            let (from, to) = ((days.at(mark.from), middle), (days.at(mark.day), middle));
            canvas.line(from, to, color(mark.kind).mix(0.45), 2.4);
        }
        // Large ones first, so that none hides a smaller one.
        let mut marks: Vec<&LaneMark> = lane.marks.iter().collect();
        marks.sort_by(|a, b| b.size.total_cmp(&a.size));
        for mark in marks {
            let radius = RADII.0 + (RADII.1 - RADII.0) * mark.size.clamp(0.0, 1.0).sqrt();
            canvas.mark(Mark::nth(mark.kind), (days.at(mark.day), middle), radius, color(mark.kind));
        }
    }
    canvas.line((plot.left, plot.bottom), (plot.right, plot.bottom), MUTED, 0.8);
    days.draw(canvas, plot, is_last);
}
