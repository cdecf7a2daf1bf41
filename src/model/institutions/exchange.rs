//! An exchange: a business whose customers hear of chains through it and land on its own chain with little friction. What makes its
//! chain strong is this distribution and nothing else: no constant belongs to a brand.

use crate::model::id::ChainId;

/// What its channel is to an exchange as a business; by default it earns and costs nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Business {
    /// Share of its chain's profit that is the exchange's, in [0, 1]; losses are made up before anything is paid.
    pub profit_share: f64,
    /// What one customer brought to its chain costs it, USD: marketing, and the onboarding that it spares him.
    pub acquisition_usd: f64,
}

/// An exchange, broker or app store with a chain of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// Name, unique among exchanges.
    pub name: String,
    /// The chain it leads its customers to.
    pub chain: ChainId,
    /// Share of each group who are its customers, in [0, 1], `[group]`.
    pub customers: Vec<f64>,
    /// Hazard a year at which its unaware customers become aware through it.
    pub awareness_per_year: f64,
    /// What it adds to the visibility exponent of its chain, for a group of nothing but customers.
    pub visibility: f64,
    /// Share of the onboarding cost of its chain that those who come through it are spared, in [0, 1].
    pub onboarding_relief: f64,
    /// What the channel earns and costs its owner.
    pub business: Business,
}

impl Exchange {
    /// Share of the group at position `g` who are its customers.
    #[must_use]
    pub fn customers_of(&self, g: usize) -> f64 {
        self.customers.get(g).copied().unwrap_or(0.0)
    }
}
