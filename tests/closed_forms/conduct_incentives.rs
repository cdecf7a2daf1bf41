//! Defence of a share: what it spends, what that does, and where it ends.

use crate::support::*;
use l2niche::engine::observer::{Act, Ruling, Today};
use l2niche::model::economy::Spec;
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::supply::chain::ProofStage;
use l2niche::model::supply::conduct::{Conduct, IncentiveRule};
use l2niche::model::units::MicroUsd;

const USERS: f64 = 1e6;

/// What the second chain is worth more, USD a month; tastes have the scale 1.
const BEHIND: f64 = 1.0;

const REVIEW_DAYS: u32 = 60;

/// Two chains that people use alike, of which the second is worth `BEHIND` more by its security; the first defends half of all users.
fn rivals() -> Spec {
    let mut spec = like_chains(2);
    spec.chains[1].proof_stage = ProofStage::Stage2;
    spec.groups[0].security_usd_per_month = BEHIND / (0.95 - 0.75);
    spec.groups[0].attention_per_day = 0.1;
    spec.chains[0].treasury_usd = 1e10;
    spec.chains[0].policy.conduct = Conduct {
        incentives: IncentiveRule::DefendShare,
        defended_share: Some(0.5),
        incentive_share_per_year: 1.0,
        review_days: REVIEW_DAYS,
        ..Conduct::default()
    };
    spec
}

fn rulings(days: &[Today]) -> Vec<(usize, &Ruling)> {
    days.iter().enumerate().flat_map(|(day, today)| today.conduct.rulings.iter().map(move |ruling| (day, ruling))).collect()
}

fn rate(ruling: &Ruling) -> f64 {
    let Act::Incentives(usd) = ruling.proposal.act else { panic!("not about incentives") };
    usd
}

fn paid(today: &Today) -> MicroUsd {
    paid_between(today, |from, to| (from, to) == (Account::Chain(0), Account::Group(0)), FlowKind::Incentives)
}

/// Half of the people stay where both chains are worth the same, so each user on the first must get `BEHIND` a month: r* = users/2 · BEHIND/30
/// a day. A review sizes the rate at today's points, which are fewer than those that it brings; reviews come to r* from below, and the
/// share to what is defended. Without the rule the share is the logit's.
#[test]
fn a_rich_chain_restores_its_share_at_the_least_rate() {
    let spec = rivals();
    let mut idle = spec.clone();
    idle.chains[0].policy.conduct.incentives = IncentiveRule::Fixed;
    let plan = plan(&spec, 30 * REVIEW_DAYS);
    let (with, without) = (run(spec, &plan), run(idle, &plan));
    let shares = |days: &[Today]| days.iter().map(|today| shares(today)[0]).collect::<Vec<_>>();
    let (with_share, without_share) = (shares(&with), shares(&without));
    let first = REVIEW_DAYS as usize + 1;
    assert_eq!(with_share[..first], without_share[..first], "users know of it the day after it is in force");
    assert!(with_share.iter().zip(&without_share).skip(first).all(|(a, b)| a > b));
    assert!((without_share.last().unwrap() - 1.0 / (1.0 + BEHIND.exp())).abs() < 1e-9);
    assert!((with_share.last().unwrap() - 0.5).abs() < 0.005, "{:?}", with_share.last());
    let rates: Vec<f64> = rulings(&with).iter().map(|(_, ruling)| rate(ruling)).collect();
    let needed = USERS / 2.0 * BEHIND / 30.0;
    assert!(rates.windows(2).all(|pair| pair[0] < pair[1]) && rates.len() > 2, "{rates:?}");
    assert!((rates.last().unwrap() / needed - 1.0).abs() < 0.02, "{rates:?} against {needed}");
}

/// The first proposal gives the share back in the mean step: half of the people would come if each on the chain that evening got `BEHIND`.
#[test]
fn the_first_rate_is_that_of_the_mean_step() {
    let spec = rivals();
    let days = run(spec.clone(), &plan(&spec, REVIEW_DAYS + 1));
    let [(day, ruling)] = rulings(&days)[..] else { panic!("one ruling") };
    assert_eq!((day, ruling.proposal.reviewed_day), (REVIEW_DAYS as usize, REVIEW_DAYS - 1));
    let share = shares(&days[REVIEW_DAYS as usize - 1])[0];
    let expected = share * USERS * BEHIND / 30.0;
    assert!((rate(ruling) / expected - 1.0).abs() < 1e-4, "{} against {expected}", rate(ruling));
    assert!(ruling.proposal.reason.starts_with("share of users 0.2") && ruling.proposal.reason.contains("below 0.5000"));
    let (with, without) = (ruling.proposal.expected_usd_per_year, ruling.proposal.otherwise_usd_per_year);
    assert!(with < without, "what is defended is a share, not profit: {with} {without}");
}

/// At a poor chain the cap binds: a share of the treasury a year, and until the next review nothing of the reserve; what is paid on a day is
/// never more than what was above the reserve in the evening before. To the micro-dollar, for ten years.
#[test]
fn cap_and_reserve_hold_to_the_micro_dollar() {
    let mut spec = rivals();
    let treasury = 1e6;
    for (reserve, cost, share) in [(0.0, 0.0, 0.2), (6e5, 0.0, 5.0), (6e5, 4e5, 0.5), (1e12, 0.0, 0.5)] {
        let chain = &mut spec.chains[0];
        (chain.treasury_usd, chain.fixed_cost_usd_per_year) = (treasury, cost);
        chain.policy.conduct.treasury_reserve_usd = reserve;
        chain.policy.conduct.incentive_share_per_year = share;
        let days = run(spec.clone(), &plan(&spec, 3650));
        for (_, ruling) in rulings(&days) {
            let held = days[ruling.proposal.reviewed_day as usize].accounts[0].treasury.usd();
            let most = (share * held / 365.0).min((held - reserve) / f64::from(REVIEW_DAYS)).max(0.0);
            assert!(rate(ruling) <= most && rate(ruling) >= 0.0, "{} of {most}", rate(ruling));
        }
        let (mut in_force, mut held) = (0.0, treasury);
        for today in &days {
            today.conduct.rulings.iter().for_each(|ruling| in_force = rate(ruling));
            let due = MicroUsd::from_usd(f64::min(in_force, held - reserve).max(0.0));
            assert_eq!(paid(today), due);
            held = today.accounts[0].treasury.usd();
        }
        let spent: MicroUsd = days.iter().map(paid).sum();
        assert_eq!(spent > MicroUsd::ZERO, reserve < treasury, "{spent:?}");
    }
}

/// A chain that has its share spends nothing; nor does one whose share is the one it had at its first review, as long as it keeps it.
#[test]
fn nothing_is_spent_at_or_above_the_share() {
    let mut spec = rivals();
    spec.groups[0].attention_per_day = 1.0;
    for defended in [Some(0.2), None] {
        spec.chains[0].policy.conduct.defended_share = defended;
        let days = run(spec.clone(), &plan(&spec, 720));
        assert!(rulings(&days).is_empty() && days.iter().all(|today| paid(today) == MicroUsd::ZERO));
    }
}

/// The share of the first review is defended against what comes later, and incentives end at the review that finds it restored.
#[test]
fn defence_begins_when_the_share_falls_and_ends_when_it_is_back() {
    let ahead = rivals();
    let equal = |spec: &Spec| {
        let mut spec = spec.clone();
        spec.chains[0].policy.conduct.defended_share = None;
        spec.chains[1].proof_stage = ProofStage::Stage1;
        spec
    };
    let mut behind = ahead.clone();
    behind.chains[0].policy.conduct.defended_share = None;
    let mut better = equal(&ahead);
    better.chains[0].proof_stage = ProofStage::Stage2;
    let days = run_epochs(&[(0, equal(&ahead)), (100, behind), (400, better)], &plan(&ahead, 720));
    let rulings = rulings(&days);
    let (first, last) = (rulings.first().expect("a defence"), rulings.last().expect("a defence"));
    assert_eq!((first.0, last.0), (120, 420));
    assert!(rate(first.1) > 0.0 && rate(last.1) == 0.0 && last.1.proposal.reason.contains("not below 0.5000"));
    let spending: Vec<usize> = (0..days.len()).filter(|day| paid(&days[*day]) > MicroUsd::ZERO).collect();
    assert_eq!(spending, (120..420).collect::<Vec<_>>());
}
