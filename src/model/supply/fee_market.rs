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
    let xi = (a.0 - b.0) / (old.0 - b.0);
    let phi = (a.1 - b.1) / (old.1 - b.1);
    let trusted = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
    if !trusted {
        return 0.5;
    }
    let from_a = b.1 / (a.1 - b.1) * old.1 / (a.1 - old.1);
    let from_old = (old.0 - b.0) / (a.0 - b.0) * b.1 / (old.1 - b.1) * a.1 / (old.1 - a.1);
    -from_a.mul_add(-1.0, -from_old)
}
