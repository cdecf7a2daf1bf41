//! How figures of one kind are written: shares, indices, dollars, counts.

use super::scale::{number, percent, rounded};

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// A fraction of one, written as percent.
    Share,
    /// A number without unit.
    Index,
    /// US dollars.
    Usd,
    /// So many of something.
    Count,
}

impl Amount {
    /// The figure on an axis: all its digits.
    pub(super) fn tick(self, value: f64) -> String {
        match self {
            Self::Share => format!("{} %", number((value * 1e6).round() / 1e4)),
            Self::Index => number(value),
            Self::Usd => dollars(value, short(value)),
            Self::Count => short(value),
        }
    }

    /// The figure beside a mark: about three digits.
    pub(super) fn say(self, value: f64) -> String {
        match self {
            Self::Share => percent(value),
            Self::Index => number((value * 100.0).round() / 100.0),
            Self::Usd => dollars(value, short(rounded(value))),
            Self::Count if value < 1e3 => number(if value < 10.0 { (value * 10.0).round() / 10.0 } else { value.round() }),
            Self::Count => short(rounded(value)),
        }
    }

    /// The figure beside a mark on an axis that spans `span`: to about a hundredth of it, which is what the eye tells apart.
    pub(super) fn say_on(self, value: f64, span: f64) -> String {
        let unit = 10f64.powf((span / 50.0).log10().floor());
        let close = if unit > 0.0 && unit.is_finite() { (value / unit).round() * unit } else { rounded(value) };
        match self {
            Self::Share => format!("{} %", number((close * 1e5).round() / 1e3)),
            Self::Index => number((close * 1e5).round() / 1e5),
            Self::Usd => dollars(close, short(close)),
            Self::Count => short(close),
        }
    }
}

fn dollars(value: f64, written: String) -> String {
    if value < 0.0 { written.replacen('−', "−$", 1) } else { format!("${written}") }
}

/// A number with thousands as k, millions as M, billions as bn.
pub(super) fn short(value: f64) -> String {
    const NAMES: [(f64, &str); 4] = [(1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e3, "k")];
    let (divisor, name) = NAMES.into_iter().find(|(from, _)| value.abs() >= from * (1.0 - 1e-9)).unwrap_or((1.0, ""));
    format!("{}{name}", number(value / divisor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short_and_have_their_unit() {
        let all = [Amount::Usd.tick(-97.5e6), Amount::Usd.say(96_352_927.0), Amount::Usd.say(0.0), Amount::Count.say(1234.0)];
        assert_eq!(all, ["−$97.5M", "$96.4M", "$0", "1.23k"]);
        assert_eq!([Amount::Share.tick(0.125), Amount::Share.say(0.125), Amount::Index.say(0.1234)], ["12.5 %", "12 %", "0.12"]);
        assert_eq!([Amount::Count.say(3.14159), Amount::Count.say(312.4), Amount::Count.tick(5e3)], ["3.1", "312", "5k"]);
        let close = [Amount::Share.say_on(0.98765, 0.05), Amount::Index.say_on(0.1146, 0.04), Amount::Usd.say_on(98_234_567.0, 8e6)];
        assert_eq!(close, ["98.77 %", "0.1146", "$98.2M"]);
        assert_eq!(
            [Amount::Index.say_on(0.586, 0.6), Amount::Usd.say_on(-61.0, 0.0), Amount::Count.say_on(12_345.0, 1e4)],
            ["0.59", "−$61", "12.3k"]
        );
        assert_eq!([short(999.9999999999), short(2e9), short(-1500.0)], ["1k", "2bn", "−1.5k"]);
    }
}
