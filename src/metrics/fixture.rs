//! A small economy and its days, for tests: Ethereum, a general and a vertical chain; swaps, games, and notes that nobody trades.

use crate::engine::observer::{DayView, EthereumDay, Grid, GroupDay, LifeDay, Observer, Status, Today};
use crate::model::economy::{Dynamics, Economy, Spec};
use crate::model::institutions::interop::{Interop, Link};
use crate::model::ledger::{Account, FlowKind, Posting};
use crate::model::settlement::blob_market::Fork;
use crate::model::settlement::ethereum::Ethereum;
use crate::model::supply::chain::{Chain, ChainKind, DataLayer, ProofStage};
use crate::model::supply::life::Life;
use crate::model::supply::operator::ChainAccount;
use crate::model::supply::security::SecurityTable;
use crate::model::units::MicroUsd;
use crate::model::user_group::{Group, Use, tests::plain_group};
use crate::model::vertical::Vertical;

fn chain(name: &str, kind: ChainKind, focus: [f64; 3]) -> Chain {
    Chain {
        name: name.into(),
        kind,
        stack: None,
        parent: None,
        proof_stage: ProofStage::Stage1,
        data_layer: if kind == ChainKind::L1 { DataLayer::Own } else { DataLayer::EthereumBlobs },
        calldata_fallback: false,
        alt_da_usd_per_mib: 0.05,
        capacity_gas_per_s: f64::INFINITY,
        min_gas_price_gwei: 0.01,
        max_gas_price_gwei: 1e4,
        latency_s: 2.0,
        data_markup: 0.0,
        settlement_gas_per_day: 0.0,
        proof_usd_per_tx: 0.0,
        fixed_cost_usd_per_year: 0.0,
        validators_usd_per_year: 0.0,
        capability_budget_usd_per_year: 0.0,
        focus: focus.to_vec(),
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

fn vertical(name: &str, tx_value_usd: f64) -> Vertical {
    Vertical {
        name: name.into(),
        needs: vec![],
        gas_per_tx: 1e5,
        bytes_per_tx: 150.0,
        fee_ref_usd: 0.05,
        fee_elasticity: 0.5,
        tx_value_usd,
        network_strength: 0.0,
        liquidity_ref_usd_per_day: 1e6,
        ordering_value_usd: 0.0,
        load: Default::default(),
        apps: Default::default(),
    }
}

fn group(name: &str, users: f64) -> Group {
    let used = |transactions_per_month| Use { benefit_usd_per_month: 10.0, transactions_per_month, delay_usd_per_month_per_s: 0.0 };
    Group { name: name.into(), uses: vec![Some(used(30.0)), Some(used(60.0)), Some(used(30.0))], ..plain_group(users, 10) }
}

/// Ethereum, `plaza` (general) and `arena` (games), two groups of 600 and 400 people. Security 1 and 0.75; swaps move 100 USD, games 1 USD.
pub(super) fn economy() -> Economy {
    let link = Link { sharing: 0.2, friction_usd_per_month: 2.0, move_cost_usd: 2.0, bridge_fee_share: 0.5 };
    let spec = Spec {
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
        security: SecurityTable { l1: 1.0, stages: [0.5, 0.75, 0.95], sovereign: 0.4, alt_da_discount: 0.2 },
        theta: 0.3,
        use_observed_levels: false,
        capabilities: vec![],
        conflicts: vec![],
        verticals: vec![vertical("swaps", 100.0), vertical("games", 1.0), vertical("notes", 1000.0)],
        stacks: vec![],
        exchanges: vec![],
        chains: vec![
            chain("ethereum", ChainKind::L1, [1.0 / 3.0; 3]),
            chain("plaza", ChainKind::L2, [0.5, 0.25, 0.25]),
            chain("arena", ChainKind::L2, [0.0, 1.0, 0.0]),
        ],
        groups: vec![group("traders", 600.0), group("players", 400.0)],
        dynamics: Dynamics {
            expectation_half_life_days: 7.0,
            liquidity_half_life_days: 14.0,
            load_blocks: 1,
            routing_adjustment: 0.05,
            clone_correction: 0.0,
        },
        systems: Default::default(),
    };
    Economy::new(spec).expect("the fixture is valid")
}

fn grid(rows: &[&[f64]]) -> Grid {
    let mut grid = Grid::zeros(rows.len(), rows[0].len());
    rows.iter().enumerate().for_each(|(i, row)| grid.row_mut(i).copy_from_slice(row));
    grid
}

/// Day `day`, which is `day + 1` times as busy as the first. On the first, 10 swaps on Ethereum at 2 USD, 40 on plaza at 0.5 USD,
/// 50 games on arena at 0.1 USD; plaza earns 3 USD, arena loses 1 USD, Ethereum's own account shows 20 USD. People stay where they are:
/// 100 on Ethereum, 500 on plaza, 200 on arena, 200 outside.
pub(super) fn today(day: u32) -> Today {
    let k = f64::from(day + 1);
    let usd = |amount: f64| MicroUsd::from_usd(amount * k);
    let account = |revenue: f64, data: f64, treasury: f64| ChainAccount {
        revenue: usd(revenue),
        data: usd(data),
        treasury: usd(treasury),
        ..ChainAccount::default()
    };
    let people = |outside_users: f64, fees: f64, home: f64, away: f64| GroupDay {
        aware_users: 300.0,
        outside_users,
        welfare_systematic_usd: 7.0 * k,
        welfare_tastes_usd: 9.0 * k,
        fees: usd(fees),
        home_transactions: home * k,
        away_transactions: away * k,
        ..GroupDay::default()
    };
    let mut moves = Grid::zeros(2, 25);
    moves[(0, 5 + 2)] = 5.0 * k; // plaza to arena
    moves[(1, 2 * 5 + 3)] = 2.0; // arena to outside
    Today {
        gas_price_gwei: vec![1.0, 0.02 * k, 0.01],
        fee_usd: grid(&[&[2.0, 2.0, 2.0], &[0.5, 0.5, 0.5], &[0.1, 0.1, 0.1]]),
        sponsored_usd: Grid::zeros(3, 3),
        user_usd_per_byte: vec![0.0; 3],
        transactions: grid(&[&[10.0 * k, 0.0, 0.0], &[40.0 * k, 0.0, 0.0], &[0.0, 50.0 * k, 0.0]]),
        dropped_gas: vec![0.0, 0.0, k],
        congested_share: vec![0.0, 0.5, 0.0],
        demand_multiplier: vec![1.0; 3],
        apps: Grid::zeros(3, 3),
        accounts: vec![account(20.0, 0.0, 0.0), account(20.0, 17.0, 30.0), account(5.0, 6.0, 40.0)],
        groups: vec![people(150.0, 30.0, 40.0, 10.0), people(50.0, 15.0, 35.0, 15.0)],
        homes: grid(&[&[100.0, 350.0, 0.0, 150.0, 0.0], &[0.0, 150.0, 200.0, 50.0, 0.0]]),
        moves,
        postings: vec![
            Posting { from: Account::Group(0), to: Account::Chain(1), kind: FlowKind::Fees, amount: usd(20.0) },
            Posting { from: Account::Chain(1), to: Account::Ethereum, kind: FlowKind::Data, amount: usd(17.0) },
        ],
        systems: Default::default(),
        trust: vec![1.0; 3],
        conduct: Default::default(),
        life: LifeDay { status: vec![Status::Live; 3], turns: vec![], assets_usd: vec![1e4, 5e4, 2e4] },
        ethereum: EthereumDay { base_fee_gwei: 1.0, blob_price_gwei: 3.0 * k, blobs_per_block: 4.0, income: usd(43.0) },
    }
}

/// Shows `observer` the days from 0 to `days` − 1.
pub(super) fn run(economy: &Economy, days: u32, observer: &mut impl Observer) {
    for day in 0..days {
        observer.observe(&DayView { day, economy, today: &today(day), insight: None });
    }
}
