//! How each of several wholes is shared out, as heat maps: user groups over home chains, verticals over the chains that execute them.

use super::canvas::{Area, Canvas};
use super::font::{Anchor, Type};
use super::page::{INNER as PAGE, color_key, grid, no_data, page, size};
use super::palette::{INK, NEGATIVE, SOFT_INK, WHITE, is_dark, sequential};
use super::{Caption, ChartError, check_finite, check_length};

const ROW: f64 = 23.0;
const ACROSS: f64 = 18.0;
/// Columns narrower than this cannot each have a label.
const NARROWEST: f64 = 10.5;
/// Columns no narrower than this let two heat maps stand side by side.
const BESIDE: f64 = 16.5;
/// Between the numbers in a cell and its edges.
const PADDING: f64 = 3.0;
const KEY: f64 = 34.0;
/// Room for the titles of a first row above its heads, less what its cells leave.
const TITLE: f64 = 6.0;
/// Side of a marked corner.
const CORNER: f64 = 5.0;

/// 5 % and 95 % quantile this far apart or further, as a fraction of one, get a cell's corner marked.
const WIDE: f64 = 0.1;

/// Shares of several wholes, in one heat map per variant.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// The words around the chart.
    pub caption: Caption,
    /// What a row's shares are shares of: "of the group".
    pub whole: String,
    /// Labels of the wholes: rows.
    pub rows: Vec<String>,
    /// Labels of the parts, chains and perhaps "outside": columns.
    pub columns: Vec<String>,
    /// One heat map per variant, in order.
    pub panels: Vec<HeatPanel>,
}

/// One variant's heat map.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatPanel {
    /// The variant's label.
    pub variant: String,
    /// Share by row, then column.
    pub shares: Vec<Vec<Share>>,
}

/// A share over replicates, as a fraction of one.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Share {
    /// Mean over replicates.
    pub mean: f64,
    /// From the 5 % to the 95 % quantile; 0 of a single replicate.
    pub range: f64,
}

/// The chart as SVG text.
///
/// # Errors
/// [`ChartError`] where a share is not finite or a panel is not rows × columns.
pub fn heat_map(input: &HeatMap) -> Result<String, ChartError> {
    for panel in &input.panels {
        check_length(&format!("rows in {}", panel.variant), panel.shares.len(), input.rows.len())?;
        for (label, row) in input.rows.iter().zip(&panel.shares) {
            let what = format!("shares of {label} in {}", panel.variant);
            check_length(&what, row.len(), input.columns.len())?;
            check_finite(&what, row.iter().flat_map(|share| [share.mean, share.range]))?;
        }
    }
    if input.panels.is_empty() || input.rows.is_empty() || input.columns.is_empty() {
        return Ok(no_data(&input.caption, "nothing was recorded"));
    }
    let layout = Layout::of(input);
    let rows = input.panels.len().div_ceil(layout.columns);
    let height = layout.heads + KEY + rows as f64 * layout.panel_height(input) - 14.0;
    Ok(page(&input.caption, &note(input, layout.has_numbers), &[], height, |canvas, body| layout.draw(canvas, input, body)))
}

fn note(input: &HeatMap, has_numbers: bool) -> String {
    let mean = if input.caption.replicates > 1 { ", mean over replicates" } else { ", one replicate" };
    let blank = if has_numbers { "; blank below 0.5 %." } else { "; too many columns for numbers." };
    let is_wide = input.panels.iter().flat_map(|panel| panel.shares.iter().flatten()).any(|share| share.range >= WIDE);
    let corner = if is_wide { " Marked corner: 5–95 % of replicates lie ten points apart or more." } else { "" };
    format!("Cells: percent {}{mean}{blank}{corner}", input.whole)
}

/// How panels, names and cells share the page.
struct Layout {
    columns: usize,
    names: f64,
    heads: f64,
    cell: f64,
    has_numbers: bool,
    darkest: f64,
}

impl Layout {
    fn of(input: &HeatMap) -> Self {
        let name = name_type();
        let widest = |labels: &[String]| labels.iter().map(|label| name.width(label)).fold(0.0, f64::max);
        let half = (PAGE - ACROSS) / 2.0;
        // Beside many columns, long names are cut rather than that two heat maps do not fit.
        let room = (half - input.columns.len() as f64 * BESIDE).clamp(120.0, 170.0);
        let names = (widest(&input.rows) + 8.0).min(if input.panels.len() > 1 { room } else { 170.0 });
        let fits_beside = half - names >= input.columns.len() as f64 * BESIDE;
        let columns = if input.panels.len() > 1 && fits_beside { 2 } else { 1 };
        let heads = (widest(&input.columns) + 8.0).min(130.0) + TITLE;
        let across = (PAGE - ACROSS * (columns - 1) as f64) / columns as f64 - names;
        let cell = (across / input.columns.len() as f64).min(64.0);
        let has_numbers = Type::new(size::TICK, INK).width("88") + PADDING <= cell;
        let highest = input.panels.iter().flat_map(|panel| panel.shares.iter().flatten()).map(|share| share.mean).fold(0.0, f64::max);
        Self { columns, names, heads, cell, has_numbers, darkest: (highest * 10.0).ceil().clamp(1.0, 10.0) / 10.0 }
    }

    fn panel_height(&self, input: &HeatMap) -> f64 {
        22.0 + ROW * input.rows.len() as f64 + 14.0
    }

    fn draw(&self, canvas: &mut Canvas<'_>, input: &HeatMap, body: Area) {
        let panels = grid(body.inset(0.0, self.heads, 0.0, KEY - 14.0), input.panels.len(), self.columns, (ACROSS, 0.0));
        for (index, (panel, area)) in input.panels.iter().zip(panels).enumerate() {
            let left = area.left + self.names;
            if index < self.columns {
                self.draw_heads(canvas, input, (left, area.top + 18.0));
            }
            let title = Type::new(size::PANEL, INK).bold();
            // A first row's names of columns stand over its cells: its title goes over them.
            let title_top = if index < self.columns { body.top + 4.0 } else { area.top + 9.0 };
            canvas.text(&title.fit(&panel.variant, area.width()), (area.left, title_top), title);
            self.draw_cells(canvas, input, panel, Area { left, top: area.top + 22.0, ..area });
        }
        color_key(canvas, body, "0 %", &format!("{:.0} % {}", self.darkest * 100.0, input.whole));
    }

    fn draw_heads(&self, canvas: &mut Canvas<'_>, input: &HeatMap, (left, bottom): (f64, f64)) {
        let face = Type::new(size::LABEL.min(self.cell.max(NARROWEST) - 0.8), INK).upright();
        let every = (NARROWEST / self.cell).ceil() as usize;
        for (index, label) in input.columns.iter().enumerate().step_by(every.max(1)) {
            let x = left + self.cell * (index as f64 + 0.5);
            canvas.text(&face.fit(label, self.heads - 4.0 - TITLE), (x, bottom), face);
        }
    }

    fn draw_cells(&self, canvas: &mut Canvas<'_>, input: &HeatMap, panel: &HeatPanel, area: Area) {
        let name = name_type().anchor(Anchor::End);
        for (row, (label, shares)) in input.rows.iter().zip(&panel.shares).enumerate() {
            let top = area.top + ROW * row as f64;
            canvas.text(&name.fit(label, self.names - 8.0), (area.left - 6.0, top + ROW / 2.0), name);
            if shares.iter().all(|share| share.mean <= 0.0) {
                let soft = Type::new(size::TICK, SOFT_INK);
                canvas.text("none", (area.left + 4.0, top + (ROW - 1.0) / 2.0), soft);
                continue;
            }
            for (column, share) in shares.iter().enumerate() {
                let left = area.left + self.cell * column as f64;
                let color = sequential(share.mean / self.darkest);
                let right = left + self.cell - 1.0;
                canvas.rectangle(Area { left, top, right, bottom: top + ROW - 1.0 }, color);
                if share.range >= WIDE {
                    let corner = if is_dark(color) { WHITE } else { NEGATIVE };
                    canvas.polygon([(right - CORNER, top), (right, top), (right, top + CORNER)], corner);
                }
                let face = Type::new(size::TICK, if is_dark(color) { WHITE } else { INK }).anchor(Anchor::Middle);
                let text = format!("{:.0}", share.mean * 100.0);
                if self.has_numbers && share.mean >= 0.005 {
                    canvas.text(&text, (left + (self.cell - 1.0) / 2.0, top + (ROW - 1.0) / 2.0), face);
                }
            }
        }
    }
}

fn name_type() -> Type {
    Type::new(size::LABEL, INK)
}
