//! Prices: the gas price that answers best to what others charge.

use crate::engine::conduct::Proposal;
use crate::engine::conduct::forecast::Market;

/// What the review of chain `k` proposes on its price.
pub(super) fn review(_market: &Market<'_>, _k: usize) -> Option<Proposal> {
    None
}
