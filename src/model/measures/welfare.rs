//! User surplus under two readings of the taste term.
//!
//! *Systematic* counts what people get from chains; *tastes* adds the value of being able to follow one's taste draws (entropy times
//! scale, the other half of a log-sum). The size of the taste term decides comparisons with unequal numbers of chains, so a verdict
//! needs the same sign under both.

use crate::model::demand::assets::{asset_location, asset_security};
use crate::model::demand::choice::peers_value;
use crate::model::demand::utility::UseValues;
use crate::model::demand::waiting::waiting_usd_per_month;
use crate::model::economy::Economy;
use crate::model::math::slices::sum_x_ln_x;
use crate::model::math::{ln, x_ln_x};
use crate::model::units::DAYS_PER_MONTH;
use crate::model::user_group::TasteNode;

/// Sums over the people of a group who live at one place: what welfare needs, since values are linear in taste multipliers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// People.
    pub people: f64,
    /// Σ a: activity.
    pub activity: f64,
    /// Σ a·b.
    pub activity_benefit: f64,
    /// Σ a·l.
    pub activity_impatience: f64,
    /// Σ s, USD a month.
    pub security_usd: f64,
}

impl Moments {
    /// Adds `people` of a taste node.
    pub fn add(&mut self, people: f64, node: &TasteNode) {
        self.people += people;
        self.activity += people * node.activity;
        self.activity_benefit += people * node.activity * node.benefit;
        self.activity_impatience += people * node.activity * node.impatience;
        self.security_usd += people * node.security_usd_per_month;
    }
}

/// One group's day, as welfare needs it.
#[derive(Clone, Copy, Debug)]
pub struct GroupSituation<'a> {
    /// Moments by home, `[chain]`.
    pub moments: &'a [Moments],
    /// People by node and location, `[node × place]`.
    pub people: &'a [f64],
    /// Values at the day's prices, one per use.
    pub values: &'a [UseValues],
    /// Executed routing, one per use, `[home × chain]`.
    pub routing: &'a [Vec<f64>],
    /// z: the day's demand over its mean, `[vertical]`.
    pub multiplier: &'a [f64],
    /// Switch costs borne today, USD.
    pub switch_costs_usd: f64,
    /// Assets lost today for which nobody paid, USD.
    pub losses_usd: f64,
    /// Rewards received today, USD.
    pub rewards_usd: f64,
}

/// Surplus of a group on a day, USD.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Welfare {
    /// Σ users · U / 30 − switch costs − realised losses + rewards.
    pub systematic_usd: f64,
    /// That plus the value of tastes.
    pub tastes_usd: f64,
}

/// Surplus of the group at position `g` on a day.
#[must_use]
pub fn group_welfare(economy: &Economy, g: usize, day: &GroupSituation<'_>) -> Welfare {
    let monthly: f64 = systematic_per_month(economy, g, day);
    let tastes = home_tastes(economy, g, day.people) + routing_tastes(economy, g, day);
    let systematic_usd = monthly / DAYS_PER_MONTH - day.switch_costs_usd - day.losses_usd + day.rewards_usd;
    Welfare { systematic_usd, tastes_usd: systematic_usd + tastes / DAYS_PER_MONTH }
}

fn systematic_per_month(economy: &Economy, g: usize, day: &GroupSituation<'_>) -> f64 {
    let (n, places) = (economy.chains.len(), economy.places());
    let total: f64 = day.moments.iter().map(|m| m.people).sum();
    let aware = total + day.people.iter().skip(places.outside()).step_by(places.count()).sum::<f64>();
    let shares: Vec<f64> = day.moments.iter().map(|m| if aware > 0.0 { m.people / aware } else { 0.0 }).collect();
    let peers = peers_value(economy, g, &shares);
    let security = asset_security(economy, &asset_location(economy, g, day.routing));
    let waiting = |j: usize| waiting_usd_per_month(economy, g, j);
    let at_home = |j: usize| day.moments[j].security_usd * security[j] + day.moments[j].people * (peers[j] - waiting(j));
    let used = |j: usize| -> f64 {
        let of = |(values, r): (&UseValues, &Vec<f64>)| {
            use_value(economy, j, &day.moments[j], values, day.multiplier[values.vertical], &r[j * n..][..n])
        };
        day.values.iter().zip(day.routing).map(of).sum()
    };
    (0..n).map(|j| at_home(j) + used(j)).sum()
}

/// Σ_k r_jvk · Σ_people a (z value_kv − κ_jk), USD a month: on a busy day people do more, at the same hassle of reaching a chain.
fn use_value(economy: &Economy, j: usize, m: &Moments, values: &UseValues, z: f64, routing: &[f64]) -> f64 {
    let of = |k: usize| {
        let felt = m.activity * (values.burden[k] - values.quality[k]);
        let value = m.activity_benefit * values.gross[k] - felt - m.activity_impatience * values.delay[k];
        z * value - m.activity * economy.links[j][k].friction_usd_per_month
    };
    routing.iter().enumerate().filter(|(_, r)| **r > 0.0).map(|(k, r)| r * of(k)).sum()
}

/// Σ_r people_r μ [H(P_r) − γ Σ_j P_rj ln R_j], USD a month: entropy of where a node's aware people live.
fn home_tastes(economy: &Economy, g: usize, people: &[f64]) -> f64 {
    let (places, gamma) = (economy.places(), economy.dynamics.clone_correction);
    let copies: Vec<f64> = economy.clones.iter().map(|r| ln(*r)).collect();
    let of_node = |row: &[f64]| -> f64 {
        let row = places.aware(row);
        let total: f64 = row.iter().sum();
        if total == 0.0 {
            return 0.0;
        }
        let entropy = -sum_x_ln_x(row.iter().map(|x| x / total));
        let copies: f64 = row.iter().zip(&copies).map(|(x, r)| x / total * r).sum();
        total * (entropy - gamma * copies)
    };
    economy.groups[g].choice_scale_usd_per_month * people.chunks_exact(places.count()).map(of_node).sum::<f64>()
}

/// Σ_j activity_j Σ_v ν_v [H(r_jv) − γ Σ_k r_jvk ln R_k], USD a month; not doing v is one of the alternatives.
fn routing_tastes(economy: &Economy, g: usize, day: &GroupSituation<'_>) -> f64 {
    let (n, gamma) = (economy.chains.len(), economy.dynamics.clone_correction);
    let copies: Vec<f64> = economy.clones.iter().map(|r| ln(*r)).collect();
    let of_use = |values: &UseValues, routing: &[f64]| -> f64 {
        let scale = economy.groups[g].routing_scale_usd(values.vertical).expect("values exist for used verticals");
        let of_home = |(j, row): (usize, &[f64])| {
            let idle = (1.0 - row.iter().sum::<f64>()).max(0.0);
            let entropy = -sum_x_ln_x(row.iter().copied()) - x_ln_x(idle);
            let copies: f64 = row.iter().zip(&copies).map(|(r, copies)| r * copies).sum();
            day.moments[j].activity * (entropy - gamma * copies)
        };
        scale * routing.chunks_exact(n).enumerate().filter(|(j, _)| day.moments[*j].people > 0.0).map(of_home).sum::<f64>()
    };
    day.values.iter().zip(day.routing).map(|(values, routing)| of_use(values, routing)).sum()
}
