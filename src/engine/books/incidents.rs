//! What incidents take, and who pays for it.
//!
//! Lost assets go from users to outside. Claims are met in order, by up to `treasury_cover` of the chain's treasury if it is positive, which
//! is a cost of the day, and by the stack's insurance while it lasts; users bear the rest.

use super::{Books, chain_account, group_account};
use crate::model::economy::Economy;
use crate::model::ledger::{Account, FlowKind};
use crate::model::supply::operator::ChainAccount;
use crate::model::units::MicroUsd;

/// Assets that an incident takes on one chain.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Strike {
    /// Position of the chain on which they were; it is open.
    pub(crate) chain: usize,
    /// How much, USD, `[group]`.
    pub(crate) usd: Vec<f64>,
}

/// What the books made of a strike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Struck {
    /// Assets lost.
    pub(crate) lost: MicroUsd,
    /// Paid for them by treasury and insurance.
    pub(crate) compensated: MicroUsd,
}

impl Books {
    /// Books strikes in order; adds what users lost without compensation to `losses`, `[group]`.
    pub(super) fn strike(
        &mut self,
        economy: &Economy,
        strikes: &[Strike],
        accounts: &mut [ChainAccount],
        losses: &mut [MicroUsd],
    ) -> Vec<Struck> {
        strikes.iter().map(|strike| self.strike_chain(economy, strike, &mut accounts[strike.chain], losses)).collect()
    }

    fn strike_chain(&mut self, economy: &Economy, strike: &Strike, account: &mut ChainAccount, losses: &mut [MicroUsd]) -> Struck {
        let (k, chain) = (strike.chain, &economy.chains[strike.chain]);
        let mut open: Vec<MicroUsd> = strike.usd.iter().map(|usd| MicroUsd::from_usd(*usd)).collect();
        for (g, claim) in open.iter().enumerate() {
            self.ledger.post(group_account(g), Account::Outside, FlowKind::IncidentLosses, *claim);
        }
        let lost: MicroUsd = open.iter().copied().sum();
        // The day's other incidents were paid from the same treasury.
        let left = self.treasury[k] - account.systems;
        let cover = MicroUsd::from_usd(left.usd() * economy.systems.incident_terms.treasury_cover).min(left);
        account.systems += self.compensate(chain_account(k), FlowKind::IncidentCover, cover, &mut open);
        if let Some(s) = chain.stack.map(|s| s.index()) {
            let paid = self.compensate(Account::Stack(s as u16), FlowKind::IncidentCover, self.insurance[s], &mut open);
            self.insurance[s] -= paid;
        }
        losses.iter_mut().zip(&open).for_each(|(sum, open)| *sum += *open);
        Struck { lost, compensated: lost - open.iter().copied().sum() }
    }
}
