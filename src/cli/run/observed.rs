//! How far the first variant's world is from what was observed.

use crate::experiment::study::RunResult;
use crate::model::units::DAYS_PER_YEAR;
use crate::scenario::Scenario;

/// Transactions a day of the first variant, of chains for which the scenario says what was observed.
pub(super) struct Observed {
    /// Name, observed, those of each replicate.
    chains: Vec<(String, f64, Vec<f64>)>,
}

impl Observed {
    pub(super) fn of(scenario: &Scenario) -> Self {
        let observed = scenario.calibration().map_or_else(Vec::new, |calibration| calibration.transactions_per_day);
        Self { chains: observed.into_iter().map(|(name, observed)| (name, observed, vec![])).collect() }
    }

    pub(super) fn add(&mut self, result: &RunResult) {
        for (name, _, found) in self.chains.iter_mut().filter(|_| result.variant == 0) {
            let a_year = result.tables.measure(&format!("chain.{name}.transactions")).filter(|x| x.is_finite());
            found.extend(a_year.map(|transactions| transactions / DAYS_PER_YEAR));
        }
    }

    pub(super) fn means(&self) -> Vec<(String, f64, f64)> {
        let told = self.chains.iter().filter(|(_, _, found)| !found.is_empty());
        told.map(|(name, observed, found)| (name.clone(), *observed, found.iter().sum::<f64>() / found.len() as f64)).collect()
    }
}
