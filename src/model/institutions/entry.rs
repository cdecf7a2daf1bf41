//! Founders: who opens a chain, of what kind, and when it pays.
//!
//! Founders look at every niche, a niche being one vertical or all of them, and open a chain in the one that promises most, if what it
//! promises pays the launch within `payback_years`. With logit demand of scale μ for L users, no outside option, prices by best response and
//! a fixed cost F, entry goes on until N* = 1 + μL/F (Anderson, de Palma, Thisse 1992, ch. 7).

/// What founders do. By default they look and do not enter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Whether they enter.
    pub founders: bool,
    /// Days between two looks.
    pub review_days: u32,
    /// Most chains that somebody operates at a time; wishes beyond it are counted.
    pub max_chains: usize,
    /// What it costs to open a chain, USD.
    pub launch_cost_usd: f64,
    /// Days from the decision to the opening, at least 1.
    pub build_days: u32,
    /// Years within which profit has to pay the launch.
    pub payback_years: f64,
    /// Share of its focus that a newcomer for one vertical gives it; the others share the rest evenly.
    pub focus_share: f64,
}

impl Default for Entry {
    fn default() -> Self {
        Self {
            founders: false,
            review_days: 90,
            max_chains: 64,
            launch_cost_usd: 0.0,
            build_days: 30,
            payback_years: 3.0,
            focus_share: 0.86,
        }
    }
}

/// What a newcomer would be for: the vertical at a position, or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Niche {
    /// All verticals alike.
    General,
    /// One vertical.
    Vertical(usize),
}

impl Niche {
    /// All niches where there are so many verticals: general first. With one vertical there is one niche.
    pub fn all(verticals: usize) -> impl Iterator<Item = Self> {
        let each = if verticals > 1 { 0..verticals } else { 0..0 };
        std::iter::once(Self::General).chain(each.map(Self::Vertical))
    }

    /// Focus of a newcomer for this niche, shares over so many verticals.
    #[must_use]
    pub fn focus(self, verticals: usize, share: f64) -> Vec<f64> {
        let even = 1.0 / verticals as f64;
        match self {
            Self::General => vec![even; verticals],
            Self::Vertical(v) => {
                let rest = (1.0 - share) / (verticals - 1) as f64;
                (0..verticals).map(|other| if other == v { share } else { rest }).collect()
            }
        }
    }
}

impl Entry {
    /// Whether a look is due in the evening of `day`, counted from 0.
    #[must_use]
    pub fn is_due(&self, day: u32) -> bool {
        (day + 1).is_multiple_of(self.review_days)
    }

    /// Years in which a profit pays the launch; none if it never does.
    #[must_use]
    pub fn payback_years(&self, profit_usd_per_year: f64) -> Option<f64> {
        (profit_usd_per_year > 0.0).then(|| self.launch_cost_usd / profit_usd_per_year)
    }

    /// Whether a profit is worth entering for.
    #[must_use]
    pub fn pays(&self, profit_usd_per_year: f64) -> bool {
        self.payback_years(profit_usd_per_year).is_some_and(|years| years <= self.payback_years)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::supply::capability::{VERTICAL_FROM, specialization_index};

    #[test]
    fn a_newcomer_for_one_vertical_is_vertical_and_one_for_all_is_not() {
        let focus = Niche::Vertical(1).focus(8, 0.86);
        assert!((focus.iter().sum::<f64>() - 1.0).abs() < 1e-12 && focus[1] == 0.86 && (focus[0] - 0.02).abs() < 1e-12);
        assert!(specialization_index(&focus) >= VERTICAL_FROM && specialization_index(&Niche::General.focus(8, 0.86)) < VERTICAL_FROM);
        assert_eq!((Niche::all(1).count(), Niche::all(3).count()), (1, 4));
    }

    #[test]
    fn a_launch_has_to_pay_in_time() {
        let entry = Entry { launch_cost_usd: 3e6, payback_years: 3.0, ..Entry::default() };
        assert!(entry.pays(1e6) && !entry.pays(0.99e6) && !entry.pays(-1.0));
        assert!(!Entry::default().pays(0.0), "no profit is no reason");
    }
}
