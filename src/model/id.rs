//! Typed ids: positions in the vectors of an [`Economy`](crate::model::economy::Economy), in scenario order.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u16);

        impl $name {
            /// Position in scenario order.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The id at a position.
            ///
            /// # Panics
            /// Above 65,535: scenarios are bounded far below.
            #[must_use]
            pub fn at(index: usize) -> Self {
                Self(u16::try_from(index).expect("ids are bounded by the scenario's limits"))
            }
        }
    )+};
}

ids! {
    /// A chain.
    ChainId,
    /// A user group.
    GroupId,
    /// A vertical: a use of chains.
    VerticalId,
    /// A capability.
    CapabilityId,
    /// A stack.
    StackId,
}

/// Where users can be, in order: the chains of the scenario, then outside, then unaware. The one place that knows this layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    chains: usize,
}

impl Places {
    /// Places of a world of `chains` chains.
    #[must_use]
    pub const fn of(chains: usize) -> Self {
        Self { chains }
    }

    /// Places of a table with `count` of them a row.
    #[must_use]
    pub const fn counting(count: usize) -> Self {
        Self { chains: count - 2 }
    }

    /// Number of chains; the chain at position j is place j.
    #[must_use]
    pub const fn chains(self) -> usize {
        self.chains
    }

    /// Place of aware users of no chain.
    #[must_use]
    pub const fn outside(self) -> usize {
        self.chains
    }

    /// Place of those who know of no chain.
    #[must_use]
    pub const fn unaware(self) -> usize {
        self.chains + 1
    }

    /// Number of places.
    #[must_use]
    pub const fn count(self) -> usize {
        self.chains + 2
    }

    /// Part of a row over all places that is about aware users: chains, then outside.
    #[must_use]
    pub fn aware<T>(self, row: &[T]) -> &[T] {
        &row[..self.unaware()]
    }

    /// Whether place `i` is a chain.
    #[must_use]
    pub const fn is_chain(self, i: usize) -> bool {
        i < self.chains
    }
}
