//! The scenario language, through the public interface.

use l2niche::scenario::{Overrides, Scenario};

const TOWN: &str = include_str!("scenarios/town.toml");

fn read(text: &str) -> Scenario {
    Scenario::parse("town.toml", text, &Overrides::default()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn read_with(text: &str, overrides: &Overrides) -> Scenario {
    Scenario::parse("town.toml", text, overrides).unwrap_or_else(|faults| panic!("{faults}"))
}

fn sets(items: &[&str]) -> Overrides {
    Overrides { set: items.iter().map(|&item| item.into()).collect(), ..Overrides::default() }
}

#[test]
fn the_resolved_text_makes_the_same_runs() {
    let scenario = read_with(TOWN, &sets(&["ethereum.base_fee_gwei=3", "group.*.switch_cost_usd=2"]));
    let text = scenario.resolved_toml();
    let again = read(&text);
    assert_eq!(text, again.resolved_toml());
    assert_eq!(scenario.settings(), again.settings());
    for variant in 0..scenario.variants().len() {
        let (a, b) = (scenario.run(variant, 0, &[0.3, 0.8]), again.run(variant, 0, &[0.3, 0.8]));
        let (a, b) = (a.unwrap_or_else(|f| panic!("{f}")), b.unwrap_or_else(|f| panic!("{f}")));
        assert_eq!(a.plan, b.plan);
        assert_eq!((a.events, a.draws), (b.events, b.draws));
        assert_eq!(a.epochs.len(), b.epochs.len());
        for (x, y) in a.epochs.iter().zip(&b.epochs) {
            assert_eq!((x.from_day, x.economy.spec()), (y.from_day, y.economy.spec()));
        }
    }
}

/// Command line written in the first line of a broken scenario: `# run with: --set PATH=VALUE …`.
fn command_line(text: &str) -> Overrides {
    let mut overrides = Overrides::default();
    let Some(line) = text.lines().next().and_then(|line| line.strip_prefix("# run with: ")) else { return overrides };
    let words: Vec<&str> = line.split(' ').collect();
    for pair in words.chunks(2) {
        match pair {
            ["--set", item] => overrides.set.push((*item).into()),
            ["--days", days] => overrides.days = days.parse().ok(),
            ["--scale", scale] => overrides.scale = scale.parse().ok(),
            ["--variant", name] => overrides.variants.push((*name).into()),
            other => panic!("{other:?}"),
        }
    }
    overrides
}

#[test]
fn broken_scenarios_say_what_to_do() {
    let mut paths: Vec<_> = std::fs::read_dir("tests/broken").expect("directory").map(|entry| entry.expect("entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    assert!(paths.len() >= 45, "{}", paths.len());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("broken/messages");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for path in paths {
            let text = std::fs::read_to_string(&path).expect("readable");
            let faults = Scenario::load(&path, &command_line(&text)).err().unwrap_or_else(|| panic!("{} is not broken", path.display()));
            let name = path.file_stem().expect("name").to_string_lossy().into_owned();
            insta::assert_snapshot!(name, faults.to_string());
        }
    });
}
