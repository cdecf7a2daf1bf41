//! What to run: for how long, with which chance, over which epochs of the economy.

use crate::engine::day::live;
use crate::engine::observer::{DayView, Insight, Observer};
use crate::engine::world::World;
use crate::model::economy::Economy;
use crate::model::ledger::AuditError;

/// How the population is represented; all representations share one law of choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fidelity {
    /// Individual agents with chance of their own.
    Agents,
    /// Unrounded probabilities and expected flows: the deterministic limit of many agents.
    MeanField,
}

impl Fidelity {
    /// All representations.
    pub const ALL: [Self; 2] = [Self::Agents, Self::MeanField];

    /// Name in scenario files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agents => "agents",
            Self::MeanField => "mean-field",
        }
    }

    /// The representation called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fidelity| fidelity.name() == name)
    }
}

/// The economy from a day on, until the next epoch begins.
#[derive(Clone, Debug)]
pub struct Epoch {
    /// First day, counted from 0.
    pub from_day: u32,
    /// The economy in force.
    pub economy: Economy,
}

/// One run of one variant: everything but the economy.
#[derive(Clone, Debug, PartialEq)]
pub struct RunPlan {
    /// Days simulated.
    pub days: u32,
    /// Seed of all random numbers.
    pub seed: u64,
    /// Replicate, counted from 0.
    pub replicate: u32,
    /// Most taste nodes a group may have.
    pub taste_nodes: u32,
    /// Representation of the population.
    pub fidelity: Fidelity,
    /// Share of each group that starts at each place, `[group][chain in order, then outside, then unaware]`; each row sums to 1, and places
    /// left out at its end have nobody.
    pub homes: Vec<Vec<f64>>,
}

/// Why a run stopped: a defect of the model, never of the user's input, or its observer's wish.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("day {day}: {trouble}")]
pub struct RunError {
    /// Day, from 0.
    pub day: u32,
    /// What went wrong.
    pub trouble: Trouble,
}

/// What the daily audit can find, and the observer's wish.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Trouble {
    /// Money appeared or vanished.
    #[error(transparent)]
    Audit(AuditError),
    /// People appeared or vanished.
    #[error("group {group} is off by {people} people")]
    People {
        /// Group.
        group: String,
        /// How many.
        people: f64,
    },
    /// Somebody lives on a chain that is not open.
    #[error("{people} people live on {chain}, which is not open")]
    NotOpen {
        /// Chain.
        chain: String,
        /// How many.
        people: f64,
    },
    /// A price, a number of transactions or a welfare is not a finite number.
    #[error("a price, a transaction count or a welfare is not a finite number")]
    NotFinite,
    /// The observer did not want the run to go on: no defect.
    #[error("the run was stopped")]
    Stopped,
}

/// Runs one replicate of one variant over its epochs (the first from day 0, in order of days) and shows every day to the observer.
///
/// # Errors
/// If the daily audit finds money or people created or lost, or a number that is not finite; if the observer stops the run.
///
/// # Panics
/// Without an epoch for day 0.
pub fn simulate<O: Observer>(epochs: &[Epoch], plan: &RunPlan, observer: &mut O) -> Result<(), RunError> {
    let first = epochs.first().filter(|e| e.from_day == 0).expect("the first epoch begins on day 0");
    let (mut world, mut economy) = World::open(&first.economy, plan);
    let (mut current, mut coming) = (first, epochs[1..].iter().peekable());
    for day in 0..plan.days {
        if !observer.goes_on() {
            return Err(RunError { day, trouble: Trouble::Stopped });
        }
        let changed = world.dawn(&economy, day);
        let mut is_new = false;
        while let Some(next) = coming.next_if(|e| e.from_day <= day) {
            (current, is_new) = (next, true);
        }
        if changed || is_new {
            economy = world.enter(&current.economy, is_new, plan);
        }
        let today = live(&mut world, &economy, day)?;
        observer.observe(&DayView { day, economy: &economy, today: &today, insight: Some(Insight::of(&world, &economy)) });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back() {
        assert!(Fidelity::ALL.into_iter().all(|f| Fidelity::from_name(f.name()) == Some(f)));
        assert_eq!(Fidelity::from_name("cohorts"), None);
    }
}
