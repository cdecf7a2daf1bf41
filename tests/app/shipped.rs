//! The scenarios that are shipped, and charts on a bare machine.

use super::program::{Desk, Outcome, SHORT};
use std::path::PathBuf;

fn shipped() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    assert!(paths.len() >= 2);
    paths
}

#[test]
fn every_shipped_scenario_checks_clean_and_prints_itself_as_a_scenario() {
    let desk = Desk::new();
    for path in shipped() {
        let checked = desk.succeed(&format!("check {}", path.display()));
        assert_eq!(checked.stderr, "", "{}", path.display());
        for part in ["Fit of chains for verticals", "security", "Links between chains", "Break-even"] {
            assert!(checked.stdout.contains(part), "{}: {part}", path.display());
        }
        assert_eq!(checked.stdout.contains("Capability levels"), checked.stdout.contains("[[capability]]"), "{}", path.display());
        desk.write("printed.toml", &checked.stdout);
        assert_eq!(desk.succeed("check printed.toml").stdout, checked.stdout, "{}", path.display());
    }
}

#[test]
fn every_shipped_scenario_runs() {
    let desk = Desk::new();
    for path in shipped() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let done = desk.succeed(&format!("run {} --days 30 --replicates 2 --scale 0.0001 --out {name} --quiet", path.display()));
        assert!(done.stdout.starts_with("Verdict: "), "{}", done.stdout);
        let (manifest, verdict) = (desk.manifest(name), desk.read(&format!("{name}/verdict.txt")));
        assert_eq!((&manifest["scenario"], &manifest["status"]), (&name.into(), &"complete".into()));
        assert!(!verdict.contains("NaN") && !verdict.contains("inf "), "{verdict}");
        assert!(desk.rows(name, "summary").iter().all(|row| !row.contains("inf") && !row.contains("NaN")));
    }
}

/// No fonts, no home, no environment: the same pixels.
#[test]
fn charts_are_the_same_bytes_on_a_bare_machine() {
    let desk = Desk::new();
    desk.succeed(&format!("run small.toml {SHORT} --out here"));
    std::fs::create_dir(desk.path("home")).unwrap();
    let mut bare = desk.command(&format!("run small.toml {SHORT} --out bare"));
    bare.env_clear()
        .env("HOME", desk.path("home"))
        .env("FONTCONFIG_FILE", "/nonexistent")
        .env("LC_ALL", "de_DE.UTF-8")
        .env("TZ", "Asia/Tokyo");
    let outcome: Outcome = bare.output().unwrap().into();
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let (here, bare) = (desk.files("here/charts"), desk.files("bare/charts"));
    assert_eq!(here.len(), 30);
    for (name, content) in &here {
        assert!(bare[name] == *content, "{name}");
    }
    assert!(here["users.png"].starts_with(b"\x89PNG\r\n\x1a\n") && here["users.svg"].starts_with(b"<svg"));
    assert!(std::fs::read_dir(desk.path("home")).unwrap().next().is_none());
}
