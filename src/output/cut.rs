//! Cuts a table's file to some of its chunks, when a study breaks off: what is copied is read chunk by chunk.

use crate::metrics::column::TableSpec;
use crate::metrics::digest::Digest;
use crate::output::error::OutputError;
use crate::output::frames::Rows;
use crate::output::run_dir::RunDir;
use polars::io::SerReader;
use polars::prelude::ParquetReader;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// One run's rows of a table.
pub(super) struct Chunk {
    /// How many.
    pub(super) rows: usize,
    /// Their digest.
    pub(super) digest: Digest,
    /// Where they end in the text file, bytes.
    pub(super) end: u64,
}

/// Writes the finished file at `path` anew, with those chunks only whose position `keep` wants, and lists it.
pub(super) fn cut(
    dir: &mut RunDir,
    spec: &'static TableSpec,
    path: String,
    chunks: &[Chunk],
    keep: &impl Fn(usize) -> bool,
) -> Result<(), OutputError> {
    let whole = dir.partial().join(format!("{path}.whole"));
    fs::rename(dir.partial().join(&path), &whole).map_err(OutputError::at(&whole))?;
    let mut sink = dir.create_file(&path)?;
    let failed = |source| OutputError::Table { table: spec.name, source };
    let text = path.ends_with(".csv");
    if text && (0..chunks.len()).any(keep) {
        copy_text(&whole, chunks, keep, &mut sink).map_err(OutputError::at(&whole))?;
    } else {
        let mut rows = if text { Rows::csv(spec, sink.clone()) } else { Rows::parquet(spec, sink.clone()) }.map_err(failed)?;
        let mut start = 0;
        for (i, chunk) in chunks.iter().enumerate() {
            if keep(i) && chunk.rows > 0 {
                let file = File::open(&whole).map_err(OutputError::at(&whole))?;
                let frame = ParquetReader::new(file).with_slice(Some((start, chunk.rows))).finish().map_err(failed)?;
                rows.write(&frame).map_err(failed)?;
            }
            start += chunk.rows;
        }
        rows.finish().map_err(failed)?;
    }
    dir.close_file(path, &sink)?;
    fs::remove_file(&whole).map_err(OutputError::at(&whole))
}

/// Copies the wanted stretches of a text file; the header goes with the first.
fn copy_text(whole: &Path, chunks: &[Chunk], keep: &impl Fn(usize) -> bool, sink: &mut impl io::Write) -> io::Result<()> {
    let (mut file, mut start) = (File::open(whole)?, 0);
    for (i, chunk) in chunks.iter().enumerate() {
        if keep(i) {
            file.seek(SeekFrom::Start(start))?;
            io::copy(&mut (&file).take(chunk.end - start), sink)?;
        }
        start = chunk.end;
    }
    Ok(())
}
