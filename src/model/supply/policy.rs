//! What a chain's owners have decided beside its technology.

/// Policies of a chain; by default there are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policies {}
