//! Fees by vertical: what a transaction costs its user, on a log axis, side by side for variants or chains.

use super::canvas::{Area, Canvas, Mark};
use super::font::{Anchor, Type};
use super::page::{Key, no_data, page, size};
use super::palette::{BAND, GRID, INK, MUTED, Palette, SOFT_INK};
use super::scale::{Scale, number};
use super::{Caption, ChartError, Spread, check_finite, check_length};

/// Height of one series' lane in a vertical's row, CSS pixels.
const LANE: f64 = 10.0;
const AXIS: f64 = 38.0;
const NAMES: f64 = 150.0;
/// From the axis's start to its end at least: fees nearer to each other are to look so.
const EXTENT: f64 = 1.5;

/// Fees per transaction of each vertical in each series.
#[derive(Debug, Clone, PartialEq)]
pub struct Fees {
    /// The words around the chart.
    pub caption: Caption,
    /// Labels of the verticals, one row each.
    pub verticals: Vec<String>,
    /// Labels of what is compared within a row: variants, or chains. Their colours come from the palette.
    pub series: Vec<String>,
    /// Fees in USD per transaction by vertical, then series; none where the vertical had no transaction.
    pub fees: Vec<Vec<Option<Spread>>>,
}

/// The chart as SVG text.
///
/// # Errors
/// [`ChartError`] where a figure is not finite or `fees` is not verticals × series.
pub fn fees(input: &Fees, palette: &Palette) -> Result<String, ChartError> {
    check_length("fees", input.fees.len(), input.verticals.len())?;
    for (vertical, row) in input.verticals.iter().zip(&input.fees) {
        let what = format!("fees of {vertical}");
        check_length(&what, row.len(), input.series.len())?;
        check_finite(&what, row.iter().flatten().flat_map(|fee| [fee.low, fee.middle, fee.high]))?;
    }
    let all = || input.fees.iter().flatten().flatten();
    let Some(range) = positive_range(all()) else {
        return Ok(no_data(&input.caption, "no transaction paid a fee"));
    };
    let keys: Vec<Key> = (input.series.iter().enumerate())
        .map(|(index, name)| Key { mark: Mark::nth(index), color: palette.of(name), text: name.clone() })
        .collect();
    let row = (LANE * input.series.len() as f64 + 12.0).max(30.0);
    Ok(page(&input.caption, &note(input), &keys, row * input.verticals.len() as f64 + AXIS, |canvas, body| {
        let plot = body.inset(NAMES, 0.0, 12.0, AXIS);
        let scale = Scale::log(range, (plot.left + 10.0, plot.right - 10.0));
        axes(canvas, input, plot, &scale, row);
        for (index, fees) in input.fees.iter().enumerate() {
            let first = plot.top + row * index as f64 + (row - LANE * (fees.len() as f64 - 1.0)) / 2.0;
            for (lane, (fee, key)) in fees.iter().zip(&keys).enumerate() {
                if let Some(fee) = fee {
                    draw_fee(canvas, *fee, first + LANE * lane as f64, &scale, key);
                }
            }
        }
    }))
}

fn note(input: &Fees) -> String {
    let mut note = match input.caption.replicates {
        1 => "Marks: the fee in the one replicate, without a range.".to_owned(),
        _ => "Marks: median over replicates; lines: 5–95 % of replicates.".to_owned(),
    };
    if input.fees.iter().flatten().any(Option::is_none) {
        note += " No mark: no transactions.";
    }
    if input.fees.iter().flatten().flatten().any(|fee| fee.middle <= 0.0) {
        note += " Rings at the left edge: zero or less.";
    }
    note
}

fn axes(canvas: &mut Canvas<'_>, input: &Fees, plot: Area, scale: &Scale, row: f64) {
    let name = Type::new(size::LABEL, INK).anchor(Anchor::End);
    for (index, vertical) in input.verticals.iter().enumerate() {
        let top = plot.top + row * index as f64;
        if index % 2 == 0 {
            canvas.rectangle(Area { left: plot.left - NAMES, top, right: plot.right, bottom: top + row }, BAND);
        }
        let lines = name.wrap_evenly(vertical, NAMES - 14.0, 2);
        for (at, line) in lines.iter().enumerate() {
            let y = top + row / 2.0 + 14.0 * (at as f64 - (lines.len() - 1) as f64 / 2.0);
            canvas.text(line, (plot.left - 10.0, y), name);
        }
    }
    let tick = Type::new(size::TICK, SOFT_INK).anchor(Anchor::Middle);
    for fee in scale.ticks(9) {
        let x = scale.at(fee);
        canvas.line((x, plot.top), (x, plot.bottom), GRID, 0.8);
        canvas.line((x, plot.bottom), (x, plot.bottom + 4.0), MUTED, 0.8);
        canvas.text(&format!("${}", number(fee)), (x, plot.bottom + 12.0), tick);
    }
    let middle = (plot.left + plot.right) / 2.0;
    canvas.text("USD per transaction, log scale", (middle, plot.bottom + 29.0), tick);
}

fn draw_fee(canvas: &mut Canvas<'_>, fee: Spread, y: f64, scale: &Scale, key: &Key) {
    let edge = scale.low();
    if fee.high > fee.low && fee.high > edge {
        canvas.line((scale.at(fee.low.max(edge)), y), (scale.at(fee.high), y), key.color, 1.8);
    }
    if fee.middle > 0.0 {
        canvas.mark(key.mark, (scale.at(fee.middle), y), 3.6, key.color);
    } else {
        canvas.ring((scale.at(edge), y), 3.0, key.color);
    }
}

/// The range of the positive figures, no narrower than [`EXTENT`]; none without one.
fn positive_range<'a>(fees: impl Iterator<Item = &'a Spread>) -> Option<(f64, f64)> {
    let positive = fees.flat_map(|fee| [fee.low, fee.middle, fee.high]).filter(|usd| *usd > 0.0);
    let (low, high) = positive.fold(None, |range: Option<(f64, f64)>, usd| {
        let (low, high) = range.unwrap_or((usd, usd));
        Some((low.min(usd), high.max(usd)))
    })?;
    let missing = (EXTENT * low / high).max(1.0).sqrt();
    Some((low / missing, high * missing))
}
