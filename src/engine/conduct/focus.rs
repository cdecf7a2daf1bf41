//! Focus: a step toward the vertical with the highest marginal profit, if the mean step promises a gain.
//!
//! For every vertical v the review looks at f' = (1 − s) f + s e_v, s = `focus_step`, and at what a mean day after the mean step would bring
//! under it. Focus works through capability levels alone, so a step that moves no level (observed levels, θ = 0, no budget) is none.

use crate::engine::conduct::forecast::Market;
use crate::engine::conduct::{Act, Proposal};
use crate::model::economy::Economy;
use crate::model::standing::Standing;
use crate::model::supply::capability::step_toward;
use crate::model::supply::conduct::FocusRule;
use crate::model::units::DAYS_PER_YEAR;

/// Smallest gain that is more than rounding: as a share of revenue, and of the micro-dollars of a mean day's postings, USD a year.
const SMALLEST_GAIN: (f64, f64) = (1e-9, 0.01);

/// What the review of chain `k` proposes on its focus.
pub(super) fn review(market: &Market<'_>, k: usize) -> Option<Proposal> {
    let (economy, chain) = (market.economy, &market.economy.chains[k]);
    if chain.policy.conduct.focus != FocusRule::FollowProfit {
        return None;
    }
    let step = chain.policy.conduct.focus_step;
    let turned = |v: usize| Some((v, turned(economy, k, step_toward(&chain.focus, v, step))?));
    let candidates: Vec<(usize, Standing)> = (0..economy.verticals.len()).filter_map(turned).collect();
    if candidates.is_empty() {
        return None;
    }
    let now = market.unchanged().accounts[k];
    let otherwise = DAYS_PER_YEAR * now.profit().usd();
    let mut best: Option<(usize, Standing, f64)> = None;
    for (v, standing) in candidates {
        let (economy, kernels) = market.with(standing.clone());
        let profit = DAYS_PER_YEAR * market.forecast(&economy, &kernels, market.state).accounts[k].profit().usd();
        if best.as_ref().is_none_or(|(_, _, most)| profit > *most) {
            best = Some((v, standing, profit));
        }
    }
    let (v, standing, expected) = best?;
    let gain = expected - otherwise;
    let counts = gain > SMALLEST_GAIN.1.max(SMALLEST_GAIN.0 * DAYS_PER_YEAR * now.revenue.usd());
    counts.then(|| Proposal {
        chain: k,
        act: Act::Focus(standing.choices[k].focus.clone().expect("turned to v")),
        before: Act::Focus(chain.focus.clone()),
        reason: reason(economy, k, v, gain),
        expected_usd_per_year: expected,
        otherwise_usd_per_year: otherwise,
        reviewed_day: market.day,
    })
}

/// Marginal profit per unit of budget, gain / (s B): what a dollar a year of the budget brings more where it would go.
fn reason(economy: &Economy, k: usize, v: usize, gain: f64) -> String {
    let (chain, vertical) = (&economy.chains[k], &economy.verticals[v]);
    let moved = chain.policy.conduct.focus_step * chain.capability_budget_usd_per_year;
    format!("toward {}: {:+.3} USD a year per USD of budget", vertical.name, gain / moved)
}

/// What has become of the world, with chain `k` turned to `focus`; none if that moves no capability level. Levels that were reached shift by
/// what focus and budget give more or less: what they come to in the end, not what they are the day after.
fn turned(economy: &Economy, k: usize, focus: Vec<f64>) -> Option<Standing> {
    let before = economy.stated_levels_of(k, &economy.chains[k].focus);
    let after = economy.stated_levels_of(k, &focus);
    if before == after {
        return None;
    }
    let mut standing = economy.standing.clone();
    if let Some(levels) = &mut standing.levels {
        let shifts = after.iter().zip(&before).map(|(after, before)| after - before);
        levels[k].iter_mut().zip(shifts).for_each(|(level, shift)| *level = (*level + shift).clamp(0.0, 1.0));
    }
    standing.choices[k].focus = Some(focus);
    Some(standing)
}
