//! Users without habits, as software is: attention 1, nothing to pay for moving, routing as fast as may be. Chains' shares follow prices by
//! the logit's elasticities at once, and the mark-up that a chain could ask shrinks with the transactions that look at it.

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::model::economy::Spec;
use l2niche::model::user_group::Use;

const MU: f64 = 2.0;
const CHANGE: u32 = 5;

/// Three chains at different prices, out of each other's reach; yesterday's price is tomorrow's expectation.
fn market(attention: f64) -> Spec {
    let mut spec = like_chains(3);
    set_fast(&mut spec);
    let group = &mut spec.groups[0];
    (group.attention_per_day, group.choice_scale_usd_per_month) = (attention, MU);
    group.uses[0] = Some(Use { benefit_usd_per_month: 30.0, transactions_per_month: 2_000.0, delay_usd_per_month_per_s: 0.0 });
    spec.verticals[0].fee_ref_usd = 0.002;
    spec.chains.iter_mut().zip([0.004, 0.005, 0.007]).for_each(|(c, gwei)| c.min_gas_price_gwei = gwei);
    spec
}

fn dearer(mut spec: Spec, by: f64) -> Spec {
    spec.chains[0].min_gas_price_gwei *= 1.0 + by;
    spec
}

fn days(attention: f64, by: f64) -> Vec<Today> {
    let spec = market(attention);
    // At rest first: from shares at which nobody wants to move.
    let mut start = plan(&spec, 200);
    start.homes = vec![shares(&run(market(1.0), &plan(&market(1.0), 200))[199])];
    start.days = CHANGE + 10;
    run_epochs(&[(0, spec.clone()), (CHANGE, dearer(spec, by))], &start)
}

/// ∂ ln s_j/∂ p_k = t_k s_k/μ and ∂ ln s_k/∂ p_k = −t_k (1 − s_k)/μ, t transactions a month made at the price (Roy): the logit's cross- and
/// own-price slopes. The price shows on the day of the change, and homes answer the day after.
#[test]
fn with_full_attention_shares_follow_prices_by_the_logit_the_day_after() {
    let by = 1e-4;
    let (base, moved) = (days(1.0, 0.0), days(1.0, by));
    let (before, after) = (shares(&base[CHANGE as usize + 1]), shares(&moved[CHANGE as usize + 1]));
    let price = |days: &[Today]| days[CHANGE as usize].fee_usd[(0, 0)];
    let rise = price(&moved) - price(&base);
    let spec = market(1.0);
    let share_made = spec.verticals[0].demand_share(price(&base));
    let transactions = 2_000.0 * share_made;
    // dI/dvalue = share of those who do it at all: 1 − e^{−I/ν}.
    let cost = 2_000.0 * spec.verticals[0].fee_burden_usd(price(&base));
    let doing = 1.0 - (-inclusive_value(30.0 - cost, 3.0) / 3.0).exp();
    let slope = |j: usize| (after[j] / before[j]).ln() / rise;
    let (cross, own) = (transactions * doing * before[0] / MU, -transactions * doing * (1.0 - before[0]) / MU);
    for j in [1, 2] {
        assert!((slope(j) / cross - 1.0).abs() < 1e-3, "cross {j}: {} {cross}", slope(j));
    }
    assert!((slope(0) / own - 1.0).abs() < 1e-3, "own: {} {own}", slope(0));
}

/// A share α of people who look round a day makes a share α of that move on the first day.
#[test]
fn with_habits_only_those_who_look_round_answer() {
    let by = 1e-3;
    let first = |attention: f64| {
        let share = |by: f64| shares(&days(attention, by)[CHANGE as usize + 1])[1];
        share(by) - share(0.0)
    };
    assert!((first(0.05) / first(1.0) / 0.05 - 1.0).abs() < 1e-6, "{} of {}", first(0.05), first(1.0));
}

/// A group's own `routing_adjustment` stands in for everybody's, bit for bit, and a slower one is seen.
#[test]
fn a_group_may_have_routing_habits_of_its_own() {
    let of = |everybody: f64, own: Option<f64>| {
        let mut spec = market(0.1);
        set_links(&mut spec, 0.0, 0.5);
        spec.dynamics.routing_adjustment = everybody;
        spec.groups[0].terms.routing_adjustment = own;
        run_epochs(&[(0, spec.clone()), (CHANGE, dearer(spec.clone(), 0.5))], &plan(&spec, 30))
    };
    let differs = |a: &[Today], b: &[Today]| !a.iter().zip(b).all(|(a, b)| same(a, b));
    let fast = of(0.2, None);
    assert!(!differs(&fast, &of(0.05, Some(0.2))));
    assert!(differs(&fast, &of(0.05, None)));
}
