//! Conduct of operators of a checked scenario.

use super::word;
use crate::model::id::StackId;
use crate::model::institutions::entry::Entry;
use crate::model::supply::conduct::{Conduct, FocusRule, IncentiveRule, Pricing};
use crate::model::supply::life::Slot;
use crate::scenario::document::Table;
use crate::scenario::schema::{Entity, Scope};

pub(super) fn conduct(chain: &Scope<'_>) -> Conduct {
    Conduct {
        owner: owner(chain),
        review_days: u32::try_from(chain.integer("review_days")).unwrap_or(u32::MAX),
        pricing: word(chain, "pricing", Pricing::from_name),
        focus: word(chain, "focus_rule", FocusRule::from_name),
        focus_step: chain.number("focus_step"),
        incentives: word(chain, "incentive_rule", IncentiveRule::from_name),
        defended_share: chain.maybe_number("defended_share"),
        incentive_share_per_year: chain.number("incentive_share_per_year"),
        treasury_reserve_usd: chain.number("treasury_reserve_usd"),
    }
}

/// Number of the owner: position of the first chain that he owns.
fn owner(chain: &Scope<'_>) -> Option<u16> {
    let name = chain.own.text("owner")?;
    let first = Scope::all(chain.root, Entity::Chain).position(|other| other.own.text("owner") == Some(name));
    first.and_then(|position| u16::try_from(position).ok())
}

/// Section `[entry]`.
pub(super) fn entry(root: &Table) -> Entry {
    let section = Scope::section(root, "entry");
    let days = |key: &str| u32::try_from(section.integer(key)).unwrap_or(1);
    Entry {
        founders: section.flag("founders"),
        review_days: days("review_days"),
        max_chains: usize::try_from(section.integer("max_chains")).unwrap_or(1),
        launch_cost_usd: section.number("launch_cost_usd"),
        build_days: days("build_days"),
        payback_years: section.number("payback_years"),
        focus_share: section.number("focus_share"),
    }
}

/// Stacks on which founders may build.
pub(super) fn open_stacks(root: &Table) -> Vec<StackId> {
    let stacks = Scope::all(root, Entity::Stack).enumerate();
    stacks.filter(|(_, stack)| stack.flag("open_to_founders")).map(|(s, _)| StackId::at(s)).collect()
}

/// The place for a newcomer that a chain is, if it is one: numbered by the first place of its blueprint.
pub(super) fn slot(chain: &Scope<'_>) -> Option<Slot> {
    let most = u16::try_from(chain.integer("slots")).ok().filter(|slots| *slots > 0)?;
    let (blueprint, _) = Slot::parts(chain.name())?;
    let of_same = |other: Scope<'_>| other.integer("slots") > 0 && Slot::parts(other.name()).is_some_and(|(b, _)| b == blueprint);
    let first = Scope::all(chain.root, Entity::Chain).position(of_same)?;
    Some(Slot { blueprint: u16::try_from(first).ok()?, most })
}
