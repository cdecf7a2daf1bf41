//! What a neighbour's bursts cost those who share its chain: more where blockspace has slack between them, and not always where it is full.

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::model::economy::Spec;
use l2niche::model::vertical::LoadProfile;

const BLOCKS: usize = 6;
const BURST: f64 = 0.5;

/// One chain, a steady and a lively vertical alike but for bursts, each used by its own group of a million; what both want at no fee is
/// `pressure` times what fits.
fn shared(elasticity: f64, pressure: f64, burst_share: f64) -> Spec {
    let mut spec = like_chains(1);
    set_verticals(&mut spec, 2);
    spec.dynamics.load_blocks = BLOCKS;
    spec.groups.push(group("lively", 2));
    for (v, group) in spec.groups.iter_mut().enumerate() {
        // Worth far more than the dearest fees here, and not doing it has a weight below e^{−95}: all that is wanted is routed.
        (group.uses[v].as_mut().unwrap().benefit_usd_per_month, group.routing_scale) = (1000.0, 0.01);
        group.uses[1 - v] = None;
    }
    spec.verticals.iter_mut().for_each(|v| v.fee_elasticity = elasticity);
    spec.verticals[1].load = LoadProfile { burst_share, ..LoadProfile::default() };
    spec.chains[0].capacity_gas_per_s = 2.0 * wanted() * spec.verticals[0].gas_per_tx / 86_400.0 / pressure;
    spec.chains[0].min_gas_price_gwei = 1e-6;
    spec
}

/// Transactions a day that a group would make at no fee.
fn wanted() -> f64 {
    1e6 * 20.0 / 30.0
}

fn first_day(spec: Spec) -> Today {
    let plan = plan(&spec, 1);
    run(spec, &plan).remove(0)
}

/// What fees took from a steady transaction at no fee on a day with bursts beyond what they took on one without, USD: welfare is linear in
/// it, and all else is equal on the first day (expectations are those of a day without bursts).
fn burden_added(quiet: &Today, lively: &Today) -> f64 {
    (quiet.groups[0].welfare_systematic_usd - lively.groups[0].welfare_systematic_usd) / wanted()
}

/// A chain that is full in every block with and without bursts shares its capacity out: if x_h is what is wanted in block h over what
/// fits, like verticals pay 1 + fee_h/ref = x_h^{1/ε} and 1/x_h of each is executed. So a steady user's burden is
/// ref · (mean x_h^{(1−ε)/ε} − 1)/(1 − ε), or ref · mean ln x_h at ε = 1. Bursts spread x_h around the same mean. The power is convex in
/// x, and bursts cost the neighbour, only if (1 − ε)/ε > 1, that is ε < 1/2; at ε = 1/2 they cost it nothing, beyond it gains, since it
/// has room between them that is worth more to it than what it loses in them. Executed transactions, mean 1/x_h, rise at every ε.
#[test]
fn on_a_chain_that_is_always_full_bursts_cost_the_neighbour_only_below_elasticity_one_half() {
    let pressure = 3.0;
    let even = 1.0 / BLOCKS as f64;
    for elasticity in [0.3, 0.5, 0.8, 1.0, 1.5] {
        let (quiet, lively) = (first_day(shared(elasticity, pressure, 0.0)), first_day(shared(elasticity, pressure, BURST)));
        assert_eq!((quiet.congested_share[0], lively.congested_share[0]), (1.0, 1.0));
        let at = |share: f64| pressure / 2.0 * (1.0 + share / even);
        let (between, within) = (at((1.0 - BURST) * even), at(BURST + (1.0 - BURST) * even));
        let mean = |f: &dyn Fn(f64) -> f64| (1.0 - even) * f(between) + even * f(within);
        let burden = |x: f64| {
            let bend: f64 = 1.0 - elasticity;
            0.05 * if bend == 0.0 { x.ln() } else { (x.powf(bend / elasticity) - 1.0) / bend }
        };
        let (executed, fee) = (mean(&|x| 1.0 / x), |x: f64| 0.05 * (x.powf(1.0 / elasticity) - 1.0));
        let paid = mean(&|x| fee(x) / x) / executed;
        let near = |got: f64, expected: f64| (got - expected).abs() < 1e-8 * expected.abs().max(0.05);
        assert!(near(quiet.fee_usd[(0, 0)], fee(pressure)), "ε {elasticity}: {}", quiet.fee_usd[(0, 0)]);
        assert!(near(lively.fee_usd[(0, 0)], paid), "ε {elasticity}: {} for {paid}", lively.fee_usd[(0, 0)]);
        assert!(near(lively.transactions[(0, 0)] / wanted(), executed), "ε {elasticity}");
        assert!(executed > 1.0 / pressure);
        let (added, expected) = (burden_added(&quiet, &lively), mean(&burden) - burden(pressure));
        assert!(near(added, expected), "ε {elasticity}: {added} for {expected}");
        let sign = if added.abs() < 1e-9 { 0.0 } else { added.signum() };
        assert_eq!(
            sign,
            if elasticity < 0.5 {
                1.0
            } else if elasticity == 0.5 {
                0.0
            } else {
                -1.0
            },
            "ε {elasticity}: {added}"
        );
        // All that fits is sold, in both days.
        for day in [&quiet, &lively] {
            let sold: f64 = day.transactions.row(0).iter().sum::<f64>() / (2.0 * wanted() / pressure);
            assert!((sold - 1.0).abs() < 1e-9, "ε {elasticity}: {sold} of capacity");
        }
    }
}

/// Where a day without bursts fits, its price is the floor in every block, the least there is: bursts that do not fit cost the neighbour at
/// every elasticity, and bursts that fit cost nothing.
#[test]
fn on_a_chain_with_slack_bursts_cost_the_neighbour_at_every_elasticity() {
    for elasticity in [0.3, 0.5, 0.8, 1.0, 1.5] {
        let quiet = first_day(shared(elasticity, 0.8, 0.0));
        let lively = first_day(shared(elasticity, 0.8, BURST));
        assert_eq!((quiet.congested_share[0], lively.congested_share[0]), (0.0, 1.0 / BLOCKS as f64));
        assert!(burden_added(&quiet, &lively) > 1e-4 && lively.fee_usd[(0, 0)] > quiet.fee_usd[(0, 0)], "ε {elasticity}");
        assert!(lively.transactions[(0, 0)] < quiet.transactions[(0, 0)], "ε {elasticity}");
        let (quiet, lively) = (first_day(shared(elasticity, 0.4, 0.0)), first_day(shared(elasticity, 0.4, BURST)));
        assert!(lively.congested_share[0] == 0.0 && burden_added(&quiet, &lively).abs() < 1e-9, "ε {elasticity}");
    }
}
