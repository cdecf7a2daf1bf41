//! What runs over several chains or beside them, as the scenario describes it.

use crate::model::id::StackId;
use crate::model::institutions::deal::Deal;
use crate::model::institutions::entry::Entry;
use crate::model::institutions::listing::Listing;
use crate::model::institutions::programme::Programme;
use crate::model::institutions::token::Token;
use crate::model::supply::incident::{IncidentTerms, PlannedIncident};
use crate::model::supply::innovation::Innovation;

/// Settings of the systems of the field; by default there are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SystemsSpec {
    /// Kinds of deals that chains sign with partners.
    pub deals: Vec<Deal>,
    /// What it means to be dropped by exchanges.
    pub listing: Listing,
    /// Tokens, at most one a chain.
    pub tokens: Vec<Token>,
    /// Incentive programmes.
    pub programmes: Vec<Programme>,
    /// Experiments and how what they find spreads.
    pub innovation: Innovation,
    /// What incidents do.
    pub incident_terms: IncidentTerms,
    /// Incidents that the scenario plans.
    pub incidents: Vec<PlannedIncident>,
    /// What founders do.
    pub entry: Entry,
    /// Stacks on which they may build.
    pub open_stacks: Vec<StackId>,
}
