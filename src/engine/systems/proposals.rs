//! Programmes on their way: proposed, decided, spent.

use crate::engine::streams::{Purpose, Streams, uniform};
use crate::engine::systems::Morning;
use crate::model::economy::Economy;
use crate::model::institutions::programme::Programme;
use crate::model::supply::governance::{Chance, Decision};

/// What became of a programme, on the day it was decided.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgrammeVerdict {
    /// Position of the programme.
    pub programme: usize,
    /// What was decided.
    pub decision: Decision,
    /// What the vote cost holders of the chain's token, USD.
    pub vote_usd: f64,
}

/// All programmes of a run.
#[derive(Clone, Debug)]
pub(super) struct Proposals {
    /// Decisions on their way or taken, `[programme]`; none before it is proposed, or where its chain was not open when it was decided.
    decisions: Vec<Option<Decision>>,
    /// Programmes decided on today.
    pub(super) today: Vec<ProgrammeVerdict>,
}

impl Proposals {
    /// Before any proposal.
    pub(super) fn open(economy: &Economy) -> Self {
        Self { decisions: vec![None; economy.systems.programmes.len()], today: vec![] }
    }

    /// Proposes what is due today, and decides what is.
    pub(super) fn dawn(&mut self, morning: &Morning<'_>) {
        self.today.clear();
        for (i, programme) in morning.economy.systems.programmes.iter().enumerate() {
            let governance = &morning.economy.chains[programme.chain.index()].policy.governance;
            if programme.proposed_day == morning.day {
                self.decisions[i] = Some(governance.decide(&chance(morning.streams, programme)));
            }
            let Some(decision) = self.decisions[i].filter(|decision| programme.decided_day(decision) == morning.day) else { continue };
            if morning.is_live(programme.chain.index()) {
                self.today.push(ProgrammeVerdict { programme: i, decision, vote_usd: governance.vote_usd() });
            } else {
                self.decisions[i] = None;
            }
        }
    }

    /// What the programme at position `i` spends on `day`, USD, and whether insiders take it.
    pub(super) fn spending(&self, i: usize, programme: &Programme, day: u32) -> (f64, bool) {
        self.decisions[i].map_or((0.0, false), |decision| (programme.spends_usd_on(day, &decision), decision.captured))
    }
}

/// The chance of a programme: by its name alone, so that it is the same whoever decides and whenever.
fn chance(streams: &Streams, programme: &Programme) -> Chance {
    let mut stream = streams.of(Purpose::Governance, &programme.name, 0, 0);
    Chance { lag: uniform(&mut stream), vote: uniform(&mut stream), capture: uniform(&mut stream) }
}
