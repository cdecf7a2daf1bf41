//! Commands that tell of the program itself, and the documents that are made with them.

use super::program::Desk;
use serde_json::Value;

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/");

fn document(name: &str) -> String {
    std::fs::read_to_string(format!("{DOCS}{name}")).unwrap()
}

/// Documents are made by the program: `l2niche schema > docs/scenario.schema.json`, `l2niche dictionary > docs/dictionary.md`.
#[test]
fn documents_are_what_the_program_says() {
    let desk = Desk::new();
    assert!(desk.succeed("schema").stdout == document("scenario.schema.json"), "run: l2niche schema > docs/scenario.schema.json");
    assert!(desk.succeed("dictionary").stdout == document("dictionary.md"), "run: l2niche dictionary > docs/dictionary.md");
}

#[test]
fn the_dictionary_has_every_table_alone_and_as_json() {
    let desk = Desk::new();
    let all: Value = serde_json::from_str(&desk.succeed("dictionary --format json").stdout).unwrap();
    let tables = all["tables"].as_array().unwrap();
    assert_eq!(tables.len(), l2niche::metrics::dictionary::TABLES.len());
    for table in tables {
        let name = table["name"].as_str().unwrap();
        let alone = desk.succeed(&format!("dictionary {name}")).stdout;
        assert!(alone.starts_with(&format!("## `{name}`\n")) && document("dictionary.md").contains(&alone), "{name}");
        assert_eq!(alone.lines().filter(|line| line.starts_with("| `")).count(), table["columns"].as_array().unwrap().len());
    }
    let unknown = desk.call("dictionary chians");
    assert!(unknown.code == 2 && unknown.stderr.contains("'chains'"), "{}", unknown.stderr);
}

#[test]
fn a_new_scenario_is_whole_runs_and_is_never_written_over() {
    let desk = Desk::new();
    desk.succeed("new mine");
    let checked = desk.succeed("check mine.toml");
    assert!(checked.stderr.is_empty() && checked.stdout.contains("name = \"mine\""), "{}", checked.stderr);
    let verdict = desk.succeed("run mine.toml --days 40 --no-charts --quiet").stdout;
    assert!(verdict.contains("Claims") && verdict.contains("Regimes"), "{verdict}");
    desk.write("mine.toml", "mine own");
    assert_eq!((desk.call("new mine").code, desk.read("mine.toml").as_str()), (2, "mine own"));
    assert_eq!(desk.call("new ../mine").code, 2);
    assert_eq!(desk.call("new Mine").code, 2);
}

#[test]
fn a_new_scenario_may_extend_another() {
    let desk = Desk::new();
    desk.succeed("new more --from ./small.toml");
    let text = desk.read("more.toml");
    assert!(text.contains("extends = \"./small.toml\"") && text.contains("# chains: ethereum, wide,"), "{text}");
    desk.succeed("check more.toml");
    // Its comments are changes that work.
    let is_change = |line: &&str| line.starts_with('[') || line.split_whitespace().nth(1) == Some("=");
    let changed: Vec<&str> = text.lines().map(|line| line.strip_prefix("# ").filter(is_change).unwrap_or(line)).collect();
    desk.write("changed.toml", &changed.join("\n").replace("name = \"more\"", "name = \"changed\""));
    let resolved = desk.succeed("check changed.toml").stdout;
    assert!(resolved.contains("\"dearer\"") && resolved.contains("\"interop-level\""), "{resolved}");
    let missing = desk.call("new other --from nowhere.toml");
    assert!(missing.code == 2 && !desk.path("other.toml").exists(), "{}", missing.stderr);
}

#[test]
fn shells_and_man_know_every_command() {
    let desk = Desk::new();
    let help = desk.succeed("--help").stdout;
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<&str> = lines.filter_map(|line| line.split_whitespace().next()).filter(|word| *word != "help").collect();
    assert!(commands.len() >= 8, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let text = desk.succeed(&format!("completions {shell}")).stdout;
        assert!(commands.iter().all(|command| text.contains(command)), "{shell}");
    }
    std::fs::create_dir(desk.path("pages")).unwrap();
    desk.succeed("man pages");
    for command in commands {
        assert!(desk.read(&format!("pages/l2niche-{command}.1")).starts_with(".ie"), "{command}");
        let own = desk.succeed(&format!("{command} --help")).stdout;
        assert!(own.contains("Examples:\n  l2niche "), "{command}: {own}");
    }
    assert_eq!(desk.call("man nowhere").code, 4);
}

#[test]
fn near_misses_get_a_suggestion() {
    let desk = Desk::new();
    for (words, meant) in
        [("chekc small.toml", "check"), ("run small.toml --replicate 3", "--replicates"), ("run small.toml --fidelity agent", "agents")]
    {
        let outcome = desk.call(words);
        assert!(outcome.code == 2 && outcome.stderr.contains(meant), "{words}: {}", outcome.stderr);
    }
}
