//! All tables of an experiment, streamed to disk run by run.

use crate::metrics::column::TableSpec;
use crate::metrics::dictionary::TABLES;
use crate::metrics::digest::{Digest, TableDigest, of_rows};
use crate::metrics::recorder::RunTables;
use crate::metrics::table::Table;
use crate::output::error::OutputError;
use crate::output::frames::{Rows, frame};
use crate::output::run_dir::RunDir;
use crate::output::sink::Sink;
use polars::error::PolarsError;

/// File formats of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// Each table as both.
    Both,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Parquet, Self::Both];

    /// Name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Both => "both",
        }
    }
}

/// A table as the manifest lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableEntry {
    /// Name.
    pub name: &'static str,
    /// Number of rows.
    pub rows: u64,
    /// Canonical digest.
    pub digest: Digest,
}

/// One table being written.
struct Writer {
    spec: &'static TableSpec,
    files: Vec<(String, Sink, Rows)>,
    rows: u64,
    digest: TableDigest,
}

impl Writer {
    fn create(dir: &RunDir, spec: &'static TableSpec, format: Format) -> Result<Self, OutputError> {
        let mut files = Vec::new();
        let mut add = |extension: &str, open: fn(&TableSpec, Sink) -> Result<Rows, PolarsError>| {
            let path = format!("tables/{}.{extension}", spec.name);
            let sink = dir.create_file(&path)?;
            let rows = open(spec, sink.clone()).map_err(|source| OutputError::Table { table: spec.name, source })?;
            files.push((path, sink, rows));
            Ok(())
        };
        if format != Format::Parquet {
            add("csv", Rows::csv)?;
        }
        if format != Format::Csv {
            add("parquet", Rows::parquet)?;
        }
        Ok(Self { spec, files, rows: 0, digest: TableDigest::new(spec) })
    }

    fn write(&mut self, table: &Table) -> Result<(), OutputError> {
        let failed = |source| OutputError::Table { table: self.spec.name, source };
        let frame = frame(table).map_err(failed)?;
        self.files.iter_mut().try_for_each(|(_, _, rows)| rows.write(&frame).map_err(failed))?;
        self.rows += table.rows() as u64;
        self.digest.add(of_rows(table));
        Ok(())
    }

    fn finish(self, dir: &mut RunDir) -> Result<TableEntry, OutputError> {
        for (path, sink, rows) in self.files {
            rows.finish().map_err(|source| OutputError::Table { table: self.spec.name, source })?;
            dir.close_file(path, &sink)?;
        }
        Ok(TableEntry { name: self.spec.name, rows: self.rows, digest: self.digest.finish() })
    }
}

/// Writes all tables of an experiment, one run after another.
pub struct TablesWriter(Vec<Writer>);

impl TablesWriter {
    /// Opens a file for every table of the dictionary, in the folder `tables`.
    ///
    /// # Errors
    /// If a file cannot be created.
    pub fn create(dir: &RunDir, format: Format) -> Result<Self, OutputError> {
        TABLES.iter().map(|spec| Writer::create(dir, spec, format)).collect::<Result<_, _>>().map(Self)
    }

    /// Writes the rows of a run. Runs come replicate by replicate, each in all its variants: files and digests follow that order.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn write_run(&mut self, run: &RunTables) -> Result<(), OutputError> {
        run.tables.values().try_for_each(|table| self.write(table))
    }

    /// Writes the rows of one table: `draws`, replicate by replicate.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn write(&mut self, table: &Table) -> Result<(), OutputError> {
        let writer = self.0.iter_mut().find(|writer| writer.spec.name == table.spec().name);
        writer.expect("every table has a specification of the dictionary").write(table)
    }

    /// Ends all files, and says what they hold.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn finish(self, dir: &mut RunDir) -> Result<Vec<TableEntry>, OutputError> {
        self.0.into_iter().map(|writer| writer.finish(dir)).collect()
    }
}
