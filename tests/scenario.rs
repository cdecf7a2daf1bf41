//! The scenario language, through the public interface.

use l2niche::scenario::{Overrides, Scenario};

#[path = "scenario/any_text.rs"]
mod any_text;

#[path = "scenario/corpus.rs"]
mod corpus;

#[path = "scenario/exchanges.rs"]
mod exchanges;

#[path = "scenario/limits.rs"]
mod limits;

#[path = "scenario/lives.rs"]
mod lives;

#[path = "support/spoil.rs"]
mod spoil;

#[path = "../fuzz/src/lib.rs"]
mod targets;

#[path = "scenario/warnings.rs"]
mod warnings;

#[path = "scenario/tokens.rs"]
mod tokens;

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
    let scenario = read_with(TOWN, &sets(&["ethereum.base_fee_gwei=3", "group.*.exit_cost_usd=2"]));
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

fn level_of(scenario: &Scenario, variant: usize, day: u32, draw: &[f64]) -> f64 {
    let run = scenario.run(variant, 0, draw).unwrap_or_else(|faults| panic!("{faults}"));
    run.epochs.iter().rev().find(|epoch| epoch.from_day <= day).expect("day 0 is first").economy.interop.sharing
}

/// The town with a base file, each layer adding its own value of `interop.level`.
fn layered(extended: &str, file: &str, sets: &[&str], rest: &str) -> Scenario {
    let directory = tempfile::tempdir().expect("temporary directory");
    let town = TOWN.replace("[interop]\nlevel = 0.25\n", extended);
    let town = &town[..town.find("[[event]]").expect("events stand last")];
    std::fs::write(directory.path().join("base.toml"), town).expect("written");
    let path = directory.path().join("over.toml");
    std::fs::write(&path, format!("extends = \"base.toml\"\n[scenario]\nname = \"over\"\n{file}\n{rest}")).expect("written");
    Scenario::load(&path, &self::sets(sets)).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn each_layer_precedes_those_before() {
    let (extended, file) = ("[interop]\nlevel = 0.1\n", "[interop]\nlevel = 0.2");
    let set = ["interop.level=0.3"];
    let factor = "[[factor]]\npath = \"interop.level\"\nlow = 0.4\nhigh = 0.5\n";
    let variant = "[[variant]]\nname = \"a\"\n[[variant]]\nname = \"b\"\nset = { interop.level = 0.6 }\n";
    let event = "[[event]]\nday = 50\nset = { \"interop.level\" = 0.7 }\n";
    let at = |scenario: Scenario, variant, day| level_of(&scenario, variant, day, &[0.0]);
    assert_eq!(at(layered("", "", &[], ""), 0, 0), 0.0);
    assert_eq!(at(layered(extended, "", &[], ""), 0, 0), 0.1);
    assert_eq!(at(layered(extended, file, &[], ""), 0, 0), 0.2);
    assert_eq!(at(layered(extended, file, &set, ""), 0, 0), 0.3);
    assert_eq!(at(layered(extended, file, &set, factor), 0, 0), 0.4);
    let all = || layered(extended, file, &set, &[event, factor, variant].join("\n"));
    assert_eq!((at(all(), 0, 0), at(all(), 1, 0), at(all(), 1, 50)), (0.4, 0.6, 0.7));
}

#[test]
fn numbers_resolve_alike_however_they_are_written() {
    let other =
        TOWN.replace("latency_s = 12\n", "latency_s = 1.2e1\n").replace("transactions_per_month = 30\n", "transactions_per_month = 30.0\n");
    assert_ne!(other, TOWN);
    assert_eq!(read(&other).resolved_toml(), read(TOWN).resolved_toml());
}

#[test]
fn flags_come_last_on_the_command_line() {
    let overrides = Overrides { days: Some(80), seed: Some(9), replicates: Some(3), ..sets(&["simulation.days=70", "simulation.seed=8"]) };
    let settings = *read_with(TOWN, &overrides).settings();
    assert_eq!((settings.days, settings.seed, settings.replicates), (80, 9, 3));
}

#[test]
fn extending_merges_by_key_and_by_name() {
    let file = "[[chain]]\nname = \"base\"\nlatency_s = 0.5\nfocus = { payments = 1 }\n\n[[chain]]\nname = \"quiet\"\nremove = true\n
[[chain]]\nname = \"late\"\nkind = \"sovereign\"\n\n[[group]]\nname = \"banks\"\nhomes = { base = 0.5, late = 0.5 }\n[group.uses.defi]\nbenefit_usd_per_month = 1\ntransactions_per_month = 1\n";
    let scenario = layered("", file, &[], "");
    assert_eq!(scenario.name(), "over");
    assert_eq!(scenario.question(), "Who wins?", "sections are merged key by key");
    let run = scenario.run(0, 0, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let economy = &run.epochs[0].economy;
    let names: Vec<&str> = economy.chains.iter().map(|chain| chain.name.as_str()).collect();
    assert_eq!(names, ["ethereum", "base", "deep", "late"], "order is kept, new ones come last");
    let base = &economy.chains[1];
    assert_eq!((base.latency_s, base.capacity_gas_per_s), (0.5, 3e7), "keys that are not written again stay");
    assert_eq!(base.focus, [0.0, 1.0], "focus is replaced whole");
    assert!(economy.groups[1].uses.iter().all(Option::is_some), "uses are merged by vertical");
    assert_eq!(run.plan.homes[1], [0.0, 1.0, 0.0, 0.0, 0.0, 0.0], "banks may not live where compliance is low");
}

#[test]
fn paths_reach_one_all_or_those_that_fit() {
    let latency = |item: &str| {
        let scenario = read_with(&TOWN.replace("[[event]]\nday = 20\nscale", "[[event]]\nday = 99\nscale"), &sets(&[item]));
        let run = scenario.run(0, 0, &[]).unwrap_or_else(|faults| panic!("{faults}"));
        run.epochs[0].economy.chains.iter().map(|chain| chain.latency_s).collect::<Vec<_>>()
    };
    assert_eq!(latency("chain.base.latency_s=7"), [12.0, 7.0, 2.0, 2.0]);
    assert_eq!(latency("chain.*.latency_s=7"), [7.0; 4]);
    assert_eq!(latency("chain.[kind=l2].latency_s=7"), [12.0, 7.0, 7.0, 2.0]);
    assert_eq!(latency("chain.[stack=none].latency_s=7"), [7.0, 2.0, 2.0, 7.0], "what is not written is none");
    assert_eq!(
        latency("chain.[kind=l2,stack=op-stack,calldata_fallback=false].latency_s = 7"),
        [12.0, 7.0, 7.0, 2.0],
        "defaults select too"
    );
}

#[test]
fn scale_multiplies_defaults_and_skips_what_has_no_limit() {
    let variant = "[[variant]]\nname = \"a\"\n[variant.scale]\n\"chain.*.capacity_gas_per_s\" = 2\n\"chain.[kind=l2].min_gas_price_gwei\" = 3\n\"interop.friction\" = 2\n\"chain.base.focus.defi\" = 1\n";
    let text = format!("{}{variant}", &TOWN[..TOWN.find("[[event]]").expect("events stand last")]);
    let run = read(&text).run(0, 0, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let economy = &run.epochs[0].economy;
    let chains = &economy.chains;
    assert_eq!((chains[1].capacity_gas_per_s, chains[2].capacity_gas_per_s), (6e7, f64::INFINITY));
    assert_eq!((chains[1].min_gas_price_gwei, chains[3].min_gas_price_gwei), (0.03, 0.01));
    assert_eq!((economy.interop.sharing, economy.interop.friction), (0.25, 0.5), "a default that follows is resolved, then multiplied");
    assert_eq!(chains[1].focus, [0.5, 0.5]);
}

#[test]
fn until_undoes_only_its_own_edit() {
    let scenario = read(TOWN);
    let run = scenario.run(0, 0, &[0.5, 0.5]).unwrap_or_else(|faults| panic!("{faults}"));
    let days: Vec<u32> = run.epochs.iter().map(|epoch| epoch.from_day).collect();
    assert_eq!(days, [0, 10, 20, 40]);
    let seen: Vec<(f64, f64, f64)> =
        run.epochs.iter().map(|e| (e.economy.interop.sharing, e.economy.ethereum.eth_usd, e.economy.chains[1].latency_s)).collect();
    assert_eq!(seen, [(0.25, 2500.0, 2.0), (1.0, 2500.0, 2.0), (1.0, 5000.0, 1.0), (0.25, 5000.0, 1.0)]);
    let notes: Vec<String> = run.events.iter().map(|n| format!("{} {} {}: {} → {}", n.day, n.event, n.path, n.before, n.after)).collect();
    assert_eq!(
        notes,
        [
            "10 merge interop.level: 0.25 → 1",
            "20 event-2 chain.base.latency_s: 2 → 1",
            "20 event-2 chain.quiet.latency_s: 2 → 1",
            "20 event-2 ethereum.eth_usd: 2500 → 5000",
            "40 merge interop.level: 1 → 0.25",
        ]
    );
}

#[test]
fn of_two_events_on_one_value_the_later_in_the_file_holds() {
    let head = &TOWN[..TOWN.find("[[event]]").expect("events stand last")];
    let events =
        "[[event]]\nday = 5\nset = { \"interop.level\" = 0.5 }\n[[event]]\nday = 3\nuntil = 8\nscale = { \"interop.level\" = 0.5 }\n";
    let scenario = read(&format!("{head}{events}"));
    let levels: Vec<f64> = [0, 3, 5, 8].into_iter().map(|day| level_of(&scenario, 0, day, &[])).collect();
    assert_eq!(levels, [0.25, 0.125, 0.25, 0.5]);
}

#[test]
fn variants_build_on_each_other() {
    let scenario = read(TOWN);
    let names: Vec<&str> = scenario.variants().iter().map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["as-is", "focused", "more"]);
    assert_eq!((scenario.variants()[0].label.as_str(), scenario.variants()[1].label.as_str()), ("as-is", "All focused"));
    let run = |variant| scenario.run(variant, 0, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let (as_is, focused, more) = (run(0), run(1), run(2));
    assert_eq!(as_is.epochs[0].economy.chains.len(), 4);
    assert_eq!(focused.epochs[0].economy.chains[4].name, "new");
    assert_eq!(focused.epochs[0].economy.chains[2].focus, [1.0, 0.0]);
    assert_eq!(focused.epochs[0].economy.groups[0].uses[0].map(|u| u.benefit_usd_per_month), Some(30.0));
    assert_eq!(more.epochs[0].economy.chains[2].focus, [1.0, 0.0], "what it comes from stays");
    assert_eq!(more.epochs[0].economy.chains[2].stack, None, "references can be taken back");
    assert_eq!(more.epochs[0].economy.chains[2].fixed_cost_usd_per_year, 1e6);
    assert_eq!(more.epochs.iter().map(|e| e.from_day).collect::<Vec<_>>(), [0, 10, 20, 30], "its event ends sooner");
    let chosen = read_with(TOWN, &Overrides { variants: vec!["more".into()], ..Overrides::default() });
    assert_eq!(chosen.variants().iter().map(|v| v.name.as_str()).collect::<Vec<_>>(), ["as-is", "more"]);
    let again = chosen.run(1, 0, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(again.epochs[0].economy.spec(), more.epochs[0].economy.spec());
    assert_ne!(chosen.resolved_toml(), scenario.resolved_toml());
}

#[test]
fn factors_draw_between_their_bounds_and_can_be_off() {
    let scenario = read(TOWN);
    assert_eq!(scenario.factors().iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["capabilities.theta", "network"]);
    let run = scenario.run(0, 3, &[0.25, 0.5]).unwrap_or_else(|faults| panic!("{faults}"));
    assert!((run.draws[0] - 0.3).abs() < 1e-12 && (run.draws[1] - 1.0).abs() < 1e-12, "{:?}", run.draws);
    let economy = &run.epochs[0].economy;
    assert_eq!((economy.theta, economy.verticals[1].network_strength), (run.draws[0], 0.1 * run.draws[1]));
    let off = read_with(TOWN, &Overrides { factors: false, ..Overrides::default() });
    let plain = off.run(0, 3, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    assert!(off.factors().is_empty() && plain.draws.is_empty());
    assert_eq!(plain.epochs[0].economy.theta, 0.3);
    assert!(!off.resolved_toml().contains("[[factor]]"));
}

#[test]
fn fewer_days_on_the_command_line_shorten_the_rest() {
    let scenario = read_with(TOWN, &Overrides { days: Some(15), ..sets(&["simulation.warmup_days=90"]) });
    assert_eq!((scenario.settings().days, scenario.settings().warmup_days), (15, 7));
    assert_eq!(
        scenario.notices(),
        ["warmup_days is 7, half of the 15 days asked for", "1 event is left out, after the last day: event-2 (day 20)"]
    );
    let again = read(&scenario.resolved_toml());
    assert!(again.notices().is_empty() && again.settings() == scenario.settings());
    let epochs = |s: &Scenario| s.run(2, 0, &[]).map(|run| run.epochs.len()).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!((epochs(&scenario), epochs(&again)), (2, 2));
}

#[test]
fn starts_take_turns_and_leave_out_closed_chains() {
    let starts = "[[start]]\nname = \"equal\"\nhomes = { base = 0.5, quiet = 0.25, outside = 0.25 }\n[[start]]\nname = \"heavy\"\nhomes = { quiet = 1 }\n";
    let text = TOWN.replace("users = 50\n", "users = 50\nmay_leave = true\n") + starts;
    let scenario = read(&text);
    assert_eq!((scenario.starts().to_vec(), scenario.start_of(5)), (vec!["equal".to_owned(), "heavy".to_owned()], 1));
    let homes = |replicate| scenario.run(0, replicate, &[]).unwrap_or_else(|faults| panic!("{faults}")).plan.homes;
    let even = homes(0);
    assert_eq!(even[0], [0.0, 0.5, 0.25, 0.0, 0.25, 0.0]);
    assert!((even[1][1] - 2.0 / 3.0).abs() < 1e-12 && (even[1][4] - 1.0 / 3.0).abs() < 1e-12, "{even:?}");
    assert_eq!(homes(1)[1], [0.0, 0.0, 0.0, 0.0, 1.0, 0.0], "banks may not live on quiet");
}

#[test]
fn output_periods_are_those_of_the_manual() {
    let periods = |text: &str| read(text).output().clone();
    let usual = periods(TOWN);
    assert_eq!((usual.every_days, usual.every_days_of["chains"], usual.every_days_of["homes"]), (7, 7, 30));
    let own = periods(&(TOWN.to_owned() + "[output]\nevery_days = 2\n[output.every_days_of]\nhomes = 5\n"));
    assert_eq!((own.every_days_of["groups"], own.every_days_of["homes"], own.every_days_of["ledger"]), (2, 5, 30));
}

/// What is wrong with reading this path.
fn unreadable(path: &std::path::Path) -> String {
    Scenario::load(path, &Overrides::default()).expect_err("unreadable").to_string()
}

#[test]
fn only_files_of_bounded_size_are_read() {
    let directory = tempfile::tempdir().expect("temporary directory");
    let path = directory.path().join("large.toml");
    assert!(unreadable(&path).contains("there is no such file"));
    assert!(unreadable(directory.path()).contains("this is no file"));
    std::fs::write(&path, "# ".repeat(600_000)).expect("written");
    assert!(unreadable(&path).contains("at most 1048576"));
    std::fs::write(&path, [0xff, 0xfe]).expect("written");
    assert!(unreadable(&path).contains("not text in UTF-8"));
}

#[test]
fn files_that_extend_each_other_in_a_circle_are_found() {
    let directory = tempfile::tempdir().expect("temporary directory");
    let write = |name: &str, next: &str| {
        let path = directory.path().join(name);
        std::fs::write(&path, format!("extends = \"{next}\"\n")).expect("written");
        path
    };
    let first = write("a.toml", "./b.toml");
    write("b.toml", "a.toml");
    let message = unreadable(&first);
    assert!(message.contains("extends itself") && message.contains("b.toml:1:11"), "{message}");
}

#[test]
fn a_text_has_no_directory_to_extend_from() {
    let faults = Scenario::parse("text", "extends = \"base.toml\"", &Overrides::default()).expect_err("no directory");
    assert!(faults.to_string().contains("no directory to look in"), "{faults}");
}

#[test]
fn colour_changes_no_letter() {
    let faults = Scenario::parse("text", "[simulaton]\ndays = 0", &Overrides::default()).expect_err("broken");
    let mut plain = String::new();
    let mut escaped = false;
    for c in faults.render(true).chars() {
        escaped = escaped || c == '\u{1b}';
        if !escaped {
            plain.push(c);
        }
        escaped = escaped && c != 'm';
    }
    assert_eq!(plain, faults.to_string());
    assert_ne!(faults.render(true), plain);
}

#[test]
fn the_command_line_reaches_events_and_factors_too() {
    let scenario = read_with(TOWN, &sets(&["event.merge.day=5", "factor.network.high=3", "chain.base.stack=none"]));
    let run = scenario.run(0, 0, &[0.0, 1.0]).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(run.epochs[1].from_day, 5);
    assert!((run.draws[1] - 3.0).abs() < 1e-12);
    assert_eq!(run.epochs[0].economy.chains[1].stack, None);
}

#[test]
fn the_scenarios_of_the_package_make_the_same_runs_resolved() {
    for name in ["ethereum-l2-2025", "specialization"] {
        let path = std::path::PathBuf::from(format!("scenarios/{name}.toml"));
        let scenario = Scenario::load(&path, &Overrides::default()).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(scenario.name(), name);
        let again = read(&scenario.resolved_toml());
        assert_eq!(scenario.resolved_toml(), again.resolved_toml());
        let draw = vec![0.3; scenario.factors().len()];
        for variant in 0..scenario.variants().len() {
            let run = |s: &Scenario| s.run(variant, 1, &draw).unwrap_or_else(|faults| panic!("{faults}"));
            let (a, b) = (run(&scenario), run(&again));
            assert_eq!(a.epochs[0].economy.spec(), b.epochs[0].economy.spec());
            assert_eq!((a.plan, a.draws), (b.plan, b.draws));
        }
    }
}

#[test]
fn a_set_that_a_factor_draws_over_is_noticed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/specialization.toml");
    let load = |factors| {
        let overrides = Overrides { set: vec!["interop.level = 0.5".into()], factors, ..Overrides::default() };
        Scenario::load(std::path::Path::new(path), &overrides).expect("a clean scenario")
    };
    assert!(load(true).notices().iter().any(|n| n.contains("draws interop.level anew")), "{:?}", load(true).notices());
    assert_eq!(load(false).notices(), ["2 maps are left out: factors are off"]);
}

#[test]
fn claims_are_about_the_first_variant_unless_they_say_so_and_left_out_with_a_notice_where_a_variant_is_not_run() {
    let claims = r#"
[[claim]]
name = "focus-serves"
measure = "welfare"
variant = "focused"
says = "higher"

[[claim]]
name = "more-is-more"
measure = "transactions"
variant = "more"
against = "focused"
says = "higher"
"#;
    let text = format!("{TOWN}{claims}");
    let all = read(&text);
    let asked: Vec<(&str, &str)> = all.claims().iter().map(|c| (c.variant.as_str(), c.against.as_str())).collect();
    assert_eq!((asked, all.notices().len()), (vec![("focused", "as-is"), ("more", "focused")], 0));
    assert_eq!(all.claims()[0].measures(), ["welfare_systematic_usd", "welfare_tastes_usd"]);
    let some = read_with(&text, &Overrides { variants: vec!["focused".into()], ..Overrides::default() });
    assert_eq!((some.claims().len(), some.notices()), (1, &["1 claim is left out: about variants that are not run".to_owned()][..]));
}
