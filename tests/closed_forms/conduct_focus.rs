//! Focus that follows profit: where it goes, where it stays, and through whom it has to pass.

use crate::support::*;
use l2niche::engine::observer::{Act, DayView, Ruling};
use l2niche::engine::run::{Epoch, RunPlan, simulate};
use l2niche::model::economy::{Economy, Spec};
use l2niche::model::ledger::FlowKind;
use l2niche::model::supply::capability::{Capability, Channel};
use l2niche::model::supply::conduct::{Conduct, FocusRule, IncentiveRule};
use l2niche::model::supply::governance::{Governance, GovernanceForm};
use l2niche::model::units::MicroUsd;

const STEP: f64 = 0.05;

/// `n` like chains and two verticals, each with a capability and a group of its own: `users` of them. Budgets are below the frontiers.
fn two_trades(n: usize, theta: f64, users: [f64; 2]) -> Spec {
    let mut spec = like_chains(n);
    set_verticals(&mut spec, 2);
    let capability = |c: usize| Capability {
        name: format!("c{c}"),
        channel: Channel::Fit,
        strength: 0.0,
        k0: 0.0,
        frontier_usd_per_year: 1e7,
        delisting_per_year: 0.0,
    };
    spec.theta = theta;
    spec.capabilities = (0..2).map(capability).collect();
    spec.verticals[0].needs = vec![1.0, 0.0];
    spec.verticals[1].needs = vec![0.0, 1.0];
    for chain in &mut spec.chains {
        chain.capability_budget_usd_per_year = 9e6;
        chain.observed_levels = vec![None; 2];
        chain.policy.conduct = Conduct { focus: FocusRule::FollowProfit, focus_step: STEP, review_days: 30, ..Conduct::default() };
    }
    let use_ = spec.groups[0].uses[0];
    spec.groups = vec![group("traders", 2), group("players", 2)];
    for (g, (group, users)) in spec.groups.iter_mut().zip(users).enumerate() {
        (group.users, group.agents, group.requires) = (users, 1000, vec![0.0; 2]);
        group.uses = (0..2).map(|v| use_.filter(|_| v == g)).collect();
        (group.choice_scale_usd_per_month, group.routing_scale) = (4.0, 0.01);
    }
    spec.dynamics.routing_adjustment = 0.2;
    spec
}

fn set_foci(spec: &mut Spec, first_shares: &[f64]) {
    spec.chains.iter_mut().zip(first_shares).for_each(|(chain, share)| chain.focus = vec![*share, 1.0 - share]);
}

/// What a run showed: rulings by day, the last foci, and the profits of the last day, USD.
struct Course {
    rulings: Vec<(usize, Ruling)>,
    foci: Vec<Vec<f64>>,
    profits: Vec<f64>,
    votes: MicroUsd,
}

fn course(spec: &Spec, plan: &RunPlan) -> Course {
    let economy = Economy::new(spec.clone()).expect("sound");
    let (mut course, mut day) = (Course { rulings: vec![], foci: vec![], profits: vec![], votes: MicroUsd::ZERO }, 0);
    let mut see = |view: &DayView<'_>| {
        course.rulings.extend(view.today.conduct.rulings.iter().map(|ruling| (day, ruling.clone())));
        course.foci = view.economy.chains.iter().map(|chain| chain.focus.clone()).collect();
        course.profits = view.today.accounts.iter().map(|account| account.profit().usd()).collect();
        course.votes += paid_between(view.today, |_, _| true, FlowKind::Governance);
        day += 1;
    };
    simulate(&[Epoch { from_day: 0, economy }], plan, &mut see).expect("a sound run");
    course
}

/// Where everybody may leave, one chain.
fn monopolist(theta: f64, users: [f64; 2]) -> Spec {
    let mut spec = two_trades(1, theta, users);
    spec.groups.iter_mut().for_each(|group| group.may_leave = true);
    spec
}

/// At θ = 0 all levels are 1, whatever the focus; observed levels are what they are. Both hold bit for bit, so nobody proposes anything; with
/// elasticity and derived levels the same chains do.
#[test]
fn where_focus_moves_no_level_nobody_moves() {
    let moves = |spec: &Spec| course(spec, &plan(spec, 200)).rulings.len();
    let mut observed = two_trades(2, 0.5, [3e5, 1e5]);
    set_foci(&mut observed, &[0.2, 0.6]);
    let indifferent = Spec { theta: 0.0, ..observed.clone() };
    let mut fixed = observed.clone();
    fixed.chains.iter_mut().for_each(|chain| chain.policy.conduct.focus = FocusRule::Fixed);
    assert!(moves(&observed) > 0);
    observed.use_observed_levels = true;
    observed.chains.iter_mut().for_each(|chain| chain.observed_levels = vec![Some(0.4), Some(0.7)]);
    assert_eq!([&indifferent, &observed, &fixed].map(moves), [0; 3]);
}

/// The profit of the last day at every focus on a grid, and the focus with the highest.
fn best_focus(spec: &Spec) -> f64 {
    let profit = |share: f64| {
        let mut spec = spec.clone();
        spec.chains[0].policy.conduct.focus = FocusRule::Fixed;
        set_foci(&mut spec, &[share]);
        course(&spec, &plan(&spec, 90)).profits[0]
    };
    let grid: Vec<(f64, f64)> = (0..=50).map(|i| f64::from(i) / 50.0).map(|share| (share, profit(share))).collect();
    let best = grid.iter().copied().reduce(|best, one| if one.1 > best.1 { one } else { best }).expect("a grid");
    // Concave returns: up to the best focus, then down.
    assert!(grid.windows(2).all(|pair| (pair[1].1 > pair[0].1) == (pair[1].0 <= best.0)), "{grid:?}");
    best.0
}

/// With concave returns (θ < 1) there is one focus at which marginal profits of both verticals are equal. Whoever follows profit comes to it
/// from both sides, to within a step and half a cell of the grid that the profits of the steady state were searched on.
#[test]
fn a_monopolist_settles_where_marginal_profits_are_equal() {
    for users in [[2e5, 2e5], [3e5, 1e5], [1e5, 4e5]] {
        let spec = monopolist(0.4, users);
        let best = best_focus(&spec);
        assert!((best - 0.5).abs() < 0.02 || (best > 0.5) == (users[0] > users[1]), "more budget where more people are: {best}");
        for start in [0.05, 0.5, 0.95] {
            let mut spec = spec.clone();
            set_foci(&mut spec, &[start]);
            let course = course(&spec, &plan(&spec, 1800));
            let found = course.foci[0][0];
            assert!((found - best).abs() <= STEP + 0.01, "from {start}: {found} against {best}");
            assert!(course.rulings.iter().all(|(day, _)| *day < 1700), "it settles");
        }
    }
}

/// A review expects more of what it proposes than of what is; and where nothing moves but itself, what it expects is what comes: attention 1,
/// no switch costs, no network, no congestion, so that the mean step is the steady state.
#[test]
fn expectations_are_gains_and_come_true_where_nothing_else_moves() {
    let mut spec = monopolist(0.4, [3e5, 1e5]);
    set_foci(&mut spec, &[0.2]);
    spec.chains[0].policy.conduct.review_days = 120;
    let last = course(&spec, &plan(&spec, 239));
    let [(day, ruling)] = &last.rulings[..] else { panic!("one review was decided") };
    let proposal = &ruling.proposal;
    assert_eq!((*day, proposal.reviewed_day), (120, 119));
    assert!(proposal.reason.starts_with("toward vertical-0: +"), "{}", proposal.reason);
    let (gain, off) =
        (proposal.expected_usd_per_year - proposal.otherwise_usd_per_year, 365.0 * last.profits[0] - proposal.expected_usd_per_year);
    assert!(gain > 0.0 && off.abs() < 1e-3 * gain, "a gain of {gain}, and {off} off it");
    // Many reviews, many chains, agents: each expects a gain.
    let mut spec = two_trades(3, 0.7, [3e5, 1e5]);
    set_foci(&mut spec, &[0.1, 0.5, 0.8]);
    let course = course(&spec, &agents(&plan(&spec, 400)));
    assert!(course.rulings.len() > 10);
    assert!(course.rulings.iter().all(|(_, r)| r.proposal.expected_usd_per_year > r.proposal.otherwise_usd_per_year));
}

/// Foci of two contestants after eight years.
fn contest(theta: f64, starts: [f64; 2]) -> [f64; 2] {
    let mut spec = two_trades(2, theta, [2e5; 2]);
    set_foci(&mut spec, &starts);
    let foci = course(&spec, &plan(&spec, 3000)).foci;
    [foci[0][0], foci[1][0]]
}

/// Two like chains, two like verticals whose people may not leave: chain 0 has Λ(Δ_0) + Λ(Δ_1) of the two groups, Δ_v being what it is worth
/// more to group v, in μ, and Λ the logistic function. Λ'' = 0 at equality, so the rival does not matter to the second order: what
/// decides is the curvature of levels, f^θ. Below θ = 1 both come to the middle from anywhere. Above it the middle is a valley, and each
/// goes on to the vertical on whose side it began: two niches if they began on two sides, one crowded and one neglected vertical if they
/// began on the same side, for nobody steps through the valley. They stop short of the end, where the people of the other vertical would
/// cease to do it at all.
#[test]
fn contestants_stay_general_under_concave_and_specialize_under_convex_returns() {
    for theta in [0.5, 0.8] {
        for starts in [[0.5, 0.5], [0.6, 0.4], [0.9, 0.1], [0.55, 0.6], [0.9, 0.8]] {
            let ends = contest(theta, starts);
            assert!(ends.iter().all(|share| (share - 0.5).abs() < STEP), "θ {theta}, from {starts:?}: {ends:?}");
        }
    }
    for (starts, sides) in [([0.6, 0.4], [true, false]), ([0.1, 0.9], [false, true]), ([0.55, 0.6], [true; 2]), ([0.3, 0.2], [false; 2])] {
        let ends = contest(1.25, starts);
        let there = |(share, side): (&f64, bool)| if side { *share > 0.85 } else { *share < 0.15 };
        assert!(ends.iter().zip(sides).all(there), "from {starts:?}: {ends:?}");
    }
}

/// With innovation levels are what experiments made of them, and shift with what focus and budget give: reviews go the same way.
#[test]
fn with_innovation_reviews_look_at_levels_reached() {
    let mut spec = monopolist(0.4, [3e5, 1e5]);
    set_foci(&mut spec, &[0.2]);
    let still = course(&spec, &plan(&spec, 31));
    spec.systems.innovation.experiments_per_year = 24.0;
    spec.systems.innovation.failure_probability = 0.0;
    let moving = course(&spec, &plan(&spec, 31));
    let [(_, one)] = &still.rulings[..] else { panic!("one review") };
    let [(_, other)] = &moving.rulings[..] else { panic!("one review") };
    assert_eq!(one.proposal.act, other.proposal.act);
    assert_ne!(
        one.proposal.otherwise_usd_per_year, other.proposal.otherwise_usd_per_year,
        "levels reached are not those of focus and budget"
    );
}

/// A company's decision is in force its lag after the morning that follows the review; what a DAO rejects never is, and its votes are paid.
#[test]
fn governance_delays_and_rejects() {
    let mut spec = monopolist(0.4, [3e5, 1e5]);
    set_foci(&mut spec, &[0.2]);
    spec.chains[0].policy.governance = Governance { lag_days: 12.0, ..Governance::default() };
    let slow = course(&spec, &plan(&spec, 100));
    assert_eq!(slow.rulings.iter().map(|(day, _)| *day).collect::<Vec<_>>(), [42, 72]);
    assert!(slow.rulings.iter().all(|(_, ruling)| ruling.passed) && slow.votes == MicroUsd::ZERO);
    let steps = slow.foci[0][0];
    assert!((steps - (0.2f64 * 0.95 + 0.05).mul_add(0.95, 0.05)).abs() < 1e-12, "two steps: {steps}");
    spec.chains[0].policy.governance =
        Governance { form: GovernanceForm::Dao, pass_probability: 0.0, turnout_cost_usd: 300.0, ..Governance::default() };
    let refused = course(&spec, &plan(&spec, 100));
    assert_eq!(refused.rulings.iter().map(|(day, r)| (*day, r.passed)).collect::<Vec<_>>(), [(30, false), (60, false), (90, false)]);
    assert_eq!((refused.foci[0][0], refused.votes), (0.2, MicroUsd::from_usd(900.0)));
    let act = &refused.rulings[0].1.proposal;
    assert_eq!((&act.before, matches!(&act.act, Act::Focus(f) if f[0] > 0.2)), (&Act::Focus(vec![0.2, 0.8]), true));
}

/// Forecasts run in parallel; what is decided does not depend on by how many.
#[test]
fn reviews_decide_the_same_on_any_number_of_threads() {
    let mut spec = two_trades(3, 0.7, [3e5, 1e5]);
    set_foci(&mut spec, &[0.1, 0.5, 0.8]);
    for (k, chain) in spec.chains.iter_mut().enumerate() {
        chain.treasury_usd = 1e6;
        let conduct = &mut chain.policy.conduct;
        (conduct.incentives, conduct.defended_share) = (IncentiveRule::DefendShare, Some(0.3 + 0.1 * k as f64));
    }
    for plan in [plan(&spec, 100), agents(&plan(&spec, 100))] {
        let days = run_on_threads(&spec, &plan, &[1, 2, 7]);
        let acts = |kind: fn(&Act) -> bool| days.iter().flat_map(|today| &today.conduct.rulings).filter(|r| kind(&r.proposal.act)).count();
        assert!(acts(|act| matches!(act, Act::Focus(_))) > 3 && acts(|act| matches!(act, Act::Incentives(_))) > 1);
    }
}
