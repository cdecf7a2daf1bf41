//! Tokens of chains on their way: points before the launch, the airdrop, emissions, value.

use crate::model::institutions::token::{Token, dilution_usd};
use crate::model::supply::operator::ChainAccount;
use crate::model::units::{DAYS_PER_YEAR, MicroUsd, daily_weight};

/// A token on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TokenDay {
    /// Tokens there are; 0 before launch.
    pub supply: f64,
    /// Market value, USD; 0 before launch and when the chain has closed.
    pub value_usd: f64,
    /// Points held by all users, USD of activity.
    pub points: f64,
    /// What the airdrop gave away today.
    pub airdropped: MicroUsd,
    /// What emissions of today are worth.
    pub emitted: MicroUsd,
}

/// One token's course.
#[derive(Clone, Debug)]
pub(super) struct TokenState {
    /// Points held, USD of activity, `[group]`.
    pub(super) points: Vec<f64>,
    /// Tokens there are.
    pub(super) supply: f64,
    /// Net revenue of its chain, USD a year; none before the first day of the chain.
    net_revenue_usd_per_year: Option<f64>,
    /// What today shows.
    pub(super) today: TokenDay,
}

impl TokenState {
    /// On the eve of day 0.
    pub(super) fn open(token: &Token, groups: usize) -> Self {
        Self { points: vec![0.0; groups], supply: token.supply, net_revenue_usd_per_year: None, today: TokenDay::default() }
    }

    /// What the market pays for all of it on `day`; before launch what it would pay then by what is known, USD.
    pub(super) fn value_usd(&self, token: &Token, day: u32) -> f64 {
        token.value_usd(day.saturating_sub(token.launch_day), self.net_revenue_usd_per_year.unwrap_or(0.0))
    }

    /// What the airdrop is worth if the token were launched on `day`, USD.
    pub(super) fn airdrop_usd(&self, token: &Token, day: u32) -> f64 {
        self.value_usd(token, day) * token.airdrop_share
    }

    /// What tokens minted on `day` are worth, USD.
    pub(super) fn emission_usd(&self, token: &Token, day: u32) -> f64 {
        if day < token.launch_day { 0.0 } else { dilution_usd(self.value_usd(token, day), self.supply, token.minted(self.supply)) }
    }

    /// Lets the supply grow by what is minted a day.
    pub(super) fn mint(&mut self, token: &Token) {
        self.supply += token.minted(self.supply);
    }

    /// Learns from the day's accounts of its chain what it earns net of data and settlement.
    pub(super) fn learn(&mut self, token: &Token, account: &ChainAccount) {
        let day = (account.revenue - account.data - account.settlement).usd() * DAYS_PER_YEAR;
        let before = self.net_revenue_usd_per_year.unwrap_or(day);
        self.net_revenue_usd_per_year = Some(before + daily_weight(token.revenue_half_life_days) * (day - before));
    }
}
