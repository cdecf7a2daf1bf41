//! The dated break: margins and fees 150 days before and after Dencun, with and without it.

use crate::watch::{ChainYear, Year, read, watch};

const OPTIMISTIC: &[&str] = &["arbitrum-one", "base", "op-mainnet"];
const ZK: &[&str] = &["zksync-era"];
const FORK_DAY: u32 = 150;

/// Chains taken together on one side of the break.
struct Side {
    /// Revenue less data and settlement, over revenue.
    margin: f64,
    /// The same less proofs.
    margin_after_proofs: f64,
    /// What a transaction paid in base and data fees, USD.
    fee: f64,
    /// The same with the ordering value captured, much of which shows as priority fees.
    fee_with_ordering: f64,
}

fn side(year: &Year, names: &[&str]) -> Side {
    let sum = |of: fn(&ChainYear) -> f64| names.iter().map(|name| of(year.chain(name))).sum::<f64>();
    let revenue = sum(ChainYear::total);
    let net = revenue - sum(|chain| chain.data) - sum(|chain| chain.settlement);
    let proofs = sum(|chain| chain.proofs);
    let transactions = sum(|chain| chain.transactions);
    let (fee, fee_with_ordering) = (sum(|chain| chain.fees) / transactions, revenue / transactions);
    Side { margin: net / revenue, margin_after_proofs: (net - proofs) / revenue, fee, fee_with_ordering }
}

fn print_side(label: &str, observed: &str, before: &Side, after: &Side) {
    println!(
        "{label:<28} margin {:>5.1} % → {:>5.1} % (after proofs {:>5.1} → {:>5.1}); fee {:.4} → {:.4} USD ({:+.0} %, with ordering {:+.0} %); observed {observed}",
        100.0 * before.margin,
        100.0 * after.margin,
        100.0 * before.margin_after_proofs,
        100.0 * after.margin_after_proofs,
        before.fee,
        after.fee,
        100.0 * (after.fee / before.fee - 1.0),
        100.0 * (after.fee_with_ordering / before.fee_with_ordering - 1.0),
    );
}

fn print_chains(year: &Year) {
    for chain in &year.chains {
        println!(
            "    {:<14} revenue {:>10.0} ordering {:>9.0} data {:>10.0} settlement {:>9.0} proofs {:>9.0} transactions {:>11.0} fee {:.4}",
            chain.name,
            chain.total(),
            chain.ordering,
            chain.data,
            chain.settlement,
            chain.proofs,
            chain.transactions,
            chain.fees / chain.transactions
        );
    }
}

#[test]
fn blobs_raise_margins_and_lower_fees() {
    let scenario = read("dencun.toml").expect("the shipped world");
    let days = scenario.settings().days;
    let mut after_fees = Vec::new();
    for variant in 0..scenario.variants().len() {
        let years = watch(&scenario, variant, &[0..FORK_DAY, FORK_DAY..days]);
        println!("\nDencun, {}", scenario.variants()[variant].name);
        let [optimistic, zk] = [OPTIMISTIC, ZK].map(|names| [side(&years[0], names), side(&years[1], names)]);
        print_side("optimistic rollups", "22.65 → 92.3 %, fee −90 %", &optimistic[0], &optimistic[1]);
        print_side("ZK rollups", "27.27 → 66.7 %", &zk[0], &zk[1]);
        years.iter().for_each(|year| {
            println!("  sums of 150 days, USD:");
            print_chains(year);
        });
        for side in optimistic.iter().chain(&zk) {
            assert!([side.margin, side.margin_after_proofs, side.fee, side.fee_with_ordering].iter().all(|x| x.is_finite()));
        }
        after_fees.push((optimistic, zk));
    }
    let [with, without] = &after_fees[..] else { panic!("two variants") };
    assert_eq!(with.0[0].margin.to_bits(), without.0[0].margin.to_bits(), "before the fork the variants are one world");
    assert!(with.0[1].margin > with.0[0].margin && with.0[1].margin > without.0[1].margin, "blobs raise margins of optimistic rollups");
    assert!(with.1[1].margin > with.1[0].margin && with.1[1].margin > without.1[1].margin, "blobs raise margins of ZK rollups");
    assert!(with.0[1].fee < with.0[0].fee && with.0[1].fee < without.0[1].fee, "blobs lower fees");
}
