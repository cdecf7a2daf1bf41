//! A day of blocks under way: the rules with the day's constants worked out, and who pays for the blobs of a block.

use crate::model::math::exp;
use crate::model::settlement::blob_gas::{BlobSchedule, GAS_PER_BLOB};
use crate::model::settlement::blob_market::BlobDemand;
use crate::model::settlement::blob_market::demand_curve::DemandCurve;
use crate::model::settlement::blob_market::posters::{ChainBlobs, Desk};
use crate::model::settlement::blob_market::queue::Queue;
use crate::model::units::WEI_PER_GWEI;

/// A day under way: the rules with the day's constants worked out, and sums so far.
pub(super) struct Day<F> {
    pub(super) schedule: BlobSchedule,
    /// Excess below which the reserve price binds.
    pub(super) reserve_excess: u64,
    /// Excess from which the price is above 1 wei.
    pub(super) two_wei_excess: u64,
    pub(super) curve: DemandCurve<F>,
    pub(super) wanted: BlobDemand,
    pub(super) posted: u64,
    pub(super) paid_wei: f64,
    pub(super) one_wei_blocks: u64,
}

impl<F: FnMut(f64) -> BlobDemand> Day<F> {
    pub(super) fn new(schedule: BlobSchedule, base_fee_wei: u64, curve: DemandCurve<F>) -> Self {
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

    /// Goes on by one block in which `blobs` are posted at `price_wei`; returns the next excess.
    pub(super) fn advance(&mut self, excess: u64, wanted: BlobDemand, blobs: u64, price_wei: f64) -> u64 {
        self.wanted.rollups += wanted.rollups;
        self.wanted.others += wanted.others;
        self.posted += blobs;
        self.paid_wei += blobs as f64 * price_wei;
        if excess < self.two_wei_excess {
            self.one_wei_blocks += 1;
        }
        self.next_excess(excess, blobs)
    }

    /// Goes on by that many blocks without blobs at an excess of 0.
    pub(super) fn idle(&mut self, blocks: u64, wanted: BlobDemand) {
        self.wanted.rollups += blocks as f64 * wanted.rollups;
        self.wanted.others += blocks as f64 * wanted.others;
        self.one_wei_blocks += blocks;
    }

    /// [`BlobSchedule::blob_base_fee_wei`] in floating point: equal to within 1 wei or a share of 10⁻⁴, which is enough for means.
    pub(super) fn price_wei(&self, excess: u64) -> f64 {
        if excess < self.two_wei_excess {
            return 1.0;
        }
        exp(excess as f64 / self.schedule.update_fraction as f64).floor().min(u128::MAX as f64)
    }

    /// [`BlobSchedule::next_excess`] with the branch of EIP-7918 decided by comparing excess with the day's threshold.
    pub(super) fn next_excess(&self, excess: u64, blobs: u64) -> u64 {
        let used = blobs * GAS_PER_BLOB;
        let sum = excess.saturating_add(used);
        if excess < self.reserve_excess && sum >= self.schedule.target_gas() {
            return excess.saturating_add(self.schedule.reserve_step(used));
        }
        sum.saturating_sub(self.schedule.target_gas())
    }
}

/// Where blobs of a block are paid: by the posters that post them, or out of the queue.
pub(super) struct Floor {
    pub(super) others_per_post: u64,
    /// Posts of the block, by poster.
    arrivals: Vec<(usize, u64)>,
    /// Blobs and what they cost, wei, by poster.
    of_posters: Vec<(u64, f64)>,
    /// The same of what came out of the queue, by chain.
    of_chains: Vec<ChainBlobs>,
}

impl Floor {
    pub(super) fn new(posters: usize, chains: usize, others_per_post: u64) -> Self {
        let of_chains = vec![ChainBlobs::default(); chains];
        Self { others_per_post, arrivals: Vec::with_capacity(posters), of_posters: vec![(0, 0.0); posters], of_chains }
    }

    /// Lets a block's data come in; returns the blobs posted for them.
    pub(super) fn arrive(&mut self, desk: &mut Desk<'_>, block: u64, wanted: BlobDemand, others_waiting: &mut f64) -> u64 {
        self.arrivals.clear();
        desk.gather(block, wanted.rollups, |i, blobs| self.arrivals.push((i, blobs)));
        *others_waiting += wanted.others;
        let others = (*others_waiting / self.others_per_post as f64) as u64 * self.others_per_post;
        *others_waiting -= others as f64;
        others + self.arrivals.iter().map(|(_, blobs)| blobs).sum::<u64>()
    }

    /// Lets `blobs` into the block, those of the queue before the `arrived`.
    pub(super) fn serve(&mut self, desk: &Desk<'_>, queue: &mut Queue, arrived: u64, blobs: u64, price_wei: f64) {
        if queue.blobs() == 0 && arrived == blobs {
            for (i, blobs) in &self.arrivals {
                self.of_posters[*i].0 += blobs;
                self.of_posters[*i].1 += *blobs as f64 * price_wei;
            }
            return;
        }
        let parts = self.arrivals.iter().flat_map(|(i, blobs)| desk.parts(*i).map(|(k, part)| (k, part * *blobs as f64)));
        queue.join(arrived, parts.collect());
        queue.serve(blobs, |k, count| {
            self.of_chains[k].blobs += count;
            self.of_chains[k].paid_gwei += count * price_wei / WEI_PER_GWEI;
        });
    }

    /// What each chain posted and paid.
    pub(super) fn close(self, desk: &Desk<'_>) -> Vec<ChainBlobs> {
        let mut of_chains = self.of_chains;
        for (i, (blobs, paid_wei)) in self.of_posters.iter().enumerate() {
            for (k, part) in desk.parts(i) {
                of_chains[k].blobs += part * *blobs as f64;
                of_chains[k].paid_gwei += part * paid_wei / WEI_PER_GWEI;
            }
        }
        of_chains
    }
}
