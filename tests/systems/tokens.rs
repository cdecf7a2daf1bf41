//! `token-issuance.toml`: who stays once an airdrop is paid.

use crate::study::{Short, study};

/// Three to twelve weeks after the airdrop: more are there than would have been, fewer than if they were still paid. Both kinds come for
/// rewards; on the whole it is paid by holders, whom a programme of the treasury spares.
#[test]
fn who_is_paid_comes_and_who_is_no_longer_paid_leaves() {
    let short = Short {
        variants: &["airdrop", "airdrop-and-emissions", "programme"],
        days: (265, 200),
        set: &["simulation.scale=0.001", "simulation.taste_nodes=8"],
    };
    let study = study("token-issuance", &short);
    study.higher("chain.meadow.users", "airdrop", "no-token");
    study.higher("chain.meadow.users", "programme", "no-token");
    study.higher("chain.meadow.users", "airdrop-and-emissions", "airdrop");
    study.higher("chain.meadow.profit_usd", "airdrop-and-emissions", "airdrop");
    study.higher("token_holders_net_usd", "airdrop", "airdrop-and-emissions");
    study.equal("token_holders_net_usd", "programme", "no-token");
}
