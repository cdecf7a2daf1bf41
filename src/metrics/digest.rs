//! Canonical digests: SHA-256 of what a table says, independent of files, threads and features.
//!
//! A table is digested run by run: first its header (table name; column names and types), then the digest of each chunk of rows in
//! (replicate, variant) order. A chunk's digest covers its number of rows and, column by column, the values in row order: little-endian
//! integers and floats, length-prefixed UTF-8. So a run's digest can be taken where the run ends, and combined later.

use crate::metrics::column::TableSpec;
use crate::metrics::table::{Column, Table};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// A SHA-256 digest; displays as 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A digest that grows as bytes come in.
#[derive(Clone, Debug, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Adds bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Adds text with its length before it, so that `ab`, `c` and `a`, `bc` differ.
    pub fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
    }

    /// The digest of all that came in.
    #[must_use]
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

/// Digest of `bytes`.
#[must_use]
pub fn of_bytes(bytes: &[u8]) -> Digest {
    let mut hasher = Hasher::default();
    hasher.bytes(bytes);
    hasher.finish()
}

/// Digest of a chunk of rows: one run's part of a table.
#[must_use]
pub fn of_rows(table: &Table) -> Digest {
    let mut hasher = Hasher::default();
    hasher.bytes(&(table.rows() as u64).to_le_bytes());
    for column in table.columns() {
        match column {
            Column::Text(values) => values.iter().for_each(|v| hasher.text(v)),
            Column::Integer(values) => values.iter().for_each(|v| hasher.bytes(&v.to_le_bytes())),
            Column::Real(values) => values.iter().for_each(|v| hasher.bytes(&v.to_le_bytes())),
        }
    }
    hasher.finish()
}

/// The digest of a whole table, from the digests of its chunks in order.
#[derive(Clone, Debug)]
pub struct TableDigest(Hasher);

impl TableDigest {
    /// The digest of a table before its first chunk.
    #[must_use]
    pub fn new(spec: &TableSpec) -> Self {
        let mut hasher = Hasher::default();
        hasher.text(spec.name);
        for column in spec.columns {
            hasher.text(column.name);
            hasher.text(column.data.name());
        }
        Self(hasher)
    }

    /// Adds the next chunk.
    pub fn add(&mut self, rows: Digest) {
        self.0.bytes(&rows.0);
    }

    /// The table's digest.
    #[must_use]
    pub fn finish(self) -> Digest {
        self.0.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::dictionary::DRAWS;
    use crate::metrics::table::Cell;

    fn draws(rows: &[(i64, &str, f64)]) -> Table {
        let mut table = Table::new(&DRAWS);
        for &(replicate, factor, value) in rows {
            table.push([Cell::Integer(replicate), Cell::Text(factor.into()), Cell::Real(value)]);
        }
        table
    }

    #[test]
    fn sha_256_of_abc_is_the_standards() {
        assert_eq!(of_bytes(b"abc").to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_table_has_the_digest_it_always_had() {
        let rows = of_rows(&draws(&[(0, "theta", 0.25), (0, "fees", f64::NAN)]));
        // sha256 of 2u64, 0i64 twice, (5, "theta"), (4, "fees"), 0.25, NaN, taken with another program.
        assert_eq!(rows.to_string(), "5deed5eb969074a2b0e17798897ec7a643fe9e218082f554a08b0b64821684ea");
        let mut digest = TableDigest::new(&DRAWS);
        digest.add(rows);
        assert_eq!(digest.finish().to_string(), "87e5521d8fa65cc483283a114acaace4db8108dd158ea4785987652e3839a379");
    }

    #[test]
    fn every_value_counts_and_so_does_the_order() {
        let base = of_rows(&draws(&[(0, "a", 1.0), (0, "b", 2.0)]));
        for other in
            [[(0, "b", 2.0), (0, "a", 1.0)], [(0, "a", 1.0), (1, "b", 2.0)], [(0, "a", 1.0), (0, "b", 2.5)], [(0, "ab", 1.0), (0, "", 2.0)]]
        {
            assert_ne!(of_rows(&draws(&other)), base, "{other:?}");
        }
    }
}
