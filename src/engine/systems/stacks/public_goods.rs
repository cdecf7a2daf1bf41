//! Rounds of a stack's retroactive funding: income and impact add up over a round, its end fixes the awards, the days after it pay them.
//!
//! What apps earned in the past is theirs whether or not their chain has stayed in the stack; of a chain that has closed no app is left,
//! and its awards stay with the stack.

use crate::engine::systems::Evening;
use crate::model::economy::Economy;
use crate::model::institutions::fund::{Instalments, award};
use crate::model::ledger::{Account, FlowKind, Payment};
use crate::model::standing::Standing;
use crate::model::units::MicroUsd;

/// Rounds of one stack.
#[derive(Clone, Debug, Default)]
pub(super) struct Rounds {
    days: u32,
    income: MicroUsd,
    /// USD moved on members since the round began, by cell of `[chain][vertical]`.
    impact: Vec<f64>,
    /// Awards of earlier rounds, by the same cells.
    running: Vec<Instalments>,
    /// What the day's instalments bring apps on each chain, `[chain]`.
    granted: Vec<MicroUsd>,
    changed: bool,
}

impl Rounds {
    /// Whether other grants are paid from today on than were yesterday.
    pub(super) fn dawn(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// Adds what apps get.
    pub(super) fn stand(&self, standing: &mut Standing) {
        for instalments in &self.running {
            let cells = standing.grants_usd_per_day.cells_mut().iter_mut();
            cells.zip(instalments.usd_per_day()).for_each(|(sum, usd)| *sum += usd);
        }
    }

    /// The day's instalments, by vertical.
    pub(super) fn payments(&mut self, economy: &Economy, from: Account) -> Vec<Payment> {
        let verticals = economy.verticals.len();
        let mut due = vec![MicroUsd::ZERO; verticals];
        self.granted = vec![MicroUsd::ZERO; economy.chains.len()];
        for instalments in &mut self.running {
            for (cell, amount) in instalments.pay().into_iter().enumerate() {
                if economy.standing.live[cell / verticals] {
                    due[cell % verticals] += amount;
                    self.granted[cell / verticals] += amount;
                }
            }
        }
        let before = self.running.len();
        self.running.retain(|instalments| !instalments.is_over());
        self.changed = self.running.len() < before;
        let to = |v: usize| Account::Apps(v as u16);
        due.iter().enumerate().map(|(v, due)| Payment { from, to: to(v), kind: FlowKind::RetroFunding, usd: due.usd() }).collect()
    }

    /// What apps on chain `k` got today.
    pub(super) fn granted(&self, k: usize) -> MicroUsd {
        self.granted.get(k).copied().unwrap_or_default()
    }

    /// Learns from a day on which members paid stack `s` its `income`; ends the round if it is its last.
    pub(super) fn dusk(&mut self, evening: &Evening<'_>, s: usize, income: MicroUsd) {
        let (economy, fund) = (evening.economy, &evening.economy.stacks[s].fund);
        if fund.retro_share == 0.0 && self.running.is_empty() && self.income == MicroUsd::ZERO {
            return;
        }
        let verticals = economy.verticals.len();
        self.days += 1;
        self.income += income;
        self.impact.resize(economy.chains.len() * verticals, 0.0);
        for (cell, impact) in self.impact.iter_mut().enumerate() {
            let (k, v) = (cell / verticals, cell % verticals);
            if economy.chains[k].stack.is_some_and(|stack| stack.index() == s) {
                *impact += evening.load.transactions[(k, v)] * economy.verticals[v].tx_value_usd;
            }
        }
        if self.days >= fund.round_days {
            let awards = award(fund.pool(self.income), &self.impact);
            if awards.iter().any(|award| *award > MicroUsd::ZERO) {
                self.running.push(Instalments::new(awards, self.days));
                self.changed = true;
            }
            (self.days, self.income) = (0, MicroUsd::ZERO);
            self.impact.fill(0.0);
        }
    }
}
