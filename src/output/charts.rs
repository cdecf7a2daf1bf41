//! Charts as pure functions from plain inputs to SVG text, and from SVG text to PNG bytes; writing files is the caller's.
//!
//! Layout is our own, on the SVG backend of plotters: five units to a CSS pixel, because plotters rounds to whole units. Text is measured and
//! rendered with the embedded DejaVu Sans Condensed, never with a font of the machine, so that the same input gives the same bytes anywhere.
//! Every chart is 900 CSS pixels wide, says in its subtitle what ribbon and interval mean, and names its source in the last line.

mod amount;
mod canvas;
mod font;
mod labels;
mod page;
mod scale;
mod timeline;

pub mod courses;
pub mod effect;
pub mod fees;
pub mod flows;
pub mod focus_map;
pub mod heat;
pub mod lanes;
pub mod palette;
pub mod png;
pub mod shares;
pub mod verdict;

pub use amount::Amount;
pub use courses::{Course, CourseAxis, CoursePanel, Courses, courses};
pub use effect::{Effect, EffectPanel, effect};
pub use fees::{Fees, fees};
pub use flows::{FlowPanel, Flows, Gain, flows};
pub use focus_map::{FocusMap, FocusPanel, Track, focus_map};
pub use heat::{HeatMap, HeatPanel, Share, heat_map};
pub use lanes::{Lane, LaneMark, LanePanel, Lanes, lanes};
pub use page::Caption;
pub use palette::Palette;
pub use png::{PngError, png};
pub use shares::{ShareLine, Shares, SharesPanel, shares};
pub use verdict::{Difference, Verdict, VerdictMeasure, verdict};

/// A figure with its range over replicates; a single one has low = middle = high.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// 5 % quantile.
    pub low: f64,
    /// Median.
    pub middle: f64,
    /// 95 % quantile.
    pub high: f64,
}

/// Why a chart could not be drawn: its input contradicts itself. Empty input is no error: such a chart says that it has no data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// A figure is NaN or infinite.
    #[error("chart: {0} is not a finite number")]
    NotFinite(String),
    /// Two inputs that belong together differ in length.
    #[error("chart: {what} has {found} entries instead of {expected}")]
    Length {
        /// The input at fault.
        what: String,
        /// Entries it has.
        found: usize,
        /// Entries it needs.
        expected: usize,
    },
}

/// Faults a list whose length is not what its companion asks for.
fn check_length(what: &str, found: usize, expected: usize) -> Result<(), ChartError> {
    if found == expected { Ok(()) } else { Err(ChartError::Length { what: what.to_owned(), found, expected }) }
}

/// Faults the first figure that cannot be placed on an axis.
fn check_finite(what: &str, values: impl IntoIterator<Item = f64>) -> Result<(), ChartError> {
    if values.into_iter().all(f64::is_finite) { Ok(()) } else { Err(ChartError::NotFinite(what.to_owned())) }
}

#[cfg(test)]
mod tests;
