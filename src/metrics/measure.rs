//! The list of measures: what is read off a whole ecosystem, with the formula of each.
//!
//! Each is a column of `ecosystem`, over its period, and a row of `summary`, over all days after warm-up.

use crate::engine::observer::{DayView, StackDay};
use crate::metrics::column::ColumnSpec;
use crate::metrics::hurt::Hurt;
use crate::metrics::payments::paid;
use crate::metrics::totals::{ChainTotals, Totals, activity_of, ratio, users_by_chain, users_of};
use crate::metrics::{conduct, innovation, payments};
use crate::model::ledger::{Account, FlowKind};
use crate::model::measures::concentration::{effective_number, herfindahl, largest_share};
use crate::model::units::MicroUsd;

/// A vertical is served if at least this share of its transaction demand was executed: of the transactions that all people of all
/// groups would make if fees were 0.
pub const SERVED_FROM: f64 = 0.01;

/// A measure.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Name, unit, meaning, and how it adds up.
    pub column: ColumnSpec,
    /// How it is computed.
    pub(super) formula: Formula,
}

/// How a measure is computed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Formula {
    /// From a day; days are added or averaged by role.
    Day(fn(&DayView<'_>) -> f64),
    /// Whether the day hurts.
    Hurt(fn(&Hurt) -> f64),
    /// From the totals of all days.
    Total(fn(&Totals) -> f64),
}

impl Measure {
    pub(super) const fn flow(name: &'static str, unit: &'static str, meaning: &'static str, of_day: fn(&DayView<'_>) -> f64) -> Self {
        Self { column: ColumnSpec::flow(name, unit, meaning), formula: Formula::Day(of_day) }
    }

    pub(super) const fn stock(name: &'static str, unit: &'static str, meaning: &'static str, of_day: fn(&DayView<'_>) -> f64) -> Self {
        Self { column: ColumnSpec::stock(name, unit, meaning), formula: Formula::Day(of_day) }
    }

    const fn total(name: &'static str, unit: &'static str, meaning: &'static str, of_totals: fn(&Totals) -> f64) -> Self {
        Self { column: ColumnSpec::mean(name, unit, meaning), formula: Formula::Total(of_totals) }
    }

    /// Unit of its value in `summary`, where flows are per year.
    #[must_use]
    pub fn summary_unit(&self) -> String {
        self.column.summary_unit()
    }
}

/// Position of a measure in [`MEASURES`].
#[must_use]
pub fn position(name: &str) -> Option<usize> {
    MEASURES.iter().position(|m| m.column.name == name)
}

/// All measures.
pub const MEASURES: &[Measure] = &[
    Measure::flow("welfare_systematic_usd", "USD", "user surplus without the value of taste draws", |d| {
        sum_groups(d, |g| g.welfare_systematic_usd)
    }),
    Measure::flow("welfare_tastes_usd", "USD", "user surplus with the value of taste draws", |d| sum_groups(d, |g| g.welfare_tastes_usd)),
    Measure::flow("operator_profit_usd", "USD", "profit of all chains but Ethereum, which has no operator", operator_profit),
    Measure::flow("ethereum_income_usd", "USD", "paid to Ethereum by modelled users and chains: execution, data, settlement", |d| {
        d.today.ethereum.income.usd()
    }),
    Measure::flow("fees_usd", "USD", "fees that users paid for transactions, Ethereum's included", |d| sum_groups(d, |g| g.fees.usd())),
    Measure::flow("transactions", "transactions", "transactions executed on all chains", |d| d.today.transactions.cells().iter().sum()),
    Measure::flow("activity_usd", "USD", "value that transactions moved on all chains", |d| sum_chains(d, |j| activity_of(d, j))),
    Measure::flow("switches", "people", "moves from one chain to another; somebody who moves twice counts twice", switches),
    Measure::stock("adoption", "1", "share of all people who live on a chain", |d| {
        ratio(sum_chains(d, |j| users_of(d, j)), d.economy.groups.iter().map(|g| g.users).sum())
    }),
    Measure::stock("assets_usd", "USD", "assets of people who live on chains: the value chains secure", |d| {
        d.today.life.assets_usd.iter().sum()
    }),
    Measure::total("specialization", "1", "activity-weighted mean of the chains' specialization index", |t| {
        per_activity(t, |c| c.specialized_usd)
    }),
    Measure::total("security", "1", "activity-weighted mean of the chains' security score", |t| per_activity(t, |c| c.secured_usd)),
    Measure::total(
        "verticals_served",
        "verticals",
        "verticals of whose transaction demand at no fee at least 1 % was executed",
        verticals_served,
    ),
    Measure::total(
        "general_chains_in_profit",
        "chains",
        "general chains, Ethereum left out, whose profit over the period is above 0",
        |t| chains_in_profit(t, false),
    ),
    Measure::total(
        "vertical_chains_in_profit",
        "chains",
        "vertical chains (specialization index 0.5 or more) whose profit over the period is above 0",
        |t| chains_in_profit(t, true),
    ),
    Measure::stock("vertical_user_share", "1", "share of users on chains who live on a vertical one", |d| {
        let vertical = |j: usize| if d.economy.chains[j].is_vertical() { users_of(d, j) } else { 0.0 };
        ratio(sum_chains(d, vertical), sum_chains(d, |j| users_of(d, j)))
    }),
    Measure::total("vertical_activity_share", "1", "share of activity that took place on vertical chains", |t| {
        per_activity(t, |c| c.vertical_activity_usd)
    }),
    Measure::stock("largest_user_share", "1", "share of users on chains who live on the largest one", |d| {
        some(largest_share(&users_by_chain(d)))
    }),
    Measure::stock("hhi_users", "1", "Herfindahl-Hirschman index of users over all chains, Ethereum included", |d| {
        some(herfindahl(&users_by_chain(d)))
    }),
    Measure::total("hhi_activity", "1", "Herfindahl-Hirschman index of activity over all chains", |t| hhi(t, |c| c.activity_usd)),
    Measure::total("hhi_fees", "1", "Herfindahl-Hirschman index of users' fees over all chains", |t| hhi(t, |c| c.fees_usd)),
    Measure::stock("effective_chains", "chains", "effective number of chains: 1 over the HHI of users", |d| {
        some(effective_number(&users_by_chain(d)))
    }),
    Measure::total("cross_chain_share", "1", "share of transactions that users made away from home", |t| {
        ratio(t.away_transactions, t.home_transactions + t.away_transactions)
    }),
    Measure::total("blob_price_gwei", "gwei", "blob base fee per blob gas, mean over days", |t| ratio(t.blob_price_gwei, t.days.into())),
    Measure::flow("retro_grants_usd", "USD", "retroactive grants of stacks to apps", |d| sum_stacks(d, |s| s.grants)),
    Measure::flow("stack_profit_usd", "USD", "what members paid their stacks, less grants and shared software", |d| {
        sum_stacks(d, StackDay::profit)
    }),
    Measure::stock("stack_members", "chains", "open chains that belong to a stack", |d| {
        d.today.systems.stacks.iter().map(|s| s.members as f64).sum()
    }),
    Measure::flow("exchange_customers", "people", "people whom exchanges brought to their chains", |d| {
        d.today.systems.exchanges.iter().map(|x| x.customers).sum()
    }),
    Measure::flow("exchange_net_usd", "USD", "what exchanges got of their chains' profits, less what those customers cost them", |d| {
        d.today.systems.exchanges.iter().map(|x| x.income - x.acquisition).sum::<MicroUsd>().usd()
    }),
    Measure::stock("deals_live", "deals", "deals with partners that are alive, all chains", |d| deal_sizes(d).count() as f64),
    Measure::flow("partner_net_usd", "USD", "what partners received from chains less what they paid them", |d| {
        (paid(d, |p| p.to == Account::Partners) - paid(d, |p| p.from == Account::Partners)).usd()
    }),
    Measure::flow("business_development_usd", "USD", "what chains spent on partners: finding them, and payments at signing", |d| {
        paid(d, |p| matches!(p.kind, FlowKind::BusinessDevelopment | FlowKind::PartnerPayments)).usd()
    }),
    Measure::stock("largest_partner_share", "1", "size of the largest live deal over the sizes of all; 0 without deals", |d| {
        deal_sizes(d).fold(0.0, f64::max) / deal_sizes(d).sum::<f64>().max(f64::MIN_POSITIVE)
    }),
    payments::INCENTIVES,
    payments::EMISSIONS,
    payments::AIRDROP,
    payments::CAPTURED,
    payments::TOKEN_HOLDERS,
    innovation::EXPERIMENTS,
    innovation::INCIDENT_LOSSES,
    innovation::MEAN_TRUST,
    innovation::MEAN_LEVEL,
    conduct::LIVE_CHAINS,
    conduct::VERTICAL_CHAINS,
    conduct::MEAN_FOCUS,
    conduct::ENTRIES,
    conduct::CLOSURES,
    conduct::REFUSED,
    Measure::flow("user_losses_usd", "USD", "assets that users lost, for which nobody paid", |d| sum_groups(d, |g| g.losses.usd())),
    Measure::flow("user_rewards_usd", "USD", "rewards that users received", |d| sum_groups(d, |g| g.rewards.usd())),
    Measure {
        column: ColumnSpec::flow(
            "hurt_days",
            "days",
            "days after warm-up on which user surplus (systematic) is at least 1 % below its mean over the last 30 days of warm-up",
        ),
        formula: Formula::Hurt(Hurt::all),
    },
];

fn deal_sizes<'a>(day: &'a DayView<'_>) -> impl Iterator<Item = f64> + 'a {
    day.today.systems.deals.live.iter().flatten().copied()
}

fn some(value: Option<f64>) -> f64 {
    value.unwrap_or(f64::NAN)
}

fn sum_groups(day: &DayView<'_>, of_group: fn(&crate::engine::observer::GroupDay) -> f64) -> f64 {
    day.today.groups.iter().map(of_group).sum()
}

fn sum_stacks(day: &DayView<'_>, of_stack: fn(&StackDay) -> MicroUsd) -> f64 {
    day.today.systems.stacks.iter().map(of_stack).sum::<MicroUsd>().usd()
}

fn sum_chains(day: &DayView<'_>, of_chain: impl Fn(usize) -> f64) -> f64 {
    (0..day.economy.chains.len()).map(of_chain).sum()
}

fn operator_profit(day: &DayView<'_>) -> f64 {
    let accounts = day.economy.chains.iter().zip(&day.today.accounts);
    accounts.filter(|(chain, _)| chain.has_operator()).map(|(_, account)| account.profit()).sum::<MicroUsd>().usd()
}

fn switches(day: &DayView<'_>) -> f64 {
    let (chains, places) = (day.economy.chains.len(), day.economy.places().count());
    let between = |row: &[f64]| -> f64 {
        let pairs = (0..chains).flat_map(|from| (0..chains).map(move |to| (from, to)));
        pairs.filter(|(from, to)| from != to).map(|(from, to)| row[from * places + to]).sum()
    };
    (0..day.economy.groups.len()).map(|g| between(day.today.moves.row(g))).sum()
}

fn per_activity(totals: &Totals, of_chain: fn(&ChainTotals) -> f64) -> f64 {
    ratio(totals.chains.iter().map(of_chain).sum(), totals.chains.iter().map(|c| c.activity_usd).sum())
}

fn hhi(totals: &Totals, of_chain: fn(&ChainTotals) -> f64) -> f64 {
    some(herfindahl(&totals.chains.iter().map(of_chain).collect::<Vec<_>>()))
}

fn verticals_served(totals: &Totals) -> f64 {
    totals.verticals.iter().filter(|v| v.demand > 0.0 && v.executed >= SERVED_FROM * v.demand).count() as f64
}

fn chains_in_profit(totals: &Totals, vertical: bool) -> f64 {
    totals.chains.iter().filter(|c| c.operated && c.vertical == vertical && c.profit > MicroUsd::ZERO).count() as f64
}
