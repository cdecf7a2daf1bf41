//! What the fuzz targets do with their bytes. The suite's tests include this file and replay the corpus through the same functions.
//!
//! Each panics if a promise of the scenario language is broken: a text is a scenario that lays out and can be written and read again,
//! or it has faults that say something.

#![allow(unreachable_pub, reason = "a library here, a module of a test there")]

use l2niche::scenario::{Faults, Overrides, Scenario, warnings};
use std::path::Path;

/// The world over which paths are tried: small, with one of everything.
const TOWN: &str = include_str!("../../tests/scenarios/town.toml");

/// Bytes as a scenario file.
pub fn text(data: &[u8]) {
    // Other files are refused when they are read.
    let Ok(text) = std::str::from_utf8(data) else { return };
    judge(&Scenario::parse("fuzz.toml", text, &Overrides::default()));
}

/// Lines `PATH=VALUE`; the first letter says where they are written: `f` in a factor, `v` in a variant, `e` in an event, else behind `--set`.
pub fn paths(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (mode, items) = text.split_at(text.chars().next().map_or(0, char::len_utf8));
    let pairs = || items.lines().filter_map(|item| item.rsplit_once('='));
    let table = |head: &str| {
        let edits: Vec<String> = pairs().map(|(path, value)| format!("{path:?} = {value}")).collect();
        format!("{head}set = {{ {} }}\n", edits.join(", "))
    };
    let (more, set) = match mode {
        "f" => (pairs().map(|(path, value)| format!("[[factor]]\npath = {path:?}\nlow = 0.1\nhigh = {value}\n")).collect(), vec![]),
        "v" => (table("[[variant]]\nname = \"fuzzed\"\n"), vec![]),
        "e" => (table("[[event]]\nday = 3\n"), vec![]),
        _ => (String::new(), items.lines().map(str::to_owned).collect()),
    };
    judge(&Scenario::parse("town.toml", &format!("{TOWN}\n{more}"), &Overrides { set, ..Overrides::default() }));
}

/// A base, a file that extends it and `--set` items, with a zero byte between them; without one all is laid over the town.
pub fn merge(data: &[u8], folder: &Path) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut parts = text.splitn(3, '\0');
    let first = parts.next().unwrap_or_default();
    let (base, over) = parts.next().map_or((TOWN, first), |over| (first, over));
    let set = parts.next().map_or_else(Vec::new, |items| items.lines().map(str::to_owned).collect());
    let path = folder.join("over.toml");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("a folder to write in");
    write("base.toml", base);
    write("over.toml", &format!("extends = \"base.toml\"\n{over}"));
    judge(&Scenario::load(&path, &Overrides { set, ..Overrides::default() }));
    // A file that adds nothing is the file it extends.
    write("over.toml", "extends = \"base.toml\"\n");
    let plain = Scenario::parse("base.toml", base, &Overrides::default());
    let same = Scenario::load(&path, &Overrides::default());
    match (plain, same) {
        (Ok(plain), Ok(same)) => assert_eq!(plain.resolved_toml(), same.resolved_toml()),
        (Err(_), Err(_)) => {}
        (Ok(_), Err(faults)) => panic!("sound alone, not when extended:\n{faults}"),
        // What extends may lie beside a file, not beside a text.
        (Err(faults), Ok(_)) => assert!(faults.to_string().contains("cannot extend"), "sound when extended, not alone:\n{faults}"),
    }
}

/// Holds an outcome against the promises.
pub fn judge(outcome: &Result<Scenario, Faults>) {
    match outcome {
        Ok(scenario) => lay_out(scenario),
        Err(faults) => said(faults),
    }
}

fn lay_out(scenario: &Scenario) {
    for variant in 0..scenario.variants().len() {
        // Both ends were tried when the scenario was read; in between a draw may fail, but says why.
        for u in [0.0, 1.0, 0.3] {
            let run = scenario.run(variant, 0, &vec![u; scenario.factors().len()]);
            match run {
                Ok(run) => assert!(run.epochs[0].from_day == 0 && !run.plan.homes.is_empty()),
                Err(faults) => {
                    assert!(u == 0.3, "accepted, but does not lay out:\n{faults}");
                    said(&faults);
                }
            }
        }
    }
    let _ = (scenario.middle().and_then(|middle| warnings(scenario, &middle)), scenario.maps(), scenario.calibration());
    let resolved = scenario.resolved_toml();
    match Scenario::resolved("resolved.toml", &resolved) {
        Ok(again) => assert_eq!(again.resolved_toml(), resolved, "written and read again it is another scenario"),
        Err(faults) => panic!("its own text is refused:\n{faults}\n{resolved}"),
    }
}

fn said(faults: &Faults) {
    let text = faults.to_string();
    assert!(faults.count() > 0 && text.contains("error: "), "{text}");
    let _ = faults.render(true);
}
