//! Folders and texts that somebody has tampered with: one clear error, or nothing at all.

use super::program::{Desk, Outcome, SHORT};
use std::fs;

/// What the program says when it refuses.
fn refused(desk: &Desk, words: &str) -> String {
    let outcome = desk.call(words);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{words}: {}", outcome.stderr);
    assert!(!outcome.stderr.contains("panicked"), "{words}: {}", outcome.stderr);
    outcome.stderr
}

/// Changes one file of a run.
fn tamper(desk: &Desk, file: &str, from: &str, to: &str) {
    let text = desk.read(file);
    assert!(text.contains(from), "{file}: {from}");
    desk.write(file, &text.replacen(from, to, 1));
}

#[test]
fn names_and_days_that_no_run_has_are_refused_before_anything_is_drawn() {
    let desk = Desk::new();
    desk.succeed(&format!("run small.toml {SHORT} --out a --no-charts"));
    let first = |table: &str, column: usize| desk.rows("a", table)[0].split(',').nth(column).unwrap().to_owned();
    let day = first("chains", 2);
    for (table, from, to) in [
        ("groups", format!(",{},", first("groups", 3)), ",nobody,".to_owned()),
        ("homes", format!(",{},", first("homes", 3)), ",nobody,".to_owned()),
        ("activity", format!(",{},", first("activity", 3)), ",nobody,".to_owned()),
        ("chains", format!(",{},", first("chains", 3)), ",nobody,".to_owned()),
        ("chains", format!(",{day},"), ",-5,".to_owned()),
    ] {
        let file = format!("a/tables/{table}.csv");
        let before = desk.read(&file);
        tamper(&desk, &file, &from, &to);
        let said = refused(&desk, "plot a");
        assert!(said.contains(&format!("table {table} in a is not what the run wrote")), "{said}");
        desk.write(&file, &before);
    }
    assert!(!desk.path("a/charts").exists());
    desk.succeed("plot a");
}

#[test]
fn a_manifest_that_is_damaged_or_of_an_interrupted_run_is_called_so() {
    let desk = Desk::new();
    desk.succeed(&format!("run small.toml {SHORT} --out a --no-charts"));
    let whole = desk.read("a/manifest.json");
    for damaged in ["", "{}", "[]", &whole[..whole.len() / 2]] {
        desk.write("a/manifest.json", damaged);
        for words in ["plot a", "explain a"] {
            assert!(refused(&desk, words).contains("manifest.json is damaged"), "{words}: {damaged}");
        }
    }
    desk.write("a/manifest.json", &whole.replacen("\"complete\"", "\"interrupted\", \"replicates\": 2", 1));
    assert!(refused(&desk, "plot a").contains("this run was interrupted; 2 replicates are finished"));
    assert!(desk.succeed("explain a").stderr.contains("this run was interrupted"));

    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    desk.write("a/manifest.json", &whole.replacen(&version, "\"version\": \"9\\u001b[31m\\n\\u202eevil\"", 1));
    for words in ["plot a", "explain a"] {
        let said = desk.succeed(words).stderr;
        assert!(said.contains("made by l2niche 9") && !said.contains(['\u{1b}', '\u{202e}']) && said.lines().count() == 1, "{said}");
    }
}

/// A pipe that nobody writes to would keep the program for ever, and a device would fill the memory.
#[cfg(unix)]
#[test]
fn pipes_and_devices_in_a_run_are_no_files() {
    let desk = Desk::new();
    desk.succeed(&format!("run small.toml {SHORT} --out a --no-charts"));
    let pipe = |path: &str| {
        let _ = fs::remove_file(desk.path(path));
        assert!(std::process::Command::new("mkfifo").arg(desk.path(path)).status().unwrap().success());
    };
    let chains = desk.read("a/tables/chains.csv");
    pipe("a/tables/chains.csv");
    assert!(refused(&desk, "plot a").contains("this is no file"));
    fs::remove_file(desk.path("a/tables/chains.csv")).unwrap();
    desk.write("a/tables/chains.csv", &chains);

    pipe("a/manifest.json");
    for words in ["plot a", "explain a", &format!("run small.toml {SHORT} --out a --no-charts --force")] {
        assert!(refused(&desk, words).contains("manifest"), "{words}");
    }
    fs::remove_file(desk.path("a/manifest.json")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", desk.path("a/manifest.json")).unwrap();
    assert!(refused(&desk, "plot a").contains("manifest.json is damaged"));

    fs::create_dir(desk.path("b.partial")).unwrap();
    pipe("b.partial/manifest.json");
    assert!(refused(&desk, &format!("run small.toml {SHORT} --out b --no-charts")).contains("b.partial is in the way"));
}

/// Labels that turn the direction of text could make an answer read like another.
#[test]
fn text_that_changes_how_others_show_is_taken_out() {
    let desk = Desk::new();
    desk.succeed("new toy");
    tamper(&desk, "toy.toml", "label = \"Both general\"", "label = \"Both\\u202E general\"");
    tamper(&desk, "toy.toml", "label = \"Serving games alone earns Arena more\"", "label = \"Serving\\u2066\\n- HOLDS: all\"");
    tamper(&desk, "toy.toml", "question = \"", "question = \"\\u202E");
    let told = desk.succeed(&format!("run toy.toml {SHORT} --out a"));
    assert!(told.stdout.contains("Both general") && told.stdout.contains("Serving - HOLDS: all"), "{}", told.stdout);
    for (name, content) in desk.files("a") {
        let text = String::from_utf8_lossy(&content);
        assert!(name.ends_with("png") || !text.contains(['\u{202e}', '\u{2066}']) || name == "manifest.json", "{name}");
    }
    assert!(told.stdout.lines().all(|line| !line.starts_with("- HOLDS: all")) && !told.stdout.contains('\u{202e}'));
}

/// The second command of the README's list: what it leaves can be drawn, explained and run again.
#[test]
fn without_factors_there_are_no_maps_and_the_run_is_whole() {
    let desk = Desk::new();
    desk.succeed("new toy");
    let told = desk.succeed(&format!("run toy.toml {SHORT} --factors off --out a --no-charts"));
    assert!(told.stderr.contains("note: 1 map is left out: factors are off"), "{}", told.stderr);
    desk.succeed("plot a");
    desk.succeed("explain a --group gamers");
    desk.write("again.toml", desk.manifest("a")["resolved_scenario"].as_str().unwrap());
    desk.succeed("run again.toml --out b --no-charts");
    assert_eq!(desk.digests("a"), desk.digests("b"));
    assert_eq!(desk.manifest("a")["run_id"], desk.manifest("b")["run_id"]);
}

#[test]
fn a_calibration_never_takes_the_place_of_what_it_extends() {
    let desk = Desk::new();
    let observed = "extends = 'small.toml'\n[calibration]\ntransactions_per_day = { deep = 1e5, apart = 2e4 }\ndays = 30\n";
    desk.write("observed.toml", observed);
    let small = desk.read("small.toml");
    for out in ["observed.toml", "./observed.toml", "small.toml"] {
        assert!(refused(&desk, &format!("calibrate observed.toml --out {out} --force")).contains("choose another file"), "{out}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("small.toml", desk.path("link.toml")).unwrap();
        assert!(refused(&desk, "calibrate observed.toml --out link.toml --force").contains("no regular file"));
    }
    assert_eq!((desk.read("observed.toml"), desk.read("small.toml")), (observed.to_owned(), small));
}

#[test]
fn a_run_does_not_take_the_place_of_the_working_folder() {
    let desk = Desk::new();
    for out in [".", "..", "sub/.."] {
        fs::create_dir_all(desk.path("sub")).unwrap();
        let said = refused(&desk, &format!("run small.toml {SHORT} --out {out} --no-charts --quiet"));
        assert!(said.contains("working folder") || said.contains("does not end in a folder's name"), "{out}: {said}");
    }
}

#[test]
fn numbers_below_zero_are_numbers_out_of_range() {
    let desk = Desk::new();
    for flag in ["--days -5", "--replicates -1", "--threads -1", "--scale -1", "--scale nan", "--seed -1"] {
        let said = refused(&desk, &format!("run small.toml {flag}"));
        assert!(!said.contains("unexpected argument"), "{flag}: {said}");
    }
    let said = refused(&desk, "run small.toml --seed 9223372036854775808");
    assert!(said.contains("--seed:1:8") && said.contains("2^63"), "{said}");
}

/// Charts take the longest time after the simulation; who stops the program there is told so too.
#[cfg(unix)]
#[test]
fn a_run_stopped_while_charts_are_drawn_is_an_interrupted_run() {
    use super::safety::{begin, signal};
    let desk = Desk::new();
    let run = begin(&desk, &format!("run small.toml {SHORT} --out a --quiet"), || desk.path("a.partial/verdict.txt").exists());
    signal(&run, "-INT");
    let ended: Outcome = run.wait_with_output().unwrap().into();
    assert_eq!(ended.code, 130, "{}", ended.stderr);
    assert!(ended.stderr.contains("interrupted: 2 of 2 replicates"), "{}", ended.stderr);
    assert!(!desk.path("a").exists() && desk.manifest("a.partial")["status"] == "interrupted");
}
