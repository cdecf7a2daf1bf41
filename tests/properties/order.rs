//! The order and the names of things do not matter.

use crate::dice::cases;
use crate::scenarios::{Case, Wish, any_case};
use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::model::id::{ChainId, Places};
use l2niche::model::supply::chain::Chain;
use l2niche::model::supply::conduct::Conduct;
use l2niche::model::supply::governance::GovernanceForm;
use proptest::prelude::*;

/// What rounding can change of a share on the first day …
const FIRST_DAY: f64 = 1e-12;
/// … and after many days.
const LATER: f64 = 1e-9;

proptest! {
    #![proptest_config(cases(48))]

    /// Shares of the first day, which are unrounded probabilities, to 1e-12, and of 25 days to 1e-9. Blobs are left out: their market counts
    /// whole blobs, so the last bit of a sum can be worth one; ends of chains, which the last bit of a treasury can decide; rewards, which
    /// can be worth fortunes; and reviews, which stop searching at a tolerance and can be turned by the last bit of a profit.
    #[test]
    fn the_order_of_chains_does_not_matter(mut case in any_case(Wish { blobs: false, lives: false, rewards: false }), shuffle in shuffle()) {
        case.spec.chains.iter_mut().for_each(|chain| chain.policy.conduct = Conduct::default());
        let order = order_of(case.spec.chains.len(), &shuffle);
        let other = case.reordered(&order);
        let (days, others) = (run(case.spec.clone(), &case.plan), run(other.spec, &other.plan));
        for (day, (a, b)) in days.iter().zip(&others).enumerate() {
            let most = if day == 0 { FIRST_DAY } else { LATER };
            for (g, group) in case.spec.groups.iter().enumerate() {
                let (people, moves) = (permuted(a.homes.row(g), &order), permuted_pairs(a.moves.row(g), &order));
                prop_assert!(distance(&people, b.homes.row(g)) < most * group.users, "day {}: {:?} {:?}", day, people, b.homes.row(g));
                prop_assert!(distance(&moves, b.moves.row(g)) < most * group.users, "day {day}: moves");
            }
            loads_are_alike(a, b, &order, case.spec.verticals.len())?;
        }
    }

    /// Names of chains, stacks, exchanges and tokens are nobody's business: nothing changes by a bit, with ends and blobs, in both fidelities.
    /// (Groups, verticals, programmes, experiments, deals, chains that may be dropped and votes on reviews have streams of chance by name.)
    #[test]
    fn names_do_not_matter(mut case in any_case(Wish { blobs: true, lives: true, rewards: true })) {
        case.spec.systems.innovation.experiments_per_year = 0.0;
        case.spec.capabilities.iter_mut().for_each(|c| c.delisting_per_year = 0.0);
        let deciding = case.spec.chains.iter_mut().filter(|c| c.policy.conduct.decides());
        deciding.for_each(|c| c.policy.governance.form = GovernanceForm::Company);
        let mut named = case.spec.clone();
        named.chains.iter_mut().rev().enumerate().for_each(|(i, c)| c.name = format!("a{i}"));
        named.stacks.iter_mut().enumerate().for_each(|(i, s)| s.name = format!("chain-{i}"));
        named.exchanges.iter_mut().enumerate().for_each(|(i, x)| x.name = format!("group-{i}"));
        named.systems.tokens.iter_mut().enumerate().for_each(|(i, t)| t.name = format!("exchange-{i}"));
        for plan in [case.plan.clone(), agents(&case.plan)] {
            let (a, b) = (run(case.spec.clone(), &plan), run(named.clone(), &plan));
            prop_assert!(a.iter().zip(&b).all(|(a, b)| same(a, b)));
        }
    }
}

fn loads_are_alike(a: &Today, b: &Today, order: &[usize], verticals: usize) -> Result<(), TestCaseError> {
    let all_apps: f64 = a.apps.cells().iter().sum();
    for (new, old) in order.iter().enumerate() {
        for v in 0..verticals {
            let (x, y) = (a.transactions[(*old, v)], b.transactions[(new, v)]);
            prop_assert!((x - y).abs() <= LATER * (x + y) + LATER, "{x} {y}");
            let (x, y) = (a.apps[(*old, v)], b.apps[(new, v)]);
            // Grants from a common pot carry the rounding of the whole pot, so a chain that earns next to nothing has that of the others.
            prop_assert!((x - y).abs() <= LATER * (1.0 + all_apps), "apps: {x} {y}");
        }
        let (x, y) = (a.gas_price_gwei[*old], b.gas_price_gwei[new]);
        prop_assert!((x - y).abs() <= LATER * (x + y), "{x} {y}");
    }
    Ok(())
}

/// What an order is made of: chains are sorted by these.
pub(crate) fn shuffle() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.0..1.0f64, 6)
}

/// `order[new] = old`.
pub(crate) fn order_of(n: usize, shuffle: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| shuffle[*a].total_cmp(&shuffle[*b]));
    order
}

/// A row over places with chains in another order.
pub(crate) fn permuted<T: Copy>(row: &[T], order: &[usize]) -> Vec<T> {
    order.iter().copied().chain(order.len()..row.len()).map(|old| row[old]).collect()
}

/// A row over pairs of places with chains in another order.
fn permuted_pairs(pairs: &[f64], order: &[usize]) -> Vec<f64> {
    let n = Places::of(order.len()).count();
    let rows: Vec<Vec<f64>> = pairs.chunks_exact(n).map(|row| permuted(row, order)).collect();
    let places: Vec<usize> = (0..n).collect();
    permuted(&places, order).into_iter().flat_map(|old| rows[old].clone()).collect()
}

impl Case {
    /// The same scenario with chains in another order.
    pub(crate) fn reordered(&self, order: &[usize]) -> Self {
        let (mut case, old) = (self.clone(), &self.spec.chains);
        let place = |id: ChainId| ChainId::at(order.iter().position(|o| *o == id.index()).expect("an order has all chains"));
        case.spec.chains = order.iter().map(|o| Chain { parent: old[*o].parent.map(place), ..old[*o].clone() }).collect();
        case.spec.exchanges.iter_mut().for_each(|x| x.chain = place(x.chain));
        case.spec.systems.tokens.iter_mut().for_each(|t| t.chain = place(t.chain));
        case.spec.systems.programmes.iter_mut().for_each(|p| p.chain = place(p.chain));
        case.spec.systems.incidents.iter_mut().for_each(|i| i.chain = place(i.chain));
        case.spec.systems.deals.iter_mut().for_each(|deal| deal.chain = place(deal.chain));
        case.plan.homes.iter_mut().for_each(|homes| *homes = permuted(homes, order));
        case
    }
}
