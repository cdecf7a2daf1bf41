//! `docs/guides.md`: its files are scenarios, and its commands work, with fewer days and replicates.

use super::program::Desk;
use std::process::Command;

const GUIDES: &str = include_str!("../../docs/guides.md");

/// Blocks of a language, in order, with the language.
fn blocks() -> Vec<(&'static str, &'static str)> {
    let parts: Vec<&str> = GUIDES.split("```").collect();
    parts.chunks_exact(2).map(|pair| pair[1].split_once('\n').unwrap()).collect()
}

/// Whether Python is there.
fn python() -> bool {
    Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success())
}

#[test]
fn guides_can_be_followed_word_by_word() {
    let desk = Desk::new();
    let scenarios = desk.path("scenarios");
    std::fs::create_dir(&scenarios).unwrap();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, scenarios.join(path.file_name().unwrap())).unwrap();
    }
    let (mut done, mut compared) = (0, !python());
    for (language, text) in blocks() {
        if language == "toml" {
            desk.write(text.lines().next().unwrap().strip_prefix("# file: ").unwrap(), text);
            continue;
        }
        for command in text.lines() {
            if let Some(words) = command.strip_prefix("l2niche ") {
                let is_long = words.starts_with("run") && !words.contains("again");
                let few = if words.contains("--replicates") { "" } else { " --replicates 2" };
                let short = if is_long { format!(" --days 12 --no-charts --quiet{few}") } else { String::new() };
                desk.succeed(&format!("{words}{short}"));
                done += 1;
            } else if python() {
                let output = Command::new("sh").args(["-c", command]).current_dir(desk.path(".")).output().unwrap();
                assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
                compared |= output.stdout == b"same\n";
            } else {
                println!("skipped without Python: {command}");
                desk.write("again.toml", desk.manifest("mine")["resolved_scenario"].as_str().unwrap());
            }
        }
    }
    assert!(done >= 8 && compared, "{done} commands");
}
