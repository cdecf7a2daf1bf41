//! Tests of the list of tables and columns.

use super::*;
use crate::metrics::column::{Data, Role};
use std::collections::BTreeSet;

#[test]
fn everything_is_named_once_and_explained() {
    let names: BTreeSet<&str> = TABLES.iter().map(|t| t.name).collect();
    assert_eq!(names.len(), TABLES.len());
    for t in TABLES {
        assert!(!t.meaning.is_empty(), "{}", t.name);
        let columns: BTreeSet<&str> = t.columns.iter().map(|c| c.name).collect();
        assert_eq!(columns.len(), t.columns.len(), "{}", t.name);
        for c in t.columns {
            assert!(!c.unit.is_empty() && !c.meaning.is_empty(), "{}.{}", t.name, c.name);
            assert_eq!(c.data == Data::Text, c.unit == "name", "{}.{}", t.name, c.name);
        }
    }
}

#[test]
fn keys_come_first() {
    for t in TABLES {
        let keys = t.columns.iter().take_while(|c| c.role == Role::Key).count();
        assert!(keys > 0 && t.columns[keys..].iter().all(|c| c.role != Role::Key), "{}", t.name);
    }
}

#[test]
fn the_names_that_were_promised_stay() {
    let promised = [
        (
            &CHAINS,
            "chain kind stack focus_index status users transactions fee_usd_per_tx revenue_usd data_cost_usd profit_usd treasury_usd",
        ),
        (&GROUPS, "group users aware_users outside_users welfare_systematic_usd welfare_tastes_usd fees_usd"),
        (&HOMES, "group chain users"),
        (&ACTIVITY, "vertical chain transactions value_usd"),
        (&MIGRATION, "group from to users"),
        (&LEDGER, "from to kind usd"),
        (&EVENTS, "event path before after"),
        (&CHRONICLE, "chain what reason"),
    ];
    for (t, columns) in promised {
        let expected: Vec<&str> = ["variant", "replicate", "day"].into_iter().chain(columns.split(' ')).collect();
        let built: Vec<&str> = t.columns.iter().map(|c| c.name).take(expected.len()).collect();
        assert_eq!(built, expected, "{}", t.name);
    }
    let names = |t: &TableSpec| t.columns.iter().map(|c| c.name).collect::<Vec<_>>().join(" ");
    assert_eq!(names(&DRAWS), "replicate factor value");
    assert_eq!(names(&SUMMARY), "variant replicate measure value unit");
}
