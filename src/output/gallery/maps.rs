//! Figures of one variant by two keys, one sample a replicate: homes, routing, moves.

use super::courses::spread;
use super::read::{integers, place, position, reals, texts};
use crate::metrics::table::Table;
use crate::output::charts::{Gain, Share};

/// Shares of wholes in parts, and how large the wholes are.
#[derive(Clone, Debug, Default)]
pub(super) struct ShareMap {
    /// `[whole][part][replicate]`: amounts.
    amounts: Vec<Vec<Vec<f64>>>,
}

impl ShareMap {
    /// Adds one run's amounts.
    fn add(&mut self, amounts: Vec<Vec<f64>>) {
        self.amounts.resize(amounts.len(), Vec::new());
        for (sums, row) in self.amounts.iter_mut().zip(amounts) {
            sums.resize(row.len(), Vec::new());
            sums.iter_mut().zip(row).for_each(|(samples, amount)| samples.push(amount));
        }
    }

    /// Adds where each group lives at the end of a run: the last period of the table `homes`.
    pub(super) fn add_homes(&mut self, homes: &Table, groups: &[String], places: &[String]) {
        let mut people = vec![vec![0.0; places.len()]; groups.len()];
        let (days, users) = (integers(homes, "day"), reals(homes, "users"));
        for (row, (group, home)) in texts(homes, "group").iter().zip(texts(homes, "chain")).enumerate() {
            if Some(&days[row]) == days.last() {
                people[position(groups, group)][place(places, home)] += users[row];
            }
        }
        self.add(people);
    }

    /// Adds where the transactions of each vertical were executed, in the periods of the table `activity` that end after warm-up.
    pub(super) fn add_routing(&mut self, activity: &Table, verticals: &[String], chains: &[String], warmup_days: u32) {
        let mut executed = vec![vec![0.0; chains.len()]; verticals.len()];
        let (days, transactions) = (integers(activity, "day"), reals(activity, "transactions"));
        for (row, (vertical, chain)) in texts(activity, "vertical").iter().zip(texts(activity, "chain")).enumerate() {
            if days[row] >= i64::from(warmup_days) {
                executed[position(verticals, vertical)][place(chains, chain)] += transactions[row];
            }
        }
        self.add(executed);
    }

    /// Amounts by whole, over all replicates.
    pub(super) fn wholes(&self) -> Vec<f64> {
        self.amounts.iter().map(|row| row.iter().flatten().sum()).collect()
    }

    /// Amounts by part, over all wholes and replicates.
    pub(super) fn parts(&self) -> Vec<f64> {
        let parts = self.amounts.first().map_or(0, Vec::len);
        (0..parts).map(|part| self.amounts.iter().flat_map(|row| &row[part]).sum()).collect()
    }

    /// Sum over parts of each part's share in its whole, mean over wholes of equal weight: which parts matter to most wholes.
    pub(super) fn weights(&self) -> Vec<f64> {
        let rows: Vec<usize> = (0..self.amounts.len()).collect();
        let columns: Vec<usize> = (0..self.parts().len()).collect();
        let shares = self.shares(&rows, &columns);
        columns.iter().map(|part| shares.iter().map(|row| row[*part].mean).sum()).collect()
    }

    /// Shares of the wholes in `rows` by the parts in `columns`: over the replicates in which the whole is not nothing.
    pub(super) fn shares(&self, rows: &[usize], columns: &[usize]) -> Vec<Vec<Share>> {
        rows.iter().map(|row| shares_of(self.amounts.get(*row).map_or(&[], Vec::as_slice), columns)).collect()
    }
}

fn shares_of(amounts: &[Vec<f64>], columns: &[usize]) -> Vec<Share> {
    let runs = amounts.first().map_or(0, Vec::len);
    let totals: Vec<f64> = (0..runs).map(|run| amounts.iter().map(|samples| samples[run]).sum()).collect();
    let share = |part: &usize| {
        let samples = amounts.get(*part).map_or(&[][..], Vec::as_slice);
        let shares: Vec<f64> = samples.iter().zip(&totals).filter(|(_, total)| **total > 0.0).map(|(x, total)| x / total).collect();
        let range = spread(&shares).map_or(0.0, |s| s.high - s.low);
        Share { mean: shares.iter().sum::<f64>() / shares.len().max(1) as f64, range }
    };
    columns.iter().map(share).collect()
}

/// Moves of people between places over a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Moves {
    runs: usize,
    /// Sums over replicates, `[from][to]`.
    people: Vec<Vec<f64>>,
    /// Who came less who left, `[place][replicate]`.
    gains: Vec<Vec<f64>>,
}

impl Moves {
    /// Adds a run's table `migration`.
    pub(super) fn add(&mut self, migration: &Table, places: &[String]) {
        self.runs += 1;
        self.people.resize(places.len(), vec![0.0; places.len()]);
        self.gains.resize(places.len(), Vec::new());
        self.gains.iter_mut().for_each(|samples| samples.push(0.0));
        let (from, to) = (texts(migration, "from"), texts(migration, "to"));
        for ((from, to), users) in from.iter().zip(to).zip(reals(migration, "users")) {
            let (from, to) = (place(places, from), place(places, to));
            self.people[from][to] += users;
            for (place, sign) in [(from, -1.0), (to, 1.0)] {
                *self.gains[place].last_mut().expect("a sample was begun") += sign * users;
            }
        }
    }

    /// People who left a place or came to it, over all replicates.
    pub(super) fn turnover(&self, place: usize) -> f64 {
        let left: f64 = self.people.get(place).map_or(0.0, |row| row.iter().sum());
        left + self.people.iter().map(|row| row[place]).sum::<f64>()
    }

    /// Mean gain of a place.
    pub(super) fn gain(&self, place: usize) -> f64 {
        self.gains.get(place).map_or(0.0, |samples| samples.iter().sum::<f64>() / samples.len().max(1) as f64)
    }

    /// Mean moves between bundles of places.
    pub(super) fn between(&self, bundles: &[Vec<usize>]) -> Vec<Vec<f64>> {
        let sum = |from: &[usize], to: &[usize]| -> f64 { from.iter().flat_map(|f| to.iter().map(|t| self.people[*f][*t])).sum() };
        let mean = |from: &Vec<usize>, to: &Vec<usize>| if from == to { 0.0 } else { sum(from, to) / self.runs.max(1) as f64 };
        bundles.iter().map(|from| bundles.iter().map(|to| mean(from, to)).collect()).collect()
    }

    /// Gains of bundles of places.
    pub(super) fn gains(&self, bundles: &[Vec<usize>]) -> Vec<Gain> {
        let of_run = |bundle: &[usize], run: usize| bundle.iter().map(|place| self.gains[*place][run]).sum();
        let gain = |bundle: &Vec<usize>| {
            let samples: Vec<f64> = (0..self.runs).map(|run| of_run(bundle, run)).collect();
            let range = spread(&samples).map_or((0.0, 0.0), |s| (s.low, s.high));
            Gain { mean: bundle.iter().map(|place| self.gain(*place)).sum(), low: range.0, high: range.1 }
        };
        bundles.iter().map(gain).collect()
    }
}
