//! Shares over time: who has the users, or the activity, or the apps, and how sure that is.

use plotters::style::{Color, RGBColor};

use super::canvas::{Area, Canvas};
use super::font::{Anchor, Type};
use super::page::{draw_title, grid, no_data, page, panel_width, size, title_lines, title_room};
use super::palette::{GRID, INK, MUTED, SOFT_INK, legible};
use super::scale::{Scale, round_step};
use super::timeline::TimeAxis;
use super::{Amount, Caption, ChartError, Palette, check_finite, check_length, labels};

/// Labelled lines in a panel at most.
const LABELLED: usize = 8;
/// Lines in a panel that get a ribbon: more would hide each other.
const RIBBONS: usize = 3;
/// A line that never reaches this share, or this part of the highest count, is not worth a label.
const NOTABLE: f64 = 0.01;
/// Labels wider than this take too much from the third part of a page.
const LONG: f64 = 116.0;
/// Height of a label in CSS pixels.
const LINE: f64 = 13.5;
/// Between panels, across and down.
const ACROSS: f64 = 14.0;
const DOWN: f64 = 8.0;
/// Length of the leader from a line's end to its label.
const LEAD: f64 = 14.0;

/// Shares of several chains over time, or counts, in one panel per variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// The words around the chart.
    pub caption: Caption,
    /// What the figures are: shares, or counts.
    pub amount: Amount,
    /// Days of the figures, rising.
    pub days: Vec<u32>,
    /// One panel per variant, in order.
    pub panels: Vec<SharesPanel>,
}

/// One variant's lines.
#[derive(Debug, Clone, PartialEq)]
pub struct SharesPanel {
    /// The variant's label.
    pub variant: String,
    /// A line per chain.
    pub lines: Vec<ShareLine>,
}

impl SharesPanel {
    /// Lines, the largest at the end first.
    fn ranked(&self) -> Vec<&ShareLine> {
        let mut lines: Vec<&ShareLine> = self.lines.iter().collect();
        lines.sort_by(|a, b| b.last().total_cmp(&a.last()));
        lines
    }

    /// Lines with a label and a colour, the largest at the end first, and the others; `top` is the end of the axis.
    fn ends(&self, amount: Amount, top: f64) -> (Vec<&ShareLine>, Vec<&ShareLine>) {
        let notable = if amount == Amount::Share { NOTABLE } else { NOTABLE * top };
        let ranked = self.ranked();
        // One that was large once is as worth a name as one that is large in the end.
        let mut weighty: Vec<f64> = ranked.iter().map(|line| line.weight()).collect();
        weighty.sort_by(|a, b| b.total_cmp(a));
        let least = weighty.get(LABELLED - 1).copied().unwrap_or(0.0);
        let is_labelled = |line: &&ShareLine| line.weight() >= least && line.peak() >= notable;
        let (mut labelled, mut rest): (Vec<_>, Vec<_>) = ranked.into_iter().partition(is_labelled);
        // Lines of one weight.
        rest.extend(labelled.split_off(labelled.len().min(LABELLED)));
        (labelled, rest)
    }
}

/// One chain's share over the days: quantiles over replicates, as fractions of one. All three have an entry per day.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareLine {
    /// The chain's label, as in the palette.
    pub chain: String,
    /// 5 % quantile.
    pub low: Vec<f64>,
    /// Median.
    pub middle: Vec<f64>,
    /// 95 % quantile.
    pub high: Vec<f64>,
}

impl ShareLine {
    fn last(&self) -> f64 {
        self.middle.last().copied().unwrap_or(0.0)
    }

    fn peak(&self) -> f64 {
        self.middle.iter().copied().fold(0.0, f64::max)
    }

    fn weight(&self) -> f64 {
        self.last() + self.peak()
    }
}

/// The chart as SVG text.
///
/// # Errors
/// [`ChartError`] where a figure is not finite or a line has not one figure per day.
pub fn shares(input: &Shares, palette: &Palette) -> Result<String, ChartError> {
    for line in input.panels.iter().flat_map(|panel| &panel.lines) {
        for (name, values) in [("low", &line.low), ("middle", &line.middle), ("high", &line.high)] {
            let what = format!("{name} share of {}", line.chain);
            check_length(&what, values.len(), input.days.len())?;
            check_finite(&what, values.iter().copied())?;
        }
    }
    if input.days.is_empty() || input.panels.iter().all(|panel| panel.lines.is_empty()) {
        return Ok(no_data(&input.caption, "no shares were recorded"));
    }
    let top = axis_top(input);
    let columns = columns(input, top);
    let titles = title_lines(input.panels.iter().map(|panel| &panel.variant), panel_width(columns, ACROSS));
    let panel_height = [430.0, 225.0, 195.0][columns - 1] + title_room(titles);
    let rows = input.panels.len().div_ceil(columns);
    let height = rows as f64 * (panel_height + DOWN) - DOWN;
    Ok(page(&input.caption, &note(input, top), &[], height, |canvas, body| {
        let face = face(columns);
        let label_width = label_width(input, top, face).min([200.0, 162.0, 132.0][columns - 1]);
        for (index, (panel, area)) in input.panels.iter().zip(grid(body, input.panels.len(), columns, (ACROSS, DOWN))).enumerate() {
            let is_lowest = index + columns >= input.panels.len();
            draw_title(canvas, &panel.variant, area, titles);
            let frame = Frame::new(input, area.inset(0.0, title_room(titles), 0.0, 0.0), (label_width, face), top);
            frame.axes(canvas, is_lowest);
            frame.lines(canvas, panel, &input.days, palette, input.caption.replicates > 1);
        }
    }))
}

/// Panels side by side: three where there are many, unless long names would leave them no room.
fn columns(input: &Shares, top: f64) -> usize {
    match input.panels.len() {
        1 => 1,
        2..=6 => 2,
        7..=10 if label_width(input, top, face(3)) > LONG => 2,
        _ => 3,
    }
}

/// Type of the labels with so many panels side by side.
fn face(columns: usize) -> Type {
    Type::new(if columns > 2 { size::TICK } else { size::LABEL }, INK)
}

/// The end of the shared y axis: a round figure above every line and ribbon, for shares at most one.
fn axis_top(input: &Shares) -> f64 {
    let lines = input.panels.iter().flat_map(|panel| &panel.lines).flat_map(|line| &line.middle);
    let ribbons = input.panels.iter().flat_map(|panel| panel.ranked().into_iter().take(RIBBONS)).flat_map(|line| &line.high);
    let highest = lines.chain(ribbons).copied().fold(0.0, f64::max);
    let (least, most) = if input.amount == Amount::Share { (0.01, 1.0f64.max(highest)) } else { (1e-9, f64::MAX) };
    let step = round_step(highest.max(least), 5);
    ((highest / step * 2.0).ceil() / 2.0 * step).clamp(least, most)
}

/// How to read the marks that there are.
fn note(input: &Shares, top: f64) -> String {
    let has_ribbons = input.caption.replicates > 1;
    let lines = input.panels.iter().map(|panel| panel.lines.len()).max().unwrap_or(0);
    let has_others = input.panels.iter().any(|panel| !panel.ends(input.amount, top).1.is_empty());
    let ribbons = match (has_ribbons, lines > RIBBONS) {
        (false, _) => "One replicate: its own course, without a ribbon",
        (true, false) => "Lines: median over replicates; ribbons: 5–95 % of replicates",
        (true, true) => "Lines: median over replicates; ribbons: 5–95 % of replicates, for the three largest at the end",
    };
    format!("{ribbons}{}", if has_others { "; grey: the other chains." } else { "." })
}

/// Room for the longest label at the end of a line.
fn label_width(input: &Shares, top: f64, face: Type) -> f64 {
    let all = input.panels.iter().flat_map(|panel| {
        let (labelled, rest) = panel.ends(input.amount, top);
        labelled.iter().map(|line| End::of(line, input.amount)).chain(End::of_rest(&rest, input.amount)).collect::<Vec<_>>()
    });
    let widest = all.map(|end| face.bold().width(&end.name) + face.width(&end.value)).fold(0.0, f64::max);
    LEAD + widest + 6.0
}

/// One panel's axes.
struct Frame {
    plot: Area,
    days: TimeAxis,
    shares: Scale,
    amount: Amount,
    top: f64,
    label_width: f64,
    face: Type,
}

impl Frame {
    fn new(input: &Shares, area: Area, (label_width, face): (f64, Type), top: f64) -> Self {
        let plot = area.inset(36.0, 24.0, label_width, 36.0);
        let days = TimeAxis::new(&input.days, plot);
        let shares = Scale::linear((0.0, top), (plot.bottom, plot.top));
        Self { plot, days, shares, amount: input.amount, top, label_width, face }
    }

    fn axes(&self, canvas: &mut Canvas<'_>, is_lowest: bool) {
        let tick = Type::new(size::TICK, SOFT_INK);
        for share in self.shares.ticks(5) {
            let y = self.shares.at(share);
            let color = if share == 0.0 { MUTED } else { GRID };
            canvas.line((self.plot.left, y), (self.plot.right, y), color, 0.8);
            canvas.text(&self.amount.tick(share), (self.plot.left - 6.0, y), tick.anchor(Anchor::End));
        }
        self.days.draw(canvas, self.plot, is_lowest);
    }

    fn lines(&self, canvas: &mut Canvas<'_>, panel: &SharesPanel, days: &[u32], palette: &Palette, with_ribbons: bool) {
        let (labelled, rest) = panel.ends(self.amount, self.top);
        for line in &rest {
            self.course(canvas, line, days, MUTED, 1.0);
        }
        if with_ribbons {
            for line in panel.ranked().iter().take(RIBBONS).filter(|line| labelled.contains(line)) {
                self.ribbon(canvas, line, days, palette.of(&line.chain));
            }
        }
        for line in labelled.iter().rev() {
            self.course(canvas, line, days, palette.of(&line.chain), 2.0);
        }
        let named = labelled.iter().map(|line| (End::of(line, self.amount), palette.of(&line.chain)));
        let ends: Vec<(End, RGBColor)> = named.chain(End::of_rest(&rest, self.amount).map(|end| (end, MUTED))).collect();
        self.labels(canvas, &ends);
    }

    /// Filled, with thin edges that can be followed where ribbons overlap.
    fn ribbon(&self, canvas: &mut Canvas<'_>, line: &ShareLine, days: &[u32], color: RGBColor) {
        let edge = |shares: &[f64]| days.iter().zip(shares).map(|(day, share)| self.point(*day, *share)).collect::<Vec<_>>();
        let (upper, lower) = (edge(&line.high), edge(&line.low));
        canvas.polygon(upper.iter().chain(lower.iter().rev()).copied(), color.mix(0.10));
        canvas.curve(upper, color.mix(0.55), 0.7);
        canvas.curve(lower, color.mix(0.55), 0.7);
    }

    fn course(&self, canvas: &mut Canvas<'_>, line: &ShareLine, days: &[u32], color: RGBColor, width: f64) {
        canvas.curve(days.iter().zip(&line.middle).map(|(day, share)| self.point(*day, *share)), color, width);
        canvas.disc((self.plot.right, self.shares.at(line.last())), width + 0.4, color);
    }

    fn labels(&self, canvas: &mut Canvas<'_>, ends: &[(End, RGBColor)]) {
        let wanted: Vec<f64> = ends.iter().map(|(end, _)| self.shares.at(end.share)).collect();
        let places = labels::spread(&wanted, LINE, (self.plot.top - 4.0, self.plot.bottom + 8.0));
        let left = self.plot.right + LEAD;
        for (((end, color), from), to) in ends.iter().zip(&wanted).zip(places) {
            let face = Type { color: if *color == MUTED { SOFT_INK } else { legible(*color) }, ..self.face };
            canvas.line((self.plot.right + 3.0, *from), (left - 3.0, to), *color, 0.7);
            let room = self.label_width - LEAD - 5.0 - face.width(&end.value);
            let name = face.bold().fit(&end.name, room);
            canvas.text(&name, (left, to), face.bold());
            canvas.text(&end.value, (left + face.bold().width(&name) + 5.0, to), face);
        }
    }

    fn point(&self, day: u32, share: f64) -> (f64, f64) {
        (self.days.at(day), self.shares.at(share))
    }
}

/// A label at the end of a line.
struct End {
    share: f64,
    name: String,
    value: String,
}

impl End {
    fn of(line: &ShareLine, amount: Amount) -> Self {
        Self { share: line.last(), name: line.chain.clone(), value: amount.say(line.last()) }
    }

    /// One label for all lines without their own: at the highest of them, with what they are together. A single one keeps its name.
    fn of_rest(rest: &[&ShareLine], amount: Amount) -> Option<Self> {
        let share = rest.iter().map(|line| line.last()).reduce(f64::max)?;
        let name = if let [line] = rest { line.chain.clone() } else { format!("{} others", rest.len()) };
        Some(Self { share, name, value: amount.say(rest.iter().map(|line| line.last()).sum()) })
    }
}
