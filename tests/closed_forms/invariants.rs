//! What holds in every scenario: people and money are conserved, order does not matter, agents approach the mean field, threads leave no
//! trace (model.md §5, §7; architecture, contract).

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::engine::run::{Fidelity, RunPlan};
use l2niche::model::economy::{Economy, Spec};
use l2niche::model::id::{ChainId, Places, StackId};
use l2niche::model::institutions::exchange::Exchange;
use l2niche::model::institutions::interop::Link;
use l2niche::model::institutions::stack::Stack;
use l2niche::model::ledger::{Account, FlowKind, Posting};
use l2niche::model::supply::capability::{Capability, Channel};
use l2niche::model::supply::chain::{Chain, ChainKind, DataLayer, ProofStage};
use l2niche::model::units::MicroUsd;
use l2niche::model::user_group::{Adoption, SwitchCosts, Use};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use statrs::distribution::{ChiSquared, ContinuousCDF, FisherSnedecor};

/// False-alarm rate of every statistical test here, each side.
const ALARM: f64 = 1e-6;

/// Numbers in [0, 1) that a case consists of.
struct Dice<'a>(std::iter::Cycle<std::slice::Iter<'a, f64>>);

impl Dice<'_> {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.next().unwrap()
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[(self.between(0.0, of.len() as f64) as usize).min(of.len() - 1)]
    }

    fn chance(&mut self, p: f64) -> bool {
        self.between(0.0, 1.0) < p
    }

    /// Shares that sum to 1.
    fn shares(&mut self, n: usize) -> Vec<f64> {
        let raw: Vec<f64> = (0..n).map(|_| self.between(0.01, 1.0)).collect();
        let total: f64 = raw.iter().sum();
        raw.iter().map(|x| x / total).collect()
    }
}

/// A valid scenario with everything in it: all chain kinds and data layers, gates, stacks, congestion, leaving, peers, sharing, friction.
fn any_spec(numbers: &[f64], blobs: bool) -> (Spec, RunPlan) {
    let dice = &mut Dice(numbers.iter().cycle());
    let chains = dice.pick(&[2, 3, 4, 5, 6]);
    let mut spec = like_chains(chains);
    set_verticals(&mut spec, 2);
    let channels = [Channel::Fit, Channel::Latency, Channel::Capacity, Channel::Gate];
    let frontier = 1e8;
    let capability = |(c, channel): (usize, Channel)| Capability {
        name: format!("c{c}"),
        channel,
        strength: 0.5,
        k0: 0.2,
        frontier_usd_per_year: frontier,
    };
    spec.capabilities = channels.into_iter().enumerate().map(capability).collect();
    spec.theta = dice.between(0.0, 1.0);
    spec.stacks = vec![Stack {
        name: "stack".into(),
        data: Default::default(),
        sequencing: Default::default(),
        revenue_share: 0.025,
        profit_share: 0.15,
        insurance_usd: 0.0,
    }];
    spec.interop.sharing = dice.between(0.0, 1.0);
    spec.interop.friction = dice.between(0.0, 1.0);
    spec.interop.classes = [0; 4].map(|_| Link {
        sharing: dice.between(0.0, 0.5),
        friction_usd_per_month: dice.between(0.0, 10.0),
        move_cost_usd: dice.between(0.0, 5.0),
        bridge_fee_share: dice.between(0.0, 1.0),
    });
    for vertical in &mut spec.verticals {
        vertical.needs = dice.shares(4);
        vertical.fee_elasticity = dice.between(0.3, 1.5);
        vertical.network_strength = dice.between(0.0, 0.2);
    }
    for j in 0..chains {
        any_chain(&mut spec, j, blobs, dice);
    }
    spec.groups = vec![group("people", 2), group("others", 2)];
    for group in &mut spec.groups {
        group.users = dice.between(1e3, 1e6);
        group.agents = dice.between(1.0, 3e3) as u64;
        let use_ = |dice: &mut Dice<'_>| Use {
            benefit_usd_per_month: dice.between(1.0, 50.0),
            transactions_per_month: dice.between(1.0, 300.0),
            delay_usd_per_month_per_s: dice.between(0.0, 0.5),
        };
        group.uses = vec![Some(use_(dice)), dice.chance(0.7).then(|| use_(dice))];
        group.activity_sigma = dice.between(0.0, 1.0);
        group.security_usd_per_month = dice.between(0.0, 5.0);
        group.security_sigma = dice.between(0.0, 1.0);
        group.peers_usd_per_month = dice.between(0.0, 2.0);
        group.attention_per_day = dice.pick(&[0.0, 0.02, 0.3, 1.0]);
        let costs = [0; 3].map(|_| dice.between(0.0, 10.0));
        // At least the dearest link more than what a detour would save.
        group.switch = SwitchCosts { onboarding_usd: 5.0 + costs[0], move_usd: costs[0].min(costs[1]), exit_usd: costs[2] };
        group.may_leave = dice.chance(0.5);
        group.requires = vec![0.0, 0.0, 0.0, dice.pick(&[0.0, 0.25, 0.99])];
    }
    let mut plan = plan(&spec, 30);
    plan.taste_nodes = 8;
    plan.homes = (0..2).map(|_| dice.shares(chains + 1)).collect();
    any_adoption(&mut spec, &mut plan, dice);
    (spec, plan)
}

/// Some who know of no chain, limited sight, and an exchange.
fn any_adoption(spec: &mut Spec, plan: &mut RunPlan, dice: &mut Dice<'_>) {
    for (group, homes) in spec.groups.iter_mut().zip(&mut plan.homes) {
        group.adoption = Adoption {
            aware_share: dice.pick(&[0.0, 0.4, 1.0]),
            bass_p_per_year: dice.between(0.0, 5.0),
            bass_q_per_year: dice.between(0.0, 20.0),
            visibility_base: dice.pick(&[0.0, 0.5, f64::INFINITY]),
            visibility_per_share: dice.between(0.0, 3.0),
        };
        let aware = group.adoption.aware_share;
        homes.iter_mut().for_each(|share| *share *= aware);
        homes.push(1.0 - aware);
    }
    spec.exchanges = vec![Exchange {
        name: "coin".into(),
        chain: ChainId::at(dice.pick(&[0, 1])),
        customers: vec![dice.between(0.0, 1.0), 0.0],
        awareness_per_year: dice.between(0.0, 5.0),
        visibility: dice.between(0.0, 2.0),
        onboarding_relief: dice.between(0.0, 1.0),
    }];
}

fn any_chain(spec: &mut Spec, j: usize, blobs: bool, dice: &mut Dice<'_>) {
    let kinds = [ChainKind::L2, ChainKind::L2, ChainKind::L3, ChainKind::Sovereign];
    let kind = if j == 0 { ChainKind::L2 } else { dice.pick(&kinds) };
    let kind = if j == 1 && dice.chance(0.3) { ChainKind::L1 } else { kind };
    let chain = &mut spec.chains[j];
    chain.kind = kind;
    chain.parent = (kind == ChainKind::L3).then(|| ChainId::at(0));
    let l2_layers = if blobs {
        vec![DataLayer::EthereumBlobs, DataLayer::EthereumCalldata, DataLayer::AltDa]
    } else {
        vec![DataLayer::EthereumCalldata, DataLayer::AltDa]
    };
    chain.data_layer = match kind {
        ChainKind::L2 => dice.pick(&l2_layers),
        ChainKind::L3 => DataLayer::Parent,
        ChainKind::L1 | ChainKind::Sovereign => DataLayer::Own,
    };
    chain.stack = dice.chance(0.4).then(|| StackId::at(0));
    chain.proof_stage = dice.pick(&[ProofStage::Stage0, ProofStage::Stage1, ProofStage::Stage2]);
    chain.capacity_gas_per_s = dice.pick(&[f64::INFINITY, 1e6, 1e5]);
    chain.min_gas_price_gwei = dice.between(1e-4, 0.1);
    chain.latency_s = dice.between(0.1, 12.0);
    chain.data_markup = dice.between(0.0, 0.5);
    chain.settlement_gas_per_day = dice.between(0.0, 1e7);
    chain.proof_usd_per_tx = dice.between(0.0, 0.01);
    chain.fixed_cost_usd_per_year = dice.between(0.0, 1e7);
    chain.capability_budget_usd_per_year = dice.between(0.0, 1e8);
    chain.focus = dice.shares(2);
    chain.observed_levels = vec![None; 4];
    chain.treasury_usd = dice.between(0.0, 1e6);
}

fn cases(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() }
}

fn is_sound(spec: &Spec, days: &[Today], fidelity: Fidelity) {
    let places = Places::of(spec.chains.len()).count();
    for (t, today) in days.iter().enumerate() {
        for (g, group) in spec.groups.iter().enumerate() {
            let row = today.homes.row(g);
            let people: f64 = row.iter().sum();
            assert!(row.iter().all(|x| *x >= 0.0) && (people / group.users - 1.0).abs() < 1e-9, "day {t}: {people} of {}", group.users);
            if fidelity == Fidelity::Agents {
                let agents: f64 = row.iter().map(|x| (x / group.users * group.agents as f64).round()).sum();
                assert_eq!(agents, group.agents as f64, "day {t}");
            }
            // Where people are is where they were, plus who came, minus who went.
            for l in (0..places).filter(|_| t > 0) {
                let moves = today.moves.row(g);
                let change: f64 = (0..places).map(|i| moves[i * places + l] - moves[l * places + i]).sum();
                assert!((days[t - 1].homes.row(g)[l] + change - row[l]).abs() < 1e-9 * group.users, "day {t}, location {l}");
            }
        }
        for (k, account) in today.accounts.iter().enumerate() {
            let own = Account::Chain(k as u16);
            let sum = |of: &dyn Fn(&Posting) -> bool| -> i128 { today.postings.iter().filter(|p| of(p)).map(|p| p.amount.0).sum() };
            let (paid_in, paid_out) = (sum(&|p| p.to == own), sum(&|p| p.from == own));
            assert_eq!(paid_in - paid_out, account.profit().0, "day {t}: what chain {k} kept is its profit, to the micro-dollar");
            let before = if t == 0 { MicroUsd::from_usd(spec.chains[k].treasury_usd) } else { days[t - 1].accounts[k].treasury };
            assert_eq!(account.treasury, before + account.profit(), "day {t}: treasury of chain {k}");
        }
        for (g, group) in today.groups.iter().enumerate() {
            let fees = today.postings.iter().filter(|p| p.from == Account::Group(g as u16) && p.kind == FlowKind::Fees);
            assert_eq!(fees.map(|p| p.amount.0).sum::<i128>(), group.fees.0, "day {t}: fees of group {g}");
        }
        assert!(today.postings.iter().all(|p| p.amount.0 >= 0), "day {t}: flows have a direction");
        let grids = [&today.homes, &today.moves, &today.transactions, &today.fee_usd];
        let numbers = grids.iter().flat_map(|g| g.cells()).chain(&today.gas_price_gwei).chain(&today.dropped_gas);
        assert!(numbers.chain(today.groups.iter().flat_map(|g| [&g.welfare_systematic_usd, &g.welfare_tastes_usd])).all(|x| x.is_finite()));
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn people_and_money_are_conserved_every_day(numbers in prop::collection::vec(0.0..1.0f64, 200)) {
        let (spec, plan) = any_spec(&numbers, true);
        is_sound(&spec, &run(spec.clone(), &plan), Fidelity::MeanField);
        is_sound(&spec, &run_on_threads(&spec, &agents(&plan), &[1, 3]), Fidelity::Agents);
    }
}

/// The same scenario with chains in another order: `order[new] = old`.
fn reordered(spec: &Spec, plan: &RunPlan, order: &[usize]) -> (Spec, RunPlan) {
    let (mut spec, mut plan) = (spec.clone(), plan.clone());
    let old = spec.chains.clone();
    let place = |id: ChainId| ChainId::at(order.iter().position(|o| *o == id.index()).unwrap());
    spec.chains = order.iter().map(|o| Chain { parent: old[*o].parent.map(place), ..old[*o].clone() }).collect();
    spec.exchanges.iter_mut().for_each(|x| x.chain = place(x.chain));
    for homes in &mut plan.homes {
        let before = homes.clone();
        homes.iter_mut().zip(order).for_each(|(x, o)| *x = before[*o]);
    }
    (spec, plan)
}

proptest! {
    #![proptest_config(cases(20))]

    /// Blobs are left out: their market counts whole blobs, so the last bit of a sum can be worth one.
    #[test]
    fn the_order_of_chains_does_not_matter(numbers in prop::collection::vec(0.0..1.0f64, 200), turn in 1..6usize) {
        let (spec, plan) = any_spec(&numbers, false);
        let n = spec.chains.len();
        let order: Vec<usize> = (0..n).map(|j| (j + turn) % n).rev().collect();
        let (other, other_plan) = reordered(&spec, &plan, &order);
        for (a, b) in run(spec.clone(), &plan).iter().zip(run(other, &other_plan)) {
            for g in 0..2 {
                let before: Vec<f64> = order.iter().map(|o| a.homes.row(g)[*o] / spec.groups[g].users).collect();
                let after: Vec<f64> = b.homes.row(g)[..n].iter().map(|x| x / spec.groups[g].users).collect();
                prop_assert!(distance(&before, &after) < 1e-9);
            }
            for (new, old) in order.iter().enumerate() {
                for v in 0..2 {
                    let (x, y) = (a.transactions[(*old, v)], b.transactions[(new, v)]);
                    prop_assert!((x - y).abs() <= 1e-9 * (x + y) + 1e-9, "{x} {y}");
                }
            }
        }
    }
}

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
