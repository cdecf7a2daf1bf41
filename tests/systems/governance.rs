//! `dao-governance.toml`: who decides on incentives.

use crate::study::{Short, study};

/// In the months after the first proposal: a programme brings users and costs more than it earns; a DAO that passes it as well, but later,
/// has fewer users by then, and more money.
#[test]
fn programmes_bring_users_at_a_loss_and_votes_come_later() {
    let short = Short {
        variants: &["company", "dao"],
        days: (200, 60),
        set: &["simulation.scale=0.001", "simulation.taste_nodes=8", "chain.agora.pass_probability=1", "chain.agora.capture_probability=0"],
    };
    let study = study("dao-governance", &short);
    study.higher("chain.agora.users", "company", "none");
    study.higher("chain.agora.revenue_usd", "company", "none");
    study.higher("chain.agora.profit_usd", "none", "company");
    study.higher("chain.agora.users", "company", "dao");
    study.higher("chain.agora.profit_usd", "dao", "company");
    study.higher("incentives_usd", "company", "dao");
    study.better_off(Some("traders"), "company", "none");
}
