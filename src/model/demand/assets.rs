//! Where the assets of users are: on the chains on which they do what they do.

use crate::model::economy::Economy;

/// ω_gjk: share of the assets of a user of group `g` living on j that is on k, `[home × chain]`.
///
/// ω_jk ∝ Σ_v benefit_v · r_jvk over chains the group may use: the mean of executed routing over used verticals, weighted by benefit.
/// Who does nothing keeps everything at home. `routing` is executed routing, one per use, `[home × chain]`; empty: nothing is done yet.
#[must_use]
pub fn asset_location(economy: &Economy, g: usize, routing: &[Vec<f64>]) -> Vec<f64> {
    let (n, allowed) = (economy.chains.len(), &economy.allowed[g]);
    let benefits = economy.groups[g].uses.iter().flatten().map(|u| u.benefit_usd_per_month);
    let mut location = vec![0.0; n * n];
    for (benefit, routing) in benefits.zip(routing) {
        location.iter_mut().zip(routing).for_each(|(x, r)| *x += benefit * r);
    }
    for (j, row) in location.chunks_exact_mut(n).enumerate() {
        row.iter_mut().zip(allowed).filter(|(_, open)| !**open).for_each(|(x, _)| *x = 0.0);
        let total: f64 = row.iter().sum();
        if total > 0.0 {
            row.iter_mut().for_each(|x| *x /= total);
        } else {
            row[j] = 1.0;
        }
    }
    location
}

/// Σ_k ω_jk security_k: how safe the assets of those who live on each chain are, `[home]`.
#[must_use]
pub fn asset_security(economy: &Economy, location: &[f64]) -> Vec<f64> {
    let n = economy.chains.len();
    location.chunks_exact(n).map(|row| row.iter().zip(&economy.security).map(|(share, score)| share * score).sum()).collect()
}

/// Assets of group `g` by chain, USD: assets_g Σ_j people_j ω_jk, `[chain]`. `people` by home; those outside keep theirs elsewhere.
#[must_use]
pub fn assets_by_chain(economy: &Economy, g: usize, location: &[f64], people: &[f64]) -> Vec<f64> {
    let n = economy.chains.len();
    let mut assets = vec![0.0; n];
    for (row, people) in location.chunks_exact(n).zip(people).filter(|(_, people)| **people > 0.0) {
        assets.iter_mut().zip(row).for_each(|(sum, share)| *sum += people * share);
    }
    assets.iter_mut().for_each(|x| *x *= economy.groups[g].assets_usd_per_user);
    assets
}
