//! Tables of a finished run, handed out run by run in the order in which they were written.

use super::Finished;
use crate::metrics::column::TableSpec;
use crate::metrics::dictionary::DRAWS;
use crate::metrics::digest::{TableDigest, of_rows};
use crate::metrics::recorder::{RunKeys, RunTables};
use crate::metrics::table::Table;
use crate::output::error::OutputError;

/// Reads tables of a finished run.
pub struct TablesReader<'a> {
    run: &'a Finished,
    tables: Vec<Unread>,
    draws: Unread,
}

/// A table, and how far it was read.
struct Unread {
    table: Table,
    next: usize,
    digest: TableDigest,
}

impl Unread {
    fn open(run: &Finished, spec: &'static TableSpec) -> Result<Self, OutputError> {
        Ok(Self { table: run.table(spec)?, next: 0, digest: TableDigest::new(spec) })
    }

    /// The rows of a run: those that come next and carry its keys.
    fn take(&mut self, keys: &RunKeys) -> Table {
        let (variants, replicates) = (self.table.texts("variant"), self.table.integers("replicate").expect("every table has replicates"));
        let is_of =
            |row: &usize| replicates[*row] == i64::from(keys.replicate) && variants.is_none_or(|variants| *variants[*row] == *keys.variant);
        let start = self.next;
        self.next += (start..self.table.rows()).take_while(is_of).count();
        let part = self.table.part(start..self.next);
        self.digest.add(of_rows(&part));
        part
    }

    /// What is wrong with the table, now that every run had its rows.
    fn fault(self, run: &Finished) -> Option<&'static str> {
        let name = self.table.spec().name;
        if self.next < self.table.rows() {
            return Some("it has rows of no run, or in another order");
        }
        // Another version may have had other columns.
        let same = !run.is_of_this_version() || run.digest(name) == Some(&*self.digest.finish().to_string());
        (!same).then_some("its values differ")
    }
}

impl<'a> TablesReader<'a> {
    /// Opens these tables, and the factor draws.
    ///
    /// # Errors
    /// If one is missing or cannot be read.
    pub fn open(run: &'a Finished, specs: &[&'static TableSpec]) -> Result<Self, OutputError> {
        let tables = specs.iter().map(|spec| Unread::open(run, spec)).collect::<Result<_, _>>()?;
        Ok(Self { run, tables, draws: Unread::open(run, &DRAWS)? })
    }

    /// What the next run left behind: replicate by replicate, each in all its variants.
    ///
    /// # Errors
    /// If the summary is not that of this version.
    pub fn next_run(&mut self, keys: RunKeys) -> Result<RunTables, OutputError> {
        let tables = self.tables.iter_mut().map(|unread| (unread.table.spec().name, unread.take(&keys))).collect();
        RunTables::new(keys, tables).ok_or_else(|| self.altered("summary", "it does not hold the measures of this version"))
    }

    /// Values of the factors in the next replicate.
    #[must_use]
    pub fn next_draws(&mut self, replicate: u32) -> Vec<f64> {
        let part = self.draws.take(&RunKeys { variant: String::new(), replicate });
        part.reals("value").expect("a column of the dictionary").to_vec()
    }

    /// Makes sure, after the last run, that tables are those that were written.
    ///
    /// # Errors
    /// If one is not.
    pub fn finish(self) -> Result<(), OutputError> {
        let Self { run, tables, draws } = self;
        for unread in tables.into_iter().chain([draws]) {
            let table = unread.table.spec().name;
            if let Some(why) = unread.fault(run) {
                return Err(OutputError::Altered { table, path: run.path().to_owned(), why });
            }
        }
        Ok(())
    }

    fn altered(&self, table: &'static str, why: &'static str) -> OutputError {
        OutputError::Altered { table, path: self.run.path().to_owned(), why }
    }
}
