//! Random valid scenarios with everything in them.

use crate::dice::{Dice, numbers};
use crate::experiments;
use crate::policies::any_policies;
use crate::support::*;
use l2niche::engine::run::RunPlan;
use l2niche::model::economy::{Dynamics, Economy, Spec};
use l2niche::model::id::{CapabilityId, ChainId, StackId};
use l2niche::model::institutions::deal::{Deal, PartnerAssets, PartnerChannel, Title};
use l2niche::model::institutions::exchange::{Business, Exchange};
use l2niche::model::institutions::fund::Fund;
use l2niche::model::institutions::interop::Link;
use l2niche::model::institutions::listing::Listing;
use l2niche::model::institutions::programme::Programme;
use l2niche::model::institutions::stack::{DataRules, FeeRule, Sequencing, Stack};
use l2niche::model::institutions::token::Token;
use l2niche::model::settlement::blob_market::Fork;
use l2niche::model::settlement::ethereum::Ethereum;
use l2niche::model::supply::capability::{Capability, Channel, Conflict};
use l2niche::model::supply::chain::{AppPolicy, Chain, ChainKind, DataLayer, Ordering, ProofStage};
use l2niche::model::supply::life::Life;
use l2niche::model::supply::op_data_fee::OpFee;
use l2niche::model::supply::posting::Posting;
use l2niche::model::user_group::{Adoption, Group, SwitchCosts, Terms, Use};
use l2niche::model::vertical::{AppMarket, LoadProfile, Vertical};
use proptest::prelude::Strategy;

/// Days that a case runs for.
const DAYS: u32 = 25;
/// Strongest `onboarding` capability: it leaves at least half of the cost.
const STRENGTH: f64 = 0.5;

/// What a case is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    /// Rollups may post blobs. Their market counts whole blobs, so the last bit of a sum can be worth one.
    pub(crate) blobs: bool,
    /// Chains open late and are given up.
    pub(crate) lives: bool,
    /// Chains reward activity. Where hardly anybody is active a pool is worth fortunes to him, and the last bit of a fortune decides.
    pub(crate) rewards: bool,
}

/// A scenario and how to run it in mean field.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) spec: Spec,
    pub(crate) plan: RunPlan,
}

/// Any case with what is wished for.
pub(crate) fn any_case(wish: Wish) -> impl Strategy<Value = Case> {
    numbers().prop_map(move |numbers| Case::new(&numbers.0, wish))
}

impl Case {
    /// The case that `numbers` describe.
    fn new(numbers: &[f64], wish: Wish) -> Self {
        let dice = &mut Dice::new(numbers);
        let (chains, groups, verticals) = (1 + dice.below(6), 1 + dice.below(4), 1 + dice.below(4));
        let mut spec = like_chains(1);
        any_surroundings(&mut spec, dice);
        spec.verticals = (0..verticals).map(|v| any_vertical(v, spec.capabilities.len(), dice)).collect();
        spec.chains = any_chains(&spec, chains, wish, dice);
        spec.groups = (0..groups).map(|g| any_group(&spec, g, dice)).collect();
        if wish.rewards {
            spec.systems.tokens = any_tokens(chains, dice);
            spec.systems.programmes = any_programmes(&spec.chains, dice);
        }
        experiments::add(&mut spec.systems, chains, dice);
        spec.exchanges = (0..dice.below(3)).map(|x| any_exchange(x, chains, groups, dice)).collect();
        spec.systems.deals = (0..dice.below(3)).map(|d| any_deal(d, &spec, dice)).collect();
        spec.systems.listing = Listing { days: dice.pick(&[1, 10]), friction_usd_per_month: dice.between(0.0, 5.0) };
        let homes = spec.groups.iter().map(|group| any_homes(&spec.chains, group, dice)).collect();
        let plan = RunPlan { taste_nodes: dice.pick(&[1, 4, 9]), homes, ..plan(&spec, DAYS) };
        Self { spec, plan }
    }

    /// The economy.
    pub(crate) fn economy(&self) -> Economy {
        Economy::new(self.spec.clone()).unwrap_or_else(|errors| panic!("{errors:?}"))
    }
}

fn any_surroundings(spec: &mut Spec, dice: &mut Dice<'_>) {
    spec.ethereum = Ethereum {
        eth_usd: dice.scale(100.0, 20_000.0),
        base_fee_gwei: dice.scale(0.05, 100.0),
        fork: dice.pick(&Fork::ALL),
        other_blobs_per_block: dice.pick(&[0.0, 1.0, 5.0, 20.0]),
        other_blobs_elasticity: dice.between(0.0, 2.0),
        other_blobs_ref_gwei: dice.scale(1e-3, 10.0),
        other_blobs_per_post: dice.pick(&[1, 3, 6]),
        initial_excess_blob_gas: dice.pick(&[0, 10_000_000, 100_000_000]),
    };
    spec.interop.sharing = dice.between(0.0, 1.0);
    spec.interop.friction = dice.between(0.0, 0.99);
    spec.interop.classes = [0; 4].map(|_| Link {
        sharing: dice.between(0.0, 0.5),
        friction_usd_per_month: if dice.chance(0.1) { f64::INFINITY } else { dice.between(0.0, 10.0) },
        move_cost_usd: dice.between(0.0, 5.0),
        bridge_fee_share: dice.between(0.0, 1.0),
    });
    spec.theta = dice.pick(&[0.0, 0.2, 1.0]);
    spec.use_observed_levels = dice.chance(0.5);
    spec.capabilities = Channel::ALL.into_iter().map(|channel| any_capability(channel, dice)).collect();
    spec.conflicts = vec![Conflict { pair: (0, 1), surcharge_usd_per_year: dice.pick(&[0.0, 1e6]) }];
    spec.stacks = (0..dice.below(3)).map(|s| any_stack(s, dice)).collect();
    spec.dynamics = Dynamics {
        expectation_half_life_days: dice.pick(&[0.0, 1.0, 7.0]),
        liquidity_half_life_days: dice.pick(&[0.0, 1.0, 14.0]),
        load_blocks: dice.pick(&[1, 2, 24]),
        routing_adjustment: dice.pick(&[0.0, 0.05, 0.2]),
        clone_correction: dice.pick(&[0.0, 0.5, 1.0]),
    };
}

fn any_capability(channel: Channel, dice: &mut Dice<'_>) -> Capability {
    Capability {
        name: channel.name().into(),
        channel,
        strength: dice.between(0.0, STRENGTH),
        k0: dice.pick(&[0.0, 0.2, 1.0]),
        frontier_usd_per_year: 1e8,
        delisting_per_year: dice.pick(&[0.0, 0.5, 20.0]),
    }
}

fn any_stack(s: usize, dice: &mut Dice<'_>) -> Stack {
    Stack {
        name: format!("stack-{s}"),
        data: DataRules { shared_posting: dice.chance(0.5), fee_rule: dice.pick(&FeeRule::ALL) },
        sequencing: Sequencing { share: dice.between(0.0, 1.0), friction_cut: dice.between(0.0, 1.0) },
        revenue_share: dice.between(0.0, 0.1),
        profit_share: dice.between(0.0, 0.3),
        insurance_usd: dice.pick(&[0.0, 1e4, 1e7]),
        fund: Fund {
            cost_usd_per_year: dice.pick(&[0.0, 1e6]),
            retro_share: dice.pick(&[0.0, 0.5, 1.0]),
            round_days: dice.pick(&[1, 7, 90]),
        },
    }
}

fn any_vertical(v: usize, capabilities: usize, dice: &mut Dice<'_>) -> Vertical {
    Vertical {
        needs: if dice.chance(0.2) { vec![0.0; capabilities] } else { dice.shares(capabilities) },
        gas_per_tx: dice.scale(21_000.0, 1e6),
        bytes_per_tx: dice.scale(10.0, 2_000.0),
        fee_ref_usd: dice.scale(1e-3, 1.0),
        fee_elasticity: dice.pick(&[0.5, 0.1, 1.0, 2.0]),
        tx_value_usd: dice.scale(0.1, 1e4),
        network_strength: dice.pick(&[0.0, 0.05, 0.3]),
        liquidity_ref_usd_per_day: dice.scale(1e3, 1e8),
        ordering_value_usd: dice.pick(&[0.0, 0.01, 0.5]),
        load: any_load(dice),
        apps: any_app_market(dice),
        ..vertical(&format!("vertical-{v}"))
    }
}

fn any_app_market(dice: &mut Dice<'_>) -> AppMarket {
    AppMarket {
        variety_strength: dice.pick(&[0.0, 0.05, 0.3]),
        apps_ref: dice.scale(1.0, 1e4),
        app_take: dice.pick(&[0.0, 0.001, 0.1]),
        app_cost_usd_per_day: dice.scale(1.0, 1e4),
        app_adjustment: dice.pick(&[0.01, 1.0]),
        porting_cost_usd: dice.pick(&[0.0, 1e4]),
    }
}

fn any_load(dice: &mut Dice<'_>) -> LoadProfile {
    LoadProfile {
        peak_ratio: dice.pick(&[1.0, 1.5, 2.0]),
        peak_hour: dice.between(0.0, 24.0),
        burst_share: dice.pick(&[0.0, 0.3, 1.0]),
        volatility: dice.pick(&[0.0, 0.3, 1.0]),
        persistence: dice.between(0.0, 0.99),
        ordering_swing: dice.pick(&[0.0, 0.5, 1.0]),
        tail: dice.between(2.1, 10.0),
    }
}

/// Chains of all kinds; the l2s come first, for l3s need parents.
fn any_chains(spec: &Spec, count: usize, wish: Wish, dice: &mut Dice<'_>) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    for j in 0..count {
        let l2s: Vec<usize> = (0..j).filter(|&k| chains[k].kind == ChainKind::L2).collect();
        let kinds = [ChainKind::L2, ChainKind::L2, ChainKind::L3, ChainKind::Sovereign, ChainKind::L1];
        let kind = match dice.pick(&kinds) {
            ChainKind::L3 if l2s.is_empty() => ChainKind::L2,
            ChainKind::L1 if chains.iter().any(|c| c.kind == ChainKind::L1) => ChainKind::Sovereign,
            kind => kind,
        };
        let parent = (kind == ChainKind::L3).then(|| dice.pick(&l2s));
        let mut chain = any_chain(spec, &format!("chain-{j}"), kind, wish, dice);
        chain.parent = parent.map(ChainId::at);
        if wish.lives && kind != ChainKind::L1 {
            chain.life = any_life(parent.map_or(0, |p| chains[p].life.launch_day), dice);
        }
        chains.push(chain);
    }
    chains
}

fn any_chain(spec: &Spec, name: &str, kind: ChainKind, wish: Wish, dice: &mut Dice<'_>) -> Chain {
    let blobs = wish.blobs && spec.ethereum.fork > Fork::PreCancun;
    let l2_layers = [DataLayer::AltDa, DataLayer::EthereumCalldata, if blobs { DataLayer::EthereumBlobs } else { DataLayer::AltDa }];
    let data_layer = match kind {
        ChainKind::L2 => dice.pick(&l2_layers),
        ChainKind::L3 => dice.pick(&[DataLayer::Parent, DataLayer::AltDa]),
        ChainKind::L1 | ChainKind::Sovereign => DataLayer::Own,
    };
    let stacked = !spec.stacks.is_empty() && matches!(kind, ChainKind::L2 | ChainKind::L3) && dice.chance(0.5);
    Chain {
        kind,
        data_layer,
        stack: stacked.then(|| StackId::at(dice.below(spec.stacks.len()))),
        proof_stage: dice.pick(&ProofStage::ALL),
        calldata_fallback: dice.chance(0.5),
        alt_da_usd_per_mib: dice.scale(1e-3, 10.0),
        capacity_gas_per_s: dice.pick(&[f64::INFINITY, 1e7, 1e6, 1e5]),
        min_gas_price_gwei: dice.scale(1e-4, 1.0),
        max_gas_price_gwei: dice.pick(&[10_000.0, 10.0]),
        latency_s: dice.between(0.0, 12.0),
        data_markup: dice.between(0.0, 0.5),
        settlement_gas_per_day: dice.between(0.0, 1e7),
        proof_usd_per_tx: dice.between(0.0, 0.01),
        fixed_cost_usd_per_year: dice.between(0.0, 1e7),
        validators_usd_per_year: if kind == ChainKind::Sovereign { dice.between(0.0, 1e7) } else { 0.0 },
        capability_budget_usd_per_year: dice.pick(&[0.0, 1e6, 1e9]),
        focus: dice.shares(spec.verticals.len()),
        observed_levels: spec.capabilities.iter().map(|_| dice.pick(&[None, Some(0.0), Some(0.7), Some(1.0)])).collect(),
        treasury_usd: dice.pick(&[0.0, 1e4, 1e7]),
        posting: any_posting(dice),
        op_fee: dice
            .pick(&[OpFee::default(), OpFee { operator_fee_scalar: 1_000_000, operator_fee_constant_wei: 1_000_000, ..OpFee::default() }]),
        ordering: Ordering { capture_share: dice.between(0.0, 1.0), rebate_share: dice.between(0.0, 1.0) },
        pays_stack_share: dice.chance(0.7),
        apps: AppPolicy {
            grants_usd_per_year: dice.pick(&[0.0, 1e6]),
            initial: spec.verticals.iter().map(|_| dice.pick(&[None, Some(0.0), Some(50.0)])).collect(),
        },
        quality: if dice.chance(0.5) { vec![] } else { spec.verticals.iter().map(|_| dice.between(-0.5, 0.5)).collect() },
        policy: any_policies(kind, dice),
        ..chain(name)
    }
}

fn any_posting(dice: &mut Dice<'_>) -> Posting {
    Posting {
        post_gas: dice.pick(&[0.0, 21_000.0, 500_000.0]),
        max_interval_s: dice.scale(12.0, 86_400.0),
        delay_cost_usd_per_mib_hour: dice.pick(&[0.0, 0.1, 100.0]),
        max_blobs_per_post: dice.pick(&[1, 3, 6]),
    }
}

fn any_life(earliest: u32, dice: &mut Dice<'_>) -> Life {
    Life {
        launch_day: earliest + dice.pick(&[0, 0, 7]),
        grace_days: dice.pick(&[None, Some(1), Some(5)]),
        stranded_share: dice.between(0.0, 1.0),
        slot: None,
    }
}

fn any_group(spec: &Spec, g: usize, dice: &mut Dice<'_>) -> Group {
    let use_ = |dice: &mut Dice<'_>| Use {
        benefit_usd_per_month: dice.scale(0.1, 200.0),
        transactions_per_month: dice.scale(0.1, 3_000.0),
        delay_usd_per_month_per_s: dice.pick(&[0.0, 0.1, 5.0]),
    };
    let may_leave = dice.chance(0.5);
    Group {
        users: dice.scale(1e2, 1e7).round(),
        agents: dice.scale(1.0, 3e3) as u64,
        uses: spec.verticals.iter().map(|_| dice.chance(0.7).then(|| use_(dice))).collect(),
        activity_sigma: dice.between(0.0, 1.5),
        benefit_sigma: dice.between(0.0, 1.5),
        impatience_sigma: dice.between(0.0, 1.5),
        security_usd_per_month: dice.between(0.0, 5.0),
        security_sigma: dice.between(0.0, 1.5),
        choice_scale_usd_per_month: dice.scale(0.05, 20.0),
        routing_scale: dice.scale(0.02, 1.0),
        attention_per_day: dice.pick(&[0.0, 0.02, 0.3, 1.0]),
        switch: any_switch_costs(spec, may_leave, dice),
        horizon_months: dice.scale(0.1, 20.0),
        peers_usd_per_month: dice.pick(&[0.0, 0.5, 5.0]),
        assets_usd_per_user: dice.pick(&[0.0, 100.0, 1e6]),
        requires: spec.capabilities.iter().map(|c| if c.channel == Channel::Gate { dice.pick(&[0.0, 0.5, 1.0]) } else { 0.0 }).collect(),
        may_leave,
        adoption: any_adoption(dice),
        terms: Terms {
            reward_weight: dice.pick(&[1.0, 0.0, 10.0]),
            routing_adjustment: dice.pick(&[None, Some(0.01), Some(0.2)]),
            capital_cost_per_year: dice.pick(&[0.0, 0.1]),
            withdrawals_per_year: dice.pick(&[0.0, 4.0]),
        },
        ..group(&format!("group-{g}"), spec.verticals.len())
    }
}

/// Costs at which nobody gains by leaving and coming back instead of moving.
fn any_switch_costs(spec: &Spec, may_leave: bool, dice: &mut Dice<'_>) -> SwitchCosts {
    let dearest = spec.interop.classes.iter().map(|link| link.move_cost_usd).fold(0.0, f64::max);
    let (onboarding_usd, exit_usd) = (dice.between(0.0, 20.0), dice.between(0.0, 10.0) + if may_leave { dearest } else { 0.0 });
    let around = exit_usd + onboarding_usd * (1.0 - STRENGTH);
    SwitchCosts { onboarding_usd, exit_usd, move_usd: dice.between(0.0, 1.0) * (around - dearest).max(0.0) }
}

fn any_adoption(dice: &mut Dice<'_>) -> Adoption {
    Adoption {
        aware_share: dice.pick(&[1.0, 0.4, 0.0]),
        bass_p_per_year: dice.between(0.0, 5.0),
        bass_q_per_year: dice.between(0.0, 20.0),
        visibility_base: dice.pick(&[f64::INFINITY, 0.5, 0.0]),
        visibility_per_share: dice.between(0.0, 3.0),
    }
}

fn any_exchange(x: usize, chains: usize, groups: usize, dice: &mut Dice<'_>) -> Exchange {
    Exchange {
        name: format!("exchange-{x}"),
        chain: ChainId::at(dice.below(chains)),
        customers: (0..groups).map(|_| dice.between(0.0, 1.0)).collect(),
        awareness_per_year: dice.pick(&[0.0, 1.0, 50.0]),
        visibility: dice.between(0.0, 2.0),
        onboarding_relief: dice.between(0.0, 1.0),
        business: Business { profit_share: dice.between(0.0, 0.5), acquisition_usd: dice.pick(&[0.0, 20.0]) },
    }
}

fn any_deal(d: usize, spec: &Spec, dice: &mut Dice<'_>) -> Deal {
    let verticals = spec.verticals.len();
    Deal {
        name: format!("deal-{d}"),
        chain: ChainId::at(dice.below(spec.chains.len())),
        rate_per_year: dice.pick(&[0.0, 20.0, 1000.0]),
        capability: dice.chance(0.5).then(|| CapabilityId::at(dice.below(spec.capabilities.len()))),
        bd_budget_usd_per_year: dice.scale(1e3, 1e8),
        bd_frontier_usd_per_year: dice.pick(&[0.0, 1e6]),
        bd_elasticity: dice.between(0.0, 1.0),
        payment_usd: dice.pick(&[0.0, 1e5]),
        life_days: dice.pick(&[0.5, 10.0, f64::INFINITY]),
        size_sigma: dice.between(0.0, 2.0),
        channel: PartnerChannel {
            customers: spec.groups.iter().map(|_| dice.between(0.0, 1.0)).collect(),
            awareness_per_year: dice.pick(&[0.0, 1.0, 50.0]),
            visibility: dice.between(0.0, 2.0),
            onboarding_relief: dice.between(0.0, 1.0),
        },
        assets: PartnerAssets {
            usd: dice.scale(1e3, 1e9),
            turnover_per_day: (0..verticals).map(|_| dice.between(0.0, 1.0)).collect(),
            fee_per_year: dice.between(0.0, 0.1),
        },
        title: Title {
            quality: (0..verticals).map(|_| dice.between(-0.2, 0.2)).collect(),
            half_life_days: dice.pick(&[5.0, f64::INFINITY]),
        },
    }
}

/// Tokens of the first chains, launched within a case's days.
fn any_tokens(chains: usize, dice: &mut Dice<'_>) -> Vec<Token> {
    let token = |t: usize| Token {
        name: format!("token-{t}"),
        chain: ChainId::at(t),
        points_from_day: dice.pick(&[0, 3]),
        launch_day: dice.pick(&[5, 12, 60]),
        supply: 1e9,
        airdrop_share: dice.between(0.0, 1.0),
        emissions_share_per_year: dice.pick(&[0.0, 0.1, 5.0]),
        speculative_value_usd: dice.pick(&[0.0, 1e6, 1e9]),
        speculative_half_life_days: dice.scale(1.0, 1e3),
        revenue_multiple: dice.pick(&[0.0, 20.0]),
        revenue_half_life_days: dice.pick(&[0.0, 90.0]),
    };
    (0..chains.min(2)).map(token).collect()
}

fn any_programmes(chains: &[Chain], dice: &mut Dice<'_>) -> Vec<Programme> {
    let payers: Vec<usize> = (0..chains.len()).filter(|&k| chains[k].has_operator()).collect();
    let programme = |p: usize| Programme {
        name: format!("programme-{p}"),
        chain: ChainId::at(dice.pick(&payers)),
        proposed_day: dice.pick(&[0, 4]),
        days: dice.pick(&[1, 10]),
        budget_usd: dice.pick(&[0.0, 1e5, 1e8]),
    };
    (0..if payers.is_empty() { 0 } else { 2 }).map(programme).collect()
}

/// Aware people on open chains or outside, the others unaware.
fn any_homes(chains: &[Chain], group: &Group, dice: &mut Dice<'_>) -> Vec<f64> {
    let aware = group.adoption.aware_share;
    let mut homes = dice.shares(chains.len() + 1);
    homes.iter_mut().zip(chains).filter(|(_, c)| c.life.launch_day > 0).for_each(|(share, _)| *share = 0.0);
    let open: f64 = homes.iter().sum();
    homes[chains.len()] += (1.0 - open).max(0.0);
    homes.iter_mut().for_each(|share| *share *= aware);
    homes.push(1.0 - aware);
    homes
}
