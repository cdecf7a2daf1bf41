//! `plot`: the charts of a finished run again, from its tables, and nothing else.

use super::program::{Desk, SHORT};
use std::fs;

/// Files of charts that a run or `plot` left in a folder: name and content.
fn charts(desk: &Desk, folder: &str) -> Vec<(String, Vec<u8>)> {
    desk.files(folder).into_iter().collect()
}

/// A short run of the small scenario into the folder `a`.
fn run(desk: &Desk, flags: &str) {
    desk.succeed(&format!("run small.toml {SHORT} --out a --quiet {flags}"));
}

#[test]
fn charts_drawn_from_tables_are_byte_for_byte_those_of_the_run() {
    let desk = Desk::new();
    for (format, flags) in [("csv", ""), ("parquet", ""), ("csv", "--factors off"), ("both", "--variant as-is")] {
        run(&desk, &format!("--format {format} {flags} --force"));
        let drawn = charts(&desk, "a/charts");
        let before = desk.files("a");
        let told = desk.succeed("plot a --out again");
        let count = drawn.len() / 2;
        assert!(
            count >= 5 && told.stdout.starts_with(&format!("{count} charts drawn: {count} the same as the run's, 0 changed")),
            "{told:?}"
        );
        assert_eq!(told.stderr, "");
        assert!(charts(&desk, "again") == drawn, "{format} {flags}");
        assert!(desk.files("a") == before, "the run is left alone");
        fs::remove_dir_all(desk.path("again")).unwrap();
    }
}

/// Shipped worlds with newcomers, reviews and experiments, which the small one lacks or has few of.
#[test]
fn charts_of_shipped_worlds_come_again_too() {
    let desk = Desk::new();
    for name in ["launch", "tech-race"] {
        let scenario = format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let flags = "--days 120 --replicates 2 --fidelity mean-field --set simulation.warmup_days=30";
        desk.succeed(&format!("run {scenario} {flags} --out {name} --quiet"));
        let told = desk.succeed(&format!("plot {name}"));
        assert!(told.stdout.contains(" 0 changed, 0 that the run did not draw"), "{name}: {}", told.stdout);
    }
}

#[test]
fn a_run_without_charts_gets_those_it_would_have_drawn() {
    let desk = Desk::new();
    run(&desk, "");
    let drawn = charts(&desk, "a/charts");
    run(&desk, "--no-charts --force");
    let manifest = desk.read("a/manifest.json");
    let told = desk.succeed("plot a").stdout;
    assert!(
        told.contains(&format!("0 changed, {} that the run did not draw", drawn.len() / 2)) && told.contains("Charts in a/charts"),
        "{told}"
    );
    assert!(charts(&desk, "a/charts") == drawn);
    assert_eq!(desk.read("a/manifest.json"), manifest);
    desk.succeed("plot a");
}

#[test]
fn one_chart_can_be_asked_for() {
    let desk = Desk::new();
    run(&desk, "--no-charts");
    let told = desk.succeed("plot a --only users --out here");
    assert!(told.stdout.starts_with("1 chart drawn: 0 the same"), "{}", told.stdout);
    assert_eq!(desk.names("here"), ["users.png", "users.svg"]);
    assert!(!desk.path("a/charts").exists());
}

#[test]
fn what_cannot_be_drawn_is_said_and_nothing_is_written() {
    let desk = Desk::new();
    run(&desk, "--no-charts");
    fs::create_dir(desk.path("empty")).unwrap();
    desk.write("file", "mine");
    for (words, message) in [
        ("plot", "<DIR>"),
        ("plot nothing", "there is no such folder"),
        ("plot file", "there is no such folder"),
        ("plot empty", "it has no manifest"),
        ("plot a --only usres", "did you mean `users`?"),
        ("plot a --only adoption", "everybody knows of chains"),
        ("plot a --out file", "not a folder"),
    ] {
        let refused = desk.call(words);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{words}: {}", refused.stderr);
        assert!(refused.stderr.contains(message) && !refused.stderr.contains("panicked"), "{words}: {}", refused.stderr);
    }
    assert!(desk.names(".").iter().all(|name| !name.contains("svg")));
}

#[test]
fn tables_that_are_not_those_of_the_run_draw_nothing() {
    let desk = Desk::new();
    run(&desk, "--no-charts");
    let chains = desk.read("a/tables/chains.csv");
    let lines: Vec<&str> = chains.lines().collect();
    let swapped = format!("{}\n{}\n{}\n", lines[0], lines[2..].join("\n"), lines[1]);
    for (content, message) in [
        (chains.replacen(",live,", ",closed,", 1), "its values differ"),
        (swapped, "rows of no run, or in another order"),
        (chains.replacen("users", "usres", 1), "users"),
        ("variant\n\"as".to_owned(), "cannot read a/tables/chains.csv"),
    ] {
        assert_ne!(content, chains);
        desk.write("a/tables/chains.csv", &content);
        let refused = desk.call("plot a");
        assert_eq!(refused.code, 2, "{}", refused.stderr);
        assert!(refused.stderr.contains(message) && refused.stderr.contains("chains"), "{message}: {}", refused.stderr);
    }
    fs::remove_file(desk.path("a/tables/chains.csv")).unwrap();
    assert!(desk.call("plot a").stderr.contains("no file of it in `tables`"));
    assert!(!desk.path("a/charts").exists());
    desk.write("a/tables/chains.csv", &chains);
    let manifest = desk.read("a/manifest.json");
    desk.write("a/manifest.json", &manifest.replacen("name = \\\"small\\\"", "name = \\\"large\\\"", 1));
    assert!(desk.call("plot a").stderr.contains("the scenario in its manifest was changed"));
}

#[test]
fn a_run_of_another_version_is_drawn_with_a_note() {
    let desk = Desk::new();
    run(&desk, "--no-charts");
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let manifest = desk.read("a/manifest.json").replacen(&version, "\"version\": \"0.0.1\"", 1);
    desk.write("a/manifest.json", &manifest);
    let told = desk.succeed("plot a");
    assert!(told.stderr.contains("made by l2niche 0.0.1") && told.stderr.lines().count() == 1, "{}", told.stderr);
}

#[test]
fn only_the_runs_own_charts_are_replaced() {
    let desk = Desk::new();
    run(&desk, "");
    let drawn = desk.read("a/charts/users.svg");
    desk.write("a/charts/users.svg", "mine");
    desk.write("a/charts/notes.txt", "mine");
    let refused = desk.call("plot a");
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert!(refused.stderr.contains("users.svg") && refused.stderr.contains("--force"), "{}", refused.stderr);
    assert_eq!(desk.read("a/charts/users.svg"), "mine");
    desk.succeed("plot a --force");
    assert_eq!((desk.read("a/charts/users.svg"), desk.read("a/charts/notes.txt")), (drawn, "mine".into()));
}

#[cfg(unix)]
#[test]
fn no_symbolic_link_leads_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    run(&desk, "--no-charts");
    fs::create_dir(desk.path("outside")).unwrap();
    desk.write("outside/mine.svg", "mine");
    symlink(desk.path("outside"), desk.path("a/charts")).unwrap();
    assert_eq!(desk.call("plot a").code, 2);
    fs::remove_file(desk.path("a/charts")).unwrap();
    fs::create_dir(desk.path("a/charts")).unwrap();
    symlink(desk.path("outside/mine.svg"), desk.path("a/charts/users.svg")).unwrap();
    for words in ["plot a", "plot a --force"] {
        let refused = desk.call(words);
        assert!(refused.code == 2 && refused.stderr.contains("in the way"), "{}", refused.stderr);
    }
    assert_eq!(desk.names("outside"), ["mine.svg"]);
    assert_eq!(desk.read("outside/mine.svg"), "mine");
}
