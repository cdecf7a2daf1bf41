//! What a verdict is drawn from.

use super::figures::Unit;
use crate::experiment::design::Spacing;
use crate::experiment::statistics::{Interval, paired_differences};
use crate::scenario::Direction;

/// Something with a name for keys and a label for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Name, as in the scenario and the tables.
    pub name: String,
    /// Label; the name is shown if it is empty.
    pub label: String,
}

impl Named {
    /// A name and a label.
    #[must_use]
    pub fn new(name: &str, label: &str) -> Self {
        Self { name: name.to_owned(), label: label.to_owned() }
    }

    /// What to show: the label, or the name without one; what is [hidden](crate::scenario::is_hidden) becomes spaces, since labels are free text.
    #[must_use]
    pub fn shown(&self) -> String {
        let text = if self.label.trim().is_empty() { &self.name } else { &self.label };
        crate::scenario::shown(text)
    }
}

/// Whether more of a measure is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither: it describes.
    Neither,
}

/// A measure of the summary.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureInfo {
    /// Name, and label without unit and comma, such as `operator profit`.
    pub named: Named,
    /// Unit of the values.
    pub unit: Unit,
    /// Whether more is good.
    pub better: Better,
    /// Whether it is about a system of the field: then it is shown only where that is at work.
    pub of_system: bool,
}

/// A measure of user welfare, USD a year: one reading of what tastes are worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Measure, by index.
    pub measure: usize,
    /// What sets it apart from the other readings, such as `with the value of tastes`.
    pub label: String,
}

/// A factor of the scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorInfo {
    /// Name and label.
    pub named: Named,
    /// Range it is drawn from, in its own unit.
    pub range: Interval,
    /// How the range is laid out.
    pub spacing: Spacing,
    /// What the scenario itself has, if that is one value.
    pub today: Option<f64>,
}

impl FactorInfo {
    /// Place of a value on the factor's own axis: 0 at the low end of its range, 1 at the high end.
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        self.spacing.place(self.range.low, self.range.high, value)
    }

    /// Value at a place of that axis.
    #[must_use]
    pub fn value(&self, place: f64) -> f64 {
        self.spacing.at(self.range.low, self.range.high, place)
    }
}

/// A claim over the plane of two factors.
#[derive(Clone, Debug, PartialEq)]
pub struct MapInput {
    /// Name and label.
    pub named: Named,
    /// Claim, by index.
    pub claim: usize,
    /// Factors across and up, by index.
    pub factors: [usize; 2],
}

/// What people argue, with what the runs say about it.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimInput {
    /// Name and sentence.
    pub named: Named,
    /// What it says of the measure.
    pub says: Direction,
    /// How large a difference still is none, in the unit of the values; only for a claim of no difference.
    pub margin: Option<f64>,
    /// Label of the measure.
    pub measure: String,
    /// Unit of the values.
    pub unit: Unit,
    /// Variant it is about, by index.
    pub variant: usize,
    /// Variant it is compared with, by index.
    pub against: usize,
    /// Readings of the measure: label (empty for the only one), and values in both variants, `[about, against][replicate]`.
    pub readings: Vec<(String, [Vec<f64>; 2])>,
}

impl ClaimInput {
    /// Paired differences by reading, `[reading][replicate]`: the variant it is about less the one it is compared with.
    #[must_use]
    pub fn differences(&self) -> Vec<Vec<f64>> {
        self.readings.iter().map(|(_, [about, against])| paired_differences(against, about)).collect()
    }

    /// Whether it is right, `[replicate]`, under all readings; none where a difference has no value. A claim of no difference has no sign, and
    /// is right within its margin.
    #[must_use]
    pub fn outcomes(&self, differences: &[Vec<f64>]) -> Vec<Option<bool>> {
        let as_claimed = |difference: f64| match self.says {
            Direction::Higher => difference > 0.0,
            Direction::Lower => difference < 0.0,
            Direction::Equal => self.margin.is_some_and(|margin| difference.abs() <= margin),
        };
        let outcome = |r: usize| {
            let told = differences.iter().all(|d| d[r].is_finite());
            told.then(|| differences.iter().all(|d| as_claimed(d[r])))
        };
        (0..differences.first().map_or(0, Vec::len)).map(outcome).collect()
    }
}

/// The summary of all runs, and what each replicate assumed.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryValues {
    /// Measures, in the order they are to be shown.
    pub measures: Vec<MeasureInfo>,
    /// Readings of user welfare: systematic first, then with the value of tastes. The first is the one whose flip of sign and dependence
    /// on the start are told. At least one.
    pub readings: Vec<Reading>,
    /// Variants; the first is what the others are compared with.
    pub variants: Vec<Named>,
    /// Factors; may be empty.
    pub factors: Vec<FactorInfo>,
    /// Starts that replicates cycle through; may be empty.
    pub starts: Vec<Named>,
    /// Values, `[variant][replicate][measure]`; not a number where there is none.
    pub values: Vec<Vec<Vec<f64>>>,
    /// Factor values as they entered the model, `[replicate][factor]`, the same in every variant.
    pub draws: Vec<Vec<f64>>,
    /// Start of each replicate, by index into `starts`; ignored without starts.
    pub start_of: Vec<usize>,
    /// What people argue; may be empty.
    pub claims: Vec<ClaimInput>,
    /// Claims over two factors; may be empty.
    pub maps: Vec<MapInput>,
    /// What founders expect of newcomers, in the first variant; empty where they do not look.
    pub niches: Vec<NicheInput>,
}

/// What founders expect of a newcomer for one niche.
#[derive(Clone, Debug, PartialEq)]
pub struct NicheInput {
    /// Name of the chain that the newcomer would be a copy of.
    pub blueprint: String,
    /// The niche: a vertical, or general.
    pub named: Named,
    /// Expected profit, mean over looks, USD a year, `[replicate]`.
    pub profit_usd_per_year: Vec<f64>,
    /// Expected users, mean over looks, `[replicate]`.
    pub users: Vec<f64>,
    /// What the launch costs, USD.
    pub launch_cost_usd: f64,
}

impl SummaryValues {
    /// Replicates.
    #[must_use]
    pub fn replicates(&self) -> usize {
        self.values.first().map_or(0, Vec::len)
    }

    /// Places of all factors on their own axes, `[replicate][factor]`.
    #[must_use]
    pub fn places(&self) -> Vec<Vec<f64>> {
        self.draws.iter().map(|draw| draw.iter().zip(&self.factors).map(|(value, factor)| factor.place(*value)).collect()).collect()
    }

    /// A measure of a variant, per replicate.
    #[must_use]
    pub fn levels(&self, variant: usize, measure: usize) -> Vec<f64> {
        self.values[variant].iter().map(|row| row[measure]).collect()
    }

    /// Leaves out measures of systems that are not at work: no value but 0, or a level that is the same in all runs.
    pub fn leave_out_idle_systems(&mut self) {
        let values = |m: usize| self.values.iter().flatten().map(move |row| row[m]).filter(|x| !x.is_nan());
        let is_level = |m: usize| self.measures[m].unit == Unit::Index;
        let is_idle = |m: usize| values(m).next().is_none_or(|first| (first == 0.0 || is_level(m)) && values(m).all(|x| x == first));
        let kept: Vec<bool> = (0..self.measures.len()).map(|m| !self.measures[m].of_system || !is_idle(m)).collect();
        // Readings come first, and are of no system: their positions stay.
        let keep = |m: usize| kept[m];
        let mut at = 0..;
        self.measures.retain(|_| keep(at.next().expect("endless")));
        for row in self.values.iter_mut().flatten() {
            let mut at = 0..;
            row.retain(|_| keep(at.next().expect("endless")));
        }
    }

    pub(super) fn assert_shapes(&self) {
        let n = self.replicates();
        let rows_fit = |rows: &[Vec<f64>], width: usize| rows.len() == n && rows.iter().all(|row| row.len() == width);
        assert!(!self.variants.is_empty() && self.values.len() == self.variants.len(), "values of {} variants", self.variants.len());
        assert!(self.values.iter().all(|rows| rows_fit(rows, self.measures.len())), "values of {n} replicates and all measures");
        assert!(rows_fit(&self.draws, self.factors.len()), "draws of {n} replicates and all factors");
        assert!(!self.readings.is_empty() && self.readings.iter().all(|r| r.measure < self.measures.len()), "readings are measures");
        let starts_fit = self.start_of.len() == n && self.start_of.iter().all(|&start| start < self.starts.len());
        assert!(self.starts.is_empty() || starts_fit, "a start for every replicate");
    }
}
