//! App variety: how many apps a chain offers for a use, as a state that follows what apps earn there.
//!
//! The plan's law Δ ln a = ψ (A*/a − 1), with A* = (take · activity + grants)/cost, is the linear relaxation da/dt = ψ (A* − a).
//! It is stepped exactly, a ← a + (1 − e^{−ψ'}) (A* − a). It starts from nothing by itself, so it needs no seed: the seed of the
//! plan is left out.

use crate::model::math::{exp, ln_1p};

/// The market for apps of one vertical.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AppMarket {
    /// χ_v: strength of app variety, as a share of benefit per unit of ln(1 + apps/reference); 0 turns it off.
    pub variety_strength: f64,
    /// apps_ref_v: apps at which variety begins to count.
    pub apps_ref: f64,
    /// take_v: share of the value of activity that apps earn from users.
    pub app_take: f64,
    /// cost_v: what running one app costs, USD a day; above 0.
    pub app_cost_usd_per_day: f64,
    /// ψ_v: speed at which apps adjust, per day.
    pub app_adjustment: f64,
    /// What bringing one app to a chain costs, USD, once.
    pub porting_cost_usd: f64,
}

impl Default for AppMarket {
    fn default() -> Self {
        Self {
            variety_strength: 0.0,
            apps_ref: 100.0,
            app_take: 0.0,
            app_cost_usd_per_day: 100.0,
            app_adjustment: 0.01,
            porting_cost_usd: 0.0,
        }
    }
}

/// Apps' flows and count on one chain in one day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AppDay {
    /// Apps after the step.
    pub apps: f64,
    /// What running the day's apps and bringing the new ones cost, USD; goes outside the model.
    pub costs_usd: f64,
}

impl AppMarket {
    /// Variety term at `reachable` apps: χ ln(1 + reachable/reference).
    #[must_use]
    pub fn variety_term(&self, reachable: f64) -> f64 {
        if self.variety_strength == 0.0 { 0.0 } else { self.variety_strength * ln_1p(reachable / self.apps_ref) }
    }

    /// A*: the number of apps whose running costs income just pays, (take · activity + grants)/cost.
    #[must_use]
    pub fn rest(&self, activity_usd_per_day: f64, grants_usd_per_day: f64) -> f64 {
        (self.app_take * activity_usd_per_day + grants_usd_per_day) / self.app_cost_usd_per_day
    }

    /// ψ': the speed of adjustment per day, ψ for exit and ψ/(1 + ψ · porting/cost) for entry.
    ///
    /// Excess profit of `apps` apps is cost · (A* − apps) a day. Entrants answer, at speed ψ, what is left of it after they paid for
    /// coming: n = ψ (cost · (A* − apps) − porting · n)/cost, so n = ψ/(1 + ψ · porting/cost) · (A* − apps). Porting slows entry,
    /// and does not move the rest, where nobody enters.
    #[must_use]
    pub fn speed(&self, growing: bool) -> f64 {
        let drag = if growing { self.app_adjustment * self.porting_cost_usd / self.app_cost_usd_per_day } else { 0.0 };
        self.app_adjustment / (1.0 + drag)
    }

    /// One day of `apps` apps whose rest is `rest`; the result lies between the two, so it is never negative.
    #[must_use]
    pub fn step(&self, apps: f64, rest: f64) -> AppDay {
        let next = apps + (1.0 - exp(-self.speed(rest > apps))) * (rest - apps);
        AppDay { apps: next, costs_usd: self.app_cost_usd_per_day * next + self.porting_cost_usd * (next - apps).max(0.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn market(porting_cost_usd: f64) -> AppMarket {
        AppMarket { variety_strength: 0.3, app_take: 0.002, app_adjustment: 0.05, porting_cost_usd, ..AppMarket::default() }
    }

    #[test]
    fn a_path_is_the_exponential_to_its_rest() {
        let market = market(0.0);
        let rest = market.rest(1e6, 500.0);
        assert!((rest - 25.0).abs() < 1e-12, "(0.002 · 1e6 + 500)/100");
        for start in [0.0, 10.0, 80.0] {
            let mut apps = start;
            for _ in 0..40 {
                apps = market.step(apps, rest).apps;
            }
            let exact = rest + (start - rest) * exp(-0.05 * 40.0);
            assert!((apps - exact).abs() < 1e-9, "from {start}: {apps}, exactly {exact}");
        }
    }

    #[test]
    fn porting_slows_entry_and_neither_exit_nor_rest() {
        let (free, dear) = (market(0.0), market(4000.0));
        assert!((dear.speed(true) - 0.05 / 3.0).abs() < 1e-15, "drag 0.05 · 4000/100 = 2");
        assert!(dear.step(5.0, 25.0).apps < free.step(5.0, 25.0).apps);
        assert_eq!(dear.step(50.0, 25.0).apps, free.step(50.0, 25.0).apps);
        assert_eq!(dear.step(25.0, 25.0).apps, 25.0);
    }

    #[test]
    fn costs_are_those_of_running_and_of_coming() {
        let day = market(4000.0).step(5.0, 25.0);
        assert!((day.costs_usd - (100.0 * day.apps + 4000.0 * (day.apps - 5.0))).abs() < 1e-9);
        assert_eq!(market(4000.0).step(50.0, 25.0).costs_usd, 100.0 * market(0.0).step(50.0, 25.0).apps, "leaving is free");
    }

    #[test]
    fn extreme_speeds_never_make_apps_negative() {
        let market = AppMarket { app_adjustment: 1e6, ..AppMarket::default() };
        assert_eq!(market.step(1e9, 0.0).apps, 0.0);
    }

    #[test]
    fn variety_is_neutral_by_default() {
        assert_eq!(AppMarket::default().variety_term(1e9), 0.0);
        assert!((market(0.0).variety_term(100.0) - 0.3 * 2f64.ln()).abs() < 1e-15);
    }
}
