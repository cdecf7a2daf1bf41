use super::*;
use crate::model::settlement::blob_gas::GAS_PER_BLOB;
use crate::model::testing::fixed;
use proptest::prelude::*;

fn schedule(fork: Fork) -> BlobSchedule {
    fork.blob_schedule().unwrap()
}

/// One chain that posts every full blob, and what it has after an hour.
fn one() -> Vec<Poster> {
    vec![Poster { chains: vec![(0, 1.0)], blobs_per_post: 1, patience_blocks: 300 }]
}

fn day_of(market: &mut BlobMarket, schedule: BlobSchedule, base_fee_wei: u64, demand: impl FnMut(f64) -> BlobDemand) -> BlobDay {
    market.advance_day(schedule, base_fee_wei, &one(), 1, demand)
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
        let day = day_of(&mut market, schedule(fork), 10_000_000_000, constant(1.25, 0.5));
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
        let day = day_of(&mut market, cancun, 0, constant(3.01, 0.0));
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
        day_of(&mut market, schedule, 0, &demand);
        let day = day_of(&mut market, schedule, 0, &demand);
        assert!((day.price_gwei / rest - 1.0).abs() < 0.01, "{} under {}", day.price_gwei, fork.name());
        assert!((day.blobs as f64 / (schedule.target * BLOCKS_PER_DAY) as f64 - 1.0).abs() < 1e-3);
    }
}

#[test]
fn from_osaka_on_the_price_is_held_near_a_sixteenth_of_the_base_fee() {
    for fork in [Fork::Osaka, Fork::Bpo1, Fork::Bpo2] {
        let mut market = BlobMarket::new(2 * schedule(fork).target_gas());
        day_of(&mut market, schedule(fork), 16_000_000_000, constant(3.7, 0.0));
        let day = day_of(&mut market, schedule(fork), 16_000_000_000, constant(3.7, 0.0));
        assert!((day.price_gwei - 1.0).abs() < 0.1, "{} under {}", day.price_gwei, fork.name());
        assert_eq!(day.one_wei_share, 0.0);
    }
}

/// The reserve of EIP-7918 takes hold once excess is a target's gas, for no block can then lower it. Lumps of 6 leave an excess of 2
/// blobs, which the next empty block clears; three posters of 6 that come together fill two blocks, which leave 3 + 3, the target.
#[test]
fn lumps_beyond_the_target_start_the_climb_to_the_reserve() {
    let osaka = schedule(Fork::Osaka);
    for (posters, lump, climbs) in [(1, 1, false), (1, 3, false), (1, 6, false), (3, 6, true)] {
        let mut market = BlobMarket::new(0);
        let poster = |k| Poster { chains: vec![(k, 1.0 / posters as f64)], blobs_per_post: lump, patience_blocks: 300 };
        let posters: Vec<Poster> = (0..posters).map(poster).collect();
        let day = market.advance_day(osaka, 16_000_000_000, &posters, 1, constant(3.6, 0.0));
        assert_eq!(day.closing_price_gwei > 0.9, climbs, "lumps of {lump} close at {} gwei", day.closing_price_gwei);
        assert_eq!(day.one_wei_share == 1.0, !climbs);
    }
    // So do lumps of the others.
    for (lump, climbs) in [(6, false), (18, true)] {
        let mut market = BlobMarket::new(0);
        let day = market.advance_day(osaka, 16_000_000_000, &one(), lump, constant(0.0, 3.6));
        assert_eq!(day.closing_price_gwei > 0.9, climbs, "others, {lump}: {} gwei", day.closing_price_gwei);
    }
}

/// Demand below the target costs 1 wei, at the target the price jumps: lumps or not.
#[test]
fn the_price_is_one_wei_below_the_target_and_jumps_at_it() {
    let prague = schedule(Fork::Prague);
    for lump in [1, 2, 6] {
        let posters = [Poster { blobs_per_post: lump, ..one()[0].clone() }];
        let mut market = BlobMarket::new(0);
        let below = (0..3).map(|_| market.advance_day(prague, 0, &posters, lump, constant(3.0, 2.0))).last().unwrap();
        assert!(below.price_gwei < 3e-9, "{}", below.price_gwei);
        let above = (0..3).map(|_| market.advance_day(prague, 0, &posters, lump, constant(4.1, 2.0))).last().unwrap();
        assert!(above.price_gwei > 1.0, "{}", above.price_gwei);
    }
}

#[test]
fn what_is_short_of_a_blob_is_posted_when_patience_ends_and_paid_whole() {
    let mut market = BlobMarket::new(0);
    day_of(&mut market, schedule(Fork::Cancun), 0, constant(0.001, 0.0));
    // 0.001 blobs a block: 24 posts a day of 0.3 blobs each, paid as 24 blobs at 1 wei.
    let day = day_of(&mut market, schedule(Fork::Cancun), 0, constant(0.001, 0.0));
    let chain = day.chains[0];
    assert_eq!((day.blobs, chain.blobs, chain.posts), (24, 24.0, 24.0), "{chain:?}");
    assert!((chain.wanted - 7.2).abs() < 1e-9 && (chain.wanted - chain.data).abs() < 1e-9);
    assert!((chain.paid_gwei - 24e-9).abs() < 1e-15);
    let nothing = day_of(&mut BlobMarket::new(0), schedule(Fork::Cancun), 0, constant(0.0, 0.0));
    assert_eq!((nothing.blobs, nothing.chains[0].posts), (0, 0.0));
}

/// Two chains of 0.1 and 0.3 blobs an hour need a blob an hour each, but share one: 24 instead of 48, paid 1 to 3.
#[test]
fn chains_that_share_posts_pay_by_their_data() {
    let alone = |k, share| Poster { chains: vec![(k, share)], blobs_per_post: 1, patience_blocks: 300 };
    let shared = Poster { chains: vec![(0, 0.25), (1, 0.75)], ..alone(0, 0.0) };
    let run = |posters: &[Poster]| {
        let mut market = BlobMarket::new(100_000_000);
        let mut day = || market.advance_day(schedule(Fork::Cancun), 0, posters, 1, constant(0.4 / 300.0, 3.0));
        day();
        day()
    };
    let (apart, together) = (run(&[alone(0, 0.25), alone(1, 0.75)]), run(&[shared]));
    assert_eq!((apart.rollup_blobs, together.rollup_blobs), (48.0, 24.0));
    assert_eq!((apart.chains[0].blobs, together.chains[0].blobs, together.chains[1].blobs), (24.0, 6.0, 18.0));
    assert!((together.chains[1].paid_gwei / together.chains[0].paid_gwei - 3.0).abs() < 1e-9);
    assert_eq!(together.chains[0].posts + together.chains[1].posts, 24.0);
}

#[test]
fn a_fork_reads_the_excess_it_inherits_by_its_own_fraction() {
    let mut market = BlobMarket::new(0);
    day_of(&mut market, schedule(Fork::Cancun), 0, constant(3.05, 0.0));
    let excess = market.excess_blob_gas;
    assert!(excess > 0);
    let day = day_of(&mut market, schedule(Fork::Prague), 0, constant(3.05, 0.0));
    let wei = schedule(Fork::Prague).blob_base_fee_wei(excess) as f64;
    assert_eq!(day.opening_price_gwei, wei / 1e9);
    assert!(wei < schedule(Fork::Cancun).blob_base_fee_wei(excess) as f64);
    assert!(market.excess_blob_gas < excess, "what was above Cancun's target is below Prague's");
}

#[test]
fn what_exceeds_the_maximum_waits_and_is_posted_later() {
    let cancun = schedule(Fork::Cancun);
    let mut market = BlobMarket::new(0);
    market.correct(0, 50_000.0);
    let full = day_of(&mut market, cancun, 0, constant(0.0, 0.0));
    assert_eq!((full.blobs, full.rollup_blobs, market.queued_blobs()), (6 * BLOCKS_PER_DAY, 43_200.0, 6_800));
    let rest = day_of(&mut market, cancun, 0, constant(0.0, 0.0));
    assert_eq!((rest.blobs, market.queued_blobs()), (6_800, 0));
    let none = day_of(&mut market, cancun, 0, constant(0.0, 0.0));
    assert_eq!((none.blobs, none.price_gwei), (0, none.opening_price_gwei));
}

#[test]
fn blobs_posted_ahead_of_their_data_hold_back_later_ones() {
    let mut market = BlobMarket::new(0);
    market.correct(0, -100.0);
    let day = day_of(&mut market, schedule(Fork::Cancun), 0, constant(1.0, 0.0));
    assert_eq!(day.blobs, 7_100);
    assert!(market.waiting[0].data.abs() < 1e-6);
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

    /// The whole day against a plain loop without short cuts, with the demand function asked in every block.
    #[test]
    fn a_day_equals_its_blocks_in_a_plain_loop(
        fork in 1usize..6, base_fee in 0u64..50_000_000_000, opening in 0u64..100_000_000, load in 0.0..1.05f64, share in 0.0..1.0f64,
        n in 1u64..=6, lump in 1u64..=3, patience in 1u64..400
    ) {
        let schedule = schedule(Fork::ALL[fork]);
        let total = load * schedule.target as f64;
        let (rollups, others) = (share * total, (1.0 - share) * total);
        let posters = [(0, 0.7), (1, 0.3)].map(|c| Poster { chains: vec![c], blobs_per_post: n, patience_blocks: patience });
        let mut market = BlobMarket::new(if opening % 3 == 0 { 0 } else { opening });
        let mut plain = Plain { excess: market.excess_blob_gas, ..Plain::default() };
        let day = market.advance_day(schedule, base_fee, &posters, lump, constant(rollups, others));
        for block in 0..BLOCKS_PER_DAY {
            plain.block(block, schedule, base_fee, [0.7 * rollups, 0.3 * rollups], others, (n, lump, patience));
        }
        // Sums in another order: a post may fall a block earlier or later.
        prop_assert!(day.blobs.abs_diff(plain.posted) <= 3 * n.max(lump), "{} {}", day.blobs, plain.posted);
        for k in 0..2 {
            prop_assert!((day.chains[k].blobs - plain.blobs[k]).abs() <= 2.0 * n as f64, "{:?} {:?}", day.chains, plain.blobs);
        }
        if plain.posted > 1_000 {
            let mean = plain.paid / plain.posted as f64;
            prop_assert!((day.price_gwei / mean - 1.0).abs() < 0.05, "{} {}", day.price_gwei, mean);
        }
    }

    #[test]
    fn no_data_are_lost(
        fork in 1usize..6, rollups in 0.0..20.0f64, others in 0.0..20.0f64, elasticity in 0.0..4.0f64, data in -500.0..5_000.0f64,
        n in 1u64..=6, pooled: bool
    ) {
        let schedule = schedule(Fork::ALL[fork]);
        let mut market = BlobMarket::new(0);
        market.correct(0, data);
        let alone = |k, share| Poster { chains: vec![(k, share)], blobs_per_post: n, patience_blocks: 100 };
        let pool = Poster { chains: vec![(0, 0.2), (1, 0.8)], ..alone(0, 0.0) };
        let posters = if pooled { vec![pool] } else { vec![alone(0, 0.2), alone(1, 0.8)] };
        let (mut wanted, mut posted) = ([data, 0.0], [0.0; 2]);
        let (mut blobs, mut others_wanted) = (0.0, 0.0);
        for _ in 0..3 {
            let demand = |gwei: f64| BlobDemand { rollups: rollups * (1.0 + gwei).powf(-elasticity), others };
            let day = market.advance_day(schedule, 1_000_000_000, &posters, 2, demand);
            prop_assert!(day.blobs <= schedule.max * BLOCKS_PER_DAY);
            for k in 0..2 {
                wanted[k] += day.chains[k].wanted;
                posted[k] += day.chains[k].data;
            }
            prop_assert!((day.chains.iter().map(|c| c.wanted).sum::<f64>() - day.wanted.rollups).abs() < 1e-6);
            others_wanted += day.wanted.others;
            blobs += day.blobs as f64;
        }
        for k in 0..2 {
            prop_assert!((wanted[k] - posted[k] - market.waiting[k].data).abs() < 1e-5);
        }
        // In blocks or queueing, there is a blob for all that left, and hardly more but for the last of a post.
        let needed = posted.iter().sum::<f64>() + others_wanted - market.others_waiting;
        prop_assert!(blobs + market.queued_blobs() as f64 >= needed - 1e-3);
    }
}

/// The day in the plainest words.
#[derive(Default)]
struct Plain {
    excess: u64,
    held: [f64; 2],
    last: [u64; 2],
    others: f64,
    /// Blobs in line: who (2: others) and how many.
    line: Vec<(usize, u64)>,
    posted: u64,
    paid: f64,
    blobs: [f64; 3],
}

impl Plain {
    fn block(&mut self, block: u64, schedule: BlobSchedule, base_fee: u64, wanted: [f64; 2], others: f64, plan: (u64, u64, u64)) {
        let (n, lump, patience) = plan;
        for (k, wanted) in wanted.into_iter().enumerate() {
            self.held[k] += wanted;
            let full = ((self.held[k] + 1e-9) / n as f64).max(0.0) as u64 * n;
            if full > 0 {
                self.line.push((k, full));
                self.held[k] -= full as f64;
                self.last[k] = block;
            } else if block >= self.last[k] + patience {
                if self.held[k] > 1e-9 {
                    self.line.push((k, self.held[k].ceil() as u64));
                }
                (self.held[k], self.last[k]) = (self.held[k].min(0.0), block);
            }
        }
        self.others += others;
        let lumps = (self.others / lump as f64) as u64 * lump;
        self.others -= lumps as f64;
        self.line.push((2, lumps));
        let price = schedule.blob_base_fee_wei(self.excess) as f64 / 1e9;
        let too_dear = base_fee > 0 && price * 1e9 > HIGHEST_BID_BASE_FEES * base_fee as f64;
        let open = if too_dear { 0 } else { schedule.max };
        let mut room = open;
        for (who, left) in &mut self.line {
            let served = room.min(*left);
            (room, *left) = (room - served, *left - served);
            self.blobs[*who] += served as f64;
        }
        self.line.retain(|(_, left)| *left > 0);
        let blobs = open - room;
        self.posted += blobs;
        self.paid += blobs as f64 * price;
        self.excess = schedule.next_excess(self.excess, blobs * GAS_PER_BLOB, base_fee);
    }
}
