//! Apps of a day: what they earn, what they cost, how many there are tomorrow.

use crate::engine::load::DayLoad;
use crate::model::economy::Economy;
use crate::model::grid::Grid;
use crate::model::supply::sponsorship::Sponsor;

/// Share of apps' take that rounding explains.
const ROUNDING: f64 = 1e-9;

/// What a day brings apps.
#[derive(Clone, Debug)]
pub(crate) struct AppsDay {
    /// What users pay to apps, USD, `[group][vertical]`.
    pub(crate) take_usd: Grid,
    /// Running and porting costs, USD, `[vertical]`.
    pub(crate) costs_usd: Vec<f64>,
    /// Apps at the end of the day, `[chain][vertical]`.
    pub(crate) apps: Grid,
}

impl AppsDay {
    /// Follows the day's activity from `before`, `[chain][vertical]`. A chain that is not open has none.
    #[must_use]
    pub(crate) fn new(economy: &Economy, before: &Grid, load: &DayLoad) -> Self {
        let (n, verticals) = (economy.chains.len(), economy.verticals.len());
        let mut day =
            Self { take_usd: Grid::zeros(economy.groups.len(), verticals), costs_usd: vec![0.0; verticals], apps: before.clone() };
        for (v, vertical) in economy.verticals.iter().enumerate() {
            let take = vertical.apps.app_take * vertical.tx_value_usd;
            for g in 0..economy.groups.len() {
                day.take_usd[(g, v)] = take * (0..n).map(|k| load.group_transactions_of(g, k, v)).sum::<f64>();
            }
            for k in (0..n).filter(|k| economy.standing.live[*k]) {
                let step = vertical.apps.step(before[(k, v)], rest(economy, load, k, v));
                day.apps[(k, v)] = step.apps;
                day.costs_usd[v] += step.costs_usd;
            }
        }
        day
    }
}

/// Apps that the day's activity and grants would keep, less what apps pay of users' fees.
fn rest(economy: &Economy, load: &DayLoad, k: usize, v: usize) -> f64 {
    let vertical = &economy.verticals[v];
    let grants = economy.app_grants_usd_per_day(k, v) + economy.standing.grants_usd_per_day[(k, v)];
    vertical.apps.rest(load.transactions[(k, v)] * vertical.tx_value_usd * kept_share(economy, load, k, v), grants)
}

/// Share of their take that apps do not pay for their users' gas; 1 where they sponsor nothing.
fn kept_share(economy: &Economy, load: &DayLoad, k: usize, v: usize) -> f64 {
    let (vertical, sponsored) = (&economy.verticals[v], load.sponsored_usd[(k, v)]);
    if economy.chains[k].policy.sponsorship.sponsor != Sponsor::Apps || sponsored == 0.0 {
        return 1.0;
    }
    // Apps sponsor at most what they take; what rounding leaves of it is nothing.
    let kept = 1.0 - sponsored / (vertical.apps.app_take * vertical.tx_value_usd);
    if kept < ROUNDING { 0.0 } else { kept }
}

/// Apps on the first day: as stated, otherwise at rest with the opening activity.
#[must_use]
pub(crate) fn opening(economy: &Economy, load: &DayLoad) -> Grid {
    let mut apps = Grid::zeros(economy.chains.len(), economy.verticals.len());
    for k in (0..economy.chains.len()).filter(|k| economy.standing.live[*k]) {
        for v in 0..economy.verticals.len() {
            apps[(k, v)] = economy.chains[k].apps.stated(v).unwrap_or_else(|| rest(economy, load, k, v));
        }
    }
    apps
}

/// Apps of a chain that opens: as stated, otherwise none yet.
pub(crate) fn launch(economy: &Economy, apps: &mut Grid, k: usize) {
    let stated = (0..economy.verticals.len()).map(|v| economy.chains[k].apps.stated(v).unwrap_or(0.0));
    apps.row_mut(k).iter_mut().zip(stated).for_each(|(apps, stated)| *apps = stated);
}
