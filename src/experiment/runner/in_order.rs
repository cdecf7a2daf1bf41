//! Results that finish in any order, handed out in one.

use std::collections::BTreeMap;

/// Takes results of (variant, replicate) as they finish and hands them out in canonical order: replicate by replicate, each in all its
/// variants, so that a study that breaks off has whole replicates, which can be compared.
///
/// What waits for a predecessor is held in memory; runs started in canonical order keep that to about one result a thread.
#[derive(Clone, Debug)]
pub struct InOrder<T> {
    variants: usize,
    replicates: usize,
    /// Place of the next result in canonical order.
    next: usize,
    waiting: BTreeMap<usize, T>,
}

impl<T> InOrder<T> {
    /// A gate for `variants` × `replicates` results.
    #[must_use]
    pub fn new(variants: usize, replicates: usize) -> Self {
        Self { variants, replicates, next: 0, waiting: BTreeMap::new() }
    }

    /// Takes one result and hands out what is now due, as (variant, replicate, result), in canonical order.
    ///
    /// # Panics
    /// If the indices are out of range or the result was there already: a fault of the caller, which would lose or repeat rows.
    pub fn push(&mut self, variant: usize, replicate: usize, result: T) -> Vec<(usize, usize, T)> {
        assert!(variant < self.variants && replicate < self.replicates, "no such run: variant {variant}, replicate {replicate}");
        let index = replicate * self.variants + variant;
        let known = index < self.next || self.waiting.insert(index, result).is_some();
        assert!(!known, "variant {variant}, replicate {replicate} finished twice");
        let mut due = Vec::new();
        while let Some(result) = self.waiting.remove(&self.next) {
            due.push((self.next % self.variants, self.next / self.variants, result));
            self.next += 1;
        }
        due
    }

    /// Results held until a predecessor finishes.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Whether every result has been handed out.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.next == self.variants * self.replicates
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn finishing_order() -> impl Strategy<Value = (usize, usize, Vec<(usize, usize)>)> {
        (1usize..5, 1usize..9).prop_flat_map(|(variants, replicates)| {
            let runs: Vec<_> = (0..variants).flat_map(|v| (0..replicates).map(move |r| (v, r))).collect();
            (Just(variants), Just(replicates), Just(runs).prop_shuffle())
        })
    }

    proptest! {
        #[test]
        fn any_order_in_is_canonical_order_out_as_early_as_possible((variants, replicates, order) in finishing_order()) {
            let mut gate = InOrder::new(variants, replicates);
            let mut out = Vec::new();
            for (pushed, &(v, r)) in order.iter().enumerate() {
                prop_assert!(!gate.is_complete());
                out.extend(gate.push(v, r, v * 100 + r));
                prop_assert_eq!(out.len() + gate.waiting(), pushed + 1);
                let due = (0..).take_while(|i| order[..=pushed].contains(&(i % variants, i / variants))).count();
                prop_assert_eq!(out.len(), due);
            }
            let canonical: Vec<_> = (0..replicates).flat_map(|r| (0..variants).map(move |v| (v, r, v * 100 + r))).collect();
            prop_assert_eq!(out, canonical);
            prop_assert!(gate.is_complete());
        }
    }

    #[test]
    #[should_panic(expected = "finished twice")]
    fn a_result_handed_out_before_is_refused() {
        let mut gate = InOrder::new(1, 2);
        gate.push(0, 0, ());
        gate.push(0, 0, ());
    }

    #[test]
    #[should_panic(expected = "finished twice")]
    fn a_result_that_waits_already_is_refused() {
        let mut gate = InOrder::new(1, 2);
        gate.push(0, 1, ());
        gate.push(0, 1, ());
    }

    #[test]
    #[should_panic(expected = "no such run")]
    fn a_run_outside_the_plan_is_refused() {
        InOrder::new(2, 2).push(0, 2, ());
    }
}
