//! L3 or L2: at which traffic sharing the parent's posts beats posts of one's own (model.md §13: posting costs √(2Pab), half of it paid).

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::model::economy::Spec;
use l2niche::model::id::{ChainId, StackId};
use l2niche::model::institutions::stack::{DataRules, Stack};
use l2niche::model::settlement::fork::Fork;
use l2niche::model::supply::chain::{ChainKind, DataLayer};
use l2niche::model::supply::posting::Posting;

/// P: 100,000 gas at 1 gwei and 2500 USD; a blob costs 1 wei of gas, next to nothing.
const POST_USD: f64 = 0.25;
const DELAY_USD_PER_MIB_HOUR: f64 = 180.0;
/// Gas price of the parent, and what its 16 gas a byte cost.
const PARENT_GWEI: f64 = 0.2;
const GAS_USD_PER_BYTE: f64 = 16.0 * PARENT_GWEI * 1e-9 * 2500.0;
const DAY_S: f64 = 86_400.0;

/// A parent with a million people, and an app chain with `people`, who all stay where they are; fees do not bend what they do.
fn family(people: f64) -> Spec {
    let mut spec = like_chains(2);
    spec.ethereum.fork = Fork::Cancun;
    spec.verticals[0].fee_elasticity = 0.0;
    for chain in &mut spec.chains {
        chain.data_layer = DataLayer::EthereumBlobs;
        chain.posting = Posting { post_gas: 1e5, delay_cost_usd_per_mib_hour: DELAY_USD_PER_MIB_HOUR, ..Posting::default() };
    }
    spec.chains[0].min_gas_price_gwei = PARENT_GWEI;
    let group = &mut spec.groups[0];
    (group.users, group.attention_per_day) = (1e6 + people, 0.0);
    group.uses[0].as_mut().unwrap().benefit_usd_per_month = 1000.0;
    spec
}

fn as_l3(mut spec: Spec) -> Spec {
    let chain = &mut spec.chains[1];
    (chain.kind, chain.parent, chain.data_layer) = (ChainKind::L3, Some(ChainId::at(0)), DataLayer::Parent);
    spec
}

fn sharing_posts(mut spec: Spec) -> Spec {
    spec.stacks = vec![Stack { data: DataRules { shared_posting: true, ..DataRules::default() }, ..stack("stack") }];
    spec.chains.iter_mut().for_each(|c| c.stack = Some(StackId::at(0)));
    spec
}

/// What the app chain pays for data a day, once posts are in their rhythm, and the bytes a second of parent and app chain.
fn bill(spec: Spec) -> (f64, [f64; 2]) {
    let people = spec.groups[0].users - 1e6;
    let mut plan = plan(&spec, 20);
    plan.homes = vec![vec![1e6 / (1e6 + people), people / (1e6 + people), 0.0]];
    let days = run(spec, &plan);
    let paid: f64 = days[10..].iter().map(|day| day.accounts[1].data.usd()).sum();
    let rate = |day: &Today, k: usize| day.transactions[(k, 0)] * 150.0 / DAY_S;
    (paid / 10.0, [rate(&days[19], 0), rate(&days[19], 1)])
}

/// What gathering at `rate` bytes a second makes a byte pay: P/(τ·rate) with τ = √(2P/(a·rate)).
fn usd_per_byte(rate: f64) -> f64 {
    let a = DELAY_USD_PER_MIB_HOUR / (1_048_576.0 * 3_600.0);
    (POST_USD * a / (2.0 * rate)).sqrt()
}

/// An L2 pays b √(Pa/2b) a second, an L3 b (√(Pa/2(B + b)) + 16 gas): own posts win from the traffic at which the two are equal.
/// Tolerance 4 %: posts keep to blocks of 12 s, of which the parent's interval has about eight.
#[test]
fn an_l3_is_cheaper_below_the_traffic_at_which_own_posts_cost_what_the_parents_gas_does() {
    let mut cheaper = Vec::new();
    for people in [10_000.0, 30_000.0, 42_000.0, 65_000.0, 150_000.0] {
        let (own, [parent_rate, rate]) = bill(family(people));
        let (child, _) = bill(as_l3(family(people)));
        let predicted = [usd_per_byte(rate), usd_per_byte(parent_rate + rate) + GAS_USD_PER_BYTE].map(|usd| usd * rate * DAY_S);
        assert!((own / predicted[0] - 1.0).abs() < 0.04 && (child / predicted[1] - 1.0).abs() < 0.04, "{own} {child} {predicted:?}");
        assert_eq!(child < own, predicted[1] < predicted[0], "{people} people: {child} against {own}");
        cheaper.push(child < own);
    }
    assert_eq!(cheaper, [true, true, true, false, false], "the traffic at which it turns is within");
}

/// A rollup that shares its stack's posts pays what an L3 pays but for the parent's gas: never more, whatever the traffic. Tolerance: half
/// a block of the seven between the posts of both.
#[test]
fn shared_posts_are_the_parents_posts_without_its_gas() {
    for people in [10_000.0, 150_000.0] {
        let (shared, [_, rate]) = bill(sharing_posts(family(people)));
        let (child, _) = bill(as_l3(family(people)));
        let gas = GAS_USD_PER_BYTE * rate * DAY_S;
        assert!(((child - gas) / shared - 1.0).abs() < 0.5 / 7.0, "{child} − {gas} against {shared}");
        assert!(shared < child);
    }
}
