//! What an OP-Stack chain charges its users beyond execution: the data fee of Ecotone and Fjord and the operator fee, in exact integers.
//!
//! Source: ethereum-optimism/specs, `protocol/{ecotone,fjord,isthmus,jovian}/exec-engine.md`.

use ethnum::U256;

/// Smallest size of a transaction that Fjord charges for, bytes.
pub const FJORD_MIN_BYTES: u64 = 100;
/// Intercept of Fjord's estimate of the compressed size, millionths of a byte.
const FJORD_INTERCEPT: i128 = -42_585_600;
/// Slope of Fjord's estimate in the FastLZ length, millionths of a byte.
const FJORD_SLOPE: i128 = 836_500;
/// Unit of the scalars.
const MILLION: f64 = 1e6;
/// Blob scalar that charges a byte its part of a full blob of 130,044 usable bytes: 10⁶ · 131,072/130,044.
pub const FULL_BLOB_SCALAR: u64 = 1_007_905;
/// Base-fee scalar that charges a byte its part of the 21,000 gas of a post of six full blobs: 10⁶ · 21,000/(16 · 6 · 130,044).
pub const SIX_BLOBS_BASE_SCALAR: u64 = 1_682;

/// Scalars of a chain's system configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpFee {
    /// Weight of Ethereum's base fee, millionths.
    pub base_fee_scalar: u64,
    /// Weight of the blob base fee, millionths.
    pub blob_base_fee_scalar: u64,
    /// Isthmus: wei a million gas.
    pub operator_fee_scalar: u64,
    /// Isthmus: wei a transaction.
    pub operator_fee_constant_wei: u64,
}

impl Default for OpFee {
    /// Scalars that recover the cost of full blobs, posted six at a time by a plain transaction; no operator fee.
    fn default() -> Self {
        let (base_fee_scalar, blob_base_fee_scalar) = (SIX_BLOBS_BASE_SCALAR, FULL_BLOB_SCALAR);
        Self { base_fee_scalar, blob_base_fee_scalar, operator_fee_scalar: 0, operator_fee_constant_wei: 0 }
    }
}

impl OpFee {
    /// 16 · base fee · base_fee_scalar + blob base fee · blob_base_fee_scalar.
    fn weighted_price(&self, base_fee_wei: u64, blob_fee_wei: u128) -> U256 {
        U256::from(16u64) * U256::from(base_fee_wei) * U256::from(self.base_fee_scalar)
            + U256::from(blob_fee_wei) * U256::from(self.blob_base_fee_scalar)
    }

    /// Ecotone's data fee, wei: calldata gas · weighted price / (16 · 10⁶), with calldata gas 4 a zero byte and 16 any other.
    #[must_use]
    pub fn ecotone_wei(&self, zeroes: u64, others: u64, base_fee_wei: u64, blob_fee_wei: u128) -> u128 {
        let gas = U256::from(4 * u128::from(zeroes) + 16 * u128::from(others));
        narrow(gas * self.weighted_price(base_fee_wei, blob_fee_wei) / U256::from(16_000_000u64))
    }

    /// Fjord's data fee, wei: max(100 · 10⁶, −42,585,600 + 836,500 · FastLZ length) · weighted price / 10¹².
    #[must_use]
    pub fn fjord_wei(&self, fastlz_bytes: u64, base_fee_wei: u64, blob_fee_wei: u128) -> u128 {
        let size = (FJORD_INTERCEPT + FJORD_SLOPE * i128::from(fastlz_bytes)).max(i128::from(FJORD_MIN_BYTES) * 1_000_000);
        self.fjord_of_size_wei(size.unsigned_abs(), base_fee_wei, blob_fee_wei)
    }

    /// Fjord's data fee, wei, for a compressed size in millionths of a byte that is known.
    #[must_use]
    pub fn fjord_of_size_wei(&self, millionths: u128, base_fee_wei: u64, blob_fee_wei: u128) -> u128 {
        let size = U256::from(millionths.max(u128::from(FJORD_MIN_BYTES) * 1_000_000));
        narrow(size * self.weighted_price(base_fee_wei, blob_fee_wei) / U256::from(1_000_000_000_000u64))
    }

    /// Isthmus' operator fee, wei: gas · scalar / 10⁶ + constant.
    #[must_use]
    pub fn isthmus_operator_wei(&self, gas: u64) -> u128 {
        u128::from(gas) * u128::from(self.operator_fee_scalar) / 1_000_000 + u128::from(self.operator_fee_constant_wei)
    }

    /// Jovian's operator fee, wei: gas · scalar · 100 + constant.
    #[must_use]
    pub fn jovian_operator_wei(&self, gas: u64) -> u128 {
        u128::from(gas) * u128::from(self.operator_fee_scalar) * 100 + u128::from(self.operator_fee_constant_wei)
    }

    /// Price of a byte under Fjord, gwei, without rounding: what [`Self::fjord_of_size_wei`] charges a byte of a size above the smallest.
    #[must_use]
    pub fn gwei_per_byte(&self, base_fee_gwei: f64, blob_price_gwei: f64) -> f64 {
        (16.0 * base_fee_gwei * self.base_fee_scalar as f64 + blob_price_gwei * self.blob_base_fee_scalar as f64) / MILLION
    }

    /// Isthmus' operator fee of a transaction, gwei, without rounding.
    #[must_use]
    pub fn operator_gwei(&self, gas: f64) -> f64 {
        (gas * self.operator_fee_scalar as f64 / MILLION + self.operator_fee_constant_wei as f64) / 1e9
    }
}

fn narrow(wei: U256) -> u128 {
    u128::try_from(wei).unwrap_or(u128::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ethereum-optimism/op-geth `core/types/rollup_cost_test.go`: base fee 1e9, blob base fee 1e7, scalars 2 and 3, 480 calldata gas,
    /// FastLZ length 31. Fjord with the specification's smallest size of 100 bytes.
    #[test]
    fn op_geth_vectors() {
        let fee = OpFee { base_fee_scalar: 2, blob_base_fee_scalar: 3, operator_fee_scalar: 1_439_103_868, operator_fee_constant_wei: 7 };
        assert_eq!(fee.ecotone_wei(0, 30, 1_000_000_000, 10_000_000), 960_900);
        assert_eq!(fee.fjord_wei(31, 1_000_000_000, 10_000_000), 3_203_000);
        // The older smallest size of 71 bytes gives 2,274,130.
        assert_eq!(71_000_000 * fee.weighted_price(1_000_000_000, 10_000_000).as_u128() / 1_000_000_000_000, 2_274_130);
        assert_eq!(fee.isthmus_operator_wei(1_618), 2_328_470 + 7);
        assert_eq!(fee.jovian_operator_wei(1_618), 1_618 * 1_439_103_868 * 100 + 7);
    }

    #[test]
    fn beyond_the_smallest_size_fjord_is_linear_in_the_compressed_length() {
        let fee = OpFee::default();
        assert_eq!(fee.fjord_wei(170, 1, 0), fee.fjord_wei(0, 1, 0), "(100 + 42.5856)/0.8365 = 170.46");
        // A sample call compresses to 202 bytes: 126.3874 bytes estimated.
        assert_eq!(fee.fjord_wei(202, 1_000_000_000, 1), fee.fjord_of_size_wei(126_387_400, 1_000_000_000, 1));
        assert_eq!(fee.ecotone_wei(u64::MAX, u64::MAX, u64::MAX, u128::MAX), u128::MAX, "no overflow");
    }

    /// At steady prices the fee per byte is the rate that the model charges, and with the scalars by default it is the cost of full blobs.
    #[test]
    fn it_rests_at_the_rate_of_the_daily_model() {
        let fee = OpFee::default();
        let exact = fee.fjord_of_size_wei(250_000_000, 3_000_000_000, 2_000_000_000) as f64 / 250e9;
        assert!((fee.gwei_per_byte(3.0, 2.0) / exact - 1.0).abs() < 1e-9);
        let cost = 131_072.0 / 130_044.0 * 2.0 + 21_000.0 * 3.0 / (6.0 * 130_044.0);
        assert!((fee.gwei_per_byte(3.0, 2.0) / cost - 1.0).abs() < 1e-4);
        let fee = OpFee { operator_fee_scalar: 12_345_678, operator_fee_constant_wei: 99, ..fee };
        assert!((fee.operator_gwei(21_000.0) * 1e9 - fee.isthmus_operator_wei(21_000) as f64).abs() < 1.0);
    }
}
