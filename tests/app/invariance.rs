//! What must not change a result: threads, more replicates, another variant, a chain that nobody may use.

use super::program::{Desk, SMALL};
use l2niche::metrics::dictionary::TABLES;

/// Long enough for both events; several groups of agents.
const RUN: &str = "--scale 0.01 --quiet";

#[test]
fn threads_change_no_byte() {
    let desk = Desk::new();
    for threads in [1, 2, 7] {
        desk.succeed(&format!("run small.toml {RUN} --out {threads} --threads {threads} --format both"));
    }
    let without_manifest = |folder: &str| {
        let mut files = desk.files(folder);
        files.remove("manifest.json");
        files
    };
    let one = without_manifest("1");
    assert!(desk.rows("1", "events").len() > 10);
    for threads in ["2", "7"] {
        for (name, content) in without_manifest(threads) {
            assert!(content == one[&name], "{name} at {threads} threads");
        }
        assert_eq!(desk.digests(threads), desk.digests("1"));
        assert_eq!(desk.manifest(threads)["files"], desk.manifest("1")["files"]);
    }
}

/// More agents than a block holds, so that several threads share one group.
#[test]
fn threads_change_no_digest_where_groups_are_split() {
    let desk = Desk::new();
    for threads in [1, 7] {
        desk.succeed(&format!(
            "run small.toml --days 6 --replicates 1 --scale 1 --variant as-is --no-charts --out {threads} --threads {threads}"
        ));
    }
    assert_eq!(desk.digests("7"), desk.digests("1"));
}

#[test]
fn a_replicate_more_adds_rows_and_changes_none() {
    let desk = Desk::new();
    desk.succeed(&format!("run small.toml {RUN} --no-charts --replicates 2 --out two"));
    desk.succeed(&format!("run small.toml {RUN} --no-charts --replicates 3 --out three"));
    for spec in TABLES {
        let position = spec.position("replicate").unwrap();
        let old = |row: &String| row.split(',').nth(position) != Some("2");
        let (two, three) = (desk.rows("two", spec.name), desk.rows("three", spec.name));
        assert!(three.len() > two.len(), "{}", spec.name);
        assert_eq!(three.into_iter().filter(old).collect::<Vec<_>>(), two, "{}", spec.name);
    }
}

#[test]
fn a_variant_more_changes_no_row_of_the_others() {
    let desk = Desk::new();
    let another =
        "[[variant]]\nname = 'another'\nset = { 'capabilities.theta' = 0.9 }\n[[variant.chain]]\nname = 'novel'\nkind = 'sovereign'\n";
    desk.write("more.toml", &format!("{SMALL}\n{another}"));
    desk.succeed(&format!("run small.toml {RUN} --no-charts --out a"));
    desk.succeed(&format!("run more.toml {RUN} --out b"));
    assert!(desk.read("b/charts/homes.svg").lines().any(|line| line == "novel"), "charts show its new chain");
    for spec in TABLES {
        let old = desk.rows("b", spec.name).into_iter().filter(|row| !row.starts_with("another,"));
        assert_eq!(old.collect::<Vec<_>>(), desk.rows("a", spec.name), "{}", spec.name);
    }
}

/// It has no licence, which all groups ask for; it stands before all others, or among them.
#[test]
fn a_sovereign_chain_that_nobody_may_use_changes_no_row_of_others() {
    let desk = Desk::new();
    desk.succeed(&format!("run small.toml {RUN} --no-charts --out without"));
    let lonely = "[[chain]]\nname = \"lonely\"\nkind = \"sovereign\"\nfixed_cost_usd_per_year = 1e6\nfocus = { defi = 1 }\n\n";
    for (place, before) in [("first", "ethereum"), ("middle", "deep")] {
        let heading = format!("[[chain]]\nname = \"{before}\"\n");
        assert!(SMALL.contains(&heading));
        desk.write("more.toml", &SMALL.replace(&heading, &format!("{lonely}{heading}")));
        desk.succeed(&format!("run more.toml {RUN} --no-charts --out {place}"));
        for table in ["chains", "groups", "homes", "activity", "migration", "ledger", "events", "chronicle", "draws"] {
            let of_others = |row: &String| !row.contains("lonely");
            let rows: Vec<_> = desk.rows(place, table).into_iter().filter(of_others).collect();
            assert_eq!(rows, desk.rows("without", table), "{table}, lonely {place}");
        }
        assert!(desk.rows(place, "chains").iter().any(|row| row.contains("lonely")));
        assert!(!desk.rows(place, "activity").iter().any(|row| row.contains("lonely")));
    }
}
