//! Populations: who lives where, and how a day's law moves them. One trait, two fidelities.

pub mod agents;
pub mod mean_field;

use crate::engine::streams::Streams;
use crate::model::demand::transition::GroupLaw;
use crate::model::grid::Grid;
use crate::model::user_group::TasteNode;

/// Who a group is made of, as far as populations need it.
#[derive(Clone, Debug)]
pub struct Members {
    /// Name of the group: the entity of its random streams.
    pub name: String,
    /// Taste nodes.
    pub nodes: Vec<TasteNode>,
    /// People for whom an agent stands.
    pub people_per_agent: f64,
    /// Share of the group that starts at each location (chains in order, then outside, then unaware).
    pub homes: Vec<f64>,
}

/// People by group, taste node and location (chains in order, then outside, then unaware).
#[derive(Clone, Debug, PartialEq)]
pub struct Occupancy {
    locations: usize,
    groups: Vec<Vec<f64>>,
}

impl Occupancy {
    /// People of a group, `[node × location]`.
    #[must_use]
    pub fn group(&self, g: usize) -> &[f64] {
        &self.groups[g]
    }

    /// Number of locations: chains, then outside, then unaware.
    #[must_use]
    pub fn locations(&self) -> usize {
        self.locations
    }

    /// People of a group by location.
    #[must_use]
    pub fn by_location(&self, g: usize) -> Vec<f64> {
        (0..self.locations).map(|l| self.groups[g].iter().skip(l).step_by(self.locations).sum()).collect()
    }
}

/// People who moved on a day, `[group][from × to]`.
#[derive(Clone, Debug)]
pub struct Flows {
    /// One row per group.
    pub moves: Grid,
}

/// A population: the one seam between fidelities.
pub trait Population: Send {
    /// Moves everybody by the day's law, one law per group.
    fn choose(&mut self, laws: &[GroupLaw], day: u32, streams: &Streams) -> Flows;

    /// Who lives where.
    fn occupancy(&self) -> &Occupancy;

    /// Checks that nobody appeared or vanished; the position of a group that lost or won people, and by how many.
    ///
    /// # Errors
    /// The first group whose head count is off.
    fn count_heads(&self) -> Result<(), (usize, f64)>;
}
