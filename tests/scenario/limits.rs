//! Files whose parts are small but multiply: refused before the work is done, with the reason.

use super::{TOWN, read};
use l2niche::scenario::{Overrides, Scenario};
use std::fmt::Write;

/// The town without events, variants and factors, for long.
fn plain() -> String {
    TOWN[..TOWN.find("[[event]]").expect("events stand behind the world")].replace("days = 100", "days = 3000")
}

fn table(count: usize, of: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, i| {
        let _ = writeln!(text, "{}", of(i));
        text
    })
}

fn refused(text: &str, because: &str) {
    let faults = Scenario::parse("big.toml", text, &Overrides::default()).err().unwrap_or_else(|| panic!("{because}: accepted"));
    let message = faults.to_string();
    assert!(message.contains(because), "{because}:\n{}", &message[..message.len().min(2000)]);
}

fn event(i: usize) -> String {
    format!("[[event]]\nday = {i}\nset = {{ \"interop.level\" = 0.1 }}")
}

fn variant(i: usize) -> String {
    format!("[[variant]]\nname = \"a{i}\"")
}

#[test]
fn many_variants_or_many_events_are_fine() {
    assert_eq!(read(&(plain() + &table(1000, variant))).variants().len(), 1000);
    let eventful = read(&(plain() + &table(365, event)));
    assert_eq!(eventful.run(0, 0, &[]).unwrap_or_else(|faults| panic!("{faults}")).epochs.len(), 365);
}

#[test]
fn many_variants_with_many_events_are_too_much_work() {
    refused(&(plain() + &table(500, event) + &table(500, variant)), "500 worlds of 80 values are too many to try");
}

#[test]
fn many_events_that_last_and_look_everywhere_are_too_much_work() {
    let lasting = |i| format!("[[event]]\nday = {i}\nuntil = {}\nset = {{ \"chain.*.latency_s\" = 1 }}", i + 1500);
    refused(&(plain() + &table(1000, lasting)), "2000 worlds of 80 values are too many to try");
}

#[test]
fn worlds_of_all_days_have_to_fit_into_memory() {
    let focus = table(60, |i| format!("[[vertical]]\nname = \"v{i}\""));
    let shares: Vec<String> = (0..60).map(|i| format!("v{i} = 0")).collect();
    let chain = |i| format!("[[chain]]\nname = \"c{i}\"\nkind = \"l2\"\nfocus = {{ {}, defi = 1 }}", shares.join(", "));
    refused(&(plain() + &focus + &table(60, chain) + &table(1000, event)), "values are too many to hold");
}

#[test]
fn variants_that_all_come_from_each_other_are_too_much_work() {
    let scales = |i: usize| format!("scale = {{ \"chain.*.latency_s\" = 1, \"group.*.users\" = 1 }}\nfrom = \"a{}\"", i - 1);
    let chain = |i: usize| if i == 0 { variant(0) } else { format!("{}\n{}", variant(i), scales(i)) };
    refused(&(plain() + &table(1000, chain)), "variants change too much, together");
}

#[test]
fn a_wrong_line_ten_thousand_times_is_told_in_order() {
    let faults = Scenario::parse("big.toml", &"=\n".repeat(200_000), &Overrides::default()).expect_err("no scenario");
    assert_eq!(faults.count(), 200_000);
    assert!(faults.to_string().contains("big.toml:50:1") && faults.to_string().contains("199950 more faults"));
}

#[test]
fn of_a_thousand_wrong_names_in_one_table_enough_are_looked_into() {
    let homes: Vec<String> = (0..900).map(|i| format!("x{i} = 1")).collect();
    let group = |i| {
        format!(
            "[[group]]\nname = \"g{i}\"\nusers = 1\nhomes = {{ {} }}\n[group.uses.defi]\nbenefit_usd_per_month = 1\ntransactions_per_month = 1",
            homes.join(", ")
        )
    };
    let faults = Scenario::parse("big.toml", &(plain() + &table(60, group)), &Overrides::default()).expect_err("wrong names");
    assert!(faults.count() < 4000 && faults.to_string().contains("no chain is called `x0`"), "{}", faults.count());
}
