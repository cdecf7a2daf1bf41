//! `launch.toml`: what a newcomer would earn in today's world, what founders expected of it, and whether the two agree.

use crate::study::{Short, Study, study};

/// Measured days: the second year, when all who would come early have come.
const YEARS: (u32, u32) = (730, 365);
const NICHES: [&str; 3] = ["trading", "general", "gaming"];

fn newcomers() -> Study {
    study("launch", &Short { variants: &NICHES, days: YEARS, set: &["simulation.load_blocks=1", "entry.review_days=60"] })
}

/// Trading pays best, gaming least, in all 8 replicates, and founders who never saw it expected that order and those profits: in the mean over replicates within a
/// quarter of what lies between the best and the worst niche. Orders that had nothing to do with each other would agree in one of 6^8 cases.
#[test]
fn founders_expect_what_newcomers_come_to_earn() {
    let study = newcomers();
    let earned = NICHES.map(|niche| study.values(niche, "chain.newcomer.profit_usd"));
    let expected = NICHES.map(|niche| study.means("nobody", "niches", ("niche", niche), "profit_usd_per_year", i64::from(YEARS.1)));
    for of in [&earned, &expected] {
        assert!((0..of[0].len()).all(|r| of[0][r] > of[1][r] && of[1][r] > of[2][r]), "{of:?}");
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let [earned, expected] = [earned, expected].map(|of| of.map(|values| mean(&values)));
    let between = earned[0] - earned[2];
    assert!(earned.iter().zip(&expected).all(|(e, x)| (e - x).abs() < 0.25 * between), "{earned:?} {expected:?}");
}
