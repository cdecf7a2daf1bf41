//! Interoperability: how far activity on one chain serves users of another, and what crossing costs.

use crate::model::supply::chain::{Chain, ChainKind};

/// Class of an ordered pair of different chains; the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkClass {
    /// One is the other's parent.
    ParentChild,
    /// Both are built on one stack.
    SameStack,
    /// At least one has its own validators.
    Sovereign,
    /// Through Ethereum.
    Ethereum,
}

impl LinkClass {
    /// Classes in the order in which they are tried.
    pub const ALL: [Self; 4] = [Self::ParentChild, Self::SameStack, Self::Sovereign, Self::Ethereum];

    /// Name in scenario files and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ParentChild => "parent_child",
            Self::SameStack => "same_stack",
            Self::Sovereign => "sovereign",
            Self::Ethereum => "ethereum",
        }
    }

    /// Class of the pair of chains at positions `a` and `b`, a ≠ b.
    #[must_use]
    pub fn between(chains: &[Chain], a: usize, b: usize) -> Self {
        let (from, to) = (&chains[a], &chains[b]);
        let parent_of = |child: &Chain, other: usize| child.parent.is_some_and(|p| p.index() == other);
        if parent_of(from, b) || parent_of(to, a) {
            Self::ParentChild
        } else if from.stack.is_some() && from.stack == to.stack {
            Self::SameStack
        } else if from.kind == ChainKind::Sovereign || to.kind == ChainKind::Sovereign {
            Self::Sovereign
        } else {
            Self::Ethereum
        }
    }
}

/// Terms of one link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// σ: share of the other chain's activity that counts as reachable, in [0, 1].
    pub sharing: f64,
    /// κ: cost of using the other chain from home, USD per month and vertical.
    pub friction_usd_per_month: f64,
    /// Cost of moving home across, USD, once.
    pub move_cost_usd: f64,
    /// Part of friction and move cost that is paid to bridges; the rest is only felt.
    pub bridge_fee_share: f64,
}

impl Link {
    /// A chain's link to itself: everything shared, nothing to pay.
    pub const SELF: Self = Self { sharing: 1.0, friction_usd_per_month: 0.0, move_cost_usd: 0.0, bridge_fee_share: 0.0 };
}

/// Interoperability of the world: terms by class, and two levels that improve them.
#[derive(Clone, Debug, PartialEq)]
pub struct Interop {
    /// λ on sharing: σ = σ₀ + λ (1 − σ₀).
    pub sharing: f64,
    /// λ on friction: κ and move costs times 1 − λ.
    pub friction: f64,
    /// Terms by class, in the order of [`LinkClass::ALL`].
    pub classes: [Link; 4],
}

impl Interop {
    /// Terms in force for a class.
    #[must_use]
    pub fn link(&self, class: LinkClass) -> Link {
        let base = self.classes[class as usize];
        Link {
            sharing: base.sharing + self.sharing * (1.0 - base.sharing),
            friction_usd_per_month: base.friction_usd_per_month * (1.0 - self.friction),
            move_cost_usd: base.move_cost_usd * (1.0 - self.friction),
            bridge_fee_share: base.bridge_fee_share,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_interop_is_one_chain() {
        let base = Link { sharing: 0.2, friction_usd_per_month: 3.0, move_cost_usd: 5.0, bridge_fee_share: 0.4 };
        let seamless = Interop { sharing: 1.0, friction: 1.0, classes: [base; 4] }.link(LinkClass::Ethereum);
        assert_eq!((seamless.sharing, seamless.friction_usd_per_month, seamless.move_cost_usd), (1.0, 0.0, 0.0));
        let none = Interop { sharing: 0.0, friction: 0.0, classes: [base; 4] }.link(LinkClass::SameStack);
        assert_eq!(none, base);
    }
}
