//! A chain that nobody may use changes no bit of what the others do.

use crate::dice::cases;
use crate::scenarios::{Case, Wish, any_case};
use crate::support::*;
use l2niche::engine::observer::{Today, TurnKind};
use l2niche::model::economy::Spec;
use l2niche::model::grid::Grid;
use l2niche::model::id::{ChainId, Places};
use l2niche::model::ledger::{Account, Posting};
use l2niche::model::supply::capability::{Capability, Channel};
use l2niche::model::supply::chain::ChainKind;
use l2niche::model::supply::life::Life;
use l2niche::model::units::MicroUsd;
use proptest::prelude::*;

/// Why nobody may use the newcomer.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Because {
    /// It never opens.
    Unborn,
    /// It lacks what every group requires.
    Gate,
}

proptest! {
    #![proptest_config(cases(48))]

    /// Wherever in the list it stands, with blobs and ends of chains, in both fidelities: homes, moves, loads, prices, welfare, accounts,
    /// payments and turns of the others are the same bits.
    #[test]
    fn a_chain_that_nobody_may_use_changes_no_bit_of_the_others(mut case in any_case(Wish { blobs: true, lives: true, rewards: true }), place in 0.0..1.0f64, unborn: bool) {
        // All require a licence, which all have.
        require_licence(&mut case.spec);
        let at = (place * (case.spec.chains.len() + 1) as f64) as usize;
        let other = with_newcomer(&case, at, if unborn { Because::Unborn } else { Because::Gate });
        for fidelity in [|case: &Case| case.plan.clone(), |case: &Case| agents(&case.plan)] {
            let (days, others) = (run(case.spec.clone(), &fidelity(&case)), run(other.spec.clone(), &fidelity(&other)));
            for (day, (a, b)) in days.iter().zip(&others).enumerate() {
                prop_assert!(b.homes.column_sum(at) == 0.0, "day {day}: people on the newcomer");
                let others = without(b, at, case.spec.chains.len());
                prop_assert!(same(a, &others), "day {}: {:?}\n{:?}", day, a, others);
            }
        }
    }
}

fn require_licence(spec: &mut Spec) {
    let licence = Capability {
        name: "licence".into(),
        channel: Channel::Gate,
        strength: 0.0,
        k0: 0.0,
        frontier_usd_per_year: 1.0,
        delisting_per_year: 0.0,
    };
    spec.capabilities.push(licence);
    spec.use_observed_levels = true;
    spec.verticals.iter_mut().for_each(|v| v.needs.push(0.0));
    spec.chains.iter_mut().for_each(|c| c.observed_levels.push(Some(1.0)));
    spec.groups.iter_mut().for_each(|g| g.requires.push(1.0));
    // A copy is one whoever may use it; where there is but one focus to have, every newcomer is a copy.
    if spec.verticals.len() == 1 {
        spec.dynamics.clone_correction = 0.0;
    }
}

/// The scenario with one more chain at position `at`.
fn with_newcomer(case: &Case, at: usize, because: Because) -> Case {
    let mut case = case.clone();
    let mut newcomer = chain("newcomer");
    newcomer.kind = ChainKind::L2;
    newcomer.latency_s = 0.0;
    newcomer.focus = odd_focus(case.spec.verticals.len());
    newcomer.observed_levels = vec![Some(1.0); case.spec.capabilities.len()];
    match because {
        Because::Unborn => newcomer.life = Life { launch_day: case.plan.days, ..Life::default() },
        Because::Gate => *newcomer.observed_levels.last_mut().expect("the licence") = Some(0.0),
    }
    let place = |id: ChainId| ChainId::at(id.index() + usize::from(id.index() >= at));
    case.spec.chains.iter_mut().for_each(|c| c.parent = c.parent.map(place));
    case.spec.exchanges.iter_mut().for_each(|x| x.chain = place(x.chain));
    case.spec.systems.tokens.iter_mut().for_each(|t| t.chain = place(t.chain));
    case.spec.systems.programmes.iter_mut().for_each(|p| p.chain = place(p.chain));
    case.spec.systems.incidents.iter_mut().for_each(|i| i.chain = place(i.chain));
    case.spec.systems.deals.iter_mut().for_each(|deal| deal.chain = place(deal.chain));
    case.spec.chains.insert(at, newcomer);
    case.plan.homes.iter_mut().for_each(|homes| homes.insert(at, 0.0));
    case
}

/// A focus that no other chain has, unless there is but one: such a chain is nobody's copy.
fn odd_focus(verticals: usize) -> Vec<f64> {
    let mut focus = vec![0.3 / verticals as f64; verticals];
    focus[0] += 0.7;
    focus
}

/// The day without the chain at position `at`, in a world of `chains` others.
fn without(today: &Today, at: usize, chains: usize) -> Today {
    let mut day = today.clone();
    let (places, verticals) = (Places::of(chains + 1).count(), today.fee_usd.row(0).len());
    day.homes = kept(&today.homes, |_, place| place != at);
    day.moves = kept(&today.moves, |_, pair| pair / places != at && pair % places != at);
    day.apps = kept(&today.apps, |k, _| k != at);
    (day.transactions, day.fee_usd) = (kept(&today.transactions, |k, _| k != at), kept(&today.fee_usd, |k, _| k != at));
    day.apps = kept(&today.apps, |k, _| k != at);
    assert_eq!(day.fee_usd.cells().len(), chains * verticals);
    let Today { gas_price_gwei, dropped_gas, congested_share, accounts, life, .. } = &mut day;
    for numbers in [gas_price_gwei, dropped_gas, congested_share] {
        numbers.remove(at);
    }
    accounts.remove(at);
    life.status.remove(at);
    life.assets_usd.remove(at);
    life.turns.retain(|turn| turn.chain != at || turn.kind == TurnKind::Sunset);
    life.turns.iter_mut().for_each(|turn| turn.chain -= usize::from(turn.chain > at));
    let others = today.postings.iter().filter(|p| p.from != Account::Chain(at as u16));
    day.postings = others.map(|p| Posting { from: moved_up(p.from, at), to: moved_up(p.to, at), ..*p }).collect();
    assert!(today.accounts[at].revenue == MicroUsd::ZERO, "nobody pays the newcomer");
    day
}

/// Cells of a matrix for which `keep` holds, by row and column; as many in every row that has any.
fn kept(grid: &Grid, keep: impl Fn(usize, usize) -> bool) -> Grid {
    let columns = grid.row(0).len();
    let row = |r: usize| (0..columns).filter(|c| keep(r, *c)).map(|c| grid[(r, c)]).collect::<Vec<f64>>();
    let rows: Vec<Vec<f64>> = (0..grid.cells().len() / columns).map(row).filter(|row| !row.is_empty()).collect();
    let mut kept = Grid::zeros(rows.len(), rows.first().map_or(0, Vec::len));
    kept.cells_mut().copy_from_slice(&rows.concat());
    kept
}

fn moved_up(account: Account, at: usize) -> Account {
    match account {
        Account::Chain(k) if k as usize > at => Account::Chain(k - 1),
        other => other,
    }
}
