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
