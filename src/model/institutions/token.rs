//! A chain's token: what it is worth, what its airdrop gives away, and how emissions dilute those who hold it.
//!
//! Market value = max(0, speculative · 2^(−age/h) + multiple · net revenue a year). The price is value over supply; a token minted lowers it,
//! so that holders pay what those who receive it get: value · minted / (supply + minted).

use crate::model::id::ChainId;
use crate::model::math::pow;
use crate::model::units::DAYS_PER_YEAR;

/// A token of a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Name, unique among tokens.
    pub name: String,
    /// Its chain.
    pub chain: ChainId,
    /// First day on which activity on the chain earns points.
    pub points_from_day: u32,
    /// Day of the airdrop; emissions begin with it, points end before it.
    pub launch_day: u32,
    /// Tokens at launch.
    pub supply: f64,
    /// Share of the supply at launch that is given to those who hold points, in [0, 1].
    pub airdrop_share: f64,
    /// Tokens minted a year for users of the chain, as a share of supply.
    pub emissions_share_per_year: f64,
    /// What the market pays for it at launch beside revenue, USD.
    pub speculative_value_usd: f64,
    /// Half-life of that, days.
    pub speculative_half_life_days: f64,
    /// Years of net revenue that the market pays.
    pub revenue_multiple: f64,
    /// Half-life of the average of net revenue, days.
    pub revenue_half_life_days: f64,
}

impl Token {
    /// Market value `age_days` days after launch, USD: max(0, speculative · 2^(−age/h) + multiple · `net_revenue_usd_per_year`).
    #[must_use]
    pub fn value_usd(&self, age_days: u32, net_revenue_usd_per_year: f64) -> f64 {
        let left = pow(2.0, -f64::from(age_days) / self.speculative_half_life_days);
        (self.speculative_value_usd * left + self.revenue_multiple * net_revenue_usd_per_year).max(0.0)
    }

    /// Tokens minted on a day, where `supply` are there.
    #[must_use]
    pub fn minted(&self, supply: f64) -> f64 {
        supply * self.emissions_share_per_year / DAYS_PER_YEAR
    }

    /// Whether activity earns points on `day`.
    #[must_use]
    pub fn gives_points_on(&self, day: u32) -> bool {
        (self.points_from_day..self.launch_day).contains(&day)
    }
}

/// What holders of `supply` tokens worth `value_usd` lose, and those who receive `minted` new ones get: value · minted / (supply + minted).
#[must_use]
pub fn dilution_usd(value_usd: f64, supply: f64, minted: f64) -> f64 {
    value_usd * minted / (supply + minted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> Token {
        Token {
            name: "coin".into(),
            chain: ChainId::at(0),
            points_from_day: 10,
            launch_day: 20,
            supply: 1e9,
            airdrop_share: 0.1,
            emissions_share_per_year: 0.0365,
            speculative_value_usd: 8e8,
            speculative_half_life_days: 50.0,
            revenue_multiple: 20.0,
            revenue_half_life_days: 90.0,
        }
    }

    /// After one half-life 400 million are left of 800; 10 million of revenue a year are worth 200; a loss of 100 million leaves nothing.
    #[test]
    fn value_is_speculation_that_fades_and_revenue_that_stays() {
        assert_eq!(token().value_usd(0, 0.0), 8e8);
        assert!((token().value_usd(50, 1e7) - 6e8).abs() < 1e-3);
        assert_eq!(token().value_usd(50, -1e8), 0.0);
    }

    /// Before minting holders own all; afterwards supply/(supply + minted) of the same value. What they lose is what others receive.
    #[test]
    fn dilution_is_what_holders_lose() {
        let (value, supply) = (3e8, 1e9);
        let minted = token().minted(supply);
        assert!((minted - 1e5).abs() < 1e-6);
        let (lost, kept) = (dilution_usd(value, supply, minted), value * supply / (supply + minted));
        assert!((value - kept - lost).abs() < 1e-6);
        assert!((lost - minted * value / (supply + minted)).abs() < 1e-6, "and it is worth the price after minting");
    }

    #[test]
    fn points_end_before_the_launch() {
        assert_eq!([9, 10, 19, 20].map(|day| token().gives_points_on(day)), [false, true, true, false]);
    }
}
