//! Tokens, incentive programmes, and how chains decide on them.

use super::{natural, position, word};
use crate::model::id::ChainId;
use crate::model::institutions::programme::Programme;
use crate::model::institutions::token::Token;
use crate::model::supply::governance::{Governance, GovernanceForm};
use crate::scenario::schema::{Entity, Scope};

pub(super) fn token(scope: &Scope<'_>) -> Token {
    Token {
        name: scope.name().into(),
        chain: chain_of(scope),
        points_from_day: day(scope, "points_from_day"),
        launch_day: day(scope, "launch_day"),
        supply: scope.number("supply"),
        airdrop_share: scope.number("airdrop_share"),
        emissions_share_per_year: scope.number("emissions_share_per_year"),
        speculative_value_usd: scope.number("speculative_value_usd"),
        speculative_half_life_days: scope.number("speculative_half_life_days"),
        revenue_multiple: scope.number("revenue_multiple"),
        revenue_half_life_days: scope.number("revenue_half_life_days"),
    }
}

pub(super) fn programme(scope: &Scope<'_>) -> Programme {
    Programme {
        name: scope.name().into(),
        chain: chain_of(scope),
        proposed_day: day(scope, "proposed_day"),
        days: day(scope, "days"),
        budget_usd: scope.number("budget_usd"),
    }
}

pub(super) fn governance(chain: &Scope<'_>) -> Governance {
    Governance {
        form: word(chain, "governance", GovernanceForm::from_name),
        lag_days: chain.number("decision_lag_days"),
        drawn_lag_days: chain.number("vote_delay_days"),
        pass_probability: chain.number("pass_probability"),
        turnout_cost_usd: chain.number("turnout_cost_usd"),
        capture_probability: chain.number("capture_probability"),
    }
}

fn chain_of(scope: &Scope<'_>) -> ChainId {
    let chain = position(scope.root, Entity::Chain, scope.own.text("chain"));
    ChainId::at(chain.unwrap_or_else(|| unreachable!("an earlier stage looked for the chain")))
}

fn day(scope: &Scope<'_>, key: &str) -> u32 {
    u32::try_from(natural(scope, key)).unwrap_or(u32::MAX)
}
