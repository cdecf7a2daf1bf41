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
            Self::Usd => dollars(&short(value)),
            Self::Count => short(value),
        }
    }

    /// The figure beside a mark: about three digits.
    pub(super) fn say(self, value: f64) -> String {
        match self {
            Self::Share => percent(value),
            Self::Index => number((value * 100.0).round() / 100.0),
            Self::Usd => dollars(&short(rounded(value))),
            Self::Count if value < 1e3 => number(if value < 10.0 { (value * 10.0).round() / 10.0 } else { value.round() }),
            Self::Count => short(rounded(value)),
        }
    }

    /// The figure beside a mark on an axis that spans `span`: to about a hundredth of it, which is what the eye tells apart.
    pub(super) fn say_on(self, value: f64, span: f64) -> String {
        // Figures on an axis without extent are all one.
        let extent = [span, value.abs(), 50.0].into_iter().find(|x| *x > 0.0).expect("50 is above 0");
        let fine = extent / 50.0;
        match self {
            Self::Share => format!("{} %", fixed(value * 100.0, fine * 100.0)),
            Self::Index => fixed(value, fine),
            Self::Usd => dollars(&scaled(value, fine)),
            Self::Count => scaled(value, fine),
        }
    }
}

/// [`short`], to the decimal place of `fine`.
fn scaled(value: f64, fine: f64) -> String {
    let (divisor, name) = thousands(value);
    format!("{}{name}", fixed(value / divisor, fine / divisor))
}

/// A number to the decimal place of `fine`, six at most, with a true minus.
fn fixed(value: f64, fine: f64) -> String {
    let decimals = (-fine.log10().floor()).clamp(0.0, 6.0) as usize;
    let digits = format!("{:.decimals$}", value.abs());
    if value < 0.0 && digits.bytes().any(|b| (b'1'..=b'9').contains(&b)) { format!("−{digits}") } else { digits }
}

fn dollars(written: &str) -> String {
    written.strip_prefix('−').map_or_else(|| format!("${written}"), |digits| format!("−${digits}"))
}

/// A number with thousands as k, millions as M, billions as bn.
pub(super) fn short(value: f64) -> String {
    let (divisor, name) = thousands(value);
    format!("{}{name}", number(value / divisor))
}

/// The power of a thousand that a number is written in, and its sign.
fn thousands(value: f64) -> (f64, &'static str) {
    const NAMES: [(f64, &str); 4] = [(1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e3, "k")];
    NAMES.into_iter().find(|(from, _)| value.abs() >= from * (1.0 - 1e-9)).unwrap_or((1.0, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short_and_have_their_unit() {
        let all = [Amount::Usd.tick(-97.5e6), Amount::Usd.say(96_352_927.0), Amount::Usd.say(0.0), Amount::Count.say(1234.0)];
        assert_eq!(all, ["−$97.5M", "$96.4M", "$0", "1.23k"]);
        assert_eq!([Amount::Share.tick(0.125), Amount::Share.say(0.125), Amount::Index.say(0.1234)], ["12.5 %", "12 %", "0.12"]);
        assert_eq!([Amount::Count.say(3.148), Amount::Count.say(312.4), Amount::Count.tick(5e3)], ["3.1", "312", "5k"]);
        let close = [Amount::Share.say_on(0.98965, 0.06), Amount::Index.say_on(0.11, 0.06), Amount::Usd.say_on(98_034_567.0, 8e6)];
        assert_eq!(close, ["99.0 %", "0.110", "$98.0M"]);
        let wide = [Amount::Index.say_on(0.586, 0.6), Amount::Count.say_on(12_345.0, 1e4), Amount::Share.say_on(0.5, 0.9)];
        assert_eq!(wide, ["0.59", "12.3k", "50 %"]);
        let edge = [Amount::Usd.say_on(-61.0, 0.0), Amount::Usd.say_on(0.0, 0.0), Amount::Usd.say_on(-0.2, 100.0)];
        assert_eq!(edge, ["−$61", "$0", "$0"]);
        assert_eq!([short(999.9999999999), short(2e9), short(-1500.0)], ["1k", "2bn", "−1.5k"]);
    }
}
