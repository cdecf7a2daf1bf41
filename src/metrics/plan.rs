//! How often which table is written.

use std::collections::BTreeMap;

/// Periods of the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputPlan {
    /// Period of tables that have none of their own, days.
    pub every_days: u32,
    /// Periods by table name, days.
    pub every_days_of: BTreeMap<String, u32>,
}

impl OutputPlan {
    /// Tables that are written period by period; the others have no periods.
    pub const PERIODIC: [&'static str; 9] =
        ["chains", "groups", "homes", "activity", "migration", "ledger", "ecosystem", "tokens", "stacks"];

    /// Period of a table, days, at least 1.
    #[must_use]
    pub fn period_of(&self, table: &str) -> u32 {
        self.every_days_of.get(table).copied().unwrap_or(self.every_days).max(1)
    }
}

impl Default for OutputPlan {
    /// A week; 30 days for the long tables `homes`, `activity`, `migration` and `ledger`.
    fn default() -> Self {
        let long = ["homes", "activity", "migration", "ledger"];
        Self { every_days: 7, every_days_of: long.into_iter().map(|table| (table.to_owned(), 30)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_tables_are_monthly_and_the_rest_weekly() {
        let periods = OutputPlan::PERIODIC.map(|table| OutputPlan::default().period_of(table));
        assert_eq!(periods, [7, 7, 30, 30, 30, 30, 7, 7, 7]);
    }
}
