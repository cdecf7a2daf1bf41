//! Focus: a step toward the vertical with the highest marginal profit.

use crate::engine::conduct::Proposal;
use crate::engine::conduct::forecast::Market;

/// What the review of chain `k` proposes on its focus.
pub(super) fn review(_market: &Market<'_>, _k: usize) -> Option<Proposal> {
    None
}
