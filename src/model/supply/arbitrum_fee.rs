//! What an Arbitrum chain charges: execution by its backlog, data by a price that recovers cost, in exact integers.
//!
//! Source: OffchainLabs/nitro, `arbos/l2pricing/model.go` and `arbos/l1pricing/l1pricing.go`.

/// Hundredths of a percent in one.
const BIPS: u64 = 10_000;
/// Terms of the series for eˣ.
const TERMS: u64 = 4;
/// Units of the L1 price in a byte: gas of a non-zero byte of calldata.
pub const UNITS_PER_BYTE: u64 = 16;
/// What a unit earns the sequencer beyond cost, wei.
pub const REWARD_WEI_PER_UNIT: u64 = 10;

/// Parameters of the execution price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BacklogRule {
    /// Gas a second worked off.
    pub speed_limit: u64,
    /// Seconds of backlog that cost nothing.
    pub tolerance_s: u64,
    /// Seconds of backlog that multiply the price by e.
    pub inertia_s: u64,
    /// Lowest base fee, wei.
    pub min_base_fee_wei: u64,
}

/// Arbitrum One: 7 million gas a second, 10 s, 102 s, 0.01 gwei since March 2024.
pub const ARBITRUM_ONE: BacklogRule = BacklogRule { speed_limit: 7_000_000, tolerance_s: 10, inertia_s: 102, min_base_fee_wei: 10_000_000 };

impl BacklogRule {
    /// Backlog after `seconds` more, gas.
    #[must_use]
    pub fn work_off(&self, backlog: u64, seconds: u64) -> u64 {
        backlog.saturating_sub(seconds.saturating_mul(self.speed_limit))
    }

    /// Base fee with that backlog, wei: the lowest up to the tolerance, beyond it times exp(excess/(inertia · speed limit)), in basis points.
    #[must_use]
    pub fn base_fee_wei(&self, backlog: u64) -> u128 {
        let excess = backlog.saturating_sub(self.tolerance_s.saturating_mul(self.speed_limit));
        let scale = u128::from(self.inertia_s.saturating_mul(self.speed_limit)).max(1);
        let exponent = u64::try_from(u128::from(excess) * u128::from(BIPS) / scale).unwrap_or(u64::MAX);
        u128::from(self.min_base_fee_wei) * u128::from(approximate_exp_bips(exponent)) / u128::from(BIPS)
    }
}

/// e^(x/10,000) · 10,000 by the first terms of its series up to the fourth power, Horner's way, every division rounded down.
#[must_use]
pub fn approximate_exp_bips(x: u64) -> u64 {
    (1..TERMS).rev().fold(BIPS + x / TERMS, |sum, i| BIPS.saturating_add(sum.saturating_mul(x) / (i * BIPS)))
}

/// The price of data, which follows what data cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataPricer {
    /// Price of a unit, wei.
    pub price_wei: i128,
    /// What had been collected beyond what was due, wei, after the last report.
    pub surplus_wei: i128,
    /// E: units over which a surplus is to be worked off.
    pub equilibration_units: u64,
    /// Inertia: the larger, the less of E a report counts for.
    pub inertia: u64,
}

impl DataPricer {
    /// Arbitrum One's constants: E = 16 · 10⁷, inertia 10.
    #[must_use]
    pub const fn new(price_wei: i128) -> Self {
        Self { price_wei, surplus_wei: 0, equilibration_units: 160_000_000, inertia: 10 }
    }

    /// A report of `units` sold and of the surplus that is left once cost and rewards are counted: desired = −surplus/E, actual =
    /// (surplus − last surplus)/units, and the price moves by (desired − actual) · units/(E/inertia + units), never below 0.
    pub fn report(&mut self, units: u64, surplus_wei: i128) {
        if units == 0 {
            return;
        }
        let equilibration = i128::from(self.equilibration_units);
        let desired = (-surplus_wei).div_euclid(equilibration);
        let actual = (surplus_wei - self.surplus_wei).div_euclid(i128::from(units));
        let inert = i128::from(self.equilibration_units / self.inertia.max(1));
        let change = ((desired - actual) * i128::from(units)).div_euclid(inert + i128::from(units));
        self.surplus_wei = surplus_wei;
        self.price_wei = (self.price_wei + change).max(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_has_four_powers() {
        assert_eq!(approximate_exp_bips(0), 10_000);
        assert_eq!(approximate_exp_bips(10_000), 27_083, "1 + 1 + 1/2 + 1/6 + 1/24");
        assert_eq!(approximate_exp_bips(20_000), 70_000, "5 % below e²");
        assert!(approximate_exp_bips(u64::MAX) > 0);
    }

    /// At twice the speed limit the backlog grows by a second of gas a second: nothing for 10 s, then the price doubles after
    /// 102 · ln 2 = 70.70 s; the next doubling takes longer than that, for the series falls short.
    #[test]
    fn at_twice_the_speed_limit_the_first_doubling_takes_70_7_seconds() {
        let rule = ARBITRUM_ONE;
        let floor = u128::from(rule.min_base_fee_wei);
        let at = |tenth: u64| rule.base_fee_wei(tenth * rule.speed_limit / 10);
        assert!((0..=100).all(|tenth| at(tenth) == floor), "nothing for ten seconds");
        assert!(at(102) > floor);
        let doubled = (100..2_000).find(|&tenth| at(tenth) >= 2 * floor).expect("it doubles");
        assert!(((doubled - 100) as f64 / 10.0 - 70.7).abs() <= 0.2, "{doubled}");
        assert_eq!(rule.work_off(rule.speed_limit, 2), 0);
    }

    /// Demand G·(p/floor)^−ε rests where it meets the speed limit, p = floor·(G/limit)^{1/ε}: the daily clearing price.
    #[test]
    fn the_backlog_rule_rests_at_the_clearing_price() {
        let rule = ARBITRUM_ONE;
        for (elasticity, multiple) in [(0.5, 1.4f64), (1.0, 2.0), (2.0, 5.0)] {
            let (mut backlog, mut fee, mut sum) = (0u64, f64::from(10_000_000u32), 0.0);
            for second in 0..40_000 {
                let gas = 7e6 * multiple * (fee / 1e7).powf(-elasticity);
                backlog = rule.work_off(backlog + gas as u64, 1);
                fee = rule.base_fee_wei(backlog) as f64;
                sum += if second >= 30_000 { fee } else { 0.0 };
            }
            let rest = 1e7 * multiple.powf(1.0 / elasticity);
            assert!((sum / 10_000.0 / rest - 1.0).abs() < 1e-3, "{} is not {rest}", sum / 10_000.0);
        }
    }

    /// Where a report sells the same units at the same cost, the price rests at cost and reward a unit, and the surplus near nothing.
    #[test]
    fn the_data_price_rests_at_cost_and_reward() {
        let (units, cost_wei) = (2_000_000u64, 40_000_000i128);
        let mut pricer = DataPricer::new(100_000_000);
        let mut surplus = 0;
        for _ in 0..4_000 {
            surplus += (pricer.price_wei - cost_wei - i128::from(REWARD_WEI_PER_UNIT)) * i128::from(units);
            pricer.report(units, surplus);
        }
        assert!((pricer.price_wei - cost_wei - i128::from(REWARD_WEI_PER_UNIT)).abs() <= 2, "{}", pricer.price_wei);
        // A change below one wei is none: up to nine wei a unit of E stay where they are.
        assert!(surplus.abs() <= 10 * 160_000_000, "{surplus}");
        pricer.report(units, i128::from(u64::MAX));
        assert_eq!(pricer.price_wei, 0, "never below 0");
        let before = pricer;
        pricer.report(0, 1);
        assert_eq!(pricer, before);
    }
}
