//! What runs over several chains or beside them, as the scenario describes it.

use crate::model::institutions::programme::Programme;
use crate::model::institutions::token::Token;

/// Settings of the systems of the field; by default there are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SystemsSpec {
    /// Tokens, at most one a chain.
    pub tokens: Vec<Token>,
    /// Incentive programmes.
    pub programmes: Vec<Programme>,
}
