//! All measures over a period, gathered day by day.

use crate::engine::observer::DayView;
use crate::metrics::column::Role;
use crate::metrics::hurt::Hurt;
use crate::metrics::measure::{Formula, MEASURES};
use crate::metrics::totals::{Totals, ratio};
use crate::model::units::DAYS_PER_YEAR;

/// A measure that is read every day.
#[derive(Clone, Copy, Debug, Default)]
struct Daily {
    sum: f64,
    days_with_value: u32,
    last: f64,
}

/// All measures over a period, gathered day by day.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    daily: Vec<Daily>,
    totals: Totals,
}

impl Tally {
    /// A period before its first day.
    pub(super) fn new() -> Self {
        Self { daily: vec![Daily::default(); MEASURES.len()], totals: Totals::default() }
    }

    /// Adds a day.
    pub(super) fn add(&mut self, view: &DayView<'_>, hurt: &Hurt) {
        self.totals.add(view);
        for (measure, daily) in MEASURES.iter().zip(&mut self.daily) {
            let seen = match measure.formula {
                Formula::Day(of_day) => Some(of_day(view)),
                Formula::Hurt(of_hurt) => Some(of_hurt(hurt)),
                Formula::Total(_) => None,
            };
            if let Some(seen) = seen {
                daily.last = seen;
                // A stock may have no value on a day; a flow without one is a defect that must show.
                if measure.column.role == Role::Flow || !daily.last.is_nan() {
                    daily.sum += daily.last;
                    daily.days_with_value += 1;
                }
            }
        }
    }

    /// Values of the period: flows summed, stocks of the last day.
    pub(super) fn of_period(&self) -> Vec<f64> {
        self.values(|role, daily| if role == Role::Flow { daily.sum } else { daily.last })
    }

    /// Values that compare with those of other spans: flows per year, stocks as means over days.
    pub(super) fn per_year(&self) -> Vec<f64> {
        let days = f64::from(self.totals.days);
        self.values(|role, daily| match role {
            Role::Flow => ratio(daily.sum * DAYS_PER_YEAR, days),
            _ => ratio(daily.sum, daily.days_with_value.into()),
        })
    }

    fn values(&self, of_daily: impl Fn(Role, &Daily) -> f64) -> Vec<f64> {
        let values = MEASURES.iter().zip(&self.daily).map(|(measure, daily)| match measure.formula {
            Formula::Day(_) | Formula::Hurt(_) => of_daily(measure.column.role, daily),
            Formula::Total(of_totals) => of_totals(&self.totals),
        });
        values.collect()
    }
}
