//! Awareness and visibility: who comes to know of chains on a day, through whom, and which chains people see when they choose.
//!
//! An unaware user becomes aware on a day with probability A = 1 − exp(−h), h = (p + q F)/365 + Σ_x customers_x · rate_x/365, F being the
//! aware share of the group and x the exchanges (Bass 1969, with channels as further hazards), and chooses at once. A share h_s/h of them
//! comes through source s: word of mouth, or an exchange, whose customers see its chain whatever its visibility and pay
//! (1 − relief) · onboarding there.
//!
//! visibility_j = 1 − exp(−(c0 + c1 · share_j + Σ_x→j customers_x · visibility_x)) multiplies the weight of every chain but home.

use crate::model::economy::Economy;
use crate::model::institutions::exchange::Exchange;
use crate::model::math::exp;
use crate::model::units::DAYS_PER_YEAR;

/// A way to awareness on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Source {
    /// Share of the day's newly aware who come through it.
    pub share: f64,
    /// The chain of an exchange, which its customers see and reach with relief; none by word of mouth.
    pub chain: Option<usize>,
    /// Share of that chain's onboarding cost that they are spared.
    pub relief: f64,
    /// Its position among the economy's channels; none by word of mouth.
    pub channel: Option<usize>,
}

/// Awareness of a group on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Awareness {
    /// A: probability that an unaware user becomes aware today.
    pub probability: f64,
    /// Ways to it, word of mouth first; shares sum to 1. Empty where the probability is 0.
    pub sources: Vec<Source>,
}

impl Awareness {
    /// Awareness of the group at position `g`, of whom a share `aware_share` knows already.
    #[must_use]
    pub fn new(economy: &Economy, g: usize, aware_share: f64) -> Self {
        let adoption = &economy.groups[g].adoption;
        let mouth = (adoption.bass_p_per_year + adoption.bass_q_per_year * aware_share) / DAYS_PER_YEAR;
        let hazards =
            economy.channels.iter().enumerate().map(|(i, x)| (x.customers_of(g) * x.awareness_per_year / DAYS_PER_YEAR, Some((i, x))));
        let hazards: Vec<_> = [(mouth, None)].into_iter().chain(hazards).filter(|(hazard, _)| *hazard > 0.0).collect();
        let total: f64 = hazards.iter().map(|(hazard, _)| hazard).sum();
        let source = |(hazard, channel): &(f64, Option<(usize, &Exchange)>)| Source {
            share: hazard / total,
            chain: channel.map(|(_, x)| x.chain.index()),
            relief: channel.map_or(0.0, |(_, x)| x.onboarding_relief),
            channel: channel.map(|(i, _)| i),
        };
        Self { probability: 1.0 - exp(-total), sources: hazards.iter().map(source).collect() }
    }
}

/// Share of the group at position `g` who are aware, with its people at `people`, `[node × place]`.
#[must_use]
pub fn aware_share(economy: &Economy, g: usize, people: &[f64]) -> f64 {
    aware_users(economy, g, people) / economy.groups[g].users
}

/// People of the group at position `g` who are aware: all but those at the place `unaware`, which is exactly all if nobody is there.
#[must_use]
pub fn aware_users(economy: &Economy, g: usize, people: &[f64]) -> f64 {
    let places = economy.places();
    let unaware: f64 = people.iter().skip(places.unaware()).step_by(places.count()).sum();
    (economy.groups[g].users - unaware).max(0.0)
}

/// visibility_gj of every chain to the group at position `g`, in [0, 1], `[chain]`; `shares` are the expected shares of its aware users.
#[must_use]
pub fn visibility(economy: &Economy, g: usize, shares: &[f64]) -> Vec<f64> {
    let adoption = &economy.groups[g].adoption;
    let channel =
        |j: usize| -> f64 { economy.channels.iter().filter(|x| x.chain.index() == j).map(|x| x.customers_of(g) * x.visibility).sum() };
    let of = |(j, share): (usize, &f64)| 1.0 - exp(-(adoption.visibility_base + adoption.visibility_per_share * share + channel(j)));
    shares.iter().enumerate().map(of).collect()
}
