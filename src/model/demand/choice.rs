//! Home choice: what living on a chain is worth to a taste node, before switch costs.
//!
//! V°_rj = a_r Σ_v I_rjv + s_r Σ_k ω_jk security_k + peers Σ_m σ_jm share_m + w reward_j − γ μ ln R_j, USD a month; staying outside is worth 0. The
//! security that counts is that of the chains on which the assets are (`assets`).

use crate::model::demand::waiting::waiting_usd_per_month;
use crate::model::economy::Economy;
use crate::model::math::ln;

/// Part of V° that is the same for all nodes of group `g`: reachable peers, rewards and the correction for copies, `[chain]`.
/// `shares` are the expected shares of the group's users by home, `rewards` what living there is expected to be paid, USD a month, `[chain]`.
#[must_use]
pub fn common_value(economy: &Economy, g: usize, shares: &[f64], rewards: &[f64]) -> Vec<f64> {
    let group = &economy.groups[g];
    let correction = economy.dynamics.clone_correction * group.choice_scale_usd_per_month;
    let peers = peers_value(economy, g, shares);
    let waiting = |j: usize| waiting_usd_per_month(economy, g, j);
    let value = |j: usize| peers[j] + group.terms.reward_weight * rewards[j] - correction * ln(economy.clones[j]) - waiting(j);
    (0..economy.chains.len()).map(value).collect()
}

/// Value of reachable peers by home, peers Σ_m σ_jm share_m, USD a month, `[chain]`.
#[must_use]
pub fn peers_value(economy: &Economy, g: usize, shares: &[f64]) -> Vec<f64> {
    let peers = economy.groups[g].peers_usd_per_month;
    let reach = |j: usize| -> f64 { economy.links[j].iter().zip(shares).map(|(link, share)| link.sharing * share).sum() };
    (0..economy.chains.len()).map(|j| if peers == 0.0 { 0.0 } else { peers * reach(j) }).collect()
}
