//! A day of the blob market: 7200 blocks by the exact integer rules, with demand that answers the price and is posted in whole blobs.

mod day;
mod demand_curve;
mod posters;
mod queue;

use crate::model::settlement::blob_gas::BlobSchedule;
pub use crate::model::settlement::fork::Fork;
use crate::model::units::WEI_PER_GWEI;
use day::{Day, Floor};
use demand_curve::DemandCurve;
use posters::Desk;
pub use posters::{ChainBlobs, Poster, Waiting};
use queue::Queue;

/// Blocks a day: one every 12 seconds.
pub const BLOCKS_PER_DAY: u64 = 7200;

/// Most that anybody bids for blob gas, in base fees: what the same bytes cost as calldata at EIP-7623's 40 gas a byte. Those who have
/// posted wait while the price is above it; without it a queue that built up before the price could answer would bid the price up for as
/// long as it lasts, an eighth a block.
pub const HIGHEST_BID_BASE_FEES: f64 = 40.0;

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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BlobMarket {
    /// Excess blob gas of the next block.
    pub excess_blob_gas: u64,
    /// Data that wait with the scenario's chains, `[chain]`; chains beyond the end have none.
    pub waiting: Vec<Waiting>,
    /// Data that wait with everybody else, in blobs.
    pub others_waiting: f64,
    /// Mean price of the day before, gwei, if there was one.
    pub last_price_gwei: Option<f64>,
    /// Bytes a second that chains have published lately, `[chain]`; empty before the first day.
    pub data_rate: Vec<f64>,
    queue: Queue,
}

/// What a day brought.
#[derive(Clone, Debug, PartialEq)]
pub struct BlobDay {
    /// Blobs posted.
    pub blobs: u64,
    /// Of them by the scenario's rollups.
    pub rollup_blobs: f64,
    /// Blobs that the demand function asked for over the day.
    pub wanted: BlobDemand,
    /// What each chain posted and paid, `[chain]`.
    pub chains: Vec<ChainBlobs>,
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
        Self { excess_blob_gas, ..Self::default() }
    }

    /// Advances the market by one day under `schedule` and a constant execution base fee.
    ///
    /// `demand` is the data wanted per block, in blobs (finite, not negative), at a price of blob gas in gwei. In every block the rollups'
    /// demand at its price is split among `posters` by their shares and gathers with them; a poster posts whole blobs when a post is full
    /// or its patience ends. The others post `others_per_post` whole blobs whenever they have them. At most `max` blobs enter a block,
    /// none above the highest bid, the rest queues, and [`BlobSchedule::next_excess`] moves the price. Nothing is lost: of every chain, data waiting before + wanted =
    /// data posted + waiting after; and blobs queued before + blobs of posts = blobs in blocks + queued after.
    ///
    /// The last block's successor already follows this day's schedule, which at a fork is one block early.
    pub fn advance_day(
        &mut self,
        schedule: BlobSchedule,
        base_fee_wei: u64,
        posters: &[Poster],
        others_per_post: u64,
        demand: impl FnMut(f64) -> BlobDemand,
    ) -> BlobDay {
        let opening_price_gwei = self.price_gwei(schedule);
        let chains = posters.iter().flat_map(|p| &p.chains).map(|(k, _)| k + 1).chain(self.queue.of_chains().map(|(k, _)| k + 1));
        let chains = chains.max().unwrap_or(0).max(self.waiting.len());
        self.waiting.resize(chains, Waiting::default());
        let mut day = Day::new(schedule, base_fee_wei, DemandCurve::new(schedule.update_fraction, demand));
        let mut desk = Desk::open(posters, &self.waiting);
        let mut floor = Floor::new(posters.len(), chains, others_per_post.max(1));
        // No base fee, no calldata to compare with.
        let highest_bid_wei = if base_fee_wei == 0 { f64::INFINITY } else { HIGHEST_BID_BASE_FEES * base_fee_wei as f64 };
        let mut excess = self.excess_blob_gas;
        let mut block = 0;
        while block < BLOCKS_PER_DAY {
            let wanted = day.curve.at(excess);
            let idle = if excess == 0 { self.idle_blocks(&desk, &floor, block, wanted).min(BLOCKS_PER_DAY - block) } else { 0 };
            if idle > 1 {
                day.idle(idle, wanted);
                desk.skip(idle as f64 * wanted.rollups);
                self.others_waiting += idle as f64 * wanted.others;
                block += idle;
                continue;
            }
            let arrived = floor.arrive(&mut desk, block, wanted, &mut self.others_waiting);
            let price = day.price_wei(excess);
            let blobs = if price > highest_bid_wei { 0 } else { (self.queue.blobs() + arrived).min(schedule.max) };
            floor.serve(&desk, &mut self.queue, arrived, blobs, price);
            excess = day.advance(excess, wanted, blobs, price);
            block += 1;
        }
        let mut of_chains = floor.close(&desk);
        desk.close(BLOCKS_PER_DAY, &mut self.waiting, &mut of_chains);
        self.excess_blob_gas = excess;
        let price_gwei = if day.posted == 0 { opening_price_gwei } else { day.paid_wei / day.posted as f64 / WEI_PER_GWEI };
        self.last_price_gwei = Some(price_gwei);
        BlobDay {
            blobs: day.posted,
            rollup_blobs: of_chains.iter().map(|c| c.blobs).sum(),
            wanted: day.wanted,
            chains: of_chains,
            price_gwei,
            opening_price_gwei,
            closing_price_gwei: self.price_gwei(schedule),
            one_wei_share: day.one_wei_blocks as f64 / BLOCKS_PER_DAY as f64,
        }
    }

    /// Blocks from `block` on in which no blob is posted, at an excess of 0: they leave it at 0.
    fn idle_blocks(&self, desk: &Desk<'_>, floor: &Floor, block: u64, wanted: BlobDemand) -> u64 {
        if self.queue.blobs() > 0 {
            return 0;
        }
        let room = floor.others_per_post as f64 - self.others_waiting;
        let others = if wanted.others > 0.0 { ((room / wanted.others).max(0.0) as u64).saturating_sub(1) } else { u64::MAX };
        desk.idle_blocks(block, wanted.rollups).min(others)
    }

    /// Adds to what waits with a chain the data, in blobs, that a day brought beyond [`ChainBlobs::wanted`]; takes away if fewer.
    pub fn correct(&mut self, chain: usize, blobs: f64) {
        if self.waiting.len() <= chain {
            self.waiting.resize(chain + 1, Waiting::default());
        }
        self.waiting[chain].data += blobs;
    }

    /// Whole blobs that wait for room in a block.
    #[must_use]
    pub fn queued_blobs(&self) -> u64 {
        self.queue.blobs()
    }

    /// Price of blob gas in the next block, gwei.
    #[must_use]
    pub fn price_gwei(&self, schedule: BlobSchedule) -> f64 {
        schedule.blob_base_fee_wei(self.excess_blob_gas) as f64 / WEI_PER_GWEI
    }
}

#[cfg(test)]
mod tests;
