//! Tables of a finished run, handed out run by run in the order in which they were written.

use super::Finished;
use crate::metrics::column::TableSpec;
use crate::metrics::dictionary::DRAWS;
use crate::metrics::digest::{TableDigest, of_rows};
use crate::metrics::recorder::{RunKeys, RunTables};
use crate::metrics::table::Table;
use crate::output::error::OutputError;
use std::collections::VecDeque;
use std::ops::Range;

/// Reads tables of a finished run.
pub struct TablesReader<'a> {
    run: &'a Finished,
    keys: VecDeque<RunKeys>,
    tables: Vec<Parts>,
    draws: Parts,
}

/// A table, cut into the rows of each run that was not handed out yet.
struct Parts {
    spec: &'static TableSpec,
    parts: VecDeque<Table>,
}

impl Parts {
    /// Reads a table and makes sure that it holds the rows of these runs, one after another, and that they are those that were written.
    fn open<'k>(run: &Finished, spec: &'static TableSpec, keys: impl Iterator<Item = &'k RunKeys>) -> Result<Self, OutputError> {
        let altered = |why| OutputError::Altered { table: spec.name, path: run.path().to_owned(), why };
        let table = run.table(spec)?;
        let (mut parts, mut next, mut digest) = (VecDeque::new(), 0, TableDigest::new(spec));
        for keys in keys {
            let rows = rows_of(&table, keys, next);
            next = rows.end;
            let part = table.part(rows);
            digest.add(of_rows(&part));
            parts.push_back(part);
        }
        if next < table.rows() {
            return Err(altered("it has rows of no run, or in another order"));
        }
        // Another version may have had other columns.
        let same = !run.is_of_this_version() || run.digest(spec.name) == Some(&*digest.finish().to_string());
        if same { Ok(Self { spec, parts }) } else { Err(altered("its values differ")) }
    }

    fn next(&mut self) -> Table {
        self.parts.pop_front().expect("as many parts as there are runs")
    }
}

/// The rows of a run: those from `start` on that carry its keys.
fn rows_of(table: &Table, keys: &RunKeys, start: usize) -> Range<usize> {
    let (variants, replicates) = (table.texts("variant"), table.integers("replicate").expect("every table has replicates"));
    let is_of =
        |row: &usize| replicates[*row] == i64::from(keys.replicate) && variants.is_none_or(|variants| *variants[*row] == *keys.variant);
    start..start + (start..table.rows()).take_while(is_of).count()
}

impl<'a> TablesReader<'a> {
    /// Opens these tables, and the factor draws, of the runs with these keys: replicate by replicate, each in all its variants.
    ///
    /// # Errors
    /// If one is missing, cannot be read, or is not the one that was written.
    pub fn open(run: &'a Finished, specs: &[&'static TableSpec], runs: Vec<RunKeys>) -> Result<Self, OutputError> {
        let tables = specs.iter().map(|spec| Parts::open(run, spec, runs.iter())).collect::<Result<_, _>>()?;
        let replicates = runs.chunk_by(|a, b| a.replicate == b.replicate).map(|of_replicate| &of_replicate[0]);
        let draws = Parts::open(run, &DRAWS, replicates)?;
        Ok(Self { run, keys: runs.into(), tables, draws })
    }

    /// What the next run left behind; `None` after the last.
    ///
    /// # Errors
    /// If the summary is not that of this version.
    pub fn next_run(&mut self) -> Result<Option<RunTables>, OutputError> {
        let Some(keys) = self.keys.pop_front() else { return Ok(None) };
        let tables = self.tables.iter_mut().map(|parts| (parts.spec.name, parts.next())).collect();
        let other = || OutputError::Altered {
            table: "summary",
            path: self.run.path().to_owned(),
            why: "it does not hold the measures of this version",
        };
        RunTables::new(keys, tables).map(Some).ok_or_else(other)
    }

    /// Values of the factors in the next replicate.
    #[must_use]
    pub fn next_draws(&mut self) -> Vec<f64> {
        self.draws.next().reals("value").expect("a column of the dictionary").to_vec()
    }
}
