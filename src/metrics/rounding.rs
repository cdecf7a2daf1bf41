//! What rounding payments to whole micro-dollars may do to an account.

use crate::metrics::dictionary::LEDGER;
use crate::metrics::table::Table;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most that the rounding of one payment changes, USD: half a micro-dollar.
const HALF_MICRO_USD: f64 = 0.5e-6;
/// Share of all turnover below which an account is immaterial, however much of it is rounding.
const IMMATERIAL: f64 = 1e-6;

/// Accounts of a run by name, with the largest share of what each pays and receives that rounding may have made: half a micro-dollar a day
/// for every payee, payer and purpose, over the amounts. Accounts with less than a millionth of the turnover of all are left out.
///
/// `ledger` is the run's part of that table, in periods of `every_days` days; `None` if the table is another one.
#[must_use]
pub fn exposure(ledger: &Table, every_days: u32) -> Option<BTreeMap<Arc<str>, f64>> {
    if ledger.spec().name != LEDGER.name {
        return None;
    }
    let (days, amounts) = (ledger.integers("day")?, ledger.reals("usd")?);
    let mut accounts: BTreeMap<Arc<str>, (f64, f64)> = BTreeMap::new();
    for side in ["from", "to"] {
        for ((account, last_day), usd) in ledger.texts(side)?.iter().zip(days).zip(amounts) {
            let (rounding, turnover) = accounts.entry(account.clone()).or_default();
            *rounding += HALF_MICRO_USD * days_of_period(*last_day, every_days);
            *turnover += usd;
        }
    }
    let all: f64 = accounts.values().map(|(_, turnover)| turnover).sum();
    accounts.retain(|_, (_, turnover)| *turnover >= IMMATERIAL * all);
    Some(accounts.into_iter().map(|(account, (rounding, turnover))| (account, rounding / turnover)).collect())
}

/// Days of the period that ends with `last_day`; the last one of a run may be shorter than the others.
fn days_of_period(last_day: i64, every_days: u32) -> f64 {
    let every = i64::from(every_days);
    let rest = (last_day + 1) % every;
    (if rest == 0 { every } else { rest }) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::dictionary::CHAINS;
    use crate::metrics::table::Cell;

    fn row(day: i64, from: &str, to: &str, usd: f64) -> [Cell; 7] {
        let text = |text: &str| Cell::Text(text.into());
        [text("base"), Cell::Integer(0), Cell::Integer(day), text(from), text(to), text("fees"), Cell::Real(usd)]
    }

    #[test]
    fn it_is_half_a_micro_dollar_a_day_and_payment_over_the_turnover() {
        let mut ledger = Table::new(&LEDGER);
        ledger.push(row(29, "group:a", "chain:b", 1e-4));
        ledger.push(row(34, "group:a", "chain:b", 1e-4));
        ledger.push(row(34, "chain:b", "outside", 8e-4));
        let found = exposure(&ledger, 30).unwrap();
        let share = |name: &str| found[name];
        assert!((share("group:a") / (35.0 * 0.5e-6 / 2e-4) - 1.0).abs() < 1e-12);
        assert!((share("chain:b") / (40.0 * 0.5e-6 / 1e-3) - 1.0).abs() < 1e-12);
        assert!((share("outside") / (5.0 * 0.5e-6 / 8e-4) - 1.0).abs() < 1e-12);
        assert!(exposure(&Table::new(&CHAINS), 30).is_none());
        ledger.push(row(34, "group:rich", "outside", 1e6));
        let found = exposure(&ledger, 30).unwrap();
        assert_eq!(found.keys().map(|name| &**name).collect::<Vec<_>>(), ["group:rich", "outside"], "the others are immaterial");
    }
}
