//! What to run: for how long, with which chance, over which epochs of the economy.

use crate::model::economy::Economy;

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
    /// Share of each group that starts on each chain, `[group][chain in order, then outside]`; each row sums to 1.
    pub homes: Vec<Vec<f64>>,
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
