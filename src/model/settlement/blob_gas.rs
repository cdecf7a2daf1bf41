//! Blob gas, block by block, in exact integers: EIP-4844 with the parameters of EIP-7691 and 7892 and the reserve price of EIP-7918.

use ethnum::U256;

use crate::model::math::ln;

/// Blob gas of one blob (EIP-4844).
pub const GAS_PER_BLOB: u64 = 1 << 17;
/// Execution gas that a blob is taken to cost its sender at least (EIP-7918).
pub const BLOB_BASE_COST: u64 = 1 << 13;

/// Parameters of the blob market under one fork.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlobSchedule {
    /// Blobs a block at which the price stays.
    pub target: u64,
    /// Most blobs a block may carry.
    pub max: u64,
    /// Excess blob gas that multiplies the price by e.
    pub update_fraction: u64,
    /// Whether the price is held near a sixteenth of the execution base fee (EIP-7918).
    pub reserve_price: bool,
}

impl BlobSchedule {
    /// Blob gas a block at which the price stays.
    #[must_use]
    pub const fn target_gas(self) -> u64 {
        self.target.saturating_mul(GAS_PER_BLOB)
    }

    /// Price of blob gas, wei, in a block with that excess blob gas: about exp(excess / update_fraction), at least 1.
    /// A price beyond 128 bits reads `u128::MAX`.
    #[must_use]
    pub fn blob_base_fee_wei(self, excess: u64) -> u128 {
        fake_exponential(1, excess, self.update_fraction)
    }

    /// Excess blob gas of a block, from its parent's excess, blob gas used and execution base fee in wei. The schedule is that of
    /// the block, not of its parent.
    ///
    /// Excess grows by gas used beyond the target and falls to no less than 0. Under EIP-7918, while a blob's gas is cheaper than
    /// [`BLOB_BASE_COST`] of execution gas, it only grows: by used · (max − target) / max. Saturates at `u64::MAX`.
    #[must_use]
    pub fn next_excess(self, parent_excess: u64, parent_blob_gas_used: u64, parent_base_fee_wei: u64) -> u64 {
        let sum = parent_excess.saturating_add(parent_blob_gas_used);
        if sum >= self.target_gas() && self.below_reserve(parent_excess, parent_base_fee_wei) {
            return parent_excess.saturating_add(self.reserve_step(parent_blob_gas_used));
        }
        sum.saturating_sub(self.target_gas())
    }

    /// Smallest excess blob gas at which the price is at least `price_wei`; `u64::MAX` if there is none.
    ///
    /// The price never falls with excess, so comparing excess with this answers exactly whether the price has been reached.
    #[must_use]
    pub fn excess_at_price(self, price_wei: u128) -> u64 {
        let reached = |excess: u64| self.blob_base_fee_wei(excess) >= price_wei;
        let guess = (ln(price_wei.max(1) as f64) * self.update_fraction as f64) as u64;
        let (mut low, mut high, mut step) = (guess, guess, 64u64);
        while !reached(high) {
            if high == u64::MAX {
                return high;
            }
            (low, high, step) = (high, high.saturating_add(step), step.saturating_mul(2));
        }
        while low > 0 && reached(low) {
            (high, low, step) = (low, low.saturating_sub(step), step.saturating_mul(2));
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if reached(middle) { high = middle } else { low = middle }
        }
        if reached(low) { low } else { high }
    }

    /// Excess blob gas below which the reserve price of EIP-7918 binds at that execution base fee; 0 where it never does.
    #[must_use]
    pub fn reserve_excess(self, base_fee_wei: u64) -> u64 {
        let price_wei = base_fee_wei.div_ceil(GAS_PER_BLOB / BLOB_BASE_COST);
        if self.reserve_price && price_wei > 1 { self.excess_at_price(u128::from(price_wei)) } else { 0 }
    }

    /// What a block's blob gas adds to excess while the reserve price binds.
    pub(super) fn reserve_step(self, blob_gas_used: u64) -> u64 {
        let share = u128::from(blob_gas_used) * u128::from(self.max.saturating_sub(self.target));
        share.checked_div(u128::from(self.max)).map_or(0, |step| u64::try_from(step).unwrap_or(u64::MAX))
    }

    fn below_reserve(self, parent_excess: u64, base_fee_wei: u64) -> bool {
        let blob = u128::from(GAS_PER_BLOB).saturating_mul(self.blob_base_fee_wei(parent_excess));
        self.reserve_price && u128::from(BLOB_BASE_COST) * u128::from(base_fee_wei) > blob
    }
}

/// factor · e^(numerator/denominator) in the integer arithmetic of EIP-4844: the Taylor series, every term rounded down.
///
/// Where the result exceeds 128 bits, and for a denominator of 0, it is `u128::MAX`.
#[must_use]
pub fn fake_exponential(factor: u64, numerator: u64, denominator: u64) -> u128 {
    narrow_exponential(factor, numerator, denominator).unwrap_or_else(|| wide_exponential(factor, numerator, denominator))
}

/// In 128 bits, which is enough for prices up to about a gwei; `None` where a step overflows.
fn narrow_exponential(factor: u64, numerator: u64, denominator: u64) -> Option<u128> {
    let (numerator, divisor) = (u128::from(numerator), u128::from(denominator));
    let (mut sum, mut term, mut i) = (0u128, u128::from(factor) * divisor, 1u128);
    while term > 0 {
        sum = sum.checked_add(term)?;
        term = quotient(term.checked_mul(numerator)?, divisor.checked_mul(i)?);
        i += 1;
    }
    sum.checked_div(divisor)
}

/// Division that is several times faster when both fit 64 bits, which most terms do.
fn quotient(dividend: u128, divisor: u128) -> u128 {
    match (u64::try_from(dividend), u64::try_from(divisor)) {
        (Ok(a), Ok(b)) => u128::from(a / b),
        _ => dividend / divisor,
    }
}

/// In 256 bits. A step overflows only where a term, and so the result, is beyond 128 bits.
fn wide_exponential(factor: u64, numerator: u64, denominator: u64) -> u128 {
    let (numerator, divisor) = (U256::from(numerator), U256::from(denominator));
    let (mut sum, mut term, mut i) = (U256::ZERO, U256::from(factor) * divisor, U256::ONE);
    while term > U256::ZERO {
        let (Some(next_sum), Some(product)) = (sum.checked_add(term), term.checked_mul(numerator)) else {
            return u128::MAX;
        };
        (sum, term, i) = (next_sum, product / (divisor * i), i + U256::ONE);
    }
    sum.checked_div(divisor).and_then(|price| u128::try_from(price).ok()).unwrap_or(u128::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::settlement::fork::Fork;
    use crate::model::testing::fixed;
    use proptest::prelude::*;

    fn schedules() -> impl Strategy<Value = BlobSchedule> {
        prop::sample::select(Fork::ALL.into_iter().filter_map(Fork::blob_schedule).collect::<Vec<_>>())
    }

    proptest! {
        #![proptest_config(fixed(256))]

        #[test]
        fn the_narrow_and_the_wide_series_agree(factor in 0u64..1_000_000, numerator in 0u64..200_000_000, denominator in 1u64..20_000_000) {
            if let Some(narrow) = narrow_exponential(factor, numerator, denominator) {
                prop_assert_eq!(narrow, wide_exponential(factor, numerator, denominator));
            }
        }

        #[test]
        fn the_price_follows_the_exponential(schedule in schedules(), log_price in 10.0..80.0f64) {
            let excess = (log_price * schedule.update_fraction as f64) as u64;
            let exact = (excess as f64 / schedule.update_fraction as f64).exp();
            let price = schedule.blob_base_fee_wei(excess) as f64;
            prop_assert!((price - exact).abs() <= 1.0 + 1e-4 * exact, "{} is not {}", price, exact);
        }

        #[test]
        fn the_threshold_is_the_first_excess_at_its_price(schedule in schedules(), price in 2u128..1_000_000_000_000) {
            let excess = schedule.excess_at_price(price);
            prop_assert!(schedule.blob_base_fee_wei(excess) >= price);
            prop_assert!(schedule.blob_base_fee_wei(excess - 1) < price);
        }
    }

    #[test]
    fn nothing_panics_at_the_ends_of_the_integers() {
        let schedule = Fork::Bpo2.blob_schedule().unwrap();
        assert_eq!(schedule.blob_base_fee_wei(u64::MAX), u128::MAX);
        assert_eq!(schedule.next_excess(u64::MAX, u64::MAX, u64::MAX), u64::MAX - schedule.target_gas());
        assert_eq!(fake_exponential(u64::MAX, u64::MAX, 1), u128::MAX);
        assert_eq!(fake_exponential(1, 1, 0), u128::MAX);
        assert_eq!(schedule.excess_at_price(1), 0);
        assert_eq!(schedule.blob_base_fee_wei(schedule.excess_at_price(u128::MAX)), u128::MAX);
        let empty = BlobSchedule { target: 0, max: 0, update_fraction: 0, reserve_price: true };
        assert_eq!(empty.next_excess(5, 0, u64::MAX), 5);
    }
}
