//! User groups: what people do on chains, what they value, and how tastes differ within a group.

use crate::model::math::exp;

/// One use of a vertical by a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Use {
    /// benefit_gv: what the vertical is worth to the mean user at perfect fit, no network, no fee: USD a month.
    pub benefit_usd_per_month: f64,
    /// tx0_gv: transactions a month at no fee.
    pub transactions_per_month: f64,
    /// delay_value_gv: what a second of latency costs the mean user, USD a month.
    pub delay_usd_per_month_per_s: f64,
}

/// A group of users.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Name, unique among groups.
    pub name: String,
    /// People in the group.
    pub users: f64,
    /// Agents of this group: each stands for users/agents people.
    pub agents: u64,
    /// Uses by vertical, in vertical order; `None`: the group does not use the vertical.
    pub uses: Vec<Option<Use>>,
    /// Standard deviation of the logarithm of activity (multiplier a, mean 1).
    pub activity_sigma: f64,
    /// … of willingness to pay (multiplier b, mean 1).
    pub benefit_sigma: f64,
    /// … of impatience (multiplier l, mean 1).
    pub impatience_sigma: f64,
    /// Mean willingness to pay for full security over none: s, USD a month.
    pub security_usd_per_month: f64,
    /// Standard deviation of the logarithm of that.
    pub security_sigma: f64,
    /// μ: scale of the logit taste for homes, USD a month.
    pub choice_scale_usd_per_month: f64,
    /// ν̂: scale of the logit taste in routing, as a share of benefit.
    pub routing_scale: f64,
    /// Probability a day that a user reconsiders home.
    pub attention_per_day: f64,
    /// Costs of changing home, felt.
    pub switch: SwitchCosts,
    /// Months over which a user spreads switch costs; by default until the next reconsideration, 1/(30 · attention).
    pub horizon_months: f64,
    /// Value of having the whole group within reach, USD a month.
    pub peers_usd_per_month: f64,
    /// Assets of a user, USD: kept where the user is active, which is where security counts.
    pub assets_usd_per_user: f64,
    /// Required levels of gate capabilities, in capability order (0: none).
    pub requires: Vec<f64>,
    /// Whether staying outside is an option.
    pub may_leave: bool,
    /// Awareness and visibility of chains.
    pub adoption: Adoption,
    /// What moves them beside chains themselves.
    pub terms: Terms,
}

/// What moves users beside what chains offer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// w_g: weight of expected rewards in choices; airdrop hunters value little else. Welfare counts rewards at their worth.
    pub reward_weight: f64,
    /// Share of the way that the group's executed routing goes toward desired routing a day, at most 0.2; none: that of everybody
    /// ([`Dynamics`](crate::model::economy::Dynamics)). High: no habits, as with software.
    pub routing_adjustment: Option<f64>,
    /// Cost of capital that cannot be used, a share a year: what waiting for withdrawals costs.
    pub capital_cost_per_year: f64,
    /// Times a year that a user withdraws all assets from where they are, as a habit.
    pub withdrawals_per_year: f64,
}

impl Default for Terms {
    /// A dollar is a dollar and may wait, and habits are everybody's.
    fn default() -> Self {
        Self { reward_weight: 1.0, routing_adjustment: None, capital_cost_per_year: 0.0, withdrawals_per_year: 0.0 }
    }
}

/// What changing home costs a user, USD, felt once; spread over the group's horizon in choices.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SwitchCosts {
    /// From outside, or from not knowing, to a chain, before the chain's `onboarding` capabilities.
    pub onboarding_usd: f64,
    /// From chain to chain; the link's move cost comes on top.
    pub move_usd: f64,
    /// From a chain to outside.
    pub exit_usd: f64,
}

/// How people come to know of chains (Bass 1969), and which chains they see when they choose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adoption {
    /// Share of the group that is aware on the eve of day 0.
    pub aware_share: f64,
    /// p: hazard a year of becoming aware by oneself.
    pub bass_p_per_year: f64,
    /// q: hazard a year of hearing of it, when all others are aware.
    pub bass_q_per_year: f64,
    /// c0: visibility exponent of every chain; infinite: everything is seen.
    pub visibility_base: f64,
    /// c1: what the whole group's living on a chain adds to it.
    pub visibility_per_share: f64,
}

impl Default for Adoption {
    /// Everybody is aware and sees every chain.
    fn default() -> Self {
        Self { aware_share: 1.0, bass_p_per_year: 0.0, bass_q_per_year: 0.0, visibility_base: f64::INFINITY, visibility_per_share: 0.0 }
    }
}

impl Group {
    /// ν_gv = ν̂_g · benefit_gv, USD a month; `None` where the group does not use the vertical.
    #[must_use]
    pub fn routing_scale_usd(&self, vertical: usize) -> Option<f64> {
        self.uses[vertical].map(|u| self.routing_scale * u.benefit_usd_per_month)
    }

    /// People for whom one agent stands.
    #[must_use]
    pub fn people_per_agent(&self) -> f64 {
        self.users / self.agents as f64
    }
}

/// Tastes of one node: multipliers, each with weighted mean exactly 1 over the group, and the taste for security.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TasteNode {
    /// a_r: multiplier of activity.
    pub activity: f64,
    /// b_r: multiplier of willingness to pay.
    pub benefit: f64,
    /// l_r: multiplier of impatience.
    pub impatience: f64,
    /// s_r: willingness to pay for full security, USD a month.
    pub security_usd_per_month: f64,
    /// Agents on the node.
    pub agents: u64,
}

/// Number of taste dimensions.
pub const TASTE_DIMENSIONS: usize = 4;

/// Taste nodes of a group: agents spread evenly over at most `max_nodes` nodes, tastes log-normal at the given standard
/// normal `scores` (one row a node, one column a dimension), rescaled so that each taste's weighted mean is exact.
///
/// Nodes are the field's quadrature of a mixed logit (Train 2009, ch. 9); the scores come from a low-discrepancy sequence.
#[must_use]
pub fn taste_nodes(group: &Group, scores: &[[f64; TASTE_DIMENSIONS]]) -> Vec<TasteNode> {
    let count = (scores.len() as u64).min(group.agents).max(1);
    let sigmas = [group.activity_sigma, group.benefit_sigma, group.impatience_sigma, group.security_sigma];
    let agents_on = |r: u64| group.agents / count + u64::from(r < group.agents % count);
    let mut raw: Vec<[f64; TASTE_DIMENSIONS]> =
        scores[..count as usize].iter().map(|score| std::array::from_fn(|d| exp(sigmas[d] * score[d]))).collect();
    for d in 0..TASTE_DIMENSIONS {
        let total: f64 = raw.iter().zip(0..).map(|(row, r)| row[d] * agents_on(r) as f64).sum();
        let mean = total / group.agents as f64;
        raw.iter_mut().for_each(|row| row[d] /= mean);
    }
    raw.iter()
        .zip(0..)
        .map(|(row, r)| TasteNode {
            activity: row[0],
            benefit: row[1],
            impatience: row[2],
            security_usd_per_month: row[3] * group.security_usd_per_month,
            agents: agents_on(r),
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A group with one use, for tests.
    pub(crate) fn plain_group(users: f64, agents: u64) -> Group {
        Group {
            name: "people".into(),
            users,
            agents,
            uses: vec![Some(Use { benefit_usd_per_month: 10.0, transactions_per_month: 20.0, delay_usd_per_month_per_s: 0.1 })],
            activity_sigma: 0.5,
            benefit_sigma: 0.7,
            impatience_sigma: 0.3,
            security_usd_per_month: 2.0,
            security_sigma: 1.0,
            choice_scale_usd_per_month: 1.0,
            routing_scale: 0.1,
            attention_per_day: 0.05,
            switch: SwitchCosts { onboarding_usd: 3.0, move_usd: 1.0, exit_usd: 1.0 },
            horizon_months: 1.0,
            peers_usd_per_month: 0.0,
            assets_usd_per_user: 100.0,
            requires: vec![],
            may_leave: true,
            adoption: Adoption::default(),
            terms: Terms::default(),
        }
    }

    #[test]
    fn taste_means_are_exact_for_any_number_of_agents() {
        let scores: Vec<[f64; 4]> =
            (0..16).map(|i| [f64::from(i) * 0.1 - 0.7, 0.3 - f64::from(i) * 0.05, 0.0, 0.2 * f64::from(i % 3)]).collect();
        for agents in [1, 7, 16, 1001] {
            let group = plain_group(5000.0, agents);
            let nodes = taste_nodes(&group, &scores);
            assert_eq!(nodes.iter().map(|n| n.agents).sum::<u64>(), agents);
            let mean = |f: fn(&TasteNode) -> f64| nodes.iter().map(|n| f(n) * n.agents as f64).sum::<f64>() / agents as f64;
            assert!((mean(|n| n.activity) - 1.0).abs() < 1e-12);
            assert!((mean(|n| n.benefit) - 1.0).abs() < 1e-12);
            assert!((mean(|n| n.impatience) - 1.0).abs() < 1e-12);
            assert!((mean(|n| n.security_usd_per_month) - 2.0).abs() < 1e-12);
        }
    }
}
