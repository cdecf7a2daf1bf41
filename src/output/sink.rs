//! A file that takes its own checksum while it is written.

use crate::metrics::digest::{Digest, Hasher};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A file of a run, as its manifest lists it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileEntry {
    /// Path inside the run's folder, with `/`.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256 of its content.
    pub sha256: Digest,
}

/// A file being written. Clones write to the same file, because polars' writers keep theirs.
#[derive(Clone, Debug)]
pub struct Sink(Arc<Mutex<Open>>);

#[derive(Debug)]
struct Open {
    file: BufWriter<File>,
    hasher: Hasher,
    bytes: u64,
}

impl Sink {
    pub(super) fn new(file: File) -> Self {
        Self(Arc::new(Mutex::new(Open { file: BufWriter::new(file), hasher: Hasher::default(), bytes: 0 })))
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what is still buffered, and says what was written: size and checksum.
    pub(super) fn close(&self) -> io::Result<(u64, Digest)> {
        let mut open = self.open();
        open.file.flush()?;
        Ok((open.bytes, open.hasher.clone().finish()))
    }
}

impl Write for Sink {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let mut open = self.open();
        let written = open.file.write(buffer)?;
        open.hasher.bytes(&buffer[..written]);
        open.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.open().file.flush()
    }
}
