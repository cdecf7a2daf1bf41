//! The verdict as plain text: sentences, then an aligned table, for each variant.

use super::figures::{Kind, Scale};
use super::{Finding, Verdict};
use crate::experiment::statistics::{Estimate, Spread};

/// Width that [`std::fmt::Display`] writes for.
const USUAL_WIDTH: usize = 100;

/// Narrowest text; a narrower terminal wraps it.
const LEAST_WIDTH: usize = 60;

impl Verdict {
    /// The verdict as text of at most `width` columns (at least 60; labels that are wider than the room stand out of it). A table that
    /// does not fit leaves out the 5–95 % range, then the count of positive replicates.
    #[must_use]
    pub fn to_text(&self, width: usize) -> String {
        let width = width.max(LEAST_WIDTH);
        let mut text = vec![wrap(&self.title(), 0, width)];
        if self.comparisons.is_empty() {
            text.push(String::new());
            text.extend(self.section(&self.levels[0], Kind::Level, Vec::new(), width));
            text.extend(self.chapters_in_lines(width));
        } else {
            text.extend([String::new(), self.overview(width)]);
            text.extend(self.chapters_in_lines(width));
            for comparison in &self.comparisons {
                text.extend([String::new(), wrap(&self.input.variants[comparison.variant].shown(), 0, width)]);
                let words = std::iter::once(self.judgement_in_words(comparison)).chain(self.others_in_words(comparison));
                text.extend(self.section(&comparison.findings, Kind::Difference, words.collect(), width));
            }
        }
        let notes = self.notes();
        text.extend((!notes.is_empty()).then(String::new));
        text.extend(notes.iter().map(|note| wrap(note, 0, width)));
        text.join("\n")
    }

    /// Each chapter after a blank line, its sentences as a list.
    fn chapters_in_lines(&self, width: usize) -> impl Iterator<Item = String> {
        self.chapters().into_iter().flat_map(move |chapter| {
            let lines = chapter.lines.into_iter().map(move |line| wrap(&format!("- {line}"), 0, width));
            [String::new(), wrap(&chapter.heading, 0, width)].into_iter().chain(lines)
        })
    }

    /// What is compared with what.
    pub(super) fn title(&self) -> String {
        let (variants, replicates) = (self.input.variants.len(), self.input.replicates());
        let first = self.input.variants[0].shown();
        let plural = if replicates == 1 { "" } else { "s" };
        match variants {
            1 => format!("Verdict: levels of {first} over {replicates} replicate{plural}."),
            _ => {
                format!("Verdict: {variants} variants, {replicates} replicate{plural}, each variant minus {first}, replicate by replicate.")
            }
        }
    }

    /// Sentences, one a line, and the table of one variant.
    fn section(&self, findings: &[Finding], kind: Kind, words: Vec<String>, width: usize) -> Vec<String> {
        let mut lines: Vec<String> = self.sentences(findings, kind, words).iter().map(|line| wrap(line, 2, width)).collect();
        lines.extend((!lines.is_empty()).then(String::new));
        lines.push(self.table(findings, kind, width));
        lines
    }

    /// Sentences on a variant: `words` first, then what moves its figures.
    pub(super) fn sentences(&self, findings: &[Finding], kind: Kind, mut words: Vec<String>) -> Vec<String> {
        let first = &findings[self.input.readings[0].measure];
        let flip = if kind == Kind::Difference { self.flip_in_words(first) } else { String::new() };
        words.extend(self.factors_in_words(findings));
        words.extend([flip, self.starts_in_words(first, kind)]);
        words.retain(|line| !line.is_empty());
        words
    }

    fn table(&self, findings: &[Finding], kind: Kind, width: usize) -> String {
        let first = if kind == Kind::Difference { "difference" } else { "" };
        let head = [first, "unit", "mean", "95 % interval", "5-95 % range", "positive"];
        let mut rows = vec![head.map(str::to_owned)];
        rows.extend(findings.iter().map(|finding| self.row(finding, kind)));
        let mut shown = match kind {
            Kind::Level => vec![0, 1, 2, 3, 4],
            Kind::Difference => vec![0, 1, 2, 3, 4, 5],
        };
        shown.retain(|&column| rows[1..].iter().any(|row| !row[column].is_empty()));
        for spare in [4, 5] {
            if columns_wide(&rows, &shown) > width {
                shown.retain(|&column| column != spare);
            }
        }
        align(&rows, &shown, 2)
    }

    /// Label, unit, mean, interval, range, how many are positive.
    pub(super) fn row(&self, finding: &Finding, kind: Kind) -> [String; 6] {
        let measure = &self.input.measures[finding.measure];
        let label = measure.named.shown();
        let blank = String::new;
        let Some(estimate) = finding.estimate else { return [label, blank(), "-".to_owned(), "no value".to_owned(), blank(), blank()] };
        let scale = Scale::of(measure.unit, kind, &estimate);
        let positive = format!("{} of {}", estimate.positive, estimate.count);
        let (interval, range) = match estimate.spread {
            Spread::One => ("one replicate".to_owned(), blank()),
            Spread::Equal if kind == Kind::Difference && estimate.mean == 0.0 => (format!("equal in all {}", estimate.count), blank()),
            Spread::Equal => (format!("same in all {}", estimate.count), blank()),
            Spread::Varying { interval, range } => (scale.interval(interval), scale.interval(range)),
        };
        [label, scale.unit(), scale.number(estimate.mean), interval, range, positive]
    }

    /// How to read the figures: only what this verdict shows.
    pub(super) fn notes(&self) -> Vec<String> {
        let shown = || if self.comparisons.is_empty() { self.levels[0].iter() } else { self.comparisons[0].findings.iter() };
        let varies = shown().filter_map(|f| f.estimate).any(|e: Estimate| matches!(e.spread, Spread::Varying { .. }));
        let effects = varies && !self.input.factors.is_empty();
        let intervals = "Intervals: 95 %, Student's t over replicates, each by itself. Range: single replicates.";
        let shares = "Factors: share of the variance of ranks, named at a 5 % error rate over all factors of a figure.";
        let signs = "Overview: users gain or lose if both readings of tastes say so; not told: the 95 % interval includes zero.";
        let notes = [(varies && !self.comparisons.is_empty(), signs), (varies, intervals), (effects, shares)];
        notes.into_iter().filter(|(wanted, _)| *wanted).map(|(_, note)| note.to_owned()).collect()
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_text(USUAL_WIDTH))
    }
}

fn width_of(rows: &[impl AsRef<[String]>], column: usize) -> usize {
    rows.iter().map(|row| row.as_ref()[column].chars().count()).max().unwrap_or(0)
}

pub(super) fn columns_wide(rows: &[impl AsRef<[String]>], shown: &[usize]) -> usize {
    shown.iter().map(|&column| width_of(rows, column)).sum::<usize>() + 2 * (shown.len() - 1)
}

/// Rows as lines: the first `left` columns to the left, numbers to the right, two spaces between.
pub(super) fn align(rows: &[impl AsRef<[String]>], shown: &[usize], left: usize) -> String {
    let cell = |row: &[String], column: usize| {
        let width = width_of(rows, column);
        if column < left { format!("{:<width$}", row[column]) } else { format!("{:>width$}", row[column]) }
    };
    let line = |row: &[String]| shown.iter().map(|&column| cell(row, column)).collect::<Vec<_>>().join("  ").trim_end().to_owned();
    rows.iter().map(|row| line(row.as_ref())).collect::<Vec<_>>().join("\n")
}

/// Words in lines of at most `width` characters, all but the first indented by two more than `indent`.
fn wrap(text: &str, indent: usize, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut line = " ".repeat(indent);
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent + 2)));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push(line);
    lines.join("\n")
}
