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
