//! What a chain's owners have decided beside its technology.

use crate::model::supply::membership::Membership;

/// Policies of a chain; by default there are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policies {
    /// About its stack.
    pub membership: Membership,
}
