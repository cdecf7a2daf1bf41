//! Tables of one run say the same: what one adds up to stands in another, and periods change no sum.

use super::program::Desk;
use std::collections::BTreeMap;

/// A table of the run in a folder, read as text.
struct Rows(Vec<BTreeMap<String, String>>);

impl Rows {
    fn read(desk: &Desk, folder: &str, table: &str) -> Self {
        let text = desk.read(&format!("{folder}/tables/{table}.csv"));
        let (header, rows) = text.split_once('\n').unwrap();
        let row = |line: &str| header.split(',').zip(line.split(',')).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect();
        Self(rows.lines().map(row).collect())
    }

    /// Only rows whose `column` passes.
    fn with(mut self, column: &str, passes: impl Fn(&str) -> bool) -> Self {
        self.0.retain(|row| passes(&row[column]));
        self
    }

    /// Sums of `column` by `keys`.
    fn sums(&self, keys: &str, column: &str) -> BTreeMap<String, f64> {
        let mut sums = BTreeMap::new();
        for row in &self.0 {
            let key = keys.split(' ').map(|key| row[key].as_str()).collect::<Vec<_>>().join(",");
            *sums.entry(key).or_insert(0.0) += row[column].parse().unwrap_or(0.0);
        }
        sums
    }
}

/// The same keys, and sums equal but for micro-dollars and the last bits.
fn agree(what: &str, a: &BTreeMap<String, f64>, b: &BTreeMap<String, f64>) {
    assert!(!a.is_empty() && a.values().any(|&x| x != 0.0), "{what} is about nothing");
    for key in a.keys().chain(b.keys()) {
        let (x, y) = (a.get(key).copied().unwrap_or(0.0), b.get(key).copied().unwrap_or(0.0));
        assert!((x - y).abs() <= 1e-4 + 1e-9 * x.abs(), "{what}, {key}: {x} and {y}");
    }
}

/// The small world, with every table written every `days` days, in the folder `days`.
fn run(desk: &Desk, days: u32) -> String {
    let periods = ["homes", "activity", "migration", "ledger"].map(|table| format!("--set output.every_days_of.{table}={days}"));
    desk.succeed(&format!("run small.toml --scale 0.01 --no-charts --out {days} --set output.every_days={days} {}", periods.join(" ")));
    days.to_string()
}

#[test]
fn tables_add_up_to_each_other() {
    let desk = Desk::new();
    let folder = run(&desk, 7);
    let read = |table: &str| Rows::read(&desk, &folder, table);
    let period = "variant replicate day";
    let measure = |column: &str| read("ecosystem").sums(period, column);
    agree("profit", &measure("operator_profit_usd"), &read("chains").with("kind", |kind| kind != "l1").sums(period, "profit_usd"));
    agree("Ethereum's income", &measure("ethereum_income_usd"), &read("ledger").with("to", |to| to == "ethereum").sums(period, "usd"));
    agree("welfare", &measure("welfare_tastes_usd"), &read("groups").sums(period, "welfare_tastes_usd"));
    for (table, fees, transactions, value) in
        [("chains", "fees_usd", "transactions", "activity_usd"), ("activity", "fees_usd", "transactions", "value_usd")]
    {
        agree("transactions", &measure("transactions"), &read(table).sums(period, transactions));
        agree("activity", &measure("activity_usd"), &read(table).sums(period, value));
        // The books round each bill to micro-dollars.
        for (key, exact) in read(table).sums(period, fees) {
            assert!((measure("fees_usd")[&key] / exact - 1.0).abs() < 1e-6, "fees, {table}, {key}");
        }
    }
    agree("fees of groups", &measure("fees_usd"), &read("groups").sums(period, "fees_usd"));
    let moved = read("migration").with("from", |from| from != "outside").with("to", |to| to != "outside");
    agree("switches", &measure("switches"), &moved.sums(period, "users"));
    let by = |key: &str| format!("{period} {key}");
    agree("people", &read("groups").sums(&by("group"), "users"), &read("homes").sums(&by("group"), "users"));
    let at_home = read("homes").with("chain", |chain| chain != "outside");
    agree("homes", &read("chains").sums(&by("chain"), "users"), &at_home.sums(&by("chain"), "users"));
}

#[test]
fn profit_is_what_the_ledger_says_and_treasuries_are_what_profits_leave() {
    let desk = Desk::new();
    let folder = run(&desk, 7);
    let read = |table: &str| Rows::read(&desk, &folder, table);
    // What settles the books of a chain that closed is nobody's profit.
    let is_settling = |kind: &str| ["compensation", "write_off", "payout"].contains(&kind);
    let net = |keys: &str, of_kind: &dyn Fn(&str) -> bool| {
        let mut net: BTreeMap<String, f64> = BTreeMap::new();
        for (side, sign) in [("from", -1.0), ("to", 1.0)] {
            let rows = read("ledger").with(side, |account| account.starts_with("chain:")).with("kind", of_kind);
            for (key, usd) in rows.sums(&format!("{keys} {side}"), "usd") {
                *net.entry(key.replace("chain:", "")).or_insert(0.0) += sign * usd;
            }
        }
        net
    };
    agree(
        "profit",
        &read("chains").sums("variant replicate day chain", "profit_usd"),
        &net("variant replicate day", &|kind| !is_settling(kind)),
    );
    let mut closing = read("chains").with("day", |day| day == "39").sums("variant replicate chain", "treasury_usd");
    closing.iter_mut().filter(|(key, _)| key.ends_with(",wide")).for_each(|(_, usd)| *usd -= 5e4);
    let mut left = read("chains").sums("variant replicate chain", "profit_usd");
    for (key, usd) in net("variant replicate", &is_settling) {
        *left.get_mut(&key).unwrap() += usd;
    }
    agree("treasury", &closing, &left);
}

#[test]
fn periods_change_no_sum_and_no_last_day() {
    let desk = Desk::new();
    let (daily, weekly) = (run(&desk, 1), run(&desk, 7));
    let flows = [
        ("chains", "chain", "transactions revenue_usd profit_usd data_cost_usd"),
        ("groups", "group", "fees_usd welfare_systematic_usd home_transactions"),
        ("activity", "vertical", "transactions value_usd fees_usd"),
        ("ledger", "kind", "usd"),
        ("migration", "to", "users"),
    ];
    for (table, key, columns) in flows {
        for column in columns.split(' ') {
            let of = |folder: &str| Rows::read(&desk, folder, table).sums(&format!("variant replicate {key}"), column);
            agree(&format!("{table}.{column}"), &of(&daily), &of(&weekly));
        }
    }
    for (table, key, column) in [("chains", "chain", "users"), ("homes", "chain", "users"), ("groups", "group", "outside_users")] {
        let of = |folder: &str| {
            Rows::read(&desk, folder, table).with("day", |day| day == "39").sums(&format!("variant replicate {key}"), column)
        };
        agree(&format!("{table}.{column}"), &of(&daily), &of(&weekly));
    }
    assert_eq!(desk.rows(&daily, "summary"), desk.rows(&weekly, "summary"));
}
