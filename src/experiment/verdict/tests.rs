use super::*;
use crate::experiment::design::{Spacing, unit_draw};
use crate::experiment::statistics::Interval;

/// Measures of the first variant in replicate r: plain numbers that swing with r and with nothing else.
fn first_variant(r: usize) -> Vec<f64> {
    let swing = ((r * 7) % 11) as f64 / 10.0 - 0.5;
    let money = [310e6 + 40e6 * swing, 420e6 + 45e6 * swing, 25e6 - 9e6 * swing, 80e6 + 2e6 * swing];
    let others = [0.61 + 0.05 * swing, 0.78 + 0.01 * swing, 7.0, 0.21 - 0.01 * swing, 3.0, 2.0];
    [&money[..], &others[..]].concat()
}

/// A second variant whose differences to the first are `difference(replicate, draws)`.
fn two_variants(replicates: usize, difference: impl Fn(usize, &[f64]) -> [f64; 10]) -> SummaryValues {
    let draws: Vec<Vec<f64>> = (0..replicates as u32).map(|r| unit_draw(4, r, 2)).collect();
    let first: Vec<Vec<f64>> = (0..replicates).map(first_variant).collect();
    let other = first.iter().enumerate().map(|(r, row)| row.iter().zip(difference(r, &draws[r])).map(|(a, d)| a + d).collect()).collect();
    let range = Interval { low: 0.0, high: 1.0 };
    let factor = |name: &str| FactorInfo { named: Named::new(name, ""), range, spacing: Spacing::Linear, today: None };
    SummaryValues {
        claims: vec![],
        maps: vec![],
        niches: vec![],
        measures: MeasureInfo::of_verdict().into_iter().filter(|m| !m.of_system).collect(),
        readings: Reading::of_verdict(),
        variants: vec![Named::new("as-is", "As it is"), Named::new("all-vertical", "Every L2 vertical")],
        factors: vec![factor("theta"), factor("interop-level")],
        starts: vec![],
        values: vec![first, other],
        draws,
        start_of: vec![],
    }
}

/// Noise between −1 and 1 that goes with neither factor.
fn noise(r: usize) -> f64 {
    ((r * 5 + 3) % 12) as f64 / 5.5 - 1.0
}

fn text(input: SummaryValues) -> String {
    let text = Verdict::new(input).to_text(100);
    assert!(text.is_ascii() && text.lines().all(|line| line.len() <= 100), "{text}");
    text
}

#[test]
fn clear_gain() {
    let input = two_variants(24, |r, u| {
        let gain = 12.3e6 + 9e6 * (u[0] - 0.5) + 2e6 * noise(r);
        [gain, 1.2 * gain, -3e6 + 1e6 * noise(r), 2e3 * noise(r), 0.004 * noise(r), 0.03 + 0.01 * (u[1] - 0.5), 0.0, 0.08, -2.0, 3.0]
    });
    assert_eq!(Verdict::new(input.clone()).comparisons[0].judgement, Judgement::Gain);
    insta::assert_snapshot!(text(input));
}

#[test]
fn clear_loss_whose_sign_flips_along_a_factor() {
    let input = two_variants(24, |r, u| {
        let loss = -8e6 + 24e6 * (0.8 - u[1]) - 20e6 * 0.4 + 1e6 * noise(r);
        [loss, loss - 1e6, 2e6 + 1e6 * noise(r), -1e6, -0.05, 0.0, -1.0, 0.0, 0.0, (r % 3) as f64]
    });
    let verdict = Verdict::new(input.clone());
    let flip = verdict.comparisons[0].findings[0].flip.unwrap();
    assert!(flip.interval.low < 2.0 / 15.0 && 2.0 / 15.0 < flip.interval.high && !flip.rises, "{flip:?}");
    assert_eq!(verdict.comparisons[0].judgement, Judgement::Loss);
    insta::assert_snapshot!(text(input));
}

#[test]
fn undecided() {
    let input = two_variants(12, |r, _| [4e6 * noise(r), 5e6 * noise(r), 1e6 * noise(r), 0.0, 0.02 * noise(r), 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(Verdict::new(input.clone()).comparisons[0].judgement, Judgement::Undecided);
    insta::assert_snapshot!(text(input));
}

#[test]
fn depends_on_the_reading() {
    let mut input = two_variants(24, |r, _| [9e6 + 2e6 * noise(r), -4e6 + 2e6 * noise(r), 1e6, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(Verdict::new(input.clone()).comparisons[0].judgement, Judgement::DependsOnReading);
    input.measures.truncate(3);
    input.values.iter_mut().flatten().for_each(|row| row.truncate(3));
    insta::assert_snapshot!(text(input));
}

#[test]
fn a_gain_that_one_reading_does_not_confirm_depends_on_the_reading() {
    let input = two_variants(24, |r, _| [9e6 + 2e6 * noise(r), 4e6 * noise(r), 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    let verdict = Verdict::new(input);
    let words = verdict.judgement_in_words(&verdict.comparisons[0]);
    assert!(words.contains("users gain USD 9.00 M") && words.contains("no difference can be told"), "{words}");
}

#[test]
fn depends_on_the_start() {
    let mut input = two_variants(24, |r, _| {
        let by_start = [15e6, -6e6][r % 2] + 2e6 * noise(r);
        [by_start; 10]
    });
    input.starts = vec![Named::new("equal", ""), Named::new("incumbents", "Incumbents ahead")];
    input.start_of = (0..24).map(|r| r % 2).collect();
    let verdict = Verdict::new(input);
    insta::assert_snapshot!(verdict.starts_in_words(&verdict.comparisons[0].findings[0], figures::Kind::Difference));
}

#[test]
fn one_variant() {
    let mut input = two_variants(24, |_, _| [0.0; 10]);
    input.variants.truncate(1);
    input.values.truncate(1);
    assert!(Verdict::new(input.clone()).comparisons.is_empty());
    insta::assert_snapshot!(text(input));
}

#[test]
fn one_replicate() {
    let input = two_variants(1, |_, _| [12.3e6, 14e6, -3e6, 0.0, 0.01, 0.0, 1.0, 0.0, 0.0, 0.0]);
    assert_eq!(Verdict::new(input.clone()).comparisons[0].judgement, Judgement::OneReplicate);
    insta::assert_snapshot!(text(input));
}

#[test]
fn equal() {
    let input = two_variants(24, |_, _| [0.0; 10]);
    assert_eq!(Verdict::new(input.clone()).comparisons[0].judgement, Judgement::Equal);
    insta::assert_snapshot!(text(input));
}

#[test]
fn values_that_are_missing_are_left_out_and_said() {
    let mut input = two_variants(24, |r, _| [1e6 * noise(r); 10]);
    input.values[1][3][2] = f64::NAN;
    input.values[0].iter_mut().for_each(|row| row[4] = f64::NAN);
    let verdict = Verdict::new(input.clone());
    assert_eq!(verdict.comparisons[0].findings[2].estimate.unwrap().count, 23);
    assert!(text(input.clone()).contains("no value"));
    input.values[1].iter_mut().for_each(|row| row[1] = f64::NAN);
    assert_eq!(Verdict::new(input).comparisons[0].judgement, Judgement::Unmeasured);
}

#[test]
fn narrow_text_leaves_columns_out_and_labels_cannot_steer_a_terminal() {
    let mut input = two_variants(24, |r, _| [4e6 * noise(r); 10]);
    input.variants[1].label = "red \u{1b}[31m\nvariant".to_owned();
    let text = Verdict::new(input).to_text(80);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(!text.contains('\u{1b}') && !text.contains("5-95 %") && text.contains("red [31m variant"), "{text}");
}
