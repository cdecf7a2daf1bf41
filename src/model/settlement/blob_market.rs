//! A day of the blob market: 7200 blocks by the exact integer rules, with demand that answers the price.

mod demand_curve;

use crate::model::math::exp;
use crate::model::settlement::blob_gas::{BlobSchedule, GAS_PER_BLOB};
pub use crate::model::settlement::fork::Fork;
use crate::model::units::WEI_PER_GWEI;
use demand_curve::DemandCurve;

/// Blocks a day: one every 12 seconds.
pub const BLOCKS_PER_DAY: u64 = 7200;

/// Blobs wanted or waiting, by who posts them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BlobDemand {
    /// By the scenario's rollups.
    pub rollups: f64,
    /// By everybody else.
    pub others: f64,
}

impl BlobDemand {
    /// Of both together.
    #[must_use]
    pub fn total(self) -> f64 {
        self.rollups + self.others
    }
}

/// What the blob market carries from day to day, and across forks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BlobMarket {
    /// Excess blob gas of the next block.
    pub excess_blob_gas: u64,
    /// Blobs that wait to be posted; below 0, blobs posted ahead of their data.
    pub backlog: BlobDemand,
}

/// What a day brought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BlobDay {
    /// Blobs posted.
    pub blobs: u64,
    /// Of them by the scenario's rollups.
    pub rollup_blobs: f64,
    /// Blobs that the demand function asked for over the day.
    pub wanted: BlobDemand,
    /// Mean price of blob gas over blobs posted, gwei; the opening price on a day without blobs.
    pub price_gwei: f64,
    /// Price in the first block, gwei.
    pub opening_price_gwei: f64,
    /// Price in the block after the last, gwei.
    pub closing_price_gwei: f64,
    /// Share of blocks at the lowest price there is, 1 wei.
    pub one_wei_share: f64,
}

impl BlobMarket {
    /// A market with that excess and nothing waiting.
    #[must_use]
    pub fn new(excess_blob_gas: u64) -> Self {
        Self { excess_blob_gas, backlog: BlobDemand::default() }
    }

    /// Advances the market by one day under `schedule` and a constant execution base fee.
    ///
    /// `demand` is the blobs wanted per block (finite, not negative) at a price of blob gas in gwei. In every block the demand at its
    /// price joins the backlog, min(max, ⌊backlog⌋) blobs are posted, and [`BlobSchedule::next_excess`] moves the price. What is not
    /// posted waits, and nothing is lost: backlog before + wanted = posted + backlog after. Rollups and others share the day's blobs
    /// in proportion to what each had waiting and wanted.
    ///
    /// The last block's successor already follows this day's schedule, which at a fork is one block early.
    ///
    /// Steady demand below the target leaves an excess of 0 at 0, also under EIP-7918, whose reserve price needs a block at the
    /// target to begin its climb; from any excess above the target's gas it takes hold.
    pub fn advance_day(&mut self, schedule: BlobSchedule, base_fee_wei: u64, demand: impl FnMut(f64) -> BlobDemand) -> BlobDay {
        let opening_price_gwei = self.price_gwei(schedule);
        let mut day = Day::new(schedule, base_fee_wei, DemandCurve::new(schedule.update_fraction, demand));
        let (mut excess, mut waiting) = (self.excess_blob_gas, self.backlog.total());
        let mut block = 0;
        while block < BLOCKS_PER_DAY {
            let wanted = day.curve.at(excess);
            let blocks = if day.rests(excess, waiting, wanted) { BLOCKS_PER_DAY - block } else { 1 };
            (excess, waiting) = day.advance(excess, waiting, wanted, blocks);
            block += blocks;
        }
        let available = BlobDemand { rollups: self.backlog.rollups + day.wanted.rollups, others: self.backlog.others + day.wanted.others };
        let rollup_blobs = rollup_part(available) * day.posted as f64;
        self.excess_blob_gas = excess;
        self.backlog =
            BlobDemand { rollups: available.rollups - rollup_blobs, others: available.others - (day.posted as f64 - rollup_blobs) };
        BlobDay {
            blobs: day.posted,
            rollup_blobs,
            wanted: day.wanted,
            price_gwei: if day.posted == 0 { opening_price_gwei } else { day.paid_wei / day.posted as f64 / WEI_PER_GWEI },
            opening_price_gwei,
            closing_price_gwei: self.price_gwei(schedule),
            one_wei_share: day.one_wei_blocks as f64 / BLOCKS_PER_DAY as f64,
        }
    }

    /// Adds to what waits the blobs that the rollups' data filled over a day beyond [`BlobDay::wanted`]; takes away if fewer.
    pub fn add_rollup_backlog(&mut self, blobs: f64) {
        self.backlog.rollups += blobs;
    }

    /// Price of blob gas in the next block, gwei.
    #[must_use]
    pub fn price_gwei(&self, schedule: BlobSchedule) -> f64 {
        schedule.blob_base_fee_wei(self.excess_blob_gas) as f64 / WEI_PER_GWEI
    }
}

/// The rollups' part of blobs available; a side that has posted ahead of its data has none.
fn rollup_part(available: BlobDemand) -> f64 {
    let (rollups, others) = (available.rollups.max(0.0), available.others.max(0.0));
    if rollups > 0.0 { rollups / (rollups + others) } else { 0.0 }
}

/// A day under way: the rules with the day's constants worked out, and sums so far.
struct Day<F> {
    schedule: BlobSchedule,
    /// Excess below which the reserve price binds.
    reserve_excess: u64,
    /// Excess from which the price is above 1 wei.
    two_wei_excess: u64,
    curve: DemandCurve<F>,
    wanted: BlobDemand,
    posted: u64,
    paid_wei: f64,
    one_wei_blocks: u64,
}

impl<F: FnMut(f64) -> BlobDemand> Day<F> {
    fn new(schedule: BlobSchedule, base_fee_wei: u64, curve: DemandCurve<F>) -> Self {
        Self {
            schedule,
            reserve_excess: schedule.reserve_excess(base_fee_wei),
            two_wei_excess: schedule.excess_at_price(2),
            curve,
            wanted: BlobDemand::default(),
            posted: 0,
            paid_wei: 0.0,
            one_wei_blocks: 0,
        }
    }

    /// Whether all later blocks of the day are like this one: no excess, and never enough blobs for any.
    fn rests(&self, excess: u64, waiting: f64, wanted: BlobDemand) -> bool {
        let enough = if self.reserve_excess > 0 { self.schedule.target } else { self.schedule.target + 1 } as f64;
        excess == 0 && waiting < 1.0 && wanted.total() + 1.0 < enough
    }

    /// Goes on by that many blocks with the same demand; returns excess and what waits. More than one block only where it rests.
    fn advance(&mut self, excess: u64, waiting: f64, wanted: BlobDemand, blocks: u64) -> (u64, f64) {
        let n = blocks as f64;
        self.wanted.rollups += n * wanted.rollups;
        self.wanted.others += n * wanted.others;
        let waiting = waiting + n * wanted.total();
        let blobs = (waiting as u64).min(self.schedule.max * blocks);
        self.posted += blobs;
        self.paid_wei += blobs as f64 * self.price_wei(excess);
        if excess < self.two_wei_excess {
            self.one_wei_blocks += blocks;
        }
        let excess = if blocks > 1 { 0 } else { self.next_excess(excess, blobs) };
        (excess, waiting - blobs as f64)
    }

    /// [`BlobSchedule::blob_base_fee_wei`] in floating point: equal to within 1 wei or a share of 10⁻⁴, which is enough for means.
    fn price_wei(&self, excess: u64) -> f64 {
        if excess < self.two_wei_excess {
            return 1.0;
        }
        exp(excess as f64 / self.schedule.update_fraction as f64).floor().min(u128::MAX as f64)
    }

    /// [`BlobSchedule::next_excess`] with the branch of EIP-7918 decided by comparing excess with the day's threshold.
    fn next_excess(&self, excess: u64, blobs: u64) -> u64 {
        let used = blobs * GAS_PER_BLOB;
        let sum = excess.saturating_add(used);
        if excess < self.reserve_excess && sum >= self.schedule.target_gas() {
            return excess.saturating_add(self.schedule.reserve_step(used));
        }
        sum.saturating_sub(self.schedule.target_gas())
    }
}

#[cfg(test)]
mod tests;
