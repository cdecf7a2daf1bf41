//! Price of execution gas: EIP-1559 block by block, and the daily price at which it comes to rest.

use crate::model::math::{exp, ln};

/// Parameters of a base fee under EIP-1559. Ethereum: elasticity 2, denominator 8; OP Mainnet: 6 and 50, 250 from Canyon on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Eip1559 {
    /// Gas limit over gas target.
    pub elasticity: u64,
    /// A block as far above its target as the target itself raises the fee by this fraction's inverse.
    pub denominator: u64,
}

impl Eip1559 {
    /// Ethereum's.
    pub const ETHEREUM: Self = Self { elasticity: 2, denominator: 8 };

    /// Base fee of the next block, in wei, exactly as in EIP-1559: with target = gas_limit / elasticity, up by
    /// max(1, base_fee · (gas_used − target) / target / denominator), down by base_fee · (target − gas_used) / target / denominator.
    ///
    /// Divisions round down; saturates at `u64::MAX`. With a target or denominator of 0 the fee stays.
    #[must_use]
    pub fn next_base_fee(self, base_fee: u64, gas_used: u64, gas_limit: u64) -> u64 {
        let target = gas_limit.checked_div(self.elasticity).unwrap_or(0);
        if target == 0 || self.denominator == 0 || gas_used == target {
            return base_fee;
        }
        let share = u128::from(base_fee) * u128::from(gas_used.abs_diff(target)) / u128::from(target) / u128::from(self.denominator);
        let step = u64::try_from(share).unwrap_or(u64::MAX);
        if gas_used > target { base_fee.saturating_add(step.max(1)) } else { base_fee.saturating_sub(step) }
    }
}

/// A day's price of gas on one chain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clearing {
    /// Gas price, gwei.
    pub gas_price_gwei: f64,
    /// Gas a day wanted at that price beyond capacity: above 0 only at the highest price allowed.
    pub dropped_gas: f64,
}

/// Share by which demand at the price found may miss capacity.
const TOLERANCE: f64 = 1e-11;
/// Steps after which the search has closed in on a jump of demand, if there is one: halving alone would do.
const MAX_STEPS: usize = 100;

/// Price that clears a day: the floor if demand there fits the capacity, otherwise the price at which demand equals it, or the
/// highest allowed if demand exceeds it even there.
///
/// `demand` is gas a day at a gas price in gwei, falling in the price; 0 < `floor_gwei` ≤ `max_gwei`; `capacity_gas_per_day` may be
/// infinite. The price is where EIP-1559 rests when capacity is its gas target. It is sought in ln price against ln demand, where
/// demand of constant elasticity is a straight line, to 10⁻¹¹ of demand; where demand jumps across the capacity, the price is just
/// above the jump.
pub fn clear(demand: impl Fn(f64) -> f64, capacity_gas_per_day: f64, floor_gwei: f64, max_gwei: f64) -> Clearing {
    let at_floor = demand(floor_gwei);
    if at_floor <= capacity_gas_per_day {
        return Clearing { gas_price_gwei: floor_gwei, dropped_gas: 0.0 };
    }
    let at_max = demand(max_gwei);
    if at_max >= capacity_gas_per_day {
        return Clearing { gas_price_gwei: max_gwei, dropped_gas: at_max - capacity_gas_per_day };
    }
    let pressure = |gas: f64| ln(gas.max(f64::MIN_POSITIVE) / capacity_gas_per_day);
    let low = (ln(floor_gwei), pressure(at_floor));
    let high = (ln(max_gwei), pressure(at_max));
    Clearing { gas_price_gwei: exp(root(|x| pressure(demand(exp(x))), low, high)), dropped_gas: 0.0 }
}

/// Root of the falling function `f` between two points (x, f(x)) of opposite sign: Chandrupatla's method, that is inverse quadratic
/// interpolation where three points lie well, bisection elsewhere (Chandrupatla 1997, Advances in Engineering Software 28, 145–149).
fn root(f: impl Fn(f64) -> f64, low: (f64, f64), high: (f64, f64)) -> f64 {
    let (mut a, mut b) = (low, high);
    let mut share = b.1 / (b.1 - a.1);
    for _ in 0..MAX_STEPS {
        let x = b.0 + share * (a.0 - b.0);
        let new = (x, f(x));
        if new.1.abs() <= TOLERANCE {
            return x;
        }
        // `b` is the newest point, `a` the other side of the root, `old` the point given up.
        let old = if new.1.signum() == b.1.signum() { b } else { std::mem::replace(&mut a, b) };
        b = new;
        let width = (a.0 - b.0).abs();
        let resolution = 1e-13 * (1.0 + a.0.abs());
        if width <= resolution {
            break;
        }
        let margin = 0.5 * resolution / width;
        share = next_share(a, b, old).clamp(margin, 1.0 - margin);
    }
    if a.1 < 0.0 { a.0 } else { b.0 }
}

/// How far from `b` toward `a` to look next.
fn next_share(a: (f64, f64), b: (f64, f64), old: (f64, f64)) -> f64 {
    let xi = (b.0 - a.0) / (old.0 - a.0);
    let phi = (b.1 - a.1) / (old.1 - a.1);
    let trusted = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
    if !trusted {
        return 0.5;
    }
    let from_a = b.1 / (a.1 - b.1) * old.1 / (a.1 - old.1);
    let from_old = (old.0 - b.0) / (a.0 - b.0) * b.1 / (old.1 - b.1) * a.1 / (old.1 - a.1);
    from_a + from_old
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::fixed;
    use proptest::prelude::*;
    use std::cell::Cell;

    /// Gas of users with that many elasticities, bending at different prices.
    fn mixture(scale: f64, elasticities: [f64; 3]) -> impl Fn(f64) -> f64 {
        move |p| (0..3).map(|i| scale * (1.0 + p / 10f64.powi(i as i32 - 2)).powf(-elasticities[i])).sum()
    }

    proptest! {
        #![proptest_config(fixed(256))]

        #[test]
        fn the_clearing_price_sells_exactly_the_capacity(
            scale in 1.0..1e12f64, load in -8.0..1.0f64, e0 in 0.05..5.0f64, e1 in 0.05..5.0f64, e2 in 0.05..5.0f64
        ) {
            let demand = mixture(scale, [e0, e1, e2]);
            let capacity = 3.0 * scale * load.exp();
            let calls = Cell::new(0);
            let counted = |p: f64| { calls.set(calls.get() + 1); demand(p) };
            let found = clear(counted, capacity, 0.01, 1e4);
            let gas = demand(found.gas_price_gwei);
            prop_assert!((0.01..=1e4).contains(&found.gas_price_gwei));
            if found.gas_price_gwei == 0.01 {
                prop_assert!(gas <= capacity && found.dropped_gas == 0.0);
            } else if found.dropped_gas > 0.0 {
                prop_assert_eq!((found.gas_price_gwei, found.dropped_gas), (1e4, gas - capacity));
            } else {
                prop_assert!((gas / capacity - 1.0).abs() < 1e-10, "{} of {}", gas, capacity);
            }
            prop_assert!(calls.get() <= 16, "{} calls", calls.get());
        }
    }

    #[test]
    fn constant_elasticity_is_solved_in_three_calls() {
        let calls = Cell::new(0);
        let counted = |p: f64| {
            calls.set(calls.get() + 1);
            8e9 * p.powf(-0.5)
        };
        let found = clear(counted, 1e9, 0.01, 1e4);
        assert!((found.gas_price_gwei / 64.0 - 1.0).abs() < 1e-10);
        assert_eq!(calls.get(), 3);
    }

    #[test]
    fn a_jump_across_the_capacity_is_cleared_just_above_it() {
        let found = clear(|p| if p < 3.0 { 10.0 } else { 0.0 }, 5.0, 0.01, 1e4);
        assert!((3.0..3.0 * (1.0 + 1e-11)).contains(&found.gas_price_gwei), "{}", found.gas_price_gwei);
    }

    #[test]
    fn edges_of_capacity() {
        let demand = |p: f64| 100.0 / p;
        assert_eq!(clear(demand, f64::INFINITY, 0.5, 10.0), Clearing { gas_price_gwei: 0.5, dropped_gas: 0.0 });
        assert_eq!(clear(demand, 200.0, 0.5, 10.0), Clearing { gas_price_gwei: 0.5, dropped_gas: 0.0 });
        assert_eq!(clear(demand, 4.0, 0.5, 10.0), Clearing { gas_price_gwei: 10.0, dropped_gas: 6.0 });
        assert_eq!(clear(demand, 0.0, 0.5, 10.0), Clearing { gas_price_gwei: 10.0, dropped_gas: 10.0 });
    }

    /// EIP-1559 with demand of constant elasticity comes to rest at the clearing price.
    #[test]
    fn eip_1559_settles_on_the_clearing_price() {
        let (gas_limit, target) = (36_000_000u64, 18e6);
        for elasticity in [0.3, 1.0, 3.0] {
            let demand = |gwei: f64| 60e6 * gwei.powf(-elasticity);
            let cleared = clear(demand, target, 0.001, 1e6).gas_price_gwei;
            let (mut fee, mut sum) = (1_000_000_000u64, 0.0);
            for block in 0..2_000 {
                let used = (demand(fee as f64 / 1e9) as u64).min(gas_limit);
                fee = Eip1559::ETHEREUM.next_base_fee(fee, used, gas_limit);
                sum += if block >= 1_000 { fee as f64 / 1e9 } else { 0.0 };
            }
            assert!((sum / 1_000.0 / cleared - 1.0).abs() < 1e-3, "{} is not {cleared}", sum / 1_000.0);
        }
    }

    #[test]
    fn nothing_panics_at_the_ends_of_the_integers() {
        assert_eq!(Eip1559::ETHEREUM.next_base_fee(u64::MAX, u64::MAX, 2), u64::MAX);
        assert_eq!(Eip1559::ETHEREUM.next_base_fee(7, 5, 1), 7);
        assert_eq!(Eip1559 { elasticity: 0, denominator: 8 }.next_base_fee(7, 5, 10), 7);
        assert_eq!(Eip1559 { elasticity: 2, denominator: 0 }.next_base_fee(7, 5, 2), 7);
    }
}
