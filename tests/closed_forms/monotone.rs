//! Signs that hold in any world: a dearer chain is chosen less, shared liquidity harms nobody (model.md §3, §4, §13).

use crate::support::*;
use l2niche::model::economy::Spec;
use l2niche::model::user_group::SwitchCosts;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// What is random about a world: floors in gwei, focus and latency by chain, friction, tastes.
#[derive(Clone, Debug)]
struct Draw {
    chains: Vec<(f64, f64, f64)>,
    friction: f64,
    sharing: f64,
    scales: (f64, f64),
    sigma: f64,
    peers: f64,
    clone_correction: f64,
    homes: Vec<f64>,
}

fn draw() -> impl Strategy<Value = Draw> {
    let chain = (0.01..0.6f64, 0.1..0.9f64, 0.5..6.0f64);
    let rest = (0.0..6.0f64, 0.0..0.8f64, (0.3..4.0f64, 0.05..0.5f64), 0.0..1.0f64, 0.0..4.0f64, 0.0..1.0f64);
    (prop::collection::vec(chain, 3), rest, prop::collection::vec(0.1..1.0f64, 4)).prop_map(
        |(chains, (friction, sharing, scales, sigma, peers, clone_correction), homes)| {
            let total: f64 = homes.iter().sum();
            let homes = homes.iter().map(|share| share / total).collect();
            Draw { chains, friction, sharing, scales, sigma, peers, clone_correction, homes }
        },
    )
}

/// Chains without limits, two verticals, one group that may leave; the network effect as asked.
fn world(draw: &Draw, network_strength: f64) -> Spec {
    let mut spec = like_chains(3);
    set_verticals(&mut spec, 2);
    set_links(&mut spec, draw.sharing, draw.friction);
    spec.dynamics.clone_correction = draw.clone_correction;
    spec.verticals.iter_mut().for_each(|v| v.network_strength = network_strength);
    spec.verticals[1].fee_elasticity = 1.4;
    for (chain, &(floor, focus, latency)) in spec.chains.iter_mut().zip(&draw.chains) {
        chain.min_gas_price_gwei = floor;
        chain.focus = vec![focus, 1.0 - focus];
        chain.latency_s = latency;
    }
    let group = &mut spec.groups[0];
    (group.choice_scale_usd_per_month, group.routing_scale) = draw.scales;
    (group.activity_sigma, group.benefit_sigma, group.impatience_sigma) = (draw.sigma, draw.sigma, draw.sigma);
    group.uses[0].as_mut().unwrap().delay_usd_per_month_per_s = 0.4;
    group.uses[1].as_mut().unwrap().transactions_per_month = 60.0;
    group.peers_usd_per_month = draw.peers;
    group.switch = SwitchCosts { onboarding_usd: 0.5, move_usd: 1.0, exit_usd: 0.5 };
    group.may_leave = true;
    spec
}

/// Widths of the law are integers of 2⁻³²: a share may be off by a few of them.
const WIDTH: f64 = 1e-8;

proptest! {
    #![proptest_config(Config { cases: 48, rng_seed: RngSeed::Fixed(20_261_124), failure_persistence: None, ..Config::default() })]

    /// A use's worth at home j is ν ln(1 + S_j), S_j = Σ_k R_k^−γ e^{(value_k − κ_jk)/ν}; what it loses by value_k is r_jk. Frictions are a metric,
    /// so 1 + S_j ≥ e^{−κ_jk/ν} (1 + S_k), hence r_jk ≤ r_kk: home k loses most by a fee on chain k, outside loses nothing. The
    /// logit of any origin and taste then gives k less: ∂ ln P_k = (a/μ)(∂V_k − Σ_j P_j ∂V_j). Without network effect the opening expects
    /// just the floors' fees, and homes before day 0 are given: the chain's residents after day 0 show the law.
    #[test]
    fn a_dearer_chain_is_not_chosen_more(draw in draw(), k in 0..3usize, factor in 1.05..8.0f64) {
        let residents = |factor: f64| {
            let mut spec = world(&draw, 0.0);
            spec.chains[k].min_gas_price_gwei *= factor;
            let mut plan = plan(&spec, 1);
            plan.homes = vec![draw.homes.clone()];
            run(spec, &plan)[0].homes.row(0)[k] / 1e6
        };
        let (cheap, dear) = (residents(1.0), residents(factor));
        prop_assert!(dear <= cheap + WIDTH, "{cheap} at the floor, {dear} at {factor} of it");
    }

    /// Value grows with depth L_k + Σ_m σ_km L_m, depth with σ; homes stay (no attention), routing is held, prices are the floors'. Taste terms are
    /// entropies of homes and routing, so both readings gain alike.
    #[test]
    fn sharing_liquidity_lowers_no_reading_of_welfare(draw in draw(), more in 0.0..1.0f64) {
        let mut before = world(&draw, 0.2);
        before.groups[0].attention_per_day = 0.0;
        before.dynamics.routing_adjustment = 0.0;
        let mut after = before.clone();
        let sharing = draw.sharing + more * (1.0 - draw.sharing);
        set_links(&mut after, sharing, draw.friction);
        let mut plan = plan(&before, 2);
        plan.homes = vec![draw.homes.clone()];
        let [held, shared] = [&before, &after].map(|day_1| run_epochs(&[(0, before.clone()), (1, day_1.clone())], &plan).pop().unwrap());
        prop_assert_eq!((&held.homes, &held.transactions, &held.fee_usd), (&shared.homes, &shared.transactions, &shared.fee_usd));
        let (a, b) = (&held.groups[0], &shared.groups[0]);
        let gain = b.welfare_systematic_usd - a.welfare_systematic_usd;
        prop_assert!(gain > 0.0 || sharing == draw.sharing, "{gain}");
        prop_assert!((b.welfare_tastes_usd - a.welfare_tastes_usd - gain).abs() < 1e-9 * a.welfare_tastes_usd.abs());
    }
}

/// The first sign is not empty: where fees matter, a chain twice as dear loses a good part of its people.
#[test]
fn a_dearer_chain_loses_people() {
    let residents = |floor: f64| {
        let mut spec = like_chains(3);
        spec.chains[0].min_gas_price_gwei = floor;
        run(spec.clone(), &plan(&spec, 1))[0].homes.row(0)[0]
    };
    assert!(residents(0.2) < 0.97 * residents(0.1));
}
