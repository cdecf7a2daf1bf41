//! Members that leave their stacks: as the scenario plans it, or because a review found membership too dear.

use crate::engine::lifecycle::{Reason, Turn, TurnKind};
use crate::engine::systems::{Evening, Morning};
use crate::model::economy::Economy;
use crate::model::ledger::{Account, FlowKind, Payment, Posting};
use crate::model::standing::Standing;
use crate::model::supply::membership::Dealings;
use crate::model::units::{DAYS_PER_YEAR, MicroUsd};

/// Who has left, and what members have paid and got since their last review.
#[derive(Clone, Debug)]
pub(super) struct Exits {
    left: Vec<bool>,
    decided: Vec<bool>,
    dealings: Vec<Dealings>,
    today: Vec<Turn>,
}

impl Exits {
    /// On the eve of day 0, with `chains` chains.
    pub(super) fn open(chains: usize) -> Self {
        Self { left: vec![false; chains], decided: vec![false; chains], dealings: vec![Dealings::default(); chains], today: vec![] }
    }

    /// Exits in force from this day on.
    pub(super) fn turns(&self) -> Vec<Turn> {
        self.today.clone()
    }

    /// Lets go whom the last review or the scenario's plan has leave; whether anybody does.
    pub(super) fn dawn(&mut self, morning: &Morning<'_>) -> bool {
        self.today.clear();
        for (k, chain) in morning.economy.chains.iter().enumerate().filter(|(_, chain)| chain.stack.is_some()) {
            let planned = chain.policy.membership.is_planned_by(morning.day);
            if !self.left[k] && morning.is_live(k) && (planned || self.decided[k]) {
                self.left[k] = true;
                let reason = if planned { Reason::Planned } else { Reason::TooDear };
                self.today.push(Turn::of(k, TurnKind::Exit, reason));
            }
        }
        if !self.today.is_empty() {
            let assets = morning.assets_usd();
            self.today.iter_mut().for_each(|turn| turn.assets_usd = assets.iter().map(|row| row[turn.chain]).sum());
        }
        !self.today.is_empty()
    }

    pub(super) fn stand(&self, standing: &mut Standing) {
        standing.independent.iter_mut().zip(&self.left).for_each(|(independent, left)| *independent |= left);
    }

    /// Software of chains that are on their own.
    pub(super) fn payments(&self, economy: &Economy) -> Vec<Payment> {
        let alone = (0..self.left.len()).filter(|&k| self.left[k] && economy.standing.live[k]);
        let payment = |k: usize| Payment {
            from: Account::Chain(k as u16),
            to: Account::Outside,
            kind: FlowKind::OwnStack,
            usd: economy.chains[k].policy.membership.own_stack_usd_per_year / DAYS_PER_YEAR,
        };
        alone.map(payment).collect()
    }

    /// Adds up the day's dealings of members, and reviews those whose day it is; `granted` is what stacks gave to apps on a chain.
    pub(super) fn dusk(&mut self, evening: &Evening<'_>, postings: &[Posting], granted: impl Fn(usize) -> MicroUsd) {
        let economy = evening.economy;
        for (k, chain) in economy.chains.iter().enumerate() {
            let membership = &chain.policy.membership;
            if chain.stack.is_none() || membership.review_days.is_none() || !economy.standing.live[k] {
                continue;
            }
            let to_stack = |p: &&Posting| p.from == Account::Chain(k as u16) && matches!(p.to, Account::Stack(_));
            let dealings = &mut self.dealings[k];
            dealings.days += 1;
            dealings.paid += postings.iter().filter(to_stack).map(|p| p.amount.usd()).sum::<f64>();
            dealings.grants += granted(k).usd();
            dealings.saved += evening.load.saved_by_pooling_usd(economy, k);
            dealings.spared += membership.own_stack_usd_per_year / DAYS_PER_YEAR;
            if membership.is_review(dealings) {
                self.decided[k] = membership.is_too_dear(dealings);
                *dealings = Dealings::default();
            }
        }
    }
}
