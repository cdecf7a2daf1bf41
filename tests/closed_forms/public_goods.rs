//! Stacks: rounds of retroactive funding, what grants do to apps, and members that leave.

use crate::support::*;
use l2niche::engine::observer::{Reason, Today, TurnKind};
use l2niche::model::economy::Spec;
use l2niche::model::id::StackId;
use l2niche::model::institutions::fund::Fund;
use l2niche::model::institutions::stack::{DataRules, FeeRule, Stack};
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::supply::chain::DataLayer;
use l2niche::model::supply::membership::Membership;
use l2niche::model::supply::policy::Policies;
use l2niche::model::units::MicroUsd;
use l2niche::model::vertical::AppMarket;

const ROUND: u32 = 10;
const SHARE: f64 = 0.3;

/// Three like chains, two of them in a stack that takes a fifth of revenue; the first has three times the people of the second.
fn superchain(fund: Fund) -> Spec {
    let mut spec = like_chains(3);
    set_verticals(&mut spec, 2);
    spec.stacks = vec![Stack { revenue_share: 0.2, fund, ..stack("stack") }];
    spec.chains.iter_mut().take(2).for_each(|c| c.stack = Some(StackId::at(0)));
    spec.groups[0].attention_per_day = 0.0;
    spec.groups[0].uses[1].as_mut().expect("a use").transactions_per_month = 5.0;
    spec
}

fn live(spec: Spec, days: u32) -> Vec<Today> {
    let plan = l2niche::engine::run::RunPlan { homes: vec![vec![0.6, 0.2, 0.2, 0.0]], ..plan(&spec, days) };
    run(spec, &plan)
}

fn funding() -> Fund {
    Fund { retro_share: SHARE, round_days: ROUND, ..Fund::default() }
}

fn granted(today: &Today) -> MicroUsd {
    paid_between(today, |from, _| from == Account::Stack(0), FlowKind::RetroFunding)
}

/// What is paid out in a round is retro_share times the income of the round before, to the micro-dollar; nothing comes before the first
/// round is over, and days differ by a micro-dollar a cell at most. The table of the stack says the same as the ledger.
#[test]
fn a_round_grants_its_share_of_what_the_round_before_brought() {
    let days = live(superchain(funding()), 4 * ROUND);
    let rounds: Vec<&[Today]> = days.chunks(ROUND as usize).collect();
    let income = |round: &[Today]| -> MicroUsd {
        round.iter().map(|d| paid_between(d, |_, to| to == Account::Stack(0), FlowKind::StackShare)).sum()
    };
    let grants = |round: &[Today]| -> MicroUsd { round.iter().map(granted).sum() };
    assert_eq!(grants(rounds[0]), MicroUsd::ZERO);
    for (before, after) in rounds.iter().zip(&rounds[1..]) {
        assert_eq!(grants(after), MicroUsd::from_usd(income(before).usd() * SHARE));
        assert!(grants(after) > MicroUsd::ZERO);
        let (least, most) = (after.iter().map(granted).min().unwrap(), after.iter().map(granted).max().unwrap());
        assert!(most - least <= MicroUsd(4), "{least} to {most}: two chains, two verticals");
    }
    let mut balance = MicroUsd::ZERO;
    for today in &days {
        let stack = today.systems.stacks[0];
        assert_eq!((stack.members, stack.grants), (2, granted(today)));
        balance += stack.profit();
        assert_eq!(stack.balance, balance);
    }
}

/// Apps that earn nothing from users rest at grants/cost: of the pool a day, by the share of the value moved that was on them. Those
/// outside the stack get none. After many half-lives (ψ 0.5 a day, round of 10 days, 120 days) the distance is below e^{−5} of a round's
/// change of income, which is nothing here, for homes and prices stand still.
#[test]
fn apps_follow_the_impact_of_their_chain_and_vertical() {
    let mut spec = superchain(funding());
    let market = AppMarket { app_adjustment: 0.5, app_cost_usd_per_day: 7.0, ..AppMarket::default() };
    spec.verticals.iter_mut().for_each(|v| v.apps = market);
    let last = live(spec, 12 * ROUND).pop().unwrap();
    let moved = |k: usize, v: usize| last.transactions[(k, v)];
    let total: f64 = (0..2).flat_map(|k| (0..2).map(move |v| (k, v))).map(|(k, v)| moved(k, v)).sum();
    let pool = last.systems.stacks[0].income.usd() * SHARE;
    for (k, v) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let rest = pool * moved(k, v) / total / 7.0;
        assert!((last.apps[(k, v)] / rest - 1.0).abs() < 1e-3, "({k}, {v}): {} against {rest}", last.apps[(k, v)]);
    }
    assert!(last.apps[(0, 0)] > 2.9 * last.apps[(1, 0)], "three times the people");
    assert_eq!(last.apps.row(2), [0.0, 0.0]);
}

/// Software is paid every day, whatever comes in; a fund below zero is in debt, and the books say so.
#[test]
fn software_is_paid_and_a_stack_may_run_into_debt() {
    let mut spec = superchain(Fund { cost_usd_per_year: 365e6, ..Fund::default() });
    spec.stacks[0].insurance_usd = 5.0;
    let days = live(spec, 3);
    assert!(days.iter().all(|d| paid_between(d, |_, to| to == Account::Outside, FlowKind::StackCosts) == MicroUsd::from_usd(1e6)));
    let income: MicroUsd = days.iter().map(|d| d.systems.stacks[0].income).sum();
    assert_eq!(days[2].systems.stacks[0].balance, MicroUsd::from_usd(5.0 - 3e6) + income);
}

fn member(spec: &mut Spec, k: usize, membership: Membership) {
    spec.chains[k].policy = Policies { membership, ..Policies::default() };
}

/// From its day on a chain that leaves pays no share, pays for software of its own, and is no member; its users pay for data by the rule
/// they know. The apps on it still get what they earned before; later rounds are for those who stayed.
#[test]
fn a_planned_exit_ends_the_share_and_not_the_fee_rule() {
    let mut spec = superchain(funding());
    spec.stacks[0].data = DataRules { fee_rule: FeeRule::Op, ..DataRules::default() };
    spec.chains.iter_mut().for_each(|c| c.data_layer = DataLayer::EthereumBlobs);
    let stays = live(spec.clone(), 30);
    member(&mut spec, 0, Membership { leaves_on: Some(12), own_stack_usd_per_year: 365e3, ..Membership::default() });
    let leaves = live(spec, 30);
    let shares = |d: &Today| paid_between(d, |from, _| from == Account::Chain(0), FlowKind::StackShare);
    let own = |d: &Today| paid_between(d, |from, _| from == Account::Chain(0), FlowKind::OwnStack);
    for (day, (a, b)) in stays.iter().zip(&leaves).enumerate() {
        let before = day < 12;
        assert_eq!((shares(b) > MicroUsd::ZERO, b.systems.stacks[0].members), (before, if before { 2 } else { 1 }), "day {day}");
        assert_eq!(own(b), if before { MicroUsd::ZERO } else { MicroUsd::from_usd(1e3) });
        assert_eq!(a.fee_usd.row(0), b.fee_usd.row(0), "the OP rule's fees on day {day}");
    }
    assert_eq!(
        leaves[12].systems.exits.iter().map(|t| (t.chain, t.kind, t.reason)).collect::<Vec<_>>(),
        [(0, TurnKind::Exit, Reason::Planned)]
    );
    // Days 10 to 19 pay the first round, which both earned; days 20 to 29 the second, in which the leaver was a member for two days.
    let grants = |days: &[Today]| -> MicroUsd { days.iter().map(granted).sum() };
    assert_eq!(grants(&leaves[10..20]), grants(&stays[10..20]));
    assert!(grants(&leaves[20..]) < grants(&stays[20..]));
}

/// At a review a member leaves iff it paid more than exit_ratio times what it got: it pays 20 % of revenue, and of that apps on it get
/// `retro_share` in proportion to impact. In the second review (days 10 to 19) grants are `SHARE` of what both paid in the first round, so
/// that the ratio of paid to granted is 1/SHARE for each of them here, where revenue is in proportion to impact; software of its own makes up
/// the rest. In the first review no grants have come yet, and a ratio without bound holds the member.
#[test]
fn a_review_lets_go_whoever_pays_more_than_he_gets() {
    let exit_day = |retro_share: f64, exit_ratio: f64, own: f64| {
        let mut spec = superchain(Fund { retro_share, ..funding() });
        member(&mut spec, 0, Membership { review_days: Some(20), exit_ratio, own_stack_usd_per_year: own, ..Membership::default() });
        let days = live(spec, 45);
        let exits = days.iter().enumerate().flat_map(|(day, d)| d.systems.exits.iter().map(move |t| (day, t.clone())));
        let exits: Vec<_> = exits.map(|(day, t)| (day, t.chain, t.reason)).collect();
        assert!(exits.len() <= 1 && exits.iter().all(|(_, k, reason)| *k == 0 && *reason == Reason::TooDear), "{exits:?}");
        (exits.first().map(|(day, ..)| *day), days)
    };
    let (never, days) = exit_day(SHARE, 1e6, 1.0);
    assert_eq!(never, None);
    let paid: f64 = days[..20].iter().map(|d| d.accounts[0].stack_share.usd()).sum();
    // Over the first 20 days grants come on ten: SHARE/2 of what was paid.
    assert_eq!(exit_day(SHARE, 0.98 * 2.0 / SHARE, 0.0).0, Some(20));
    assert_eq!(exit_day(SHARE, 1.02 * 2.0 / SHARE, 0.0).0, None);
    // Without grants, against software of its own.
    let own = paid / 20.0 * 365.0;
    assert_eq!(exit_day(0.0, 1.0, 0.98 * own).0, Some(20));
    assert_eq!(exit_day(0.0, 1.0, 1.02 * own).0, None);
}

/// Two like rollups that post together save the same; one that posts alone saves nothing. With the saving on one side of the balance and
/// a small share on the other the member stays, and goes if it could not post together.
#[test]
fn common_posts_hold_a_member() {
    let exits = |shared_posting: bool| {
        let mut spec = superchain(Fund::default());
        spec.stacks[0] = Stack { revenue_share: 1e-4, ..spec.stacks[0].clone() };
        spec.stacks[0].data.shared_posting = shared_posting;
        spec.groups[0].users = 1e4;
        for k in 0..2 {
            spec.chains[k].data_layer = DataLayer::EthereumBlobs;
            spec.chains[k].posting.post_gas = 200_000.0;
            member(&mut spec, k, Membership { review_days: Some(15), ..Membership::default() });
        }
        live(spec, 20).iter().map(|d| d.systems.exits.len()).sum::<usize>()
    };
    assert_eq!((exits(true), exits(false)), (0, 2));
}
