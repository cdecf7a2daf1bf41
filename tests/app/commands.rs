//! Commands as a user gives them: what is printed where, which exit code follows, what is left behind and what is not.

use super::program::{Desk, Outcome, SHORT};
use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn the_verdict_stands_alone_on_standard_output() {
    let desk = Desk::new();
    let spoken = desk.succeed(&format!("run small.toml {SHORT} --out a --no-charts"));
    assert!(spoken.stdout.starts_with("Verdict: 2 variants, 2 replicates"), "{}", spoken.stdout);
    assert_eq!(spoken.stdout, desk.read("a/verdict.txt"));
    assert!(spoken.stdout.ends_with("\n") && !spoken.stdout.ends_with("\n\n"));
    assert!(spoken.stderr.contains("2 variants × 2 replicates × 8 days, 2 factors, agents"), "{}", spoken.stderr);
    assert!(spoken.stderr.contains("Results in a ("), "a path as the user would type it: {}", spoken.stderr);

    let quiet = desk.succeed(&format!("run small.toml {SHORT} --out b --no-charts --quiet"));
    assert_eq!((quiet.stdout, quiet.stderr), (spoken.stdout, String::new()));
}

#[test]
fn one_variant_is_told_in_levels() {
    let desk = Desk::new();
    let verdict = desk.succeed(&format!("run small.toml {SHORT} --out a --no-charts --variant as-is")).stdout;
    assert!(verdict.starts_with("Verdict: levels of as-is over 2 replicates.") && !verdict.contains("difference"), "{verdict}");
}

#[test]
fn a_command_that_cannot_be_carried_out_says_why_and_leaves_nothing() {
    let desk = Desk::new();
    desk.write("broken.toml", "[scenario]\nname = 'Broken'\n");
    for (words, message) in [
        ("", "Usage"),
        ("walk small.toml", "walk"),
        ("run", "<SCENARIO>"),
        ("run nothing.toml", "nothing.toml"),
        ("check nothing.toml", "nothing.toml"),
        ("run .", "cannot read"),
        ("run broken.toml", "broken.toml:2:8"),
        ("check broken.toml", "broken.toml:2:8"),
        ("run small.toml small.toml", "unexpected argument"),
        ("run small.toml --threads 0", "--threads"),
        ("run small.toml --threads many", "--threads"),
        ("run small.toml --days 0", "--days"),
        ("run small.toml --days 3.5", "--days"),
        ("run small.toml --replicates 0", "--replicates"),
        ("run small.toml --replicates 65537", "65536"),
        ("run small.toml --scale 0", "--scale"),
        ("run small.toml --scale 1.5", "--scale"),
        ("run small.toml --scale nan", "--scale"),
        ("run small.toml --seed -1", "-1"),
        ("run small.toml --fidelity cohorts", "agents, mean-field"),
        ("run small.toml --format json", "csv, parquet, both"),
        ("run small.toml --factors maybe", "on, off"),
        ("run small.toml --variant other", "`as-is` and `seamless`"),
        ("run small.toml --set interop.level", "PATH=VALUE"),
        ("run small.toml --set interop.levle=1", "level"),
        ("run small.toml --set chain.wyde.latency_s=1", "wide"),
        ("run small.toml --set chain.wide.latency_s=fast", "fast"),
        ("run small.toml --set interop.level=2", "0 to 1"),
        ("check small.toml --out a", "--out"),
    ] {
        let Outcome { code, stdout, stderr } = desk.call(words);
        assert_eq!((code, stdout.as_str()), (2, ""), "{words}: {stderr}");
        assert!(stderr.contains(message) && stderr.ends_with('\n') && !stderr.contains("panicked"), "{words}: {stderr}");
    }
    assert_eq!(desk.names("."), ["broken.toml", "small.toml"]);
}

#[test]
fn help_and_version_are_no_failures() {
    let desk = Desk::new();
    assert_eq!(desk.succeed("--version").stdout, format!("l2niche {}\n", env!("CARGO_PKG_VERSION")));
    let commands = ["", "run ", "check ", "explain ", "plot ", "calibrate ", "new ", "schema ", "dictionary ", "completions ", "man "];
    for words in commands.map(|command| format!("{command}--help")) {
        let help = desk.succeed(&words).stdout;
        assert!(help.contains("Examples:\n  l2niche ") && help.lines().all(|line| line.chars().count() <= 100), "{words}: {help}");
    }
}

/// Examples in the help name files and variants that are shipped, and flags that exist. A place that cannot be written stops a run after
/// everything was read and before its first day.
#[test]
fn examples_in_the_help_work() {
    let desk = Desk::new();
    desk.write("file", "");
    let scenarios = format!("{}/scenarios/", env!("CARGO_MANIFEST_DIR"));
    for (words, ending, code) in [("run --help", " --out file/out", 4), ("check --help", "", 0)] {
        let help = desk.succeed(words).stdout;
        let examples: Vec<&str> = help.lines().filter_map(|line| line.trim().strip_prefix("l2niche ")).collect();
        assert!(examples.len() >= 2, "{help}");
        for example in examples {
            let command = example.split(" | ").next().unwrap().replace("scenarios/", &scenarios).replace(" --out results", "");
            let outcome = desk.call(&format!("{command}{ending}"));
            assert_eq!(outcome.code, code, "{example}: {}", outcome.stderr);
        }
    }
}

#[test]
fn a_taken_folder_is_refused_before_the_run_and_keeps_what_it_holds() {
    let desk = Desk::new();
    fs::create_dir(desk.path("mine")).unwrap();
    desk.write("mine/notes.txt", "mine");
    desk.write("file", "mine");
    for words in ["--out mine", "--out mine --force", "--out file", "--out file --force", "--out ."] {
        let refused = desk.call(&format!("run small.toml {words}"));
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{words}");
        assert!(refused.stderr.contains("--out"), "{words}: {}", refused.stderr);
    }
    assert_eq!(desk.names("."), ["file", "mine/notes.txt", "small.toml"]);
    assert_eq!((desk.read("file"), desk.read("mine/notes.txt")), ("mine".into(), "mine".into()));
}

#[test]
fn a_machine_that_cannot_write_is_exit_code_4() {
    let desk = Desk::new();
    desk.write("file", "mine");
    let failed = desk.call(&format!("run small.toml {SHORT} --out file/out"));
    assert_eq!((failed.code, failed.stdout.as_str()), (4, ""));
    assert!(failed.stderr.contains("cannot write"), "{}", failed.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_standard_output_is_exit_code_4() {
    let desk = Desk::new();
    let full = || Stdio::from(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    for words in ["check small.toml".to_owned(), format!("run small.toml {SHORT} --out a --no-charts")] {
        let failed: Outcome = desk.command(&words).stdout(full()).output().unwrap().into();
        assert!(failed.code == 4 && failed.stderr.contains("cannot print"), "{words}: {}", failed.stderr);
    }
    assert_eq!(desk.manifest("a")["status"], "complete");
}

#[test]
fn force_replaces_a_run_and_only_what_the_run_wrote() {
    let desk = Desk::new();
    desk.succeed(&format!("run small.toml {SHORT} --out a"));
    desk.write("a/notes.txt", "mine");
    let refused = desk.call(&format!("run small.toml {SHORT} --out a --seed 5"));
    assert!(refused.code == 2 && refused.stderr.contains("--force"), "{}", refused.stderr);
    assert_eq!(desk.manifest("a")["seed"], 11);
    desk.succeed(&format!("run small.toml {SHORT} --out a --seed 5 --no-charts --force"));
    assert_eq!((desk.manifest("a")["seed"].as_u64(), desk.read("a/notes.txt")), (Some(5), "mine".into()));
    assert!(!desk.path("a/charts").exists());
}

#[test]
fn an_equal_run_replaces_its_default_folder_and_another_gets_its_own() {
    let desk = Desk::new();
    let runs =
        || -> Vec<String> { fs::read_dir(desk.path("runs")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect() };
    desk.succeed(&format!("run small.toml {SHORT} --format both"));
    let [name] = &runs()[..] else { panic!("{:?}", runs()) };
    let folder = format!("runs/{name}");
    assert_eq!(*name, format!("small-{}", desk.manifest(&folder)["run_id"].as_str().unwrap()));
    let digests = desk.digests(&folder);
    desk.succeed(&format!("run small.toml {SHORT} --threads 1 --no-charts"));
    assert_eq!((runs().len(), desk.digests(&folder)), (1, digests));
    assert!(!desk.path(&format!("{folder}/charts")).exists() && !desk.path(&format!("{folder}/tables/chains.parquet")).exists());
    for (number, other) in
        ["--seed 5", "--factors off", "--fidelity mean-field", "--variant as-is", "--set interop.level=0.5"].iter().enumerate()
    {
        desk.succeed(&format!("run small.toml {SHORT} --no-charts {other}"));
        assert_eq!(runs().len(), 2 + number, "{other}");
    }
}

#[test]
fn while_a_run_is_going_on_its_folder_is_taken_and_what_it_leaves_when_killed_is_cleared() {
    let desk = Desk::new();
    let mut first = desk.command("run small.toml --days 36500 --out a --quiet").stdout(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    while !desk.path("a.partial/tables/summary.csv").exists() {
        assert!(start.elapsed() < Duration::from_secs(60) && first.try_wait().unwrap().is_none(), "the run did not begin");
        std::thread::sleep(Duration::from_millis(10));
    }
    let second = desk.call(&format!("run small.toml {SHORT} --out a --force"));
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(second.code == 2 && second.stderr.contains("another run is writing"), "{}", second.stderr);
    assert!(!desk.path("a").exists());
    desk.succeed(&format!("run small.toml {SHORT} --out a --no-charts"));
    assert!(!desk.path("a.partial").exists());
}

/// The writing end of a pipe that nobody reads.
fn unread() -> Stdio {
    std::io::pipe().unwrap().1.into()
}

#[test]
fn a_reader_that_went_away_ends_the_program_quietly() {
    let desk = Desk::new();
    desk.succeed("new mine");
    for words in ["check mine.toml".to_owned(), format!("run small.toml {SHORT} --out a --no-charts --quiet")] {
        let outcome: Outcome = desk.command(&words).stdout(unread()).output().unwrap().into();
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{words}");
    }
    assert_eq!(desk.manifest("a")["status"], "complete");
}

#[test]
fn a_standard_error_that_nobody_reads_changes_nothing() {
    let desk = Desk::new();
    for (words, code) in [(format!("run small.toml {SHORT} --out a --no-charts"), 0), ("run nothing.toml".into(), 2), ("run".into(), 2)] {
        let outcome: Outcome = desk.command(&words).stderr(unread()).output().unwrap().into();
        assert_eq!((outcome.code, outcome.stdout.starts_with("Verdict")), (code, code == 0), "{words}");
    }
    assert_eq!(desk.manifest("a")["status"], "complete");
}

#[test]
fn a_calibration_is_a_scenario_beside_the_old_one_and_replaces_nothing_unasked() {
    let desk = Desk::new();
    let bare = desk.call("calibrate small.toml");
    assert_eq!((bare.code, bare.stdout.as_str()), (2, ""));
    assert!(bare.stderr.contains("no [calibration] section"), "{}", bare.stderr);
    desk.write("observed.toml", "extends = 'small.toml'\n[calibration]\ntransactions_per_day = { deep = 1e5, apart = 2e4 }\ndays = 30\n");
    let found = desk.succeed("calibrate observed.toml --set calibration.ridge=1");
    assert!(found.stdout.contains("ξ carries") && found.stdout.contains("deep "), "{}", found.stdout);
    assert!(desk.read("observed-calibrated.toml").contains("extends = \"observed.toml\""));
    assert!(desk.succeed("check observed-calibrated.toml").stdout.contains("quality = { defi = "));
    let again = desk.call("calibrate observed.toml");
    assert_eq!((again.code, again.stderr.contains("--force")), (2, true), "{}", again.stderr);
    fs::create_dir(desk.path("sub")).unwrap();
    desk.succeed("calibrate observed.toml --out sub/here.toml");
    assert!(desk.read("sub/here.toml").contains("extends = \"../observed.toml\""));
    desk.succeed("check sub/here.toml");
}
