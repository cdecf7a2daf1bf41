//! What runs over several chains or beside them, as the scenario describes it.

use crate::model::institutions::deal::Deal;
use crate::model::institutions::listing::Listing;

/// Settings of the systems of the field; by default there are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SystemsSpec {
    /// Kinds of deals that chains sign with partners.
    pub deals: Vec<Deal>,
    /// What it means to be dropped by exchanges.
    pub listing: Listing,
}
