//! Batch posting, forks and fee rules through the engine.

use crate::support::{like_chains, plan, run, run_epochs, run_on_threads, stack};
use l2niche::model::economy::Spec;
use l2niche::model::id::StackId;
use l2niche::model::institutions::stack::{DataRules, FeeRule, Stack};
use l2niche::model::settlement::fork::Fork;
use l2niche::model::supply::chain::DataLayer;
use l2niche::model::supply::posting::Posting;

/// Chains that post blobs under Cancun, with that many people in all.
fn rollups(n: usize, users: f64) -> Spec {
    let mut spec = like_chains(n);
    spec.ethereum.fork = Fork::Cancun;
    spec.chains.iter_mut().for_each(|c| c.data_layer = DataLayer::EthereumBlobs);
    (spec.groups[0].users, spec.groups[0].agents) = (users, 1_000);
    spec
}

fn share_a_stack(spec: &mut Spec, data: DataRules) {
    spec.stacks = vec![Stack { data, ..stack("stack") }];
    spec.chains.iter_mut().for_each(|c| c.stack = Some(StackId::at(0)));
}

fn data_usd(day: &l2niche::engine::observer::Today) -> Vec<f64> {
    day.accounts.iter().map(|a| a.data.usd()).collect()
}

/// One post an hour, 24 a day from the second day on: 200,000 gas at 1 gwei and 2500 USD are 0.5 USD, so 12 USD a day; blobs cost 1 wei.
#[test]
fn a_small_rollup_pays_for_whole_posts() {
    let mut spec = rollups(1, 10_000.0);
    spec.chains[0].posting = Posting { post_gas: 200_000.0, ..Posting::default() };
    let days = run(spec.clone(), &plan(&spec, 10));
    let paid: f64 = days[1..].iter().map(|d| data_usd(d)[0]).sum::<f64>() / 9.0;
    assert!((paid - 12.0).abs() < 0.2, "{paid}");
    // Users pay the average: over the year revenue for data is cost.
    let transactions: f64 = days[9].transactions.row(0).iter().sum();
    let by_gas = 150_000.0 * 0.01e-9 * 2500.0;
    let collected = transactions * (days[9].fee_usd[(0, 0)] - by_gas);
    assert!((collected / 12.0 - 1.0).abs() < 0.05, "{collected}");
}

/// Two like rollups that share posts pay half the posts each; alone, each needs its own. On any number of threads.
#[test]
fn rollups_of_a_stack_may_share_their_posts() {
    let of = |shared_posting: bool| {
        let mut spec = rollups(2, 20_000.0);
        share_a_stack(&mut spec, DataRules { shared_posting, ..DataRules::default() });
        spec.chains.iter_mut().for_each(|c| c.posting.post_gas = 200_000.0);
        let days = run_on_threads(&spec, &plan(&spec, 5), &[1, 2]);
        data_usd(&days[4])
    };
    let (alone, shared) = (of(false), of(true));
    assert!((alone[0] - 12.0).abs() < 0.6 && (alone[1] - alone[0]).abs() < 1e-6, "{alone:?}");
    assert!((shared[0] / alone[0] - 0.5).abs() < 0.05 && (shared[1] - shared[0]).abs() < 1e-6, "{shared:?}");
}

/// Dated event Cancun: rollups move from calldata to blobs that day; data cost falls by more than 90 %, fees fall and the margin jumps.
#[test]
fn cancun_moves_rollups_from_calldata_to_blobs() {
    let mut before = rollups(1, 100_000.0);
    before.ethereum.fork = Fork::PreCancun;
    before.ethereum.base_fee_gwei = 30.0;
    before.chains[0].calldata_fallback = true;
    let mut after = before.clone();
    after.ethereum.fork = Fork::Cancun;
    let days = run_epochs(&[(0, before.clone()), (5, after)], &plan(&before, 12));
    let margin = |d: usize| 1.0 - days[d].accounts[0].data.usd() / days[d].accounts[0].revenue.usd();
    let fee = |d: usize| days[d].fee_usd[(0, 0)];
    assert!(margin(4) < 0.1 && margin(6) > 0.9, "{} {}", margin(4), margin(6));
    assert!(fee(5) < 0.1 * fee(4), "{} {}", fee(4), fee(5));
    assert_eq!((days[4].ethereum.blobs_per_block, days[6].ethereum.blobs_per_block > 0.0), (0.0, true));
}

/// Blobs paid, block by block, are what Ethereum gets: rollups' data and nothing else pays it here.
#[test]
fn what_rollups_pay_for_data_is_what_ethereum_gets() {
    let mut spec = rollups(3, 3e6);
    spec.ethereum.other_blobs_per_block = 2.9;
    spec.ethereum.other_blobs_per_post = 3;
    for day in run(spec.clone(), &plan(&spec, 20)) {
        let paid: f64 = data_usd(&day).iter().sum();
        assert!((paid - day.ethereum.income.usd()).abs() < 1e-9);
    }
}

/// Under the OP rule with the scalars of full blobs the margin on data is about nothing at scale; with twice the scalars, half of what users
/// pay for data is kept. Under Arbitrum's rule users pay cost and 160 wei a byte.
#[test]
fn fee_rules_decide_what_users_pay_for_data() {
    let of = |fee_rule: FeeRule, factor: u64| {
        let mut spec = rollups(1, 2e6);
        spec.ethereum.initial_excess_blob_gas = 70_000_000;
        // Together with the rollup about the target, so that the price hardly moves in the day.
        spec.ethereum.other_blobs_per_block = 2.8;
        share_a_stack(&mut spec, DataRules { fee_rule, ..DataRules::default() });
        spec.chains[0].op_fee.blob_base_fee_scalar *= factor;
        spec.chains[0].op_fee.base_fee_scalar = 0;
        let day = run(spec.clone(), &plan(&spec, 1)).remove(0);
        let transactions: f64 = day.transactions.row(0).iter().sum();
        let collected = day.accounts[0].revenue.usd() - transactions * 150_000.0 * 0.01e-9 * 2500.0;
        (collected, day.accounts[0].data.usd(), transactions)
    };
    let (cost, paid, _) = of(FeeRule::Cost, 1);
    assert!(paid > 1.0 && (cost / paid - 1.0).abs() < 0.02, "{cost} {paid}");
    let (op, paid, _) = of(FeeRule::Op, 1);
    assert!((op / paid - 1.0).abs() < 0.02, "{op} {paid}");
    let (twice, paid, _) = of(FeeRule::Op, 2);
    assert!((twice / paid - 2.0).abs() < 0.04, "{twice} {paid}");
    let (arbitrum, paid, transactions) = of(FeeRule::Arbitrum, 1);
    let reward = transactions * 150.0 * 160e-18 * 2500.0;
    assert!(((arbitrum - reward) / paid - 1.0).abs() < 0.02, "{arbitrum} {paid} {reward}");
}

/// Sign: with target and update fraction scaled up together, as at Bpo1 and Bpo2, the resting blob price never rises, for demand that
/// falls in the price rests where it meets the target.
#[test]
fn more_blob_space_never_raises_the_resting_price() {
    let price = |fork: Fork| {
        let mut spec = rollups(1, 5e7);
        spec.ethereum.fork = fork;
        spec.ethereum.base_fee_gwei = 1e-6;
        spec.ethereum.other_blobs_per_block = 20.0;
        spec.ethereum.other_blobs_elasticity = 1.0;
        spec.ethereum.initial_excess_blob_gas = 60_000_000;
        run(spec.clone(), &plan(&spec, 12))[11].ethereum.blob_price_gwei
    };
    let prices = [Fork::Cancun, Fork::Prague, Fork::Bpo1, Fork::Bpo2].map(price);
    assert!(prices.windows(2).all(|p| p[1] < p[0]), "{prices:?}");
}
