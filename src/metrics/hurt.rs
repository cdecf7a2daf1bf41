//! Days on which users are worse off than before: how long a shock hurts.
//!
//! The reference is the mean systematic surplus a day of the last 30 days of warm-up, or of all its days if it has fewer. A day after warm-up
//! hurts if the surplus is at least 1 % of the reference's size below it. Days of warm-up hurt nobody; without a warm-up the first
//! day is the reference.

use crate::engine::observer::DayView;

/// Last days of warm-up whose mean is the reference.
const REFERENCE_DAYS: u32 = 30;
/// Share of the reference below it from which on a day hurts.
const HURT_FROM: f64 = 0.01;

/// Whether the day hurts, for all users together and group by group.
#[derive(Clone, Debug)]
pub(super) struct Hurt {
    reference_from: u32,
    reference_until: u32,
    /// Systematic surplus over days of reference, USD, all users first, then `[group]`.
    sums: Vec<f64>,
    /// 1 on a day that hurts, otherwise 0; all users first, then `[group]`.
    today: Vec<f64>,
}

impl Hurt {
    /// Before the first day of a run with so many days of warm-up.
    pub(super) fn new(warmup_days: u32) -> Self {
        let reference_from = warmup_days.saturating_sub(REFERENCE_DAYS);
        Self { reference_from, reference_until: warmup_days.max(1), sums: vec![], today: vec![] }
    }

    /// Sees a day; days come in order.
    pub(super) fn see(&mut self, view: &DayView<'_>) {
        let of_groups = || view.today.groups.iter().map(|g| g.welfare_systematic_usd);
        let surplus: Vec<f64> = std::iter::once(of_groups().sum()).chain(of_groups()).collect();
        self.sums.resize(surplus.len(), 0.0);
        if (self.reference_from..self.reference_until).contains(&view.day) {
            self.sums.iter_mut().zip(&surplus).for_each(|(sum, x)| *sum += x);
        }
        let days = f64::from(self.reference_until - self.reference_from);
        let hurt = |(sum, x): (&f64, &f64)| f64::from(view.day >= self.reference_until && hurts(sum / days, *x));
        self.today = self.sums.iter().zip(&surplus).map(hurt).collect();
    }

    /// 1 if the day hurts all users together, otherwise 0.
    pub(super) fn all(&self) -> f64 {
        self.today[0]
    }

    /// The same of the group at position `g`.
    pub(super) fn group(&self, g: usize) -> f64 {
        self.today[1 + g]
    }
}

fn hurts(reference: f64, surplus: f64) -> bool {
    surplus <= reference - HURT_FROM * reference.abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture;

    /// Two groups with a surplus of 7 k each on a day of size k.
    fn days(warmup_days: u32, sizes: &[f64]) -> Vec<(f64, f64)> {
        let (economy, mut hurt) = (fixture::economy(), Hurt::new(warmup_days));
        let mut seen = vec![];
        for (day, k) in (0..).zip(sizes) {
            let mut today = fixture::today(0);
            today.groups.iter_mut().for_each(|g| g.welfare_systematic_usd = 7.0 * k);
            hurt.see(&DayView { day, economy: &economy, today: &today, insight: None });
            seen.push((hurt.all(), hurt.group(1)));
        }
        seen
    }

    #[test]
    fn a_day_hurts_from_one_percent_below_the_last_days_of_warm_up_on() {
        let mut sizes = vec![1.0; 10];
        sizes.extend([3.0; 30]);
        // Only the thirty days of size 3 count: 2.97 is one per cent less.
        sizes.extend([2.98, 2.969, 0.5, 3.0, 9.0]);
        assert_eq!(days(40, &sizes)[40..], [(0.0, 0.0), (1.0, 1.0), (1.0, 1.0), (0.0, 0.0), (0.0, 0.0)]);
        assert!(days(40, &sizes)[..40].iter().all(|seen| *seen == (0.0, 0.0)), "no day of warm-up hurts");
    }

    #[test]
    fn a_negative_surplus_hurts_when_it_gets_worse() {
        assert_eq!([-99.5, -100.0, -101.0, -120.0].map(|x| hurts(-100.0, x)), [false, false, true, true]);
    }

    #[test]
    fn a_short_warm_up_is_all_reference_and_without_one_the_first_day_is() {
        assert_eq!(days(2, &[1.0, 3.0, 1.97, 1.99])[2..], [(1.0, 1.0), (0.0, 0.0)]);
        assert_eq!(days(0, &[2.0, 1.0, 2.0]), [(0.0, 0.0), (1.0, 1.0), (0.0, 0.0)]);
    }
}
