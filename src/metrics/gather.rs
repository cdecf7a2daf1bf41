//! One gatherer a table: adds up days, and writes the rows of a period.

mod stacks;
mod tokens;

use crate::engine::observer::{DayView, GroupDay};
use crate::metrics::column::TableSpec;
use crate::metrics::dictionary::{ACTIVITY, CHAINS, ECOSYSTEM, GROUPS, HOMES, LEDGER, MIGRATION};
use crate::metrics::hurt::Hurt;
use crate::metrics::innovation::{experiments_of, incident_loss_usd};
use crate::metrics::recorder::RunKeys;
use crate::metrics::table::{Cell, Table};
use crate::metrics::tally::Tally;
use crate::metrics::totals::{activity_of, fees_of, ratio, users_by_chain};
use crate::model::economy::Economy;
use crate::model::ledger::{Account, FlowKind};
use crate::model::measures::concentration::shares;
use crate::model::supply::operator::ChainAccount;
use crate::model::units::MicroUsd;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names of the places that are no chains, in order.
const OTHER_PLACES: [&str; 2] = ["outside", "unaware"];

/// Names of a run, shared by its rows.
#[derive(Debug)]
pub(super) struct Names {
    variant: Arc<str>,
    pub(super) groups: Vec<Arc<str>>,
    verticals: Vec<Arc<str>>,
    stacks: Vec<Arc<str>>,
    /// Chains in order, then outside, then unaware.
    places: Vec<Arc<str>>,
}

impl Names {
    /// Names of chains.
    pub(super) fn chains(&self) -> &[Arc<str>] {
        &self.places[..self.places.len() - OTHER_PLACES.len()]
    }
}

impl Names {
    /// Follows the names of chains: a place that a newcomer takes after another has a new one.
    pub(super) fn follow(&mut self, economy: &Economy) {
        for (name, chain) in self.places.iter_mut().zip(&economy.chains).filter(|(name, chain)| ***name != *chain.name) {
            *name = chain.name.as_str().into();
        }
    }

    /// Names of `economy`'s entities, and of the variant.
    pub(super) fn of(economy: &Economy, variant: &str) -> Self {
        let chains = economy.chains.iter().map(|c| c.name.as_str());
        Self {
            variant: variant.into(),
            groups: economy.groups.iter().map(|g| g.name.as_str().into()).collect(),
            verticals: economy.verticals.iter().map(|v| v.name.as_str().into()).collect(),
            stacks: economy.stacks.iter().map(|s| s.name.as_str().into()).collect(),
            places: chains.chain(OTHER_PLACES).map(Into::into).collect(),
        }
    }
}

/// A period as its last day ends.
pub(super) struct Period<'a> {
    pub keys: &'a RunKeys,
    pub names: &'a Names,
    pub last: &'a DayView<'a>,
}

impl Period<'_> {
    pub(super) fn push(&self, table: &mut Table, cells: impl IntoIterator<Item = Cell>) {
        let keys = [Cell::from(&self.names.variant), self.keys.replicate.into(), self.last.day.into()];
        table.push(keys.into_iter().chain(cells));
    }
}

/// Gathers one table.
pub(super) trait Gather: Send {
    /// The table.
    fn spec(&self) -> &'static TableSpec;
    /// Adds a day.
    fn add(&mut self, view: &DayView<'_>);
    /// Writes the rows of a period and begins the next.
    fn write(&mut self, period: &Period<'_>, table: &mut Table);
}

/// One of each, for a run with so many days of warm-up.
pub(super) fn all(warmup_days: u32) -> Vec<Box<dyn Gather>> {
    vec![
        Box::new(Chains::default()),
        Box::new(Groups::default()),
        Box::new(Homes),
        Box::new(Activity::default()),
        Box::new(Migration::default()),
        Box::new(Payments::default()),
        Box::new(stacks::Stacks::default()),
        Box::new(Ecosystem { tally: Tally::new(), hurt: Hurt::new(warmup_days) }),
        Box::new(tokens::Tokens::default()),
    ]
}

/// Adds `day` to `sums`, element by element; empty sums are zeros.
fn add_all(sums: &mut Vec<f64>, day: impl ExactSizeIterator<Item = f64>) {
    sums.resize(day.len(), 0.0);
    sums.iter_mut().zip(day).for_each(|(sum, value)| *sum += value);
}

#[derive(Clone, Default)]
struct ChainSums {
    days: u32,
    account: ChainAccount,
    profit: MicroUsd,
    transactions: f64,
    fees_usd: f64,
    activity_usd: f64,
    gas_price_gwei: f64,
    dropped_gas: f64,
    congested: f64,
    experiments: f64,
    incident_loss_usd: f64,
}

impl ChainSums {
    fn add(&mut self, view: &DayView<'_>, j: usize) {
        let (sum, day) = (&mut self.account, &view.today.accounts[j]);
        sum.revenue += day.revenue;
        sum.data += day.data;
        sum.settlement += day.settlement;
        sum.proofs += day.proofs;
        sum.fixed += day.fixed;
        sum.validators += day.validators;
        sum.capabilities += day.capabilities;
        sum.stack_share += day.stack_share;
        sum.burnt += day.burnt;
        sum.ordering += day.ordering;
        sum.grants += day.grants;
        sum.paid_out += day.paid_out;
        sum.sponsored += day.sponsored;
        sum.treasury = day.treasury;
        self.profit += day.profit();
        self.days += 1;
        self.transactions += view.today.transactions.row(j).iter().sum::<f64>();
        self.fees_usd += fees_of(view, j);
        self.activity_usd += activity_of(view, j);
        self.gas_price_gwei += view.today.gas_price_gwei[j];
        self.dropped_gas += view.today.dropped_gas[j];
        self.congested += view.today.congested_share[j];
        self.experiments += experiments_of(view, j);
        self.incident_loss_usd += incident_loss_usd(view, j);
    }

    fn row(&self, last: &DayView<'_>, j: usize, users: f64, user_share: f64) -> Vec<Cell> {
        let (economy, status, assets_usd) = (last.economy, last.today.life.status[j], last.today.life.assets_usd[j]);
        let (chain, account, deals) = (&economy.chains[j], &self.account, &last.today.systems.deals);
        vec![
            chain.kind.name().into(),
            chain.stack.map_or("", |s| economy.stacks[s.index()].name.as_str()).into(),
            chain.specialization_index().into(),
            status.name().into(),
            users.into(),
            self.transactions.into(),
            ratio(self.fees_usd, self.transactions).into(),
            account.revenue.usd().into(),
            account.data.usd().into(),
            self.profit.usd().into(),
            account.treasury.usd().into(),
            ratio(self.gas_price_gwei, self.days.into()).into(),
            self.dropped_gas.into(),
            self.fees_usd.into(),
            self.activity_usd.into(),
            account.settlement.usd().into(),
            account.proofs.usd().into(),
            account.fixed.usd().into(),
            account.validators.usd().into(),
            account.capabilities.usd().into(),
            account.stack_share.usd().into(),
            economy.security[j].into(),
            user_share.into(),
            assets_usd.into(),
            account.burnt.usd().into(),
            account.ordering.usd().into(),
            ratio(self.congested, self.days.into()).into(),
            last.today.apps.row(j).iter().sum::<f64>().into(),
            account.grants.usd().into(),
            account.sponsored.usd().into(),
            last.today.trust[j].into(),
            self.experiments.into(),
            self.incident_loss_usd.into(),
            deals.live.get(j).map_or(0.0, |sizes| sizes.len() as f64).into(),
            deals.assets_usd.get(j).copied().unwrap_or(0.0).into(),
            account.paid_out.usd().into(),
            ratio(account.margin().usd(), self.transactions).into(),
        ]
    }
}

#[derive(Default)]
struct Chains(Vec<ChainSums>);

impl Gather for Chains {
    fn spec(&self) -> &'static TableSpec {
        &CHAINS
    }

    fn add(&mut self, view: &DayView<'_>) {
        self.0.resize(view.economy.chains.len(), ChainSums::default());
        self.0.iter_mut().enumerate().for_each(|(j, sums)| sums.add(view, j));
    }

    fn write(&mut self, period: &Period<'_>, table: &mut Table) {
        let users = users_by_chain(period.last);
        let user_shares = shares(&users).unwrap_or_else(|| vec![f64::NAN; users.len()]);
        for (j, sums) in self.0.drain(..).enumerate() {
            let row = sums.row(period.last, j, users[j], user_shares[j]);
            period.push(table, [Cell::from(&period.names.places[j])].into_iter().chain(row));
        }
    }
}

#[derive(Default)]
struct Groups(Vec<GroupDay>);

impl Gather for Groups {
    fn spec(&self) -> &'static TableSpec {
        &GROUPS
    }

    fn add(&mut self, view: &DayView<'_>) {
        self.0.resize(view.today.groups.len(), GroupDay::default());
        for (sum, day) in self.0.iter_mut().zip(&view.today.groups) {
            (sum.aware_users, sum.outside_users) = (day.aware_users, day.outside_users);
            sum.welfare_systematic_usd += day.welfare_systematic_usd;
            sum.welfare_tastes_usd += day.welfare_tastes_usd;
            sum.fees += day.fees;
            sum.home_transactions += day.home_transactions;
            sum.away_transactions += day.away_transactions;
            sum.losses += day.losses;
            sum.rewards += day.rewards;
        }
    }

    fn write(&mut self, period: &Period<'_>, table: &mut Table) {
        for ((sum, name), group) in self.0.drain(..).zip(&period.names.groups).zip(&period.last.economy.groups) {
            let stocks = [group.users, sum.aware_users, sum.outside_users];
            let surplus = [sum.welfare_systematic_usd, sum.welfare_tastes_usd];
            let flows = surplus.into_iter().chain([
                sum.fees.usd(),
                sum.home_transactions,
                sum.away_transactions,
                sum.losses.usd(),
                sum.rewards.usd(),
            ]);
            period.push(table, [Cell::from(name)].into_iter().chain(stocks.into_iter().chain(flows).map(Cell::Real)));
        }
    }
}

struct Homes;

impl Gather for Homes {
    fn spec(&self) -> &'static TableSpec {
        &HOMES
    }

    fn add(&mut self, _: &DayView<'_>) {}

    fn write(&mut self, period: &Period<'_>, table: &mut Table) {
        for (g, group) in period.names.groups.iter().enumerate() {
            for (place, &users) in period.names.places.iter().zip(period.last.today.homes.row(g)) {
                period.push(table, [group.into(), place.into(), users.into()]);
            }
        }
    }
}

/// Transactions and fees, chain by chain, vertical by vertical.
#[derive(Default)]
struct Activity {
    transactions: Vec<f64>,
    fees_usd: Vec<f64>,
    value_usd: Vec<f64>,
    /// Multipliers, and days, `[vertical]`.
    multiplier: Vec<f64>,
    days: u32,
}

impl Gather for Activity {
    fn spec(&self) -> &'static TableSpec {
        &ACTIVITY
    }

    fn add(&mut self, view: &DayView<'_>) {
        let (transactions, fees) = (view.today.transactions.cells(), view.today.fee_usd.cells());
        let paid = fees.iter().zip(view.today.sponsored_usd.cells()).map(|(fee, sponsored)| fee - sponsored);
        let verticals = &view.economy.verticals;
        add_all(&mut self.multiplier, view.today.demand_multiplier.iter().copied());
        self.days += 1;
        add_all(&mut self.transactions, transactions.iter().copied());
        add_all(&mut self.fees_usd, transactions.iter().zip(paid).map(|(n, paid)| n * paid));
        add_all(&mut self.value_usd, transactions.iter().enumerate().map(|(i, n)| n * verticals[i % verticals.len()].tx_value_usd));
    }

    fn write(&mut self, period: &Period<'_>, table: &mut Table) {
        let verticals = period.names.verticals.len();
        for (v, vertical) in period.names.verticals.iter().enumerate() {
            for j in 0..period.last.economy.chains.len() {
                let cell = j * verticals + v;
                let apps = period.last.today.apps[(j, v)];
                if self.transactions[cell] != 0.0 || apps != 0.0 {
                    let swing = ratio(self.multiplier[v], self.days.into());
                    let values = [self.transactions[cell], self.value_usd[cell], self.fees_usd[cell], swing, apps].map(Cell::Real);
                    period.push(table, [vertical.into(), Cell::from(&period.names.places[j])].into_iter().chain(values));
                }
            }
        }
        *self = Self::default();
    }
}

/// People who moved, `[group][from × to]`.
#[derive(Default)]
struct Migration(Vec<f64>);

impl Gather for Migration {
    fn spec(&self) -> &'static TableSpec {
        &MIGRATION
    }

    fn add(&mut self, view: &DayView<'_>) {
        add_all(&mut self.0, view.today.moves.cells().iter().copied());
    }

    fn write(&mut self, period: &Period<'_>, table: &mut Table) {
        let places = &period.names.places;
        for (i, &users) in self.0.iter().enumerate() {
            let (group, from, to) = (i / (places.len() * places.len()), i / places.len() % places.len(), i % places.len());
            if users != 0.0 && from != to {
                let names = [&period.names.groups[group], &places[from], &places[to]];
                period.push(table, names.map(Cell::from).into_iter().chain([users.into()]));
            }
        }
        self.0.clear();
    }
}

#[derive(Default)]
struct Payments(BTreeMap<(Account, Account, FlowKind), MicroUsd>);

impl Gather for Payments {
    fn spec(&self) -> &'static TableSpec {
        &LEDGER
    }

    fn add(&mut self, view: &DayView<'_>) {
        for posting in &view.today.postings {
            *self.0.entry((posting.from, posting.to, posting.kind)).or_default() += posting.amount;
        }
    }

    fn write(&mut self, period: &Period<'_>, table: &mut Table) {
        for ((from, to, kind), amount) in std::mem::take(&mut self.0) {
            if amount != MicroUsd::ZERO {
                let accounts = [from, to].map(|account| Cell::from(period.last.economy.account_name(account).as_str()));
                period.push(table, accounts.into_iter().chain([kind.name().into(), amount.usd().into()]));
            }
        }
    }
}

struct Ecosystem {
    tally: Tally,
    hurt: Hurt,
}

impl Gather for Ecosystem {
    fn spec(&self) -> &'static TableSpec {
        &ECOSYSTEM
    }

    fn add(&mut self, view: &DayView<'_>) {
        self.hurt.see(view);
        self.tally.add(view, &self.hurt);
    }

    fn write(&mut self, period: &Period<'_>, table: &mut Table) {
        period.push(table, self.tally.of_period().into_iter().map(Cell::Real));
        self.tally = Tally::new();
    }
}
