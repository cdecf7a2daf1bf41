//! The verdict: each variant against the first, in figures and in words.
//!
//! [`Verdict::new`] turns the summary of all runs into findings: for every measure the paired differences, what moves them and whether
//! the start decides them. [`Verdict::to_text`] says them. With one variant both speak of levels instead of differences.
//!
//! Every test here has an error rate of 5 % *by itself*: of twenty differences without an effect about one will be told from zero.

mod catalogue;
mod claims;
mod figures;
mod input;
mod niches;
mod overview;
mod spoken;
mod text;
mod words;
mod worlds;

pub use claims::{Answer, Finding as ClaimFinding};
pub use figures::Unit;
pub use input::{Better, ClaimInput, FactorInfo, MapInput, MeasureInfo, Named, NicheInput, Reading, SummaryValues};
pub use spoken::{Chapter, Line, Section, Spoken};
pub use worlds::{Flip, MapFinding, Regime, STEPS, Worlds};

use super::statistics::{
    Crossing, Estimate, FactorEffect, Sign, Spread, StartDependence, factor_effects, paired_differences, sign_flip, start_dependence,
};

/// What the replicates say about one measure: of a variant (levels), or of a variant against the first (differences).
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Measure, by index into [`SummaryValues::measures`].
    pub measure: usize,
    /// Value per replicate, in the measure's unit; not a number where there is none.
    pub values: Vec<f64>,
    /// Mean, interval and range; None without any value.
    pub estimate: Option<Estimate>,
    /// Effects of all factors, strongest first.
    pub effects: Vec<FactorEffect>,
    /// Where the sign flips along the strongest factor, if one stands out.
    pub flip: Option<Crossing>,
    /// By start, where there are several.
    pub starts: Option<StartDependence>,
}

impl Finding {
    /// The factor that moves the measure most; None if none stands out.
    #[must_use]
    pub fn strongest(&self) -> Option<&FactorEffect> {
        self.effects.first().filter(|effect| effect.stands_out)
    }

    fn new(input: &SummaryValues, measure: usize, values: Vec<f64>) -> Self {
        let effects = factor_effects(&values, &input.draws);
        let flip = effects.first().filter(|effect| effect.stands_out).and_then(|effect| {
            let factor = &input.factors[effect.factor];
            let drawn: Vec<f64> = input.draws.iter().map(|draw| draw[effect.factor]).collect();
            sign_flip(&values, &drawn, factor.range, factor.spacing)
        });
        let starts = start_dependence(&values, &input.start_of, input.starts.len());
        Self { measure, estimate: Estimate::of(&values), effects, flip, starts, values }
    }
}

/// What may be said about users under all readings of their welfare together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// They gain under every reading.
    Gain,
    /// They lose under every reading.
    Loss,
    /// Exactly equal in all replicates, under every reading.
    Equal,
    /// Readings disagree: they gain under one, and lose or show no difference under another.
    DependsOnReading,
    /// No reading tells a difference from zero.
    Undecided,
    /// One replicate: values, and nothing about chance.
    OneReplicate,
    /// A reading has no value in any replicate.
    Unmeasured,
}

impl Judgement {
    fn of<'a>(readings: impl Iterator<Item = &'a Option<Estimate>>) -> Self {
        let Some(estimates) = readings.copied().collect::<Option<Vec<Estimate>>>() else { return Self::Unmeasured };
        if estimates.iter().any(|estimate| estimate.spread == Spread::One) {
            return Self::OneReplicate;
        }
        let signs: Vec<Sign> = estimates.iter().map(Estimate::sign).collect();
        let all = |sign| signs.iter().all(|&s| s == sign);
        let any = |sign| signs.contains(&sign);
        match () {
            () if all(Sign::Positive) => Self::Gain,
            () if all(Sign::Negative) => Self::Loss,
            () if all(Sign::Zero) => Self::Equal,
            () if any(Sign::Positive) || any(Sign::Negative) => Self::DependsOnReading,
            () => Self::Undecided,
        }
    }
}

/// A variant against the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Variant, by index into [`SummaryValues::variants`].
    pub variant: usize,
    /// What may be said about users.
    pub judgement: Judgement,
    /// Differences to the first variant, `[measure]`.
    pub findings: Vec<Finding>,
}

/// The answer of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// What it was drawn from.
    pub input: SummaryValues,
    /// Levels, `[variant][measure]`.
    pub levels: Vec<Vec<Finding>>,
    /// Every variant but the first against the first; empty with one variant.
    pub comparisons: Vec<Comparison>,
    /// Answers to the claims, in their order.
    pub claims: Vec<claims::Finding>,
    /// Claims over two factors, in the order of the maps; none where there were too few worlds.
    pub maps: Vec<Option<MapFinding>>,
}

impl Verdict {
    /// Draws the verdict.
    ///
    /// # Panics
    /// If the shapes of `input` disagree: a fault of the program, not of a scenario.
    #[must_use]
    pub fn new(input: SummaryValues) -> Self {
        input.assert_shapes();
        let findings = |values_of: &dyn Fn(usize) -> Vec<f64>| -> Vec<Finding> {
            (0..input.measures.len()).map(|measure| Finding::new(&input, measure, values_of(measure))).collect()
        };
        let levels = (0..input.variants.len()).map(|variant| findings(&|measure| input.levels(variant, measure))).collect();
        let comparisons = (1..input.variants.len())
            .map(|variant| {
                let findings = findings(&|measure| paired_differences(&input.levels(0, measure), &input.levels(variant, measure)));
                let judgement = Judgement::of(input.readings.iter().map(|reading| &findings[reading.measure].estimate));
                Comparison { variant, judgement, findings }
            })
            .collect();
        let claims = input.claims.iter().map(|claim| claims::Finding::new(claim, &input)).collect();
        let maps = input.maps.iter().map(|map| MapFinding::of(map, &input)).collect();
        Self { levels, comparisons, claims, maps, input }
    }
}

#[cfg(test)]
mod tests;
