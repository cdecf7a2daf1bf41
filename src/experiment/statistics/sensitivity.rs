//! Which uncertain assumption moves a quantity most.

use statrs::distribution::{ContinuousCDF, StudentsT};
use statrs::statistics::{Data, OrderStatistics, RankTieBreaker};

use super::ERROR_RATE;
use super::line::{finite_pairs, mean};

/// Most replicates for which orders are counted one by one.
const MOST_COUNTED: usize = 9;

/// What one factor does to a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FactorEffect {
    /// Factor, by index.
    pub factor: usize,
    /// Spearman's rank correlation ρ of factor and quantity, in [−1, 1]. It sees monotone effects; one that rises and falls again can
    /// hide from it.
    pub correlation: f64,
    /// ρ²: the share of the variance of the quantity's ranks that goes with the factor.
    pub share: f64,
    /// Chance of a correlation this strong without an effect, two-sided: counted over all orders for up to 9 replicates; beyond,
    /// t = ρ √((n − 2) / (1 − ρ²)) with n − 2 degrees of freedom, which is too bold for fewer.
    pub p_value: f64,
    /// Whether it clears an error rate of 5 % for all factors of the quantity together (Bonferroni: p · factors ≤ 0.05).
    pub stands_out: bool,
}

/// Effects of all factors on a quantity, strongest first (then by index). `values[replicate]`, those not finite left out;
/// `draws[replicate][factor]`. A quantity that is equal in all replicates has no effects: all correlations are zero.
#[must_use]
pub fn factor_effects(values: &[f64], draws: &[Vec<f64>]) -> Vec<FactorEffect> {
    let factors = draws.first().map_or(0, Vec::len);
    let value_ranks = ranks(finite_pairs(values, |_| 0.0).1);
    let law = RankLaw::of(&value_ranks);
    let effect = |factor: usize| {
        let (drawn, _) = finite_pairs(values, |replicate| draws[replicate][factor]);
        let correlation = pearson(&ranks(drawn), &value_ranks);
        let p_value = law.p_value(correlation);
        let stands_out = p_value * factors as f64 <= ERROR_RATE;
        FactorEffect { factor, correlation, share: correlation * correlation, p_value, stands_out }
    };
    let mut effects: Vec<FactorEffect> = (0..factors).map(effect).collect();
    effects.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.factor.cmp(&b.factor)));
    effects
}

fn ranks(values: Vec<f64>) -> Vec<f64> {
    Data::new(values).ranks(RankTieBreaker::Average)
}

/// Pearson's correlation; zero where one side does not vary.
fn pearson(x: &[f64], y: &[f64]) -> f64 {
    let (mx, my) = (mean(x), mean(y));
    let sum = |term: &dyn Fn(f64, f64) -> f64| x.iter().zip(y).map(|(x, y)| term(x - mx, y - my)).sum::<f64>();
    let spread = (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt();
    if spread > 0.0 { (sum(&|x, y| x * y) / spread).clamp(-1.0, 1.0) } else { 0.0 }
}

/// Law of Spearman's ρ between given ranks and ranks in random order.
enum RankLaw {
    /// Too few values, or all equal: nothing can be told.
    Silent,
    /// Every |ρ| that an order may have, and the number of orders that have it.
    Counted(Vec<(f64, u32)>),
    /// Student's t with these degrees of freedom.
    Student(f64),
}

impl RankLaw {
    fn of(ranks: &[f64]) -> Self {
        match ranks.len() {
            0..3 => Self::Silent,
            _ if ranks.iter().all(|rank| *rank == ranks[0]) => Self::Silent,
            n @ 3..=MOST_COUNTED => {
                let (n, middle) = (n as f64, (n as f64 + 1.0) / 2.0);
                let spread = ((n * n * n - n) / 12.0 * ranks.iter().map(|rank| (rank - middle).powi(2)).sum::<f64>()).sqrt();
                let correlation = |twice: usize| (twice as f64 / 2.0 - n * middle * middle) / spread;
                let orders = orders_by_product(ranks).into_iter().enumerate().filter(|(_, count)| *count > 0);
                Self::Counted(orders.map(|(twice, count)| (correlation(twice).abs(), count)).collect())
            }
            n => Self::Student((n - 2) as f64),
        }
    }

    /// Chance of a correlation at least as strong.
    fn p_value(&self, correlation: f64) -> f64 {
        match self {
            Self::Silent => 1.0,
            Self::Counted(orders) => {
                let as_strong = orders.iter().filter(|(strength, _)| *strength >= correlation.abs() - 1e-9);
                let total: u32 = orders.iter().map(|(_, count)| count).sum();
                f64::from(as_strong.map(|(_, count)| count).sum::<u32>()) / f64::from(total)
            }
            Self::Student(freedom) => {
                let t = correlation.abs() * (freedom / (1.0 - correlation * correlation)).sqrt();
                let law = StudentsT::new(0.0, 1.0, *freedom).expect("at least one degree of freedom");
                if t.is_finite() { 2.0 * law.sf(t) } else { 0.0 }
            }
        }
    }
}

/// Number of orders of `ranks` (middle ranks where tied) by twice the sum of place × rank, places from 1: filled place by place, over the
/// set of ranks already used.
fn orders_by_product(ranks: &[f64]) -> Vec<u32> {
    let n = ranks.len();
    let all = (1usize << n) - 1;
    let most = 2 * (1..=n).map(|rank| rank * rank).sum::<usize>();
    let mut orders = vec![vec![0u32; most + 1]; all + 1];
    orders[0][0] = 1;
    for used in 0..all {
        let place = used.count_ones() as usize + 1;
        let filled = std::mem::take(&mut orders[used]);
        for next in (0..n).filter(|next| used & (1 << next) == 0) {
            let step = place * (2.0 * ranks[next]) as usize;
            for (sum, count) in filled.iter().enumerate().filter(|(_, count)| **count > 0) {
                orders[used | (1 << next)][sum + step] += count;
            }
        }
    }
    orders.swap_remove(all)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;
    use crate::experiment::design::unit_draw;

    fn design(seed: u64, replicates: u32, factors: usize) -> Vec<Vec<f64>> {
        (0..replicates).map(|r| unit_draw(seed, r, factors)).collect()
    }

    fn noise(rng: &mut Xoshiro256PlusPlus) -> f64 {
        StandardNormal.sample(rng)
    }

    #[test]
    fn a_textbook_rank_correlation() {
        // IQ against hours of television (Wikipedia, "Spearman's rank correlation coefficient"): ρ = −29/165, p = 0.627188.
        let iq = [86.0, 97.0, 99.0, 100.0, 101.0, 103.0, 106.0, 110.0, 112.0, 113.0];
        let hours = [2.0, 20.0, 28.0, 27.0, 50.0, 29.0, 7.0, 17.0, 6.0, 12.0];
        let effect = factor_effects(&hours, &iq.map(|x| vec![x]))[0];
        assert!((effect.correlation + 29.0 / 165.0).abs() < 1e-12);
        assert!((effect.p_value - 0.627_188).abs() < 1e-6, "{}", effect.p_value);
        assert!(!effect.stands_out);
    }

    #[test]
    fn known_linear_effects_are_recovered_in_order() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
        let draws = design(3, 512, 4);
        let values: Vec<f64> = draws.iter().map(|u| -4.0 * u[2] + 2.0 * u[0] + 0.5 * noise(&mut rng)).collect();
        let effects = factor_effects(&values, &draws);
        assert_eq!(effects.iter().map(|e| (e.factor, e.stands_out)).collect::<Vec<_>>()[..2], [(2, true), (0, true)]);
        // Variance shares: 16/12, 4/12 and 1/4 of a total 23/12. Ranks bend them by a few hundredths.
        assert!((effects[0].share - 16.0 / 23.0).abs() < 0.06 && effects[0].correlation < 0.0, "{:?}", effects[0]);
        assert!((effects[1].share - 4.0 / 23.0).abs() < 0.06 && effects[1].correlation > 0.0, "{:?}", effects[1]);
        assert!(effects[2..].iter().all(|e| e.share < 0.02));
    }

    #[test]
    fn a_perfect_order_of_few_replicates_is_no_proof() {
        let rising =
            |n: u32| factor_effects(&(0..n).map(f64::from).collect::<Vec<_>>(), &(0..n).map(|r| vec![f64::from(r)]).collect::<Vec<_>>())[0];
        assert_eq!((rising(4).correlation, rising(4).stands_out), (1.0, false)); // 2 / 4! = 0.083
        assert_eq!((rising(5).correlation, rising(5).stands_out), (1.0, true)); // 2 / 5! = 0.017
        assert_eq!((rising(1).share, rising(2).p_value), (0.0, 1.0));
    }

    #[test]
    fn rank_correlations_of_few_have_the_chances_of_the_tables() {
        // Zar (1972): critical values of ρ, two-sided: n = 8, 0.738 at 5 %, 0.881 at 1 %; n = 9, 0.700 at 5 %.
        let law = |n: u32| RankLaw::of(&(1..=n).map(f64::from).collect::<Vec<_>>());
        for (n, critical, level) in [(8, 0.738, 0.05), (8, 0.881, 0.01), (9, 0.700, 0.05)] {
            assert!(law(n).p_value(critical - 5e-4) <= level && law(n).p_value(critical - 0.025) > level, "{n} {critical}");
        }
        assert!((law(9).p_value(0.6) / law(10).p_value(0.6) - 1.0).abs() < 0.5);
    }

    #[test]
    fn ties_of_few_are_counted() {
        // Four zeros and four ones in perfect order: 2 of the 70 ways to place the ones.
        let values = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
        let effect = factor_effects(&values, &(0..8).map(|r| vec![f64::from(r)]).collect::<Vec<_>>())[0];
        assert!((effect.p_value - 2.0 / 70.0).abs() < 1e-12, "{effect:?}");
    }

    #[test]
    fn values_that_are_equal_or_missing_have_no_effect() {
        let draws = design(1, 24, 3);
        assert!(factor_effects(&[7.0; 24], &draws).iter().all(|e| e.share == 0.0 && !e.stands_out));
        assert!(factor_effects(&[f64::NAN; 24], &draws).iter().all(|e| e.share == 0.0 && !e.stands_out));
        assert!(factor_effects(&[], &[]).is_empty());
    }

    #[test]
    fn without_an_effect_a_factor_stands_out_in_at_most_five_of_a_hundred_samples() {
        // Bound 5 % + 4 sd (sd of a rate over 2000 samples: 0.49 %); too rare would be a test that never speaks. Seed fixed.
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
        for n in [6, 8, 10, 24] {
            let alarm = |seed| factor_effects(&(0..n).map(|_| noise(&mut rng)).collect::<Vec<_>>(), &design(seed, n, 6))[0].stands_out;
            let rate = (0..2000).map(alarm).filter(|&found| found).count() as f64 / 2000.0;
            assert!((0.004..=0.0695).contains(&rate), "n = {n}: {rate}");
        }
    }
}
