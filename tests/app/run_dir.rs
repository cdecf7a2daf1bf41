//! The folder of a run: what is refused, what is replaced, and what is never touched.

use l2niche::output::error::OutputError;
use l2niche::output::manifest::Provenance;
use l2niche::output::run_dir::{Complete, Place, RunDir};
use std::fs;
use std::path::Path;
use std::time::Duration;

const ID: &str = "0123456789ab";

fn provenance() -> Provenance<'static> {
    Provenance {
        scenario: "s",
        resolved_scenario: "x = 1",
        seed: 1,
        threads: 1,
        wall_time: Duration::ZERO,
        tables: &[],
        claims: &[],
        notes: &[],
        warnings: &[],
    }
}

/// The run id that the manifest will carry.
fn id() -> String {
    l2niche::output::manifest::run_id("x = 1", 1)
}

/// A run that writes `content` to the files `names`.
fn run(place: &Place, force: bool, names: &[&str], content: &str) -> Result<Complete, OutputError> {
    let mut dir = RunDir::create(place, &id(), force)?;
    names.iter().try_for_each(|name| dir.write_file(name, content.as_bytes()))?;
    dir.complete(&provenance())
}

fn given(path: &Path) -> Place {
    Place::Given(path.to_owned())
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_folder_appears_when_it_is_complete_and_not_before() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("deep/out");
    let mut dir = RunDir::create(&given(&out), ID, false).unwrap();
    dir.write_file("tables/a.csv", b"1").unwrap();
    assert!(!out.exists() && dir.partial().ends_with("out.partial"));
    let complete = dir.complete(&provenance()).unwrap();
    assert_eq!(complete, Complete { path: out.clone(), kept_aside: None });
    assert_eq!(names(&out), ["manifest.json", "tables"]);
    assert_eq!(names(out.parent().unwrap()), ["out"]);
}

#[test]
fn a_folder_that_holds_something_is_refused_before_the_run_and_an_empty_one_is_taken() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    fs::create_dir(&out).unwrap();
    run(&given(&out), false, &["a"], "1").unwrap();
    let refused = RunDir::create(&given(&out), ID, false).unwrap_err();
    assert!(matches!(refused, OutputError::NotEmpty(_)) && refused.is_usage(), "{refused}");
    assert_eq!(names(root.path()), ["out"]);
}

#[test]
fn force_replaces_a_run_and_keeps_what_others_put_there() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    run(&given(&out), false, &["tables/a.csv", "charts/old.svg"], "old").unwrap();
    fs::write(out.join("tables/notes.txt"), "mine").unwrap();
    fs::write(out.join("thoughts.md"), "mine").unwrap();
    let complete = run(&given(&out), true, &["tables/a.csv"], "new").unwrap();
    assert_eq!(complete.kept_aside, None);
    assert_eq!(names(&out), ["manifest.json", "tables", "thoughts.md"]);
    assert_eq!((read(&out.join("tables/a.csv")), read(&out.join("tables/notes.txt"))), ("new".into(), "mine".into()));
    assert_eq!(names(root.path()), ["out"]);
}

#[test]
fn a_file_of_others_whose_name_the_new_run_needs_is_kept_aside() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    run(&given(&out), false, &["a"], "old").unwrap();
    fs::write(out.join("b"), "mine").unwrap();
    let complete = run(&given(&out), true, &["a", "b"], "new").unwrap();
    let aside = complete.kept_aside.unwrap();
    assert_eq!((read(&out.join("b")), read(&aside.join("b"))), ("new".into(), "mine".into()));
    assert_eq!(names(&aside), ["b"]);
    // The next replacement would need that name, and says so first.
    assert!(matches!(RunDir::create(&given(&out), ID, true), Err(OutputError::InTheWay(path)) if path == aside));
}

#[test]
fn force_does_not_touch_a_folder_without_our_manifest() {
    let root = tempfile::tempdir().unwrap();
    for content in ["", "{}", r#"{"tool":"other","run_id":"1","files":[]}"#] {
        let out = root.path().join("out");
        fs::create_dir(&out).unwrap();
        fs::write(out.join("manifest.json"), content).unwrap();
        assert!(matches!(RunDir::create(&given(&out), ID, true), Err(OutputError::NotOurs(_))), "{content}");
        assert_eq!(read(&out.join("manifest.json")), content);
        fs::remove_dir_all(&out).unwrap();
    }
}

#[test]
fn an_equal_run_replaces_its_own_default_folder() {
    let root = tempfile::tempdir().unwrap();
    let place = Place::Default { parent: root.path().join("runs"), name: "s".into() };
    run(&place, false, &["a"], "first").unwrap();
    let complete = run(&place, false, &["a"], "second").unwrap();
    assert!(complete.path.ends_with(format!("runs/s-{}", id())));
    assert_eq!(read(&complete.path.join("a")), "second");
    assert_eq!(names(&root.path().join("runs")).len(), 1);
}

#[test]
fn a_default_folder_of_something_else_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let place = Place::Default { parent: root.path().to_owned(), name: "s".into() };
    let out = root.path().join(format!("s-{ID}"));
    fs::create_dir(&out).unwrap();
    fs::write(out.join("a"), "mine").unwrap();
    assert!(matches!(RunDir::create(&place, ID, false), Err(OutputError::NotOurs(_))));
    // A finished run, but another one: its manifest names another id than the folder does.
    fs::remove_dir_all(&out).unwrap();
    run(&given(&out), false, &["a"], "1").unwrap();
    assert!(matches!(RunDir::create(&place, ID, false), Err(OutputError::NotEmpty(_))));
}

#[test]
fn what_a_broken_run_left_is_removed_and_what_others_left_is_not() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    let mut broken = RunDir::create(&given(&out), ID, false).unwrap();
    broken.write_file("half", b"1").unwrap();
    let busy = RunDir::create(&given(&out), ID, false).unwrap_err();
    assert!(matches!(busy, OutputError::Busy(_)) && busy.is_usage(), "{busy}");
    drop(broken);
    run(&given(&out), false, &["whole"], "1").unwrap();
    assert_eq!(names(&out), ["manifest.json", "whole"]);

    let other = root.path().join("other.partial");
    fs::create_dir(&other).unwrap();
    assert!(matches!(RunDir::create(&given(&root.path().join("other")), ID, true), Err(OutputError::InTheWay(path)) if path == other));
}

#[test]
fn files_and_places_without_a_name_are_refused() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("file");
    fs::write(&file, "mine").unwrap();
    assert!(matches!(RunDir::create(&given(&file), ID, true), Err(OutputError::NotAFolder(_))));
    for nameless in ["", "/"] {
        assert!(RunDir::create(&given(Path::new(nameless)), ID, false).unwrap_err().is_usage(), "{nameless:?}");
    }
}

#[test]
fn a_machine_that_cannot_write_is_no_fault_of_the_user() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("file"), "").unwrap();
    let error = RunDir::create(&given(&root.path().join("file/out")), ID, false).unwrap_err();
    assert!(matches!(error, OutputError::Io { .. }) && !error.is_usage(), "{error}");
}

#[cfg(unix)]
#[test]
fn no_symbolic_link_is_followed_and_no_manifest_reaches_outside() {
    let root = tempfile::tempdir().unwrap();
    let (out, outside) = (root.path().join("out"), root.path().join("outside"));
    run(&given(&out), false, &["tables/a.csv", "b"], "old").unwrap();
    // Somebody moved the tables elsewhere, linked them back, and edited the manifest.
    fs::rename(out.join("tables"), &outside).unwrap();
    std::os::unix::fs::symlink(&outside, out.join("tables")).unwrap();
    let manifest = read(&out.join("manifest.json")).replace("\"b\"", "\"../outside/a.csv\"");
    fs::write(out.join("manifest.json"), manifest).unwrap();
    run(&given(&out), true, &["c"], "new").unwrap();
    assert_eq!(read(&outside.join("a.csv")), "old");
    assert!(fs::symlink_metadata(out.join("tables")).unwrap().is_symlink());
    assert_eq!(read(&out.join("b")), "old");

    let link = root.path().join("link");
    std::os::unix::fs::symlink(&out, &link).unwrap();
    assert!(matches!(RunDir::create(&given(&link), ID, true), Err(OutputError::NotAFolder(_))));
}

/// Runs race for one place on several threads, over what a broken run left there: each round one gets it, and the others are told why not.
#[test]
fn of_runs_that_begin_at_once_one_gets_the_place() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    for round in 0..100 {
        if round % 2 == 0 {
            drop(RunDir::create(&given(&out), ID, true).unwrap());
        }
        let begin = std::sync::Barrier::new(4);
        let race = || {
            begin.wait();
            let made = RunDir::create(&given(&out), &id(), true);
            // Nobody finishes before all have tried.
            begin.wait();
            let mut dir = made?;
            dir.write_file("tables/a", b"1")?;
            dir.complete(&provenance())
        };
        let outcomes = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..4).map(|_| scope.spawn(race)).collect();
            runs.into_iter().map(|run| run.join().unwrap()).collect::<Vec<_>>()
        });
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let told = outcomes.iter().flat_map(|outcome| outcome.as_ref().err());
        told.for_each(|error| assert!(matches!(error, OutputError::Busy(_)), "{error}"));
    }
}
