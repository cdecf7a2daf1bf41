//! The verdict in sentences, generated from its figures.

use super::figures::{Kind, mean_phrase, negligible, phrase, plain, size};
use super::input::{Better, Reading};
use super::{Comparison, Finding, Judgement, Unit, Verdict};
use crate::experiment::statistics::{Estimate, Sign, Spread};

impl Verdict {
    /// The finding on users, in one sentence.
    pub(super) fn judgement_in_words(&self, comparison: &Comparison) -> String {
        let first = self.input.variants[0].shown();
        let readings = &self.input.readings;
        let listed = |amount: &dyn Fn(&Finding, &Estimate) -> String| {
            let part = |reading: &Reading| {
                let finding = &comparison.findings[reading.measure];
                Some(format!("{} ({})", amount(finding, finding.estimate.as_ref()?), reading.label))
            };
            readings.iter().filter_map(part).collect::<Vec<_>>().join(", ")
        };
        let sizes = || listed(&|f, e| size(self.unit(f), e));
        let signed = || listed(&|f, e| phrase(self.unit(f), Kind::Difference, e));
        let replicates = self.input.replicates();
        let under = match readings.len() {
            1 => "",
            2 => " under both readings",
            _ => " under all readings",
        };
        match comparison.judgement {
            Judgement::Gain => format!("Users gain{under}: {}.", sizes()),
            Judgement::Loss => format!("Users lose{under}: {}.", sizes()),
            Judgement::Equal => format!("User welfare equals that of \"{first}\" in every replicate{under}."),
            Judgement::Undecided => format!("No difference in user welfare can be told at {replicates} replicates{under}: {}.", signed()),
            Judgement::OneReplicate => format!("One replicate differs by {}; it cannot tell an effect from chance.", signed()),
            Judgement::Unmeasured => "User welfare has no value in any replicate; no verdict.".to_owned(),
            Judgement::DependsOnReading => {
                let parts = listed(&|f, e| match e.sign() {
                    Sign::Positive => format!("users gain {}", size(self.unit(f), e)),
                    Sign::Negative => format!("users lose {}", size(self.unit(f), e)),
                    Sign::Zero => "equal".to_owned(),
                    Sign::Undecided => format!("no difference can be told, {}", phrase(self.unit(f), Kind::Difference, e)),
                });
                format!("It depends on the reading of tastes: {parts}.")
            }
        }
    }

    /// The other measures by what may be said of them, a sentence for each kind. Empty with one replicate.
    pub(super) fn others_in_words(&self, comparison: &Comparison) -> Vec<String> {
        let others =
            comparison.findings.iter().filter(|finding| self.input.readings.iter().all(|reading| reading.measure != finding.measure));
        let several = |f: &Finding| f.estimate.filter(|estimate| estimate.spread != Spread::One);
        let told: Vec<(&Finding, Estimate)> = others.filter_map(|f| Some((f, several(f)?))).collect();
        let class = |name: &str, with_amount: bool, wanted: Class| {
            let of_class = told.iter().filter(|(f, e)| Class::of(e, self.unit(f), self.input.measures[f.measure].better) == wanted);
            let names = of_class.map(|(f, e)| match negligible(self.unit(f), e) {
                Some(below) if wanted == Class::Negligible => format!("{} ({below})", self.label(f.measure)),
                _ if with_amount => format!("{} {}", self.label(f.measure), mean_phrase(self.unit(f), e)),
                _ => self.label(f.measure),
            });
            let names: Vec<String> = names.collect();
            (!names.is_empty()).then(|| format!("{name}: {}.", names.join(", ")))
        };
        let classes = [
            class("Better", true, Class::Better),
            class("Worse", true, Class::Worse),
            class("Changed", true, Class::Changed),
            class("Told from zero, but too small to matter", false, Class::Negligible),
            class("Not told from zero", false, Class::Undecided),
            class("Equal", false, Class::Equal),
        ];
        classes.into_iter().flatten().collect()
    }

    /// Which factor moves which measure most, a sentence for each factor. Empty without factors.
    pub(super) fn factors_in_words(&self, findings: &[Finding]) -> Vec<String> {
        let moved: Vec<(usize, String)> = findings
            .iter()
            .filter_map(|finding| {
                let effect = finding.strongest()?;
                let direction = if effect.correlation > 0.0 { "rising" } else { "falling" };
                Some((effect.factor, format!("{} ({:.0} %, {direction})", self.label(finding.measure), 100.0 * effect.share)))
            })
            .collect();
        let by_factor = self.input.factors.iter().enumerate().filter_map(|(factor, info)| {
            let names: Vec<&str> = moved.iter().filter(|(f, _)| *f == factor).map(|(_, name)| name.as_str()).collect();
            (!names.is_empty()).then(|| format!("Moved most by \"{}\": {}.", info.named.shown(), names.join(", ")))
        });
        let mut sentences: Vec<String> = by_factor.collect();
        let open =
            findings.iter().any(|f| f.strongest().is_none() && f.estimate.is_some_and(|e| matches!(e.spread, Spread::Varying { .. })));
        if open && !self.input.factors.is_empty() {
            let rest = if sentences.is_empty() { "" } else { " for the others" };
            sentences.push(format!("No factor stands out{rest}."));
        }
        sentences
    }

    /// Where the sign of the first reading flips. Empty unless a factor stands out.
    pub(super) fn flip_in_words(&self, finding: &Finding) -> String {
        let Some(effect) = finding.strongest() else { return String::new() };
        let (factor, label) = (&self.input.factors[effect.factor], self.label(finding.measure));
        let name = factor.named.shown();
        match finding.flip {
            None => {
                let (low, high) = (plain(factor.range.low), plain(factor.range.high));
                format!("Along \"{name}\" ({low} to {high}) no flip of the sign of {label} can be told.")
            }
            Some(flip) => {
                let (below, above) = if flip.rises { ("lose", "gain") } else { ("gain", "lose") };
                let (at, low, high) = (plain(flip.at), plain(flip.interval.low), plain(flip.interval.high));
                format!("The sign of {label} flips along \"{name}\" at {at} [{low}, {high}]: users {below} below and {above} above.")
            }
        }
    }

    /// Whether the first reading depends on the start. Empty unless starts could be compared.
    pub(super) fn starts_in_words(&self, finding: &Finding, kind: Kind) -> String {
        let Some(dependence) = &finding.starts else { return String::new() };
        let label = self.label(finding.measure);
        if !dependence.depends {
            return format!("No dependence of {label} on the start can be told.");
        }
        let by_start = self.input.starts.iter().zip(&dependence.by_start);
        let parts = by_start.filter_map(|(start, e)| Some(format!("{} {}", start.shown(), phrase(self.unit(finding), kind, e.as_ref()?))));
        let even = if dependence.sign_depends { "Even the sign" } else { "The size" };
        format!("{even} of {label} depends on the start: {}.", parts.collect::<Vec<_>>().join(", "))
    }

    pub(super) fn label(&self, measure: usize) -> String {
        self.input.measures[measure].named.shown()
    }

    fn unit(&self, finding: &Finding) -> Unit {
        self.input.measures[finding.measure].unit
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Better,
    Worse,
    Changed,
    Negligible,
    Undecided,
    Equal,
}

impl Class {
    fn of(estimate: &Estimate, unit: Unit, better: Better) -> Self {
        match (estimate.sign(), better) {
            (Sign::Zero, _) => Self::Equal,
            (Sign::Undecided, _) => Self::Undecided,
            _ if negligible(unit, estimate).is_some() => Self::Negligible,
            (_, Better::Neither) => Self::Changed,
            (Sign::Positive, Better::Higher) | (Sign::Negative, Better::Lower) => Self::Better,
            (Sign::Positive, Better::Lower) | (Sign::Negative, Better::Higher) => Self::Worse,
        }
    }
}
