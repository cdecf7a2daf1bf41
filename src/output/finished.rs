//! A finished run, read again: its manifest, and its tables run by run.

mod tables;

pub use tables::TablesReader;

use crate::metrics::column::TableSpec;
use crate::metrics::digest::of_bytes;
use crate::metrics::table::Table;
use crate::output::error::OutputError;
use crate::output::frames::{read_csv, read_parquet};
use crate::output::manifest::{self, INTERRUPTED, VERSION};
use crate::scenario::{files, shown};
use polars::error::{PolarsError, PolarsResult};
use serde_json::Value;
use std::fs::File;
use std::path::{Path, PathBuf};

/// The folder of a finished run.
#[derive(Clone, Debug)]
pub struct Finished {
    path: PathBuf,
    manifest: Value,
    resolved_scenario: String,
}

type Read = fn(&'static TableSpec, File) -> PolarsResult<Table>;

impl Finished {
    /// Reads the manifest of the run in `path`.
    ///
    /// # Errors
    /// A [usage](OutputError::is_usage) error if there is no finished run, or its manifest was changed.
    pub fn open(path: &Path) -> Result<Self, OutputError> {
        let no = |why| OutputError::NotARun { path: path.to_owned(), why };
        if !path.is_dir() {
            return Err(no("there is no such folder"));
        }
        let manifest = manifest::value(path).map_err(no)?;
        let text = manifest["resolved_scenario"].as_str().ok_or_else(|| no("its manifest holds no scenario"))?.to_owned();
        if manifest["scenario_hash"] != of_bytes(text.as_bytes()).to_string() {
            return Err(no("the scenario in its manifest was changed"));
        }
        Ok(Self { path: path.to_owned(), manifest, resolved_scenario: text })
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The scenario as the engine ran it.
    #[must_use]
    pub fn resolved_scenario(&self) -> &str {
        &self.resolved_scenario
    }

    /// Version of the program that made the run.
    #[must_use]
    pub fn version(&self) -> &str {
        self.manifest["version"].as_str().unwrap_or("unknown")
    }

    /// Whether this program made it, by its version.
    #[must_use]
    pub fn is_of_this_version(&self) -> bool {
        self.version() == VERSION
    }

    /// What to say about a run of another version.
    #[must_use]
    pub fn version_note(&self) -> Option<String> {
        let other = !self.is_of_this_version();
        other.then(|| format!("the run was made by l2niche {}, and this is {VERSION}", shown(self.version())))
    }

    /// What to say about a run that was interrupted: not all of its replicates are there.
    #[must_use]
    pub fn interruption(&self) -> Option<String> {
        let finished = self.manifest["replicates"].as_u64();
        let some = || finished.map_or_else(String::new, |n| format!("; {n} replicates are finished"));
        (self.manifest["status"] == INTERRUPTED).then(|| format!("this run was interrupted{}", some()))
    }

    /// SHA-256 of a file of the run, by its path in the folder; `None` if the run wrote no such file.
    #[must_use]
    pub fn checksum(&self, file: &str) -> Option<&str> {
        self.entry("files", "path", file)?["sha256"].as_str()
    }

    /// Canonical digest of a table.
    fn digest(&self, table: &str) -> Option<&str> {
        self.entry("tables", "name", table)?["digest"].as_str()
    }

    fn entry(&self, list: &str, key: &str, name: &str) -> Option<&Value> {
        self.manifest[list].as_array()?.iter().find(|entry| entry[key] == name)
    }

    /// Reads a table from the first of its files that there is.
    fn table(&self, spec: &'static TableSpec) -> Result<Table, OutputError> {
        let files: [(&str, Read); 2] = [("parquet", read_parquet), ("csv", read_csv)];
        for (extension, read) in files {
            let path = self.path.join("tables").join(format!("{}.{extension}", spec.name));
            if path.exists() {
                let unreadable = |why: String| OutputError::Unreadable { path: path.clone(), why };
                let file = files::open(&path).map_err(unreadable)?;
                let not_ours =
                    |error: PolarsError| unreadable(format!("it is not the table that l2niche writes ({})", shown(&error.to_string())));
                return read(spec, file).map_err(not_ours);
            }
        }
        Err(OutputError::Altered { table: spec.name, path: self.path.clone(), why: "there is no file of it in `tables`" })
    }
}
