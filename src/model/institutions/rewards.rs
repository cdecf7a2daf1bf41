//! Rewards for being active: a pool is shared in proportion to points, and what an entrant expects of it.

use crate::model::units::MicroUsd;

/// What `own` points beside `others` get of a pool: pool · own / (own + others), at most the whole pool; nothing without points.
#[must_use]
pub fn pool_share_usd(pool_usd: f64, own: f64, others: f64) -> f64 {
    if own > 0.0 { pool_usd * (own / (own + others)) } else { 0.0 }
}

/// Shares a pool in proportion to points, exactly: every part is rounded down to a micro-dollar, and the remainder goes to the largest.
/// Without points nobody gets anything.
#[must_use]
pub fn split(pool: MicroUsd, points: &[f64]) -> Vec<MicroUsd> {
    let total: f64 = points.iter().sum();
    if total <= 0.0 {
        return vec![MicroUsd::ZERO; points.len()];
    }
    let part = |own: &f64| MicroUsd(((pool.0 as f64 * (own / total)).floor() as i128).min(pool.0));
    let mut parts: Vec<MicroUsd> = points.iter().map(part).collect();
    let given: MicroUsd = parts.iter().copied().sum();
    let largest = (0..points.len()).reduce(|best, i| if points[i] > points[best] { i } else { best });
    if let Some(largest) = largest {
        parts[largest] += pool - given;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_gets_more_than_the_pool() {
        assert_eq!(pool_share_usd(100.0, 1.0, 3.0), 25.0);
        assert_eq!(pool_share_usd(100.0, 1e-300, 0.0), 100.0);
        assert_eq!(pool_share_usd(100.0, 0.0, 0.0), 0.0);
    }

    #[test]
    fn parts_sum_to_the_pool_to_the_micro_dollar() {
        assert_eq!(split(MicroUsd(100), &[1.0, 1.0, 1.0]), [MicroUsd(34), MicroUsd(33), MicroUsd(33)]);
        assert_eq!(split(MicroUsd(7), &[0.0, 2.0]), [MicroUsd(0), MicroUsd(7)]);
        assert_eq!(split(MicroUsd(7), &[0.0, 0.0]), [MicroUsd(0), MicroUsd(0)]);
        for pool in [1, 999_999_999_999, 123_456_789_012_345_678] {
            let parts = split(MicroUsd(pool), &[0.1, 0.7, 1e-9, 12.3]);
            assert_eq!(parts.iter().copied().sum::<MicroUsd>(), MicroUsd(pool));
            assert!(parts.iter().all(|part| *part >= MicroUsd::ZERO));
        }
    }
}
