//! `tech-race.toml`: what one chain wins alone and all do not win together.

use crate::study::{Short, study};

/// Technology pays the chain that alone buys it, at its rivals' cost; when all buy it, operators are poorer and users better off.
#[test]
fn technology_is_a_race() {
    let variants = ["one-technology", "all-technology"];
    let study = study("tech-race", &Short { variants: &variants, days: (400, 250), set: &["simulation.scale=0.0005"] });
    study.higher("chain.north.profit_usd", "one-technology", "nobody");
    study.higher("chain.east.profit_usd", "nobody", "one-technology");
    study.higher("operator_profit_usd", "nobody", "all-technology");
    study.better_off(None, "all-technology", "nobody");
}

/// Partners bring people who know of no chain: adoption grows with those who look for them, and that alone does not pay.
#[test]
fn partners_make_the_market_larger() {
    let variants = ["one-partners", "all-partners"];
    let study = study("tech-race", &Short { variants: &variants, days: (500, 250), set: &["simulation.scale=0.0005"] });
    study.higher("adoption", "one-partners", "nobody");
    study.higher("adoption", "all-partners", "one-partners");
    study.better_off(None, "all-partners", "nobody");
    study.higher("operator_profit_usd", "nobody", "all-partners");
}
