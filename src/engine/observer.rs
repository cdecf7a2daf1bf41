//! What a day shows to those who measure it.

pub use crate::engine::conduct::founders::NicheLook;
pub use crate::engine::conduct::{Act, ConductDay, Proposal, Ruling};
pub use crate::engine::insight::{GroupInsight, Insight, UseInsight};
pub use crate::engine::lifecycle::{LifeDay, Reason, Turn, TurnKind};
pub use crate::engine::systems::deals::{DealTurn, DealsDay};
pub use crate::engine::systems::innovation::{Cause, Happening, InnovationDay, What};
pub use crate::engine::systems::proposals::ProgrammeVerdict;
pub use crate::engine::systems::tokens::TokenDay;
use crate::model::economy::Economy;
pub use crate::model::grid::Grid;
use crate::model::ledger::Posting;
pub use crate::model::supply::life::Status;
use crate::model::supply::operator::ChainAccount;
use crate::model::units::MicroUsd;

/// Ethereum on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EthereumDay {
    /// Base fee that data and settlement paid, gwei.
    pub base_fee_gwei: f64,
    /// Mean blob base fee over the day's posted blobs, gwei per blob gas; 0 before Cancun.
    pub blob_price_gwei: f64,
    /// Blobs a block, all chains.
    pub blobs_per_block: f64,
    /// What modelled users and chains paid to Ethereum: execution fees, data, settlement.
    pub income: MicroUsd,
}

/// A user group on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupDay {
    /// People aware of chains at all.
    pub aware_users: f64,
    /// People outside.
    pub outside_users: f64,
    /// Surplus without the value of taste draws, USD a day.
    pub welfare_systematic_usd: f64,
    /// Surplus with it, USD a day.
    pub welfare_tastes_usd: f64,
    /// Fees paid for transactions.
    pub fees: MicroUsd,
    /// Transactions on the home chain.
    pub home_transactions: f64,
    /// Transactions on other chains.
    pub away_transactions: f64,
    /// Assets lost, for which nobody paid.
    pub losses: MicroUsd,
    /// Rewards received.
    pub rewards: MicroUsd,
}

/// A stack on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StackDay {
    /// Open chains that belong to it.
    pub members: usize,
    /// What they paid it: its share of their revenue, and of captured ordering value.
    pub income: MicroUsd,
    /// Retroactive grants to apps.
    pub grants: MicroUsd,
    /// Shared software.
    pub cost: MicroUsd,
    /// What it holds at the end of the day, what is left of its insurance included.
    pub balance: MicroUsd,
}

impl StackDay {
    /// Income less grants and cost.
    #[must_use]
    pub fn profit(&self) -> MicroUsd {
        self.income - self.grants - self.cost
    }
}

/// An exchange on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExchangeDay {
    /// People who became aware through it today and landed on its chain; where customers are counted by shares, an expected number.
    pub customers: f64,
    /// What it got of its chain's profit.
    pub income: MicroUsd,
    /// What those customers cost it.
    pub acquisition: MicroUsd,
}

/// Systems of the field on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SystemsDay {
    /// Stacks, `[stack]`.
    pub stacks: Vec<StackDay>,
    /// Chains that left their stacks today.
    pub exits: Vec<Turn>,
    /// Exchanges, `[exchange]`.
    pub exchanges: Vec<ExchangeDay>,
    /// Deals with partners.
    pub deals: DealsDay,
    /// Which chains exchanges have dropped, `[chain]`.
    pub delisted: Vec<bool>,
    /// Tokens, `[token]`.
    pub tokens: Vec<TokenDay>,
    /// Programmes decided on today.
    pub verdicts: Vec<ProgrammeVerdict>,
    /// Experiments, incidents, diffusion.
    pub innovation: InnovationDay,
}

/// Everything that happened on a day.
#[derive(Clone, Debug)]
pub struct Today {
    /// Gas price, gwei, `[chain]`.
    pub gas_price_gwei: Vec<f64>,
    /// Fee of a transaction, USD, `[chain][vertical]`.
    pub fee_usd: Grid,
    /// Part of it that a sponsor pays in users' place, USD, `[chain][vertical]`.
    pub sponsored_usd: Grid,
    /// What users pay for a byte of data, USD, `[chain]`.
    pub user_usd_per_byte: Vec<f64>,
    /// Transactions executed, `[chain][vertical]`.
    pub transactions: Grid,
    /// Gas that found no room at the highest price, `[chain]`.
    pub dropped_gas: Vec<f64>,
    /// Share of the day's load blocks in which the gas price is above the floor, `[chain]`.
    pub congested_share: Vec<f64>,
    /// z: the day's demand over its mean, `[vertical]`.
    pub demand_multiplier: Vec<f64>,
    /// Apps at the end of the day, `[chain][vertical]`.
    pub apps: Grid,
    /// Chain accounts, `[chain]`.
    pub accounts: Vec<ChainAccount>,
    /// Groups, `[group]`.
    pub groups: Vec<GroupDay>,
    /// People by home at the end of the day, `[group][place]`: chains in order, then outside, then unaware.
    pub homes: Grid,
    /// People who moved, `[group][from × to]` over places: chains in order, then outside, then unaware.
    pub moves: Grid,
    /// The day's payments, one per (from, to, kind).
    pub postings: Vec<Posting>,
    /// Ethereum.
    pub ethereum: EthereumDay,
    /// Which chains are open, launches and sunsets, and where assets are.
    pub life: LifeDay,
    /// Systems of the field.
    pub systems: SystemsDay,
    /// trust_k, in [0, 1], `[chain]`.
    pub trust: Vec<f64>,
    /// What operators and founders decided and saw.
    pub conduct: ConductDay,
}

/// A day as an observer sees it.
#[derive(Clone, Copy, Debug)]
pub struct DayView<'a> {
    /// Day, from 0.
    pub day: u32,
    /// The economy in force.
    pub economy: &'a Economy,
    /// What happened.
    pub today: &'a Today,
    /// What is behind it, for who asks; none where days are made up.
    pub insight: Option<Insight<'a>>,
}

/// Somebody who watches a run.
pub trait Observer {
    /// Called once at the end of every day, after the audit.
    fn observe(&mut self, view: &DayView<'_>);

    /// Asked before every day: whether the run goes on.
    fn goes_on(&self) -> bool {
        true
    }
}

impl Observer for () {
    fn observe(&mut self, _: &DayView<'_>) {}
}

impl<F: FnMut(&DayView<'_>)> Observer for F {
    fn observe(&mut self, view: &DayView<'_>) {
        self(view);
    }
}
