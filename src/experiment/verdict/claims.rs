//! Answers to what people argue: each claim against the paired differences of its measure.

use super::Verdict;
use super::figures::{Kind, phrase};
use super::input::{ClaimInput, SummaryValues};
use super::spoken::{Chapter, Line};
use super::worlds::Worlds;
use crate::experiment::statistics::{Estimate, Interval, Sign, Spread};
use crate::scenario::Direction;

/// What the runs say about a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// As claimed, under every reading: the 95 % interval lies on the claimed side of zero, or within the margin of a claim of no difference;
    /// without a margin that holds if all replicates are exactly equal.
    Holds,
    /// The opposite, under every reading; for a claim that there is no difference: there is one, beyond its margin.
    DoesNotHold,
    /// The 95 % interval includes zero, or an end of the margin.
    CannotBeTold,
    /// Readings disagree.
    DependsOnReading,
    /// One replicate cannot tell an effect from chance.
    OneReplicate,
    /// The measure has no value, or no pair of values.
    NoValue,
}

impl Answer {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::DoesNotHold => "does not hold",
            Self::CannotBeTold => "cannot be told",
            Self::DependsOnReading => "depends on the reading of tastes",
            Self::OneReplicate => "one replicate cannot tell",
            Self::NoValue => "no value",
        }
    }

    fn of(claim: &ClaimInput, estimate: Option<&Estimate>) -> Self {
        let Some(estimate) = estimate else { return Self::NoValue };
        if estimate.spread == Spread::One {
            return Self::OneReplicate;
        }
        if let Some(margin) = claim.margin {
            return Self::within(margin, estimate);
        }
        match (claim.says, estimate.sign()) {
            (Direction::Higher, Sign::Positive) | (Direction::Lower, Sign::Negative) | (Direction::Equal, Sign::Zero) => Self::Holds,
            (_, Sign::Undecided) => Self::CannotBeTold,
            _ => Self::DoesNotHold,
        }
    }

    /// Whether the mean lies within ±`margin`: both of its ends are told apart from it, each at 2.5 % (two one-sided tests, Schuirmann 1987).
    fn within(margin: f64, estimate: &Estimate) -> Self {
        let Interval { low, high } = estimate.interval().unwrap_or(Interval { low: estimate.mean, high: estimate.mean });
        match () {
            () if -margin <= low && high <= margin => Self::Holds,
            () if high < -margin || low > margin => Self::DoesNotHold,
            () => Self::CannotBeTold,
        }
    }
}

/// A claim, answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The answer.
    pub answer: Answer,
    /// Paired differences, by reading of the measure: the variant it is about less the one it is compared with.
    pub estimates: Vec<Option<Estimate>>,
    /// The claim over the worlds drawn; none for a claim of no difference, or with few worlds.
    pub worlds: Option<Worlds>,
}

impl Finding {
    pub(super) fn new(claim: &ClaimInput, input: &SummaryValues) -> Self {
        let estimates: Vec<Option<Estimate>> = claim.differences().iter().map(|d| Estimate::of(d)).collect();
        let answers: Vec<Answer> = estimates.iter().map(|e| Answer::of(claim, e.as_ref())).collect();
        let answer = if answers.iter().all(|a| *a == answers[0]) { answers[0] } else { Answer::DependsOnReading };
        Self { answer, estimates, worlds: Worlds::of(claim, input) }
    }
}

impl Verdict {
    /// The claims with their answers; none without claims.
    pub(super) fn claims_in_words(&self) -> Option<Chapter> {
        let line = |(claim, finding): (_, &Finding)| Line { answer: Some(finding.answer), words: self.claim_in_words(claim, finding) };
        Chapter::new("Claims", self.input.claims.iter().zip(&self.claims).map(line).collect())
    }

    fn claim_in_words(&self, claim: &ClaimInput, finding: &Finding) -> String {
        let amount = |((label, _), estimate): (&(String, _), &Option<Estimate>)| {
            let figure = estimate.as_ref().map_or_else(|| "no value".to_owned(), |e| phrase(claim.unit, Kind::Difference, e));
            if label.is_empty() { figure } else { format!("{figure} ({label})") }
        };
        let figures: Vec<String> = claim.readings.iter().zip(&finding.estimates).map(amount).collect();
        let shown = |variant: usize| self.input.variants[variant].shown();
        let (about, against) = (shown(claim.variant), shown(claim.against));
        format!(
            "{} ({}: {}{}; {about} against {against}).{}",
            claim.named.shown(),
            claim.measure,
            figures.join(", "),
            margin_in_words(claim),
            self.worlds_in_words(finding)
        )
    }
}

/// What is no difference, after its figures; nothing for a claim without a margin.
fn margin_in_words(claim: &ClaimInput) -> String {
    let margin = claim.margin.and_then(|margin| Estimate::of(&[margin]));
    margin.map_or_else(String::new, |m| format!("; margin {}", phrase(claim.unit, Kind::Difference, &m).replace('+', "")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::verdict::{Named, Unit};

    fn claim(says: Direction, readings: &[[&[f64]; 2]]) -> ClaimInput {
        ClaimInput {
            named: Named::new("c", "It helps"),
            says,
            margin: None,
            measure: "profit of Base".into(),
            unit: Unit::UsdPerYear,
            variant: 1,
            against: 0,
            readings: readings.iter().map(|[about, against]| (String::new(), [about.to_vec(), against.to_vec()])).collect(),
        }
    }

    fn answer(says: Direction, readings: &[[&[f64]; 2]]) -> Answer {
        answer_to(&claim(says, readings))
    }

    fn answer_to(claim: &ClaimInput) -> Answer {
        let nothing = SummaryValues {
            measures: vec![],
            readings: vec![],
            variants: vec![],
            factors: vec![],
            starts: vec![],
            values: vec![],
            draws: vec![],
            start_of: vec![],
            claims: vec![],
            maps: vec![],
            niches: vec![],
        };
        Finding::new(claim, &nothing).answer
    }

    #[test]
    fn a_claim_is_answered_by_the_interval_of_its_paired_differences() {
        let base: &[f64] = &[10.0, 20.0, 30.0, 40.0];
        let up: [&[f64]; 2] = [&[11.0, 21.5, 31.2, 40.8], base];
        let noise: [&[f64]; 2] = [&[11.0, 19.0, 31.5, 38.0], base];
        assert_eq!(answer(Direction::Higher, &[up]), Answer::Holds);
        assert_eq!(answer(Direction::Lower, &[up]), Answer::DoesNotHold);
        assert_eq!(answer(Direction::Equal, &[up]), Answer::DoesNotHold);
        assert!(Direction::ALL.iter().all(|says| answer(*says, &[noise]) == Answer::CannotBeTold), "not even equality");
        assert_eq!(answer(Direction::Equal, &[[base, base]]), Answer::Holds);
        assert_eq!(answer(Direction::Higher, &[[base, base]]), Answer::DoesNotHold);
    }

    #[test]
    fn no_difference_within_a_margin_holds_where_the_interval_lies_within_it() {
        // Differences 1, 1.5, 1.2, 0.8: mean 1.125, t with 3 degrees of freedom 3.182, so [0.65, 1.60].
        let base: &[f64] = &[10.0, 20.0, 30.0, 40.0];
        let readings: [[&[f64]; 2]; 1] = [[&[11.0, 21.5, 31.2, 40.8], base]];
        let within = |margin| answer_to(&ClaimInput { margin: Some(margin), ..claim(Direction::Equal, &readings) });
        assert_eq!([1.7, 1.5, 0.7, 0.6].map(within), [Answer::Holds, Answer::CannotBeTold, Answer::CannotBeTold, Answer::DoesNotHold]);
        let like: [[&[f64]; 2]; 1] = [[&[11.0, 21.0, 31.0], &[10.0, 20.0, 30.0]]];
        let one_apart = |margin| answer_to(&ClaimInput { margin: Some(margin), ..claim(Direction::Equal, &like) });
        assert_eq!([1.0, 0.9].map(one_apart), [Answer::Holds, Answer::DoesNotHold], "the same difference in all replicates");
        assert_eq!(margin_in_words(&ClaimInput { margin: Some(2e6), ..claim(Direction::Equal, &readings) }), "; margin USD 2.00 M a year");
    }

    #[test]
    fn readings_must_agree_and_values_must_be_there() {
        let base: &[f64] = &[10.0, 20.0, 30.0];
        let (up, down): ([&[f64]; 2], [&[f64]; 2]) = ([&[11.0, 21.5, 31.2], base], [&[9.0, 18.5, 29.2], base]);
        assert_eq!(answer(Direction::Higher, &[up, up]), Answer::Holds);
        assert_eq!(answer(Direction::Higher, &[up, down]), Answer::DependsOnReading);
        assert_eq!(answer(Direction::Higher, &[[&[11.0], &[10.0]]]), Answer::OneReplicate);
        assert_eq!(answer(Direction::Higher, &[[&[f64::NAN; 3], base]]), Answer::NoValue);
    }
}
