//! Units: integer money, calendar constants and conversions between gwei, gas and US dollars.

use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Days in the model's month: utilities and transactions are per month, steps are days.
pub const DAYS_PER_MONTH: f64 = 30.0;
/// Days in the model's year.
pub const DAYS_PER_YEAR: f64 = 365.0;
/// Seconds in a day.
pub const SECONDS_PER_DAY: f64 = 86_400.0;
/// Bytes in a mebibyte, the unit in which data layers quote prices.
pub const BYTES_PER_MIB: f64 = 1_048_576.0;
/// Gwei in one ETH.
pub const GWEI_PER_ETH: f64 = 1e9;
/// Wei in one gwei.
pub const WEI_PER_GWEI: f64 = 1e9;

/// Money: an integer number of micro-dollars (USD 10⁻⁶), wide enough for the largest scenario over a century. Every payment of the model is one of these, so books balance exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MicroUsd(pub i128);

impl MicroUsd {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// Rounds an amount in US dollars to the nearest micro-dollar, half away from zero; the one rounding of a flow.
    #[must_use]
    pub fn from_usd(usd: f64) -> Self {
        Self((usd * 1e6).round() as i128)
    }

    /// The amount in US dollars.
    #[must_use]
    pub fn usd(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

impl Add for MicroUsd {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for MicroUsd {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for MicroUsd {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for MicroUsd {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for MicroUsd {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl std::iter::Sum for MicroUsd {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        Self(iter.map(|m| m.0).sum())
    }
}

impl fmt::Display for MicroUsd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.usd())
    }
}

/// Price of one gas in USD, from a gas price in gwei and the price of one ETH in USD.
#[must_use]
pub fn usd_per_gas(gas_price_gwei: f64, eth_usd: f64) -> f64 {
    gas_price_gwei / GWEI_PER_ETH * eth_usd
}

/// Share of the way an exponential average goes in one day when it has the half-life `half_life_days`: 1 − 2^(−1/h).
/// A half-life of 0 forgets everything: 1.
#[must_use]
pub fn daily_weight(half_life_days: f64) -> f64 {
    if half_life_days <= 0.0 { 1.0 } else { 1.0 - crate::model::math::pow(2.0, -1.0 / half_life_days) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_rounds_once_and_shows_micro_dollars() {
        assert_eq!(MicroUsd::from_usd(1.234_567_8), MicroUsd(1_234_568));
        assert_eq!(MicroUsd::from_usd(-0.000_000_5), MicroUsd(-1));
        assert_eq!(MicroUsd(1_500_000).to_string(), "1.500000");
    }

    #[test]
    fn a_half_life_halves() {
        let left = 1.0 - daily_weight(7.0);
        assert!((left.powi(7) - 0.5).abs() < 1e-12);
        assert_eq!(daily_weight(0.0), 1.0);
    }

    #[test]
    fn gas_is_priced_in_dollars() {
        // 21,000 gas at 1 gwei and 2,500 USD per ETH: 5.25 cents.
        assert!((21_000.0 * usd_per_gas(1.0, 2_500.0) - 0.0525).abs() < 1e-15);
    }
}
