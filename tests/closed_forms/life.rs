//! Launches and sunsets: when a losing chain ends, whom its end hits, and that nothing else notices a chain that is not there
//! (model.md §7, §13).

use crate::support::*;
use l2niche::engine::observer::{Reason, Status, Today, TurnKind};
use l2niche::engine::run::RunPlan;
use l2niche::model::economy::Spec;
use l2niche::model::id::{ChainId, StackId};
use l2niche::model::institutions::stack::Stack;
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::supply::chain::{ChainKind, DataLayer, ProofStage};
use l2niche::model::supply::life::Life;
use l2niche::model::units::{DAYS_PER_MONTH, MicroUsd};
use l2niche::model::user_group::SwitchCosts;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// Two like chains; nobody ever reconsiders; the first has fixed costs and opening funds.
pub(crate) fn losing(cost_usd_per_year: f64, treasury_usd: f64, grace_days: u32) -> Spec {
    let mut spec = like_chains(2);
    spec.groups[0].attention_per_day = 0.0;
    spec.chains[0].fixed_cost_usd_per_year = cost_usd_per_year;
    spec.chains[0].treasury_usd = treasury_usd;
    spec.chains[0].life = Life { grace_days: Some(grace_days), ..Life::default() };
    spec
}

/// First day on which a chain is closed.
fn end(days: &[Today], chain: usize) -> Option<usize> {
    days.iter().position(|day| day.life.status[chain] == Status::Closed)
}

pub(crate) fn paid(day: &Today, from: Account, to: Account, kind: FlowKind) -> MicroUsd {
    paid_between(day, |payer, payee| (payer, payee) == (from, to), kind)
}

/// The treasury falls by F − mU a day, is negative at the end of day ⌊T0/(F − mU)⌋ for the first time, and the chain is closed from day
/// ⌊T0/(F − mU)⌋ + grace on: it lived that many days. m is the execution fee of a user's day; data are charged at cost.
#[test]
fn a_losing_chain_ends_after_its_funds_and_its_days_of_grace() {
    let fee = run(losing(0.0, 0.0, 1), &plan(&losing(0.0, 0.0, 1), 1))[0].fee_usd[(0, 0)];
    let spec = losing(0.0, 0.0, 1);
    let data = spec.verticals[0].bytes_per_tx * spec.chains[0].alt_da_usd_per_mib / 1_048_576.0;
    let margin = 20.0 / DAYS_PER_MONTH * spec.verticals[0].demand_share(fee) * (fee - data);
    let (users, cost_a_day) = (5e5, 5_000.0);
    let loss = cost_a_day - margin * users;
    assert!(loss > 0.1 * cost_a_day && loss < 0.9 * cost_a_day, "both parts count: {loss}");
    for (days_of_funds, grace) in [(0.5, 1), (12.5, 1), (12.5, 7), (30.02, 3), (29.98, 3)] {
        let spec = losing(cost_a_day * 365.0, days_of_funds * loss, grace);
        let days = run(spec.clone(), &plan(&spec, 60));
        let expected = days_of_funds.floor() as usize + grace as usize;
        assert_eq!(end(&days, 0), Some(expected), "funds for {days_of_funds} days, {grace} days of grace");
        assert!((days[expected - 1].homes[(0, 0)] - users).abs() < 1e-3, "on its last day everybody is still there");
        let turn = &days[expected].life.turns[..];
        assert_eq!((turn.len(), turn[0].chain, turn[0].kind, turn[0].reason), (1, 0, TurnKind::Sunset, Reason::Debt));
        assert!((turn[0].displaced_users - users).abs() < 1e-3 && turn[0].stranded == MicroUsd::ZERO);
    }
}

/// Days below zero count in a row: a chain that recovers in time lives on, and its next debt starts from nothing.
#[test]
fn a_treasury_that_recovers_in_time_starts_the_count_anew() {
    let (broke, well, broke_again) = (losing(7.3e5, 500.0, 5), losing(0.0, 0.0, 5), losing(3.65e6, 0.0, 5));
    let days = run_epochs(&[(0, broke.clone()), (3, well), (20, broke_again)], &plan(&broke, 40));
    let below: Vec<usize> = (0..40).filter(|&day| days[day].accounts[0].treasury < MicroUsd::ZERO).collect();
    assert!(below.starts_with(&[0, 1, 2, 3]) && !below.contains(&4), "{below:?}");
    let again = below.iter().copied().find(|day| *day > 10).expect("it is broke again");
    assert_eq!(end(&days, 0), Some(again + 5));
}

/// Without days of grace in the scenario nothing ever closes, however deep the debt.
#[test]
fn by_default_chains_live_for_ever() {
    let mut spec = losing(1e9, 0.0, 1);
    spec.chains[0].life = Life::default();
    let days = run(spec.clone(), &plan(&spec, 100));
    assert!(days.iter().all(|day| day.life.turns.is_empty() && day.life.status == [Status::Live; 2]));
    assert!(days[99].accounts[0].treasury < MicroUsd::ZERO);
}

/// Sign. Prices, homes and routing do not depend on anybody's fixed cost while all chains live, so until the first sunset two runs that
/// differ in F alone differ in the chain's treasury alone, which is lower every day by the sum of the differences; "below zero on the
/// last `grace` days" is monotone in that. So a higher own fixed cost never delays the own sunset.
#[test]
fn a_higher_fixed_cost_never_delays_the_own_sunset() {
    let mut world = like_chains(3);
    set_links(&mut world, 0.3, 1.0);
    world.verticals[0].network_strength = 0.3;
    world.groups[0].attention_per_day = 0.05;
    world.groups[0].may_leave = true;
    world.chains[1].min_gas_price_gwei = 0.03;
    for grace in [1, 10] {
        let ends: Vec<usize> = [0.0, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 13.0, 1e3]
            .map(|millions| {
                let mut spec = world.clone();
                spec.chains[1].fixed_cost_usd_per_year = millions * 1e6;
                spec.chains[1].treasury_usd = 1e5;
                spec.chains[1].life.grace_days = Some(grace);
                end(&run(spec.clone(), &plan(&spec, 120)), 1).unwrap_or(usize::MAX)
            })
            .to_vec();
        assert!(ends.is_sorted_by(|a, b| a >= b), "{ends:?}");
        assert!(ends[0] == usize::MAX && ends[8] == grace as usize, "{ends:?}");
        assert!(ends.windows(2).filter(|pair| pair[0] > pair[1]).count() >= 4, "the cost hardly matters here: {ends:?}");
    }
}

/// A world with everything that could leave somebody behind: a child, use across chains, a gate of costs, people who never reconsider.
pub(crate) fn busy() -> Spec {
    let mut spec = like_chains(4);
    set_links(&mut spec, 0.4, 1.0);
    spec.interop.classes.iter_mut().for_each(|link| link.move_cost_usd = 3.0);
    spec.verticals[0].network_strength = 0.2;
    (spec.chains[2].kind, spec.chains[2].parent) = (ChainKind::L3, Some(ChainId::at(1)));
    spec.chains[2].data_layer = DataLayer::Parent;
    spec.chains[2].treasury_usd = 5e6;
    spec.chains[1].fixed_cost_usd_per_year = 1e9;
    spec.chains[1].life = Life { grace_days: Some(5), stranded_share: 0.3, ..Life::default() };
    spec.chains[2].life.stranded_share = 0.1;
    spec.stacks = vec![Stack { revenue_share: 0.1, insurance_usd: 1e6, ..stack("stack") }];
    spec.chains[1].stack = Some(StackId::at(0));
    spec.groups = vec![group("people", 1), group("others", 1)];
    spec.groups[0].attention_per_day = 0.0;
    spec.groups[1].attention_per_day = 0.03;
    spec.groups[1].may_leave = true;
    spec.groups[1].switch = SwitchCosts { onboarding_usd: 10.0, move_usd: 10.0, exit_usd: 10.0 };
    spec.groups[1].activity_sigma = 0.7;
    spec.groups.iter_mut().zip([1000.0, 200.0]).for_each(|(group, assets)| group.assets_usd_per_user = assets);
    spec
}

/// Nobody lives on a closed chain, nothing is done on it, and everybody who lived there moved on the one day. With agents and in the mean
/// field, on one thread and on several.
#[test]
fn nobody_is_ever_on_a_closed_chain() {
    let spec = busy();
    let plan = RunPlan { taste_nodes: 16, ..plan(&spec, 30) };
    for plan in [plan.clone(), agents(&plan)] {
        let days = run_on_threads(&spec, &plan, &[1, 3]);
        assert_eq!((end(&days, 1), end(&days, 2), end(&days, 0), end(&days, 3)), (Some(5), Some(5), None, None));
        for closed in [1, 2] {
            for day in &days[5..] {
                assert!((0..2).all(|g| day.homes[(g, closed)] == 0.0), "people on a closed chain");
                assert_eq!(day.transactions[(closed, 0)], 0.0);
                assert_eq!((day.accounts[closed].revenue, day.accounts[closed].costs()), (MicroUsd::ZERO, MicroUsd::ZERO));
                assert_eq!(day.accounts[closed].treasury, MicroUsd::ZERO);
            }
            let left: f64 = (0..2).map(|g| (0..6).map(|to| days[5].moves[(g, closed * 6 + to)]).sum::<f64>()).sum();
            let lived: f64 = days[4].homes.column_sum(closed);
            assert!((left - lived).abs() < 1e-6 * lived, "{left} of {lived} moved");
            let turn = days[5].life.turns.iter().find(|turn| turn.chain == closed).expect("a sunset");
            assert!((turn.displaced_users - lived).abs() < 1e-6 * lived);
            assert_eq!(turn.reason, if closed == 1 { Reason::Debt } else { Reason::Parent });
        }
        assert!(days[29].transactions[(0, 0)] > days[4].transactions[(0, 0)], "their business went elsewhere");
    }
}

/// Where the last chain that a group may use closes, everybody is outside, even those who may not leave; a launch brings them back.
#[test]
fn the_last_chain_leaves_people_outside_until_another_opens() {
    let mut spec = losing(1e9, 0.0, 2);
    spec.chains[1].life.launch_day = 6;
    let mut plan = plan(&spec, 9);
    plan.homes = vec![vec![1.0, 0.0, 0.0]];
    for plan in [plan.clone(), agents(&plan)] {
        let days = run_on_threads(&spec, &plan, &[1, 3]);
        let places: Vec<usize> = days.iter().map(|day| shares(day).iter().position(|x| *x == 1.0).expect("all in one place")).collect();
        assert_eq!(places, [0, 0, 2, 2, 2, 2, 1, 1, 1]);
    }
}

/// On the day a chain closes nobody expects to meet anybody there: with peers alone, V_j = peers · Σ_m σ_jm share_m over open chains.
#[test]
fn nobody_is_expected_on_a_closed_chain() {
    let mut spec = bare_chains(3);
    set_fast(&mut spec);
    spec.groups[0].peers_usd_per_month = 2.0;
    spec.stacks = vec![stack("stack")];
    (0..2).for_each(|j| spec.chains[j].stack = Some(StackId::at(0)));
    spec.interop.classes.iter_mut().for_each(|link| link.sharing = 0.0);
    spec.interop.classes[1].sharing = 1.0;
    spec.chains[1].fixed_cost_usd_per_year = 1e6;
    spec.chains[1].life.grace_days = Some(4);
    let days = run(spec.clone(), &plan(&spec, 6));
    let before = shares(&days[3]);
    assert!((before[0] - before[1]).abs() < 1e-12 && before[0] > before[2] + 0.05, "the stack counts: {before:?}");
    let expected = softmax(&[2.0 * before[0], 2.0 * before[2]], 1.0);
    assert!(distance(&shares(&days[4]), &[expected[0], 0.0, expected[1], 0.0]) < 1e-12, "{:?}", shares(&days[4]));
    let remembered = softmax(&[2.0 * (before[0] + before[1]), 2.0 * before[2]], 1.0);
    assert!((remembered[0] - expected[0]).abs() > 0.02);
}

/// Before its day a chain earns and costs nothing and nobody is there; on its day whoever reconsiders finds it, at floor fees and with
/// empty books: x₁ = α/3 among three like chains. A child that waits when its parent closes never opens.
#[test]
fn a_chain_opens_on_its_day() {
    let mut spec = like_chains(3);
    spec.groups[0].attention_per_day = 0.12;
    spec.chains[1].life.launch_day = 10;
    spec.chains[1].fixed_cost_usd_per_year = 365_000.0;
    spec.chains[1].treasury_usd = 7e4;
    let mut plan = plan(&spec, 15);
    plan.homes = vec![vec![0.5, 0.0, 0.5, 0.0]];
    let days = run(spec.clone(), &plan);
    for day in &days[..10] {
        assert_eq!((day.life.status[1], day.homes[(0, 1)], day.accounts[1].treasury), (Status::Coming, 0.0, MicroUsd::from_usd(7e4)));
        assert_eq!((day.accounts[1].costs(), day.life.turns.len()), (MicroUsd::ZERO, 0));
    }
    let day = &days[10];
    assert_eq!((day.life.turns[0].chain, day.life.turns[0].kind, day.life.turns[0].reason), (1, TurnKind::Launch, Reason::Planned));
    assert!((shares(day)[1] - 0.12 / 3.0).abs() < 1e-12, "{:?}", shares(day));
    assert!(day.transactions[(1, 0)] > 0.0, "those who live there are active there at once");
    assert_eq!(day.fee_usd[(1, 0)], day.fee_usd[(0, 0)]);
    assert_eq!(day.accounts[1].fixed, MicroUsd::from_usd(1000.0));
}

#[test]
fn a_child_that_waits_when_its_parent_closes_never_opens() {
    let mut spec = busy();
    spec.chains[2].life.launch_day = 12;
    let mut plan = plan(&spec, 16);
    plan.homes = vec![vec![0.4, 0.4, 0.0, 0.2, 0.0]; 2];
    let days = run(spec, &plan);
    assert_eq!((days[4].life.status[2], days[5].life.status[2], days[15].life.status[2]), (Status::Coming, Status::Closed, Status::Closed));
    let turn = days[5].life.turns.iter().find(|turn| turn.chain == 2).expect("its end");
    assert_eq!((turn.reason, turn.displaced_users, turn.stranded), (Reason::Parent, 0.0, MicroUsd::ZERO));
    assert_eq!(paid(&days[5], Account::Chain(2), Account::Outside, FlowKind::Payout), MicroUsd::from_usd(5e6));
}

/// What a day shows of all chains but those in `skip`: homes, transactions, fees, prices, accounts, groups, Ethereum.
fn others(day: &Today, skip: &[usize]) -> (Vec<f64>, Vec<MicroUsd>, Vec<l2niche::engine::observer::GroupDay>) {
    let n = day.accounts.len();
    let kept = |k: &usize| !skip.contains(k);
    let groups = day.groups.len();
    let homes = (0..groups).flat_map(|g| (0..=n).filter(kept).map(move |k| day.homes[(g, k)]));
    let rows = (0..n).filter(kept).flat_map(|k| day.transactions.row(k).iter().chain(day.fee_usd.row(k)).copied());
    let prices = (0..n).filter(kept).flat_map(|k| [day.gas_price_gwei[k], day.life.assets_usd[k]]);
    let ethereum = [day.ethereum.base_fee_gwei, day.ethereum.blob_price_gwei, day.ethereum.blobs_per_block];
    let money = (0..n).filter(kept).flat_map(|k| [day.accounts[k].revenue, day.accounts[k].costs(), day.accounts[k].treasury]);
    let money = money.chain([day.ethereum.income]).collect();
    (homes.chain(rows).chain(prices).chain(ethereum).collect(), money, day.groups.clone())
}

/// A chain that is not open yet, whatever it is, changes no bit of anything else, with or without the correction for copies: the same as a
/// world without it. In both fidelities.
#[test]
fn a_chain_that_is_not_open_changes_no_bit_of_the_others() {
    for gamma in [0.0, 0.7] {
        let mut with = busy();
        with.dynamics.clone_correction = gamma;
        with.chains.iter_mut().for_each(|c| c.data_layer = DataLayer::EthereumBlobs);
        with.chains[2].parent = Some(ChainId::at(1));
        with.chains[2].data_layer = DataLayer::Parent;
        with.groups[1].peers_usd_per_month = 2.0;
        with.groups[1].security_usd_per_month = 2.0;
        let mut without = with.clone();
        // The newcomer comes first, so that every position shifts.
        let mut newcomer = with.chains[3].clone();
        (newcomer.name, newcomer.min_gas_price_gwei, newcomer.fixed_cost_usd_per_year) = ("newcomer".into(), 1e-4, 1e6);
        (newcomer.life.launch_day, newcomer.treasury_usd) = (1000, 10.0);
        with.chains.insert(0, newcomer);
        with.chains[3].parent = Some(ChainId::at(2));
        let without_plan = RunPlan { taste_nodes: 8, ..plan(&without, 20) };
        let mut with_plan = without_plan.clone();
        with_plan.homes.iter_mut().for_each(|row| row.insert(0, 0.0));
        for as_agents in [false, true] {
            let represent = |plan: &RunPlan| if as_agents { agents(plan) } else { plan.clone() };
            let (a, b) = (run(with.clone(), &represent(&with_plan)), run(without.clone(), &represent(&without_plan)));
            let differs = a.iter().zip(&b).position(|(a, b)| others(a, &[0]) != others(b, &[]));
            assert_eq!(differs, None, "first day that differs; copies corrected by {gamma}, agents: {as_agents}");
        }
        without.chains[3].min_gas_price_gwei *= 0.999;
        let (a, b) = (run(with, &with_plan), run(without, &without_plan));
        assert!(others(&a[19], &[0]) != others(&b[19], &[]), "a difference would not be noticed");
    }
}

/// From its end on, nothing about a chain matters to anybody (its child, at position 2, ended with it).
#[test]
fn what_a_closed_chain_is_like_changes_no_bit() {
    let spec = busy();
    let mut other = spec.clone();
    let dead = &mut other.chains[1];
    (dead.min_gas_price_gwei, dead.latency_s, dead.proof_stage, dead.fixed_cost_usd_per_year) = (9.0, 60.0, ProofStage::Stage0, 7e9);
    (dead.settlement_gas_per_day, dead.capability_budget_usd_per_year, dead.life.grace_days) = (1e9, 1e9, None);
    let epochs = |late: Spec| run_epochs(&[(0, spec.clone()), (10, late)], &plan(&spec, 20));
    for (a, b) in epochs(spec.clone()).iter().zip(&epochs(other)) {
        assert!(others(a, &[1, 2]) == others(b, &[1, 2]));
        assert_eq!(a.postings, b.postings);
    }
}

proptest! {
    #![proptest_config(Config { cases: 64, rng_seed: RngSeed::Fixed(20_261_123), failure_persistence: None, ..Config::default() })]

    /// Whatever chains cost, own and open when, in both fidelities: the engine's daily audit finds all people (none on a chain that is not
    /// open), all money, and no number that is none; statuses only go forward; and every end has its row.
    #[test]
    fn any_lives_end_in_order(
        costs in prop::collection::vec(0.0..3e8f64, 4),
        treasuries in prop::collection::vec(0.0..1e6f64, 4),
        graces in prop::collection::vec(prop::option::of(1..12u32), 4),
        launches in prop::collection::vec(0..25u32, 4),
        stranded in 0.0..1.0f64,
        as_agents in any::<bool>(),
    ) {
        let mut spec = busy();
        for (j, chain) in spec.chains.iter_mut().enumerate() {
            // Chain 0 is there from the start; the child (2) does not open before its parent (1).
            let launch_day = [0, launches[1], launches[1] + launches[2], launches[3]][j];
            chain.life = Life { launch_day, grace_days: graces[j], stranded_share: stranded, slot: None };
            (chain.fixed_cost_usd_per_year, chain.treasury_usd) = (costs[j], treasuries[j]);
        }
        spec.groups.iter_mut().for_each(|group| group.agents = 500);
        let mut plan = RunPlan { taste_nodes: 8, ..plan(&spec, 45) };
        plan.homes = vec![vec![0.7, 0.0, 0.0, 0.0, 0.3]; 2];
        let days = run(spec, &if as_agents { agents(&plan) } else { plan });
        for chain in 0..4 {
            let status: Vec<u8> = days.iter().map(|day| day.life.status[chain] as u8).collect();
            prop_assert!(status.is_sorted(), "{status:?}");
            let ends = days.iter().flat_map(|day| &day.life.turns).filter(|turn| turn.chain == chain && turn.kind == TurnKind::Sunset);
            prop_assert_eq!(ends.count(), usize::from(status.contains(&(Status::Closed as u8))));
        }
    }
}
