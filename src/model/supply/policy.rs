//! What a chain's owners have decided beside its technology.

use crate::model::supply::conduct::Conduct;
use crate::model::supply::governance::Governance;
use crate::model::supply::membership::Membership;
use crate::model::supply::sponsorship::Sponsorship;

/// Policies of a chain; by default there are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policies {
    /// About its stack.
    pub membership: Membership,
    /// How it decides.
    pub governance: Governance,
    /// What it may decide by itself, and how often it looks.
    pub conduct: Conduct,
    /// Who pays fees in users' place.
    pub sponsorship: Sponsorship,
    /// Days until assets that leave the chain can be used elsewhere: the challenge period of an optimistic rollup, the time to a proof of
    /// a validity rollup.
    pub exit_delay_days: f64,
}
