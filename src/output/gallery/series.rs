//! Figures of one variant over its replicates, as charts need them.

use crate::experiment::statistics::quantile;
use crate::metrics::table::Table;
use crate::model::id::Places;
use crate::output::charts::ShareLine;
use crate::output::charts::fees::Spread;
use std::sync::Arc;

/// Shares by chain and period, one sample a replicate.
#[derive(Clone, Debug, Default)]
pub(super) struct ShareSamples {
    days: Vec<u32>,
    /// `[period][chain][replicate]`.
    samples: Vec<Vec<Vec<f64>>>,
}

impl ShareSamples {
    /// Adds a run: shares of `column` of the table `chains` in its sum over chains, period by period.
    pub(super) fn add(&mut self, chains: &Table, names: &[String], column: &str) {
        let (days, values) = (integers(chains, "day"), reals(chains, column));
        for (period, (days, values)) in days.chunks(names.len()).zip(values.chunks(names.len())).enumerate() {
            if self.days.len() == period {
                self.days.push(days[0] as u32);
                self.samples.push(vec![Vec::new(); names.len()]);
            }
            let total: f64 = values.iter().sum();
            let shares = values.iter().map(|x| if total > 0.0 { x / total } else { 0.0 });
            self.samples[period].iter_mut().zip(shares).for_each(|(of_chain, share)| of_chain.push(share));
        }
    }

    /// Last days of the periods.
    pub(super) fn days(&self) -> &[u32] {
        &self.days
    }

    /// A line per chain: median, and 5 % and 95 % quantiles over replicates.
    pub(super) fn lines(&self, chains: &[String]) -> Vec<ShareLine> {
        let line = |(c, chain): (usize, &String)| {
            let at = |q: f64| self.samples.iter().map(|period| quantile(&period[c], q)).collect();
            ShareLine { chain: chain.clone(), low: at(0.05), middle: at(0.5), high: at(0.95) }
        };
        chains.iter().enumerate().map(line).collect()
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

/// Where the aware people of each group live at the end, mean over replicates.
#[derive(Clone, Debug, Default)]
pub(super) struct HomeMeans {
    /// Sums of aware people, `[group][place]`: chains, then outside.
    people: Vec<Vec<f64>>,
}

impl HomeMeans {
    /// Adds the last period of a run's table `homes`, which holds all pairs.
    pub(super) fn add(&mut self, homes: &Table, groups: &[String], chains: &[String]) {
        let places = Places::of(chains.len()).count();
        self.people.resize(groups.len(), vec![0.0; Places::of(chains.len()).unaware()]);
        let users = reals(homes, "users");
        let last = &users[users.len() - groups.len() * places..];
        for (sums, row) in self.people.iter_mut().zip(last.chunks(places)) {
            sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
        }
    }

    /// Shares of each group's aware people by place.
    pub(super) fn shares(&self, places: usize) -> Vec<Vec<f64>> {
        let share = |row: &Vec<f64>| {
            let total: f64 = row.iter().sum();
            row.iter().map(|x| if total > 0.0 { x / total } else { 0.0 }).collect::<Vec<_>>()
        };
        self.people.iter().map(share).inspect(|row| debug_assert_eq!(row.len(), places)).collect()
    }
}

fn position(names: &[String], name: &str) -> usize {
    names.iter().position(|n| n == name).expect("tables name the scenario's entities")
}

fn texts<'a>(table: &'a Table, column: &str) -> &'a [Arc<str>] {
    table.texts(column).expect("a column of the dictionary")
}

fn integers<'a>(table: &'a Table, column: &str) -> &'a [i64] {
    table.integers(column).expect("a column of the dictionary")
}

fn reals<'a>(table: &'a Table, column: &str) -> &'a [f64] {
    table.reals(column).expect("a column of the dictionary")
}
