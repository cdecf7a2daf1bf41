//! Numbers as people read them: three digits, a prefix, a unit.

use crate::experiment::statistics::{Estimate, Interval, Spread};
use crate::metrics::column::Role;
use crate::metrics::entity::{OF_CHAINS, OF_GROUPS};
use crate::metrics::measure::MEASURES;

/// Unit of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// US dollars a year.
    UsdPerYear,
    /// US dollars.
    Usd,
    /// A share of one, shown in percent, its differences in percentage points.
    Share,
    /// A number without unit, such as a score or a concentration index.
    Index,
    /// A number of things, such as chains or verticals.
    Count,
    /// Many things with their unit, such as `people` or `transactions a year`.
    Amount(&'static str),
}

impl Unit {
    /// Unit of a measure of `summary`, an entity's included.
    #[must_use]
    pub fn of_measure(name: &str) -> Self {
        let last = name.rsplit('.').next().unwrap_or(name);
        let entities = OF_CHAINS.iter().chain(OF_GROUPS).map(|m| m.column);
        let column = if last == name {
            MEASURES.iter().map(|m| m.column).find(|c| c.name == name)
        } else {
            entities.into_iter().find(|c| c.name == last)
        };
        let Some(column) = column else { return Self::Index };
        match (column.unit, column.role) {
            ("USD", Role::Flow) => Self::UsdPerYear,
            ("USD", _) => Self::Usd,
            ("1", _) if last.contains("share") || last == "adoption" => Self::Share,
            ("1", _) => Self::Index,
            ("chains" | "verticals", _) => Self::Count,
            (unit, Role::Flow) => Self::Amount(per_year(unit)),
            (unit, _) => Self::Amount(unit),
        }
    }
}

/// Unit of a yearly flow of things.
fn per_year(unit: &'static str) -> &'static str {
    match unit {
        "people" => "people a year",
        "transactions" => "transactions a year",
        _ => "a year",
    }
}

/// What is shown: something's size, or how far two sizes are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Sizes: no plus signs, shares in percent.
    Level,
    /// Differences: signs, shares in percentage points.
    Difference,
}

/// One way of writing all numbers of an estimate: the same prefix and digits for all of them.
pub(super) struct Scale {
    unit: Unit,
    kind: Kind,
    factor: f64,
    prefix: &'static str,
    digits: Digits,
}

enum Digits {
    Decimals(usize),
    /// Too small for decimals.
    Scientific,
}

const PREFIXES: [(f64, &str); 5] = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"), (1.0, "")];

impl Scale {
    /// Three digits for the largest of mean and interval, at most four decimals of percent and indices and two of counts; fewer where the range of replicates is more than ten times as large.
    pub(super) fn of(unit: Unit, kind: Kind, estimate: &Estimate) -> Self {
        let size_of = |i: Option<Interval>| i.map_or(0.0, |i| i.low.abs().max(i.high.abs()));
        let largest = estimate.mean.abs().max(size_of(estimate.interval())).max(size_of(estimate.range()) / 10.0);
        let rounded_up = largest * 1.0005; // 999,700 is 1.00 M, not 1000 k
        let (factor, prefix) = match unit {
            Unit::UsdPerYear | Unit::Usd | Unit::Amount(_) => {
                let (size, prefix) = PREFIXES.into_iter().find(|(size, _)| rounded_up >= *size).unwrap_or((1.0, ""));
                (1.0 / size, prefix)
            }
            Unit::Share => (100.0, ""),
            Unit::Index | Unit::Count => (1.0, ""),
        };
        let whole = unit == Unit::Count && estimate.interval().is_none() && largest.fract() == 0.0;
        let digits = if whole || largest == 0.0 { Digits::Decimals(0) } else { Digits::for_largest(rounded_up * factor, unit) };
        Self { unit, kind, factor, prefix, digits }
    }

    /// The number alone, `12.3`, signed if it is a difference.
    pub(super) fn number(&self, value: f64) -> String {
        match self.kind {
            Kind::Level => self.without_plus(value),
            Kind::Difference => {
                let text = self.without_plus(value);
                if text.starts_with('-') || !text.contains(|c: char| ('1'..='9').contains(&c)) { text } else { format!("+{text}") }
            }
        }
    }

    /// `[8.1, 16.5]`.
    pub(super) fn interval(&self, interval: Interval) -> String {
        format!("[{}, {}]", self.without_plus(interval.low), self.without_plus(interval.high))
    }

    /// Unit for a column of numbers: `USD M/year`, `pp`.
    pub(super) fn unit(&self) -> String {
        match (self.unit, self.kind) {
            (Unit::UsdPerYear, _) => ["USD ", self.prefix, "/year"].concat().replace(" /", "/"),
            (Unit::Usd, _) => ["USD ", self.prefix].concat().trim_end().to_owned(),
            (Unit::Share, Kind::Level) => "%".to_owned(),
            (Unit::Share, Kind::Difference) => "pp".to_owned(),
            (Unit::Index | Unit::Count, _) => String::new(),
            (Unit::Amount(unit), _) => format!("{} {unit}", self.prefix).trim_start().to_owned(),
        }
    }

    /// The number in a sentence: `USD 12.3 M a year`, `+3.1 pp`.
    pub(super) fn amount(&self, value: f64) -> String {
        let number = self.number(value);
        let words = match (self.unit, self.kind) {
            (Unit::UsdPerYear, _) => ["USD", &number, self.prefix, "a year"],
            (Unit::Usd, _) => ["USD", &number, self.prefix, ""],
            (Unit::Share, Kind::Level) => ["", &number, "%", ""],
            (Unit::Share, Kind::Difference) => ["", &number, "pp", ""],
            (Unit::Index | Unit::Count, _) => ["", &number, "", ""],
            (Unit::Amount(unit), _) => ["", &number, self.prefix, unit],
        };
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The number with its prefix and without its unit, `+2.23 M`.
    pub(super) fn short(&self, value: f64) -> String {
        format!("{} {}", self.number(value), self.prefix).trim_end().to_owned()
    }

    fn without_plus(&self, value: f64) -> String {
        let scaled = value * self.factor;
        let text = match self.digits {
            Digits::Decimals(decimals) => format!("{scaled:.decimals$}"),
            Digits::Scientific => format!("{scaled:.2e}"),
        };
        if text.contains(|c: char| ('1'..='9').contains(&c)) { text } else { text.trim_start_matches('-').to_owned() }
    }
}

impl Digits {
    fn for_largest(largest: f64, unit: Unit) -> Self {
        let most = match unit {
            Unit::UsdPerYear | Unit::Usd | Unit::Amount(_) => i32::MAX,
            Unit::Share | Unit::Index => 4,
            Unit::Count => 2,
        };
        if largest < 1e-4 { Self::Scientific } else { Self::Decimals((2 - largest.log10().floor() as i32).clamp(0, most) as usize) }
    }
}

/// An amount with its interval, as a sentence has it: `USD 12.3 M a year [8.1, 16.5]`.
pub(super) fn phrase(unit: Unit, kind: Kind, estimate: &Estimate) -> String {
    let scale = Scale::of(unit, kind, estimate);
    let amount = scale.amount(estimate.mean);
    estimate.interval().map_or_else(|| amount.clone(), |interval| format!("{amount} {}", scale.interval(interval)))
}

/// The mean of a difference as a sentence has it, `USD +12.3 M a year`, `+1.00 in every replicate`.
pub(super) fn mean_phrase(unit: Unit, estimate: &Estimate) -> String {
    let amount = Scale::of(unit, Kind::Difference, estimate).amount(estimate.mean);
    if estimate.spread == Spread::Equal { format!("{amount} in every replicate") } else { amount }
}

/// What a difference of this unit stays below, if it is too small to matter by itself: its interval lies within 0.01 percentage points.
pub(super) fn negligible(unit: Unit, estimate: &Estimate) -> Option<&'static str> {
    let reach = estimate.interval().map_or(estimate.mean.abs(), |i| i.low.abs().max(i.high.abs()));
    (unit == Unit::Share && reach < 1e-4).then_some("below 0.01 pp")
}

/// Size of a gain or a loss, without its sign.
pub(super) fn size(unit: Unit, estimate: &Estimate) -> String {
    let scale = Scale::of(unit, Kind::Level, estimate);
    let amount = scale.amount(estimate.mean.abs());
    let sizes = |i: Interval| if estimate.mean < 0.0 { Interval { low: -i.high, high: -i.low } } else { i };
    estimate.interval().map_or_else(|| amount.clone(), |interval| format!("{amount} {}", scale.interval(sizes(interval))))
}

/// A plain number with three digits: `0.35`, `12.3`, `5 M`, `1.2e-7`.
pub(super) fn plain(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    if size < 1e-4 {
        return format!("{value:.2e}");
    }
    let (unit, prefix) = PREFIXES.into_iter().find(|(unit, _)| *unit >= 1e6 && size >= *unit).unwrap_or((1.0, ""));
    let scaled = value / unit;
    let decimals = (2 - (scaled.abs() * 1.0005).log10().floor() as i32).max(0) as usize;
    let text = format!("{scaled:.decimals$}");
    let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{short} {prefix}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(unit: Unit, value: f64) -> String {
        phrase(unit, Kind::Level, &Estimate::of(&[value]).unwrap())
    }

    #[test]
    fn numbers_have_three_digits_and_a_prefix() {
        let shown = [0.0, 0.004567, 12.34, 999.4, 999.7, 1234.0, -56_789.0, 999_700.0, 12.3e6, 4.56e9, 7.8e13].map(|x| level(Unit::Usd, x));
        let wanted = [
            "USD 0",
            "USD 0.00457",
            "USD 12.3",
            "USD 999",
            "USD 1.00 k",
            "USD 1.23 k",
            "USD -56.8 k",
            "USD 1.00 M",
            "USD 12.3 M",
            "USD 4.56 B",
            "USD 78.0 T",
        ];
        assert_eq!(shown, wanted);
        assert_eq!(level(Unit::Usd, 1e-7), "USD 1.00e-7");
        assert_eq!(level(Unit::Share, 0.4567), "45.7 %");
        assert_eq!([level(Unit::Count, 7.0), level(Unit::Count, 7.25)], ["7", "7.25"]);
    }

    #[test]
    fn one_estimate_is_written_in_one_scale() {
        let estimate = Estimate::of(&[-1e5, 2e6, 3e6]).unwrap();
        assert_eq!(phrase(Unit::UsdPerYear, Kind::Difference, &estimate), "USD +1.63 M a year [-2.30, 5.56]");
        let scale = Scale::of(Unit::UsdPerYear, Kind::Difference, &estimate);
        assert_eq!((scale.unit().as_str(), scale.number(-1.0).as_str(), scale.number(4e4).as_str()), ("USD M/year", "0.00", "+0.04"));
    }

    #[test]
    fn differences_of_shares_are_percentage_points_and_losses_have_sizes() {
        let falls = Estimate::of(&[-0.011, -0.012, -0.013]).unwrap();
        assert_eq!(phrase(Unit::Share, Kind::Difference, &falls), "-1.20 pp [-1.45, -0.95]");
        assert_eq!(size(Unit::UsdPerYear, &Estimate::of(&[-9.0, -10.0, -11.0]).unwrap()), "USD 10.0 a year [7.5, 12.5]");
    }

    #[test]
    fn differences_too_small_to_matter_are_said_to_be() {
        let tiny = Estimate::of(&[-0.2e-4, -0.25e-4, -0.3e-4]).unwrap();
        assert_eq!(negligible(Unit::Share, &tiny), Some("below 0.01 pp"));
        assert_eq!(negligible(Unit::Index, &tiny), None);
        assert_eq!(negligible(Unit::Share, &Estimate::of(&[-0.2e-4, -3e-4, -0.3e-4]).unwrap()), None);
        assert_eq!(phrase(Unit::Share, Kind::Difference, &tiny), "-0.0025 pp [-0.0037, -0.0013]");
    }

    #[test]
    fn plain_numbers_lose_trailing_zeros() {
        assert_eq!(
            [0.0, 0.35, 1.0, 12.34, 123_456.0, 1e7, 1e-9, -2.5].map(plain),
            ["0", "0.35", "1", "12.3", "123456", "10 M", "1.00e-9", "-2.5"]
        );
    }
}
