//! Chains between general and vertical over time, in small multiples: a panel per variant, a track per chain. Marks along a track are as large
//! as its users are many; a ring where it enters, a cross where it closes. Tracks that would lie on each other run side by side.

mod lanes;
mod panel;

use super::page::{grid, no_data, page};
use super::{Caption, ChartError, Palette, check_finite};
use panel::Frame;

/// Between panels, across and down.
const GAPS: (f64, f64) = (14.0, 12.0);
/// Room for the name of the time axis.
const AXIS_NAME: f64 = 16.0;

/// Chains between general and vertical over time.
#[derive(Debug, Clone, PartialEq)]
pub struct FocusMap {
    /// The words around the chart.
    pub caption: Caption,
    /// Which replicate is shown, and what the remarks count; empty or ending with a full stop.
    pub note: String,
    /// Last day of the axis.
    pub last_day: u32,
    /// From this specialization index on a chain is vertical.
    pub vertical_from: f64,
    /// One panel a variant.
    pub panels: Vec<FocusPanel>,
}

/// One variant.
#[derive(Debug, Clone, PartialEq)]
pub struct FocusPanel {
    /// The variant.
    pub title: String,
    /// What came of it, in words.
    pub remark: String,
    /// Its chains.
    pub tracks: Vec<Track>,
}

/// One chain from its entry to its exit.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// The chain's label, as in the palette.
    pub chain: String,
    /// What it is called: the chain's label, or what tells it from another that had its place before.
    pub label: String,
    /// Days, rising, with its specialization index and its users.
    pub points: Vec<(u32, f64, f64)>,
    /// Day on which it entered; none if it was there from the start.
    pub entry: Option<u32>,
    /// Day on which it closed.
    pub exit: Option<u32>,
}

impl Track {
    /// Most users it ever had.
    fn peak(&self) -> f64 {
        self.points.iter().fold(0.0, |most, (_, _, users)| most.max(*users))
    }
}

/// The chart as SVG text.
///
/// # Errors
/// [`ChartError`] where a figure is not finite.
pub fn focus_map(input: &FocusMap, palette: &Palette) -> Result<String, ChartError> {
    let tracks = || input.panels.iter().flat_map(|panel| &panel.tracks);
    for track in tracks() {
        check_finite(&track.label, track.points.iter().flat_map(|(_, index, users)| [*index, *users]))?;
    }
    if tracks().all(|track| track.points.is_empty()) {
        return Ok(no_data(&input.caption, "no chain has an operator"));
    }
    let columns = if input.panels.len() == 1 { 1 } else { 2 };
    let height = [440.0, 300.0][columns - 1];
    let body = input.panels.len().div_ceil(columns) as f64 * (height + GAPS.1) - GAPS.1 + AXIS_NAME;
    let most = tracks().map(Track::peak).fold(0.0, f64::max);
    Ok(page(&input.caption, &note(input, most), &[], body, |canvas, body| {
        let areas = grid(body.inset(0.0, 0.0, 0.0, AXIS_NAME), input.panels.len(), columns, GAPS);
        let names = panel::names_width(input).min([200.0, 164.0][columns - 1]);
        for (index, (panel, area)) in input.panels.iter().zip(areas).enumerate() {
            let is_lowest = index + columns >= input.panels.len();
            Frame::new(input, panel, area, names, most).draw(canvas, palette, is_lowest);
        }
    }))
}

fn note(input: &FocusMap, most: f64) -> String {
    let entered = input.panels.iter().flat_map(|panel| &panel.tracks).any(|track| track.entry.is_some());
    let closed = input.panels.iter().flat_map(|panel| &panel.tracks).any(|track| track.exit.is_some());
    let marks = match (entered, closed) {
        (true, true) => " Ring: it enters; cross: it closes.",
        (true, false) => " Ring: it enters.",
        (false, true) => " Cross: it closes.",
        (false, false) => "",
    };
    let most = super::amount::short(super::scale::rounded(most));
    let size = format!("Dashed: vertical from {} on. Larger marks: more users, {most} at most.", input.vertical_from);
    let grey = if panel::has_others(input) { " Grey: chains with fewer users." } else { "" };
    format!("{size}{marks}{grey} Tracks of one index run side by side. {}", input.note).trim_end().to_owned()
}
