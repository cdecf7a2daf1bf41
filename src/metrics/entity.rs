//! Measures of single chains and groups: `chain.NAME.users`, `group.NAME.losses_usd`. Each is a row of `summary`, over all days after
//! warm-up; the tables `chains` and `groups` have the figures by period.

use crate::engine::observer::DayView;
use crate::metrics::column::{ColumnSpec, Role};
use crate::metrics::hurt::Hurt;
use crate::metrics::totals::{activity_of, ratio, users_of};
use crate::model::economy::Economy;
use crate::model::units::DAYS_PER_YEAR;

/// A measure of every chain, or of every group.
#[derive(Clone, Copy, Debug)]
pub struct EntityMeasure {
    /// Last part of its name, unit, meaning, and how it adds up over days.
    pub column: ColumnSpec,
    formula: Formula,
}

/// How a measure of an entity is read off a day.
#[derive(Clone, Copy, Debug)]
enum Formula {
    Day(fn(&DayView<'_>, usize) -> f64),
    Hurt(fn(&Hurt, usize) -> f64),
}

impl EntityMeasure {
    const fn flow(name: &'static str, unit: &'static str, meaning: &'static str, of_day: fn(&DayView<'_>, usize) -> f64) -> Self {
        Self { column: ColumnSpec::flow(name, unit, meaning), formula: Formula::Day(of_day) }
    }

    const fn stock(name: &'static str, unit: &'static str, meaning: &'static str, of_day: fn(&DayView<'_>, usize) -> f64) -> Self {
        Self { column: ColumnSpec::stock(name, unit, meaning), formula: Formula::Day(of_day) }
    }

    /// Unit of its value in `summary`, where flows are per year.
    #[must_use]
    pub fn summary_unit(&self) -> String {
        self.column.summary_unit()
    }
}

/// Measures of every chain.
pub const OF_CHAINS: &[EntityMeasure] = &[
    EntityMeasure::stock("users", "people", "people whose home it is", users_of),
    EntityMeasure::flow("profit_usd", "USD", "revenue less all costs", |d, k| d.today.accounts[k].profit().usd()),
    EntityMeasure::flow("revenue_usd", "USD", "revenue", |d, k| d.today.accounts[k].revenue.usd()),
    EntityMeasure::flow("activity_usd", "USD", "value that transactions on it moved", activity_of),
    EntityMeasure::flow("transactions", "transactions", "transactions executed on it", |d, k| d.today.transactions.row(k).iter().sum()),
    EntityMeasure::stock("assets_usd", "USD", "assets located on it", |d, k| d.today.life.assets_usd[k]),
    EntityMeasure::stock("apps", "apps", "apps on it", |d, k| d.today.apps.row(k).iter().sum()),
    EntityMeasure::stock("trust", "1", "trust in it, 1 is full", |d, k| d.today.trust[k]),
    EntityMeasure::stock("focus_index", "1", "specialization index", |d, k| d.economy.chains[k].specialization_index()),
    EntityMeasure::stock("min_gas_price_gwei", "gwei", "floor of its gas price", |d, k| d.economy.floor_gas_price_gwei(k)),
];

/// Measures of every user group.
pub const OF_GROUPS: &[EntityMeasure] = &[
    EntityMeasure::flow("welfare_systematic_usd", "USD", "surplus without the value of taste draws", |d, g| {
        d.today.groups[g].welfare_systematic_usd
    }),
    EntityMeasure::flow("welfare_tastes_usd", "USD", "surplus with the value of taste draws", |d, g| d.today.groups[g].welfare_tastes_usd),
    EntityMeasure::flow("losses_usd", "USD", "assets lost, for which nobody paid", |d, g| d.today.groups[g].losses.usd()),
    EntityMeasure::flow("rewards_usd", "USD", "rewards received", |d, g| d.today.groups[g].rewards.usd()),
    EntityMeasure::stock("adoption", "1", "share of the group that lives on chains", |d, g| {
        let homes = &d.today.homes.row(g)[..d.economy.chains.len()];
        ratio(homes.iter().sum(), d.economy.groups[g].users)
    }),
    EntityMeasure {
        column: ColumnSpec::flow("hurt_days", "days", "days on which its surplus is at least 1 % below that of the end of warm-up"),
        formula: Formula::Hurt(Hurt::group),
    },
];

/// Name of a measure of an entity: `chain.base.users`.
#[must_use]
pub fn name_of(kind: &str, entity: &str, measure: &str) -> String {
    format!("{kind}.{entity}.{measure}")
}

/// Values of all entities' measures, gathered day by day.
#[derive(Clone, Debug, Default)]
pub(super) struct EntityTally {
    days: u32,
    /// Sums over days, chains first, `[entity][measure]` in one row.
    sums: Vec<f64>,
}

/// One value of an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct EntityValue {
    /// Name of the measure with its entity.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Flows per year, stocks as means over days; NaN is no value.
    pub value: f64,
}

fn measures(economy: &Economy) -> impl Iterator<Item = (&'static str, usize, &'static EntityMeasure)> {
    let chains = (0..economy.chains.len()).flat_map(|k| OF_CHAINS.iter().map(move |m| ("chain", k, m)));
    let groups = (0..economy.groups.len()).flat_map(|g| OF_GROUPS.iter().map(move |m| ("group", g, m)));
    chains.chain(groups)
}

impl EntityTally {
    /// Adds a day.
    pub(super) fn add(&mut self, view: &DayView<'_>, hurt: &Hurt) {
        self.days += 1;
        self.sums.resize(measures(view.economy).count(), 0.0);
        for (sum, (_, entity, measure)) in self.sums.iter_mut().zip(measures(view.economy)) {
            *sum += match measure.formula {
                Formula::Day(of_day) => of_day(view, entity),
                Formula::Hurt(of_hurt) => of_hurt(hurt, entity),
            };
        }
    }

    /// Flows per year, stocks as means over days, in the order of entities; `names` of chains and of groups.
    pub(super) fn per_year(&self, chains: &[std::sync::Arc<str>], groups: &[std::sync::Arc<str>]) -> Vec<EntityValue> {
        let all = |kind: &'static str, names: &'_ [std::sync::Arc<str>], of: &'static [EntityMeasure]| -> Vec<(String, &EntityMeasure)> {
            names.iter().flat_map(|name| of.iter().map(move |m| (name_of(kind, name, m.column.name), m))).collect()
        };
        let named = all("chain", chains, OF_CHAINS).into_iter().chain(all("group", groups, OF_GROUPS));
        let value = |((name, measure), sum): ((String, &EntityMeasure), &f64)| {
            let per = if measure.column.role == Role::Flow { DAYS_PER_YEAR } else { 1.0 };
            EntityValue { name, unit: measure.summary_unit(), value: ratio(sum * per, self.days.into()) }
        };
        named.zip(&self.sums).map(value).collect()
    }
}
