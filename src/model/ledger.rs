//! Double entry: every flow of money is one posting from one account to another, in integer micro-dollars.

use crate::model::units::MicroUsd;
use std::collections::BTreeMap;

/// Who pays or is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// Users of a group, by position.
    Group(u16),
    /// A chain, by position.
    Chain(u16),
    /// A stack, by position.
    Stack(u16),
    /// Apps of a vertical on all chains, by position.
    Apps(u16),
    /// Bridges.
    Bridges,
    /// Searchers: those who profit from the order of transactions without running the sequencer.
    Searchers,
    /// An exchange, by position.
    Exchange(u16),
    /// Partners: businesses that bring users or assets to chains.
    Partners,
    /// Holders of chains' tokens: they bear dilution.
    TokenHolders,
    /// Insiders who divert what was meant for users.
    Insiders,
    /// Ethereum: base fees of gas and blobs, burnt.
    Ethereum,
    /// The rest of the world: wages, machines, provers, other data layers.
    Outside,
}

/// What a payment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlowKind {
    /// Transaction fees.
    Fees,
    /// Bridge fees for using another chain than home, and for moving.
    BridgeFees,
    /// Value of the order of transactions, taken from users.
    OrderingValue,
    /// A shared sequencer's part of captured ordering value.
    Sequencing,
    /// Publishing data.
    Data,
    /// Settlement transactions.
    Settlement,
    /// Proving.
    Proofs,
    /// Fixed operations.
    FixedCost,
    /// Payments to a chain's own validators.
    Validators,
    /// Spending on capabilities, conflicts included.
    Capabilities,
    /// What apps take of the value that users move.
    AppTake,
    /// What apps pay of their users' transaction fees.
    Sponsored,
    /// A chain's grants to apps.
    AppGrants,
    /// Running and porting apps.
    AppCosts,
    /// A stack's share.
    StackShare,
    /// Base fees that Ethereum burns.
    Burn,
    /// Assets lost when a chain ended: from users to nobody.
    StrandedAssets,
    /// Assets lost in an incident: from users to those who have them now, or to nobody.
    IncidentLosses,
    /// What a chain's treasury and its stack's insurance pay for assets lost in an incident.
    IncidentCover,
    /// What the treasury of an ended chain and its stack's insurance pay for lost assets.
    Compensation,
    /// Debt of an ended chain, which its creditors bear.
    WriteOff,
    /// What was left in the treasury of an ended chain.
    Payout,
    /// Software that a stack's members share.
    StackCosts,
    /// A stack's retroactive grants to apps.
    RetroFunding,
    /// Software of a chain that has left its stack.
    OwnStack,
    /// What a chain's profit brings the exchange that owns it.
    ExchangeShare,
    /// What customers brought to its chain cost an exchange.
    Acquisition,
    /// Finding partners.
    BusinessDevelopment,
    /// What a chain pays a partner for signing.
    PartnerPayments,
    /// What partners pay a chain for keeping their assets.
    AssetFees,
    /// A chain's incentives for those who are active on it.
    Incentives,
    /// New tokens for those who are active on the chain: their worth, which dilution takes from holders.
    Emissions,
    /// Tokens for those who earned points before there was one.
    Airdrop,
    /// What a vote costs those who take part.
    Governance,
    /// A budget meant for users that insiders took.
    Capture,
    /// Capital that founders bring to the chain they open.
    Founding,
    /// What opening a chain costs.
    Launch,
}

impl FlowKind {
    /// Name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fees => "fees",
            Self::BridgeFees => "bridge_fees",
            Self::OrderingValue => "ordering_value",
            Self::Sequencing => "sequencing",
            Self::Data => "data",
            Self::Settlement => "settlement",
            Self::Proofs => "proofs",
            Self::FixedCost => "fixed_cost",
            Self::Validators => "validators",
            Self::Capabilities => "capabilities",
            Self::AppTake => "app_take",
            Self::Sponsored => "sponsored",
            Self::AppGrants => "app_grants",
            Self::AppCosts => "app_costs",
            Self::StackShare => "stack_share",
            Self::Burn => "burn",
            Self::StrandedAssets => "stranded_assets",
            Self::IncidentLosses => "incident_losses",
            Self::IncidentCover => "incident_cover",
            Self::Compensation => "compensation",
            Self::WriteOff => "write_off",
            Self::Payout => "payout",
            Self::StackCosts => "stack_costs",
            Self::RetroFunding => "retro_funding",
            Self::OwnStack => "own_stack",
            Self::ExchangeShare => "exchange_share",
            Self::Acquisition => "acquisition",
            Self::BusinessDevelopment => "business_development",
            Self::PartnerPayments => "partner_payments",
            Self::AssetFees => "asset_fees",
            Self::Incentives => "incentives",
            Self::Emissions => "emissions",
            Self::Airdrop => "airdrop",
            Self::Governance => "governance",
            Self::Capture => "capture",
            Self::Founding => "founding",
            Self::Launch => "launch",
        }
    }
}

/// A flow of money on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Who pays.
    pub from: Account,
    /// Who is paid.
    pub to: Account,
    /// What for.
    pub kind: FlowKind,
    /// How much; never negative.
    pub amount: MicroUsd,
}

/// A payment that somebody orders, before it is booked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Payment {
    /// Who pays.
    pub from: Account,
    /// Who is paid.
    pub to: Account,
    /// What for.
    pub kind: FlowKind,
    /// How much, USD; not negative.
    pub usd: f64,
}

/// What the audit found wrong: a defect of the program, not of the scenario.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the books do not balance: {account} holds {booked} micro-USD in the ledger and {kept} in its own account")]
pub struct AuditError {
    /// Account that disagrees.
    pub account: String,
    /// Balance by postings.
    pub booked: i128,
    /// Balance by the account's own reckoning.
    pub kept: i128,
}

/// The books: balances of all accounts, and the day's postings.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    balances: BTreeMap<Account, MicroUsd>,
    opened: MicroUsd,
    today: Vec<Posting>,
}

impl Ledger {
    /// Opens an account with a balance, once.
    pub fn open(&mut self, account: Account, balance: MicroUsd) {
        *self.balances.entry(account).or_default() += balance;
        self.opened += balance;
    }

    /// Starts a day.
    pub fn start_day(&mut self) {
        self.today.clear();
    }

    /// Books a payment; nothing is booked for nothing.
    ///
    /// # Panics
    /// On a negative amount: a defect of the caller.
    pub fn post(&mut self, from: Account, to: Account, kind: FlowKind, amount: MicroUsd) {
        assert!(amount >= MicroUsd::ZERO, "a payment of {amount} from {from:?} to {to:?}");
        if amount == MicroUsd::ZERO || from == to {
            return;
        }
        *self.balances.entry(from).or_default() -= amount;
        *self.balances.entry(to).or_default() += amount;
        self.today.push(Posting { from, to, kind, amount });
    }

    /// The day's payments in the order of booking.
    #[must_use]
    pub fn today(&self) -> &[Posting] {
        &self.today
    }

    /// Balance of an account.
    #[must_use]
    pub fn balance(&self, account: Account) -> MicroUsd {
        self.balances.get(&account).copied().unwrap_or_default()
    }

    /// Checks that no money appeared or vanished, and that the balances that accounts keep themselves are those booked here.
    ///
    /// # Errors
    /// The first account that disagrees; `all accounts` if money appeared or vanished.
    pub fn audit(&self, kept: impl Iterator<Item = (Account, MicroUsd)>) -> Result<(), AuditError> {
        let total: MicroUsd = self.balances.values().copied().sum();
        let off = |account: String, booked: MicroUsd, kept: MicroUsd| AuditError { account, booked: booked.0, kept: kept.0 };
        if total != self.opened {
            return Err(off("all accounts".into(), total, self.opened));
        }
        for (account, own) in kept {
            let booked = self.balance(account);
            if booked != own {
                return Err(off(format!("{account:?}"), booked, own));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_audit_finds_a_cent_that_is_missing() {
        let mut ledger = Ledger::default();
        ledger.open(Account::Chain(0), MicroUsd(500));
        ledger.post(Account::Group(0), Account::Chain(0), FlowKind::Fees, MicroUsd(70));
        ledger.post(Account::Chain(0), Account::Outside, FlowKind::FixedCost, MicroUsd(20));
        assert!(ledger.audit([(Account::Chain(0), MicroUsd(550))].into_iter()).is_ok());
        assert!(ledger.audit([(Account::Chain(0), MicroUsd(549))].into_iter()).is_err());
        assert_eq!(ledger.balance(Account::Group(0)), MicroUsd(-70));
    }

    #[test]
    #[should_panic(expected = "a payment of")]
    fn negative_payments_are_defects() {
        Ledger::default().post(Account::Outside, Account::Bridges, FlowKind::BridgeFees, MicroUsd(-1));
    }
}
