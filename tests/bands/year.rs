//! A run in expected values, as the bands look at it.

use l2niche::engine::observer::DayView;
use l2niche::engine::run::{Fidelity, simulate};
use l2niche::model::supply::chain::ChainKind;
use l2niche::scenario::{Overrides, Scenario};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A chain, day by day, USD.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChainDays {
    pub(crate) name: String,
    /// Whether it settles on Ethereum itself.
    pub(crate) rollup: bool,
    /// Fees, captured ordering value and data fees of children.
    pub(crate) revenue: Vec<f64>,
    /// Data and settlement.
    pub(crate) l1_cost: Vec<f64>,
    /// Revenue less all costs.
    pub(crate) profit: Vec<f64>,
    pub(crate) transactions: Vec<f64>,
}

/// Sum over some days.
pub(crate) fn sum(series: &[f64], days: &Range<usize>) -> f64 {
    series[days.clone()].iter().sum()
}

impl ChainDays {
    /// Share of revenue that the ten best days brought.
    pub(crate) fn top_ten_days(&self) -> f64 {
        let mut days = self.revenue.clone();
        days.sort_by(|a, b| b.total_cmp(a));
        days[..10].iter().sum::<f64>() / days.iter().sum::<f64>()
    }
}

/// The blob market on a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BlobDay {
    /// Gwei.
    pub(crate) price: f64,
    /// Blobs a block, of the target.
    pub(crate) load: f64,
    /// Whether EIP-7918 holds the price up.
    pub(crate) reserve: bool,
}

/// What a run showed.
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    pub(crate) chains: Vec<ChainDays>,
    pub(crate) blobs: Vec<BlobDay>,
}

/// A shipped scenario's file.
pub(crate) fn shipped(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file)
}

impl World {
    /// Runs one variant of a shipped scenario in expected values, without factors.
    pub(crate) fn run(file: &str, variant: usize, replicate: u32) -> Self {
        let overrides = Overrides { fidelity: Some(Fidelity::MeanField), factors: false, ..Overrides::default() };
        let scenario = Scenario::load(&shipped(file), &overrides).unwrap_or_else(|faults| panic!("{faults}"));
        let run = scenario.run(variant, replicate, &[]).unwrap_or_else(|faults| panic!("{faults}"));
        let mut world = Self::default();
        simulate(&run.epochs, &run.plan, &mut |view: &DayView<'_>| world.add(view)).unwrap_or_else(|error| panic!("{file}: {error}"));
        world
    }

    fn add(&mut self, view: &DayView<'_>) {
        let (economy, today) = (view.economy, view.today);
        self.chains.resize(economy.chains.len(), ChainDays::default());
        for (k, chain) in self.chains.iter_mut().enumerate() {
            let (spec, account) = (&economy.chains[k], &today.accounts[k]);
            (chain.name, chain.rollup) = (spec.name.clone(), spec.kind == ChainKind::L2);
            chain.revenue.push(account.revenue.usd());
            chain.l1_cost.push((account.data + account.settlement).usd());
            chain.profit.push(account.profit().usd());
            chain.transactions.push(today.transactions.row(k).iter().sum());
        }
        if let Some(schedule) = economy.ethereum.fork.blob_schedule() {
            let (price, load) = (today.ethereum.blob_price_gwei, today.ethereum.blobs_per_block / schedule.target as f64);
            self.blobs.push(BlobDay { price, load, reserve: schedule.reserve_price });
        }
    }

    pub(crate) fn rollups(&self) -> impl Iterator<Item = &ChainDays> {
        self.chains.iter().filter(|chain| chain.rollup)
    }

    pub(crate) fn chain(&self, name: &str) -> &ChainDays {
        self.chains.iter().find(|chain| chain.name == name).expect("a chain of the file")
    }

    /// All days.
    pub(crate) fn days(&self) -> Range<usize> {
        0..self.chains[0].revenue.len()
    }

    /// Revenue of all rollups, USD.
    pub(crate) fn revenue(&self) -> f64 {
        self.rollups().map(|chain| sum(&chain.revenue, &self.days())).sum()
    }
}
