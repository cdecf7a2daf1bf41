//! Reading columns of tables.

use crate::metrics::table::Table;
use crate::model::supply::life::Slot;
use std::sync::Arc;

/// Texts of a column of the dictionary.
pub(super) fn texts<'a>(table: &'a Table, column: &str) -> &'a [Arc<str>] {
    table.texts(column).expect("a column of the dictionary")
}

/// Integers of a column of the dictionary.
pub(super) fn integers<'a>(table: &'a Table, column: &str) -> &'a [i64] {
    table.integers(column).expect("a column of the dictionary")
}

/// Floats of a column of the dictionary.
pub(super) fn reals<'a>(table: &'a Table, column: &str) -> &'a [f64] {
    table.reals(column).expect("a column of the dictionary")
}

/// Position of a chain, or another place where people can be, whichever of the lives in its slot the table names.
pub(super) fn place(names: &[String], name: &str) -> usize {
    position(names, Slot::place_of(name))
}

/// Position of a name that tables may use.
pub(super) fn position(names: &[String], name: &str) -> usize {
    names.iter().position(|n| n == name).expect("tables name the scenario's entities")
}
