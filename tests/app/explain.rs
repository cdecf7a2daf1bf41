//! `explain`: what it prints is what the run's tables say, its parts add up to its wholes, and what it cannot do it says.

use super::program::Desk;
use std::collections::BTreeMap;

/// A short run of the small scenario, every table day by day.
fn run(desk: &Desk) {
    let daily = "--set output.every_days=1 --set output.every_days_of.homes=1 --set output.every_days_of.ledger=1 --set vertical.defi.ordering_value_usd=0.1";
    desk.succeed(&format!("run small.toml --days 12 --replicates 2 --scale 0.001 --out a --no-charts --quiet {daily}"));
}

/// Rows of a table of the run for one variant, replicate and day, each by column.
fn rows(desk: &Desk, table: &str, variant: &str, replicate: u32, day: u32) -> Vec<BTreeMap<String, String>> {
    let text = desk.read(&format!("a/tables/{table}.csv"));
    let names: Vec<String> = text.lines().next().unwrap().split(',').map(str::to_owned).collect();
    let row = |line: &str| names.iter().cloned().zip(line.split(',').map(str::to_owned)).collect::<BTreeMap<_, _>>();
    let keys = [variant.to_owned(), replicate.to_string(), day.to_string()];
    text.lines().skip(1).map(row).filter(|row| ["variant", "replicate", "day"].map(|key| row[key].clone()) == keys).collect()
}

/// Rows of the printed table whose title begins so: cells between two spaces or more, header first.
fn printed(text: &str, title: &str) -> Vec<Vec<String>> {
    let mut lines = text.lines().skip_while(|line| !line.starts_with(title)).skip(1).skip_while(|line| !line.starts_with("  "));
    let cells = |line: &str| line.trim().split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let rows: Vec<_> = lines.by_ref().take_while(|line| line.starts_with("  ")).map(cells).collect();
    assert!(rows.len() > 1, "no table “{title}” in {text}");
    rows
}

fn number(cell: &str) -> f64 {
    cell.trim_end_matches(" %").parse().unwrap_or_else(|_| panic!("a number: {cell}"))
}

/// Figures are told at six significant digits.
fn same(printed: &str, table: &str) -> bool {
    match (printed, table) {
        ("-", "") => true,
        _ => (number(printed) - number(table)).abs() <= 1e-5 * number(table).abs(),
    }
}

#[test]
fn the_overview_says_what_tables_say_of_any_variant_replicate_and_day() {
    let desk = Desk::new();
    run(&desk);
    for (variant, replicate, day, flags) in [("as-is", 0, 11, ""), ("seamless", 1, 7, "--variant seamless --replicate 1 --day 7")] {
        let told = desk.succeed(&format!("explain a {flags}"));
        assert_eq!(told.stderr, "");
        assert!(told.stdout.starts_with(&format!("The world on the evening of day {day}, variant {variant}, replicate {replicate}\n")));
        let (chains, expected) = (printed(&told.stdout, "Chains"), rows(&desk, "chains", variant, replicate, day));
        assert_eq!(chains.len() - 1, expected.len());
        for (cells, row) in chains[1..].iter().zip(&expected) {
            assert_eq!((&cells[0], &cells[1]), (&row["chain"], &row["status"]));
            let columns = ["users", "transactions", "fee_usd_per_tx", "revenue_usd", "profit_usd", "treasury_usd"];
            assert!(columns.iter().zip(&cells[2..]).all(|(column, cell)| same(cell, &row[*column])), "{cells:?} {row:?}");
        }
        assert_eq!(printed(&told.stdout, "Groups").len() - 1, rows(&desk, "groups", variant, replicate, day).len());
    }
}

#[test]
fn a_chain_is_told_line_by_line_and_lines_add_up() {
    let desk = Desk::new();
    run(&desk);
    for row in rows(&desk, "chains", "as-is", 0, 11) {
        let text = desk.succeed(&format!("explain a --chain {}", row["chain"])).stdout;
        let account: BTreeMap<String, String> = printed(&text, "Account")[1..].iter().map(|c| (c[0].clone(), c[1].clone())).collect();
        for (line, column) in [
            ("revenue", "revenue_usd"),
            ("of it ordering value", "ordering_usd"),
            ("- data", "data_cost_usd"),
            ("- settlement", "settlement_cost_usd"),
            ("- fixed operations", "fixed_cost_usd"),
            ("- capabilities", "capability_cost_usd"),
            ("- stack's share", "stack_share_usd"),
            ("= profit", "profit_usd"),
            ("treasury in the evening", "treasury_usd"),
        ] {
            assert!(same(&account[line], &row[column]), "{}: {line}: {} and {}", row["chain"], account[line], row[column]);
        }
        let costs: f64 = account.iter().filter(|(line, _)| line.starts_with("- ")).map(|(_, usd)| number(usd)).sum();
        let revenue = number(&account["revenue"]);
        assert!((revenue - costs - number(&account["= profit"])).abs() <= 1e-5 * (revenue + costs), "{account:?}");
        let users = printed(&text, "Users");
        assert!(same(&users.last().unwrap()[1], &row["users"]), "{users:?}");
        for fee in &printed(&text, "Fit")[1..] {
            let parts: f64 = fee[4..8].iter().map(|part| number(part)).sum();
            assert!((parts - number(&fee[3])).abs() <= 1e-5 * number(&fee[3]), "{fee:?}");
        }
    }
}

#[test]
fn a_group_is_told_with_homes_terms_that_add_up_and_its_bill() {
    let desk = Desk::new();
    run(&desk);
    let mut groups = rows(&desk, "groups", "as-is", 0, 11);
    assert!(!groups.is_empty());
    for group in groups.drain(..).map(|row| row["group"].clone()) {
        let text = desk.succeed(&format!("explain a --group {group}")).stdout;
        let homes: Vec<_> = rows(&desk, "homes", "as-is", 0, 11).into_iter().filter(|row| row["group"] == group).collect();
        let told = printed(&text, "Homes");
        assert_eq!(told.len() - 2, homes.len());
        assert!(told[1..].iter().zip(&homes).all(|(cells, row)| cells[0] == row["chain"] && same(&cells[1], &row["users"])), "{told:?}");
        for value in &printed(&text, "Value")[1..] {
            let [gross, fees, delay, quality, value] = [4, 5, 6, 7, 8].map(|i| number(&value[i]));
            assert!((gross - fees - delay + quality - value).abs() <= 1e-5 * (gross.abs() + fees + delay + quality.abs()), "{text}");
        }
        let worth = printed(&text, "Worth");
        for home in worth[1..].iter().filter(|home| home[0] != "outside") {
            let [uses, security, peers, rewards, waiting, copies, worth] = [1, 2, 3, 4, 5, 6, 7].map(|i| number(&home[i]));
            let sum = uses + security + peers + rewards - waiting - copies;
            assert!((sum - worth).abs() <= 1e-5 * (uses.abs() + security + peers + rewards + 1.0), "{home:?}");
        }
        let chosen: f64 = worth[1..].iter().map(|home| number(home.last().unwrap())).sum();
        assert!((chosen - 100.0).abs() < 1.0, "{worth:?}");
        let from = format!("group:{group}");
        let paid: Vec<_> = rows(&desk, "ledger", "as-is", 0, 11).into_iter().filter(|row| row["from"] == from).collect();
        let bill = printed(&text, "What it paid");
        assert_eq!(bill.len() - 2, paid.len());
        for row in &paid {
            assert!(bill.iter().any(|cells| cells[0] == row["kind"] && cells[1] == row["to"] && same(&cells[2], &row["usd"])), "{row:?}");
        }
    }
}

#[test]
fn decisions_of_operators_are_told() {
    let desk = Desk::new();
    let scenario = format!("{}/scenarios/free-entry.toml", env!("CARGO_MANIFEST_DIR"));
    desk.succeed(&format!("run {scenario} --days 150 --replicates 1 --fidelity mean-field --out a --no-charts --quiet"));
    let events = desk.read("a/tables/events.csv");
    let decision = events.lines().find(|line| line.contains(",passed,")).expect("somebody decides something");
    let cells: Vec<&str> = decision.split(',').collect();
    let (variant, chain) = (cells[0], cells[4].split('.').nth(1).unwrap());
    let text = desk.succeed(&format!("explain a --variant {variant} --chain {chain} --day {}", cells[2])).stdout;
    let told = printed(&text, "Last decisions");
    assert!(told[1..].iter().any(|row| row[0] == cells[2] && row.contains(&"passed".to_owned())), "{text}");
}

#[test]
fn what_there_is_not_is_said_with_the_nearest_name() {
    let desk = Desk::new();
    run(&desk);
    for (words, message) in [
        ("explain", "<DIR>"),
        ("explain nothing", "there is no such folder"),
        ("explain a --chain wyde", "did you mean `wide`?"),
        ("explain a --chain zzzzzz", "there is `ethereum`, `wide`"),
        ("explain a --group zzzzzz", "no group is called `zzzzzz`"),
        ("explain a --variant seemless", "did you mean `seamless`?"),
        ("explain a --day 12", "allowed are 0 to 11"),
        ("explain a --replicate 2", "allowed are 0 to 1"),
        ("explain a --chain wide --group x", "cannot be used with"),
    ] {
        let refused = desk.call(words);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{words}: {}", refused.stderr);
        assert!(refused.stderr.contains(message), "{words}: {}", refused.stderr);
    }
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let manifest = desk.read("a/manifest.json").replacen(&version, "\"version\": \"0.0.1\"", 1);
    desk.write("a/manifest.json", &manifest);
    let told = desk.succeed("explain a");
    assert!(told.stderr.contains("made by l2niche 0.0.1") && told.stderr.lines().count() == 1, "{}", told.stderr);
}
