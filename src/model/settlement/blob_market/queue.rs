//! Blobs that found no room in their block, first come, first served.

use std::collections::VecDeque;

/// Arrivals kept apart; more are joined into one, which only an endless excess of demand brings about.
const MOST_ARRIVALS: usize = 20_000;

/// Blobs that arrived in one block. They are served together: whoever has part in them has that part of every one served.
#[derive(Clone, Debug, Default, PartialEq)]
struct Arrival {
    left: u64,
    /// Blobs left of each chain; the rest is of others.
    of_chains: Vec<(usize, f64)>,
}

/// The queue.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Queue {
    arrivals: VecDeque<Arrival>,
    blobs: u64,
}

impl Queue {
    /// Blobs that wait.
    pub(super) fn blobs(&self) -> u64 {
        self.blobs
    }

    /// Blobs of chains that wait, the rest being of others.
    pub(super) fn of_chains(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.arrivals.iter().flat_map(|a| a.of_chains.iter().copied())
    }

    /// Puts `blobs` last, of which chains have the parts given.
    pub(super) fn join(&mut self, blobs: u64, of_chains: Vec<(usize, f64)>) {
        if blobs == 0 {
            return;
        }
        if self.arrivals.len() >= MOST_ARRIVALS {
            self.merge();
        }
        self.blobs += blobs;
        self.arrivals.push_back(Arrival { left: blobs, of_chains });
    }

    /// Takes out the first `blobs`, and tells `served` of every chain's part.
    pub(super) fn serve(&mut self, mut blobs: u64, mut served: impl FnMut(usize, f64)) {
        while blobs > 0 {
            let Some(first) = self.arrivals.front_mut() else { return };
            let taken = blobs.min(first.left);
            let part = taken as f64 / first.left as f64;
            for (k, count) in &mut first.of_chains {
                served(*k, *count * part);
                *count -= *count * part;
            }
            first.left -= taken;
            blobs -= taken;
            self.blobs -= taken;
            if first.left == 0 {
                self.arrivals.pop_front();
            }
        }
    }

    fn merge(&mut self) {
        let mut counts: Vec<(usize, f64)> = Vec::new();
        for (k, count) in self.arrivals.iter().flat_map(|a| a.of_chains.iter().copied()) {
            match counts.iter_mut().find(|(chain, _)| *chain == k) {
                Some((_, sum)) => *sum += count,
                None => counts.push((k, count)),
            }
        }
        self.arrivals.clear();
        self.arrivals.push_back(Arrival { left: self.blobs, of_chains: counts });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_come_first_served_and_those_of_one_block_share() {
        let mut queue = Queue::default();
        queue.join(6, vec![(0, 3.0), (1, 1.5)]);
        queue.join(2, vec![(2, 2.0)]);
        queue.join(0, vec![(2, 2.0)]);
        let mut served = [0.0; 3];
        queue.serve(4, |k, blobs| served[k] += blobs);
        assert_eq!((served, queue.blobs()), ([2.0, 1.0, 0.0], 4));
        queue.serve(3, |k, blobs| served[k] += blobs);
        assert_eq!((served, queue.blobs()), ([3.0, 1.5, 1.0], 1));
        queue.serve(9, |k, blobs| served[k] += blobs);
        assert_eq!((served, queue.blobs()), ([3.0, 1.5, 2.0], 0));
    }

    #[test]
    fn a_queue_without_end_is_joined_and_loses_nothing() {
        let mut queue = Queue::default();
        (0..MOST_ARRIVALS + 10).for_each(|i| queue.join(2, vec![(i % 3, 1.0)]));
        assert!(queue.arrivals.len() <= 11 && queue.blobs() == 2 * (MOST_ARRIVALS as u64 + 10));
        let of_chains: f64 = queue.of_chains().map(|(_, x)| x).sum();
        assert!((of_chains - (MOST_ARRIVALS + 10) as f64).abs() < 1e-6);
    }
}
