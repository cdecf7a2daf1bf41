//! Deals with partners, and listings.

use super::{by_name, filled, position};
use crate::model::id::{CapabilityId, ChainId};
use crate::model::institutions::deal::{Deal, PartnerAssets, PartnerChannel, Title};
use crate::model::institutions::listing::Listing;
use crate::scenario::document::Table;
use crate::scenario::schema::{Entity, Scope};

/// All kinds of deals.
pub(super) fn deals(root: &Table) -> Vec<Deal> {
    Scope::all(root, Entity::Deal).map(|scope| deal(&scope)).collect()
}

fn deal(scope: &Scope<'_>) -> Deal {
    let chain = position(scope.root, Entity::Chain, scope.own.text("chain"));
    let forever = |key: &str| scope.maybe_number(key).unwrap_or(f64::INFINITY);
    let capability = scope.written("capability").and_then(|node| position(scope.root, Entity::Capability, node.value.text()));
    Deal {
        name: scope.name().into(),
        chain: ChainId::at(chain.unwrap_or_else(|| unreachable!("an earlier stage looked for the chain"))),
        rate_per_year: scope.number("rate_per_year"),
        capability: capability.map(CapabilityId::at),
        bd_budget_usd_per_year: scope.number("bd_budget_usd_per_year"),
        bd_frontier_usd_per_year: scope.number("bd_frontier_usd_per_year"),
        bd_elasticity: scope.number("bd_elasticity"),
        payment_usd: scope.number("payment_usd"),
        life_days: forever("life_days"),
        size_sigma: scope.number("size_sigma"),
        channel: PartnerChannel {
            customers: filled(by_name(scope, "customers", Entity::Group)),
            awareness_per_year: scope.number("awareness_per_year"),
            visibility: scope.number("visibility"),
            onboarding_relief: scope.number("onboarding_relief"),
        },
        assets: PartnerAssets {
            usd: scope.number("assets_usd"),
            turnover_per_day: filled(by_name(scope, "turnover_per_day", Entity::Vertical)),
            fee_per_year: scope.number("asset_fee_per_year"),
        },
        title: Title { quality: filled(by_name(scope, "quality", Entity::Vertical)), half_life_days: forever("quality_half_life_days") },
    }
}

/// What it means to be dropped by exchanges.
pub(super) fn listing(root: &Table) -> Listing {
    let section = Scope::section(root, "listing");
    Listing { days: u32::try_from(section.integer("days")).unwrap_or(1), friction_usd_per_month: section.number("friction_usd_per_month") }
}
