//! Regime maps: where in the plane of two assumptions a claim is right, wrong, or cannot be told.

use plotters::style::Color;

use super::canvas::{Area, Canvas, Mark, Point};
use super::font::{Anchor, Type};
use super::page::{Key, grid, no_data, page, size};
use super::palette::{INK, MUTED, NEGATIVE, POSITIVE, SOFT_INK, UNDECIDED, WHITE, mix};
use super::scale::{Scale, number};
use super::{Caption, ChartError, check_finite, check_length};

const DOWN: f64 = 20.0;

/// What is told at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The claim is right.
    Right,
    /// It is wrong.
    Wrong,
    /// Neither can be told.
    Neither,
}

impl Told {
    fn words(self) -> &'static str {
        match self {
            Self::Right => "holds",
            Self::Wrong => "does not hold",
            Self::Neither => "cannot be told",
        }
    }
}

/// An axis: a factor.
#[derive(Debug, Clone, PartialEq)]
pub struct RegimeAxis {
    /// The factor's label or path.
    pub label: String,
    /// Range it is drawn from.
    pub range: (f64, f64),
    /// Whether it was drawn evenly in its logarithm.
    pub log: bool,
}

/// One claim over two factors.
#[derive(Debug, Clone, PartialEq)]
pub struct RegimePanel {
    /// The claim.
    pub claim: String,
    /// Axes, across and up.
    pub axes: [RegimeAxis; 2],
    /// Places along each axis.
    pub steps: usize,
    /// Estimated mean difference and what is told of the claim, row by row from below, `[steps × steps]`.
    pub cells: Vec<(f64, Told)>,
    /// Worlds drawn: places in the unit square, and whether the claim holds there.
    pub worlds: Vec<((f64, f64), bool)>,
    /// Place of the world of today, if it lies in the plane.
    pub today: Option<(f64, f64)>,
}

/// Regime maps, one panel each.
#[derive(Debug, Clone, PartialEq)]
pub struct Regimes {
    /// The words around the chart.
    pub caption: Caption,
    /// Panels.
    pub panels: Vec<RegimePanel>,
}

/// The chart as SVG text.
///
/// # Errors
/// [`ChartError`] where a figure is not finite, or cells are missing.
pub fn regimes(input: &Regimes) -> Result<String, ChartError> {
    for panel in &input.panels {
        check_length(&format!("cells of {}", panel.claim), panel.cells.len(), panel.steps * panel.steps)?;
        let places = panel.worlds.iter().map(|(place, _)| *place).chain(panel.today).flat_map(|(x, y)| [x, y]);
        check_finite(&panel.claim, panel.cells.iter().map(|(mean, _)| *mean).chain(places))?;
    }
    if input.panels.is_empty() {
        return Ok(no_data(&input.caption, "no map was asked for, or too few worlds were drawn"));
    }
    let columns = input.panels.len().min(2);
    let height = if columns == 1 { 470.0 } else { 380.0 };
    let rows = input.panels.len().div_ceil(columns);
    let key = |mark, color, text: &str| Key { mark, color, text: text.into() };
    let keys = [
        key(Mark::Square, ground(Told::Right), "the claim holds"),
        key(Mark::Square, ground(Told::Wrong), "it does not hold"),
        key(Mark::Square, ground(Told::Neither), "cannot be told"),
        key(Mark::Disc, POSITIVE, "a world in which it holds"),
        key(Mark::Disc, NEGATIVE, "one in which it does not"),
    ];
    let note = "Field: mean of the paired difference around each place (local-linear regression), told where its 95 % interval excludes zero, \
                each place by itself; dark line: where the mean is zero; cross: today, the scenario's own values. All other assumptions vary \
                from world to world.";
    Ok(page(&input.caption, note, &keys, rows as f64 * (height + DOWN) - DOWN, |canvas, body| {
        for (panel, area) in input.panels.iter().zip(grid(body, input.panels.len(), columns, (28.0, DOWN))) {
            Frame::new(panel, area).draw(canvas, panel);
        }
    }))
}

/// Colour of the field.
fn ground(told: Told) -> plotters::style::RGBColor {
    match told {
        Told::Right => mix(WHITE, POSITIVE, 0.55),
        Told::Wrong => mix(WHITE, NEGATIVE, 0.55),
        Told::Neither => mix(WHITE, UNDECIDED, 0.25),
    }
}

/// One panel's axes.
struct Frame {
    area: Area,
    plot: Area,
    across: Scale,
    up: Scale,
}

impl Frame {
    fn new(panel: &RegimePanel, area: Area) -> Self {
        let lines = Self::title_lines(panel, area).len() as f64;
        let plot = area.inset(50.0, 10.0 + 16.0 * lines, 6.0, 40.0);
        let scale = |axis: &RegimeAxis, ends| if axis.log { Scale::log(axis.range, ends) } else { Scale::linear(axis.range, ends) };
        let (across, up) = (scale(&panel.axes[0], (plot.left, plot.right)), scale(&panel.axes[1], (plot.bottom, plot.top)));
        Self { area, plot, across, up }
    }

    fn title_lines(panel: &RegimePanel, area: Area) -> Vec<String> {
        Type::new(size::PANEL, INK).bold().wrap(&panel.claim, area.width(), 2)
    }

    fn place(&self, (u, v): (f64, f64)) -> Point {
        (self.plot.left + u * self.plot.width(), self.plot.bottom - v * self.plot.height())
    }

    fn draw(&self, canvas: &mut Canvas<'_>, panel: &RegimePanel) {
        let title = Type::new(size::PANEL, INK).bold();
        for (line, text) in Self::title_lines(panel, self.area).iter().enumerate() {
            canvas.text(text, (self.area.left, self.area.top + 8.0 + 16.0 * line as f64), title);
        }
        self.field(canvas, panel);
        self.zero_line(canvas, panel);
        self.axes(canvas, panel);
        for (place, holds) in &panel.worlds {
            let at = self.place(*place);
            canvas.disc(at, 3.6, WHITE);
            canvas.disc(at, 2.6, if *holds { POSITIVE } else { NEGATIVE });
        }
        [Told::Right, Told::Wrong, Told::Neither].into_iter().for_each(|told| self.name_region(canvas, panel, told));
        if let Some(today) = panel.today {
            self.mark_today(canvas, self.place(today));
        }
    }

    fn field(&self, canvas: &mut Canvas<'_>, panel: &RegimePanel) {
        let last = (panel.steps - 1) as f64;
        let end = |i: usize, side: f64| ((i as f64 + side) / last).clamp(0.0, 1.0);
        for (row, cells) in panel.cells.chunks_exact(panel.steps).enumerate() {
            let mut from = 0;
            // Cells of one colour are drawn as one, and overlap the row above, so that no seam shows.
            for run in cells.chunk_by(|a, b| a.1 == b.1) {
                let (left, bottom) = self.place((end(from, -0.5), end(row, -0.5)));
                from += run.len();
                let (right, top) = self.place((end(from - 1, 0.5), end(row, 1.5)));
                canvas.rectangle(Area { left, top, right, bottom }, ground(run[0].1));
            }
        }
    }

    /// Where the estimated mean is zero: straight through each square of four places.
    fn zero_line(&self, canvas: &mut Canvas<'_>, panel: &RegimePanel) {
        let last = (panel.steps - 1) as f64;
        let mean = |column: usize, row: usize| panel.cells[row * panel.steps + column].0;
        let at = |column: usize, row: usize| (column as f64 / last, row as f64 / last);
        for row in 0..panel.steps - 1 {
            for column in 0..panel.steps - 1 {
                let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)];
                let crossings: Vec<Point> = (0..4)
                    .filter_map(|side| {
                        let (from, to) = (corners[side], corners[(side + 1) % 4]);
                        let (a, b) = (mean(from.0, from.1), mean(to.0, to.1));
                        let share = a / (a - b);
                        let (p, q) = (at(from.0, from.1), at(to.0, to.1));
                        ((a > 0.0) != (b > 0.0)).then(|| self.place((p.0 + share * (q.0 - p.0), p.1 + share * (q.1 - p.1))))
                    })
                    .collect();
                crossings.chunks_exact(2).for_each(|ends| canvas.line(ends[0], ends[1], INK, 1.4));
            }
        }
    }

    fn axes(&self, canvas: &mut Canvas<'_>, panel: &RegimePanel) {
        let (tick, plot) = (Type::new(size::TICK, SOFT_INK), self.plot);
        for value in self.across.ticks(6) {
            let x = self.across.at(value);
            canvas.line((x, plot.bottom), (x, plot.bottom + 4.0), MUTED, 0.8);
            canvas.text(&number(value), (x, plot.bottom + 12.0), tick.anchor(Anchor::Middle));
        }
        for value in self.up.ticks(6) {
            let y = self.up.at(value);
            canvas.line((plot.left - 4.0, y), (plot.left, y), MUTED, 0.8);
            canvas.text(&number(value), (plot.left - 7.0, y), tick.anchor(Anchor::End));
        }
        let name = |axis: &RegimeAxis, room: f64| {
            let scale = if axis.log { ", log scale" } else { "" };
            format!("{}{scale}", tick.fit(&axis.label, room - tick.width(scale)))
        };
        let middle = ((plot.left + plot.right) / 2.0, (plot.top + plot.bottom) / 2.0);
        canvas.text(&name(&panel.axes[0], plot.width()), (middle.0, plot.bottom + 29.0), tick.anchor(Anchor::Middle));
        canvas.text(&name(&panel.axes[1], plot.height()), (self.area.left + 6.0, middle.1), tick.upright().anchor(Anchor::Middle));
    }

    /// Writes what a region says where it is widest, if there is room.
    fn name_region(&self, canvas: &mut Canvas<'_>, panel: &RegimePanel, told: Told) {
        let face = Type::new(size::PANEL, INK).bold();
        let (wide, high) = (face.width(told.words()) + 8.0, 18.0);
        let steps = panel.steps;
        let cell = (self.plot.width() / (steps - 1) as f64, self.plot.height() / (steps - 1) as f64);
        let reach = ((wide / 2.0 / cell.0).ceil() as usize, (high / 2.0 / cell.1).ceil() as usize);
        let inside = |column: usize, row: usize| {
            let columns = column - reach.0..=column + reach.0;
            let rows = row - reach.1..=row + reach.1;
            rows.into_iter().all(|r| columns.clone().all(|c| panel.cells[r * steps + c].1 == told))
        };
        let covered = |area: &Area| {
            let worlds = panel.worlds.iter().filter(|(place, _)| area.inset(-4.0, -4.0, -4.0, -4.0).contains(self.place(*place))).count();
            worlds + 9 * usize::from(panel.today.is_some_and(|t| area.inset(-48.0, -20.0, -48.0, -20.0).contains(self.place(t))))
        };
        let rows = reach.1..steps.saturating_sub(reach.1);
        let places = rows.flat_map(|row| (reach.0..steps.saturating_sub(reach.0)).map(move |column| (column, row)));
        let boxes = places.filter(|(column, row)| inside(*column, *row)).map(|(column, row)| {
            let (x, y) = self.place((column as f64 / (steps - 1) as f64, row as f64 / (steps - 1) as f64));
            Area { left: x - wide / 2.0, top: y - high / 2.0, right: x + wide / 2.0, bottom: y + high / 2.0 }
        });
        let (x, y) = self.middle_of(panel, told);
        let off = |area: &Area| ((area.left + area.right) / 2.0 - x).hypot((area.top + area.bottom) / 2.0 - y) as u64;
        // Among places that hide as little, the one nearest the middle of the region.
        let Some(best) = boxes.min_by_key(|area| (covered(area), off(area))) else { return };
        canvas.rectangle(best, WHITE.mix(0.75));
        canvas.text(told.words(), ((best.left + best.right) / 2.0, (best.top + best.bottom) / 2.0), face.anchor(Anchor::Middle));
    }

    /// Mean place of a region; not a number where there is none.
    fn middle_of(&self, panel: &RegimePanel, told: Told) -> Point {
        let last = (panel.steps - 1) as f64;
        let cells = panel.cells.iter().enumerate().filter(|(_, cell)| cell.1 == told);
        let places = cells.map(|(i, _)| self.place(((i % panel.steps) as f64 / last, (i / panel.steps) as f64 / last)));
        let (x, y, count) = places.fold((0.0, 0.0, 0.0), |(x, y, count), at| (x + at.0, y + at.1, count + 1.0));
        (x / count, y / count)
    }

    fn mark_today(&self, canvas: &mut Canvas<'_>, at: Point) {
        let face = Type::new(size::LABEL, INK).bold();
        canvas.crosses(&[(at, INK)], 5.5);
        let wide = face.width("today") + 8.0;
        let left = if at.0 + 9.0 + wide < self.plot.right { at.0 + 9.0 } else { at.0 - 9.0 - wide };
        let y = at.1.clamp(self.plot.top + 10.0, self.plot.bottom - 10.0);
        canvas.rectangle(Area { left, top: y - 9.0, right: left + wide, bottom: y + 9.0 }, WHITE.mix(0.85));
        canvas.text("today", (left + 4.0, y), face);
    }
}
