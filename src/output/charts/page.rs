//! What all charts share: title, subtitle, legend, panels in a grid, and the line that names the source.

use plotters::style::RGBColor;

use super::canvas::{Alternative, Area, Canvas, Mark, sheet};
use super::font::{Anchor, Type};
use super::palette::{INK, MUTED, SOFT_INK, sequential};

/// Width of every chart in CSS pixels.
const WIDTH: f64 = 900.0;
const MARGIN: f64 = 24.0;
/// Width between the margins.
pub(super) const INNER: f64 = WIDTH - 2.0 * MARGIN;

/// Height of a line of a panel's title.
const TITLE: f64 = 15.5;

/// The words around a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// The finding's subject in one sentence: "Where users live in a year of specialization".
    pub title: String,
    /// What is measured, in one sentence ending with a full stop. The chart adds what its ribbons and intervals mean.
    pub subtitle: String,
    /// What was run: scenario, days, whether factors were drawn. The chart adds the number of replicates.
    pub source: String,
    /// Replicates behind every figure.
    pub replicates: usize,
}

/// One entry of a legend.
pub(super) struct Key {
    pub(super) mark: Mark,
    pub(super) color: RGBColor,
    pub(super) text: String,
}

/// A chart's text sizes in CSS pixels.
pub(super) mod size {
    pub(in super::super) const PANEL: f64 = 12.5;
    pub(in super::super) const LABEL: f64 = 11.5;
    pub(in super::super) const TICK: f64 = 10.5;
}

/// SVG text of a page around a body of the given height, which `paint` fills. `note` says how to read the marks.
pub(super) fn page(caption: &Caption, note: &str, keys: &[Key], height: f64, paint: impl FnOnce(&mut Canvas<'_>, Area)) -> String {
    let heading = Type::new(19.0, INK).bold();
    let below = Type::new(12.5, SOFT_INK);
    let titles = heading.wrap_evenly(&caption.title, INNER, 3);
    let said = format!("{} {note}", caption.subtitle);
    let notes = below.wrap_evenly(said.trim(), INNER, 4);
    let legend = flow(keys, INNER);
    let title_top = 20.0;
    let notes_top = title_top + 25.0 * titles.len() as f64 + 2.0;
    let legend_top = notes_top + 17.0 * notes.len() as f64 + 6.0;
    let body_top = legend_top + 19.0 * legend.last().map_or(0.0, |(_, row, _)| row + 1.0) + 8.0;
    let footer = body_top + height + 22.0;
    let words = Alternative { title: &caption.title, description: said.trim() };
    sheet(WIDTH, (footer + 18.0).ceil(), &words, |canvas| {
        for (row, line) in titles.iter().enumerate() {
            canvas.text(line, (MARGIN, title_top + 12.0 + 25.0 * row as f64), heading);
        }
        for (row, line) in notes.iter().enumerate() {
            canvas.text(line, (MARGIN, notes_top + 8.0 + 17.0 * row as f64), below);
        }
        for (key, row, left) in &legend {
            let middle = legend_top + 9.0 + 19.0 * row;
            canvas.mark(key.mark, (MARGIN + left + 5.0, middle), 4.5, key.color);
            canvas.text(&key_type().fit(&key.text, INNER - 20.0), (MARGIN + left + 15.0, middle), key_type());
        }
        paint(canvas, Area { left: MARGIN, top: body_top, right: WIDTH - MARGIN, bottom: body_top + height });
        canvas.line((MARGIN, footer - 10.0), (WIDTH - MARGIN, footer - 10.0), MUTED, 0.6);
        let small = Type::new(10.5, SOFT_INK);
        let end = format!("l2niche · {}", replicates(caption.replicates));
        canvas.text(&end, (WIDTH - MARGIN, footer + 3.0), small.anchor(Anchor::End));
        canvas.text(&small.fit(&format!("Source: {}", caption.source), INNER - small.width(&end) - 20.0), (MARGIN, footer + 3.0), small);
    })
}

/// A page that says why it shows nothing.
pub(super) fn no_data(caption: &Caption, why: &str) -> String {
    page(caption, "", &[], 70.0, |canvas, body| {
        let middle = ((body.left + body.right) / 2.0, (body.top + body.bottom) / 2.0);
        canvas.text(&format!("No data: {why}."), middle, Type::new(14.0, SOFT_INK).anchor(Anchor::Middle));
    })
}

/// "1 replicate", "24 replicates".
pub(super) fn replicates(count: usize) -> String {
    if count == 1 { "1 replicate".to_owned() } else { format!("{count} replicates") }
}

/// `count` panels in reading order, `columns` to a row, with the given gaps between columns and rows.
pub(super) fn grid(body: Area, count: usize, columns: usize, (across, down): (f64, f64)) -> Vec<Area> {
    let rows = count.div_ceil(columns).max(1);
    let width = (body.width() - across * (columns - 1) as f64) / columns as f64;
    let height = (body.height() - down * (rows - 1) as f64) / rows as f64;
    let panel = |index: usize| {
        let left = body.left + (index % columns) as f64 * (width + across);
        let top = body.top + (index / columns) as f64 * (height + down);
        Area { left, top, right: left + width, bottom: top + height }
    };
    (0..count).map(panel).collect()
}

/// Width of one of so many panels to a row, `across` apart.
pub(super) fn panel_width(columns: usize, across: f64) -> f64 {
    (INNER - across * (columns - 1) as f64) / columns as f64
}

/// Lines that the titles of panels take, two where any is wider than its panel.
pub(super) fn title_lines<'a>(mut titles: impl Iterator<Item = &'a String>, width: f64) -> usize {
    1 + usize::from(titles.any(|title| title_type().width(title) > width))
}

/// Height that titles of so many lines take beyond one.
pub(super) fn title_room(lines: usize) -> f64 {
    TITLE * (lines - 1) as f64
}

/// A panel's title in the upper left of `area`, in as many of `lines` as it needs, the last of them.
pub(super) fn draw_title(canvas: &mut Canvas<'_>, title: &str, area: Area, lines: usize) {
    let wrapped = title_type().wrap_evenly(title, area.width(), lines);
    for (index, line) in wrapped.iter().enumerate() {
        let row = index + lines.saturating_sub(wrapped.len());
        canvas.text(line, (area.left, area.top + 8.0 + TITLE * row as f64), title_type());
    }
}

fn title_type() -> Type {
    Type::new(size::PANEL, INK).bold()
}

/// The sequential colours with what their ends mean, at the lower right of a body.
pub(super) fn color_key(canvas: &mut Canvas<'_>, body: Area, low: &str, high: &str) {
    const STEPS: usize = 50;
    let width = 200.0;
    let face = Type::new(size::TICK, SOFT_INK);
    let top = body.bottom - 12.0;
    let left = (body.right - face.width(high) - 8.0 - width).floor();
    for step in 0..STEPS {
        let at = |step: usize| left + width * step as f64 / STEPS as f64;
        let color = sequential(step as f64 / (STEPS - 1) as f64);
        canvas.rectangle(Area { left: at(step), top, right: at(step + 1), bottom: top + 10.0 }, color);
    }
    canvas.text(low, (left - 6.0, top + 5.0), face.anchor(Anchor::End));
    canvas.text(high, (left + width + 8.0, top + 5.0), face);
}

fn key_type() -> Type {
    Type::new(size::LABEL, INK)
}

/// Legend entries in rows: entry, row, left edge.
fn flow(keys: &[Key], width: f64) -> Vec<(&Key, f64, f64)> {
    let (mut row, mut left) = (0.0, 0.0);
    let mut placed = Vec::with_capacity(keys.len());
    for key in keys {
        let wide = 15.0 + key_type().width(&key.text);
        if left > 0.0 && left + wide > width {
            (row, left) = (row + 1.0, 0.0);
        }
        placed.push((key, row, left));
        left += wide + 20.0;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_of_a_grid_do_not_touch() {
        let body = Area { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 };
        let panels = grid(body, 5, 2, (10.0, 5.0));
        assert_eq!(panels.len(), 5);
        assert_eq!(panels[1].left - panels[0].right, 10.0);
        assert_eq!(panels[2].top - panels[0].bottom, 5.0);
        assert_eq!(panels[4].bottom, 100.0);
    }

    #[test]
    fn a_legend_wraps_before_the_edge() {
        let keys: Vec<Key> = (0..9).map(|i| Key { mark: Mark::nth(i), color: INK, text: format!("a variant's name {i}") }).collect();
        let placed = flow(&keys, 400.0);
        assert!(placed.iter().all(|(key, _, left)| left + 15.0 + key_type().width(&key.text) <= 400.0));
        assert!(placed.last().is_some_and(|(_, row, _)| *row >= 2.0));
    }
}
