//! A year of a world in expected values, as the bands look at it.

use l2niche::engine::observer::DayView;
use l2niche::engine::run::{Fidelity, simulate};
use l2niche::model::supply::chain::ChainKind;
use l2niche::scenario::{Overrides, Scenario};
use std::path::Path;

/// A chain over the days measured.
#[derive(Clone, Debug, Default)]
pub struct ChainYear {
    pub name: String,
    /// Whether it settles on Ethereum itself.
    pub rollup: bool,
    /// Transaction fees, captured ordering value, data fees of children: USD by day.
    pub revenue: Vec<f64>,
    /// Part of it: ordering value, USD.
    pub ordering: f64,
    /// Data and settlement, USD.
    pub l1_cost: f64,
    /// All costs, USD.
    pub costs: f64,
    /// Transactions by day.
    pub transactions: Vec<f64>,
    /// What users paid a transaction for execution and data, USD, summed over transactions.
    pub fees_paid: f64,
    /// People at the end, and treasury, USD.
    pub people: f64,
    pub treasury: f64,
    /// Days on which it was open.
    pub open_days: usize,
}

impl ChainYear {
    pub fn income(&self) -> f64 {
        self.revenue.iter().sum()
    }

    pub fn profit(&self) -> f64 {
        self.income() - self.costs
    }

    pub fn transactions_a_day(&self) -> f64 {
        self.transactions.iter().sum::<f64>() / self.transactions.len() as f64
    }

    /// Share of revenue that the ten best days brought.
    pub fn top_ten_days(&self) -> f64 {
        let mut days = self.revenue.clone();
        days.sort_by(|a, b| b.total_cmp(a));
        days.iter().take(10).sum::<f64>() / self.income()
    }
}

/// Ethereum's blobs on a day.
#[derive(Clone, Copy, Debug)]
pub struct BlobDay {
    pub price_gwei: f64,
    pub per_block: f64,
    pub target: f64,
    pub reserve: bool,
}

/// What a run showed.
#[derive(Clone, Debug, Default)]
pub struct Year {
    pub chains: Vec<ChainYear>,
    pub blobs: Vec<BlobDay>,
}

impl Year {
    /// Runs the first variant of a file in expected values, replicate `replicate`, factors off.
    pub fn of(file: &str, set: &[&str], replicate: u32) -> Self {
        let overrides = Overrides {
            fidelity: Some(Fidelity::MeanField),
            factors: false,
            set: set.iter().map(|s| (*s).to_owned()).collect(),
            ..Overrides::default()
        };
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
        let scenario = Scenario::load(&path, &overrides).unwrap_or_else(|faults| panic!("{faults}"));
        let run = scenario.run(0, replicate, &[]).unwrap_or_else(|faults| panic!("{faults}"));
        let mut year = Self::default();
        simulate(&run.epochs, &run.plan, &mut |view: &DayView<'_>| year.add(view)).unwrap_or_else(|error| panic!("{error:?}"));
        year
    }

    fn add(&mut self, view: &DayView<'_>) {
        let (economy, today) = (view.economy, view.today);
        if self.chains.is_empty() {
            self.chains = economy.chains.iter().map(|c| ChainYear { name: c.name.clone(), rollup: c.kind == ChainKind::L2, ..ChainYear::default() }).collect();
        }
        for (k, chain) in self.chains.iter_mut().enumerate() {
            let account = &today.accounts[k];
            chain.revenue.push(account.revenue.usd());
            chain.ordering += account.ordering.usd();
            chain.l1_cost += (account.data + account.settlement).usd();
            chain.costs += account.costs().usd();
            let transactions = today.transactions.row(k);
            chain.transactions.push(transactions.iter().sum());
            chain.fees_paid += transactions.iter().zip(today.fee_usd.row(k)).map(|(t, f)| if *t > 0.0 { t * f } else { 0.0 }).sum::<f64>();
            chain.people = (0..economy.groups.len()).map(|g| today.homes[(g, k)]).sum();
            chain.treasury = account.treasury.usd();
            chain.open_days += usize::from(account.costs().usd() > 0.0);
        }
        let schedule = economy.ethereum.fork.blob_schedule();
        self.blobs.push(BlobDay {
            price_gwei: today.ethereum.blob_price_gwei,
            per_block: today.ethereum.blobs_per_block,
            target: schedule.map_or(0.0, |s| s.target as f64),
            reserve: schedule.is_some_and(|s| s.reserve_price),
        });
    }

    pub fn rollups(&self) -> impl Iterator<Item = &ChainYear> {
        self.chains.iter().filter(|chain| chain.rollup)
    }

    pub fn chain(&self, name: &str) -> &ChainYear {
        self.chains.iter().find(|chain| chain.name == name).expect("a chain of the file")
    }

    pub fn rollup_income(&self) -> f64 {
        self.rollups().map(ChainYear::income).sum()
    }

    /// Herfindahl index of rollups' revenue.
    pub fn hhi(&self) -> f64 {
        let total = self.rollup_income();
        self.rollups().map(|chain| (chain.income() / total).powi(2)).sum()
    }
}
