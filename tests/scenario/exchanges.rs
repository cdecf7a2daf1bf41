//! Exchanges and awareness in scenario files: references, merges, variants, events, factors, defaults.

use super::{TOWN, read};

const COIN: &str = r#"
[[exchange]]
name = "coin"
chain = "base"
customers = { traders = 0.5 }
awareness_per_year = 2

[[event]]
day = 40
set = { "exchange.*.customers.traders" = 0.25, "exchange.*.awareness_per_year" = 1, "group.*.bass_q_per_year" = 0.3 }

[[factor]]
name = "relief"
path = "exchange.*.onboarding_relief"
low = 0.2
high = 0.6

[[variant]]
name = "swapped"
[[variant.exchange]]
name = "coin"
remove = true
[[variant.exchange]]
name = "desk"
chain = "quiet"

[[variant]]
name = "other"
[[variant.exchange]]
name = "coin"
chain = "quiet"
[[variant.exchange]]
name = "desk"
chain = "base"
visibility = 3
"#;

#[test]
fn exchanges_work_like_any_other_entity() {
    let text = TOWN.replace("homes = { base = 0.5, outside = 0.5 }", "homes = { base = 0.5, outside = 0.5 }\naware_share = 0.2");
    let scenario = read(&(text + COIN));
    let variant = |name: &str| scenario.variants().iter().position(|v| v.name == name).expect("a variant");
    let run = |name: &str| scenario.run(variant(name), 0, &[0.5, 0.5, 0.5]).unwrap_or_else(|faults| panic!("{faults}"));
    let plain = run("as-is");
    let first = &plain.epochs[0].economy;
    let traders = first.groups.iter().position(|g| g.name == "traders").expect("traders");
    assert_eq!(first.exchanges[0].customers_of(traders), 0.5);
    assert_eq!((first.exchanges[0].onboarding_relief, first.groups[traders].adoption.aware_share), (0.4, 0.2));
    let home = |name: &str| first.chains.iter().position(|c| c.name == name).expect("a chain");
    let row = &plain.plan.homes[traders];
    assert_eq!((row.len(), row[row.len() - 1]), (first.places().count(), 0.8));
    assert!((row[home("base")] - 0.1).abs() < 1e-15 && (row[first.places().outside()] - 0.1).abs() < 1e-15, "homes are those of the aware");
    let later = &plain.epochs.iter().rfind(|e| e.from_day <= 40).expect("an epoch").economy;
    assert_eq!((later.exchanges[0].customers_of(traders), later.exchanges[0].awareness_per_year), (0.25, 1.0));
    assert_eq!(later.groups[traders].adoption.bass_q_per_year, 0.3);
    let exchanges = |name: &str| -> Vec<(String, usize)> {
        run(name).epochs[0].economy.exchanges.iter().map(|x| (x.name.clone(), x.chain.index())).collect()
    };
    assert_eq!(exchanges("other"), [("coin".into(), home("quiet")), ("desk".into(), home("base"))]);
    assert_eq!(exchanges("swapped"), [("desk".into(), home("quiet"))]);
}

/// Without keys nobody would rather leave and come back than move: coming in costs the dearest link in force (sovereign, 4 USD at
/// interop 0; 3 at 0.25), less what leaving costs; less again where there is but one chain.
#[test]
fn coming_in_costs_by_default_what_the_dearest_move_does() {
    let costs = |text: &str| {
        let run = read(text).run(0, 0, &[0.5, 0.5]).unwrap_or_else(|faults| panic!("{faults}"));
        run.epochs[0].economy.groups[0].switch
    };
    let with = |keys: &str| costs(&TOWN.replace("attention_per_day = 0.05\n", &format!("attention_per_day = 0.05\n{keys}")));
    assert_eq!(with("").onboarding_usd, 3.0);
    assert_eq!(with("move_cost_usd = 5\nexit_cost_usd = 2\n").onboarding_usd, 6.0);
    assert_eq!(with("exit_cost_usd = 20\n").onboarding_usd, 0.0);
    assert_eq!(with("exit_cost_usd = 20\nonboarding_cost_usd = 7\n").onboarding_usd, 7.0);
}
