use super::*;
use crate::model::testing::fixed;
use proptest::prelude::*;

fn schedule(fork: Fork) -> BlobSchedule {
    fork.blob_schedule().unwrap()
}

fn constant(rollups: f64, others: f64) -> impl Fn(f64) -> BlobDemand {
    move |_| BlobDemand { rollups, others }
}

fn isoelastic(at_one_gwei: f64, elasticity: f64) -> impl Fn(f64) -> BlobDemand {
    move |gwei| BlobDemand { rollups: at_one_gwei * gwei.powf(-elasticity), others: 0.0 }
}

#[test]
fn demand_below_the_target_costs_one_wei() {
    for fork in [Fork::Cancun, Fork::Prague] {
        let mut market = BlobMarket::new(0);
        let day = market.advance_day(schedule(fork), 10_000_000_000, constant(1.25, 0.5));
        assert_eq!(day.blobs, 12_600);
        assert!((day.rollup_blobs - 9_000.0).abs() < 1e-6);
        assert_eq!((day.price_gwei, day.closing_price_gwei, day.one_wei_share), (1e-9, 1e-9, 1.0));
        assert_eq!(market.excess_blob_gas, 0);
    }
}

#[test]
fn inelastic_demand_above_the_target_drives_the_price_up_without_end() {
    let cancun = schedule(Fork::Cancun);
    let mut market = BlobMarket::new(0);
    let mut last = 0.0;
    for _ in 0..5 {
        let day = market.advance_day(cancun, 0, constant(3.01, 0.0));
        assert!(day.closing_price_gwei > 10.0 * last);
        last = day.closing_price_gwei;
    }
    assert!((market.excess_blob_gas as f64 / (5.0 * 72.0 * GAS_PER_BLOB as f64) - 1.0).abs() < 0.01);
}

#[test]
fn elastic_demand_rests_where_it_meets_the_target() {
    for (fork, elasticity) in [(Fork::Cancun, 0.5), (Fork::Prague, 1.0), (Fork::Bpo2, 3.0)] {
        let schedule = schedule(fork);
        let rest = 2.0f64;
        let demand = isoelastic(schedule.target as f64 * rest.powf(elasticity), elasticity);
        let mut market = BlobMarket::new(schedule.excess_at_price(1_500_000_000));
        market.advance_day(schedule, 0, &demand);
        let day = market.advance_day(schedule, 0, &demand);
        assert!((day.price_gwei / rest - 1.0).abs() < 0.01, "{} under {}", day.price_gwei, fork.name());
        assert!((day.blobs as f64 / (schedule.target * BLOCKS_PER_DAY) as f64 - 1.0).abs() < 1e-3);
    }
}

#[test]
fn from_osaka_on_the_price_is_held_near_a_sixteenth_of_the_base_fee() {
    for fork in [Fork::Osaka, Fork::Bpo1, Fork::Bpo2] {
        let mut market = BlobMarket::new(2 * schedule(fork).target_gas());
        market.advance_day(schedule(fork), 16_000_000_000, constant(3.7, 0.0));
        let day = market.advance_day(schedule(fork), 16_000_000_000, constant(3.7, 0.0));
        assert!((day.price_gwei - 1.0).abs() < 0.1, "{} under {}", day.price_gwei, fork.name());
        assert_eq!(day.one_wei_share, 0.0);
    }
}

#[test]
fn steady_demand_below_the_target_never_starts_the_climb_to_the_reserve() {
    let mut market = BlobMarket::new(0);
    let day = market.advance_day(schedule(Fork::Osaka), 16_000_000_000, constant(3.7, 0.0));
    assert_eq!((day.price_gwei, market.excess_blob_gas), (1e-9, 0));
    // Just below the target, whole blobs reach it now and then, and the climb begins.
    market.advance_day(schedule(Fork::Osaka), 16_000_000_000, constant(5.7, 0.0));
    assert!(market.price_gwei(schedule(Fork::Osaka)) > 0.9);
}

#[test]
fn a_fork_reads_the_excess_it_inherits_by_its_own_fraction() {
    let mut market = BlobMarket::new(0);
    market.advance_day(schedule(Fork::Cancun), 0, constant(3.05, 0.0));
    let excess = market.excess_blob_gas;
    assert!(excess > 0);
    let day = market.advance_day(schedule(Fork::Prague), 0, constant(3.05, 0.0));
    let wei = schedule(Fork::Prague).blob_base_fee_wei(excess) as f64;
    assert_eq!(day.opening_price_gwei, wei / 1e9);
    assert!(wei < schedule(Fork::Cancun).blob_base_fee_wei(excess) as f64);
    assert!(market.excess_blob_gas < excess, "what was above Cancun's target is below Prague's");
}

#[test]
fn what_exceeds_the_maximum_waits_and_is_posted_later() {
    let cancun = schedule(Fork::Cancun);
    let mut market = BlobMarket::new(0);
    market.add_rollup_backlog(50_000.0);
    let full = market.advance_day(cancun, 0, constant(0.0, 0.0));
    assert_eq!((full.blobs, full.rollup_blobs), (6 * BLOCKS_PER_DAY, 43_200.0));
    let rest = market.advance_day(cancun, 0, constant(0.0, 0.0));
    assert_eq!((rest.blobs, market.backlog.total()), (6_800, 0.0));
    let none = market.advance_day(cancun, 0, constant(0.0, 0.0));
    assert_eq!((none.blobs, none.price_gwei), (0, none.opening_price_gwei));
}

#[test]
fn blobs_posted_ahead_of_their_data_hold_back_later_ones() {
    let mut market = BlobMarket::new(0);
    market.add_rollup_backlog(-100.0);
    let day = market.advance_day(schedule(Fork::Cancun), 0, constant(1.0, 0.0));
    assert_eq!((day.blobs, market.backlog.total()), (7_100, 0.0));
}

proptest! {
    #![proptest_config(fixed(64))]

    /// The day's short cuts against the rules of the EIPs, block by block.
    #[test]
    fn a_block_of_the_day_follows_the_exact_rule(
        fork in 1usize..6, base_fee in 0u64..200_000_000_000, excess in 0u64..300_000_000, blobs in 0u64..=21, shift in -3i64..=3
    ) {
        let schedule = schedule(Fork::ALL[fork]);
        let day = Day::new(schedule, base_fee, DemandCurve::new(schedule.update_fraction, constant(0.0, 0.0)));
        let near_threshold = day.reserve_excess.saturating_add_signed(shift);
        for excess in [excess, excess % schedule.target_gas(), near_threshold] {
            prop_assert_eq!(day.next_excess(excess, blobs), schedule.next_excess(excess, blobs * GAS_PER_BLOB, base_fee));
            prop_assert_eq!(excess < day.two_wei_excess, schedule.blob_base_fee_wei(excess) == 1);
        }
    }

    /// The whole day against a plain loop, with the demand function asked in every block.
    #[test]
    fn a_day_equals_its_blocks_in_a_plain_loop(
        fork in 1usize..6, base_fee in 0u64..50_000_000_000, opening in 0u64..100_000_000, load in 0.0..1.05f64, share in 0.0..1.0f64
    ) {
        let schedule = schedule(Fork::ALL[fork]);
        let total = load * schedule.target as f64;
        let (rollups, others) = (share * total, (1.0 - share) * total);
        let mut market = BlobMarket::new(if opening % 3 == 0 { 0 } else { opening });
        let (mut excess, mut waiting, mut posted, mut paid) = (market.excess_blob_gas, 0.0, 0, 0.0);
        for _ in 0..BLOCKS_PER_DAY {
            waiting += rollups + others;
            let blobs = (waiting as u64).min(schedule.max);
            posted += blobs;
            waiting -= blobs as f64;
            paid += blobs as f64 * schedule.blob_base_fee_wei(excess) as f64 / 1e9;
            excess = schedule.next_excess(excess, blobs * GAS_PER_BLOB, base_fee);
        }
        let day = market.advance_day(schedule, base_fee, constant(rollups, others));
        // A resting day adds its demand at once; rounding may move its last blob.
        prop_assert!(day.blobs.abs_diff(posted) <= 1);
        prop_assert!(day.blobs == 0 || (day.price_gwei / (paid / posted as f64) - 1.0).abs() < 1e-3);
        prop_assert!(market.excess_blob_gas.abs_diff(excess) <= schedule.target_gas());
    }

    #[test]
    fn no_blob_is_lost(fork in 1usize..6, rollups in 0.0..20.0f64, others in 0.0..20.0f64, elasticity in 0.0..4.0f64, data in -500.0..5_000.0f64) {
        let schedule = schedule(Fork::ALL[fork]);
        let mut market = BlobMarket::new(0);
        market.add_rollup_backlog(data);
        let (mut wanted, mut posted) = (BlobDemand { rollups: data, others: 0.0 }, BlobDemand::default());
        for _ in 0..3 {
            let demand = |gwei: f64| BlobDemand { rollups: rollups * (1.0 + gwei).powf(-elasticity), others };
            let day = market.advance_day(schedule, 1_000_000_000, demand);
            prop_assert!(day.blobs <= schedule.max * BLOCKS_PER_DAY);
            wanted = BlobDemand { rollups: wanted.rollups + day.wanted.rollups, others: wanted.others + day.wanted.others };
            posted = BlobDemand { rollups: posted.rollups + day.rollup_blobs, others: posted.others + day.blobs as f64 - day.rollup_blobs };
        }
        prop_assert!((wanted.rollups - posted.rollups - market.backlog.rollups).abs() < 1e-5);
        prop_assert!((wanted.others - posted.others - market.backlog.others).abs() < 1e-5);
    }
}
