//! `sovereign.toml`: a trading chain as an L2 or as a sovereign L1.

use crate::study::{Short, study};

/// Settlement and performance have opposite signs for traders: leaving costs them, speed and room serve them. Ethereum loses income and the
/// assets it secured either way.
#[test]
fn leaving_costs_users_what_performance_may_give_back() {
    let short = Short { variants: &["l2-fast", "sovereign-slow", "sovereign"], days: (150, 90), set: &["simulation.scale=0.001"] };
    let study = study("sovereign", &short);
    for (stay, leave) in [("l2", "sovereign-slow"), ("l2-fast", "sovereign")] {
        study.better_off(Some("traders"), stay, leave);
        study.higher("ethereum_income_usd", stay, leave);
        study.higher("security", stay, leave);
    }
    for (slow, fast) in [("l2", "l2-fast"), ("sovereign-slow", "sovereign")] {
        study.better_off(Some("traders"), fast, slow);
        study.higher("chain.pit.profit_usd", fast, slow);
    }
}
