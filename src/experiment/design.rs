//! Factor draws: which point of the space of uncertain assumptions a replicate takes.

pub use crate::scenario::Spacing;

/// Most factors a design can vary: the dimensions of the Sobol sequence.
pub const MAX_FACTORS: usize = sobol_burley::NUM_DIMENSIONS as usize;

/// Most replicates a design can serve: the length of the Sobol sequence.
pub const MAX_REPLICATES: u32 = 1 << 16;

/// Half the width of a cell of the sequence: its coordinates are 23-bit multiples of 2⁻²³, from 0.
const HALF_CELL: f64 = 1.0 / (1u32 << 24) as f64;

/// The point of the unit cube that a replicate takes, one coordinate in (0, 1) per factor.
///
/// Point `replicate` of an Owen-scrambled Sobol sequence (Burley 2020, "Practical hash-based Owen scrambling"), scrambled by the seed
/// folded to 32 bits. More replicates only add points and more factors only add coordinates. The order inside each aligned block of
/// 2ᵐ points is scrambled too, so that starts dealt out in turn are not tied to one half of a factor's range. Precision is that of the
/// sequence, 2⁻²³: every coordinate is the middle of its cell, so neither end of a range is ever drawn.
///
/// # Panics
/// With more than [`MAX_FACTORS`] factors, or at replicate [`MAX_REPLICATES`] and beyond: scenarios are bounded before.
#[must_use]
pub fn unit_draw(seed: u64, replicate: u32, factors: usize) -> Vec<f64> {
    assert!(
        factors <= MAX_FACTORS && replicate < MAX_REPLICATES,
        "a design has at most {MAX_FACTORS} factors and {MAX_REPLICATES} replicates"
    );
    let scramble = (seed ^ (seed >> 32)) as u32;
    (0..factors as u32).map(|factor| f64::from(sobol_burley::sample(replicate, factor, scramble)) + HALF_CELL).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_power_of_two_of_points_fills_every_equal_cell_of_every_factor_once() {
        for seed in [0, 7, 1 << 40] {
            for factor in [0, 1, 2, 17, MAX_FACTORS - 1] {
                for cells in [2usize, 16, 128] {
                    let mut hit = vec![0; cells];
                    for replicate in 0..cells as u32 {
                        hit[(unit_draw(seed, replicate, MAX_FACTORS)[factor] * cells as f64) as usize] += 1;
                    }
                    assert!(hit.iter().all(|&n| n == 1), "seed {seed}, factor {factor}, {cells} cells: {hit:?}");
                }
            }
        }
    }

    #[test]
    fn more_factors_change_no_coordinate_and_seeds_differ() {
        assert_eq!(unit_draw(5, 3, 2), unit_draw(5, 3, 40)[..2]);
        assert_ne!(unit_draw(5, 3, 2), unit_draw(6, 3, 2));
        assert_ne!(unit_draw(5, 3, 2), unit_draw(5 + (1 << 32), 3, 2));
        assert!(unit_draw(5, 3, 0).is_empty());
    }

    #[test]
    fn coordinates_stay_inside_the_open_interval() {
        let draws = (0..MAX_REPLICATES).map(|r| unit_draw(1, r, 1)[0]);
        let (low, high) = draws.fold((1.0f64, 0.0f64), |(low, high), u| (low.min(u), high.max(u)));
        assert!(low >= HALF_CELL && high <= 1.0 - HALF_CELL && low < 1e-4 && high > 1.0 - 1e-4, "{low} {high}");
    }

    #[test]
    fn starts_dealt_out_in_turn_are_not_tied_to_a_half_of_a_factor() {
        let low_half = (0..1000).filter(|&seed| unit_draw(seed, 0, 1)[0] < 0.5).count();
        assert!((420..=580).contains(&low_half), "five standard deviations around 500: {low_half}");
    }

    #[test]
    fn the_sequence_does_not_change_value() {
        let bits: Vec<u32> = (0..3).flat_map(|r| unit_draw(42, r, 2)).map(|u| (u * f64::from(1u32 << 24)) as u32).collect();
        insta::assert_snapshot!(format!("{bits:?}"), @"[16607507, 11087895, 5670859, 7835239, 2641077, 16227021]");
    }

    #[test]
    fn spacings_invert() {
        for spacing in [Spacing::Linear, Spacing::Log] {
            assert!((spacing.value(spacing.axis(3.5)) - 3.5).abs() < 1e-12);
        }
        assert!((Spacing::Log.value(0.5 * (Spacing::Log.axis(1.0) + Spacing::Log.axis(100.0))) - 10.0).abs() < 1e-12);
    }
}
