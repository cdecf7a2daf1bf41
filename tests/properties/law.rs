//! The law of a day, with values drawn freely: as probabilities and as integers.

use crate::dice::{Dice, cases, numbers};
use crate::order::{order_of, permuted, shuffle};
use crate::scenarios::{Case, Wish, any_case};
use crate::support::distance;
use l2niche::model::demand::adoption::Awareness;
use l2niche::model::demand::transition::{GroupLaw, SwitchKernel, WIDTH};
use l2niche::model::economy::Economy;
use proptest::prelude::*;
use std::sync::Arc;

/// What rounding can change of a probability.
const ROUNDING: f64 = 1e-12;
/// Nodes of a law.
const NODES: usize = 3;

/// What the law of a group is made of, beside the economy.
#[derive(Clone, Debug)]
struct Making {
    /// Values of living on each chain, `[node][chain]`.
    values: Vec<Vec<f64>>,
    visibility: Vec<f64>,
    aware_share: f64,
}

impl Making {
    /// Values that span many scales of taste, some of them equal; chains seen by all, few or nobody.
    fn new(case: &Case, g: usize, dice: &mut Dice<'_>) -> Self {
        let n = case.spec.chains.len();
        let span = case.spec.groups[g].choice_scale_usd_per_month * dice.pick(&[1.0, 10.0, 1000.0]);
        let value = |dice: &mut Dice<'_>| if dice.chance(0.2) { 0.0 } else { dice.between(-span, span) };
        Self {
            values: (0..NODES).map(|_| (0..n).map(|_| value(dice)).collect()).collect(),
            visibility: (0..n).map(|_| dice.pick(&[1.0, 0.3, 1e-3, 0.0])).collect(),
            aware_share: dice.between(0.0, 1.0),
        }
    }

    fn law(&self, economy: &Economy, g: usize) -> GroupLaw {
        let kernel = Arc::new(SwitchKernel::new(economy, g));
        GroupLaw::new(economy, g, &kernel, &self.values.concat(), &self.visibility, Awareness::new(economy, g, self.aware_share))
    }
}

fn probabilities(law: &GroupLaw, node: usize, origin: usize) -> Vec<f64> {
    let mut row = vec![0.0; law.locations()];
    law.probabilities(node, origin, &mut row);
    row
}

/// Widths of stay, then of every place.
fn widths(law: &GroupLaw, node: usize, origin: usize) -> Vec<u64> {
    let n = law.locations();
    let (mut row, mut bounds) = (vec![0.0; n], vec![0; n + 1]);
    law.bounds(node, origin, &mut row, &mut bounds);
    (0..=n).map(|i| bounds[i] - if i == 0 { 0 } else { bounds[i - 1] }).collect()
}

/// Nodes and origins of a law.
fn cells(law: &GroupLaw) -> impl Iterator<Item = (usize, usize)> + use<> {
    let n = law.locations();
    (0..law.nodes() * n).map(move |i| (i / n, i % n))
}

proptest! {
    #![proptest_config(cases(256))]

    /// From every origin: probabilities sum to 1, integer widths to 2³², and each width is its probability rounded down; what is left over
    /// goes to one destination.
    #[test]
    fn a_law_is_one_as_probabilities_and_as_integers(case in any_case(Wish { blobs: false, lives: false, rewards: false }), more in numbers()) {
        let law = Making::new(&case, 0, &mut Dice::new(&more.0)).law(&case.economy(), 0);
        for (node, origin) in cells(&law) {
            let (row, widths) = (probabilities(&law, node, origin), widths(&law, node, origin));
            prop_assert!(row.iter().all(|p| (0.0..=1.0 + ROUNDING).contains(p)) && (row.iter().sum::<f64>() - 1.0).abs() < ROUNDING, "{row:?}");
            prop_assert_eq!(widths.iter().sum::<u64>(), WIDTH);
            let off = |j: &usize| (widths[1 + j] as f64 + if *j == origin { widths[0] as f64 } else { 0.0 }) - row[*j] * WIDTH as f64;
            let much = (0..row.len()).filter(|j| off(j).abs() > 1.0).count();
            prop_assert!(much <= 1 && (0..row.len()).all(|j| off(&j).abs() <= row.len() as f64), "{row:?} {widths:?}");
            let nowhere = (0..row.len()).filter(|j| *j != origin && row[*j] == 0.0);
            prop_assert_eq!(nowhere.map(|j| widths[1 + j]).sum::<u64>(), 0, "who cannot be drawn is not drawn");
        }
    }

    /// Probabilities to 1e-12, widths to ±1, the cell that takes the remainder to ± the number of destinations.
    #[test]
    fn another_order_of_chains_permutes_the_law(case in any_case(Wish { blobs: false, lives: false, rewards: false }), more in numbers(), shuffle in shuffle()) {
        let order = order_of(case.spec.chains.len(), &shuffle);
        let making = Making::new(&case, 0, &mut Dice::new(&more.0));
        let other = Making {
            values: making.values.iter().map(|row| permuted(row, &order)).collect(),
            visibility: permuted(&making.visibility, &order),
            ..making.clone()
        };
        let (a, b) = (making.law(&case.economy(), 0), other.law(&case.reordered(&order).economy(), 0));
        let places = permuted(&(0..a.locations()).collect::<Vec<_>>(), &order);
        for (node, origin) in cells(&a) {
            let old = places[origin];
            let (before, after) = (permuted(&probabilities(&a, node, old), &order), probabilities(&b, node, origin));
            prop_assert!(distance(&before, &after) < ROUNDING, "{before:?} {after:?}");
            let (before, after) = (widths(&a, node, old), widths(&b, node, origin));
            let before = [&before[..1], &permuted(&before[1..], &order)].concat();
            let off: Vec<u64> = before.iter().zip(&after).map(|(x, y)| x.abs_diff(*y)).collect();
            prop_assert!(off.iter().all(|x| *x <= before.len() as u64) && off.iter().filter(|x| **x > 1).count() <= 2, "{before:?} {after:?}");
        }
    }

    /// Only differences of utility count: a constant more for all chains and outside. Outside is worth 0 by definition; that it is worth c
    /// more is leaving cheaper by c·horizon and coming in dearer by as much. From every origin, aware or not.
    #[test]
    fn a_constant_added_to_all_utilities_changes_no_probability(mut case in any_case(Wish { blobs: false, lives: false, rewards: false }), more in numbers(), scales in -30.0..30.0f64) {
        // Capabilities and exchanges would spare users a share of the constant, too.
        case.spec.capabilities.iter_mut().for_each(|c| c.strength = 0.0);
        case.spec.exchanges.clear();
        let mut making = Making::new(&case, 0, &mut Dice::new(&more.0));
        let before = making.law(&case.economy(), 0);
        let group = &mut case.spec.groups[0];
        let constant = scales * group.choice_scale_usd_per_month;
        making.values.iter_mut().flatten().for_each(|v| *v += constant);
        group.switch.exit_usd -= constant * group.horizon_months;
        group.switch.onboarding_usd += constant * group.horizon_months;
        let after = making.law(&case.economy(), 0);
        for (node, origin) in cells(&before) {
            let (before, after) = (probabilities(&before, node, origin), probabilities(&after, node, origin));
            prop_assert!(distance(&before, &after) < ROUNDING, "{before:?} {after:?}");
        }
    }
}
