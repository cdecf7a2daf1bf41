//! The mean field: expected flows by unrounded probabilities, the deterministic limit of many agents and the reference of closed forms.

use super::{Flows, Members, Occupancy, Population};
use crate::engine::streams::Streams;
use crate::model::demand::transition::GroupLaw;
use crate::model::grid::Grid;
use rayon::prelude::*;

/// Largest relative error of a head count that float rounding explains.
const HEAD_TOLERANCE: f64 = 1e-9;

/// Expected people by group, node and location.
#[derive(Clone, Debug)]
pub struct MeanField {
    occupancy: Occupancy,
    users: Vec<f64>,
}

impl MeanField {
    /// Everybody at the start, nodes in proportion to their agents.
    #[must_use]
    pub fn new(members: &[Members], locations: usize) -> Self {
        let of_group = |m: &Members| -> Vec<f64> {
            let cells = m.nodes.iter().flat_map(|node| m.homes.iter().map(move |share| node.agents as f64 * m.people_per_agent * share));
            cells.collect()
        };
        let groups: Vec<Vec<f64>> = members.iter().map(of_group).collect();
        let users = groups.iter().map(|cells| cells.iter().sum()).collect();
        Self { occupancy: Occupancy { locations, groups }, users }
    }
}

impl Population for MeanField {
    fn choose(&mut self, laws: &[GroupLaw], _day: u32, _streams: &Streams) -> Flows {
        let n = self.occupancy.locations;
        let mut moves = Grid::zeros(laws.len(), n * n);
        let groups: Vec<Vec<f64>> = self.occupancy.groups.par_iter_mut().zip(laws).map(|(people, law)| step(people, law)).collect();
        groups.iter().enumerate().for_each(|(g, row)| moves.row_mut(g).copy_from_slice(row));
        Flows { moves }
    }

    fn occupancy(&self) -> &Occupancy {
        &self.occupancy
    }

    fn count_heads(&self) -> Result<(), (usize, f64)> {
        for (g, (cells, users)) in self.occupancy.groups.iter().zip(&self.users).enumerate() {
            let off = cells.iter().sum::<f64>() - users;
            if off.abs() > HEAD_TOLERANCE * users || cells.iter().any(|x| *x < 0.0) {
                return Err((g, off));
            }
        }
        Ok(())
    }
}

/// Moves one group; returns the flows, `[from × to]`.
fn step(people: &mut [f64], law: &GroupLaw) -> Vec<f64> {
    let n = law.locations();
    let (mut moves, mut row, mut next) = (vec![0.0; n * n], vec![0.0; n], vec![0.0; n]);
    if law.is_still() {
        return moves;
    }
    for (node, here) in people.chunks_exact_mut(n).enumerate() {
        next.fill(0.0);
        for (origin, &crowd) in here.iter().enumerate().filter(|(_, crowd)| **crowd > 0.0) {
            law.probabilities(node, origin, &mut row);
            for (j, p) in row.iter().enumerate() {
                next[j] += crowd * p;
                if j != origin {
                    moves[origin * n + j] += crowd * p;
                }
            }
        }
        here.copy_from_slice(&next);
    }
    moves
}
