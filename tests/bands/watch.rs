//! A run in mean field, and the yearly figures that the bands read.

use l2niche::engine::observer::DayView;
use l2niche::engine::run::{Fidelity, simulate};
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::supply::chain::{ChainKind, DataLayer};
use l2niche::scenario::{Overrides, Run, Scenario};
use std::path::PathBuf;

/// A chain's sums over the days watched, USD.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChainYear {
    pub(crate) name: String,
    /// Whether users and analysts would call it a Layer 2: an L2 or an L3.
    pub(crate) layer_two: bool,
    pub(crate) on_ethereum: bool,
    /// Fees and ordering value captured, by day.
    pub(crate) revenue: Vec<f64>,
    pub(crate) ordering: f64,
    pub(crate) data: f64,
    pub(crate) settlement: f64,
    pub(crate) proofs: f64,
    /// Fixed operations, validators and the stack's share.
    pub(crate) overhead: f64,
    pub(crate) capabilities: f64,
    pub(crate) transactions: f64,
    pub(crate) fees: f64,
}

impl ChainYear {
    pub(crate) fn total(&self) -> f64 {
        self.revenue.iter().sum()
    }

    /// What is left after data, settlement, proofs, fixed operations and the stack's share; before capabilities, which nobody publishes.
    pub(crate) fn after_fixed_cost(&self) -> f64 {
        self.total() - self.data - self.settlement - self.proofs - self.overhead
    }
}

/// A day's blob market.
#[derive(Clone, Debug)]
pub(crate) struct BlobDay {
    pub(crate) price_wei: f64,
    /// Blobs a block over the target.
    pub(crate) load: f64,
    /// Whether EIP-7918 holds the price up.
    pub(crate) reserve: bool,
}

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Year {
    pub(crate) chains: Vec<ChainYear>,
    pub(crate) blobs: Vec<BlobDay>,
}

impl Year {
    pub(crate) fn layer_twos(&self) -> impl Iterator<Item = &ChainYear> {
        self.chains.iter().filter(|chain| chain.layer_two)
    }

    pub(crate) fn chain(&self, name: &str) -> &ChainYear {
        self.chains.iter().find(|chain| chain.name == name).unwrap_or_else(|| panic!("no chain {name}"))
    }

    fn add(&mut self, view: &DayView<'_>) {
        let economy = view.economy;
        self.chains.resize_with(economy.chains.len(), ChainYear::default);
        for (j, (chain, year)) in economy.chains.iter().zip(&mut self.chains).enumerate() {
            year.name.clone_from(&chain.name);
            year.layer_two = matches!(chain.kind, ChainKind::L2 | ChainKind::L3);
            year.on_ethereum = matches!(chain.data_layer, DataLayer::EthereumBlobs | DataLayer::EthereumCalldata);
            let account = &view.today.accounts[j];
            let to_chain = view.today.postings.iter().filter(|p| p.to == Account::Chain(j as u16));
            let fees: f64 = to_chain.filter(|p| p.kind == FlowKind::Fees).map(|p| p.amount.usd()).sum();
            year.fees += fees;
            year.revenue.push(fees + account.ordering.usd());
            year.ordering += account.ordering.usd();
            year.data += account.data.usd();
            year.settlement += account.settlement.usd();
            year.proofs += account.proofs.usd();
            year.overhead += account.fixed.usd() + account.validators.usd() + account.stack_share.usd();
            year.capabilities += account.capabilities.usd() + account.grants.usd();
            year.transactions += (0..economy.verticals.len()).map(|v| view.today.transactions[(j, v)]).sum::<f64>();
        }
        if let Some(schedule) = economy.ethereum.fork.blob_schedule() {
            let ethereum = &view.today.ethereum;
            let load = ethereum.blobs_per_block / schedule.target as f64;
            self.blobs.push(BlobDay { price_wei: ethereum.blob_price_gwei * 1e9, load, reserve: schedule.reserve_price });
        }
    }
}

/// The shipped file, or why there is none.
pub(crate) fn read(file: &str) -> Result<Scenario, String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    if !path.exists() {
        return Err(format!("{file} is not there"));
    }
    let overrides = Overrides { fidelity: Some(Fidelity::MeanField), factors: false, ..Overrides::default() };
    Ok(Scenario::load(&path, &overrides).unwrap_or_else(|faults| panic!("{faults}")))
}

/// Replicate 0 of a variant without draws of factors: one sum for each span of days.
pub(crate) fn watch(scenario: &Scenario, variant: usize, days: &[std::ops::Range<u32>]) -> Vec<Year> {
    let run: Run = scenario.run(variant, 0, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let mut years = vec![Year::default(); days.len()];
    let mut observer = |view: &DayView<'_>| {
        for (year, _) in years.iter_mut().zip(days).filter(|(_, span)| span.contains(&view.day)) {
            year.add(view);
        }
    };
    simulate(&run.epochs, &run.plan, &mut observer).expect("a sound run");
    years
}
