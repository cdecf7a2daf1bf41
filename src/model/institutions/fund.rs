//! A stack's fund: shared software that all its members use, and retroactive funding of the apps on them.
//!
//! Funding goes by rounds. A round's pool is `retro_share` times what members paid the stack in it; at its end the pool is awarded to the
//! apps of every (chain, vertical) in proportion to measured impact, the value that their users moved in the round, and paid out evenly
//! over as many days as the round had. All amounts are whole micro-dollars, so that awards sum to the pool and instalments to the award.

use crate::model::units::MicroUsd;

/// What a stack does with what its members pay it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fund {
    /// Shared software, USD a year.
    pub cost_usd_per_year: f64,
    /// Share of a round's income that is granted to apps, in [0, 1].
    pub retro_share: f64,
    /// Days of a round, at least 1.
    pub round_days: u32,
}

impl Default for Fund {
    /// Software that costs nothing, and no grants.
    fn default() -> Self {
        Self { cost_usd_per_year: 0.0, retro_share: 0.0, round_days: 90 }
    }
}

impl Fund {
    /// Pool of a round in which members paid `income`.
    #[must_use]
    pub fn pool(&self, income: MicroUsd) -> MicroUsd {
        MicroUsd::from_usd(income.usd() * self.retro_share)
    }
}

/// Splits `pool` in proportion to `impact`, by running totals, so that the parts sum to the pool. Without any impact nothing is awarded.
#[must_use]
pub fn award(pool: MicroUsd, impact: &[f64]) -> Vec<MicroUsd> {
    let total: f64 = impact.iter().sum();
    let (mut measured, mut given) = (0.0, 0);
    let part = |impact: &f64| {
        measured += impact;
        let up_to_here = if total > 0.0 { (pool.0 as f64 * (measured / total)).round() as i128 } else { 0 };
        MicroUsd(up_to_here - std::mem::replace(&mut given, up_to_here))
    };
    impact.iter().map(part).collect()
}

/// Awards on their way to those who earned them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instalments {
    awards: Vec<MicroUsd>,
    days: u32,
    day: u32,
}

impl Instalments {
    /// Pays `awards` evenly over `days`, at least 1.
    #[must_use]
    pub fn new(awards: Vec<MicroUsd>, days: u32) -> Self {
        Self { awards, days: days.max(1), day: 0 }
    }

    /// Whether everything is paid.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.day >= self.days
    }

    /// What a day brings on average, USD, by position.
    #[must_use]
    pub fn usd_per_day(&self) -> Vec<f64> {
        self.awards.iter().map(|award| award.usd() / f64::from(self.days)).collect()
    }

    /// The day's payments, by position: what is due by its end less what was paid before.
    pub fn pay(&mut self) -> Vec<MicroUsd> {
        let due = |award: &MicroUsd, day: u32| award.0 * i128::from(day.min(self.days)) / i128::from(self.days);
        let today = self.awards.iter().map(|award| MicroUsd(due(award, self.day + 1) - due(award, self.day))).collect();
        self.day = self.day.saturating_add(1);
        today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn awards_are_in_proportion_and_sum_to_the_pool() {
        let fund = Fund { retro_share: 0.3, ..Fund::default() };
        let pool = fund.pool(MicroUsd(1_000_001));
        assert_eq!(pool, MicroUsd(300_000));
        assert_eq!(award(pool, &[1.0, 0.0, 2.0]), [MicroUsd(100_000), MicroUsd::ZERO, MicroUsd(200_000)]);
        for impact in [vec![1.0, 1.0, 1.0], vec![0.1, 0.7, 1e9, 3.3], vec![1e-9, 1e12]] {
            let parts = award(MicroUsd(1_000_003), &impact);
            assert_eq!(parts.iter().copied().sum::<MicroUsd>(), MicroUsd(1_000_003), "{impact:?}");
        }
        assert_eq!(award(pool, &[0.0, 0.0]), [MicroUsd::ZERO; 2], "nothing for nothing");
    }

    #[test]
    fn instalments_sum_to_the_award_and_differ_by_one_micro_dollar_at_most() {
        let awards = vec![MicroUsd(1_000_003), MicroUsd(6), MicroUsd::ZERO];
        let mut instalments = Instalments::new(awards.clone(), 7);
        let mut paid = vec![MicroUsd::ZERO; 3];
        while !instalments.is_over() {
            let today = instalments.pay();
            assert!(today[0] == MicroUsd(142_857) || today[0] == MicroUsd(142_858));
            paid.iter_mut().zip(today).for_each(|(sum, x)| *sum += x);
        }
        assert_eq!(paid, awards);
        assert_eq!(instalments.pay(), [MicroUsd::ZERO; 3], "and no more than that");
    }

    #[test]
    fn what_is_paid_in_dollars_comes_back_to_the_micro_dollar() {
        for micro in [0, 1, 142_857, 999_999_999_999, 4_000_000_000_000_001] {
            assert_eq!(MicroUsd::from_usd(MicroUsd(micro).usd()), MicroUsd(micro));
        }
    }
}
