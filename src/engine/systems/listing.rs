//! Which chains exchanges have dropped, day by day.
//!
//! A chain draws every day, dropped or not, whatever its levels: variants that differ in them face the same supervisors.

use crate::engine::observer::SystemsDay;
use crate::engine::streams::{Purpose, uniform};
use crate::engine::systems::{Morning, System};
use crate::model::economy::Economy;
use crate::model::institutions::listing::{Listing, delisting_per_year, delisting_probability};
use crate::model::standing::Standing;

/// Listings of all chains.
#[derive(Clone, Debug)]
pub(crate) struct Listings {
    terms: Listing,
    /// Days until a chain is listed again; 0: it is, `[chain]`.
    days_off: Vec<u32>,
}

impl Listings {
    /// On the eve of day 0 all are listed.
    #[must_use]
    pub(crate) fn open(economy: &Economy) -> Self {
        Self { terms: economy.systems.listing, days_off: vec![0; economy.chains.len()] }
    }
}

impl System for Listings {
    fn dawn(&mut self, morning: &Morning<'_>) -> bool {
        let economy = morning.economy;
        let mut changed = std::mem::replace(&mut self.terms, economy.systems.listing) != economy.systems.listing;
        for (k, days) in self.days_off.iter_mut().enumerate() {
            let hazard = delisting_per_year(&economy.capabilities, &economy.levels[k]);
            let dropped = hazard > 0.0
                && morning.is_live(k)
                && uniform(&mut morning.streams.of(Purpose::Listing, &economy.chains[k].name, morning.day, 0))
                    < delisting_probability(hazard);
            let was_off = *days > 0;
            *days = days.saturating_sub(1);
            if dropped && *days == 0 {
                *days = self.terms.days;
            }
            changed |= was_off != (*days > 0);
        }
        changed
    }

    fn stand(&self, standing: &mut Standing) {
        for (k, _) in self.days_off.iter().enumerate().filter(|(_, days)| **days > 0) {
            standing.delisted[k] = true;
            standing.friction_usd_per_month[k] += self.terms.friction_usd_per_month;
        }
    }

    fn show(&self, today: &mut SystemsDay) {
        today.delisted = self.days_off.iter().map(|days| *days > 0).collect();
    }
}
