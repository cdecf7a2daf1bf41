//! Membership of a stack as a decision: what it costs a chain against what it brings.
//!
//! A member looks back on every `review_days` days. It paid its stack what it paid; it got the grants that the stack's fund gave to apps on
//! it, what posting together saved it, and was spared software of its own. It leaves if it paid more than `exit_ratio` times that. What
//! membership is worth beyond money (links to the other members, a name) is in no account: a ratio above 1 stands for it.

/// What a chain does about its membership of a stack; by default it stays for ever, and would need no software of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Membership {
    /// Days between two reviews; none: it never asks.
    pub review_days: Option<u32>,
    /// Most that it pays for a dollar's worth of what it gets.
    pub exit_ratio: f64,
    /// First day on which it is on its own, whatever reviews say; none: no such plan.
    pub leaves_on: Option<u32>,
    /// What software of its own costs it once it has left, USD a year.
    pub own_stack_usd_per_year: f64,
}

impl Default for Membership {
    fn default() -> Self {
        Self { review_days: None, exit_ratio: 1.0, leaves_on: None, own_stack_usd_per_year: 0.0 }
    }
}

/// A member's dealings with its stack since the last review, USD.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dealings {
    /// Days.
    pub days: u32,
    /// Paid to the stack.
    pub paid: f64,
    /// Grants of the stack to apps on the chain.
    pub grants: f64,
    /// Saved by posting together.
    pub saved: f64,
    /// Spared: software of its own.
    pub spared: f64,
}

impl Membership {
    /// Whether a review is due after `dealings`.
    #[must_use]
    pub fn is_review(&self, dealings: &Dealings) -> bool {
        self.review_days.is_some_and(|days| dealings.days >= days)
    }

    /// paid > exit_ratio · (grants + saved + spared).
    #[must_use]
    pub fn is_too_dear(&self, dealings: &Dealings) -> bool {
        dealings.paid > self.exit_ratio * (dealings.grants + dealings.saved + dealings.spared)
    }

    /// Whether the scenario has it leave on `day` or before.
    #[must_use]
    pub fn is_planned_by(&self, day: u32) -> bool {
        self.leaves_on.is_some_and(|first| first <= day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_leaves_if_it_pays_more_than_it_gets() {
        let dealings = |paid| Dealings { days: 90, paid, grants: 40.0, saved: 10.0, spared: 50.0 };
        let member = Membership { review_days: Some(90), ..Membership::default() };
        assert!(member.is_review(&dealings(0.0)) && !member.is_review(&Dealings { days: 89, ..dealings(0.0) }));
        assert!(!member.is_too_dear(&dealings(100.0)) && member.is_too_dear(&dealings(100.1)));
        let loyal = Membership { exit_ratio: 2.0, ..member };
        assert!(!loyal.is_too_dear(&dealings(200.0)) && loyal.is_too_dear(&dealings(200.1)));
    }

    #[test]
    fn by_default_nobody_ever_leaves() {
        let member = Membership::default();
        assert!(!member.is_review(&Dealings { days: u32::MAX, ..Dealings::default() }) && !member.is_planned_by(u32::MAX));
        let planned = Membership { leaves_on: Some(7), ..member };
        assert!(!planned.is_planned_by(6) && planned.is_planned_by(7) && planned.is_planned_by(8));
    }
}
