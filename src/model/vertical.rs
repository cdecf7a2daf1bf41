//! A vertical: a use of chains, with what it needs and what one of its transactions takes.

pub mod apps;
pub mod load_profile;
pub mod swing;

use crate::model::math::{ln, ln_1p, pow};
pub use apps::AppMarket;
pub use load_profile::LoadProfile;

/// A use of chains (trading, payments, games, …).
#[derive(Clone, Debug, PartialEq)]
pub struct Vertical {
    /// Name, unique among verticals.
    pub name: String,
    /// need_vc: weight of each capability, in capability order; sums to 1 (or all 0: fits everywhere).
    pub needs: Vec<f64>,
    /// gas_v: execution gas of one transaction.
    pub gas_per_tx: f64,
    /// bytes_v: bytes one transaction adds to the chain's data layer, after compression.
    pub bytes_per_tx: f64,
    /// fee_ref_v: fee at which demand begins to bend, USD per transaction.
    pub fee_ref_usd: f64,
    /// ε_v: elasticity of transactions with respect to 1 + fee/fee_ref.
    pub fee_elasticity: f64,
    /// Value that one transaction moves, USD: what it adds to liquidity.
    pub tx_value_usd: f64,
    /// η_v: strength of the network effect, as a share of benefit per unit of ln(1 + liquidity/reference).
    pub network_strength: f64,
    /// L_ref_v: liquidity at which the network effect begins, USD of activity a day.
    pub liquidity_ref_usd_per_day: f64,
    /// x_v: what ordering a transaction is worth to those who order it, USD; taken from its user.
    pub ordering_value_usd: f64,
    /// How demand is spread over a day and swings between days.
    pub load: LoadProfile,
    /// The market for its apps.
    pub apps: AppMarket,
}

impl Vertical {
    /// Transactions at fee `fee_usd` over transactions at no fee: (1 + fee/fee_ref)^−ε.
    #[must_use]
    pub fn demand_share(&self, fee_usd: f64) -> f64 {
        if self.fee_elasticity == 0.0 { 1.0 } else { pow(1.0 + fee_usd / self.fee_ref_usd, -self.fee_elasticity) }
    }

    /// What fees take from a user who would make one transaction at no fee, USD: the integral of [`Self::demand_share`]
    /// from 0 to `fee_usd`, fee_ref · [(1 + fee/fee_ref)^(1−ε) − 1]/(1 − ε), or its limit fee_ref · ln(1 + fee/fee_ref) at ε = 1.
    ///
    /// Its derivative is the demand share (Roy's identity), so welfare and bills agree.
    #[must_use]
    pub fn fee_burden_usd(&self, fee_usd: f64) -> f64 {
        let relative = fee_usd / self.fee_ref_usd;
        let bend = 1.0 - self.fee_elasticity;
        if self.fee_elasticity == 0.0 {
            fee_usd
        } else if bend.abs() < 1e-9 {
            self.fee_ref_usd * ln_1p(relative)
        } else {
            self.fee_ref_usd * (pow(1.0 + relative, bend) - 1.0) / bend
        }
    }

    /// Network term at `depth_usd` of reachable activity a day: η ln(1 + depth/reference).
    #[must_use]
    pub fn network_term(&self, depth_usd: f64) -> f64 {
        if self.network_strength == 0.0 { 0.0 } else { self.network_strength * ln(1.0 + depth_usd / self.liquidity_ref_usd_per_day) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vertical(fee_elasticity: f64) -> Vertical {
        Vertical {
            name: "swaps".into(),
            needs: vec![],
            gas_per_tx: 1e5,
            bytes_per_tx: 150.0,
            fee_ref_usd: 0.05,
            fee_elasticity,
            tx_value_usd: 100.0,
            network_strength: 0.2,
            liquidity_ref_usd_per_day: 1e6,
            ordering_value_usd: 0.0,
            load: LoadProfile::default(),
            apps: AppMarket::default(),
        }
    }

    #[test]
    fn burden_is_the_integral_of_demand() {
        for elasticity in [0.0, 0.4, 1.0, 1.7] {
            let v = vertical(elasticity);
            for fee in [0.001, 0.05, 2.0] {
                let h = fee * 1e-5;
                let slope = (v.fee_burden_usd(fee + h) - v.fee_burden_usd(fee - h)) / (2.0 * h);
                assert!((slope / v.demand_share(fee) - 1.0).abs() < 1e-6, "ε {elasticity} fee {fee}: {slope}");
            }
        }
    }

    #[test]
    fn the_log_form_is_the_limit_at_elasticity_one() {
        let (log, near) = (vertical(1.0), vertical(1.0 + 1e-6));
        assert!((log.fee_burden_usd(0.3) / near.fee_burden_usd(0.3) - 1.0).abs() < 1e-5);
    }
}
