//! Agents approach the mean field, threads leave no trace, and all faults of a specification are said (model.md §5; architecture,
//! contract). What holds over random scenarios is in `tests/properties/`.

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::engine::run::RunPlan;
use l2niche::model::economy::Economy;
use l2niche::model::supply::chain::{ChainKind, DataLayer};
use l2niche::model::units::MicroUsd;
use l2niche::model::user_group::{Group, Use};
use statrs::distribution::{ChiSquared, ContinuousCDF, FisherSnedecor};

/// False-alarm rate of every statistical test here, each side.
const ALARM: f64 = 1e-6;

/// Agents, mean field and books of a busy scenario, bit for bit.
#[test]
fn results_are_the_same_at_one_two_and_seven_threads() {
    let mut spec = like_chains(4);
    set_verticals(&mut spec, 2);
    set_links(&mut spec, 0.3, 2.0);
    spec.chains.iter_mut().for_each(|c| c.capacity_gas_per_s = 5e5);
    spec.groups.push(group("others", 2));
    for g in &mut spec.groups {
        g.attention_per_day = 0.2;
        g.activity_sigma = 0.7;
        g.security_usd_per_month = 2.0;
        g.may_leave = true;
        g.peers_usd_per_month = 1.0;
        // Not a multiple of the block in which agents draw.
        g.agents = 30_001;
    }
    let mean_field = plan(&spec, 40);
    run_on_threads(&spec, &mean_field, &[1, 2, 7]);
    let days = run_on_threads(&spec, &agents(&mean_field), &[1, 2, 7]);
    let other_seed = run(spec, &RunPlan { seed: 2, ..agents(&mean_field) });
    assert!(days.iter().zip(&other_seed).all(|(a, b)| !same(a, b)), "the seed matters from the first day on");
}

/// Fixed values, attention 1: the distance from the mean field is multinomial, N Σ (x − p)²/p ~ χ²(2) a day: neither more nor less.
#[test]
fn agents_scatter_around_the_mean_field_as_one_over_the_root_of_their_number() {
    for number in [100, 10_000, 1_000_000] {
        let mut spec = three_securities(2.0);
        spec.groups[0].agents = number;
        let days = 40;
        let expected = shares(&run(spec.clone(), &plan(&spec, 1))[0]);
        let seen = run_on_threads(&spec, &agents(&plan(&spec, days)), &[1, 3]);
        let of = |today: &Today| -> f64 {
            let pairs = shares(today).into_iter().zip(&expected).take(3);
            pairs.map(|(x, p)| number as f64 * (x - p).powi(2) / p).sum()
        };
        let statistic: f64 = seen.iter().map(of).sum();
        let law = ChiSquared::new(2.0 * f64::from(days)).unwrap();
        let (low, high) = (law.inverse_cdf(ALARM), law.inverse_cdf(1.0 - ALARM));
        assert!(low < statistic && statistic < high, "{number} agents: {low} < {statistic} < {high}");
    }
}

/// With liquidity, peers, routing and prices in play: squared distances after 30 days over independent seeds, at two numbers of agents in
/// the ratio 1 : 64, are in that ratio, up to an F(R, R) variable. (The bias of a finite number, of order 1/N, is far below its scatter.)
#[test]
fn the_distance_to_the_mean_field_shrinks_as_one_over_the_root_of_agents_in_interaction_too() {
    let (small, large, replicates) = (500u64, 32_000u64, 48u32);
    let spec = |agents: u64| {
        let mut spec = like_chains(2);
        set_links(&mut spec, 0.2, 3.0);
        spec.chains[1].latency_s = 3.0;
        spec.chains.iter_mut().for_each(|c| c.capacity_gas_per_s = 2e6);
        spec.verticals[0].network_strength = 0.05;
        let group = &mut spec.groups[0];
        group.uses[0].as_mut().unwrap().delay_usd_per_month_per_s = 0.2;
        group.peers_usd_per_month = 0.5;
        group.attention_per_day = 0.1;
        group.agents = agents;
        spec
    };
    let share = |plan: &RunPlan, agents: u64| shares(&run(spec(agents), plan)[29])[0];
    // One taste node: agents and mean field start from the same shares.
    let base = RunPlan { taste_nodes: 1, homes: vec![vec![0.75, 0.25, 0.0]], ..plan(&spec(small), 30) };
    let limit = share(&base, small);
    let squares = |number: u64| -> f64 {
        let of = |replicate: u32| (share(&RunPlan { replicate, ..agents(&base) }, number) - limit).powi(2);
        (0..replicates).map(of).sum::<f64>() / f64::from(replicates)
    };
    let ratio = squares(small) / squares(large) / (large / small) as f64;
    let law = FisherSnedecor::new(f64::from(replicates), f64::from(replicates)).unwrap();
    let (low, high) = (law.inverse_cdf(ALARM), law.inverse_cdf(1.0 - ALARM));
    assert!(low < ratio && ratio < high, "{low} < {ratio} < {high}");
}

/// A specification that cannot be an economy is refused with everything that is wrong with it.
#[test]
fn all_that_is_wrong_with_a_specification_is_said_at_once() {
    let mut spec = like_chains(1);
    spec.groups.clear();
    spec.verticals.clear();
    spec.chains[0].name = "orphan".into();
    spec.chains[0].data_layer = DataLayer::Parent;
    spec.chains[0].focus.clear();
    let errors = Economy::new(spec).expect_err("nothing but an orphan");
    let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
    for part in ["groups: at least one", "verticals: at least one", "orphan: focus sums to", "orphan: only a chain with a parent"] {
        assert!(said.iter().any(|line| line.starts_with(part)), "{part}: {said:?}");
    }
}

/// Two groups pay 0.4 micro-dollars each in fees, rounded to nothing, and all of it for proofs, 0.8 together, rounded to one: it is not
/// there to be spent, and nothing negative is burnt.
#[test]
fn ethereum_spends_no_more_on_proofs_than_its_users_paid() {
    let mut spec = like_chains(1);
    let ethereum = &mut spec.chains[0];
    (ethereum.kind, ethereum.data_layer) = (ChainKind::L1, DataLayer::Own);
    ethereum.proof_usd_per_tx = 1e-6;
    spec.ethereum.base_fee_gwei = 1e-12;
    spec.groups[0].users = 1.0;
    spec.groups[0].agents = 1;
    let once = |u: Use| Use { transactions_per_month: 12.0, ..u };
    spec.groups[0].uses[0] = spec.groups[0].uses[0].map(once);
    spec.groups.push(Group { name: "others".into(), ..spec.groups[0].clone() });
    let plan = plan(&spec, 3);
    for today in run(spec, &plan) {
        let transactions = today.transactions[(0, 0)];
        assert!((0.7..0.9).contains(&transactions), "{transactions}");
        let account = &today.accounts[0];
        assert_eq!((account.revenue, account.proofs, account.burnt), (MicroUsd::ZERO, MicroUsd::ZERO, MicroUsd::ZERO));
    }
}
