//! Data flow one way: a module may use only those to its left. Reads the `use` lines and every other `crate::` path in the code.

use std::fs;
use std::path::{Path, PathBuf};

/// Layers of the crate, lowest first; those in one entry may not use each other.
const LAYERS: [&[&str]; 7] = [&["model"], &["engine"], &["metrics"], &["scenario"], &["experiment"], &["output"], &["cli"]];

/// Layers inside `model`, lowest first: what exists, the economy that holds it, and what people and operators do in it.
const MODEL_LAYERS: [&[&str]; 12] = [
    &["id", "math", "grid"],
    &["units"],
    &["ledger"],
    &["vertical"],
    &["settlement"],
    &["supply"],
    &["institutions"],
    &["user_group"],
    &["standing"],
    &["economy"],
    &["demand"],
    &["measures"],
];

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(dir).expect("src is readable").map(|e| e.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Names of the modules a path below src belongs to: `model/demand/routing.rs` → model, demand, routing.
fn modules(path: &Path) -> Vec<String> {
    let relative = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("below src").with_extension("");
    relative.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect()
}

/// All `crate::a::b` paths in a file, comments left out; nested braces are not used in this crate.
fn uses(text: &str) -> Vec<Vec<String>> {
    let code: Vec<&str> = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
    let part = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == ':').collect::<String>();
    let paths = code.iter().flat_map(|line| line.match_indices("crate::").map(|(at, m)| part(&line[at + m.len()..])));
    paths.map(|p| p.split("::").filter(|s| !s.is_empty()).map(str::to_owned).collect()).collect()
}

fn rank(layers: &[&[&str]], name: &str) -> Option<usize> {
    layers.iter().position(|layer| layer.contains(&name))
}

/// Why module `from` may not use `to` in these layers, if so.
fn upward(layers: &[&[&str]], from: &str, to: &str) -> bool {
    match (rank(layers, from), rank(layers, to)) {
        (Some(a), Some(b)) => b > a || (a == b && from != to),
        _ => false,
    }
}

#[test]
fn no_module_reaches_back_up() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 30, "the walk found only {} files", files.len());
    let mut faults = Vec::new();
    for file in files {
        let from = modules(&file);
        for to in uses(&fs::read_to_string(&file).expect("source is text")) {
            let crate_level = to.first().is_some_and(|t| upward(&LAYERS, &from[0], t));
            let inside = from[0] == "model" && to.len() > 1 && to[0] == "model" && from.len() > 1;
            let model_level = inside && upward(&MODEL_LAYERS, &from[1], &to[1]);
            if crate_level || model_level {
                faults.push(format!("{} uses {}", from.join("::"), to.join("::")));
            }
        }
    }
    assert!(faults.is_empty(), "upward edges:\n{}", faults.join("\n"));
}

#[test]
fn the_rule_sees_an_upward_edge() {
    assert!(upward(&LAYERS, "model", "engine") && upward(&LAYERS, "metrics", "scenario") && !upward(&LAYERS, "cli", "model"));
    assert!(upward(&MODEL_LAYERS, "supply", "demand") && !upward(&MODEL_LAYERS, "demand", "supply"));
    let found = uses("use crate::engine::run::Epoch; // x\n// use crate::cli;\nlet x = crate::metrics::f();");
    assert_eq!(found, [vec!["engine", "run", "Epoch"], vec!["metrics", "f"]]);
}
