//! The verdict at a glance: a row per variant, a column per amount of money, signs in words.

use super::figures::{Kind, Scale};
use super::text::{align, columns_wide};
use super::{Comparison, Finding, Judgement, Unit, Verdict};
use crate::experiment::statistics::{Sign, Spread};

/// Columns of the narrowest overview: variant, users, operators, Ethereum.
const LEAST_COLUMNS: usize = 4;

impl Verdict {
    /// Levels of the first variant, then what may be said about the sign of each other variant's differences, with their means: users first,
    /// then as many amounts as fit `width`, at least two. The tables below have all of them.
    pub(super) fn overview(&self, width: usize) -> String {
        let rows = self.overview_rows();
        let mut shown: Vec<usize> = (0..rows[0].len()).collect();
        while shown.len() > LEAST_COLUMNS && columns_wide(&rows, &shown) > width {
            shown.pop();
        }
        align(&rows, &shown, rows[0].len())
    }

    /// The overview with all its columns; the first row names them.
    pub(super) fn overview_rows(&self) -> Vec<Vec<String>> {
        let measures = self.overview_measures();
        let names = measures.iter().map(|&m| self.input.measures[m].named.shown());
        let mut rows = vec![std::iter::once("USD a year".to_owned()).chain(names).collect::<Vec<_>>()];
        let first = measures.iter().map(|&m| self.mean(&self.levels[0][m], Kind::Level));
        rows.push(std::iter::once(format!("{} (level)", self.input.variants[0].shown())).chain(first).collect());
        rows.extend(self.comparisons.iter().map(|comparison| {
            let cells = measures.iter().enumerate().map(|(column, &m)| match column {
                0 => self.users_cell(comparison, &comparison.findings[m]),
                _ => self.cell(&comparison.findings[m]),
            });
            std::iter::once(self.input.variants[comparison.variant].shown()).chain(cells).collect()
        }));
        rows
    }

    /// The first reading of user welfare, and what others earn a year.
    fn overview_measures(&self) -> Vec<usize> {
        let is_reading = |m: &usize| self.input.readings.iter().any(|reading| reading.measure == *m);
        let earned = (0..self.input.measures.len()).filter(|m| self.input.measures[*m].unit == Unit::UsdPerYear && !is_reading(m));
        std::iter::once(self.input.readings[0].measure).chain(earned).collect()
    }

    fn users_cell(&self, comparison: &Comparison, finding: &Finding) -> String {
        let size = || self.size(finding);
        match comparison.judgement {
            Judgement::Gain => format!("gain {}", size()),
            Judgement::Loss => format!("lose {}", size()),
            Judgement::Equal => "equal".to_owned(),
            Judgement::DependsOnReading => "depends on reading".to_owned(),
            Judgement::Undecided => "not told".to_owned(),
            Judgement::OneReplicate => self.mean(finding, Kind::Difference),
            Judgement::Unmeasured => "no value".to_owned(),
        }
    }

    fn cell(&self, finding: &Finding) -> String {
        match finding.estimate.map(|estimate| (estimate.spread, estimate.sign())) {
            None | Some((Spread::One, _)) => self.mean(finding, Kind::Difference),
            Some((_, Sign::Positive)) => format!("up {}", self.size(finding)),
            Some((_, Sign::Negative)) => format!("down {}", self.size(finding)),
            Some((_, Sign::Zero)) => "equal".to_owned(),
            Some((_, Sign::Undecided)) => "not told".to_owned(),
        }
    }

    fn mean(&self, finding: &Finding, kind: Kind) -> String {
        self.short(finding, kind, |mean| mean)
    }

    fn size(&self, finding: &Finding) -> String {
        self.short(finding, Kind::Level, f64::abs)
    }

    fn short(&self, finding: &Finding, kind: Kind, of_mean: impl Fn(f64) -> f64) -> String {
        let Some(estimate) = finding.estimate else { return "no value".to_owned() };
        Scale::of(self.input.measures[finding.measure].unit, kind, &estimate).short(of_mean(estimate.mean))
    }
}
