//! Individual agents: one byte each, sorted by group and node, moved in parallel over fixed blocks.
//!
//! Transcendental functions are called per node and chain; per agent and day there is one 32-bit uniform and, for those who stay, one
//! compare. Blocks are fixed by index, never by thread, and counts are integers, so results are the same at any number of threads.

use super::{Flows, Members, Occupancy, Population};
use crate::engine::streams::{Purpose, Streams};
use crate::model::demand::transition::GroupLaw;
use crate::model::grid::Grid;
use rand::Rng;
use rayon::prelude::*;

/// Agents in a block: a block has one random stream a day.
pub const BLOCK: usize = 4096;

/// Nodes whose law is laid out by one thread at a time: less is not worth handing over.
const NODES_AT_ONCE: usize = 16;

/// Groups of individuals.
#[derive(Clone, Debug)]
pub struct Agents {
    groups: Vec<Group>,
    occupancy: Occupancy,
}

#[derive(Clone, Debug)]
struct Group {
    name: String,
    people_per_agent: f64,
    /// First agent of each node, and the number of agents at the end.
    starts: Vec<usize>,
    /// Location of each agent, sorted by node.
    location: Vec<u8>,
    /// Agents by node and location.
    count: Vec<u64>,
    /// The day's law of all occupied origins, `[node × origin × (1 + location)]`; kept to spare memory traffic.
    bounds: Vec<u64>,
}

/// An agent who moved.
#[derive(Clone, Copy, Debug)]
struct Move {
    node: u32,
    from: u8,
    to: u8,
}

impl Agents {
    /// Everybody at the start: homes spread over each group's agents in the order of a golden-ratio sequence, so that every node has
    /// nearly the group's shares and the same scenario has the same start in every variant.
    #[must_use]
    pub fn new(members: &[Members], locations: usize) -> Self {
        let groups: Vec<Group> = members.iter().map(|m| Group::new(m, locations)).collect();
        let people = groups.iter().map(|group| {
            let mut people = vec![0.0; group.count.len()];
            group.count_people(&mut people);
            people
        });
        let people = people.collect();
        Self { groups, occupancy: Occupancy { locations, groups: people } }
    }
}

impl Population for Agents {
    fn choose(&mut self, laws: &[GroupLaw], day: u32, streams: &Streams) -> Flows {
        let n = self.occupancy.locations;
        // Groups and, within them, blocks share the threads; a group's results depend on nobody else's.
        let step = |((group, people), law): ((&mut Group, &mut Vec<f64>), &GroupLaw)| -> Vec<u64> {
            let flows = group.step(law, day, streams);
            group.count_people(people);
            flows
        };
        let flows: Vec<Vec<u64>> = self.groups.par_iter_mut().zip(&mut self.occupancy.groups).zip(laws).map(step).collect();
        let mut moves = Grid::zeros(laws.len(), n * n);
        for (g, (group, flows)) in self.groups.iter().zip(flows).enumerate() {
            moves.row_mut(g).iter_mut().zip(flows).for_each(|(cell, agents)| *cell = agents as f64 * group.people_per_agent);
        }
        Flows { moves }
    }

    fn occupancy(&self) -> &Occupancy {
        &self.occupancy
    }

    fn count_heads(&self) -> Result<(), (usize, f64)> {
        for (g, group) in self.groups.iter().enumerate() {
            let n = group.count.len() / (group.starts.len() - 1);
            let nodes = group.count.chunks_exact(n).zip(group.starts.windows(2));
            let off: i64 = nodes.map(|(row, ends)| row.iter().sum::<u64>() as i64 - (ends[1] - ends[0]) as i64).map(i64::abs).sum();
            if off != 0 {
                return Err((g, off as f64 * group.people_per_agent));
            }
        }
        Ok(())
    }
}

impl Group {
    fn new(members: &Members, locations: usize) -> Self {
        let mut starts = vec![0];
        starts.extend(members.nodes.iter().scan(0, |end, node| {
            *end += node.agents as usize;
            Some(*end)
        }));
        let location = initial_locations(*starts.last().expect("starts is never empty"), &members.homes);
        let mut count = vec![0; members.nodes.len() * locations];
        for (node, ends) in starts.windows(2).enumerate() {
            location[ends[0]..ends[1]].iter().for_each(|l| count[node * locations + *l as usize] += 1);
        }
        Self {
            name: members.name.clone(),
            people_per_agent: members.people_per_agent,
            starts,
            location,
            bounds: vec![0; count.len() * (locations + 1)],
            count,
        }
    }

    /// People by node and location.
    fn count_people(&self, people: &mut [f64]) {
        people.iter_mut().zip(&self.count).for_each(|(people, agents)| *people = *agents as f64 * self.people_per_agent);
    }

    /// Moves everybody; returns agents by from × to.
    fn step(&mut self, law: &GroupLaw, day: u32, streams: &Streams) -> Vec<u64> {
        let n = law.locations();
        let mut flows = vec![0; n * n];
        if law.is_still() {
            return flows;
        }
        self.lay_bounds(law);
        let (starts, name, bounds) = (&self.starts, &self.name, &self.bounds);
        let walk = |(block, homes): (usize, &mut [u8])| -> Vec<Move> {
            let mut random = streams.of(Purpose::HomeChoice, name, day, block as u32);
            move_block(homes, block * BLOCK, starts, bounds, n, &mut random)
        };
        let moved: Vec<Vec<Move>> = self.location.par_chunks_mut(BLOCK).enumerate().map(walk).collect();
        for m in moved.iter().flatten() {
            let row = m.node as usize * n;
            self.count[row + m.from as usize] -= 1;
            self.count[row + m.to as usize] += 1;
            flows[m.from as usize * n + m.to as usize] += 1;
        }
        flows
    }

    fn lay_bounds(&mut self, law: &GroupLaw) {
        let n = law.locations();
        let nodes = self.bounds.par_chunks_mut(n * (n + 1)).zip(self.count.par_chunks(n)).enumerate().with_min_len(NODES_AT_ONCE);
        nodes.for_each_init(
            || vec![0.0; n],
            |row, (node, (bounds, count))| {
                for (origin, _) in count.iter().enumerate().filter(|(_, agents)| **agents > 0) {
                    law.bounds(node, origin, row, &mut bounds[origin * (n + 1)..][..n + 1]);
                }
            },
        );
    }
}

/// Locations of `agents` agents whose shares are `homes`: inverse CDF of a golden-ratio sequence.
fn initial_locations(agents: usize, homes: &[f64]) -> Vec<u8> {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let cumulative: Vec<f64> = homes
        .iter()
        .scan(0.0, |sum, share| {
            *sum += share;
            Some(*sum)
        })
        .collect();
    let last = homes.iter().rposition(|share| *share > 0.0).unwrap_or(homes.len() - 1);
    let location = |i: usize| {
        let u = (0.5 + i as f64 * GOLDEN).fract();
        cumulative.iter().position(|c| u < *c).unwrap_or(last) as u8
    };
    (0..agents).map(location).collect()
}

/// Moves the agents of one block, which starts at agent `first`.
fn move_block(homes: &mut [u8], first: usize, starts: &[usize], bounds: &[u64], n: usize, random: &mut impl Rng) -> Vec<Move> {
    let mut moved = Vec::new();
    // A byte always finds its place here, so that those who stay cost one look-up and one compare.
    let mut stay = [0; 1 << u8::BITS];
    let mut node = starts.partition_point(|start| *start <= first) - 1;
    let mut begin = 0;
    while begin < homes.len() {
        let end = (starts[node + 1] - first).min(homes.len());
        let table = &bounds[node * n * (n + 1)..][..n * (n + 1)];
        stay.iter_mut().zip(table.iter().step_by(n + 1)).for_each(|(stay, bound)| *stay = *bound);
        for home in &mut homes[begin..end] {
            let u = u64::from(random.next_u32());
            if u >= stay[*home as usize] {
                let to = destination(&table[*home as usize * (n + 1)..][..n + 1], u);
                moved.push(Move { node: node as u32, from: *home, to });
                *home = to;
            }
        }
        begin = end;
        node += 1;
    }
    moved
}

#[cold]
fn destination(bounds: &[u64], u: u64) -> u8 {
    bounds[1..].iter().position(|bound| u < *bound).expect("bounds end at 2^32") as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initial_locations_have_the_shares_asked_for() {
        let start = initial_locations(10_000, &[0.5, 0.0, 0.3, 0.2]);
        let count = |l: u8| start.iter().filter(|x| **x == l).count() as f64 / 1e4;
        assert!((count(0) - 0.5).abs() < 1e-3 && count(1) == 0.0 && (count(2) - 0.3).abs() < 1e-3 && (count(3) - 0.2).abs() < 1e-3);
        assert_eq!(initial_locations(3, &[0.0, 1.0]), [1, 1, 1]);
    }
}
