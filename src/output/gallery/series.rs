//! Figures of one variant over its replicates, as charts need them.

use super::read::{integers, place, position, reals, texts};
use crate::experiment::statistics::quantile;
use crate::metrics::table::Table;
use crate::output::charts::{ShareLine, Spread};

/// Shares, or amounts, by chain and period, one sample a replicate.
#[derive(Clone, Debug, Default)]
pub(super) struct ShareSamples {
    days: Vec<u32>,
    /// `[period][chain][replicate]`.
    samples: Vec<Vec<Vec<f64>>>,
    /// Whether a chain was ever open, in any replicate.
    opened: Vec<bool>,
}

impl ShareSamples {
    /// Adds a run: shares of `column` of the table `chains` in its sum over chains, period by period.
    pub(super) fn add(&mut self, chains: &Table, names: &[String], column: &str) {
        let share = |value: f64, total: f64| if total > 0.0 { value / total } else { 0.0 };
        self.add_by(chains, names, column, share);
    }

    /// Adds a run: `column` of the table `chains`, period by period.
    pub(super) fn add_amounts(&mut self, chains: &Table, names: &[String], column: &str) {
        self.add_by(chains, names, column, |value, _| value);
    }

    fn add_by(&mut self, chains: &Table, names: &[String], column: &str, of_total: impl Fn(f64, f64) -> f64) {
        let (days, values, status) = (integers(chains, "day"), reals(chains, column), texts(chains, "status"));
        let chains = texts(chains, "chain");
        self.opened.resize(names.len(), false);
        let (mut row, mut period) = (0, 0);
        while row < days.len() {
            let end = row + days[row..].iter().take_while(|day| **day == days[row]).count();
            if self.days.len() == period {
                self.days.push(days[row] as u32);
                self.samples.push(vec![Vec::new(); names.len()]);
            }
            let total: f64 = values[row..end].iter().sum();
            for row in row..end {
                let chain = place(names, &chains[row]);
                self.opened[chain] |= !matches!(&*status[row], "coming" | "vacant") || values[row] != 0.0;
                self.samples[period][chain].push(of_total(values[row], total));
            }
            (row, period) = (end, period + 1);
        }
    }

    /// Whether a chain was ever open: slots that nobody took are none.
    pub(super) fn has_opened(&self, chain: usize) -> bool {
        self.opened.get(chain) == Some(&true)
    }

    /// Whether all figures are zero.
    pub(super) fn is_zero(&self) -> bool {
        self.samples.iter().flatten().flatten().all(|x| *x == 0.0)
    }

    /// Last days of the periods.
    pub(super) fn days(&self) -> &[u32] {
        &self.days
    }

    /// A line per chain of the variant that was ever open: median, and 5 % and 95 % quantiles over replicates.
    pub(super) fn lines(&self, chains: &[String]) -> Vec<ShareLine> {
        let line = |(c, chain): (usize, &String)| {
            let at = |q: f64| self.samples.iter().map(|period| quantile(&period[c], q)).collect();
            ShareLine { chain: chain.clone(), low: at(0.05), middle: at(0.5), high: at(0.95) }
        };
        chains.iter().enumerate().filter(|(c, _)| self.has_opened(*c)).map(line).collect()
    }
}

/// Fees per transaction by vertical, one sample a replicate.
#[derive(Clone, Debug, Default)]
pub(super) struct FeeSamples {
    /// `[vertical][replicate]`.
    samples: Vec<Vec<f64>>,
}

impl FeeSamples {
    /// Adds a run: fees over transactions in the periods of the table `activity` that end after warm-up.
    pub(super) fn add(&mut self, activity: &Table, names: &[String], warmup_days: u32) {
        self.samples.resize(names.len(), Vec::new());
        let (mut fees, mut transactions) = (vec![0.0; names.len()], vec![0.0; names.len()]);
        let rows = texts(activity, "vertical").iter().zip(integers(activity, "day"));
        for (row, (vertical, day)) in rows.enumerate() {
            if *day >= i64::from(warmup_days) {
                let v = position(names, vertical);
                fees[v] += reals(activity, "fees_usd")[row];
                transactions[v] += reals(activity, "transactions")[row];
            }
        }
        for (v, samples) in self.samples.iter_mut().enumerate() {
            if transactions[v] > 0.0 {
                samples.push(fees[v] / transactions[v]);
            }
        }
    }

    /// Median with 5 % and 95 % quantiles; none where nothing was sold.
    pub(super) fn spreads(&self, verticals: usize) -> Vec<Option<Spread>> {
        let spread = |s: &Vec<f64>| Spread { low: quantile(s, 0.05), middle: quantile(s, 0.5), high: quantile(s, 0.95) };
        (0..verticals).map(|v| self.samples.get(v).filter(|s| !s.is_empty()).map(spread)).collect()
    }
}
