//! What a chain's owners have decided beside its technology.

use crate::model::supply::governance::Governance;

/// Policies of a chain; by default there are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policies {
    /// How it decides.
    pub governance: Governance,
}
