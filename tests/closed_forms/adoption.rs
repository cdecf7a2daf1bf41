//! Awareness, landing, visibility and switch costs: one draw (model.md §5, §13; Bass 1969).

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::engine::run::RunPlan;
use l2niche::model::economy::Spec;
use l2niche::model::id::{ChainId, Places};
use l2niche::model::institutions::exchange::Exchange;
use l2niche::model::user_group::SwitchCosts;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// False-alarm rate of every statistical test here, each side.
const ALARM: f64 = 1e-6;
/// p and q of the mean of many innovations, a year (Sultan, Farley and Lehmann 1990).
const P: f64 = 0.03;
const Q: f64 = 0.38;

/// An exchange whose chain is the one at position `chain`, with `customers` of the only group.
fn exchange(chain: usize, customers: f64) -> Exchange {
    let chain = ChainId::at(chain);
    Exchange {
        name: "coin".into(),
        chain,
        customers: vec![customers],
        awareness_per_year: 0.0,
        visibility: 0.0,
        onboarding_relief: 0.0,
        business: Default::default(),
    }
}

/// `n` bare chains, and people who hear of them at p and q.
fn newcomers(n: usize, p: f64, q: f64) -> Spec {
    let mut spec = bare_chains(n);
    (spec.groups[0].adoption.bass_p_per_year, spec.groups[0].adoption.bass_q_per_year) = (p, q);
    spec
}

/// Nobody is aware.
fn all_unaware(spec: &Spec, days: u32) -> RunPlan {
    let mut homes = vec![0.0; spec.chains.len() + 1];
    homes.push(1.0);
    RunPlan { homes: vec![homes], ..plan(spec, days) }
}

/// People by from × to on a day.
fn moved(today: &Today, from: usize, to: usize) -> f64 {
    let places = Places::counting(today.homes.row(0).len());
    today.moves.row(0)[from * places.count() + to]
}

/// F(t) = (1 − e^{−(p+q)t})/(1 + (q/p) e^{−(p+q)t}).
///
/// X = −ln(1 − F) obeys X' = f(X) = p + q(1 − e^{−X}), of which the daily law is Euler's step h = 1/365 exactly. With |f'| ≤ q and
/// |X''| = q(1−F)(p + qF) ≤ (p+q)²/4, Euler's error is at most h (p+q)²/8 · (e^{qt} − 1)/q, and that of F = 1 − e^{−X} no larger.
#[test]
fn awareness_alone_is_bass() {
    let spec = newcomers(2, P, Q);
    let closed = |p: f64, q: f64, t: f64| (1.0 - (-(p + q) * t).exp()) / (1.0 + q / p * (-(p + q) * t).exp());
    let days = run(spec.clone(), &all_unaware(&spec, 3650));
    let (mut unaware, mut wrong) = (1.0, false);
    for (day, today) in (1..).zip(&days) {
        unaware *= (-(P + Q * (1.0 - unaware)) / 365.0f64).exp();
        let seen = today.groups[0].aware_users / 1e6;
        assert!((seen - (1.0 - unaware)).abs() < 1e-11, "day {day}: the daily law");
        let t = f64::from(day) / 365.0;
        let bound = (P + Q).powi(2) / 8.0 / 365.0 * ((Q * t).exp() - 1.0) / Q + 1e-11;
        assert!((seen - closed(P, Q, t)).abs() < bound, "day {day}: {seen}");
        wrong |= (seen - closed(P, 1.02 * Q, t)).abs() > bound;
    }
    assert!(wrong, "a q 2 % off would not be noticed");
}

/// On the day's history the newly aware are binomial(unaware, A): Σ (x − nA)²/(nA(1−A)) over d days is χ²(d) up to normal approximation
/// (nA ≥ 80 a day, agents of equal weight). False-alarm rate 1e-6 each side.
#[test]
fn agents_become_aware_as_the_mean_field_says() {
    let mut spec = newcomers(2, 3.0 * P, 3.0 * Q);
    spec.groups[0].agents = 1_000_000;
    let days = 200;
    let seen = run_on_threads(&spec, &agents(&all_unaware(&spec, days)), &[1, 3]);
    let statistic = |p: f64| -> f64 {
        let mut unaware = 1e6;
        let of = |today: &Today| {
            let probability = 1.0 - (-(3.0 * p + 3.0 * Q * (1.0 - unaware / 1e6)) / 365.0f64).exp();
            let left = 1e6 - today.groups[0].aware_users;
            let (came, expected) = (unaware - left, unaware * probability);
            unaware = left;
            (came - expected).powi(2) / (expected * (1.0 - probability))
        };
        seen.iter().map(of).sum()
    };
    let law = ChiSquared::new(f64::from(days)).unwrap();
    let (low, high) = (law.inverse_cdf(ALARM), law.inverse_cdf(1.0 - ALARM));
    assert!(low < statistic(P) && statistic(P) < high, "{low} < {} < {high}", statistic(P));
    assert!(statistic(1.1 * P) > high, "a p 10 % off would not be noticed");
    let unaware = Places::of(2).unaware();
    for today in &seen {
        assert!((0..unaware).all(|i| moved(today, i, unaware) == 0.0), "nobody forgets");
        assert_eq!(today.homes.row(0).iter().sum::<f64>(), 1e6);
    }
}

/// Seen through ln visibility: from outside P ∝ exp((V_j + μ ln vis_j)/μ), from home the own chain counts in full. Exchanges without
/// awareness set the visibilities: vis_j = 1 − e^{−(c0 + c1 · share_j + customers · visibility)}.
#[test]
fn visibility_shifts_values_by_the_log_of_it() {
    let mut spec = three_securities(2.0);
    spec.groups[0].may_leave = true;
    (spec.groups[0].adoption.visibility_base, spec.groups[0].adoption.visibility_per_share) = (0.2, 1.5);
    spec.exchanges = vec![Exchange { visibility: 3.0, ..exchange(2, 0.4) }];
    let mut plan = plan(&spec, 1);
    plan.homes = vec![vec![0.5, 0.2, 0.0, 0.3]];
    let first = run(spec, &plan).pop().unwrap();
    let exponents = [0.2 + 1.5 * 0.5, 0.2 + 1.5 * 0.2, 0.2 + 0.4 * 3.0];
    let sight: Vec<f64> = exponents.iter().map(|x| (1.0 - f64::exp(-x)).ln()).collect();
    for (origin, people) in [(0, 5e5), (1, 2e5), (3, 3e5)] {
        let mut values = [1.5 + sight[0], 1.0 + sight[1], 1.9 + sight[2], 0.0];
        values[origin] = [1.5, 1.0, 1.9, 0.0][origin];
        let expected = softmax(&values, 1.0);
        let to: Vec<f64> = (0..4).map(|j| moved(&first, origin, j) / people).collect();
        assert!((0..4).filter(|j| *j != origin).all(|j| (to[j] - expected[j]).abs() < 1e-12), "{origin}: {to:?} {expected:?}");
    }
}

/// The newly aware are a mixture over word of mouth and exchanges by their shares of the hazard; those who come through an exchange see
/// its chain and pay (1 − relief) of onboarding there. What all of them pay is the day's welfare: chains are worth nothing here.
#[test]
fn newcomers_land_as_the_mixture_over_their_ways_says() {
    let mut spec = newcomers(2, 0.1, 0.0);
    let group = &mut spec.groups[0];
    (group.attention_per_day, group.horizon_months, group.adoption.visibility_base) = (0.0, 2.0, 0.5);
    group.switch.onboarding_usd = 3.0;
    spec.exchanges = vec![Exchange { awareness_per_year: 0.8, onboarding_relief: 0.75, ..exchange(1, 0.5) }];
    let first = run(spec.clone(), &all_unaware(&spec, 1)).pop().unwrap();
    let aware = 1.0 - (-0.5f64 / 365.0).exp();
    let sight = (1.0 - (-0.5f64).exp()).ln();
    let (mouth, through) = (0.5, softmax(&[-1.5 + sight, -0.375], 1.0)[1]);
    for (chain, expected) in [(0, 0.2 * mouth + 0.8 * (1.0 - through)), (1, 0.2 * mouth + 0.8 * through)] {
        assert!((moved(&first, 3, chain) / 1e6 / aware - expected).abs() < 1e-10, "chain {chain}");
    }
    let paid = 3.0 * (1.0 - 0.8 * through * 0.75);
    assert!((first.groups[0].welfare_systematic_usd / -(1e6 * aware * paid) - 1.0).abs() < 1e-10);
    // Without a way to hear of chains nothing happens, and it is worth nothing under either reading.
    let mut deaf = newcomers(2, 0.0, 0.0);
    deaf.groups[0].adoption.bass_q_per_year = 5.0;
    let last = run(deaf.clone(), &all_unaware(&deaf, 5)).pop().unwrap();
    let group = &last.groups[0];
    assert_eq!((group.aware_users, group.welfare_systematic_usd, group.welfare_tastes_usd), (0.0, 0.0, 0.0));
}

/// Two like chains; a tenth of the people is aware and equally split, 80 % of all are customers of an exchange with a chain.
fn distribution(peers: f64, exchanges: bool) -> Spec {
    let mut spec = newcomers(2, 0.02, 0.1);
    let group = &mut spec.groups[0];
    (group.peers_usd_per_month, group.attention_per_day, group.activity_sigma) = (peers, 0.02, 0.0);
    if exchanges {
        spec.exchanges = vec![Exchange { awareness_per_year: 0.5, visibility: 1.0, onboarding_relief: 0.5, ..exchange(0, 0.8) }];
        spec.groups[0].adoption.visibility_base = 1.0;
        spec.groups[0].switch.onboarding_usd = 2.0;
    }
    spec
}

/// Distribution makes a dominant chain where the equal split is unstable (peers > 2 μ, model.md §13), and a lead that fades where it is
/// stable and everything is seen by then. Without the exchange like chains stay equal: no constant belongs to one of them.
#[test]
fn an_exchange_makes_its_chain_dominant_and_nothing_else_does() {
    let end = |spec: Spec, plan: RunPlan| shares(&run_on_threads(&spec, &plan, &[1, 3])[1824])[0];
    let start = |spec: &Spec| RunPlan { homes: vec![vec![0.05, 0.05, 0.0, 0.9]], ..plan(spec, 1825) };
    for peers in [1.0, 3.0] {
        let off = distribution(peers, false);
        let at = start(&off);
        assert!((end(off, at) - 0.5).abs() < 1e-9, "like chains stay equal");
    }
    let on = distribution(3.0, true);
    let mean_field = end(on.clone(), start(&on));
    let of_agents = end(on.clone(), agents(&start(&on)));
    assert!(mean_field > 0.9 && of_agents > 0.9, "{mean_field} {of_agents}");
    let mut weak = distribution(1.0, true);
    weak.exchanges[0].visibility = 0.0;
    weak.groups[0].adoption.visibility_base = f64::INFINITY;
    let at = start(&weak);
    let faded = end(weak, at);
    assert!(faded < 0.62 && faded > 0.5, "{faded}");
}

/// P(stay at i) = w_i/(w_i + Σ_k w_k e^{−c_ik/(horizon·μ)}), w_i free of switch costs: a dearer way to any destination lowers its weight,
/// or leaves it, so that P(stay) never falls; those from outside stay more, and so do newcomers' rivals. Hence no switch cost up raises
/// the expected number of those who leave any home that day. Homes and expectations of the first day are the same at any cost.
#[test]
fn no_switch_cost_raises_the_number_who_leave_home() {
    let costs = SwitchCosts { onboarding_usd: 4.0, move_usd: 1.0, exit_usd: 2.0 };
    let dearer =
        [SwitchCosts { onboarding_usd: 7.0, ..costs }, SwitchCosts { move_usd: 3.0, ..costs }, SwitchCosts { exit_usd: 5.0, ..costs }];
    let day_one = |switch: SwitchCosts, taste: f64| {
        let mut spec = three_securities(taste);
        set_links(&mut spec, 0.2, 1.0);
        spec.interop.classes.iter_mut().for_each(|link| link.move_cost_usd = 2.0);
        let group = &mut spec.groups[0];
        (group.switch, group.may_leave, group.attention_per_day) = (switch, true, 0.3);
        (group.adoption.visibility_base, group.adoption.bass_p_per_year) = (0.8, 2.0);
        spec.exchanges = vec![Exchange { visibility: 1.0, awareness_per_year: 1.0, onboarding_relief: 0.5, ..exchange(1, 0.3) }];
        let plan = RunPlan { homes: vec![vec![0.3, 0.1, 0.2, 0.3, 0.1]], ..plan(&spec, 1) };
        run(spec, &plan).pop().unwrap()
    };
    let left = |today: &Today, home: usize| -> f64 { (0..4).map(|to| moved(today, home, to)).sum() };
    for taste in [0.0, 2.0, 8.0] {
        let before = day_one(costs, taste);
        for (i, dear) in dearer.into_iter().enumerate() {
            let after = day_one(dear, taste);
            for home in 0..4 {
                let (a, b) = (left(&before, home), left(&after, home));
                assert!(b <= a * (1.0 + 1e-12), "cost {i}, home {home}: {a} to {b}");
                // Onboarding binds from outside alone, moving and leaving from chains alone.
                assert_eq!(b < a * (1.0 - 1e-6), (i == 0) == (home == 3), "cost {i}, home {home}: {a} to {b}");
            }
        }
    }
}
