//! Demand as a function of excess blob gas, worked out where the price goes and as finely as demand bends.

use std::collections::BTreeMap;

use crate::model::math::exp;
use crate::model::settlement::blob_market::BlobDemand;
use crate::model::units::WEI_PER_GWEI;

/// Steps of the finest grid per unit of ln price.
const STEPS: u64 = 256;
/// Change of demand across a cell, as a share, up to which the cell is not divided further.
const FLAT: f64 = 0.02;
/// Highest ln price asked for, about that of the largest price in 128 bits; dearer is all the same.
const TOP: u64 = 88;

/// Demand between two nodes of the grid of ln price = excess / update_fraction, by linear interpolation.
///
/// Cells begin one unit wide and are halved until demand changes by at most [`FLAT`] across, or the grid ends: a demand call per
/// node, none for a node known. Demand that falls by δ in proportion to the price across a cell one unit wide is off by 0.12 δ:
/// less than 0.3 %.
pub(super) struct DemandCurve<F> {
    demand: F,
    /// Excess blob gas of one unit of ln price.
    unit: f64,
    nodes: BTreeMap<u64, BlobDemand>,
    /// Cells known, in order of excess, disjoint.
    cells: Vec<Cell>,
    last: usize,
}

/// Demand on [low, high) of excess: `start` + `slope` · (excess − low).
#[derive(Clone, Copy)]
struct Cell {
    low: f64,
    high: f64,
    start: BlobDemand,
    slope: BlobDemand,
}

impl<F: FnMut(f64) -> BlobDemand> DemandCurve<F> {
    pub(super) fn new(update_fraction: u64, demand: F) -> Self {
        Self { demand, unit: update_fraction as f64, nodes: BTreeMap::new(), cells: Vec::new(), last: 0 }
    }

    /// Demand at that excess.
    pub(super) fn at(&mut self, excess: u64) -> BlobDemand {
        let excess = (excess as f64).min(TOP as f64 * self.unit);
        if !self.cells.get(self.last).is_some_and(|cell| cell.holds(excess)) {
            self.last = self.find(excess);
        }
        self.cells[self.last].at(excess)
    }

    fn find(&mut self, excess: f64) -> usize {
        let after = self.cells.partition_point(|cell| cell.low <= excess);
        if after > 0 && self.cells[after - 1].holds(excess) {
            return after - 1;
        }
        let cell = self.build(excess);
        self.cells.insert(after, cell);
        after
    }

    fn build(&mut self, excess: f64) -> Cell {
        let mut low = (excess / self.unit) as u64 * STEPS;
        let mut width = STEPS;
        let (mut start, mut end) = (self.node(low), self.node(low + width));
        while width > 1 && !flat(start, end) {
            width /= 2;
            let middle = self.node(low + width);
            if excess < self.excess(low + width) {
                end = middle;
            } else {
                (low, start) = (low + width, middle);
            }
        }
        Cell::between(self.excess(low), self.excess(low + width), start, end)
    }

    fn node(&mut self, step: u64) -> BlobDemand {
        let demand = &mut self.demand;
        *self.nodes.entry(step).or_insert_with(|| demand(exp(step as f64 / STEPS as f64) / WEI_PER_GWEI))
    }

    fn excess(&self, step: u64) -> f64 {
        step as f64 / STEPS as f64 * self.unit
    }
}

impl Cell {
    fn between(low: f64, high: f64, start: BlobDemand, end: BlobDemand) -> Self {
        let width = high - low;
        let slope = BlobDemand { rollups: (end.rollups - start.rollups) / width, others: (end.others - start.others) / width };
        Self { low, high, start, slope }
    }

    fn holds(&self, excess: f64) -> bool {
        self.low <= excess && excess < self.high
    }

    fn at(&self, excess: f64) -> BlobDemand {
        let along = excess - self.low;
        BlobDemand { rollups: self.start.rollups + self.slope.rollups * along, others: self.start.others + self.slope.others * along }
    }
}

/// Whether neither side's demand changes by more than [`FLAT`] of the total.
fn flat(a: BlobDemand, b: BlobDemand) -> bool {
    let most = FLAT * a.total().max(b.total());
    (a.rollups - b.rollups).abs() <= most && (a.others - b.others).abs() <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRACTION: u64 = 3_338_477;

    #[test]
    fn interpolated_demand_is_close_and_calls_are_few() {
        let mut calls = 0;
        let demand = |price: f64| 10.0 * (1.0 + price).powf(-1.5);
        let mut curve = DemandCurve::new(FRACTION, |price| {
            calls += 1;
            BlobDemand { rollups: demand(price), others: 1.0 }
        });
        for i in 0..30_000u64 {
            let excess = i * 2_900;
            let exact = demand((excess as f64 / FRACTION as f64).exp() / 1e9);
            let wanted = curve.at(excess);
            assert!((wanted.rollups - exact).abs() < 3e-3 * exact.max(1.0), "{} is not {exact}", wanted.rollups);
            assert!((wanted.others - 1.0).abs() < 1e-12);
        }
        assert!(calls < 500, "{calls} calls");
    }

    #[test]
    fn flat_demand_takes_two_calls_a_unit_and_a_jump_a_few_more() {
        let mut calls = 0;
        let mut curve = DemandCurve::new(FRACTION, |price| {
            calls += 1;
            BlobDemand { rollups: if price < 2e-9 { 5.0 } else { 0.0 }, others: 0.0 }
        });
        assert_eq!(curve.at(0).rollups, 5.0);
        assert_eq!(curve.at(FRACTION * 2).rollups, 0.0);
        assert_eq!(curve.at(u64::MAX).rollups, 0.0);
        assert_eq!(curve.at(u64::MAX).rollups, 0.0);
        drop(curve);
        assert!(calls <= 16, "{calls} calls");
    }
}
