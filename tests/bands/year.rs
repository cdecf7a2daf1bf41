//! The bands of the 2025 world (docs/calibration.md gives their sources), once with ξ = 0 and once with calibrated quality.

use crate::watch::{BlobDay, ChainYear, Year, read, watch};

const PLAIN: &str = "ethereum-l2-2025.toml";
const QUALITY: &str = "ethereum-l2-2025-quality.toml";

/// Bands that the world meets today with ξ = 0: missing one again is a regression.
const MET: &[&str] = &[
    "Base, share of fee revenue",
    "HHI of fee revenue",
    "data cost over fees, on Ethereum",
    "blob price > 2 wei, days at the target",
    "decades from lowest to highest daily price",
    "median other L2, all profit, M USD",
    "revenue of all L2s, M USD",
];

/// An observed figure with the band around it that counts as met.
struct Band {
    name: &'static str,
    low: f64,
    high: f64,
    source: &'static str,
    reason_if_missed: &'static str,
    of: fn(&Year) -> f64,
}

const BANDS: &[Band] = &[
    Band {
        name: "Base, share of fee revenue",
        low: 0.57,
        high: 0.72,
        source: "62 % (21Shares, sec.), 0.71 of the Superchain (4pillars)",
        reason_if_missed: "capture shares of ordering value are judgements; chains outside the file earn too",
        of: |year| year.chain("base").total() / total(year),
    },
    Band {
        name: "HHI of fee revenue",
        low: 0.38,
        high: 0.56,
        source: "from the same shares (21Shares, Galaxy, sec.)",
        reason_if_missed: "follows Base's and Arbitrum's share",
        of: |year| year.layer_twos().map(|chain| (chain.total() / total(year)).powi(2)).sum(),
    },
    Band {
        name: "data cost over fees, on Ethereum",
        low: 0.005,
        high: 0.06,
        source: "1–2 % in June, 4–11 % in spring (op-analytics)",
        reason_if_missed: "days are more alike than in reality: fewer squeezes of blobs; settlement gas of ZK rollups is an assumption",
        of: data_over_fees,
    },
    Band {
        name: "blob price ≤ 2 wei, days well below target",
        low: 0.95,
        high: 1.0,
        source: "99–100 % of blocks, May 2024 and June 2025 (score-da)",
        reason_if_missed: "squeezes within a day outlast it; the first days after a fork still fall from the old price",
        of: |year| share_of_days(year, |day| day.load < 0.9, |day| day.price_wei <= 2.0),
    },
    Band {
        name: "blob price > 2 wei, days at the target",
        low: 0.95,
        high: 1.0,
        source: "97 % of blocks in January 2025 (score-da)",
        reason_if_missed: "demand reaches the target without staying there",
        of: |year| share_of_days(year, |day| day.load >= 0.98, |day| day.price_wei > 2.0),
    },
    Band {
        name: "decades from lowest to highest daily price",
        low: 7.0,
        high: 12.0,
        source: "1 wei to 32 gwei in January 2025 (p90, score-da)",
        reason_if_missed: "prices within a day are averaged; other chains' demand bends early",
        of: decades,
    },
    Band {
        name: "median other L2, all profit, M USD",
        low: f64::NEG_INFINITY,
        high: 0.0,
        source: "\"only Base profitable\" (21Shares, sec.)",
        reason_if_missed: "fixed costs and capability budgets are found nowhere",
        of: |year| median_of_others(year, |chain| chain.after_fixed_cost() - chain.capabilities) / 1e6,
    },
    Band {
        name: "… the same before capabilities, M USD",
        low: f64::NEG_INFINITY,
        high: 0.0,
        source: "the same, read strictly",
        reason_if_missed: "fixed costs are found nowhere; all chains take the same ordering value of a trade, so small ones earn too much",
        of: |year| median_of_others(year, ChainYear::after_fixed_cost) / 1e6,
    },
    Band {
        name: "Arbitrum One, top ten days of revenue",
        low: 0.30,
        high: 0.50,
        source: "46 % since Dencun (Arbitrum sustainability report)",
        reason_if_missed: "shocks are by the day and by vertical; Arbitrum's surges lasted minutes, in which its backlog rule lifts prices a hundredfold",
        of: |year| top_ten(year.chain("arbitrum-one")),
    },
    Band {
        name: "revenue of all L2s, M USD",
        low: 96.6,
        high: 144.8,
        source: "120.7 M (21Shares, sec.: ±20 %)",
        reason_if_missed: "value of ordering a trade is one figure for all chains and days",
        of: |year| total(year) / 1e6,
    },
];

fn total(year: &Year) -> f64 {
    year.layer_twos().map(ChainYear::total).sum()
}

fn data_over_fees(year: &Year) -> f64 {
    let posting = || year.layer_twos().filter(|chain| chain.on_ethereum);
    posting().map(|chain| chain.data + chain.settlement).sum::<f64>() / posting().map(ChainYear::total).sum::<f64>()
}

/// Before EIP-7918, the share of days of a kind of which something is true; NaN without such days.
fn share_of_days(year: &Year, kind: fn(&BlobDay) -> bool, holds: fn(&BlobDay) -> bool) -> f64 {
    let days: Vec<_> = year.blobs.iter().filter(|day| !day.reserve && kind(day)).collect();
    days.iter().filter(|day| holds(day)).count() as f64 / days.len() as f64
}

fn decades(year: &Year) -> f64 {
    let prices = || year.blobs.iter().filter(|day| !day.reserve).map(|day| day.price_wei.max(1.0));
    (prices().fold(0.0, f64::max) / prices().fold(f64::INFINITY, f64::min)).log10()
}

/// Median profit of the Layer 2s outside the three with most revenue.
fn median_of_others(year: &Year, profit: fn(&ChainYear) -> f64) -> f64 {
    let mut chains: Vec<_> = year.layer_twos().collect();
    chains.sort_by(|a, b| b.total().total_cmp(&a.total()));
    let mut profits: Vec<f64> = chains.iter().skip(3).map(|chain| profit(chain)).collect();
    profits.sort_by(f64::total_cmp);
    (profits[(profits.len() - 1) / 2] + profits[profits.len() / 2]) / 2.0
}

fn top_ten(chain: &ChainYear) -> f64 {
    let mut days = chain.revenue.clone();
    days.sort_by(|a, b| b.total_cmp(a));
    days.iter().take(10).sum::<f64>() / chain.total()
}

/// The file's comment that says how much of value ξ carries.
fn variance_line() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/ethereum-l2-2025-quality.toml");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with('#') && line.contains("variance"));
    line.map_or("the share of variance that ξ carries: not stated".into(), |line| line.trim_start_matches("# ").into())
}

fn run(file: &str) -> Option<Year> {
    let scenario = read(file).map_err(|why| println!("skipped: {why}")).ok()?;
    let whole = 0..scenario.settings().days;
    watch(&scenario, 0, std::slice::from_ref(&whole)).pop()
}

fn print_bands(plain: &Year, quality: Option<&Year>) {
    println!("\n{:<47} {:>14} {:>9} {:>9}  in or out", "2025, mean field", "band", "ξ = 0", "with ξ");
    for band in BANDS {
        let value = (band.of)(plain);
        let with = quality.map(band.of);
        let shown = with.map_or("–".into(), |with| format!("{with:.3}"));
        let inside = [Some(value), with].into_iter().flatten().map(|value| if band.holds(value) { "in" } else { "OUT" });
        let verdict = inside.collect::<Vec<_>>().join(", ");
        println!("{:<47} {:>6} – {:>5} {value:>9.3} {shown:>9}  {verdict}; observed: {}", band.name, band.low, band.high, band.source);
        if verdict.contains("OUT") {
            println!("{:<47} suspected: {}", "", band.reason_if_missed);
        }
    }
    println!("{}", variance_line());
}

fn print_chains(year: &Year) {
    println!(
        "\n{:<16} {:>9} {:>9} {:>9} {:>9} {:>9} {:>8}  (ξ = 0)",
        "M USD a year", "revenue", "ordering", "data", "settle", "profit", "top ten"
    );
    for chain in &year.chains {
        let [total, ordering, data, settlement, profit] =
            [chain.total(), chain.ordering, chain.data, chain.settlement, chain.after_fixed_cost() - chain.capabilities]
                .map(|usd| usd / 1e6);
        println!("{:<16} {total:>9.3} {ordering:>9.3} {data:>9.4} {settlement:>9.4} {profit:>9.3} {:>8.3}", chain.name, top_ten(chain));
    }
}

impl Band {
    fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

#[test]
fn the_world_of_2025_keeps_the_bands_it_met() {
    let plain = run(PLAIN).expect("the shipped world");
    let quality = run(QUALITY);
    print_bands(&plain, quality.as_ref());
    print_chains(&plain);
    for band in BANDS {
        for year in [Some(&plain), quality.as_ref()].into_iter().flatten() {
            assert!((band.of)(year).is_finite(), "{} is no number", band.name);
        }
        if MET.contains(&band.name) {
            let value = (band.of)(&plain);
            assert!(band.holds(value), "{} was within {}–{} and is {value}", band.name, band.low, band.high);
        }
    }
    assert!(MET.iter().all(|name| BANDS.iter().any(|band| band.name == *name)), "a name in MET is no band");
}
