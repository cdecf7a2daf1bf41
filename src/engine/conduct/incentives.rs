//! Incentives: what a chain spends to defend its share of users.

use crate::engine::conduct::Proposal;
use crate::engine::conduct::forecast::Market;
use crate::model::supply::operator::ChainAccount;

/// What the review of chain `k` proposes on incentives, with its own accounts, and the share it defends once it knows.
pub(super) fn review(_market: &Market<'_>, _k: usize, _own: &ChainAccount, _defended: &mut Option<f64>) -> Option<Proposal> {
    None
}
