//! The day's payments: bills of users, costs of chains, shares of stacks; every one a posting, every day audited.

mod closing;
pub(crate) mod incidents;

use crate::engine::apps::AppsDay;
use crate::engine::books::incidents::{Strike, Struck};
use crate::engine::lifecycle::{Closing, Settled};
use crate::engine::load::DayLoad;
use crate::model::economy::Economy;
use crate::model::ledger::{Account, AuditError, FlowKind, Ledger, Payment, Posting};
use crate::model::supply::chain::{Chain, ChainKind, DataLayer};
use crate::model::supply::operator::ChainAccount;
use crate::model::supply::sponsorship::Sponsor;
use crate::model::units::{DAYS_PER_YEAR, MicroUsd};

/// The books of a run.
#[derive(Clone, Debug)]
pub(crate) struct Books {
    ledger: Ledger,
    treasury: Vec<MicroUsd>,
    /// What is left of the stacks' insurance, `[stack]`.
    insurance: Vec<MicroUsd>,
    /// What stacks hold beside it, `[stack]`.
    funds: Vec<MicroUsd>,
}

/// What the day's payments come to.
#[derive(Clone, Debug)]
pub(crate) struct DayBooks {
    /// Chain accounts, `[chain]`.
    pub(crate) accounts: Vec<ChainAccount>,
    /// Transaction fees paid, `[group]`.
    pub(crate) group_fees: Vec<MicroUsd>,
    /// Payments to Ethereum.
    pub(crate) ethereum_income: MicroUsd,
    /// All postings.
    pub(crate) postings: Vec<Posting>,
    /// Assets lost for which nobody paid, `[group]`.
    pub(crate) losses: Vec<MicroUsd>,
    /// What systems paid to users, `[group]`.
    pub(crate) rewards: Vec<MicroUsd>,
    /// What became of each chain that closed.
    pub(crate) settled: Vec<Settled>,
    /// What became of each strike.
    pub(crate) struck: Vec<Struck>,
}

/// What takes assets from users on a day.
pub(crate) struct Misfortunes<'a> {
    /// Chains that close.
    pub(crate) closings: &'a [Closing],
    /// Incidents.
    pub(crate) strikes: &'a [Strike],
}

impl Books {
    /// Opens the books with the chains' opening treasuries and the stacks' insurance.
    #[must_use]
    pub(crate) fn open(economy: &Economy) -> Self {
        let treasury: Vec<MicroUsd> = economy.chains.iter().map(opening_treasury).collect();
        let mut ledger = Ledger::default();
        treasury.iter().enumerate().for_each(|(j, balance)| ledger.open(chain_account(j), *balance));
        let insurance: Vec<MicroUsd> = economy.stacks.iter().map(|s| MicroUsd::from_usd(s.insurance_usd)).collect();
        insurance.iter().enumerate().for_each(|(s, balance)| ledger.open(Account::Stack(s as u16), *balance));
        let funds = vec![MicroUsd::ZERO; insurance.len()];
        Self { ledger, treasury, insurance, funds }
    }

    /// Books a day with its misfortunes. `bridge_fees_usd` are the groups' payments to bridges; `orders` says, from the chains'
    /// accounts of the day, what systems have to be paid.
    pub(crate) fn book_day(
        &mut self,
        economy: &Economy,
        load: &DayLoad,
        apps: &AppsDay,
        bridge_fees_usd: &[f64],
        misfortunes: &Misfortunes<'_>,
        orders: impl FnOnce(&[ChainAccount]) -> Vec<Payment>,
    ) -> DayBooks {
        self.ledger.start_day();
        let mut losses = vec![MicroUsd::ZERO; economy.groups.len()];
        let settled = self.close(economy, misfortunes.closings, &mut losses);
        let mut accounts = vec![ChainAccount::default(); economy.chains.len()];
        let struck = self.strike(economy, misfortunes.strikes, &mut accounts, &mut losses);
        let group_fees = self.bill_users(economy, load, bridge_fees_usd, &mut accounts);
        self.sponsor(economy, load, &mut accounts);
        self.run_apps(economy, apps);
        // Children first: what they pay a parent is the parent's revenue, on which its stack takes a share.
        let children_first = [true, false]
            .into_iter()
            .flat_map(|l3| (0..economy.chains.len()).filter(move |&k| (economy.chains[k].kind == ChainKind::L3) == l3));
        for k in children_first.filter(|&k| economy.standing.live[k]) {
            self.settle(economy, load, k, &mut accounts);
            self.operate(economy, load, k, &mut accounts[k]);
        }
        let rewards = self.carry_out(&orders(&accounts), economy, &mut accounts);
        for (account, treasury) in accounts.iter_mut().zip(&mut self.treasury) {
            *treasury += account.retained();
            account.treasury = *treasury;
        }
        let postings = self.ledger.today().to_vec();
        let ethereum_income = postings.iter().filter(|p| p.to == Account::Ethereum).map(|p| p.amount).sum();
        DayBooks { accounts, group_fees, ethereum_income, postings, losses, rewards, settled, struck }
    }

    /// Books what systems ordered: revenue of the chain that is paid, cost of the chain that pays. Returns what users received, `[group]`.
    ///
    /// # Panics
    /// If a chain that is not open pays or is paid: a defect of a system.
    fn carry_out(&mut self, orders: &[Payment], economy: &Economy, accounts: &mut [ChainAccount]) -> Vec<MicroUsd> {
        let mut rewards = vec![MicroUsd::ZERO; economy.groups.len()];
        let open = |k: u16| {
            assert!(economy.standing.live[k as usize], "{} is not open and takes part in a payment", economy.chains[k as usize].name)
        };
        for order in orders {
            let amount = MicroUsd::from_usd(order.usd);
            self.ledger.post(order.from, order.to, order.kind, amount);
            if let Account::Stack(s) = order.from {
                self.funds[s as usize] -= amount;
            }
            if let Account::Stack(s) = order.to {
                self.funds[s as usize] += amount;
            }
            if let Account::Chain(k) = order.from {
                open(k);
                let account = &mut accounts[k as usize];
                *(if order.kind == FlowKind::ExchangeShare { &mut account.paid_out } else { &mut account.systems }) += amount;
            }
            match order.to {
                Account::Chain(k) => {
                    open(k);
                    let account = &mut accounts[k as usize];
                    *(if order.kind == FlowKind::Founding { &mut account.capital } else { &mut account.revenue }) += amount;
                }
                Account::Group(g) => rewards[g as usize] += amount,
                _ => {}
            }
        }
        rewards
    }

    /// Checks that money is conserved, and that what chains and stacks hold is what their own accounts say.
    ///
    /// # Errors
    /// The first account that disagrees.
    pub(crate) fn audit(&self) -> Result<(), AuditError> {
        let chains = self.treasury.iter().enumerate().map(|(j, balance)| (chain_account(j), *balance));
        let held = self.insurance.iter().zip(&self.funds).map(|(insurance, fund)| *insurance + *fund);
        self.ledger.audit(chains.chain(held.enumerate().map(|(s, balance)| (Account::Stack(s as u16), balance))))
    }

    fn bill_users(&mut self, economy: &Economy, load: &DayLoad, bridge_fees_usd: &[f64], accounts: &mut [ChainAccount]) -> Vec<MicroUsd> {
        let mut paid = vec![MicroUsd::ZERO; economy.groups.len()];
        for (g, paid) in paid.iter_mut().enumerate() {
            let group = group_account(g);
            for (k, account) in accounts.iter_mut().enumerate() {
                let bill = MicroUsd::from_usd(load.bill_usd(economy, g, k));
                self.ledger.post(group, chain_account(k), FlowKind::Fees, bill);
                account.revenue += bill;
                *paid += bill;
                self.order(economy, k, (group, MicroUsd::from_usd(load.ordering_usd(economy, g, k))), account);
            }
            self.ledger.post(group, Account::Bridges, FlowKind::BridgeFees, MicroUsd::from_usd(bridge_fees_usd[g]));
        }
        paid
    }

    /// Fees that users are spared: apps pay them to the chain; a chain that sponsors gets nothing.
    fn sponsor(&mut self, economy: &Economy, load: &DayLoad, accounts: &mut [ChainAccount]) {
        for (k, account) in accounts.iter_mut().enumerate() {
            for v in 0..economy.verticals.len() {
                let sponsored = MicroUsd::from_usd(load.sponsored_bill_usd(k, v));
                account.sponsored += sponsored;
                if economy.chains[k].policy.sponsorship.sponsor == Sponsor::Apps {
                    self.ledger.post(Account::Apps(v as u16), chain_account(k), FlowKind::Sponsored, sponsored);
                    account.revenue += sponsored;
                }
            }
        }
    }

    /// What apps take from users and what they cost; grants come from chains, in [`Self::operate`].
    fn run_apps(&mut self, economy: &Economy, apps: &AppsDay) {
        for (v, costs) in apps.costs_usd.iter().enumerate() {
            for g in 0..economy.groups.len() {
                let take = MicroUsd::from_usd(apps.take_usd[(g, v)]);
                self.ledger.post(group_account(g), Account::Apps(v as u16), FlowKind::AppTake, take);
            }
            self.ledger.post(Account::Apps(v as u16), Account::Outside, FlowKind::AppCosts, MicroUsd::from_usd(*costs));
        }
    }

    /// Ordering value that a group loses on chain `k`: a part to the sequencer (on Ethereum to its validators), the rest to searchers.
    fn order(&mut self, economy: &Economy, k: usize, (group, taken): (Account, MicroUsd), account: &mut ChainAccount) {
        let captured = MicroUsd::from_usd(taken.usd() * economy.chains[k].ordering.capture_share).min(taken);
        let sequencer = if economy.chains[k].has_operator() {
            account.revenue += captured;
            account.ordering += captured;
            chain_account(k)
        } else {
            Account::Ethereum
        };
        self.ledger.post(group, sequencer, FlowKind::OrderingValue, captured);
        self.ledger.post(group, Account::Searchers, FlowKind::OrderingValue, taken - captured);
    }

    /// Data and settlement of chain `k`.
    fn settle(&mut self, economy: &Economy, load: &DayLoad, k: usize, accounts: &mut [ChainAccount]) {
        let parent = economy.chains[k].parent.map(|p| p.index());
        let data_to = match load.data[k].layer {
            DataLayer::EthereumCalldata | DataLayer::EthereumBlobs => Account::Ethereum,
            DataLayer::AltDa | DataLayer::Own => Account::Outside,
            DataLayer::Parent => chain_account(parent.expect("a chain that posts to its parent has one")),
        };
        let settlement_to = parent.map_or(Account::Ethereum, chain_account);
        let data = MicroUsd::from_usd(load.byte_usd(k));
        let blobs = MicroUsd::from_usd(load.blob_usd[k]);
        let settlement = MicroUsd::from_usd(load.settlement_usd[k]);
        for (to, kind, amount) in
            [(data_to, FlowKind::Data, data), (Account::Ethereum, FlowKind::Data, blobs), (settlement_to, FlowKind::Settlement, settlement)]
        {
            self.ledger.post(chain_account(k), to, kind, amount);
            if let Account::Chain(p) = to {
                accounts[p as usize].revenue += amount;
            }
        }
        accounts[k].data = data + blobs;
        accounts[k].settlement = settlement;
    }

    /// Everything else that chain `k` pays.
    fn operate(&mut self, economy: &Economy, load: &DayLoad, k: usize, account: &mut ChainAccount) {
        let chain = &economy.chains[k];
        let daily = |usd_per_year: f64| MicroUsd::from_usd(usd_per_year / DAYS_PER_YEAR);
        account.proofs = MicroUsd::from_usd(load.transactions.row(k).iter().sum::<f64>() * chain.proof_usd_per_tx);
        if chain.has_operator() {
            account.fixed = daily(chain.fixed_cost_usd_per_year);
            account.validators = daily(chain.validators_usd_per_year);
            account.capabilities = daily(chain.capability_budget_usd_per_year + economy.conflict_usd_per_year[k]);
        } else {
            // Nobody operates Ethereum: its base fees are burnt, and its upkeep is nobody's bill here. Fees were rounded payer by payer, so
            // those of a few transactions may be a micro-dollar short of the proofs that they pay for.
            account.proofs = account.proofs.min(account.revenue);
            account.burnt = account.revenue - account.proofs;
        }
        for v in 0..economy.verticals.len() {
            let grant = MicroUsd::from_usd(economy.app_grants_usd_per_day(k, v));
            self.ledger.post(chain_account(k), Account::Apps(v as u16), FlowKind::AppGrants, grant);
            account.grants += grant;
        }
        let stack = chain.stack.filter(|_| chain.pays_stack_share && chain.has_operator()).map(|s| s.index());
        if let Some(s) = stack {
            let due = economy.stacks[s].share_due_usd(account.revenue.usd(), (account.data + account.settlement).usd());
            account.stack_share = MicroUsd::from_usd(due);
            self.ledger.post(chain_account(k), Account::Stack(s as u16), FlowKind::StackShare, account.stack_share);
            self.funds[s] += account.stack_share;
        }
        if let Some(s) = chain.stack.map(|s| s.index()) {
            let kept = MicroUsd::from_usd(account.ordering.usd() * economy.stacks[s].sequencing.share);
            self.ledger.post(chain_account(k), Account::Stack(s as u16), FlowKind::Sequencing, kept);
            account.stack_share += kept;
            self.funds[s] += kept;
        }
        for (to, kind, amount) in [
            (Account::Outside, FlowKind::Proofs, account.proofs),
            (Account::Outside, FlowKind::FixedCost, account.fixed),
            (Account::Outside, FlowKind::Validators, account.validators),
            (Account::Outside, FlowKind::Capabilities, account.capabilities),
            (Account::Ethereum, FlowKind::Burn, account.burnt),
        ] {
            self.ledger.post(chain_account(k), to, kind, amount);
        }
    }
}

/// What a chain holds on the eve of day 0: nothing where there is only a place for one.
fn opening_treasury(chain: &Chain) -> MicroUsd {
    if chain.life.slot.is_some() { MicroUsd::ZERO } else { MicroUsd::from_usd(chain.treasury_usd) }
}

fn group_account(g: usize) -> Account {
    Account::Group(g as u16)
}

fn chain_account(k: usize) -> Account {
    Account::Chain(k as u16)
}
