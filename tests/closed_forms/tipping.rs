//! When two like chains tip: network effects against tastes for routing (ν) and for homes (μ), sharing σ and friction κ (model.md §13).
//!
//! Liquidity of chain 1 is L₀(1 + y), of chain 2 L₀(1 − y); the network term is h ln(1 + (L + σL')/ref) with h = benefit · η. Then, to
//! first order in y and with everybody doing every vertical (value ≫ ν),
//! - value₁ − value₂ = 2gy with g = h (1−σ)/(1+σ) · D/(D + ref), D = L₀(1+σ);
//! - routing: a home's own chain has the share p = 1/(1 + e^{−κ/ν}), and 4p(1−p) = 1 − τ² with τ = tanh(κ/2ν), so desired routing shifts
//!   liquidity by (1−τ²)(g/ν) y =: A y;
//! - homes: V₁ − V₂ = 2nτgy over n verticals, a share difference u = (nτg/μ) y, of which τ reaches liquidity: (nτ²g/μ) y =: C y.
//!
//! With attention 1, routing adjustment a and liquidity weight λ a day: R ← (1−a)R + aAy and y ← (1−λ)y + λ(R + Cy), a linear map with
//! trace (1−a) + (1−λ) + λ(aA + C) and determinant (1−a)(1 − λ + λC). Its larger eigenvalue passes 1 exactly where A + C = 1, at any
//! speeds. The tests measure the factor by which the gap grows a day and compare it with that eigenvalue.

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::model::economy::Spec;

#[derive(Clone, Copy, Debug)]
struct Case {
    verticals: usize,
    sharing: f64,
    /// κ/ν.
    friction: f64,
    /// Reference liquidity over total liquidity.
    reference: f64,
}

const NU: f64 = 1.0;
const MU: f64 = 2.0;
const BENEFIT: f64 = 100.0;
const ADJUSTMENT: f64 = 0.2;
/// 10⁶ users, 20 transactions a month, 10 USD each: USD a day and vertical.
const TOTAL_LIQUIDITY: f64 = 1e6 * 20.0 / 30.0 * 10.0;

impl Case {
    /// g/h, A/h and C/h of the derivation.
    fn slopes(self) -> (f64, f64) {
        let depth = 0.5 * (1.0 + self.sharing);
        let g = (1.0 - self.sharing) / (1.0 + self.sharing) * depth / (depth + self.reference);
        let tau = (self.friction / 2.0).tanh();
        (g * (1.0 - tau * tau) / NU, g * self.verticals as f64 * tau * tau / MU)
    }

    /// Strength at which A + C = 1.
    fn critical_strength(self) -> f64 {
        let (a, c) = self.slopes();
        1.0 / (a + c)
    }

    fn spec(self, strength: f64) -> Spec {
        let mut spec = like_chains(2);
        set_fast(&mut spec);
        set_links(&mut spec, self.sharing, self.friction * NU);
        let group = &mut spec.groups[0];
        group.choice_scale_usd_per_month = MU;
        group.routing_scale = NU / BENEFIT;
        group.uses[0].as_mut().unwrap().benefit_usd_per_month = BENEFIT;
        let vertical = &mut spec.verticals[0];
        // Inelastic: transactions, hence liquidity, depend on homes and routing alone.
        vertical.fee_elasticity = 0.0;
        vertical.network_strength = strength / BENEFIT;
        vertical.liquidity_ref_usd_per_day = self.reference * TOTAL_LIQUIDITY;
        set_verticals(&mut spec, self.verticals);
        spec
    }

    fn eigenvalue(self, strength: f64, lambda: f64) -> f64 {
        let (a, c) = self.slopes();
        let (a, c) = (strength * a, strength * c);
        let trace = (1.0 - ADJUSTMENT) + (1.0 - lambda) + lambda * (ADJUSTMENT * a + c);
        let determinant = (1.0 - ADJUSTMENT) * (1.0 - lambda + lambda * c);
        (trace + (trace * trace - 4.0 * determinant).sqrt()) / 2.0
    }
}

fn gap(today: &Today) -> f64 {
    let (one, two) = (today.transactions[(0, 0)], today.transactions[(1, 0)]);
    (one - two) / (one + two)
}

/// Factor a day by which the gap grows between days 150 and 200, when fast modes have died: (0.8)^150 of them is left. The start is one
/// part in a million from equal, so what is of second order in the gap stays below 1e-6.
fn growth(spec: &Spec) -> f64 {
    let mut plan = plan(spec, 200);
    plan.homes = vec![vec![0.5 + 1e-6, 0.5 - 1e-6, 0.0]];
    let days = run(spec.clone(), &plan);
    (gap(&days[199]) / gap(&days[149])).powf(1.0 / 50.0)
}

fn tips_at_its_critical_strength(case: Case) {
    let critical = case.critical_strength();
    for factor in [0.97, 1.03] {
        let seen = growth(&case.spec(factor * critical));
        let expected = case.eigenvalue(factor * critical, 1.0);
        assert!((seen < 1.0) == (factor < 1.0), "{case:?} at {factor}: the gap grows by {seen} a day");
        assert!((seen - expected).abs() < 1e-5, "{case:?} at {factor}: the gap grows by {seen} a day, not {expected}");
    }
}

/// Negligible reference liquidity.
const NONE: f64 = 1e-12;

#[test]
fn one_vertical_without_multi_homing_tips_where_network_strength_passes_the_taste_for_homes() {
    let case = Case { verticals: 1, sharing: 0.0, friction: f64::INFINITY, reference: NONE };
    assert!((case.critical_strength() - MU).abs() < 1e-9, "Arthur: h = μ");
    tips_at_its_critical_strength(case);
}

#[test]
fn with_a_reference_liquidity_lock_in_needs_more_than_one_plus_two_references_over_total() {
    for reference in [0.1, 0.5, 2.0] {
        let case = Case { verticals: 1, sharing: 0.0, friction: f64::INFINITY, reference };
        assert!((case.critical_strength() / MU - (1.0 + 2.0 * reference)).abs() < 1e-9);
        tips_at_its_critical_strength(case);
    }
}

#[test]
fn friction_moves_tipping_from_routing_to_homes_for_one_vertical() {
    for friction in [0.1, 0.5, 1.0, 3.0] {
        tips_at_its_critical_strength(Case { verticals: 1, sharing: 0.0, friction, reference: NONE });
    }
}

#[test]
fn several_verticals_add_up_in_homes_and_not_in_routing() {
    for friction in [0.5, 2.0, f64::INFINITY] {
        tips_at_its_critical_strength(Case { verticals: 3, sharing: 0.0, friction, reference: NONE });
    }
}

#[test]
fn sharing_liquidity_weakens_tipping_by_one_minus_over_one_plus() {
    for (verticals, sharing, friction) in [(1, 0.5, f64::INFINITY), (1, 0.25, 1.0), (3, 0.6, 0.7), (3, 0.9, 2.0)] {
        tips_at_its_critical_strength(Case { verticals, sharing, friction, reference: NONE });
    }
}

/// Without friction homes do not matter and routing alone tips: h (1−σ)/(1+σ) = ν. Homes cannot start it; a fee of one day does.
#[test]
fn without_friction_routing_alone_tips_where_network_strength_passes_its_taste() {
    let case = Case { verticals: 3, sharing: 0.2, friction: 0.0, reference: NONE };
    for factor in [0.97, 1.03] {
        let spec = case.spec(factor * case.critical_strength());
        let mut nudged = spec.clone();
        nudged.chains[0].min_gas_price_gwei *= 1.001;
        let days = run_epochs(&[(0, nudged), (1, spec.clone())], &plan(&spec, 200));
        let seen = (gap(&days[199]) / gap(&days[149])).powf(1.0 / 50.0);
        assert!((seen < 1.0) == (factor < 1.0), "at {factor}: the gap grows by {seen} a day");
        assert!((seen - case.eigenvalue(factor * case.critical_strength(), 1.0)).abs() < 1e-5);
        assert!(distance(&shares(&days[199])[..2], &[0.5, 0.5]) < 1e-12, "without friction all homes are worth the same");
    }
}

#[test]
fn slower_liquidity_slows_tipping_and_leaves_its_threshold() {
    let case = Case { verticals: 2, sharing: 0.3, friction: 1.0, reference: NONE };
    for factor in [0.97, 1.03] {
        let mut spec = case.spec(factor * case.critical_strength());
        spec.dynamics.liquidity_half_life_days = 4.0;
        let (seen, lambda) = (growth(&spec), 1.0 - 0.5f64.powf(0.25));
        assert!((seen < 1.0) == (factor < 1.0), "at {factor}: the gap grows by {seen} a day");
        let expected = case.eigenvalue(factor * case.critical_strength(), lambda);
        assert!((seen - expected).abs() < 1e-5, "at {factor}: {seen}, not {expected}");
    }
}

/// The two-sided feedback: app variety in place of liquidity, χ in place of η, tips at the same strength, for apps follow activity as
/// liquidity does; their speed a day is 1 − e^{−ψ}. With friction, sharing, several verticals and a reference.
#[test]
fn apps_tip_chains_as_liquidity_does() {
    for case in [
        Case { verticals: 1, sharing: 0.0, friction: f64::INFINITY, reference: 0.5 },
        Case { verticals: 3, sharing: 0.3, friction: 1.0, reference: NONE },
    ] {
        for (factor, speed) in [(0.97, 0.2), (1.03, 0.2), (1.03, 1.0)] {
            let strength = factor * case.critical_strength();
            let mut spec = case.spec(0.0);
            for vertical in &mut spec.verticals {
                let apps = &mut vertical.apps;
                (apps.variety_strength, apps.app_take, apps.app_adjustment) = (strength / BENEFIT, 0.01, speed);
                apps.apps_ref = case.reference * apps.app_take * TOTAL_LIQUIDITY / apps.app_cost_usd_per_day;
            }
            let (seen, expected) = (growth(&spec), case.eigenvalue(strength, 1.0 - f64::exp(-speed)));
            assert!((seen < 1.0) == (factor < 1.0), "{case:?} at {factor}: the gap grows by {seen} a day");
            assert!((seen - expected).abs() < 1e-5, "{case:?} at {factor}: {seen}, not {expected}");
        }
    }
}
