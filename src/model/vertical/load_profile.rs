//! How a vertical's demand is spread over a day, and how it swings from day to day.

use crate::model::math::{TAU, sin};

/// Hours of a day.
const HOURS: f64 = 24.0;

/// Intraday profile, bursts and daily volatility. By default demand is the same at any hour of any day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadProfile {
    /// Demand at the busiest moment over the day's mean, 1 to 2: the profile is 1 + (peak_ratio − 1) · cos(2π (hour − peak_hour)/24).
    pub peak_ratio: f64,
    /// Hour of that moment, 0 to 24.
    pub peak_hour: f64,
    /// Share of a day's demand that comes in one block, another one every day.
    pub burst_share: f64,
    /// s: standard deviation of the day's ln demand.
    pub volatility: f64,
    /// ρ: autocorrelation of the day's ln demand from one day to the next, 0 to below 1.
    pub persistence: f64,
    /// ω: on a day of demand z ordering a transaction is worth z^ω times as much, up to its mean. 1 is what losses of liquidity
    /// providers to arbitrage suggest: they grow with the square of volatility, volume with volatility (Milionis et al. 2022).
    pub ordering_swing: f64,
    /// Degrees of freedom of the Student t distribution of its innovations, above 2: the lower, the fatter the tail.
    pub tail: f64,
}

impl Default for LoadProfile {
    fn default() -> Self {
        Self { peak_ratio: 1.0, peak_hour: 16.0, burst_share: 0.0, volatility: 0.0, persistence: 0.7, ordering_swing: 0.0, tail: 4.0 }
    }
}

impl LoadProfile {
    /// Whether all blocks of all days are alike.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.peak_ratio == 1.0 && self.burst_share == 0.0
    }

    /// Share of a day's demand in block `block` of `blocks`, without bursts: the integral of the profile over it. Shares sum to 1.
    #[must_use]
    pub fn share(&self, block: usize, blocks: usize) -> f64 {
        let even = 1.0 / blocks as f64;
        if self.peak_ratio == 1.0 {
            return even;
        }
        let angle = |edge: usize| TAU * (edge as f64 * even - self.peak_hour / HOURS);
        even + (self.peak_ratio - 1.0) / TAU * (sin(angle(block + 1)) - sin(angle(block)))
    }

    /// Share of a day's demand in `block` of `blocks` on a day whose burst comes in block `burst`.
    #[must_use]
    pub fn share_with_burst(&self, block: usize, blocks: usize, burst: usize) -> f64 {
        (1.0 - self.burst_share) * self.share(block, blocks) + if block == burst { self.burst_share } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_one_and_peak_at_their_hour() {
        let profile = LoadProfile { peak_ratio: 1.8, peak_hour: 14.0, burst_share: 0.3, ..LoadProfile::default() };
        for blocks in [1, 6, 24] {
            let day: Vec<f64> = (0..blocks).map(|h| profile.share_with_burst(h, blocks, blocks - 1)).collect();
            assert!((day.iter().sum::<f64>() - 1.0).abs() < 1e-12 && day.iter().all(|share| *share > 0.0), "{day:?}");
        }
        let hours: Vec<f64> = (0..24).map(|h| profile.share(h, 24)).collect();
        let peak = hours.iter().cloned().fold(0.0, f64::max);
        assert!((peak * 24.0 - 1.8).abs() < 0.01 && (hours[13] == peak || hours[14] == peak));
        assert_eq!(LoadProfile::default().share(3, 6), 1.0 / 6.0);
    }
}
