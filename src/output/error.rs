//! Why a run cannot leave its results behind: the user chose a place that cannot be used, or the machine cannot write.

use polars::error::PolarsError;
use std::io;
use std::path::{Path, PathBuf};

/// Why results were not written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder holds files.
    #[error("{} is not empty: choose another folder with --out, or --force to replace what l2niche wrote there", .0.display())]
    NotEmpty(PathBuf),
    /// The folder holds files, and not those of a finished run.
    #[error("{} is not empty and has no manifest of l2niche, so it is not replaced: choose another folder with --out", .0.display())]
    NotOurs(PathBuf),
    /// The path is a file or a symbolic link.
    #[error("{} is a file or a symbolic link, not a folder: choose another folder with --out", .0.display())]
    NotAFolder(PathBuf),
    /// The path is the working folder, or above it.
    #[error("{} is the working folder or holds it, and a run takes the place of its folder: choose another one with --out", .0.display())]
    WorkingFolder(PathBuf),
    /// The path does not end in a name.
    #[error("{} does not end in a folder's name", .0.display())]
    NoName(PathBuf),
    /// Another process is writing there.
    #[error("another run is writing to {}", .0.display())]
    Busy(PathBuf),
    /// A name that is needed on the way is taken: `….partial` by something that l2niche did not make, or `….old` by what it kept aside.
    #[error("{} is in the way: move it away", .0.display())]
    InTheWay(PathBuf),
    /// The folder is not that of a finished run.
    #[error("{} is not the folder of a finished run: {why}", path.display())]
    NotARun {
        /// The folder.
        path: PathBuf,
        /// Why it is none.
        why: &'static str,
    },
    /// A file of a finished run cannot be read again.
    #[error("cannot read {}: {why}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// A table of a finished run is not the one it wrote.
    #[error("table {table} in {} is not what the run wrote: {why}", path.display())]
    Altered {
        /// Which table.
        table: &'static str,
        /// Folder of the run.
        path: PathBuf,
        /// What is wrong.
        why: &'static str,
    },
    /// A file that would be replaced is not the one a run wrote.
    #[error("{} is not the chart the run drew, so it is not replaced: choose another folder with --out, or --force to replace it", .0.display())]
    NotTheChart(PathBuf),
    /// Reading or writing failed.
    #[error("cannot write {}: {source}", path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A table could not be turned into a file.
    #[error("cannot write table {table}: {source}")]
    Table {
        /// Which table.
        table: &'static str,
        /// Why.
        source: PolarsError,
    },
}

impl OutputError {
    /// Whether the user asked for something that cannot be done (exit code 2), rather than the machine failing (exit code 4).
    #[must_use]
    pub fn is_usage(&self) -> bool {
        !matches!(self, Self::Io { .. } | Self::Table { .. })
    }

    /// Turns an error of the machine at `path` into one of these.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}
