//! Interoperability: link classes, and full interop as one chain (model.md §3, §4).

use crate::support::*;
use l2niche::model::economy::{Economy, Spec};
use l2niche::model::id::{ChainId, StackId};
use l2niche::model::institutions::interop::Link;
use l2niche::model::supply::chain::{ChainKind, DataLayer};

/// The first class that applies: same chain, parent and child, same stack, sovereign, through Ethereum.
#[test]
fn every_pair_of_chains_has_the_first_link_class_that_applies() {
    let mut spec = like_chains(5);
    spec.stacks = vec![stack("stack")];
    // 0 and 1 share a stack; 2 is a child of 0 on the same stack; 3 is sovereign on the same stack; 4 is on its own.
    for j in [0, 1, 2, 3] {
        spec.chains[j].stack = Some(StackId::at(0));
    }
    spec.chains[2].kind = ChainKind::L3;
    spec.chains[2].parent = Some(ChainId::at(0));
    spec.chains[2].data_layer = DataLayer::Parent;
    spec.chains[3].kind = ChainKind::Sovereign;
    let class = |friction_usd_per_month: f64| Link { sharing: 0.0, friction_usd_per_month, move_cost_usd: 0.0, bridge_fee_share: 0.0 };
    spec.interop.classes = [class(1.0), class(2.0), class(3.0), class(4.0)];
    let links = Economy::new(spec).unwrap().links;
    let expected = [
        [0.0, 2.0, 1.0, 2.0, 4.0],
        [2.0, 0.0, 2.0, 2.0, 4.0],
        [1.0, 2.0, 0.0, 2.0, 4.0],
        [2.0, 2.0, 2.0, 0.0, 3.0],
        [4.0, 4.0, 4.0, 3.0, 0.0],
    ];
    for (row, expected) in links.iter().zip(expected) {
        assert_eq!(row.iter().map(|l| l.friction_usd_per_month).collect::<Vec<f64>>(), expected);
    }
    assert!((0..5).all(|j| links[j][j] == Link::SELF));
}

/// Two chains that differ in price, speed and liquidity, for two groups of different tastes.
fn unlike(sharing: f64, friction: f64) -> Spec {
    let mut spec = like_chains(2);
    spec.chains[0].min_gas_price_gwei = 0.05;
    spec.chains[1].latency_s = 6.0;
    spec.verticals[0].network_strength = 0.1;
    set_links(&mut spec, 0.1, 4.0);
    spec.interop.sharing = sharing;
    spec.interop.friction = friction;
    spec.groups.push(group("others", 1));
    for (g, tx) in spec.groups.iter_mut().zip([20.0, 200.0]) {
        g.uses[0].as_mut().unwrap().transactions_per_month = tx;
        g.uses[0].as_mut().unwrap().delay_usd_per_month_per_s = 0.3;
        g.peers_usd_per_month = 1.0;
        g.benefit_sigma = 0.5;
        g.attention_per_day = 0.1;
    }
    spec
}

/// σ = 1, κ = 0: everything is reachable from either home at the same terms, so homes are worth the same to every taste and rest at half
/// and half (distance 0.4 · 0.9^{t}), however the chains differ.
#[test]
fn full_interop_makes_two_chains_one_for_every_group() {
    let homes = |sharing: f64, friction: f64, days: u32| {
        let spec = unlike(sharing, friction);
        let mut plan = plan(&spec, days);
        plan.homes = vec![vec![0.9, 0.1, 0.0]; 2];
        let last = run(spec, &plan).pop().unwrap();
        [last.homes.row(0)[0] / 1e6, last.homes.row(1)[0] / 1e6]
    };
    for days in [1, 30] {
        let expected = 0.5 + 0.4 * 0.9f64.powi(days);
        assert!(distance(&homes(1.0, 1.0, days as u32), &[expected; 2]) < 1e-12);
    }
    // Short of it in one respect, homes matter.
    for (sharing, friction) in [(1.0, 0.97), (0.0, 0.9)] {
        assert!(distance(&homes(sharing, friction, 30), &[0.5 + 0.4 * 0.9f64.powi(30); 2]) > 1e-3, "{sharing} {friction}");
    }
}

/// The network term counts Σ_m σ_jm L_m: at σ = 1 a small chain's users have all of the liquidity, at σ = 0 only its own.
#[test]
fn sharing_pools_liquidity() {
    let gain = |sharing: f64| {
        let mut spec = like_chains(2);
        set_links(&mut spec, sharing, f64::INFINITY);
        spec.verticals[0].network_strength = 0.2;
        spec.verticals[0].fee_elasticity = 0.0;
        // Everybody stays: welfare shows the value of the chain they are on.
        spec.groups[0].attention_per_day = 0.0;
        let mut plan = plan(&spec, 2);
        plan.homes = vec![vec![0.25, 0.75, 0.0]];
        let last = run(spec.clone(), &plan).pop().unwrap();
        let activity = [last.transactions[(0, 0)] * 10.0, last.transactions[(1, 0)] * 10.0];
        let burden = [0, 1].map(|j| 20.0 * last.fee_usd[(j, 0)]);
        let value = |j: usize| 10.0 * (1.0 + 0.2 * (1.0 + (activity[j] + sharing * activity[1 - j]) / 1e6).ln()) - burden[j];
        // Routing leaves e^{−value/ν} of the vertical undone: below 1e-4 of it here.
        let expected = 1e6 / 30.0 * (0.25 * value(0) + 0.75 * value(1));
        last.groups[0].welfare_systematic_usd / expected
    };
    for sharing in [0.0, 0.4, 1.0] {
        assert!((gain(sharing) - 1.0).abs() < 1e-4, "σ {sharing}: {}", gain(sharing));
    }
}
