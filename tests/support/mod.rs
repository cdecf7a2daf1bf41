//! A small world to start from: like chains, one vertical, one group; every test changes what it is about.

#![allow(dead_code, reason = "each test binary uses its part")]

use l2niche::engine::observer::{DayView, Today};
use l2niche::engine::run::{Epoch, Fidelity, RunPlan, simulate};
use l2niche::model::economy::{Dynamics, Economy, Spec};
use l2niche::model::institutions::interop::{Interop, Link};
use l2niche::model::institutions::stack::Stack;
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::settlement::blob_market::Fork;
use l2niche::model::settlement::ethereum::Ethereum;
use l2niche::model::supply::chain::{Chain, ChainKind, DataLayer, ProofStage};
use l2niche::model::supply::life::Life;
use l2niche::model::supply::security::SecurityTable;
use l2niche::model::units::MicroUsd;
use l2niche::model::user_group::{Adoption, Group, SwitchCosts, Use};
use l2niche::model::vertical::Vertical;

/// `n` like L2s without capacity limits, one vertical without network effect, one group that may not leave.
pub(crate) fn like_chains(n: usize) -> Spec {
    let link = Link { sharing: 0.0, friction_usd_per_month: f64::INFINITY, move_cost_usd: 0.0, bridge_fee_share: 0.0 };
    Spec {
        ethereum: Ethereum {
            eth_usd: 2500.0,
            base_fee_gwei: 1.0,
            fork: Fork::Prague,
            other_blobs_per_block: 0.0,
            other_blobs_elasticity: 0.0,
            other_blobs_ref_gwei: 1.0,
            other_blobs_per_post: 1,
            initial_excess_blob_gas: 0,
        },
        interop: Interop { sharing: 0.0, friction: 0.0, classes: [link; 4] },
        security: SecurityTable { l1: 1.0, stages: [0.5, 0.75, 0.95], sovereign: 0.4, alt_da_discount: 0.0 },
        theta: 0.0,
        use_observed_levels: false,
        capabilities: vec![],
        conflicts: vec![],
        verticals: vec![vertical("trading")],
        stacks: vec![],
        exchanges: vec![],
        chains: (0..n).map(|j| chain(&format!("chain-{j}"))).collect(),
        groups: vec![group("people", 1)],
        dynamics: Dynamics {
            expectation_half_life_days: 7.0,
            liquidity_half_life_days: 14.0,
            load_blocks: 1,
            routing_adjustment: 0.05,
            clone_correction: 0.0,
        },
        systems: Default::default(),
    }
}

pub(crate) fn vertical(name: &str) -> Vertical {
    Vertical {
        name: name.into(),
        needs: vec![],
        gas_per_tx: 150_000.0,
        bytes_per_tx: 150.0,
        fee_ref_usd: 0.05,
        fee_elasticity: 0.5,
        tx_value_usd: 10.0,
        network_strength: 0.0,
        liquidity_ref_usd_per_day: 1e6,
        ordering_value_usd: 0.0,
        load: Default::default(),
        apps: Default::default(),
    }
}

pub(crate) fn chain(name: &str) -> Chain {
    Chain {
        name: name.into(),
        kind: ChainKind::L2,
        stack: None,
        parent: None,
        proof_stage: ProofStage::Stage1,
        data_layer: DataLayer::AltDa,
        calldata_fallback: false,
        alt_da_usd_per_mib: 0.05,
        capacity_gas_per_s: f64::INFINITY,
        min_gas_price_gwei: 0.01,
        max_gas_price_gwei: 10_000.0,
        latency_s: 2.0,
        data_markup: 0.0,
        settlement_gas_per_day: 0.0,
        proof_usd_per_tx: 0.0,
        fixed_cost_usd_per_year: 0.0,
        validators_usd_per_year: 0.0,
        capability_budget_usd_per_year: 0.0,
        focus: vec![1.0],
        observed_levels: vec![],
        treasury_usd: 0.0,
        posting: Default::default(),
        op_fee: Default::default(),
        ordering: Default::default(),
        apps: Default::default(),
        pays_stack_share: true,
        life: Life::default(),
        quality: vec![],
        policy: Default::default(),
    }
}

pub(crate) fn group(name: &str, verticals: usize) -> Group {
    Group {
        name: name.into(),
        users: 1e6,
        agents: 100_000,
        uses: vec![Some(Use { benefit_usd_per_month: 10.0, transactions_per_month: 20.0, delay_usd_per_month_per_s: 0.0 }); verticals],
        activity_sigma: 0.0,
        benefit_sigma: 0.0,
        impatience_sigma: 0.0,
        security_usd_per_month: 0.0,
        security_sigma: 0.0,
        choice_scale_usd_per_month: 1.0,
        routing_scale: 0.1,
        attention_per_day: 1.0,
        switch: SwitchCosts::default(),
        horizon_months: 1.0,
        peers_usd_per_month: 0.0,
        assets_usd_per_user: 0.0,
        requires: vec![],
        may_leave: false,
        adoption: Adoption::default(),
        terms: Default::default(),
    }
}

/// A stack that takes, shares and insures nothing.
pub(crate) fn stack(name: &str) -> Stack {
    Stack {
        name: name.into(),
        data: Default::default(),
        sequencing: Default::default(),
        revenue_share: 0.0,
        profit_share: 0.0,
        insurance_usd: 0.0,
        fund: Default::default(),
    }
}

/// What was paid of a kind on a day between the accounts that `of` picks (who pays, who is paid).
pub(crate) fn paid_between(today: &Today, of: impl Fn(Account, Account) -> bool, kind: FlowKind) -> MicroUsd {
    today.postings.iter().filter(|p| p.kind == kind && of(p.from, p.to)).map(|p| p.amount).sum()
}

/// Equal shares on all chains, nobody outside, mean field.
pub(crate) fn plan(spec: &Spec, days: u32) -> RunPlan {
    let n = spec.chains.len();
    let mut homes = vec![1.0 / n as f64; n];
    homes.push(0.0);
    RunPlan { days, seed: 1, replicate: 0, taste_nodes: 128, fidelity: Fidelity::MeanField, homes: vec![homes; spec.groups.len()] }
}

/// Runs a specification and keeps every day.
pub(crate) fn run(spec: Spec, plan: &RunPlan) -> Vec<Today> {
    run_epochs(&[(0, spec)], plan)
}

/// Shares of the first group's aware users by place on a day: chains in order, then outside.
pub(crate) fn shares(today: &Today) -> Vec<f64> {
    let homes = today.homes.row(0);
    let homes = &homes[..homes.len() - 1];
    let total: f64 = homes.iter().sum();
    homes.iter().map(|x| x / total).collect()
}

/// The same plan with individual agents.
pub(crate) fn agents(plan: &RunPlan) -> RunPlan {
    RunPlan { fidelity: Fidelity::Agents, ..plan.clone() }
}

/// `n` like chains without any use: what a chain is worth is what a test adds (security, peers).
pub(crate) fn bare_chains(n: usize) -> Spec {
    let mut spec = like_chains(n);
    spec.groups[0].uses = vec![None];
    spec
}

/// Three chains whose security scores are 0.75, 0.5 and 0.95.
pub(crate) fn three_securities(usd_per_month: f64) -> Spec {
    let mut spec = bare_chains(3);
    spec.groups[0].security_usd_per_month = usd_per_month;
    spec.chains[1].proof_stage = ProofStage::Stage0;
    spec.chains[2].proof_stage = ProofStage::Stage2;
    spec
}

/// Replaces the verticals by `n` like ones, which the first group's use and every chain's focus spread over evenly.
pub(crate) fn set_verticals(spec: &mut Spec, n: usize) {
    let (vertical, use_) = (spec.verticals[0].clone(), spec.groups[0].uses[0]);
    spec.verticals = (0..n).map(|v| Vertical { name: format!("vertical-{v}"), ..vertical.clone() }).collect();
    spec.groups[0].uses = vec![use_; n];
    spec.chains.iter_mut().for_each(|c| c.focus = vec![1.0 / n as f64; n]);
}

/// The same link between all pairs of chains.
pub(crate) fn set_links(spec: &mut Spec, sharing: f64, friction_usd_per_month: f64) {
    spec.interop.classes = [Link { sharing, friction_usd_per_month, move_cost_usd: 0.0, bridge_fee_share: 0.0 }; 4];
}

/// Expectations and liquidity of yesterday, routing as fast as it may be.
pub(crate) fn set_fast(spec: &mut Spec) {
    spec.dynamics.expectation_half_life_days = 0.0;
    spec.dynamics.liquidity_half_life_days = 0.0;
    spec.dynamics.routing_adjustment = 0.2;
}

/// Runs a specification that changes on given days and keeps every day.
pub(crate) fn run_epochs(specs: &[(u32, Spec)], plan: &RunPlan) -> Vec<Today> {
    let economy = |spec: &Spec| Economy::new(spec.clone()).unwrap_or_else(|errors| panic!("{errors:?}"));
    let epochs: Vec<Epoch> = specs.iter().map(|(from_day, spec)| Epoch { from_day: *from_day, economy: economy(spec) }).collect();
    let mut days = Vec::new();
    simulate(&epochs, plan, &mut |view: &DayView<'_>| days.push(view.today.clone())).expect("a sound run");
    days
}

/// Runs on several numbers of threads, insists that nothing differs by a bit, and keeps every day.
pub(crate) fn on_threads(threads: &[usize], run: impl Fn() -> Vec<Today> + Sync) -> Vec<Today> {
    let on = |n: usize| rayon::ThreadPoolBuilder::new().num_threads(n).build().expect("threads").install(&run);
    let first = on(threads[0]);
    for &n in &threads[1..] {
        let differs = first.iter().zip(on(n)).position(|(a, b)| !same(a, &b));
        assert_eq!(differs, None, "the first day that differs between {} and {n} threads", threads[0]);
    }
    first
}

/// Runs a specification on several numbers of threads, as [`on_threads`] does.
pub(crate) fn run_on_threads(spec: &Spec, plan: &RunPlan, threads: &[usize]) -> Vec<Today> {
    on_threads(threads, || run(spec.clone(), plan))
}

/// Whether two days are the same, bit for bit.
pub(crate) fn same(a: &Today, b: &Today) -> bool {
    (&a.homes, &a.moves, &a.transactions, &a.fee_usd, &a.gas_price_gwei)
        == (&b.homes, &b.moves, &b.transactions, &b.fee_usd, &b.gas_price_gwei)
        && (&a.congested_share, &a.demand_multiplier, &a.apps) == (&b.congested_share, &b.demand_multiplier, &b.apps)
        && (&a.groups, &a.postings, &a.accounts, &a.ethereum, &a.life) == (&b.groups, &b.postings, &b.accounts, &b.ethereum, &b.life)
}

/// Shares of a logit with values `v` at scale `mu`.
pub(crate) fn softmax(v: &[f64], mu: f64) -> Vec<f64> {
    let top = v.iter().copied().fold(f64::MIN, f64::max);
    let weights: Vec<f64> = v.iter().map(|x| ((x - top) / mu).exp()).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| w / total).collect()
}

/// ν ln(1 + e^{value/ν}): what a use of one chain is worth when not doing it is worth 0.
pub(crate) fn inclusive_value(value: f64, nu: f64) -> f64 {
    value.max(0.0) + nu * (-value.abs() / nu).exp().ln_1p()
}

/// Mean of `f` over a standard normal: midpoint rule, 20,000 points on [−8, 8]; its error is far below 1e-9 for smooth `f`.
pub(crate) fn normal_mean(f: impl Fn(f64) -> f64) -> f64 {
    let (points, width) = (20_000, 16.0 / 20_000.0);
    let density = |z: f64| (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    (0..points).map(|i| -8.0 + (f64::from(i) + 0.5) * width).map(|z| f(z) * density(z) * width).sum()
}

/// Largest absolute difference.
pub(crate) fn distance(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max)
}
