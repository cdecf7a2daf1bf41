//! A chain's life: when it opens, how long it may lose money, and what its end costs those who keep assets there.

/// What a scenario says about a chain's beginning and end. By default a chain is there from the first day and never ends.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Life {
    /// First day on which it is open, counted from 0.
    pub launch_day: u32,
    /// Days in a row that its treasury may be below zero; at the end of the last one the chain is given up. `None`: never.
    pub grace_days: Option<u32>,
    /// Share of the assets located on it that is lost when it ends, 0 to 1: what cannot be withdrawn in time.
    pub stranded_share: f64,
    /// Whether it is a place for a chain that founders may open, and with which others it shares the room for them.
    pub slot: Option<Slot>,
}

/// A place for a newcomer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Number of the blueprint that it is a copy of.
    pub blueprint: u16,
    /// Most copies of that blueprint that are open at a time.
    pub most: u16,
}

impl Slot {
    /// Name of place `number` of a blueprint, from 1.
    #[must_use]
    pub fn name_of(blueprint: &str, number: usize) -> String {
        format!("{blueprint}-{number}")
    }

    /// Blueprint and number in the name of a place; none if it is not the name of one.
    #[must_use]
    pub fn parts(name: &str) -> Option<(&str, usize)> {
        let (blueprint, number) = name.rsplit_once('-')?;
        Some((blueprint, number.parse().ok()?))
    }

    /// Name of a chain that took a place after `past_lives` others: `new-3.2` after one; the place's own if it is the first.
    #[must_use]
    pub fn name_of_life(place: &str, past_lives: u32) -> String {
        if past_lives == 0 { place.to_owned() } else { format!("{place}.{}", past_lives + 1) }
    }

    /// Name of the place where a chain lives or lived: `new-3` of `new-3.2`, and any other name as it is. Names of scenarios hold no dot.
    #[must_use]
    pub fn place_of(chain: &str) -> &str {
        chain.split_once('.').map_or(chain, |(place, _)| place)
    }
}

impl Life {
    /// Whether a chain whose treasury was below zero on the last `days_below_zero` days is given up.
    #[must_use]
    pub fn is_over(&self, days_below_zero: u32) -> bool {
        self.grace_days.is_some_and(|grace| days_below_zero >= grace)
    }
}

/// Where a chain is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// A place for a newcomer, never taken.
    Vacant,
    /// Not open yet.
    Coming,
    /// Open.
    #[default]
    Live,
    /// Ended.
    Closed,
}

impl Status {
    /// Name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vacant => "vacant",
            Self::Coming => "coming",
            Self::Live => "live",
            Self::Closed => "closed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grace_is_a_number_of_days_and_none_is_for_ever() {
        let life = Life { grace_days: Some(3), ..Life::default() };
        assert!(!life.is_over(2) && life.is_over(3) && life.is_over(4));
        assert!(!Life::default().is_over(u32::MAX));
    }

    #[test]
    fn a_place_is_found_by_whoever_lives_there() {
        let place = Slot::name_of("new", 3);
        assert_eq!([0, 1, 2].map(|past| Slot::name_of_life(&place, past)), ["new-3", "new-3.2", "new-3.3"]);
        assert!([0, 1, 9].iter().all(|past| Slot::place_of(&Slot::name_of_life(&place, *past)) == "new-3"));
        assert_eq!((Slot::parts(&place), Slot::parts("base")), (Some(("new", 3)), None));
    }
}
