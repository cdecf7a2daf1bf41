use super::*;
use crate::engine::observer::{Reason, Status, Turn, TurnKind};
use crate::metrics::digest::of_rows;
use crate::metrics::fixture::{economy, run, today};
use crate::model::units::MicroUsd;

fn keys() -> RunKeys {
    RunKeys { variant: "baseline".into(), replicate: 2 }
}

fn plan(every_days: u32) -> OutputPlan {
    OutputPlan { every_days, every_days_of: BTreeMap::from([("migration".to_owned(), 5)]) }
}

/// Ten days: busy 1 to 10, 55 together.
fn recorded(every_days: u32, warmup_days: u32) -> RunTables {
    let economy = economy();
    let mut recorder = Recorder::new(keys(), &plan(every_days), 10, warmup_days, &economy);
    recorder.record_change(&Change {
        day: 3,
        event: "e".into(),
        path: "ethereum.eth_usd".into(),
        before: "2500".into(),
        after: "3000".into(),
    });
    run(&economy, 10, &mut recorder);
    recorder.finish()
}

fn near(built: f64, expected: f64) {
    assert!((built - expected).abs() <= 1e-9 * expected.abs(), "{built}, expected {expected}");
}

fn column(tables: &RunTables, table: &str, column: &str) -> Vec<f64> {
    tables.tables[table].reals(column).unwrap().to_vec()
}

#[test]
fn periods_end_every_so_many_days_and_at_the_end() {
    let run = recorded(4, 0);
    assert_eq!(run.tables["ecosystem"].integers("day").unwrap(), [3, 7, 9]);
    assert_eq!(run.tables["migration"].integers("day").unwrap(), [4, 4, 9, 9]);
    assert_eq!(run.tables["homes"].integers("day").unwrap().len(), 3 * 2 * 5);
    assert_eq!(run.tables["homes"].texts("chain").unwrap()[3..5].iter().map(|x| &**x).collect::<Vec<_>>(), ["outside", "unaware"]);
    assert!(run.tables["chains"].integers("replicate").unwrap().iter().all(|&r| r == 2));
}

#[test]
fn flows_are_sums_stocks_the_last_day_and_prices_totals_over_totals() {
    let run = recorded(4, 0);
    // Busy 1+2+3+4 = 10, 5+6+7+8 = 26, 9+10 = 19; plaza is the second of three chains.
    let plaza = |name: &str| -> Vec<f64> { column(&run, "chains", name).into_iter().skip(1).step_by(3).collect() };
    assert_eq!(plaza("transactions"), [400.0, 1040.0, 760.0]);
    assert_eq!(plaza("profit_usd"), [30.0, 78.0, 57.0]);
    assert_eq!(plaza("treasury_usd"), [120.0, 240.0, 300.0]);
    assert_eq!(plaza("fee_usd_per_tx"), [0.5; 3]);
    // 20 USD earned and 17 for data on 40 transactions.
    plaza("markup_usd_per_tx").into_iter().for_each(|markup| near(markup, 0.075));
    near(plaza("gas_price_gwei")[2], 0.02 * 9.5);
    assert_eq!(plaza("users"), [500.0; 3]);
    assert_eq!(column(&run, "groups", "welfare_tastes_usd"), [90.0, 90.0, 234.0, 234.0, 171.0, 171.0]);
    assert_eq!(column(&run, "ecosystem", "blob_price_gwei"), [7.5, 19.5, 28.5]);
}

#[test]
fn nothing_happened_is_left_out_and_payments_are_added_up() {
    let run = recorded(4, 0);
    let activity = &run.tables["activity"];
    assert_eq!(activity.rows(), 3 * 3);
    assert_eq!(activity.reals("value_usd").unwrap()[..3], [10_000.0, 40_000.0, 500.0]);
    let migration = &run.tables["migration"];
    assert_eq!(migration.reals("users").unwrap(), [75.0, 10.0, 200.0, 10.0]);
    assert_eq!((&*migration.texts("from").unwrap()[1], &*migration.texts("to").unwrap()[1]), ("arena", "outside"));
    let ledger = &run.tables["ledger"];
    assert_eq!(ledger.reals("usd").unwrap(), [200.0, 170.0, 520.0, 442.0, 380.0, 323.0]);
    assert_eq!((&*ledger.texts("from").unwrap()[0], &*ledger.texts("to").unwrap()[1]), ("group:traders", "ethereum"));
}

#[test]
fn the_summary_is_per_year_after_warm_up() {
    // Days 5 to 9 are busy 6 to 10: 40 in 5 days.
    let run = recorded(4, 5);
    let value = |name: &str| run.measure(name).unwrap();
    near(value("operator_profit_usd"), 40.0 * (3.0 - 1.0) * 365.0 / 5.0);
    near(value("welfare_systematic_usd"), 40.0 * 14.0 * 73.0);
    near(value("ethereum_income_usd"), 40.0 * 43.0 * 73.0);
    near(value("switches"), 40.0 * 5.0 * 73.0);
    near(value("adoption"), 0.8);
    near(value("blob_price_gwei"), 24.0);
    let summary = &run.tables["summary"];
    let values: Vec<f64> = run.summary.iter().copied().chain(run.entities.iter().map(|e| e.value)).collect();
    let bits = |values: &[f64]| values.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(summary.reals("value").unwrap()), bits(&values), "no value is NaN");
    let unit = |name: &str| summary.texts("unit").unwrap()[measure::position(name).unwrap()].to_string();
    assert_eq!((unit("fees_usd"), unit("adoption")), ("USD/year".to_owned(), "1".to_owned()));
    assert_eq!(run.measure("nothing"), None);
}

#[test]
fn measures_follow_their_definitions() {
    let run = recorded(4, 0);
    let value = |name: &str| run.measure(name).unwrap();
    let (swaps_l1, swaps, games) = (1000.0, 4000.0, 50.0);
    let activity = swaps_l1 + swaps + games;
    near(value("specialization"), (swaps_l1 / 3.0 + swaps * 0.375 + games) / activity);
    near(value("security"), (swaps_l1 + (swaps + games) * 0.75) / activity);
    near(value("vertical_activity_share"), games / activity);
    near(value("vertical_user_share"), 0.25);
    near(value("largest_user_share"), 0.625);
    near(value("hhi_users"), 0.125f64.powi(2) + 0.625f64.powi(2) + 0.25f64.powi(2));
    near(value("effective_chains"), 1.0 / value("hhi_users"));
    near(value("hhi_activity"), (swaps_l1.powi(2) + swaps.powi(2) + games.powi(2)) / activity.powi(2));
    near(value("hhi_fees"), (20f64.powi(2) + 20f64.powi(2) + 5f64.powi(2)) / 45f64.powi(2));
    near(value("cross_chain_share"), 0.25);
    // Swaps and games are executed; notes are wanted by all and traded by nobody.
    near(value("verticals_served"), 2.0);
    // Plaza earns, arena loses, Ethereum's account is no operator's.
    assert_eq!((value("general_chains_in_profit"), value("vertical_chains_in_profit")), (1.0, 0.0));
}

#[test]
fn a_vertical_is_served_from_one_percent_of_its_demand_on() {
    // 1,000 people want 1 swap and 2 games a day.
    for (swaps, games, served) in [(10.0, 20.0, 2.0), (9.9, 20.0, 1.0), (9.9, 19.9, 0.0)] {
        let economy = economy();
        let mut day = today(0);
        day.transactions = crate::engine::observer::Grid::zeros(3, 3);
        (day.transactions[(1, 0)], day.transactions[(1, 1)]) = (swaps, games);
        let mut recorder = Recorder::new(keys(), &plan(1), 1, 0, &economy);
        recorder.observe(&DayView { day: 0, economy: &economy, today: &day, insight: None });
        assert_eq!(recorder.finish().measure("verticals_served"), Some(served), "{swaps} {games}");
    }
}

#[test]
fn launches_and_sunsets_are_written_on_their_day() {
    let economy = economy();
    let mut recorder = Recorder::new(keys(), &plan(7), 3, 0, &economy);
    for day in 0..3 {
        let mut today = today(day);
        if day == 1 {
            let usd = MicroUsd::from_usd;
            let (stranded, compensated, written_off) = (usd(5.0), usd(2.0), usd(7.0));
            let (kind, reason) = (TurnKind::Sunset, Reason::Debt);
            let displaced_users = 200.0;
            today.life.turns = vec![Turn { chain: 2, kind, reason, displaced_users, assets_usd: 50.0, stranded, compensated, written_off }];
            today.groups[0].losses = usd(3.0);
        }
        today.life.status[2] = if day == 0 { Status::Live } else { Status::Closed };
        recorder.observe(&DayView { day, economy: &economy, today: &today, insight: None });
    }
    let run = recorder.finish();
    let chronicle = &run.tables["chronicle"];
    assert_eq!((chronicle.rows(), chronicle.integers("day").unwrap()), (1, &[1][..]));
    let text = |column: &str| chronicle.texts(column).unwrap()[0].to_string();
    assert_eq!((text("chain"), text("what"), text("reason")), ("arena".into(), "sunset".into(), "treasury below zero".into()));
    let money = ["displaced_users", "assets_usd", "stranded_usd", "compensated_usd", "written_off_usd"];
    assert_eq!(money.map(|name| column(&run, "chronicle", name)[0]), [200.0, 50.0, 5.0, 2.0, 7.0]);
    assert_eq!(column(&run, "groups", "losses_usd"), [3.0, 0.0]);
    assert_eq!(&*run.tables["chains"].texts("status").unwrap()[2], "closed");
}

#[test]
fn what_nobody_bought_has_no_price() {
    let economy = economy();
    let mut day = today(0);
    day.transactions = crate::engine::observer::Grid::zeros(3, 3);
    let mut recorder = Recorder::new(keys(), &plan(1), 1, 0, &economy);
    recorder.observe(&DayView { day: 0, economy: &economy, today: &day, insight: None });
    let run = recorder.finish();
    assert!(column(&run, "chains", "fee_usd_per_tx").iter().all(|fee| fee.is_nan()));
    assert!(run.measure("hhi_fees").unwrap().is_nan());
    assert_eq!(run.tables["activity"].rows(), 0);
}

#[test]
fn equal_runs_have_equal_digests_and_the_period_of_one_table_moves_no_other() {
    let (weekly, daily) = (recorded(7, 0), recorded(1, 0));
    for (name, table) in &recorded(7, 0).tables {
        assert_eq!(of_rows(table), of_rows(&weekly.tables[name]), "{name}");
    }
    assert_eq!(weekly.tables["migration"], daily.tables["migration"]);
    assert_eq!(of_rows(&weekly.tables["summary"]), of_rows(&daily.tables["summary"]));
    assert_eq!(&*weekly.tables["events"].texts("after").unwrap()[0], "3000");
}

#[test]
#[should_panic(expected = "days observed, and days of the run")]
fn a_run_that_broke_off_is_not_finished() {
    let economy = economy();
    let mut recorder = Recorder::new(keys(), &plan(7), 10, 0, &economy);
    run(&economy, 9, &mut recorder);
    let _ = recorder.finish();
}

#[test]
fn draws_are_the_same_in_every_variant() {
    let table = draws(4, [("theta", 0.3), ("chain.*.focus", 2.0)]);
    assert_eq!((table.rows(), table.integers("replicate").unwrap()), (2, &[4, 4][..]));
}
