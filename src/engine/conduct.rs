//! Conduct of operators: reviews in the evening, decisions on their way through governance, and what is in force in the morning.
//!
//! A review sees what everybody can see that evening (posted prices, who lives where, habits, liquidity, levels, trust) and the chain's own
//! accounts; nobody sees another chain's treasury, what others are about to decide, or what is planned for later days. All reviews of an
//! evening see the same market. What a review proposes passes the chain's governance: its lag, and the vote of a DAO. A chain has at most
//! one proposal of a kind on its way.

mod focus;
pub(crate) mod forecast;
pub(crate) mod founders;
mod incentives;
mod pricing;

use crate::engine::conduct::forecast::Market;
use crate::engine::conduct::founders::{Founders, NicheLook};
use crate::engine::streams::{Purpose, Streams, uniform};
use crate::engine::systems::Morning;
use crate::model::economy::Economy;
use crate::model::id::StackId;
use crate::model::institutions::entry::Niche;
use crate::model::ledger::{Account, FlowKind, Payment};
use crate::model::standing::Standing;
use crate::model::supply::conduct::Choices;
use crate::model::supply::governance::Chance;
use crate::model::supply::operator::ChainAccount;

/// What can be decided.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Floor of the gas price, gwei.
    Price(f64),
    /// Focus, shares over verticals.
    Focus(Vec<f64>),
    /// Incentives, USD a day.
    Incentives(f64),
    /// A new chain for a niche, on a stack.
    Found(Niche, Option<StackId>),
    /// Nothing there yet.
    Nothing,
}

impl Act {
    /// Kinds of acts: a chain has one proposal of each on its way.
    const fn kind(&self) -> u32 {
        match self {
            Self::Price(_) => 0,
            Self::Focus(_) => 1,
            Self::Incentives(_) => 2,
            Self::Found(..) | Self::Nothing => 3,
        }
    }

    /// Key of the chain that it changes.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Price(_) => "min_gas_price_gwei",
            Self::Focus(_) => "focus",
            Self::Incentives(_) => "incentives_usd_per_day",
            Self::Found(..) | Self::Nothing => "status",
        }
    }

    fn apply(&self, choices: &mut Choices) {
        match self {
            Self::Price(gwei) => choices.min_gas_price_gwei = Some(*gwei),
            Self::Focus(focus) => choices.focus = Some(focus.clone()),
            Self::Incentives(usd) => choices.incentives_usd_per_day = *usd,
            // Founders announce what their chain will be before it opens.
            Self::Found(..) | Self::Nothing => {}
        }
    }
}

/// What a review proposes: what to do, why, and what is expected of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Position of the chain.
    pub chain: usize,
    /// What to do.
    pub act: Act,
    /// What is in force now.
    pub before: Act,
    /// Why, in words.
    pub reason: String,
    /// Profit expected with it, USD a year.
    pub expected_usd_per_year: f64,
    /// Profit expected without it, USD a year.
    pub otherwise_usd_per_year: f64,
    /// Day of the review.
    pub reviewed_day: u32,
}

/// A proposal that was decided, in force from this morning on if it passed.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruling {
    /// The proposal.
    pub proposal: Proposal,
    /// Whether it passed.
    pub passed: bool,
    /// What the vote cost holders of the chain's token, USD.
    pub vote_usd: f64,
}

/// Conduct on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConductDay {
    /// What was decided, in force from today on.
    pub rulings: Vec<Ruling>,
    /// What founders saw this evening.
    pub niches: Vec<NicheLook>,
    /// Launches that would have paid and found no room this evening.
    pub refused: u32,
}

/// A proposal on its way.
#[derive(Clone, Debug)]
struct Pending {
    due: u32,
    ruling: Ruling,
}

/// What operators have decided and are about to decide.
#[derive(Clone, Debug)]
pub(crate) struct Operators {
    choices: Vec<Choices>,
    pending: Vec<Pending>,
    today: Vec<Ruling>,
    /// Shares of users that chains defend, once they know, `[chain]`.
    defended: Vec<Option<f64>>,
    founders: Founders,
}

impl Operators {
    /// On the eve of day 0.
    #[must_use]
    pub(crate) fn open(economy: &Economy) -> Self {
        let n = economy.chains.len();
        let founders = Founders::open(economy);
        Self { choices: vec![Choices::default(); n], pending: vec![], today: vec![], defended: vec![None; n], founders }
    }

    /// The chain that founders open on `day`.
    #[must_use]
    pub(crate) fn opening(&self, day: u32) -> Option<usize> {
        self.founders.opening(day)
    }

    /// Puts in force what is due; whether anything changed. Nothing is decided any more for a chain that is not open.
    pub(crate) fn dawn(&mut self, morning: &Morning<'_>) -> bool {
        self.pending.retain(|p| morning.is_live(p.ruling.proposal.chain));
        let due = self.pending.extract_if(.., |p| p.due <= morning.day);
        self.today = due.map(|p| p.ruling).collect();
        for ruling in self.today.iter().filter(|ruling| ruling.passed) {
            ruling.proposal.act.apply(&mut self.choices[ruling.proposal.chain]);
        }
        let announced = self.founders.dawn(morning.day, &mut self.choices, &mut self.today);
        announced.into_iter().for_each(|k| self.defended[k] = None);
        announced.is_some() || self.today.iter().any(|ruling| ruling.passed)
    }

    /// Writes what is in force into the standing of chains.
    pub(crate) fn stand(&self, standing: &mut Standing) {
        standing.choices.clone_from(&self.choices);
    }

    /// What the votes of the morning cost, and what founders bring and spend.
    pub(crate) fn payments(&self, economy: &Economy) -> Vec<Payment> {
        let votes = self.today.iter().map(|ruling| ruling.vote_usd).filter(|usd| *usd > 0.0);
        let votes = votes.map(|usd| Payment { from: Account::TokenHolders, to: Account::Outside, kind: FlowKind::Governance, usd });
        votes.chain(self.founders.payments(economy)).collect()
    }

    /// Whether anybody reviews anything this evening.
    #[must_use]
    pub(crate) fn is_due(&self, economy: &Economy, day: u32) -> bool {
        due_chains(economy, day).next().is_some() || self.founders.is_due(economy, day)
    }

    /// Reviews of the evening. `accounts` are read by their own chain and its owner alone.
    pub(crate) fn dusk(&mut self, market: &Market<'_>, accounts: &[ChainAccount], streams: &Streams) {
        let economy = market.economy;
        for k in due_chains(economy, market.day) {
            let proposals = [
                pricing::review(market, k, accounts),
                focus::review(market, k),
                incentives::review(market, k, &accounts[k], &mut self.defended[k]),
            ];
            proposals.into_iter().flatten().for_each(|proposal| self.propose(economy, proposal, streams));
        }
        self.founders.dusk(market);
    }

    /// Sends a proposal on its way through the governance of its chain, unless one of its kind is on its way already.
    fn propose(&mut self, economy: &Economy, proposal: Proposal, streams: &Streams) {
        let (chain, kind, day) = (proposal.chain, proposal.act.kind(), proposal.reviewed_day);
        if self.pending.iter().any(|p| p.ruling.proposal.chain == chain && p.ruling.proposal.act.kind() == kind) {
            return;
        }
        let chain = &economy.chains[chain];
        let mut stream = streams.of(Purpose::Review, &chain.name, day, kind);
        let chance = Chance { lag: uniform(&mut stream), vote: uniform(&mut stream), capture: uniform(&mut stream) };
        let decision = chain.policy.governance.decide(&chance);
        let ruling = Ruling { proposal, passed: decision.passed, vote_usd: chain.policy.governance.vote_usd() };
        self.pending.push(Pending { due: day + 1 + decision.lag_days, ruling });
    }

    /// What was decided today, and what founders saw.
    #[must_use]
    pub(crate) fn show(&self) -> ConductDay {
        let (niches, refused) = (self.founders.looks.clone(), self.founders.refused);
        ConductDay { rulings: self.today.clone(), niches, refused }
    }
}

/// Chains that review their conduct on the evening of `day`.
fn due_chains(economy: &Economy, day: u32) -> impl Iterator<Item = usize> {
    (0..economy.chains.len()).filter(move |k| economy.standing.live[*k] && economy.chains[*k].policy.conduct.is_due(day))
}
