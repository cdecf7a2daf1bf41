//! Interoperability that shares more, with behaviour and prices held, hurts nobody.

use crate::dice::cases;
use crate::scenarios::{Wish, any_case};
use crate::support::*;
use l2niche::model::supply::conduct::Conduct;
use l2niche::model::supply::membership::Membership;
use proptest::prelude::*;

/// Day on which sharing rises.
const RISE: u32 = 3;
/// Relative slack for rounding.
const ROUNDING: f64 = 1e-12;

proptest! {
    #![proptest_config(cases(64))]

    /// Nobody reconsiders, becomes aware, routes anew or prices anew, so homes, routing, loads and prices are the same; then welfare has σ only in
    /// Σ_j people_j peers Σ_m σ_jm share_m and in Σ r_jvk a b benefit φ_kv [η ln(1 + Σ_m σ_km L_mv/L_ref) + χ ln(1 + Σ_m σ_km apps_mv/
    /// apps_ref)]. All other factors there are at least 0, and the value of tastes has no σ: neither reading falls, and both rise by as much. Where
    /// people of a group with peers live on two chains, they do rise.
    #[test]
    fn more_sharing_lowers_neither_reading_of_welfare(mut case in any_case(Wish { blobs: true, lives: false, rewards: false }), rise in 0.01..1.0f64) {
        case.spec.dynamics.routing_adjustment = 0.0;
        case.spec.interop.sharing *= 0.9;
        for policy in case.spec.chains.iter_mut().map(|chain| &mut chain.policy) {
            (policy.membership, policy.conduct) = (Membership::default(), Conduct::default());
        }
        for group in &mut case.spec.groups {
            group.attention_per_day = 0.0;
            group.terms.routing_adjustment = None;
            group.adoption.bass_p_per_year = 0.0;
            group.adoption.bass_q_per_year = 0.0;
        }
        case.spec.exchanges.clear();
        case.spec.systems.deals.clear();
        let mut open = case.spec.clone();
        open.interop.sharing += rise * (1.0 - open.interop.sharing);
        let days = run(case.spec.clone(), &case.plan);
        let others = run_epochs(&[(0, case.spec.clone()), (RISE, open)], &case.plan);
        for (day, (a, b)) in days.iter().zip(&others).enumerate() {
            // But for routes too faint to be held: a home from which nothing is done at all starts anew.
            prop_assert!(distance(a.transactions.cells(), b.transactions.cells()) < 1e-100, "day {day}: {a:?} {b:?}");
            prop_assert_eq!((&a.homes, &a.fee_usd, &a.postings), (&b.homes, &b.fee_usd, &b.postings));
            for (g, (x, y)) in a.groups.iter().zip(&b.groups).enumerate() {
                let systematic = y.welfare_systematic_usd - x.welfare_systematic_usd;
                let tastes = y.welfare_tastes_usd - x.welfare_tastes_usd;
                let slack = ROUNDING * (x.welfare_tastes_usd.abs() + x.welfare_systematic_usd.abs() + y.welfare_tastes_usd.abs());
                prop_assert!(systematic >= -slack && tastes >= -slack, "day {day}, group {g}: {systematic} {tastes}");
                prop_assert!((systematic - tastes).abs() <= 10.0 * slack, "day {day}, group {g}: {systematic} {tastes}");
                let homes = a.homes.row(g)[..case.spec.chains.len()].iter().filter(|people| **people > 1.0).count();
                let peers = case.spec.groups[g].peers_usd_per_month > 0.0 && homes > 1;
                prop_assert!(!peers || day < RISE as usize || systematic > slack, "day {day}, group {g}: {systematic}");
            }
        }
    }
}
