//! Accounts that rounding to whole micro-dollars may have moved, over all runs.

use crate::experiment::study::RunResult;
use crate::metrics::dictionary::LEDGER;
use crate::metrics::rounding::exposure;
use crate::scenario::{Scenario, Warning, audit_rounding};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The largest share of each account in any run.
pub(super) struct Rounding {
    /// Period of the ledger, days.
    every_days: u32,
    worst: BTreeMap<Arc<str>, f64>,
}

impl Rounding {
    pub(super) fn of(scenario: &Scenario) -> Self {
        Self { every_days: scenario.output().period_of(LEDGER.name), worst: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, result: &RunResult) {
        let found = result.tables.tables.get(LEDGER.name).and_then(|ledger| exposure(ledger, self.every_days));
        for (account, share) in found.into_iter().flatten() {
            let worst = self.worst.entry(account).or_default();
            *worst = worst.max(share);
        }
    }

    pub(super) fn warning(&self) -> Option<Warning> {
        audit_rounding(self.worst.iter().map(|(account, share)| (&**account, *share)))
    }
}
