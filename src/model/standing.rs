//! What has become of the world by a day, beside what the scenario says: which chains are open, what they can do, whom they are trusted
//! by, whom they belong to, and who leads users to them. The economy of a day is the scenario's with this laid over it.

use crate::model::grid::Grid;
use crate::model::institutions::exchange::Exchange;
use crate::model::supply::conduct::Choices;

/// What has become of the world by a day. As the scenario says: [`Standing::new`].
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Which chains are open, `[chain]`.
    pub live: Vec<bool>,
    /// K_jc: capability levels reached, `[chain][capability]`; none: those of the scenario.
    pub levels: Option<Vec<Vec<f64>>>,
    /// trust_k in [0, 1], `[chain]`.
    pub trust: Vec<f64>,
    /// Chains that have left their stack, `[chain]`.
    pub independent: Vec<bool>,
    /// Chains whose exchanges do not lead customers to them, `[chain]`.
    pub delisted: Vec<bool>,
    /// Friction of reaching a chain from others, or others from it, that comes on top, USD a month, `[chain]`.
    pub friction_usd_per_month: Vec<f64>,
    /// Partners who lead their customers to a chain, beside its exchanges.
    pub partners: Vec<Exchange>,
    /// What comes on top of unobserved quality ξ, as a share of benefit, `[chain][vertical]`.
    pub quality: Grid,
    /// Liquidity that assets of partners lend, USD of activity a day, `[chain][vertical]`.
    pub lent_usd_per_day: Grid,
    /// Grants to apps that others than the chain pay, USD a day, `[chain][vertical]`.
    pub grants_usd_per_day: Grid,
    /// What chains have decided, `[chain]`.
    pub choices: Vec<Choices>,
}

impl Standing {
    /// Everything as the scenario says, all chains open.
    #[must_use]
    pub fn new(chains: usize, verticals: usize) -> Self {
        Self {
            live: vec![true; chains],
            levels: None,
            trust: vec![1.0; chains],
            independent: vec![false; chains],
            delisted: vec![false; chains],
            friction_usd_per_month: vec![0.0; chains],
            partners: vec![],
            quality: Grid::zeros(chains, verticals),
            lent_usd_per_day: Grid::zeros(chains, verticals),
            grants_usd_per_day: Grid::zeros(chains, verticals),
            choices: vec![Choices::default(); chains],
        }
    }
}
