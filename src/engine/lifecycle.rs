//! Births and deaths of chains: which are open on a day, which are given up, and whom their end hits.
//!
//! Decided in the evening, in force in the morning: a treasury below zero at the end of `grace_days` days in a row ends the chain with the
//! last of them. Next morning it is closed: it earns and costs nothing any more, everybody who lives there must move on that day, what
//! was done there is routed anew, and its books are closed (`books::closing`). Its l3s end with it.

use crate::engine::population::Occupancy;
use crate::engine::run::Trouble;
use crate::model::demand::assets::{asset_location, assets_by_chain};
use crate::model::economy::Economy;
use crate::model::measures::welfare::Moments;
use crate::model::standing::Standing;
use crate::model::supply::life::{Life, Status};
use crate::model::supply::operator::ChainAccount;
use crate::model::units::MicroUsd;

/// What happened to a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnKind {
    /// It opened.
    Launch,
    /// It closed.
    Sunset,
    /// It left its stack.
    Exit,
}

impl TurnKind {
    /// Name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Launch => "launch",
            Self::Sunset => "sunset",
            Self::Exit => "exit",
        }
    }
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The scenario says so.
    Planned,
    /// Founders saw a niche.
    Founders,
    /// Its treasury was below zero for its days of grace.
    Debt,
    /// The chain it settles on closed.
    Parent,
    /// It paid its stack more than it got.
    TooDear,
}

impl Reason {
    /// Words in tables.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Founders => "founders",
            Self::Debt => "treasury below zero",
            Self::Parent => "parent closed",
            Self::TooDear => "pays more than it gets",
        }
    }
}

/// A chain's opening, end or exit from its stack, in force from this day on.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// Position of the chain.
    pub chain: usize,
    /// What happened.
    pub kind: TurnKind,
    /// Why.
    pub reason: Reason,
    /// People who lived there in the morning: they had to move today.
    pub displaced_users: f64,
    /// Assets located there in the morning, USD.
    pub assets_usd: f64,
    /// Part of them that was lost.
    pub stranded: MicroUsd,
    /// What treasury and insurance paid for that; users bear the rest.
    pub compensated: MicroUsd,
    /// Debt that creditors bear.
    pub written_off: MicroUsd,
}

impl Turn {
    /// What happened to `chain` and why; nobody displaced, nothing lost.
    #[must_use]
    pub(crate) fn of(chain: usize, kind: TurnKind, reason: Reason) -> Self {
        Self {
            chain,
            kind,
            reason,
            displaced_users: 0.0,
            assets_usd: 0.0,
            stranded: MicroUsd::ZERO,
            compensated: MicroUsd::ZERO,
            written_off: MicroUsd::ZERO,
        }
    }
}

/// Chains' lives on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LifeDay {
    /// Which chains are open, `[chain]`.
    pub status: Vec<Status>,
    /// Launches and sunsets of the day.
    pub turns: Vec<Turn>,
    /// Assets located on each chain at the end of the day, by executed routing, USD, `[chain]`.
    pub assets_usd: Vec<f64>,
}

/// The end of a chain, in force from this morning on.
#[derive(Clone, Debug)]
pub(crate) struct Closing {
    /// Position of the chain.
    pub(crate) chain: usize,
    reason: Reason,
    displaced_users: f64,
    /// Assets located there, USD, `[group]`.
    pub(crate) assets_usd: Vec<f64>,
}

/// What the books made of a closing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Settled {
    /// Assets lost.
    pub(crate) stranded: MicroUsd,
    /// Paid for them by treasury and insurance.
    pub(crate) compensated: MicroUsd,
    /// Debt written off.
    pub(crate) written_off: MicroUsd,
}

/// Which chains are open, and who is in trouble.
#[derive(Clone, Debug)]
pub(crate) struct Lifecycle {
    status: Vec<Status>,
    days_below_zero: Vec<u32>,
    doomed: Vec<(usize, Reason)>,
    launched: Vec<(usize, Reason)>,
    closings: Vec<Closing>,
}

impl Lifecycle {
    /// On the eve of day 0.
    #[must_use]
    pub(crate) fn open(economy: &Economy) -> Self {
        let status = economy.chains.iter().map(|c| match c.life {
            Life { slot: Some(_), .. } => Status::Vacant,
            Life { launch_day: 0, .. } => Status::Live,
            _ => Status::Coming,
        });
        Self {
            status: status.collect(),
            days_below_zero: vec![0; economy.chains.len()],
            doomed: vec![],
            launched: vec![],
            closings: vec![],
        }
    }

    /// Writes which chains are open into the standing of chains.
    pub(crate) fn stand(&self, standing: &mut Standing) {
        standing.live = self.status.iter().map(|status| *status == Status::Live).collect();
    }

    /// Where chains are in their lives, `[chain]`.
    #[must_use]
    pub(crate) fn status(&self) -> &[Status] {
        &self.status
    }

    /// Chains that close today.
    #[must_use]
    pub(crate) fn closings(&self) -> &[Closing] {
        &self.closings
    }

    /// Chains that open today.
    pub(crate) fn launched(&self) -> impl Iterator<Item = usize> + '_ {
        self.launched.iter().map(|(k, _)| *k)
    }

    /// Puts in force what last evening decided, what the scenario plans for `day`, and the chain that founders open; whether that changed
    /// anything. People, routing and economy are those of the evening before.
    pub(crate) fn dawn(
        &mut self,
        day: u32,
        economy: &Economy,
        moments: &[Vec<Moments>],
        routing: &[Vec<Vec<f64>>],
        founded: Option<usize>,
    ) -> bool {
        let doomed = std::mem::take(&mut self.doomed);
        self.closings = if doomed.is_empty() { vec![] } else { closings(&doomed, economy, moments, routing) };
        doomed.iter().for_each(|(k, _)| self.status[*k] = Status::Closed);
        let due = |k: &usize| self.status[*k] == Status::Coming && economy.chains[*k].life.launch_day <= day;
        let planned = (0..self.status.len()).filter(due).map(|k| (k, Reason::Planned));
        self.launched = planned.chain(founded.map(|k| (k, Reason::Founders))).collect();
        self.launched.iter().for_each(|(k, _)| self.status[*k] = Status::Live);
        !(self.launched.is_empty() && self.closings.is_empty())
    }

    /// Looks at the day's treasuries and decides who is given up.
    pub(crate) fn dusk(&mut self, economy: &Economy, accounts: &[ChainAccount]) {
        for (k, account) in accounts.iter().enumerate() {
            let in_debt = self.status[k] == Status::Live && account.treasury < MicroUsd::ZERO;
            self.days_below_zero[k] = if in_debt { self.days_below_zero[k].saturating_add(1) } else { 0 };
            if in_debt && economy.chains[k].life.is_over(self.days_below_zero[k]) {
                self.doomed.push((k, Reason::Debt));
            }
        }
        let parents: Vec<usize> = self.doomed.iter().map(|(k, _)| *k).collect();
        for (k, chain) in economy.chains.iter().enumerate() {
            let orphan = chain.parent.is_some_and(|p| parents.contains(&p.index()));
            if orphan && matches!(self.status[k], Status::Coming | Status::Live) && !parents.contains(&k) {
                self.doomed.push((k, Reason::Parent));
            }
        }
    }

    /// What the day showed; `settled` is what the books made of each closing.
    #[must_use]
    pub(crate) fn show(&self, settled: &[Settled], assets_usd: Vec<f64>) -> LifeDay {
        let sunset = |(closing, settled): (&Closing, &Settled)| Turn {
            displaced_users: closing.displaced_users,
            assets_usd: closing.assets_usd.iter().sum(),
            stranded: settled.stranded,
            compensated: settled.compensated,
            written_off: settled.written_off,
            ..Turn::of(closing.chain, TurnKind::Sunset, closing.reason)
        };
        let launches = self.launched.iter().map(|(k, reason)| Turn::of(*k, TurnKind::Launch, *reason));
        let turns = launches.chain(self.closings.iter().zip(settled).map(sunset)).collect();
        LifeDay { status: self.status.clone(), turns, assets_usd }
    }
}

fn closings(doomed: &[(usize, Reason)], economy: &Economy, moments: &[Vec<Moments>], routing: &[Vec<Vec<f64>>]) -> Vec<Closing> {
    let assets = assets_by_group(economy, moments, routing);
    let closing = |&(chain, reason): &(usize, Reason)| Closing {
        chain,
        reason,
        displaced_users: moments.iter().map(|homes| homes[chain].people).sum(),
        assets_usd: assets.iter().map(|row| row[chain]).collect(),
    };
    doomed.iter().map(closing).collect()
}

/// Assets located on each chain, USD, `[group][chain]`.
#[must_use]
pub(crate) fn assets_by_group(economy: &Economy, moments: &[Vec<Moments>], routing: &[Vec<Vec<f64>>]) -> Vec<Vec<f64>> {
    let of_group = |(g, homes): (usize, &Vec<Moments>)| {
        let people: Vec<f64> = homes.iter().map(|m| m.people).collect();
        assets_by_chain(economy, g, &asset_location(economy, g, &routing[g]), &people)
    };
    moments.iter().enumerate().map(of_group).collect()
}

/// Assets located on each chain, USD, `[chain]`.
#[must_use]
pub(crate) fn assets_usd(economy: &Economy, moments: &[Vec<Moments>], routing: &[Vec<Vec<f64>>]) -> Vec<f64> {
    let by_group = assets_by_group(economy, moments, routing);
    (0..economy.chains.len()).map(|k| by_group.iter().map(|row| row[k]).sum()).collect()
}

/// Checks that nobody lives on a chain that is not open.
///
/// # Errors
/// The first such chain.
pub(crate) fn audit(economy: &Economy, occupancy: &Occupancy) -> Result<(), Trouble> {
    if economy.standing.live.iter().all(|live| *live) {
        return Ok(());
    }
    for g in 0..economy.groups.len() {
        let people = occupancy.by_location(g);
        if let Some(k) = (0..economy.standing.live.len()).find(|&k| !economy.standing.live[k] && people[k] != 0.0) {
            return Err(Trouble::NotOpen { chain: economy.chains[k].name.clone(), people: people[k] });
        }
    }
    Ok(())
}
