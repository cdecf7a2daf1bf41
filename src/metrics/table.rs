//! A table in memory: typed columns that grow row by row.

use crate::metrics::column::{ColumnSpec, Data, TableSpec};
use std::ops::Range;
use std::sync::Arc;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Text.
    Text(Arc<str>),
    /// An integer.
    Integer(i64),
    /// A float; NaN is no value.
    Real(f64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<&Arc<str>> for Cell {
    fn from(text: &Arc<str>) -> Self {
        Self::Text(Arc::clone(text))
    }
}

impl From<u32> for Cell {
    fn from(value: u32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}

/// The values of one column in row order.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Text.
    Text(Vec<Arc<str>>),
    /// Integers.
    Integer(Vec<i64>),
    /// Floats; NaN is no value.
    Real(Vec<f64>),
}

impl Column {
    fn new(data: Data) -> Self {
        match data {
            Data::Text => Self::Text(Vec::new()),
            Data::Integer => Self::Integer(Vec::new()),
            Data::Real => Self::Real(Vec::new()),
        }
    }

    fn data(&self) -> Data {
        match self {
            Self::Text(_) => Data::Text,
            Self::Integer(_) => Data::Integer,
            Self::Real(_) => Data::Real,
        }
    }

    fn part(&self, rows: Range<usize>) -> Self {
        match self {
            Self::Text(values) => Self::Text(values[rows].to_vec()),
            Self::Integer(values) => Self::Integer(values[rows].to_vec()),
            Self::Real(values) => Self::Real(values[rows].to_vec()),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Integer(values) => values.len(),
            Self::Real(values) => values.len(),
        }
    }
}

/// Rows of a table of the [dictionary](crate::metrics::dictionary): all of it, or one run's chunk.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    spec: &'static TableSpec,
    columns: Vec<Column>,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(spec: &'static TableSpec) -> Self {
        Self { spec, columns: spec.columns.iter().map(|c| Column::new(c.data)).collect() }
    }

    /// A table of these columns; `None` if they are not those of the specification, in number or type, or differ in length.
    #[must_use]
    pub fn of(spec: &'static TableSpec, columns: Vec<Column>) -> Option<Self> {
        let fits = |(column, spec): (&Column, &ColumnSpec)| column.data() == spec.data && column.len() == columns[0].len();
        let whole = columns.len() == spec.columns.len() && columns.iter().zip(spec.columns).all(fits);
        whole.then_some(Self { spec, columns })
    }

    /// Some of its rows, one after another.
    ///
    /// # Panics
    /// If there are not so many rows.
    #[must_use]
    pub fn part(&self, rows: Range<usize>) -> Self {
        Self { spec: self.spec, columns: self.columns.iter().map(|column| column.part(rows.clone())).collect() }
    }

    /// What it is.
    #[must_use]
    pub fn spec(&self) -> &'static TableSpec {
        self.spec
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }

    /// Columns in the order of the specification.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Texts of the column `name`; `None` if there is no such column of text.
    #[must_use]
    pub fn texts(&self, name: &str) -> Option<&[Arc<str>]> {
        match &self.columns[self.spec.position(name)?] {
            Column::Text(values) => Some(values),
            _ => None,
        }
    }

    /// Integers of the column `name`; `None` if there is no such column of integers.
    #[must_use]
    pub fn integers(&self, name: &str) -> Option<&[i64]> {
        match &self.columns[self.spec.position(name)?] {
            Column::Integer(values) => Some(values),
            _ => None,
        }
    }

    /// Floats of the column `name`; `None` if there is no such column of floats.
    #[must_use]
    pub fn reals(&self, name: &str) -> Option<&[f64]> {
        match &self.columns[self.spec.position(name)?] {
            Column::Real(values) => Some(values),
            _ => None,
        }
    }

    /// Adds a row. Minus zero becomes zero and every NaN the same NaN, so that equal rows have equal bytes.
    ///
    /// # Panics
    /// If the cells are not those of the specification, in number or type: a defect of the caller.
    pub fn push(&mut self, row: impl IntoIterator<Item = Cell>) {
        let mut cells = row.into_iter();
        for (column, spec) in self.columns.iter_mut().zip(self.spec.columns) {
            match (column, cells.next()) {
                (Column::Text(values), Some(Cell::Text(value))) => values.push(value),
                (Column::Integer(values), Some(Cell::Integer(value))) => values.push(value),
                (Column::Real(values), Some(Cell::Real(value))) => values.push(if value.is_nan() { f64::NAN } else { value + 0.0 }),
                (_, cell) => panic!("{}.{} takes {}, not {cell:?}", self.spec.name, spec.name, spec.data.name()),
            }
        }
        assert!(cells.next().is_none(), "a row of {} has {} cells", self.spec.name, self.spec.columns.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::dictionary::DRAWS;

    #[test]
    fn rows_come_back_by_column() {
        let mut table = Table::new(&DRAWS);
        table.push([3u32.into(), "theta".into(), (-0.0).into()]);
        assert_eq!((table.rows(), table.integers("replicate").unwrap()), (1, &[3][..]));
        assert_eq!(&*table.texts("factor").unwrap()[0], "theta");
        assert!(table.reals("value").unwrap()[0].is_sign_positive());
        assert_eq!((table.reals("factor"), table.reals("nothing")), (None, None));
    }

    #[test]
    #[should_panic(expected = "draws.factor takes text, not Some(Real(0.5))")]
    fn a_cell_of_another_type_is_a_defect() {
        Table::new(&DRAWS).push([3u32.into(), 0.5.into(), 0.5.into()]);
    }

    #[test]
    #[should_panic(expected = "a row of draws has 3 cells")]
    fn a_cell_too_many_is_a_defect() {
        Table::new(&DRAWS).push([3u32.into(), "theta".into(), 0.5.into(), 0.5.into()]);
    }
}
