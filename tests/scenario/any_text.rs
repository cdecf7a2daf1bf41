//! Whatever stands in a file: it is a scenario that runs, or it has faults.

use super::{Overrides, Scenario, TOWN};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Pieces that break scenarios in interesting ways.
const PIECES: &[&str] = &[
    "\n",
    "[",
    "]",
    "=",
    "\"",
    "{",
    "}",
    ".",
    ",",
    "0",
    "-1",
    "1e309",
    "nan",
    "é",
    "x",
    "#",
    "[[chain]]\n",
    "name = \"base\"\n",
    "remove = true\n",
    "*",
    "[kind=l2]",
    "outside",
    "kind = \"l3\"\n",
    "set = {}\n",
    "extends = \"x.toml\"\n",
    "1979-05-27",
];

/// Words of paths and values.
const WORDS: &[&str] = &[
    ".",
    "=",
    "chain",
    "group",
    "event",
    "variant",
    "factor",
    "interop",
    "*",
    "base",
    "traders",
    "[kind=l2]",
    "[",
    "]",
    "uses",
    "defi",
    "focus",
    "latency_s",
    "homes",
    "level",
    "0.5",
    "{",
    "}",
    "\"",
    "true",
    "é",
    " ",
    "benefit_usd_per_month",
    "set",
    "{ base = 1 }",
    "-",
    "1e400",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(20_250_701), ..ProptestConfig::default() })]

    #[test]
    fn is_a_scenario_or_has_faults(edits in prop::collection::vec((0..TOWN.len(), 0usize..30, 0..PIECES.len()), 1..4)) {
        let mut text = TOWN.to_owned();
        for (at, cut, piece) in edits {
            let start = (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
            let end = (start..=(start + cut).min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(start);
            text.replace_range(start..end, PIECES[piece]);
        }
        match Scenario::parse("town.toml", &text, &Overrides::default()) {
            Ok(scenario) => {
                for variant in 0..scenario.variants().len() {
                    let draw = vec![1.0; scenario.factors().len()];
                    prop_assert!(scenario.run(variant, 0, &draw).is_ok(), "{text}");
                }
                let resolved = scenario.resolved_toml();
                let again = Scenario::parse("resolved.toml", &resolved, &Overrides::default());
                prop_assert!(again.is_ok_and(|again| again.resolved_toml() == resolved), "{resolved}");
            }
            Err(faults) => prop_assert!(faults.count() > 0 && faults.to_string().contains("error: ")),
        }
    }

    #[test]
    fn on_the_command_line_too(words in prop::collection::vec(0..WORDS.len(), 1..9)) {
        let item: String = words.into_iter().map(|word| WORDS[word]).collect();
        let overrides = Overrides { set: vec![item.clone()], ..Overrides::default() };
        match Scenario::parse("town.toml", TOWN, &overrides) {
            Ok(scenario) => prop_assert!(scenario.run(0, 0, &[0.5, 0.5]).is_ok(), "{item}"),
            Err(faults) => prop_assert!(faults.to_string().contains("--set") || faults.to_string().contains("town.toml"), "{faults}"),
        }
    }
}
