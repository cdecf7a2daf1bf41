//! `gaming-ip.toml`: titles, cohorts, and who is crowded. Titles are made more and more alike than shipped, so that each replicate has its share.

use crate::study::{Short, study};

const TITLES: [&str; 3] = ["simulation.scale=0.0005", "deal.titles.rate_per_year=40", "deal.titles.size_sigma=0.2"];

/// The same titles crowd the general chain: with more room traders and players gain what its operator loses, crowded hours and their fees.
#[test]
fn room_serves_users_and_costs_the_operator_its_scarcity() {
    let study = study("gaming-ip", &Short { variants: &["shared-wide"], days: (400, 120), set: &TITLES });
    study.equal("deals_live", "shared-wide", "shared");
    study.better_off(Some("traders"), "shared-wide", "shared");
    study.better_off(Some("players"), "shared-wide", "shared");
    study.higher("chain.bazaar.profit_usd", "shared", "shared-wide");
}

/// Cohorts leave as their title fades: where appeal lasts, more players are there and better off, with the same titles; a slump leaves fewer.
#[test]
fn cohorts_leave_as_appeal_fades() {
    let study = study("gaming-ip", &Short { variants: &["own", "lasting", "slump"], days: (500, 365), set: &TITLES });
    study.equal("deals_live", "lasting", "own");
    study.higher("group.players.adoption", "lasting", "own");
    study.better_off(Some("players"), "lasting", "own");
    study.higher("group.players.adoption", "own", "slump");
    study.higher("chain.arcade.users", "own", "shared");
}
