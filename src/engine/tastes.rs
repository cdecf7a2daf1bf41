//! Taste nodes: a scrambled Sobol sequence through the inverse normal distribution. A quadrature rule, not chance: the same for every
//! seed, replicate and variant, so that they never add noise to a comparison.

use crate::model::user_group::{Group, TASTE_DIMENSIONS, TasteNode, taste_nodes};
use statrs::distribution::{ContinuousCDF, Normal};

/// Points of the sequence lie on a grid of 2⁻²³; half a cell keeps them off 0 and 1.
const HALF_CELL: f64 = 1.0 / (1u32 << 24) as f64;

/// Standard normal scores of the first `count` nodes; the first n are well spread for any n.
#[must_use]
pub(crate) fn scores(count: u32) -> Vec<[f64; TASTE_DIMENSIONS]> {
    let normal = Normal::standard();
    let score = |node: u32, d: usize| normal.inverse_cdf(f64::from(sobol_burley::sample(node, d as u32, 0)) + HALF_CELL);
    (0..count).map(|node| std::array::from_fn(|d| score(node, d))).collect()
}

/// Taste nodes of all groups.
#[must_use]
pub(crate) fn nodes_of(groups: &[Group], taste_nodes_per_group: u32) -> Vec<Vec<TasteNode>> {
    let scores = scores(taste_nodes_per_group);
    groups.iter().map(|group| taste_nodes(group, &scores)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_standard_normal_in_every_dimension_for_any_number_of_nodes() {
        for count in [64, 100, 1024] {
            let rows = scores(count);
            for d in 0..TASTE_DIMENSIONS {
                let mean = rows.iter().map(|r| r[d]).sum::<f64>() / f64::from(count);
                let variance = rows.iter().map(|r| r[d] * r[d]).sum::<f64>() / f64::from(count);
                assert!(mean.abs() < 0.08 && (variance - 1.0).abs() < 0.15, "{count} nodes, dimension {d}: {mean} {variance}");
            }
        }
    }
}
