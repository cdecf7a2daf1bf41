//! Nonlinear least squares with a ridge: minimise Σ_k (target_k − y_k(q))² + λ Σ_k q_k² over q in a box, from q = 0.
//!
//! Gauss–Newton steps with Levenberg's damping. Slopes ∂y_k/∂q_l are forward differences, kept up by Broyden's rank-one rule (1965) while steps
//! succeed and taken anew where one fails; convergence counts only at fresh slopes, undamped.

use rayon::prelude::*;

/// Bound of |q|: the range of `chain.quality`.
const BOUND: f64 = 10.0;
/// Step of forward differences.
const DIFFERENCE: f64 = 0.01;
/// Longest step in any direction: beyond it slopes say little.
const LONGEST: f64 = 0.5;
/// Length of the next step at which the search has arrived.
const TOLERANCE: f64 = 1e-4;
/// Steps, taken or refused, after which the search is given up.
const MOST_STEPS: u32 = 60;
/// Share of the mean diagonal of JᵀJ that damping begins at.
const FIRST_DAMPING: f64 = 0.01;

/// A function of q and what it is to meet.
pub(crate) struct Problem<'a, F> {
    /// y(q).
    pub(crate) model: F,
    /// What y is to meet.
    pub(crate) target: &'a [f64],
    /// λ.
    pub(crate) ridge: f64,
}

/// Where a search ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Minimum {
    /// q.
    pub(crate) q: Vec<f64>,
    /// Steps tried.
    pub(crate) steps: u32,
    /// Times that the function was computed.
    pub(crate) computed: usize,
    /// Largest component of the next undamped step: 0 at a resting point.
    pub(crate) distance: f64,
    /// Whether that is within the tolerance.
    pub(crate) converged: bool,
}

struct Point {
    q: Vec<f64>,
    y: Vec<f64>,
    loss: f64,
}

impl<E: Send, F: Fn(&[f64]) -> Result<Vec<f64>, E> + Sync> Problem<'_, F> {
    /// Searches for the minimum.
    ///
    /// # Errors
    /// The first error of the function.
    pub(crate) fn minimise(&self) -> Result<Minimum, E> {
        let n = self.target.len();
        let mut at = self.point(vec![0.0; n])?;
        let (mut slopes, mut fresh, mut damping) = (self.slopes(&at)?, true, 0.0);
        let (mut steps, mut computed) = (0, n + 1);
        loop {
            let distance = largest(&self.step(&at, &slopes, 0.0));
            let over = steps >= MOST_STEPS || damping > 1e6;
            if fresh && (distance <= TOLERANCE || over) {
                return Ok(Minimum { q: at.q, steps, computed, distance, converged: distance <= TOLERANCE });
            }
            let next =
                if distance <= TOLERANCE || over { None } else { Some(self.point(moved(&at.q, &self.step(&at, &slopes, damping)))?) };
            let tried = usize::from(next.is_some());
            (steps, computed) = (steps + tried as u32, computed + tried);
            match next.filter(|next| next.loss < at.loss) {
                Some(next) => {
                    broyden(&mut slopes, &at, &next);
                    (at, fresh, damping) = (next, false, if damping < FIRST_DAMPING { 0.0 } else { damping / 4.0 });
                }
                None if fresh => damping = (damping * 8.0).max(FIRST_DAMPING),
                None => {
                    (slopes, fresh) = (self.slopes(&at)?, true);
                    computed += n;
                }
            }
        }
    }

    fn point(&self, q: Vec<f64>) -> Result<Point, E> {
        let y = (self.model)(&q)?;
        let misses: f64 = y.iter().zip(self.target).map(|(y, t)| (t - y) * (t - y)).sum();
        let loss = misses + self.ridge * q.iter().map(|q| q * q).sum::<f64>();
        Ok(Point { q, y, loss })
    }

    /// ∂y_k/∂q_l, `[l][k]`, away from the nearer bound.
    fn slopes(&self, at: &Point) -> Result<Vec<Vec<f64>>, E> {
        let column = |l: usize| {
            let h = if at.q[l] > 0.0 { -DIFFERENCE } else { DIFFERENCE };
            let mut q = at.q.clone();
            q[l] += h;
            let y = (self.model)(&q)?;
            Ok(y.iter().zip(&at.y).map(|(y, y0)| (y - y0) / h).collect())
        };
        // Collected before anything is added: the number of threads shows nowhere.
        (0..at.q.len()).into_par_iter().map(column).collect()
    }

    /// The step (JᵀJ + λ + damping) δ = Jᵀ(target − y) − λ q, kept in the box and to the longest step.
    fn step(&self, at: &Point, slopes: &[Vec<f64>], damping: f64) -> Vec<f64> {
        let n = at.q.len();
        let inner = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(x, y)| x * y).sum() };
        let miss: Vec<f64> = self.target.iter().zip(&at.y).map(|(t, y)| t - y).collect();
        let scale = slopes.iter().map(|s| inner(s, s)).sum::<f64>() / n as f64;
        // Without a ridge a common shift of all q may change nothing: the least of dampings picks the smallest step.
        let extra = self.ridge + (damping + 1e-10) * scale.max(f64::MIN_POSITIVE);
        let row = |l: usize| -> Vec<f64> { (0..n).map(|m| inner(&slopes[l], &slopes[m]) + if l == m { extra } else { 0.0 }).collect() };
        let right = (0..n).map(|l| inner(&slopes[l], &miss) - self.ridge * at.q[l]).collect();
        let full = solve((0..n).map(row).collect(), right);
        let factor = (LONGEST / largest(&full)).min(1.0);
        full.iter().zip(&at.q).map(|(d, q)| (q + d * factor).clamp(-BOUND, BOUND) - q).collect()
    }
}

fn moved(q: &[f64], step: &[f64]) -> Vec<f64> {
    q.iter().zip(step).map(|(q, d)| q + d).collect()
}

fn largest(x: &[f64]) -> f64 {
    x.iter().fold(0.0, |top, x| top.max(x.abs()))
}

/// J += (Δy − JΔq) Δqᵀ / |Δq|².
fn broyden(slopes: &mut [Vec<f64>], from: &Point, to: &Point) {
    let n = from.q.len();
    let moved: Vec<f64> = (0..n).map(|l| to.q[l] - from.q[l]).collect();
    let length: f64 = moved.iter().map(|d| d * d).sum();
    let missed: Vec<f64> = (0..n).map(|k| to.y[k] - from.y[k] - (0..n).map(|l| slopes[l][k] * moved[l]).sum::<f64>()).collect();
    for (column, d) in slopes.iter_mut().zip(&moved).filter(|_| length > 0.0) {
        column.iter_mut().zip(&missed).for_each(|(slope, miss)| *slope += miss * d / length);
    }
}

/// Solves a symmetric positive definite system by elimination; directions in which it is flat get 0.
fn solve(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for pivot in 0..n {
        let (head, tail) = rows.split_at_mut(pivot + 1);
        let top = &head[pivot];
        for (i, row) in tail.iter_mut().enumerate().filter(|_| top[pivot] > 0.0) {
            let factor = row[pivot] / top[pivot];
            row.iter_mut().zip(top).skip(pivot).for_each(|(x, t)| *x -= factor * t);
            right[pivot + 1 + i] -= factor * right[pivot];
        }
    }
    let mut solution = vec![0.0; n];
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| rows[i][j] * solution[j]).sum();
        solution[i] = if rows[i][i] > 0.0 { (right[i] - known) / rows[i][i] } else { 0.0 };
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ln of a logit with an outside option: ∂y is known and far from diagonal.
    fn logit(q: &[f64]) -> Result<Vec<f64>, ()> {
        let weights: Vec<f64> = q.iter().enumerate().map(|(k, q)| (4.0 * q + 0.5 * k as f64).exp()).collect();
        let total: f64 = 1.0 + weights.iter().sum::<f64>();
        Ok(weights.iter().map(|w| (w / total).ln()).collect())
    }

    fn minimise(target: &[f64], ridge: f64) -> Minimum {
        Problem { model: logit, target, ridge }.minimise().expect("no errors")
    }

    #[test]
    fn a_linear_system_is_solved() {
        let x = solve(vec![vec![4.0, 2.0, 0.0], vec![2.0, 5.0, 1.0], vec![0.0, 1.0, 3.0]], vec![8.0, 15.0, 11.0]);
        assert!(x.iter().zip([1.0, 2.0, 3.0]).all(|(x, y)| (x - y).abs() < 1e-12), "{x:?}");
    }

    #[test]
    fn without_a_ridge_what_made_the_target_comes_back() {
        let truth = [0.7, -0.4, 0.1, -1.2];
        let found = minimise(&logit(&truth).expect("no errors"), 0.0);
        assert!(found.converged, "{found:?}");
        assert!(found.q.iter().zip(truth).all(|(q, t)| (q - t).abs() < 1e-3), "{:?}", found.q);
    }

    /// Gradient of the loss, by central differences: 0 at a minimum.
    #[test]
    fn with_a_ridge_it_ends_where_no_direction_leads_down() {
        let target = [-1.0, -3.0, -2.0];
        let found = minimise(&target, 0.5);
        let loss = |q: &[f64]| -> f64 {
            let y = logit(q).expect("no errors");
            y.iter().zip(target).map(|(y, t)| (t - y).powi(2)).sum::<f64>() + 0.5 * q.iter().map(|q| q * q).sum::<f64>()
        };
        for l in 0..3 {
            let shifted = |h: f64| loss(&found.q.iter().enumerate().map(|(k, q)| if k == l { q + h } else { *q }).collect::<Vec<_>>());
            let slope = (shifted(1e-4) - shifted(-1e-4)) / 2e-4;
            // Curvature is about 2 (16 + λ): a distance of 1e-4 leaves a slope of 4e-3.
            assert!(slope.abs() < 0.02, "{l}: {slope}");
        }
        assert!(found.converged);
    }

    #[test]
    fn what_cannot_be_met_ends_at_the_bound_and_is_no_error() {
        let found = minimise(&[100.0], 0.0);
        assert!(found.q[0].abs() <= BOUND);
        assert!(found.steps <= MOST_STEPS, "{found:?}");
    }
}
