//! The last payments of a chain: lost assets, who pays for them, and what becomes of the treasury.
//!
//! Of the assets located on a chain that closes, `stranded_share` is lost: users → outside. Claims are met in order, by the treasury if it
//! is positive and by the stack's insurance while it lasts (compensation → users); users bear the rest. Then debt is written off
//! (outside → chain) or what is left is paid out (chain → outside), and the balance is 0.

use super::{Books, chain_account, group_account};
use crate::engine::lifecycle::{Closing, Settled};
use crate::model::economy::Economy;
use crate::model::ledger::{Account, FlowKind};
use crate::model::units::MicroUsd;

impl Books {
    /// Closes the books of chains; adds what users lost without compensation to `losses`, `[group]`.
    pub(super) fn close(&mut self, economy: &Economy, closings: &[Closing], losses: &mut [MicroUsd]) -> Vec<Settled> {
        closings.iter().map(|closing| self.close_chain(economy, closing, losses)).collect()
    }

    fn close_chain(&mut self, economy: &Economy, closing: &Closing, losses: &mut [MicroUsd]) -> Settled {
        let (k, chain) = (closing.chain, &economy.chains[closing.chain]);
        let stranded = |usd: &f64| MicroUsd::from_usd(usd * chain.life.stranded_share);
        let mut open: Vec<MicroUsd> = closing.assets_usd.iter().map(stranded).collect();
        for (g, claim) in open.iter().enumerate() {
            self.ledger.post(group_account(g), Account::Outside, FlowKind::StrandedAssets, *claim);
        }
        let lost: MicroUsd = open.iter().copied().sum();
        let paid = self.compensate(chain_account(k), FlowKind::Compensation, self.treasury[k], &mut open);
        self.treasury[k] -= paid;
        if let Some(s) = chain.stack.map(|s| s.index()) {
            let paid = self.compensate(Account::Stack(s as u16), FlowKind::Compensation, self.insurance[s], &mut open);
            self.insurance[s] -= paid;
        }
        losses.iter_mut().zip(&open).for_each(|(sum, open)| *sum += *open);
        let rest = std::mem::take(&mut self.treasury[k]);
        let written_off = (-rest).max(MicroUsd::ZERO);
        self.ledger.post(Account::Outside, chain_account(k), FlowKind::WriteOff, written_off);
        self.ledger.post(chain_account(k), Account::Outside, FlowKind::Payout, rest.max(MicroUsd::ZERO));
        Settled { stranded: lost, compensated: lost - open.iter().copied().sum(), written_off }
    }

    /// Pays claims as far as `funds` go, in proportion; returns what was paid and lowers `open`, `[group]`.
    pub(super) fn compensate(&mut self, payer: Account, kind: FlowKind, funds: MicroUsd, open: &mut [MicroUsd]) -> MicroUsd {
        let claims: MicroUsd = open.iter().copied().sum();
        let paid = funds.min(claims).max(MicroUsd::ZERO);
        for (g, part) in in_proportion(paid, open).into_iter().enumerate() {
            self.ledger.post(payer, group_account(g), kind, part);
            open[g] -= part;
        }
        paid
    }
}

/// Splits `amount`, at most the sum of `claims`, in proportion to them: rounded by running totals, so that the parts sum to the amount and
/// nobody gets more than his claim.
fn in_proportion(amount: MicroUsd, claims: &[MicroUsd]) -> Vec<MicroUsd> {
    let total: MicroUsd = claims.iter().copied().sum();
    if total == MicroUsd::ZERO {
        return vec![MicroUsd::ZERO; claims.len()];
    }
    let (mut claimed, mut given) = (0, 0);
    let part = |claim: &MicroUsd| {
        claimed += claim.0;
        let up_to_here = amount.0 * claimed / total.0;
        MicroUsd(up_to_here - std::mem::replace(&mut given, up_to_here))
    };
    claims.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_are_exact_and_give_nobody_more_than_his_claim() {
        for claims in [vec![1, 1, 1], vec![7, 0, 13, 5], vec![0, 0], vec![1_000_000_007, 3]] {
            let claims: Vec<MicroUsd> = claims.into_iter().map(MicroUsd).collect();
            let total: MicroUsd = claims.iter().copied().sum();
            for amount in [0, 1, 2, total.0 / 2, total.0] {
                let amount = MicroUsd(amount).min(total);
                let parts = in_proportion(amount, &claims);
                assert_eq!(parts.iter().copied().sum::<MicroUsd>(), amount);
                assert!(parts.iter().zip(&claims).all(|(part, claim)| part <= claim && *part >= MicroUsd::ZERO), "{parts:?} of {claims:?}");
            }
        }
    }
}
