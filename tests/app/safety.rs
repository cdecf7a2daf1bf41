//! What a run leaves when somebody stops it, when the machine fails it, and when two want the same place.

use super::program::{Desk, Outcome, SHORT};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Begins a run into the folder `a` and waits until `there` holds.
pub(super) fn begin(desk: &Desk, words: &str, there: impl Fn() -> bool) -> Child {
    let mut run = desk.command(words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    while !there() {
        assert!(start.elapsed() < Duration::from_secs(120) && run.try_wait().unwrap().is_none(), "the run did not come so far");
        std::thread::sleep(Duration::from_millis(5));
    }
    run
}

pub(super) fn signal(run: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &run.id().to_string()]).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_the_replicates_that_are_finished_in_all_variants() {
    let desk = Desk::new();
    let words = |more: &str| format!("run small.toml --days 100 --scale 0.001 --threads 2 --no-charts --format both {more}");
    let homes = desk.path("a.partial/tables/homes.csv");
    let some_replicates = || std::fs::read_to_string(&homes).is_ok_and(|text| text.contains("\nseamless,0,"));
    let run = begin(&desk, &words("--replicates 200 --out a"), some_replicates);
    signal(&run, "-INT");
    let ended: Outcome = run.wait_with_output().unwrap().into();
    assert_eq!(ended.code, 130, "{}", ended.stderr);
    assert!(!desk.path("a").exists());
    let manifest = desk.manifest("a.partial");
    let finished = manifest["replicates"].as_u64().unwrap();
    assert!(manifest["status"] == "interrupted" && (1..200).contains(&finished), "{finished}");
    assert!(ended.stderr.contains(&format!("interrupted: {finished} of 200 replicates")), "{}", ended.stderr);
    assert!(ended.stderr.contains("a.partial"), "{}", ended.stderr);

    // Just as if only so many had been wanted.
    desk.succeed(&words(&format!("--replicates {finished} --out b")));
    assert_eq!(desk.digests("a.partial"), desk.digests("b"));
    let (left, wanted) = (desk.files("a.partial/tables"), desk.files("b/tables"));
    assert_eq!(left.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
    for (name, bytes) in &left {
        assert!(*bytes == wanted[name], "{name} differs");
    }

    desk.succeed(&format!("run small.toml {SHORT} --out a --no-charts"));
    assert!(desk.manifest("a")["status"] == "complete" && !desk.path("a.partial").exists());
}

#[cfg(unix)]
#[test]
fn a_run_stopped_in_its_first_replicate_leaves_empty_tables() {
    let desk = Desk::new();
    let run = begin_long(&desk);
    signal(&run, "-TERM");
    let ended: Outcome = run.wait_with_output().unwrap().into();
    assert_eq!(ended.code, 130, "{}", ended.stderr);
    assert!(!desk.path("a").exists());
    assert_eq!(desk.manifest("a.partial")["replicates"], 0);
    assert!(desk.rows("a.partial", "chains").is_empty() && desk.read("a.partial/tables/chains.csv").starts_with("variant,"));
}

/// Both signals wait for a program that is held, so that it gets the second before it can act on the first. Its threads may take one each, and
/// at the same time: of five programs one at least takes one after the other.
#[cfg(unix)]
#[test]
fn a_second_signal_ends_a_run_at_once() {
    let ended_at_once = (0..5).any(|_| {
        let desk = Desk::new();
        let run = begin_long(&desk);
        ["-STOP", "-INT", "-TERM", "-CONT"].iter().for_each(|name| signal(&run, name));
        let ended: Outcome = run.wait_with_output().unwrap().into();
        assert_eq!(ended.code, 130, "{}", ended.stderr);
        assert!(!desk.path("a").exists());
        !desk.path("a.partial/manifest.json").exists() && ended.stderr.is_empty()
    });
    assert!(ended_at_once);
}

/// Begins a run that takes minutes.
fn begin_long(desk: &Desk) -> Child {
    // Signals are listened to before the folder is made.
    begin(desk, "run small.toml --days 36500 --out a --quiet", || desk.path("a.partial/tables/summary.csv").exists())
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full_is_one_error_and_nothing_that_looks_complete() {
    let desk = Desk::new();
    let program = env!("CARGO_BIN_EXE_l2niche");
    let script = format!("ulimit -f 8; exec '{program}' run small.toml --replicates 8 --scale 0.001 --out a --no-charts --quiet");
    let failed: Outcome = Command::new("sh").args(["-c", &script]).current_dir(desk.path(".")).output().unwrap().into();
    assert_eq!((failed.code, failed.stdout.as_str()), (4, ""), "{}", failed.stderr);
    assert!(failed.stderr.starts_with("error: cannot write") && failed.stderr.lines().count() == 1, "{}", failed.stderr);
    assert!(!desk.path("a").exists() && !desk.path("a.partial/manifest.json").exists());
    desk.succeed(&format!("run small.toml {SHORT} --out a --no-charts"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_one_error_before_the_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    let closed = desk.path("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o555)).unwrap();
    // Permissions do not bind the administrator, but nobody makes folders in a file system of the kernel's.
    let place = if std::fs::write(closed.join("try"), "").is_err() { "closed/a" } else { "/sys/a" };
    let failed = desk.call(&format!("run small.toml {SHORT} --quiet --out {place}"));
    assert_eq!((failed.code, failed.stdout.as_str()), (4, ""), "{}", failed.stderr);
    assert!(failed.stderr.starts_with("error: cannot write") && failed.stderr.lines().count() == 1, "{}", failed.stderr);
    assert!(failed.stderr.contains("/a.partial"), "{}", failed.stderr);
}

#[test]
fn of_two_runs_begun_together_into_one_folder_one_wins_and_the_other_says_so() {
    for _ in 0..10 {
        let desk = Desk::new();
        let words = format!("run small.toml {SHORT} --out a --no-charts --quiet");
        let both = [0, 1].map(|_| desk.command(&words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap());
        let [one, other] = both.map(|run| Outcome::from(run.wait_with_output().unwrap()));
        let (won, lost) = if one.code == 0 { (one, other) } else { (other, one) };
        assert_eq!((won.code, lost.code), (0, 2), "{} {}", won.stderr, lost.stderr);
        // The one came while the other wrote, or when it had written.
        let said = ["another run is writing", "is not empty"].iter().any(|words| lost.stderr.contains(words));
        assert!(said, "{}", lost.stderr);
        assert!(desk.manifest("a")["status"] == "complete" && !desk.path("a.partial").exists());
    }
}
