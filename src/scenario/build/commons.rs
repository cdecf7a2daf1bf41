//! What stacks, members and exchanges do with money.

use crate::model::institutions::exchange::Business;
use crate::model::institutions::fund::Fund;
use crate::model::supply::membership::Membership;
use crate::scenario::schema::Scope;

pub(super) fn fund(stack: &Scope<'_>) -> Fund {
    Fund {
        cost_usd_per_year: stack.number("cost_usd_per_year"),
        retro_share: stack.number("retro_share"),
        round_days: u32::try_from(stack.integer("round_days")).unwrap_or(1),
    }
}

pub(super) fn membership(chain: &Scope<'_>) -> Membership {
    let days = |key: &str| chain.written(key).and_then(|_| u32::try_from(chain.integer(key)).ok());
    Membership {
        review_days: days("exit_review_days"),
        exit_ratio: chain.number("exit_ratio"),
        leaves_on: days("leaves_stack_day"),
        own_stack_usd_per_year: chain.number("own_stack_usd_per_year"),
    }
}

pub(super) fn business(exchange: &Scope<'_>) -> Business {
    Business { profit_share: exchange.number("profit_share"), acquisition_usd: exchange.number("acquisition_usd") }
}
