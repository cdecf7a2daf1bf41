//! Conduct of operators of a checked scenario.

use super::word;
use crate::model::supply::conduct::{Conduct, FocusRule, IncentiveRule, Pricing};
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
