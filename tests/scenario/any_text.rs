//! Whatever stands in a file: it is a scenario that runs, or it has faults.

use super::spoil::{Change, spoiled};
use super::targets::judge;
use super::{Overrides, Scenario, TOWN};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::path::PathBuf;
use std::sync::LazyLock;
use tempfile::TempDir;

/// Shipped scenarios and those of the tests, in one folder: files extend their neighbours.
struct Shelf {
    _folder: TempDir,
    /// Those that are read in no time.
    small: Vec<(PathBuf, String)>,
    /// The calibrated world and what is laid over it.
    large: Vec<(PathBuf, String)>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = ["scenarios", "tests/scenarios"].map(|from| std::fs::read_dir(from).expect("readable"));
    let mut paths: Vec<PathBuf> = files.into_iter().flatten().map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let texts = paths.iter().map(|from| {
        let path = folder.path().join(from.file_name().expect("a file"));
        std::fs::copy(from, &path).expect("copied");
        (path, std::fs::read_to_string(from).expect("text"))
    });
    let is_large = |text: &str| text.lines().any(|line| line.starts_with("extends")) || text.len() > 20_000;
    let (large, small) = texts.partition(|(_, text)| is_large(text));
    Shelf { _folder: folder, small, large }
});

/// Files are spoiled beside what they extend.
fn read_spoiled(files: &[(PathBuf, String)], which: usize, changes: &[Change]) -> Result<Scenario, l2niche::scenario::Faults> {
    let (path, text) = &files[which % files.len()];
    // Tests run side by side.
    let name = std::thread::current().id();
    let beside = path.with_file_name(format!("{name:?}.toml"));
    std::fs::write(&beside, spoiled(text, changes)).expect("written");
    Scenario::load(&beside, &Overrides::default())
}

fn changes(most: usize) -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec((0usize..1000, 0usize..100_000, 0usize..100_000), 1..=most)
}

#[test]
fn all_scenarios_are_on_the_shelf() {
    assert!(SHELF.small.len() >= 20 && SHELF.large.len() >= 4, "{} and {}", SHELF.small.len(), SHELF.large.len());
    let outcomes = |kind: bool| (0..60).filter(|&i| read_spoiled(&SHELF.small, i, &[(i, 7 * i, 13 * i)]).is_ok() == kind).count();
    assert!(outcomes(true) >= 5 && outcomes(false) >= 5, "spoiling leaves some whole and breaks others: {}", outcomes(true));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_123), ..ProptestConfig::default() })]

    #[test]
    fn every_scenario_spoiled_is_one_or_has_faults(which in 0usize..1000, changes in changes(3)) {
        judge(&read_spoiled(&SHELF.small, which, &changes));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_124), ..ProptestConfig::default() })]

    #[test]
    fn large_ones_too(which in 0usize..1000, changes in changes(2)) {
        judge(&read_spoiled(&SHELF.large, which, &changes));
    }
}

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
