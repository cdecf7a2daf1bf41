//! What a run leaves behind says what was asked for, and the manifest tells the truth about it.

use super::program::{Desk, SHORT, SMALL};
use l2niche::experiment::study::{RunResult, run_study};
use l2niche::metrics::dictionary::TABLES;
use l2niche::metrics::digest::{TableDigest, of_bytes, of_rows};
use l2niche::scenario::{Overrides, Scenario};
use polars::prelude::{CsvReader, ParquetReader, SerReader};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::fs::File;
use std::sync::atomic::AtomicU64;

/// Charts of a scenario with several variants.
const CHARTS: [&str; 15] = [
    "activity",
    "concentration",
    "deals",
    "decisions",
    "fees",
    "homes",
    "incidents",
    "focus-map",
    "markups",
    "migration",
    "routing",
    "tokens",
    "treasuries",
    "users",
    "verdict",
];

fn overrides(days: u32, replicates: u32, scale: f64) -> Overrides {
    Overrides { days: Some(days), replicates: Some(replicates), scale: Some(scale), ..Overrides::default() }
}

/// Texts of one column.
fn column(desk: &Desk, folder: &str, table: &str, name: &str) -> Vec<String> {
    let spec = TABLES.iter().find(|spec| spec.name == table).unwrap();
    let position = spec.position(name).unwrap();
    desk.rows(folder, table).iter().map(|row| row.split(',').nth(position).unwrap().to_owned()).collect()
}

fn distinct(values: Vec<String>) -> BTreeSet<String> {
    values.into_iter().collect()
}

#[test]
fn every_file_is_there_and_none_besides() {
    let desk = Desk::new();
    desk.succeed(&format!("run small.toml {SHORT} --out a --format both"));
    let tables = TABLES.iter().flat_map(|spec| ["csv", "parquet"].map(|extension| format!("tables/{}.{extension}", spec.name)));
    let charts = CHARTS.iter().flat_map(|chart| ["svg", "png"].map(|extension| format!("charts/{chart}.{extension}")));
    let rest = ["manifest.json", "report.html", "verdict.txt"].map(str::to_owned);
    assert_eq!(desk.names("a").into_iter().collect::<BTreeSet<_>>(), tables.chain(charts).chain(rest).collect());
    assert!(desk.files("a").iter().all(|(name, content)| !content.is_empty() || panic!("{name}")));

    let tables_as = |extension: &str| TABLES.iter().map(|spec| format!("tables/{}.{extension}", spec.name)).collect::<BTreeSet<_>>();
    for format in ["csv", "parquet"] {
        desk.succeed(&format!("run small.toml {SHORT} --out {format} --format {format} --no-charts"));
        let names = desk.names(format).into_iter().filter(|name| name.starts_with("tables/")).collect::<BTreeSet<_>>();
        assert_eq!(names, tables_as(format));
        assert_eq!(desk.digests(format), desk.digests("a"));
        assert!(!desk.path(&format!("{format}/charts")).exists());
    }
}

#[test]
fn the_manifest_is_true() {
    let desk = Desk::new();
    desk.succeed(&format!("run small.toml {SHORT} --out a --threads 2 --seed 5"));
    let (manifest, files) = (desk.manifest("a"), desk.files("a"));
    let listed: BTreeSet<&str> = manifest["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    let found: BTreeSet<&str> = files.keys().map(String::as_str).filter(|&name| name != "manifest.json").collect();
    assert_eq!(listed, found);
    for file in manifest["files"].as_array().unwrap() {
        let content = &files[file["path"].as_str().unwrap()];
        assert_eq!(
            (file["bytes"].as_u64().unwrap(), file["sha256"].as_str().unwrap()),
            (content.len() as u64, &*of_bytes(content).to_string())
        );
    }
    for table in manifest["tables"].as_array().unwrap() {
        let name = table["name"].as_str().unwrap();
        assert_eq!(table["rows"].as_u64().unwrap(), desk.rows("a", name).len() as u64, "{name}");
    }
    for (key, value) in [("tool", "l2niche"), ("version", env!("CARGO_PKG_VERSION")), ("status", "complete"), ("scenario", "small")] {
        assert_eq!(manifest[key], value, "{key}");
    }
    assert_eq!((&manifest["seed"], &manifest["threads"]), (&5.into(), &2.into()));
    assert!(manifest["wall_time_seconds"].as_f64().unwrap() > 0.0);
    assert_eq!(manifest["scenario_hash"], of_bytes(manifest["resolved_scenario"].as_str().unwrap().as_bytes()).to_string());
}

/// A claim of a sign, one of no difference within a margin no difference reaches, and a map of the first.
const ARGUED: &str = r#"
extends = "small.toml"
[[factor]]
name = "interop"
path = "interop.level"
low = 0
high = 0.8
[[claim]]
name = "users-gain"
measure = "welfare"
variant = "seamless"
says = "higher"
[[claim]]
name = "as-many-adopt"
measure = "adoption"
variant = "seamless"
says = "equal"
margin = 1
[[map]]
name = "where"
claim = "users-gain"
x = "theta"
y = "interop"
"#;

#[test]
fn claims_are_in_the_manifest_and_maps_in_a_file_and_a_chart() {
    let desk = Desk::new();
    desk.write("argued.toml", ARGUED);
    desk.succeed("run argued.toml --days 8 --replicates 16 --scale 0.001 --out a");
    let claims = desk.manifest("a")["claims"].as_array().unwrap().clone();
    assert_eq!(claims.iter().map(|claim| claim["name"].as_str().unwrap()).collect::<Vec<_>>(), ["users-gain", "as-many-adopt"]);
    assert_eq!((claims[0]["differences"].as_array().unwrap().len(), &claims[0]["worlds"]["of"]), (2, &16.into()), "{}", claims[0]);
    assert_eq!((&claims[1]["answer"], &claims[1]["worlds"]["holds"]), (&"holds".into(), &16.into()), "shares never differ by more than 1");
    let verdict = desk.read("a/verdict.txt");
    assert!(verdict.contains("margin 100 pp") && verdict.contains("\nRegimes\n"), "{verdict}");

    let map = desk.read("a/regimes.csv");
    assert_eq!(map.lines().next(), Some("map,x,y,difference,low,high,regime"));
    assert_eq!(map.lines().count(), 1 + 41 * 41);
    for row in map.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let [x, y, mean, low, high] = [1, 2, 3, 4, 5].map(|i| cells[i].parse::<f64>().unwrap());
        assert!((0.1..=0.8).contains(&x) && (0.0..=0.8).contains(&y) && low <= mean && mean <= high, "{row}");
        assert!(["holds", "does not hold", "cannot be told"].contains(&cells[6]), "{row}");
        // The figures are of the first reading: where it cannot be told, the claim cannot.
        assert!(low > 0.0 || high < 0.0 || cells[6] == "cannot be told", "{row}");
    }
    assert!(desk.files("a").contains_key("charts/regimes.svg"));
}

#[test]
fn newcomers_of_two_blueprints_are_two_answers() {
    let desk = Desk::new();
    desk.write("two.toml", "extends = \"small.toml\"\n[[chain]]\nname = \"cheap\"\nlabel = \"Cheap one\"\nkind = \"l2\"\nslots = 1\n");
    let asked = |scenario: &str| {
        desk.succeed(&format!("run {scenario} --days 10 --replicates 2 --scale 0.001 --out {scenario}.d --no-charts")).stdout
    };
    let answers = |verdict: &str| verdict.lines().skip_while(|l| !l.starts_with("Should we launch")).take_while(|l| !l.is_empty()).count();
    let [one, two] = ["small.toml", "two.toml"].map(asked);
    assert!(one.contains("\n- General: ") && !one.contains("Cheap one"), "{one}");
    assert!(two.contains("\n- General (Cheap one): ") && two.contains("\n- General (new): "), "{two}");
    assert!(answers(&one) > 1 && answers(&two) > answers(&one));
}

#[test]
fn the_program_and_the_library_alone_get_the_same_digests() {
    let desk = Desk::new();
    desk.succeed("run small.toml --days 25 --replicates 2 --scale 0.01 --out a --no-charts");
    let scenario = Scenario::parse("small.toml", SMALL, &overrides(25, 2, 0.01)).unwrap();
    let mut digests: BTreeMap<&str, TableDigest> = TABLES.iter().map(|spec| (spec.name, TableDigest::new(spec))).collect();
    run_study(&scenario, 1, &AtomicU64::new(0), |run: RunResult| {
        run.tables.tables.iter().for_each(|(name, rows)| digests.get_mut(name).unwrap().add(of_rows(rows)));
        Ok::<_, Infallible>(())
    })
    .unwrap();
    let by_program = desk.digests("a");
    for (name, digest) in digests.into_iter().filter(|(name, _)| *name != "draws") {
        assert_eq!(by_program[name], digest.finish().to_string(), "{name}");
    }
}

#[test]
fn the_resolved_scenario_makes_the_same_run_again() {
    let desk = Desk::new();
    desk.succeed(&format!("run small.toml {SHORT} --out a --no-charts --set interop.level=0.6 --seed 3"));
    desk.write("resolved.toml", desk.manifest("a")["resolved_scenario"].as_str().unwrap());
    desk.succeed("run resolved.toml --out b --no-charts");
    for key in ["run_id", "scenario_hash", "tables"] {
        assert_eq!(desk.manifest("a")[key], desk.manifest("b")[key], "{key}");
    }
    // The report also says what was adapted to the flags.
    let [a, b] = ["a", "b"].map(|folder| desk.files(folder));
    let kept = |name: &&String| !["report.html", "manifest.json"].contains(&name.as_str());
    assert!(a.keys().eq(b.keys()) && a.keys().filter(kept).all(|name| a[name] == b[name]));
}

#[test]
fn headers_are_those_of_the_dictionary_and_every_row_fits() {
    let desk = Desk::new();
    desk.succeed("run small.toml --replicates 2 --scale 0.001 --out a --no-charts --format both");
    for spec in TABLES {
        let columns: Vec<&str> = spec.columns.iter().map(|column| column.name).collect();
        let header = desk.read(&format!("a/tables/{}.csv", spec.name)).lines().next().unwrap().to_owned();
        assert_eq!(header, columns.join(","), "{}", spec.name);
        let open = |extension: &str| File::open(desk.path(&format!("a/tables/{}.{extension}", spec.name))).unwrap();
        let (csv, parquet) = (CsvReader::new(open("csv")).finish().unwrap(), ParquetReader::new(open("parquet")).finish().unwrap());
        assert_eq!(csv.shape(), parquet.shape(), "{}", spec.name);
        assert!(csv.height() > 0, "{}", spec.name);
    }
}

#[test]
fn fewer_days_are_announced_and_hold() {
    let desk = Desk::new();
    let said = desk.succeed("run small.toml --days 15 --replicates 1 --scale 0.001 --out a --no-charts").stderr;
    assert!(said.contains("note: warmup_days is 7, half of the 15 days asked for"), "{said}");
    assert!(said.contains("note: 1 event is left out, after the last day: event-2 (day 20)"), "{said}");
    assert!(!said.contains("rush"), "{said}");
    assert_eq!(distinct(column(&desk, "a", "chains", "day")), ["6", "13", "14"].map(str::to_owned).into());
    assert_eq!(distinct(column(&desk, "a", "homes", "day")), ["14".to_owned()].into());
    let resolved = desk.manifest("a")["resolved_scenario"].as_str().unwrap().to_owned();
    assert!(resolved.contains("days = 15\n") && resolved.contains("warmup_days = 7\n"), "{resolved}");
}

#[test]
fn a_chosen_variant_brings_the_first_along() {
    let desk = Desk::new();
    desk.write("three.toml", &format!("{SMALL}\n[[variant]]\nname = 'dear'\nset = {{ 'ethereum.base_fee_gwei' = 50 }}\n"));
    desk.succeed(&format!("run three.toml {SHORT} --out all --no-charts"));
    desk.succeed(&format!("run three.toml {SHORT} --out one --no-charts --variant dear"));
    desk.succeed(&format!("run three.toml {SHORT} --out two --no-charts --variant dear --variant as-is"));
    assert_eq!(distinct(column(&desk, "one", "summary", "variant")), ["as-is", "dear"].map(str::to_owned).into());
    for spec in TABLES {
        let left: Vec<_> = desk.rows("all", spec.name).into_iter().filter(|row| !row.starts_with("seamless,")).collect();
        assert_eq!(desk.rows("one", spec.name), left, "{}", spec.name);
    }
    assert_eq!(desk.digests("one"), desk.digests("two"));
}

#[test]
fn factors_are_drawn_in_their_ranges_or_not_at_all() {
    let desk = Desk::new();
    desk.succeed("run small.toml --days 3 --replicates 8 --scale 0.001 --out on --no-charts");
    let rows = desk.rows("on", "draws");
    assert_eq!(rows.len(), 8 * 2);
    for (row, number) in rows.iter().zip(0..) {
        let cells: Vec<&str> = row.split(',').collect();
        let value: f64 = cells[2].parse().unwrap();
        let (name, range) = [("theta", 0.1..0.8), ("vertical.*.network_strength", 0.5..2.0)][number % 2].clone();
        assert!(cells[0] == (number / 2).to_string() && cells[1] == name && range.contains(&value), "{row}");
    }
    assert_eq!(rows.iter().collect::<BTreeSet<_>>().len(), 16);

    let off = desk.succeed("run small.toml --days 3 --replicates 8 --scale 0.001 --out off --no-charts --factors off");
    assert!(off.stderr.contains("0 factors") && desk.rows("off", "draws").is_empty(), "{}", off.stderr);
    assert!(!off.stdout.contains("factor"), "{}", off.stdout);
}

/// Without factor draws, experiments and deals nothing is left to differ between replicates of one start.
#[test]
fn expected_flows_have_no_chance() {
    let desk = Desk::new();
    let certain = "--set innovation.experiments_per_year=0 --set deal.*.rate_per_year=0 --set capability.*.delisting_per_year=0";
    desk.succeed(&format!("run small.toml --days 8 --replicates 3 --out a --no-charts --fidelity mean-field --factors off {certain}"));
    for table in ["chains", "groups", "homes", "ledger", "migration", "summary"] {
        let of = |replicate: &str| -> Vec<String> {
            let marked = ["as-is", "seamless"].map(|variant| format!("{variant},{replicate},"));
            let unmarked = |row: &String| Some(row.strip_prefix(marked.iter().find(|mark| row.starts_with(*mark))?)?.to_owned());
            desk.rows("a", table).iter().filter_map(unmarked).collect()
        };
        assert!(!of("0").is_empty());
        assert_eq!(of("0"), of("2"), "{table}: replicates of the same start");
        assert_ne!(of("0"), of("1"), "{table}: replicates of different starts");
    }
}

#[test]
fn events_are_told_as_they_came_and_went() {
    let desk = Desk::new();
    desk.succeed("run small.toml --replicates 1 --scale 0.001 --out a --no-charts --variant as-is --factors off");
    // What operators decide is told beside it, and tested where it is decided.
    let planned = |row: &String| !["review", "founders"].contains(&row.split(',').nth(3).unwrap_or_default());
    let told: Vec<String> = desk.rows("a", "events").into_iter().filter(planned).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    as-is,0,12,rush,group.players.uses.gaming.benefit_usd_per_month,6,12,,,,,,
    as-is,0,12,rush,ethereum.base_fee_gwei,2,10,,,,,,
    as-is,0,20,event-2,ethereum.fork,prague,osaka,,,,,,
    as-is,0,20,event-2,chain.wide.data_layer,ethereum-blobs,alt-da,,,,,,
    as-is,0,25,rush,group.players.uses.gaming.benefit_usd_per_month,12,6,,,,,,
    as-is,0,25,rush,ethereum.base_fee_gwei,10,2,,,,,,
    ");
}

/// What a key of the command line changes is what the scenario would have changed.
#[test]
fn a_flag_is_worth_what_the_file_would_say() {
    let desk = Desk::new();
    desk.write("written.toml", &SMALL.replace("level = 0.2", "level = 0.7").replace("seed = 11", "seed = 12"));
    desk.succeed("run written.toml --days 8 --out file --no-charts --scale 0.001");
    desk.succeed("run small.toml --set interop.level=0.7 --seed 12 --set simulation.scale=0.001 --days 8 --out flags --no-charts");
    assert_eq!(desk.manifest("file")["run_id"], desk.manifest("flags")["run_id"]);
    assert_eq!(desk.digests("file"), desk.digests("flags"));
}

/// Free text of a scenario reaches charts escaped, and no table.
#[test]
fn labels_are_escaped() {
    let desk = Desk::new();
    desk.succeed(&format!("run small.toml {SHORT} --out a"));
    for (name, content) in desk.files("a") {
        let text = String::from_utf8_lossy(&content);
        assert!(!name.ends_with("svg") || !text.contains("<interop>"), "{name}");
        assert!(!name.ends_with("csv") || !text.contains("Seamless"), "{name}");
    }
    assert!(desk.read("a/charts/users.svg").contains("Seamless &lt;interop&gt;"));
}

/// Fees of a few micro-dollars a day in a world without other costs: whole micro-dollars show, and everybody is told once.
#[test]
fn money_so_small_that_rounding_shows_is_a_warning_of_the_run() {
    let desk = Desk::new();
    desk.succeed("new toy");
    let run = |more: &str, folder: &str| {
        let toy = "run toy.toml --factors off --replicates 2 --days 60 --no-charts --set chain.*.fixed_cost_usd_per_year=0 \
                   --set chain.*.capability_budget_usd_per_year=0 --set chain.*.settlement_gas_per_day=0";
        desk.succeed(&format!("{toy} {more} --out {folder}"))
    };
    let told = run("--set group.*.users=1 --set chain.*.min_gas_price_gwei=1e-4", "told");
    assert_eq!(told.stderr.matches("warning: ").count(), 1, "{}", told.stderr);
    let warnings = &desk.manifest("told")["warnings"];
    assert_eq!((warnings[0]["kind"].as_str(), warnings.as_array().unwrap().len()), (Some("audit-rounding"), 1));
    let cause = warnings[0]["cause"].as_str().unwrap();
    assert!(told.stderr.contains(cause) && cause.contains("`chain:plaza`"), "{cause}");
    assert!(desk.read("told/report.html").contains("rounding may have made up to"));

    let ample = run("", "ample");
    assert!(!ample.stderr.contains("warning: "), "{}", ample.stderr);
    assert_eq!(desk.manifest("ample")["warnings"], serde_json::json!([]));
}
