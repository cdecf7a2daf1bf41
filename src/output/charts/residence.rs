//! Who lives where: the share of each user group at home on each chain, as heat maps.

use super::canvas::{Area, Canvas};
use super::font::{Anchor, Type};
use super::page::{INNER as PAGE, grid, no_data, page, size};
use super::palette::{INK, SOFT_INK, WHITE, is_dark, sequential};
use super::{Caption, ChartError, check_finite, check_length};

const ROW: f64 = 23.0;
const ACROSS: f64 = 18.0;
/// Columns narrower than this cannot each have a label.
const NARROWEST: f64 = 10.5;
/// Between the numbers in a cell and its edges.
const PADDING: f64 = 3.0;
const KEY: f64 = 34.0;

/// Homes of the user groups, in one heat map per variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Residence {
    /// The words around the chart.
    pub caption: Caption,
    /// Labels of the user groups: rows.
    pub groups: Vec<String>,
    /// Labels of the places a group can live, chains and perhaps "outside": columns.
    pub chains: Vec<String>,
    /// One heat map per variant, in order.
    pub panels: Vec<ResidencePanel>,
}

/// One variant's heat map.
#[derive(Debug, Clone, PartialEq)]
pub struct ResidencePanel {
    /// The variant's label.
    pub variant: String,
    /// Share of the group by group, then chain, as fractions of one (mean over replicates).
    pub shares: Vec<Vec<f64>>,
}

/// The chart as SVG text.
///
/// # Errors
/// [`ChartError`] where a share is not finite or a panel is not groups × chains.
pub fn residence(input: &Residence) -> Result<String, ChartError> {
    for panel in &input.panels {
        check_length(&format!("homes in {}", panel.variant), panel.shares.len(), input.groups.len())?;
        for (group, row) in input.groups.iter().zip(&panel.shares) {
            let what = format!("homes of {group} in {}", panel.variant);
            check_length(&what, row.len(), input.chains.len())?;
            check_finite(&what, row.iter().copied())?;
        }
    }
    if input.panels.is_empty() || input.groups.is_empty() || input.chains.is_empty() {
        return Ok(no_data(&input.caption, "no homes were recorded"));
    }
    let layout = Layout::of(input);
    let rows = input.panels.len().div_ceil(layout.columns);
    let height = layout.heads + KEY + rows as f64 * layout.panel_height(input) - 14.0;
    let mean = if input.caption.replicates > 1 { ", mean over replicates" } else { ", one replicate" };
    let blank = if layout.has_numbers { "; blank below 0.5 %." } else { "; too many chains for numbers." };
    let note = format!("Cells: percent of the group{mean}{blank}");
    Ok(page(&input.caption, &note, &[], height, |canvas, body| layout.draw(canvas, input, body)))
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
    fn of(input: &Residence) -> Self {
        let name = name_type();
        let widest = |labels: &[String]| labels.iter().map(|label| name.width(label)).fold(0.0, f64::max);
        let names = (widest(&input.groups) + 8.0).min(if input.panels.len() > 1 { 120.0 } else { 170.0 });
        let fits_beside = (PAGE - ACROSS) / 2.0 - names >= input.chains.len() as f64 * 19.0;
        let columns = if input.panels.len() > 1 && fits_beside { 2 } else { 1 };
        let heads = (widest(&input.chains) + 8.0).min(130.0);
        let across = (PAGE - ACROSS * (columns - 1) as f64) / columns as f64 - names;
        let cell = (across / input.chains.len() as f64).min(64.0);
        let has_numbers = Type::new(size::TICK, INK).width("88") + PADDING <= cell;
        let highest = input.panels.iter().flat_map(|panel| panel.shares.iter().flatten()).copied().fold(0.0, f64::max);
        Self { columns, names, heads, cell, has_numbers, darkest: (highest * 10.0).ceil().clamp(1.0, 10.0) / 10.0 }
    }

    fn panel_height(&self, input: &Residence) -> f64 {
        22.0 + ROW * input.groups.len() as f64 + 14.0
    }

    fn draw(&self, canvas: &mut Canvas<'_>, input: &Residence, body: Area) {
        let panels = grid(body.inset(0.0, self.heads, 0.0, KEY - 14.0), input.panels.len(), self.columns, (ACROSS, 0.0));
        for (index, (panel, area)) in input.panels.iter().zip(panels).enumerate() {
            let left = area.left + self.names;
            if index < self.columns {
                self.draw_heads(canvas, input, (left, area.top + 18.0));
            }
            let title = Type::new(size::PANEL, INK).bold();
            // A first row's names of chains stand over its cells: its title goes to their left or over them.
            let title_top = if index < self.columns { body.top + 4.0 } else { area.top + 9.0 };
            let room = if index < self.columns { self.names - 6.0 } else { area.width() };
            for (line, text) in title.wrap(&panel.variant, room, 5).iter().enumerate() {
                canvas.text(text, (area.left, title_top + 16.0 * line as f64), title);
            }
            self.draw_cells(canvas, input, panel, Area { left, top: area.top + 22.0, ..area });
        }
        self.draw_key(canvas, body);
    }

    fn draw_heads(&self, canvas: &mut Canvas<'_>, input: &Residence, (left, bottom): (f64, f64)) {
        let face = Type::new(size::LABEL.min(self.cell.max(NARROWEST) - 0.8), INK).upright();
        let every = (NARROWEST / self.cell).ceil() as usize;
        for (index, chain) in input.chains.iter().enumerate().step_by(every.max(1)) {
            let x = left + self.cell * (index as f64 + 0.5);
            canvas.text(&face.fit(chain, self.heads - 4.0), (x, bottom), face);
        }
    }

    fn draw_cells(&self, canvas: &mut Canvas<'_>, input: &Residence, panel: &ResidencePanel, area: Area) {
        let name = name_type().anchor(Anchor::End);
        for (row, (group, shares)) in input.groups.iter().zip(&panel.shares).enumerate() {
            let top = area.top + ROW * row as f64;
            canvas.text(&name.fit(group, self.names - 8.0), (area.left - 6.0, top + ROW / 2.0), name);
            for (column, share) in shares.iter().enumerate() {
                let left = area.left + self.cell * column as f64;
                let color = sequential(share / self.darkest);
                canvas.rectangle(Area { left, top, right: left + self.cell - 1.0, bottom: top + ROW - 1.0 }, color);
                let face = Type::new(size::TICK, if is_dark(color) { WHITE } else { INK }).anchor(Anchor::Middle);
                let text = format!("{:.0}", share * 100.0);
                if self.has_numbers && *share >= 0.005 {
                    canvas.text(&text, (left + (self.cell - 1.0) / 2.0, top + (ROW - 1.0) / 2.0), face);
                }
            }
        }
    }

    fn draw_key(&self, canvas: &mut Canvas<'_>, body: Area) {
        const STEPS: usize = 50;
        let width = 200.0;
        let face = Type::new(size::TICK, SOFT_INK);
        let top = body.bottom - 12.0;
        let end = format!("{:.0} % of the group", self.darkest * 100.0);
        let left = body.right - face.width(&end) - 8.0 - width;
        for step in 0..STEPS {
            let at = |step: usize| left + width * step as f64 / STEPS as f64;
            let color = sequential(step as f64 / (STEPS - 1) as f64);
            canvas.rectangle(Area { left: at(step), top, right: at(step + 1), bottom: top + 10.0 }, color);
        }
        canvas.text("0 %", (left - 6.0, top + 5.0), face.anchor(Anchor::End));
        canvas.text(&end, (left + width + 8.0, top + 5.0), face);
    }
}

fn name_type() -> Type {
    Type::new(size::LABEL, INK)
}
