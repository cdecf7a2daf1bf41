//! The time axis that charts over days share: days at first, months later.

use super::canvas::{Area, Canvas};
use super::font::{Anchor, Type};
use super::page::size;
use super::palette::{MUTED, SOFT_INK};
use super::scale::{Scale, number};

/// Days in a month, the mean of the Gregorian calendar.
const MONTH: f64 = 365.2425 / 12.0;

/// Days along the lower edge of a plot.
#[derive(Debug, Clone, Copy)]
pub(super) struct TimeAxis {
    scale: Scale,
    last_day: f64,
}

impl TimeAxis {
    /// From day 0 to the last of `days`, which rise.
    pub(super) fn new(days: &[u32], plot: Area) -> Self {
        let last_day = f64::from(days.last().copied().unwrap_or(0));
        // A lone first day stands at the right edge, by its labels.
        let scale = Scale::linear((if last_day > 0.0 { 0.0 } else { -1.0 }, last_day), (plot.left, plot.right));
        Self { scale, last_day }
    }

    /// The place of a day.
    pub(super) fn at(&self, day: u32) -> f64 {
        self.scale.at(f64::from(day))
    }

    /// Ticks below `plot`, and the axis's name where wanted.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, plot: Area, with_name: bool) {
        let tick = Type::new(size::TICK, SOFT_INK).anchor(Anchor::Middle);
        let (unit, name) = if self.last_day <= 2.0 * MONTH { (1.0, "Days") } else { (MONTH, "Months") };
        for count in time_ticks(self.last_day / unit, plot.width()) {
            let x = self.scale.at(count * unit);
            canvas.line((x, plot.bottom), (x, plot.bottom + 4.0), MUTED, 0.8);
            canvas.text(&number(count), (x, plot.bottom + 12.0), tick);
        }
        if with_name {
            canvas.text(&format!("{name} since the start"), ((plot.left + plot.right) / 2.0, plot.bottom + 28.0), tick);
        }
    }
}

/// Counts of days or months at which the time axis is marked: steps people count in, no closer than 28 pixels.
fn time_ticks(last: f64, width: f64) -> Vec<f64> {
    let steps = [1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 60.0, 120.0];
    let step = steps.into_iter().find(|step| last / step * 28.0 <= width).unwrap_or(240.0);
    // A run of whole weeks ends a day or two before its month.
    (0..=(1.007 * last / step) as u32).map(|i| f64::from(i) * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_marked_in_months_people_count_in() {
        assert_eq!(time_ticks(365.0 / MONTH, 240.0), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0]);
        assert_eq!(time_ticks(365.0 / MONTH, 700.0).len(), 13);
        assert_eq!(time_ticks(363.0 / MONTH, 240.0).last(), Some(&12.0));
        assert_eq!(time_ticks(119.0 / MONTH, 240.0), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(time_ticks(1.0, 240.0), [0.0, 1.0]);
    }
}
