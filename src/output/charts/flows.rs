//! Who moved where: a matrix of moves from place to place, and what each place gained, in one panel per variant.

use super::amount::short;
use super::canvas::{Area, Canvas};
use super::font::{Anchor, Type};
use super::page::{INNER as PAGE, color_key, grid, no_data, page, size};
use super::palette::{BAND, GRID, INK, NEGATIVE, POSITIVE, SOFT_INK, WHITE, is_dark, sequential};
use super::scale::{Scale, rounded};
use super::{Caption, ChartError, check_finite, check_length};

const ACROSS: f64 = 22.0;
const DOWN: f64 = 24.0;
const KEY: f64 = 30.0;
/// Room for the titles of a first row above its heads, less what its cells leave.
const TITLE: f64 = 6.0;
/// Between the matrix and the bars.
const GAP: f64 = 12.0;
/// Panels stand one to a row, to have room for figures in their cells, while all of them are no taller than this.
const TALLEST: f64 = 2100.0;
/// Room for the words of a gain.
const GAIN: f64 = 40.0;

/// Moves between places.
#[derive(Debug, Clone, PartialEq)]
pub struct Flows {
    /// The words around the chart.
    pub caption: Caption,
    /// Labels of the places, in the order of rows and columns.
    pub places: Vec<String>,
    /// One panel per variant, in order.
    pub panels: Vec<FlowPanel>,
}

/// One variant's moves.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowPanel {
    /// The variant's label.
    pub variant: String,
    /// People who moved, by the place they left, then the place they went to: mean over replicates. The diagonal is not shown.
    pub moved: Vec<Vec<f64>>,
    /// People who came to each place less those who left it.
    pub gains: Vec<Gain>,
}

/// What a place gained, people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gain {
    /// Mean over replicates.
    pub mean: f64,
    /// 5 % quantile.
    pub low: f64,
    /// 95 % quantile.
    pub high: f64,
}

/// The chart as SVG text.
///
/// # Errors
/// [`ChartError`] where a figure is not finite or a panel is not places × places.
pub fn flows(input: &Flows) -> Result<String, ChartError> {
    for panel in &input.panels {
        check_length(&format!("moves in {}", panel.variant), panel.moved.len(), input.places.len())?;
        check_length(&format!("gains in {}", panel.variant), panel.gains.len(), input.places.len())?;
        for (place, row) in input.places.iter().zip(&panel.moved) {
            let what = format!("moves from {place} in {}", panel.variant);
            check_length(&what, row.len(), input.places.len())?;
            check_finite(&what, row.iter().copied())?;
        }
        check_finite(&format!("gains in {}", panel.variant), panel.gains.iter().flat_map(|g| [g.low, g.mean, g.high]))?;
    }
    let largest = input.panels.iter().flat_map(|panel| panel.moved.iter().flatten()).copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return Ok(no_data(&input.caption, "nobody moved"));
    }
    let layout = Layout::of(input, largest);
    let rows = input.panels.len().div_ceil(layout.columns) as f64;
    let height = layout.heads + rows * (layout.panel_height(input) + DOWN) - DOWN + KEY;
    Ok(page(&input.caption, &note(input, layout.has_figures), &[], height, |canvas, body| layout.draw(canvas, input, body)))
}

/// How to read cells and bars.
fn note(input: &Flows, has_figures: bool) -> String {
    let over = match input.caption.replicates {
        1 => "One replicate: its own moves",
        _ => "Cells and bars: mean over replicates; lines: 5–95 % of replicates",
    };
    let cells = if has_figures { "cells below a hundredth of the largest are blank" } else { "too many places for figures in cells" };
    format!("{over}; {cells}.")
}

/// How panels, names, cells and bars share the page.
struct Layout {
    columns: usize,
    names: f64,
    heads: f64,
    cell: (f64, f64),
    has_figures: bool,
    largest: f64,
    gains: (f64, f64),
}

impl Layout {
    fn of(input: &Flows, largest: f64) -> Self {
        let one = Self::with_columns(input, largest, 1);
        if input.panels.len() == 1 {
            return one;
        }
        let two = Self::with_columns(input, largest, 2);
        let is_short = (one.panel_height(input) + DOWN) * input.panels.len() as f64 <= TALLEST;
        if !two.has_figures && one.has_figures && is_short { one } else { two }
    }

    /// A layout of so many panels side by side; all cells have figures, or none.
    fn with_columns(input: &Flows, largest: f64, columns: usize) -> Self {
        let width = (PAGE - ACROSS * (columns - 1) as f64) / columns as f64;
        let widest = input.places.iter().map(|place| name_type().width(place)).fold(0.0, f64::max) + 10.0;
        let names = widest.clamp(40.0, if columns > 1 { 108.0 } else { 150.0 });
        let bars = if columns > 1 { 64.0 } else { 150.0 } + GAP + GAIN;
        let across = ((width - names - bars) / input.places.len() as f64).min(44.0);
        let moves = input.panels.iter().flat_map(|panel| panel.moved.iter().flatten());
        let widest_figure = moves.map(|people| figure_type().width(&figure(*people))).fold(0.0, f64::max);
        let has_figures = widest_figure + 2.0 <= across;
        let tallest: f64 = if !has_figures || input.places.len() > 8 { 17.0 } else { 24.0 };
        let gains = input.panels.iter().flat_map(|panel| &panel.gains).flat_map(|g| [g.low, g.mean, g.high]);
        let gains = gains.fold((0.0f64, 0.0f64), |(low, high), x| (low.min(x), high.max(x)));
        Self {
            columns,
            names,
            heads: widest.clamp(40.0, 112.0) + 6.0 + TITLE,
            cell: (across, tallest.min(across.max(13.5))),
            has_figures,
            largest,
            gains,
        }
    }

    fn panel_height(&self, input: &Flows) -> f64 {
        22.0 + self.cell.1 * input.places.len() as f64
    }

    fn draw(&self, canvas: &mut Canvas<'_>, input: &Flows, body: Area) {
        let areas = grid(body.inset(0.0, self.heads, 0.0, KEY), input.panels.len(), self.columns, (ACROSS, DOWN));
        for (index, (panel, area)) in input.panels.iter().zip(areas).enumerate() {
            let cells = Area { left: area.left + self.names, top: area.top + 22.0, ..area };
            let is_first_row = index < self.columns;
            let title = Type::new(size::PANEL, INK).bold();
            // A first row's heads stand over its cells: its titles go over them.
            let top = if is_first_row { body.top + 4.0 } else { area.top + 9.0 };
            canvas.text(&title.fit(&panel.variant, area.width()), (area.left, top), title);
            if is_first_row {
                self.draw_heads(canvas, input, cells);
            }
            self.draw_cells(canvas, input, panel, cells);
            self.draw_gains(canvas, panel, cells);
        }
        color_key(canvas, body, "0", &format!("{} people, square-root scale", short(rounded(self.largest))));
    }

    fn draw_heads(&self, canvas: &mut Canvas<'_>, input: &Flows, cells: Area) {
        let face = Type::new((self.cell.0 - 1.0).clamp(6.0, size::LABEL), INK).upright();
        for (index, place) in input.places.iter().enumerate() {
            let x = cells.left + self.cell.0 * (index as f64 + 0.5);
            canvas.text(&face.fit(place, self.heads - 8.0 - TITLE), (x, cells.top - 4.0), face);
        }
        let soft = Type::new(size::TICK, SOFT_INK);
        canvas.text("from ↓  to →", (cells.left - 6.0, cells.top - 9.0), soft.anchor(Anchor::End));
        let end = cells.left + self.cell.0 * input.places.len() as f64 + GAP;
        for (line, word) in ["gain,", "people"].iter().enumerate() {
            canvas.text(word, ((end + cells.right) / 2.0, cells.top - 23.0 + 14.0 * line as f64), soft.anchor(Anchor::Middle));
        }
    }

    fn draw_cells(&self, canvas: &mut Canvas<'_>, input: &Flows, panel: &FlowPanel, cells: Area) {
        let (wide, tall) = self.cell;
        let name = name_type().anchor(Anchor::End);
        for (from, (place, row)) in input.places.iter().zip(&panel.moved).enumerate() {
            let top = cells.top + tall * from as f64;
            canvas.text(&name.fit(place, self.names - 8.0), (cells.left - 6.0, top + tall / 2.0), name);
            for (to, people) in row.iter().enumerate() {
                let left = cells.left + wide * to as f64;
                let area = Area { left, top, right: left + wide - 1.0, bottom: top + tall - 1.0 };
                if from == to {
                    canvas.rectangle(area, BAND);
                    continue;
                }
                let color = sequential((people / self.largest).max(0.0).sqrt());
                canvas.rectangle(area, color);
                if self.has_figures && *people >= 0.01 * self.largest {
                    let face = Type { color: if is_dark(color) { WHITE } else { INK }, ..figure_type().anchor(Anchor::Middle) };
                    canvas.text(&figure(*people), (left + (wide - 1.0) / 2.0, top + (tall - 1.0) / 2.0), face);
                }
            }
        }
    }

    fn draw_gains(&self, canvas: &mut Canvas<'_>, panel: &FlowPanel, cells: Area) {
        let tall = self.cell.1;
        let left = cells.left + self.cell.0 * panel.gains.len() as f64 + GAP;
        let scale = Scale::linear(self.gains, (left, cells.right - GAIN));
        let zero = scale.at(0.0);
        canvas.line((zero, cells.top - 2.0), (zero, cells.top + tall * panel.gains.len() as f64 + 1.0), GRID, 1.0);
        for (index, gain) in panel.gains.iter().enumerate() {
            let middle = cells.top + tall * (index as f64 + 0.5) - 0.5;
            let (color, end) = (if gain.mean < 0.0 { NEGATIVE } else { POSITIVE }, scale.at(gain.mean));
            let half = (tall / 2.0 - 3.5).max(2.0);
            let bar = Area { left: zero.min(end), top: middle - half, right: zero.max(end), bottom: middle + half };
            canvas.rectangle(bar, color);
            if gain.high > gain.low {
                canvas.line((scale.at(gain.low), middle), (scale.at(gain.high), middle), INK, 1.1);
            }
            let face = Type::new(size::TICK, INK).anchor(Anchor::End);
            let sign = if gain.mean > 0.0 { "+" } else { "" };
            canvas.text(&format!("{sign}{}", short(rounded(gain.mean))), (cells.right, middle + 0.5), face);
        }
    }
}

/// `value` to so many significant digits.
fn figures(value: f64, digits: i32) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let factor = 10f64.powi(value.abs().log10().floor() as i32 + 1 - digits);
    (value / factor).round() * factor
}

/// What a cell says.
fn figure(people: f64) -> String {
    short(figures(people, 2))
}

fn figure_type() -> Type {
    Type::new(9.5, INK)
}

fn name_type() -> Type {
    Type::new(size::LABEL, INK)
}
