//! What using a chain for a vertical is worth: the value function, split into the parts that tastes multiply.
//!
//! value_grkv = b_r · gross_kv − burden_kv − l_r · delay_kv + quality_kv, in USD per month, with quality = ξ_kv · benefit and
//! gross = benefit · fit · trust · [1 + η ln(1 + Σ_m σ_km (L_mv + lent_mv) / L_ref) + χ ln(1 + Σ_m σ_km apps_mv / apps_ref)], burden = tx0 · fee burden, delay = delay value · latency.

use crate::model::economy::Economy;
use crate::model::grid::Grid;
use crate::model::user_group::TasteNode;

/// What users know about prices and liquidity when they decide, or what they met when the day was over.
#[derive(Clone, Copy, Debug)]
pub struct Conditions<'a> {
    /// What a transaction at no fee is charged, after demand has answered: ∫ demand over its price, USD, `[chain][vertical]`.
    pub burden_usd: &'a Grid,
    /// Liquidity, USD of activity a day, `[chain][vertical]`.
    pub liquidity_usd_per_day: &'a Grid,
    /// Apps, `[chain][vertical]`.
    pub apps: &'a Grid,
    /// Latency, seconds, `[chain]`.
    pub latency_s: &'a [f64],
    /// trust_k, in [0, 1], `[chain]`.
    pub trust: &'a [f64],
}

/// Values of one group's use of one vertical, by chain.
#[derive(Clone, Debug, PartialEq)]
pub struct UseValues {
    /// Position of the vertical.
    pub vertical: usize,
    /// Part multiplied by willingness to pay, USD a month, `[chain]`.
    pub gross: Vec<f64>,
    /// What fees take at unit activity, USD a month, `[chain]`.
    pub burden: Vec<f64>,
    /// Part multiplied by impatience, USD a month, `[chain]`.
    pub delay: Vec<f64>,
    /// Unobserved quality, the same to all tastes, USD a month, `[chain]`.
    pub quality: Vec<f64>,
}

impl UseValues {
    /// Value of using the chain at position `k` to users of a taste node, USD a month.
    #[inline]
    #[must_use]
    pub fn value(&self, node: &TasteNode, k: usize) -> f64 {
        node.benefit * self.gross[k] - self.burden[k] - node.impatience * self.delay[k] + self.quality[k]
    }
}

/// Values of the group at position `g` for each vertical it uses. Chains the group may not use lend it no liquidity.
#[must_use]
pub fn group_values(economy: &Economy, g: usize, conditions: &Conditions<'_>) -> Vec<UseValues> {
    let uses = economy.groups[g].uses.iter().enumerate();
    uses.filter_map(|(v, u)| u.map(|_| use_values(economy, g, v, conditions))).collect()
}

fn use_values(economy: &Economy, g: usize, v: usize, conditions: &Conditions<'_>) -> UseValues {
    let (vertical, use_, allowed) =
        (&economy.verticals[v], economy.groups[g].uses[v].expect("called for used verticals"), &economy.allowed[g]);
    let chains = 0..economy.chains.len();
    let reach = |k: usize, of: &dyn Fn(usize) -> f64| -> f64 {
        let terms = economy.links[k].iter().enumerate().filter(|(m, _)| allowed[*m]);
        terms.map(|(m, link)| link.sharing * of(m)).sum()
    };
    let liquidity = |m: usize| conditions.liquidity_usd_per_day[(m, v)] + economy.standing.lent_usd_per_day[(m, v)];
    let depth = |k: usize| if vertical.network_strength == 0.0 { 0.0 } else { reach(k, &liquidity) };
    let variety = |k: usize| if vertical.apps.variety_strength == 0.0 { 0.0 } else { reach(k, &|m| conditions.apps[(m, v)]) };
    let network = |k: usize| vertical.network_term(depth(k)) + vertical.apps.variety_term(variety(k));
    UseValues {
        vertical: v,
        gross: chains.clone().map(|k| use_.benefit_usd_per_month * economy.fit[k][v] * conditions.trust[k] * (1.0 + network(k))).collect(),
        burden: chains.clone().map(|k| use_.transactions_per_month * conditions.burden_usd[(k, v)]).collect(),
        delay: chains.clone().map(|k| use_.delay_usd_per_month_per_s * conditions.latency_s[k]).collect(),
        quality: chains.map(|k| use_.benefit_usd_per_month * economy.quality(k, v)).collect(),
    }
}
