//! Tables as polars frames and files: the only place that calls polars.
//!
//! polars is handed finished rows: it computes nothing, so that no result depends on its threads.

use crate::metrics::column::{Data, TableSpec};
use crate::metrics::table::{Column as Values, Table};
use crate::output::sink::Sink;
use polars::io::csv::write::{BatchedWriter as CsvBatches, CsvWriter};
use polars::io::parquet::write::{BatchedWriter as ParquetBatches, ParquetWriter};
use polars::prelude::{Column, DataFrame, DataType, PolarsResult, Schema, SerWriter};

/// The frame of a table; where the table has no value (NaN, empty text) it is null.
///
/// # Errors
/// None that a table of the dictionary can cause; polars checks lengths and names again.
pub fn frame(table: &Table) -> PolarsResult<DataFrame> {
    let columns = table.spec().columns.iter().zip(table.columns()).map(|(spec, values)| {
        let name = spec.name.into();
        match values {
            Values::Text(texts) => Column::new(name, texts.iter().map(|t| Some(&**t).filter(|t| !t.is_empty())).collect::<Vec<_>>()),
            Values::Integer(integers) => Column::new(name, integers),
            Values::Real(reals) => Column::new(name, reals.iter().map(|&x| Some(x).filter(|x| !x.is_nan())).collect::<Vec<_>>()),
        }
    });
    DataFrame::new(table.rows(), columns.collect())
}

fn schema(spec: &TableSpec) -> Schema {
    let columns = spec.columns.iter().map(|column| {
        let data = match column.data {
            Data::Text => DataType::String,
            Data::Integer => DataType::Int64,
            Data::Real => DataType::Float64,
        };
        (column.name.into(), data)
    });
    columns.collect()
}

/// A file that takes one run's rows after another.
pub(super) enum Rows {
    /// Text with a header; floats in the shortest form that reads back as the same number.
    Csv(CsvBatches<Sink>),
    /// One row group a run.
    Parquet(Box<ParquetBatches<Sink>>),
}

impl Rows {
    pub(super) fn csv(spec: &TableSpec, sink: Sink) -> PolarsResult<Self> {
        CsvWriter::new(sink).n_threads(1).batched(&schema(spec)).map(Self::Csv)
    }

    pub(super) fn parquet(spec: &TableSpec, sink: Sink) -> PolarsResult<Self> {
        ParquetWriter::new(sink).set_parallel(false).batched(&schema(spec)).map(Box::new).map(Self::Parquet)
    }

    pub(super) fn write(&mut self, frame: &DataFrame) -> PolarsResult<()> {
        match self {
            Self::Csv(file) => file.write_batch(frame),
            Self::Parquet(file) => file.write_batch(frame),
        }
    }

    pub(super) fn finish(self) -> PolarsResult<()> {
        match self {
            Self::Csv(mut file) => file.finish(),
            Self::Parquet(file) => file.finish().map(drop),
        }
    }
}
