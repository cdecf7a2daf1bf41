//! The verdict in words and rows that are not laid out yet: for pages, which lay them out themselves.

use super::figures::Kind;
use super::{Answer, Finding, Verdict};

/// A sentence, after the answer that it explains, if it is one to a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The answer.
    pub answer: Option<Answer>,
    /// The sentence.
    pub words: String,
}

impl Line {
    pub(super) fn plain(words: String) -> Self {
        Self { answer: None, words }
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.answer {
            Some(answer) => write!(f, "{}: {}", answer.words().to_uppercase(), self.words),
            None => f.write_str(&self.words),
        }
    }
}

/// Sentences under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Heading.
    pub heading: String,
    /// Sentences.
    pub lines: Vec<Line>,
}

impl Chapter {
    /// None without sentences.
    pub(super) fn new(heading: &str, lines: Vec<Line>) -> Option<Self> {
        (!lines.is_empty()).then(|| Self { heading: heading.to_owned(), lines })
    }
}

/// What is said of a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Label of the variant.
    pub variant: String,
    /// Sentences.
    pub words: Vec<String>,
    /// A row a measure: label, unit, mean, 95 % interval, 5–95 % range, how many replicates are positive; and the mean as a number, in the
    /// measure's own unit.
    pub rows: Vec<([String; 6], Option<f64>)>,
}

/// The verdict in words and rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Spoken {
    /// What is compared with what.
    pub title: String,
    /// Overview, a header first; empty with one variant.
    pub overview: Vec<Vec<String>>,
    /// Claims, regimes, niches: those there are.
    pub chapters: Vec<Chapter>,
    /// Variants but the first; with one variant that one, in levels.
    pub sections: Vec<Section>,
    /// How to read the figures.
    pub notes: Vec<String>,
}

impl Verdict {
    /// The verdict in words and rows; [`Self::to_text`] lays out the same.
    #[must_use]
    pub fn spoken(&self) -> Spoken {
        let alone = self.comparisons.is_empty();
        let section = |variant: usize, findings: &[Finding], kind: Kind, words: Vec<String>| Section {
            variant: self.input.variants[variant].shown(),
            words: self.sentences(findings, kind, words),
            rows: findings.iter().map(|finding| (self.row(finding, kind), finding.estimate.map(|e| e.mean))).collect(),
        };
        let compared = self.comparisons.iter().map(|comparison| {
            let words = std::iter::once(self.judgement_in_words(comparison)).chain(self.others_in_words(comparison));
            section(comparison.variant, &comparison.findings, Kind::Difference, words.collect())
        });
        Spoken {
            title: self.title(),
            overview: if alone { vec![] } else { self.overview_rows() },
            chapters: self.chapters(),
            sections: if alone { vec![section(0, &self.levels[0], Kind::Level, vec![])] } else { compared.collect() },
            notes: self.notes(),
        }
    }

    /// Claims, regimes, niches: those there are.
    pub(super) fn chapters(&self) -> Vec<Chapter> {
        [self.claims_in_words(), self.maps_in_words(), self.niches_in_words()].into_iter().flatten().collect()
    }
}
