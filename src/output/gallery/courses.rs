//! Figures of one variant over time, one sample a replicate: what charts of small multiples show.

use super::read::{integers, place, position, reals, texts};
use crate::experiment::statistics::quantile;
use crate::metrics::table::Table;
use crate::output::charts::Spread;

/// Lines over time, their samples by period, line and replicate.
#[derive(Clone, Debug, Default)]
pub(super) struct Samples {
    days: Vec<u32>,
    /// `[period][line][replicate]`; NaN is no value.
    values: Vec<Vec<Vec<f64>>>,
}

impl Samples {
    /// Adds one run's value of a line in the period that ends on `day`. Runs have the same periods.
    pub(super) fn add(&mut self, day: i64, lines: usize, line: usize, value: f64) {
        let day = u32::try_from(day).expect("days are counted from 0");
        let period = self.days.binary_search(&day).unwrap_or_else(|place| {
            self.days.insert(place, day);
            self.values.insert(place, vec![Vec::new(); lines]);
            place
        });
        self.values[period][line].push(value);
    }

    /// Last days of the periods.
    pub(super) fn days(&self) -> &[u32] {
        &self.days
    }

    /// A line: median, and 5 % and 95 % quantile over the replicates that have a value; none in periods where none has.
    pub(super) fn line(&self, line: usize) -> Vec<Option<Spread>> {
        self.values.iter().map(|period| spread(&period[line])).collect()
    }

    /// All values of a line.
    pub(super) fn all(&self, line: usize) -> impl Iterator<Item = f64> {
        self.values.iter().flat_map(move |period| period[line].iter().copied())
    }
}

/// Median, and 5 % and 95 % quantile of the values that are numbers; none without any.
pub(super) fn spread(values: &[f64]) -> Option<Spread> {
    let known: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    let at = |q| quantile(&known, q);
    (!known.is_empty()).then(|| Spread { low: at(0.05), middle: at(0.5), high: at(0.95) })
}

/// Treasuries of chains, and when chains closed.
#[derive(Clone, Debug, Default)]
pub(super) struct Treasuries {
    /// A line per chain; no value before its launch. A chain that closed keeps the debt that was written off.
    pub(super) usd: Samples,
    /// Whether a chain has an operator, as all but Ethereum have, and opened.
    pub(super) operated: Vec<bool>,
    /// Replicates.
    pub(super) runs: usize,
    /// Closings by chain: day, and treasury before it was settled, in each replicate in which it closed. Of several lives in one slot the
    /// last one that ended.
    pub(super) closed: Vec<Vec<(f64, f64)>>,
    /// By chain: in how many replicates it is closed in the end.
    gone: Vec<usize>,
}

impl Treasuries {
    /// Adds a run's tables `chains` and `chronicle`.
    pub(super) fn add(&mut self, chains: &Table, chronicle: &Table, names: &[String]) {
        self.runs += 1;
        self.operated.resize(names.len(), false);
        self.closed.resize(names.len(), Vec::new());
        self.gone.resize(names.len(), 0);
        // By slot: days of closings, and treasuries then.
        let mut last_words: Vec<Vec<(i64, f64)>> = vec![Vec::new(); names.len()];
        let (days, debts) = (integers(chronicle, "day"), reals(chronicle, "written_off_usd"));
        for (row, (chain, what)) in texts(chronicle, "chain").iter().zip(texts(chronicle, "what")).enumerate() {
            if &**what == "sunset" {
                // 0 − 0 is 0, −0 would be written as less than nothing.
                last_words[place(names, chain)].push((days[row], 0.0 - debts[row]));
            }
        }
        for (closed, last_words) in self.closed.iter_mut().zip(&last_words) {
            closed.extend(last_words.last().map(|(day, usd)| (*day as f64, *usd)));
        }
        let (days, usd, status) = (integers(chains, "day"), reals(chains, "treasury_usd"), texts(chains, "status"));
        let mut is_gone = vec![false; names.len()];
        for (row, (chain, kind)) in texts(chains, "chain").iter().zip(texts(chains, "kind")).enumerate() {
            let chain = place(names, chain);
            let until = last_words[chain].iter().rev().find(|(day, _)| *day <= days[row]);
            is_gone[chain] = &*status[row] != "live" && until.is_some();
            let value = if &*status[row] == "live" { usd[row] } else { until.map_or(f64::NAN, |(_, usd)| *usd) };
            self.operated[chain] |= &**kind != "l1" && !value.is_nan();
            self.usd.add(days[row], names.len(), chain, value);
        }
        self.gone.iter_mut().zip(is_gone).for_each(|(runs, is_gone)| *runs += usize::from(is_gone));
    }

    /// A chain's line. Where it is closed in the end in half of the replicates or more, it ends with the median closing.
    pub(super) fn line(&self, chain: usize) -> Vec<Option<Spread>> {
        let is_gone = self.gone.get(chain).is_some_and(|runs| 2 * runs >= self.runs);
        let end = self.cross(chain).filter(|_| is_gone).map_or(u32::MAX, |(day, _)| day);
        let figures = self.usd.days().iter().zip(self.usd.line(chain));
        figures.map(|(day, figure)| figure.filter(|_| *day <= end)).collect()
    }

    /// In how many replicates a chain closed.
    pub(super) fn closings(&self, chain: usize) -> usize {
        self.closed.get(chain).map_or(0, Vec::len)
    }

    /// Median day of a chain's closings; not a number where it never closed.
    pub(super) fn closing_day(&self, chain: usize) -> f64 {
        quantile(&self.closed[chain].iter().map(|(day, _)| *day).collect::<Vec<_>>(), 0.5)
    }

    /// Where to mark that a chain closed: the end of the period with the median day of its closings, and the median treasury it closed
    /// with. None where it never closed.
    pub(super) fn cross(&self, chain: usize) -> Option<(u32, f64)> {
        let closed = self.closed.get(chain).filter(|closed| !closed.is_empty())?;
        let middle = self.closing_day(chain);
        let day = self.usd.days().iter().find(|last| f64::from(**last) >= middle)?;
        Some((*day, quantile(&closed.iter().map(|(_, usd)| *usd).collect::<Vec<_>>(), 0.5)))
    }
}

/// Columns of the table `ecosystem`, a line each.
#[derive(Clone, Debug, Default)]
pub(super) struct Measures(pub(super) Samples);

impl Measures {
    /// Adds a run.
    pub(super) fn add(&mut self, ecosystem: &Table, columns: &[&str]) {
        for (line, column) in columns.iter().enumerate() {
            for (day, value) in integers(ecosystem, "day").iter().zip(reals(ecosystem, column)) {
                self.0.add(*day, columns.len(), line, *value);
            }
        }
    }
}

/// Who knows of chains and who lives on one, as shares of each group: lines `group` and `groups + group`.
#[derive(Clone, Debug, Default)]
pub(super) struct Adoption(pub(super) Samples);

impl Adoption {
    /// Adds a run's tables `groups` and `homes`.
    pub(super) fn add(&mut self, groups: &Table, names: &[String]) {
        let (days, users) = (integers(groups, "day"), reals(groups, "users"));
        let (aware, outside) = (reals(groups, "aware_users"), reals(groups, "outside_users"));
        for (row, group) in texts(groups, "group").iter().enumerate() {
            let group = position(names, group);
            let share = |people: f64| if users[row] > 0.0 { people / users[row] } else { f64::NAN };
            self.0.add(days[row], 2 * names.len(), group, share(aware[row]));
            self.0.add(days[row], 2 * names.len(), names.len() + group, share(aware[row] - outside[row]));
        }
    }
}
