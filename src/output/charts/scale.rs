//! Axes: from a value to its place on the sheet, round ticks, and how numbers are written.

/// From values to CSS pixels along one direction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    log: bool,
}

impl Scale {
    /// A linear scale of `low..=high` on `from..=to`, widened where the values are all one.
    pub(super) fn linear((low, high): (f64, f64), (from, to): (f64, f64)) -> Self {
        let pad = if high > low { 0.0 } else { low.abs().max(1.0) * 0.5 };
        Self { low: low - pad, high: high + pad, from, to, log: false }
    }

    /// A logarithmic scale of `low..=high`, both positive, on `from..=to`.
    pub(super) fn log((low, high): (f64, f64), (from, to): (f64, f64)) -> Self {
        let pad = if high > low { 1.0 } else { 2.0 };
        Self { low: low / pad, high: high * pad, from, to, log: true }
    }

    /// The place of `value`.
    pub(super) fn at(&self, value: f64) -> f64 {
        let bend = |x: f64| if self.log { x.ln() } else { x };
        self.from + (bend(value) - bend(self.low)) / (bend(self.high) - bend(self.low)) * (self.to - self.from)
    }

    /// The value at `share` of the way along the axis.
    pub(super) fn along(&self, share: f64) -> f64 {
        if self.log { self.low * (self.high / self.low).powf(share) } else { self.low + share * (self.high - self.low) }
    }

    pub(super) fn low(&self) -> f64 {
        self.low
    }

    pub(super) fn high(&self) -> f64 {
        self.high
    }

    /// Round values on the axis, rising, at most `most` or a few more where a log axis asks for whole decades.
    pub(super) fn ticks(&self, most: usize) -> Vec<f64> {
        let ticks = if self.log { log_ticks(self.low, self.high, most) } else { Vec::new() };
        if ticks.len() >= 2 { ticks } else { linear_ticks(self.low, self.high, most) }
    }
}

/// The smallest of 1, 2, 5 × 10ᵏ that cuts `span` into at most `most` steps.
pub(super) fn round_step(span: f64, most: usize) -> f64 {
    let raw = span / most.max(1) as f64;
    let decade = 10f64.powf(raw.log10().floor());
    [1.0, 2.0, 5.0].iter().map(|m| m * decade).find(|step| *step >= raw * (1.0 - 1e-9)).unwrap_or(10.0 * decade)
}

fn linear_ticks(low: f64, high: f64, most: usize) -> Vec<f64> {
    let step = round_step(high - low, most);
    let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    (0..=(last - first).max(0.0) as u32).map(|i| (first + f64::from(i)) * step).collect()
}

fn log_ticks(low: f64, high: f64, most: usize) -> Vec<f64> {
    let decades = (low.log10() - 1e-9).floor() as i32..=(high.log10() + 1e-9).ceil() as i32;
    let inside = |tick: &f64| *tick >= low * (1.0 - 1e-9) && *tick <= high * (1.0 + 1e-9);
    let with = |marks: &[f64], every: usize| -> Vec<f64> {
        decades.clone().step_by(every).flat_map(|k| marks.iter().map(move |m| m * 10f64.powi(k))).filter(inside).collect()
    };
    let finest_first = [with(&[1.0, 2.0, 5.0], 1), with(&[1.0, 3.0], 1), with(&[1.0], 1), with(&[1.0], 2)];
    finest_first.into_iter().find(|ticks| ticks.len() <= most).unwrap_or_else(|| with(&[1.0], 3))
}

/// A number for a tick: as few decimals as tell it from its neighbours, a true minus, thousands apart.
pub(super) fn number(value: f64) -> String {
    let size = value.abs();
    if size >= 1e6 || (size > 0.0 && size < 1e-6) {
        return format!("{value:.0e}").replace('-', "−");
    }
    // Three digits of the smallest, and no digits of rounding.
    let most = if size < 1e-3 { 8 } else { 6 };
    let decimals = (0..most).find(|d| (size * 10f64.powi(*d)).fract().min(1.0 - (size * 10f64.powi(*d)).fract()) < 1e-6).unwrap_or(most);
    let digits = format!("{size:.*}", decimals as usize);
    let whole = digits.split('.').next().unwrap_or_default().len();
    let grouped = if whole > 4 { format!("{},{}", &digits[..whole - 3], &digits[whole - 3..]) } else { digits };
    if value < 0.0 { format!("−{grouped}") } else { grouped }
}

/// [`number`] with a plus sign for what is above zero.
pub(super) fn signed(value: f64) -> String {
    if value > 0.0 { format!("+{}", number(value)) } else { number(value) }
}

/// `value` to three significant digits.
pub(super) fn rounded(value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let decimals = 2 - value.abs().log10().floor() as i32;
    let factor = 10f64.powi(decimals.abs());
    if decimals >= 0 { (value * factor).round() / factor } else { (value / factor).round() * factor }
}

/// The power of a thousand that makes figures up to `largest` short, and its name ("" for one).
pub(super) fn magnitude(largest: f64) -> (f64, &'static str) {
    const NAMES: [(f64, &str); 4] = [(1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e4, "thousand")];
    let (threshold, name) = NAMES.into_iter().find(|(from, _)| largest >= *from).unwrap_or((1.0, ""));
    (if threshold == 1e4 { 1e3 } else { threshold }, name)
}

/// A share of one as percent: whole from 10 % up, one decimal below.
pub(super) fn percent(share: f64) -> String {
    let value = share * 100.0;
    let digits = if value.abs() >= 9.95 || value == 0.0 { format!("{value:.0}") } else { format!("{value:.1}") };
    format!("{digits} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_stay_on_the_axis() {
        let scale = Scale::linear((-0.31, 0.94), (0.0, 100.0));
        assert_eq!(scale.ticks(4).iter().map(|t| number(*t)).collect::<Vec<_>>(), ["0", "0.5"]);
        let wide = Scale::log((0.0004, 7.0), (0.0, 100.0));
        assert_eq!(wide.ticks(5).iter().map(|t| number(*t)).collect::<Vec<_>>(), ["0.001", "0.01", "0.1", "1"]);
        let narrow = Scale::log((0.5, 2.0), (0.0, 100.0));
        assert_eq!(narrow.ticks(5).iter().map(|t| number(*t)).collect::<Vec<_>>(), ["0.5", "1", "2"]);
    }

    #[test]
    fn many_decades_keep_few_ticks() {
        assert!(Scale::log((1e-9, 1e9), (0.0, 1.0)).ticks(5).len() <= 8);
    }

    #[test]
    fn a_scale_of_one_value_still_places_it_inside() {
        for scale in [Scale::linear((3.0, 3.0), (0.0, 10.0)), Scale::log((3.0, 3.0), (0.0, 10.0)), Scale::linear((0.0, 0.0), (10.0, 0.0))] {
            let at = scale.at(scale.along(0.5));
            assert!((at - 5.0).abs() < 1e-9);
            assert!(!scale.ticks(4).is_empty());
        }
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!([number(12_000.0), number(-0.25), number(0.0), number(1500.0)], ["12,000", "−0.25", "0", "1500"]);
        assert_eq!([number(2.72e-5), number(2.5e-4), number(1e-7)], ["0.0000272", "0.00025", "1e−7"]);
        assert_eq!([signed(2.0), signed(0.0), signed(-3.0)], ["+2", "0", "−3"]);
        assert_eq!([percent(0.234), percent(0.0451), percent(0.0)], ["23 %", "4.5 %", "0 %"]);
        assert_eq!([rounded(0.123_456), rounded(98_765.0)], [0.123, 98_800.0]);
        assert_eq!(magnitude(3.2e9), (1e9, "billion"));
        assert_eq!(magnitude(4_000.0), (1.0, ""));
        assert_eq!(magnitude(40_000.0), (1e3, "thousand"));
    }
}
