//! Exponentials and logarithms of many numbers at once: the bits of [`exp`] and [`ln`], in a form that compilers turn into vector code.
//!
//! libm's functions (FreeBSD's e_exp.c and e_log.c) branch on their argument. Here the same operations in the same order stand without
//! branches, for arguments whose results need no special care; other arguments go to libm itself. So there is one definition, libm's, and
//! no result depends on whether a number stands alone, in a slice, or in which slice.

use super::{exp, ln};

/// Numbers looked at together: one that needs care sends this many to the slow form.
const CHUNK: usize = 32;

/// ln 2 in two parts, and where exp's reduction begins: half of ln 2 to 20 bits.
const LN2_HI: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
const LN2_LO: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);
const REDUCED_FROM: f64 = f64::from_bits(0x3fd6_2e43_0000_0000);
/// Below this eˣ is 1 + x.
const TINY: f64 = f64::from_bits(0x3e30_0001_0000_0000);
/// Largest |x| whose exponential is an ordinary number by far.
const MODERATE: f64 = 700.0;
/// 1.5 · 2⁵²: adding it leaves whole numbers, in the low bits of the sum.
const WHOLE: f64 = f64::from_bits(0x4338_0000_0000_0000);
/// Coefficients of exp.
const P: [u64; 5] = [0x3fc5_5555_5555_553e, 0xbf66_c16c_16be_bd93, 0x3f11_566a_af25_de2c, 0xbebb_bd41_c5d2_6bf1, 0x3e66_3769_72be_a4d0];
/// Coefficients of ln.
const LG: [u64; 7] = [
    0x3fe5_5555_5555_5593,
    0x3fd9_9999_9997_fa04,
    0x3fd2_4924_9422_9359,
    0x3fcc_71c5_1d8e_78af,
    0x3fc7_4664_96cb_03de,
    0x3fc3_9a09_d078_c69f,
    0x3fc2_f112_df3e_5244,
];

/// Replaces every x by eˣ.
pub fn exp_slice(numbers: &mut [f64]) {
    for chunk in numbers.chunks_mut(CHUNK) {
        if chunk.iter().fold(true, |moderate, x| moderate & (x.abs() <= MODERATE)) {
            chunk.iter_mut().for_each(|x| *x = exp_moderate(*x));
        } else {
            chunk.iter_mut().for_each(|x| *x = exp(*x));
        }
    }
}

/// Replaces every x by ln x.
pub fn ln_slice(numbers: &mut [f64]) {
    for chunk in numbers.chunks_mut(CHUNK) {
        if chunk.iter().fold(true, |normal, x| normal & (*x >= f64::MIN_POSITIVE) & (*x <= f64::MAX)) {
            chunk.iter_mut().for_each(|x| *x = ln_normal(*x));
        } else {
            chunk.iter_mut().for_each(|x| *x = ln(*x));
        }
    }
}

/// Σ x ln x, where 0 ln 0 = 0, added in order.
#[must_use]
pub fn sum_x_ln_x(numbers: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut held, mut logarithms, mut count) = (0.0, [0.0; CHUNK], [0.0; CHUNK], 0);
    let mut add = |held: &[f64]| {
        let logarithms = &mut logarithms[..held.len()];
        logarithms.copy_from_slice(held);
        ln_slice(logarithms);
        held.iter().zip(logarithms).for_each(|(x, ln)| sum += x * *ln);
    };
    for x in numbers.filter(|x| *x > 0.0) {
        held[count] = x;
        count += 1;
        if count == CHUNK {
            add(&held);
            count = 0;
        }
    }
    add(&held[..count]);
    sum
}

/// eˣ for |x| ≤ 700.
#[inline(always)]
fn exp_moderate(x: f64) -> f64 {
    let p = P.map(f64::from_bits);
    let size = x.abs();
    // x = k ln 2 + rest: x/ln 2 ± ½ cut to a whole number, which is the nearest one or its neighbour towards 0.
    let multiple = std::f64::consts::LOG2_E * x + 0.5f64.copysign(x);
    let nearest = (multiple + WHOLE) - WHOLE;
    let cut = if nearest.abs() > multiple.abs() { nearest - 1f64.copysign(x) } else { nearest };
    let k = if size < REDUCED_FROM { 0.0 } else { cut };
    let (hi, lo) = (x - k * LN2_HI, k * LN2_LO);
    let rest = hi - lo;
    let square = rest * rest;
    let c = rest - square * (p[0] + square * (p[1] + square * (p[2] + square * (p[3] + square * p[4]))));
    let y = 1.0 + (rest * c / (2.0 - c) - lo + hi);
    let power_of_two = f64::from_bits(((k + WHOLE).to_bits() << 52).wrapping_add(1023 << 52));
    if size < TINY { 1.0 + x } else { y * power_of_two }
}

/// ln x for finite x that is positive and not subnormal.
#[inline(always)]
fn ln_normal(x: f64) -> f64 {
    /// High word of √½, in place.
    const ROOT_HALF: u64 = 0x3fe6_a09e << 32;
    const MANTISSA: u64 = (1 << 52) - 1;
    let g = LG.map(f64::from_bits);
    // x = 2^k (1 + f) with 1 + f between √½ and √2.
    let shifted = x.to_bits().wrapping_add((0x3ff0_0000 << 32) - ROOT_HALF);
    // A whole number below 2⁵², put into the low bits of 2⁵², is 2⁵² more than itself.
    let k = f64::from_bits(0x4330_0000_0000_0000 | (shifted >> 52)) - (4_503_599_627_370_496.0 + 1023.0);
    let f = f64::from_bits((shifted & MANTISSA).wrapping_add(ROOT_HALF)) - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let t1 = w * (g[1] + w * (g[3] + w * g[5]));
    let t2 = z * (g[0] + w * (g[2] + w * (g[4] + w * g[6])));
    s * (half_square + (t2 + t1)) + k * LN2_LO - half_square + f + k * LN2_HI
}

#[cfg(test)]
mod tests {
    use super::super::x_ln_x;
    use super::*;
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    /// Equal bits, any NaN being equal to any.
    fn same(a: f64, b: f64) -> bool {
        a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
    }

    fn agree(numbers: &[f64]) {
        let (mut exps, mut lns) = (numbers.to_vec(), numbers.to_vec());
        exp_slice(&mut exps);
        ln_slice(&mut lns);
        for (i, &x) in numbers.iter().enumerate() {
            assert!(same(exps[i], exp(x)), "exp {x:e}: {:e} {:e}", exps[i], exp(x));
            assert!(same(lns[i], ln(x)), "ln {x:e}: {:e} {:e}", lns[i], ln(x));
        }
    }

    #[test]
    fn sums_of_x_ln_x_are_those_of_their_terms() {
        for length in [0, 1, 31, 32, 33, 100] {
            let numbers = (0..length).map(|i| f64::from(i % 7) * 0.03);
            assert_eq!(sum_x_ln_x(numbers.clone()), numbers.map(x_ln_x).fold(0.0, |sum, x| sum + x));
        }
    }

    #[test]
    fn slices_have_the_bits_of_single_numbers_on_grids() {
        let grid: Vec<f64> = (-800_000..=800_000).map(|i| f64::from(i) * 1e-3).collect();
        agree(&grid);
        agree(&(1..=1_000_000).map(|i| f64::from(i) * 1e-6).collect::<Vec<f64>>());
    }

    #[test]
    fn slices_have_the_bits_of_single_numbers_of_any_size() {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
        let any: Vec<f64> = (0..500_000).map(|_| f64::from_bits(random.next_u64())).collect();
        agree(&any);
        // By itself each number is in the fast form whenever it can be.
        any.chunks(1).take(100_000).for_each(agree);
        // Exponents at which exp is neither 1 nor endless, and logarithms' common arguments.
        let moderate = |bits: u64| f64::from_bits((bits & 0x800f_ffff_ffff_ffff) | ((993 + (bits >> 52 & 0x7ff) % 40) << 52));
        agree(&(0..1_000_000).map(|_| moderate(random.next_u64())).collect::<Vec<f64>>());
        agree(&(0..1_000_000).map(|_| moderate(random.next_u64()).abs()).collect::<Vec<f64>>());
    }

    #[test]
    fn slices_have_the_bits_of_single_numbers_where_forms_change() {
        let half_turns = (-1010..=1010).map(|k| f64::from(k) * 0.5 * std::f64::consts::LN_2);
        let edges = [0.0, TINY, REDUCED_FROM, MODERATE, 1.0, 2f64.sqrt(), 0.5f64.sqrt(), f64::MIN_POSITIVE, f64::MAX, f64::INFINITY];
        for x in half_turns.chain(edges) {
            for bits in -3..=3i64 {
                let near = f64::from_bits(x.to_bits().wrapping_add_signed(bits));
                agree(&[near]);
                agree(&[-near]);
            }
        }
    }
}
