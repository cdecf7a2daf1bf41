//! A mandate (a `gate` that a group begins to require): whom it moves, what complying costs, and how long a lead that it gave lasts.

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::model::economy::Spec;
use l2niche::model::supply::capability::{Capability, Channel, Conflict};

const MANDATE: u32 = 10;
const REQUIRED: f64 = 0.7;
const PROGRAMME_USD_PER_YEAR: f64 = 1e6;
const SURCHARGE_USD_PER_YEAR: f64 = 2e6;

/// Two general chains with some privacy and one that is compliant from the start; institutions and others, who compare every day. Nothing
/// that one group does reaches the other.
fn world() -> Spec {
    let mut spec = like_chains(3);
    let capability = |name: &str, channel| Capability {
        delisting_per_year: 0.0,
        name: name.into(),
        channel,
        strength: 0.5,
        k0: 0.2,
        frontier_usd_per_year: 1e6,
    };
    spec.capabilities = vec![capability("compliance", Channel::Gate), capability("privacy", Channel::Fit)];
    spec.conflicts = vec![Conflict { pair: (0, 1), surcharge_usd_per_year: SURCHARGE_USD_PER_YEAR }];
    spec.verticals[0].needs = vec![0.0, 0.0];
    spec.use_observed_levels = true;
    spec.chains.iter_mut().zip([0.0, 0.0, 0.8]).for_each(|(c, level)| c.observed_levels = vec![Some(level), Some(0.4)]);
    spec.groups.push(group("institutions", 1));
    spec.groups.iter_mut().for_each(|g| g.requires = vec![0.0, 0.0]);
    spec
}

fn with_mandate(mut spec: Spec) -> Spec {
    spec.groups[1].requires = vec![REQUIRED, 0.0];
    spec
}

/// What complying takes: the level, and a programme that costs as much a year wherever it is run.
fn comply(mut spec: Spec) -> Spec {
    for chain in &mut spec.chains[..2] {
        chain.observed_levels[0] = Some(REQUIRED);
        chain.fixed_cost_usd_per_year += PROGRAMME_USD_PER_YEAR;
    }
    spec
}

fn course(later: Spec) -> Vec<Today> {
    run_epochs(&[(0, world()), (MANDATE, later)], &plan(&world(), MANDATE + 5))
}

#[test]
fn a_mandate_moves_those_it_binds_and_nobody_else() {
    let (free, bound) = (course(world()), course(with_mandate(world())));
    for (day, (without, with)) in free.iter().zip(&bound).enumerate() {
        assert_eq!(without.homes.row(0), with.homes.row(0), "day {day}: those it does not bind");
        let everybody = with.homes[(1, 2)] == 1e6;
        assert_eq!(everybody, day as u32 >= MANDATE, "day {day}: {:?}", with.homes.row(1));
    }
    let profit = |days: &[Today], j: usize| days.last().unwrap().accounts[j].profit();
    assert!((0..2).all(|j| profit(&bound, j) < profit(&free, j)) && profit(&bound, 2) > profit(&free, 2));
}

/// A general chain that complies that day keeps everybody, to the bit; it pays its programme, and the surcharge on the smaller of the two
/// levels that conflict.
#[test]
fn who_complies_the_same_day_keeps_everybody_and_pays_for_it() {
    let (free, complied) = (course(world()), course(comply(with_mandate(world()))));
    let people = |days: &[Today]| days.iter().map(|d| (d.homes.clone(), d.transactions.clone(), d.groups.clone())).collect::<Vec<_>>();
    assert!(people(&free) == people(&complied), "nobody notices");
    let expected = (PROGRAMME_USD_PER_YEAR + SURCHARGE_USD_PER_YEAR * 0.4) / 365.0;
    let extra = |day: u32, j: usize| (free[day as usize].accounts[j].profit() - complied[day as usize].accounts[j].profit()).usd();
    for j in 0..2 {
        assert_eq!(extra(MANDATE - 1, j), 0.0);
        assert!((extra(MANDATE, j) - expected).abs() < 3e-6, "chain {j}: {}", extra(MANDATE, j));
    }
    assert_eq!(extra(MANDATE, 2), 0.0, "who complied before pays nothing new");
}

/// The general chain complies late, when all institutions are on the other. With company worth `peers` they rest where Brock and Durlauf
/// say, m = tanh(peers · m/2μ), from m = 1: a lead below peers = 2μ fades to nothing, beyond it lasts.
#[test]
fn a_lead_that_a_mandate_gave_lasts_only_where_company_holds_it() {
    for (beta, expected) in [(0.9, 0.0), (1.2, 0.658_570), (1.5, 0.858_560), (2.0, 0.957_504)] {
        let mut before = world();
        before.chains.remove(0);
        set_fast(&mut before);
        before.groups[1].uses = vec![None];
        before.groups[1].peers_usd_per_month = 2.0 * beta;
        let late = comply(with_mandate(before.clone()));
        let plan = plan(&before, 400);
        let days = run_epochs(&[(0, before.clone()), (MANDATE, with_mandate(before)), (MANDATE + 30, late)], &plan);
        let lead = |day: usize| (days[day].homes[(1, 1)] - days[day].homes[(1, 0)]) / 1e6;
        assert_eq!(lead(MANDATE as usize), 1.0);
        assert!((lead(399) - expected).abs() < 1e-6, "β {beta}: {}", lead(399));
    }
}
