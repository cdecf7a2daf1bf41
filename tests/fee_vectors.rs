//! Official test vectors of the fee rules, and mainnet's own blocks.
//!
//! Vectors: go-ethereum `consensus/misc/{eip4844,eip1559}` (02b73d4e) and alloy `crates/eips`. Blocks: Chainscore score-da, CC BY 4.0,
//! read from `../shared/data` next to the package where that folder exists.

use std::fs;
use std::path::{Path, PathBuf};

use l2niche::model::settlement::blob_gas::{BlobSchedule, GAS_PER_BLOB, fake_exponential};
use l2niche::model::settlement::fork::Fork;
use l2niche::model::supply::fee_market::Eip1559;

const OPTIMISM: Eip1559 = Eip1559 { elasticity: 6, denominator: 50 };
const OPTIMISM_CANYON: Eip1559 = Eip1559 { elasticity: 6, denominator: 250 };

fn schedule(fork: Fork) -> BlobSchedule {
    fork.blob_schedule().expect("a fork with blobs")
}

#[test]
fn mainnet_schedule() {
    for (fork, target, max, update_fraction, reserve_price) in [
        (Fork::Cancun, 3, 6, 3_338_477, false),
        (Fork::Prague, 6, 9, 5_007_716, false),
        (Fork::Osaka, 6, 9, 5_007_716, true),
        (Fork::Bpo1, 10, 15, 8_346_193, true),
        (Fork::Bpo2, 14, 21, 11_684_671, true),
    ] {
        assert_eq!(schedule(fork), BlobSchedule { target, max, update_fraction, reserve_price }, "{}", fork.name());
    }
}

#[test]
fn fake_exponential_vectors() {
    for (factor, numerator, denominator, want) in [
        (1, 0, 1, 1),
        (38_493, 0, 1000, 38_493),
        (0, 1234, 2345, 0),
        (1, 4, 2, 6),
        (1, 3, 1, 16),
        (1, 6, 2, 18),
        (1, 4, 1, 49),
        (10, 8, 2, 542),
        (11, 8, 2, 596),
        (1, 5, 1, 136),
        (1, 5, 2, 11),
        (1, 50_000_000, 2_225_652, 5_709_098_764),
        (1, 380_928, 3_338_477, 1),
        (0, 89, 1, 0),
        (1, 299_453_931, 5_007_716, 93_359_993_185_840_258_978_230_108),
    ] {
        assert_eq!(fake_exponential(factor, numerator, denominator), want, "{factor} · e^({numerator}/{denominator})");
    }
}

#[test]
fn blob_fee_vectors() {
    for (excess, want) in [
        (0, 1),
        (2_314_057, 1),
        (2_314_058, 2),
        (148_099_578, 18_446_739_238_971_471_609),
        (148_099_579, 18_446_744_762_204_311_910),
        (161_087_488, 902_580_055_246_494_526_580),
    ] {
        assert_eq!(schedule(Fork::Cancun).blob_base_fee_wei(excess), want, "{excess}");
    }
}

#[test]
fn excess_vectors_under_cancun() {
    for (parent_excess, parent_blobs, want) in
        [(0, 0, 0), (0, 1, 0), (0, 3, 0), (1, 4, 131_073), (1, 5, 262_145), (393_216, 3, 393_216), (393_216, 2, 262_144), (131_071, 2, 0)]
    {
        let next = schedule(Fork::Cancun).next_excess(parent_excess, parent_blobs * GAS_PER_BLOB, 1_000_000_000);
        assert_eq!(next, want, "{parent_blobs} blobs on {parent_excess}");
    }
}

#[test]
fn excess_vectors_under_eip_7918() {
    for (parent_excess, used, base_fee, target, max, update_fraction, want) in [
        (5_149_252, 1_310_720, 30, 9, 14, 8_832_827, 5_617_366),
        (19_251_039, 2_490_368, 50, 21, 32, 20_609_697, 20_107_103),
        (0, 786_432, 1_000_000_000, 6, 9, 5_007_716, 262_144),
    ] {
        let schedule = BlobSchedule { target, max, update_fraction, reserve_price: true };
        assert_eq!(schedule.next_excess(parent_excess, used, base_fee), want, "{used} on {parent_excess}");
    }
}

#[test]
fn eip_1559_vectors() {
    for (rule, base_fee, gas_used, gas_limit, want) in [
        (Eip1559::ETHEREUM, 1_000_000_000, 10_000_000, 10_000_000, 1_125_000_000),
        (Eip1559::ETHEREUM, 1_000_000_000, 10_000_000, 12_000_000, 1_083_333_333),
        (Eip1559::ETHEREUM, 1_000_000_000, 10_000_000, 14_000_000, 1_053_571_428),
        (Eip1559::ETHEREUM, 1_059_263_476, 10_001_000, 14_000_000, 1_116_028_649),
        (Eip1559::ETHEREUM, 1_049_238_967, 0, 2_000_000, 918_084_097),
        (Eip1559::ETHEREUM, 1_049_238_967, 10_000_000, 18_000_000, 1_063_811_730),
        (Eip1559::ETHEREUM, 0, 10_000_000, 18_000_000, 1),
        (Eip1559::ETHEREUM, 2, 10_000_000, 18_000_000, 3),
        (OPTIMISM, 1_000_000_000, 10_000_000, 10_000_000, 1_100_000_048),
        (OPTIMISM, 1_000_000_000, 10_000_000, 12_000_000, 1_080_000_000),
        (OPTIMISM, 1_000_000_000, 10_000_000, 14_000_000, 1_065_714_297),
        (OPTIMISM, 1_059_263_476, 10_001_000, 14_000_000, 1_128_881_311),
        (OPTIMISM, 1_049_238_967, 0, 2_000_000, 1_028_254_188),
        (OPTIMISM, 1_049_238_967, 10_000_000, 18_000_000, 1_098_203_452),
        (OPTIMISM, 0, 10_000_000, 18_000_000, 1),
        (OPTIMISM, 2, 10_000_000, 18_000_000, 3),
        (OPTIMISM_CANYON, 1_000_000_000, 10_000_000, 10_000_000, 1_020_000_009),
        (OPTIMISM_CANYON, 1_000_000_000, 10_000_000, 12_000_000, 1_016_000_000),
        (OPTIMISM_CANYON, 1_000_000_000, 10_000_000, 14_000_000, 1_013_142_859),
        (OPTIMISM_CANYON, 1_059_263_476, 10_001_000, 14_000_000, 1_073_187_043),
        (OPTIMISM_CANYON, 1_049_238_967, 0, 2_000_000, 1_045_042_012),
        (OPTIMISM_CANYON, 1_049_238_967, 10_000_000, 18_000_000, 1_059_031_864),
        (OPTIMISM_CANYON, 0, 10_000_000, 18_000_000, 1),
        (OPTIMISM_CANYON, 2, 10_000_000, 18_000_000, 3),
        (Eip1559::ETHEREUM, 1_000_000_000, 10_000_000, 20_000_000, 1_000_000_000),
        (Eip1559::ETHEREUM, 1_000_000_000, 9_000_000, 20_000_000, 987_500_000),
        (Eip1559::ETHEREUM, 1_000_000_000, 11_000_000, 20_000_000, 1_012_500_000),
    ] {
        assert_eq!(rule.next_base_fee(base_fee, gas_used, gas_limit), want, "{rule:?}: {gas_used} of {gas_limit} at {base_fee}");
    }
}

/// One block of the recorded days.
#[derive(Clone, Copy)]
struct Block {
    number: u64,
    seconds: u64,
    used: u64,
    excess: u64,
}

impl Block {
    /// From `block_number,timestamp_ms,blob_count,blob_gas_used,excess_blob_gas`.
    fn parse(line: &str) -> Self {
        let fields: Vec<u64> = line.split(',').map(|field| field.trim().parse().expect("whole numbers")).collect();
        Self { number: fields[0], seconds: fields[1] / 1000, used: fields[3], excess: fields[4] }
    }

    /// Rules in force at its time on mainnet.
    fn fork(self) -> Fork {
        let since = [
            (Fork::Cancun, 1_710_338_135),
            (Fork::Prague, 1_746_612_311),
            (Fork::Osaka, 1_764_798_551),
            (Fork::Bpo1, 1_765_290_071),
            (Fork::Bpo2, 1_767_747_671),
        ];
        since.into_iter().rev().find(|&(_, start)| self.seconds >= start).map_or(Fork::PreCancun, |(fork, _)| fork)
    }

    /// Whether the rule leads from `self` to `next`. The execution base fee is not recorded, so both branches of EIP-7918 are allowed.
    fn leads_to(self, next: Self) -> bool {
        let schedule = schedule(next.fork());
        let free = schedule.next_excess(self.excess, self.used, 0);
        let reserved = schedule.next_excess(self.excess, self.used, u64::MAX);
        next.excess == free || next.excess == reserved
    }
}

fn recorded_days() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/blob_blocks");
    let Ok(entries) = fs::read_dir(&folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "csv"));
    files.sort();
    files
}

#[test]
fn every_recorded_block_of_mainnet_follows_from_its_parent() {
    let files = recorded_days();
    if files.is_empty() {
        eprintln!("skipped: no recorded blocks in ../shared/data/blob_blocks");
        return;
    }
    for file in files {
        let text = fs::read_to_string(&file).expect("a readable file");
        let blocks: Vec<Block> = text.lines().skip(1).map(Block::parse).collect();
        let pairs: Vec<(Block, Block)> = blocks.windows(2).map(|w| (w[0], w[1])).filter(|(a, b)| a.number + 1 == b.number).collect();
        assert!(pairs.len() > 1_000, "{}: {} consecutive pairs", file.display(), pairs.len());
        for (parent, block) in pairs {
            assert!(parent.leads_to(block), "{}: block {}", file.display(), block.number);
        }
    }
}

/// Blob gas used when demand of constant elasticity asks for the target at a price of `rest_gwei`.
fn isoelastic_use(schedule: BlobSchedule, excess: u64, rest_gwei: f64, elasticity: f64) -> u64 {
    let gwei = schedule.blob_base_fee_wei(excess) as f64 / 1e9;
    let used = schedule.target_gas() as f64 * (gwei / rest_gwei).powf(-elasticity);
    (used as u64).min(schedule.max * GAS_PER_BLOB)
}

/// Largest |ln(price / rest)| over the last 500 of 4000 blocks that start 2 % away from rest.
fn swing(schedule: BlobSchedule, elasticity: f64) -> f64 {
    let rest_gwei = 20.0;
    let rest = schedule.excess_at_price(20_000_000_000) as f64 / schedule.update_fraction as f64;
    let mut excess = ((rest + 0.02) * schedule.update_fraction as f64) as u64;
    let mut widest = 0.0f64;
    for block in 0..4_000 {
        excess = schedule.next_excess(excess, isoelastic_use(schedule, excess, rest_gwei, elasticity), 0);
        if block >= 3_500 {
            widest = widest.max((excess as f64 / schedule.update_fraction as f64 - rest).abs());
        }
    }
    widest
}

/// Near rest, ln price deviates by (1 − ε · target gas / update fraction) times as much in every next block: it settles for
/// ε < 2 · update fraction / target gas, which is 16.98 under Cancun and 12.74 later.
#[test]
fn elastic_blob_demand_settles_below_the_critical_elasticity_and_swings_above() {
    for (fork, critical) in [(Fork::Cancun, 16.98), (Fork::Prague, 12.74), (Fork::Bpo1, 12.74), (Fork::Bpo2, 12.74)] {
        let schedule = schedule(fork);
        let exact = 2.0 * schedule.update_fraction as f64 / schedule.target_gas() as f64;
        assert!((exact - critical).abs() < 0.005, "{exact} under {}", fork.name());
        for elasticity in [0.2, 1.0, 5.0, 0.98 * critical] {
            assert!(swing(schedule, elasticity) < 1e-3, "{} at {elasticity}", fork.name());
        }
        assert!(swing(schedule, 1.02 * critical) > 0.01, "{} above {critical}", fork.name());
    }
}
