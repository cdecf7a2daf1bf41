//! Tables as polars frames and files: the only place that calls polars.
//!
//! polars is handed finished rows: it computes nothing, so that no result depends on its threads.

use crate::metrics::column::{ColumnSpec, Data, TableSpec};
use crate::metrics::table::{Column as Values, Table};
use crate::output::sink::Sink;
use polars::io::csv::write::{BatchedWriter as CsvBatches, CsvWriter};
use polars::io::parquet::write::{BatchedWriter as ParquetBatches, ParquetWriter};
use polars::prelude::{Column, CsvReadOptions, DataFrame, DataType, ParquetReader, PolarsResult, Schema, SerReader, SerWriter};
use std::collections::BTreeSet;
use std::fs::File;
use std::sync::Arc;

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

/// The table that a frame holds: [`frame`] the other way round. Columns that the dictionary does not know are left out.
///
/// # Errors
/// If a column is missing or of another type.
pub fn table(spec: &'static TableSpec, frame: &DataFrame) -> PolarsResult<Table> {
    let column = |column: &ColumnSpec| {
        let values = frame.column(column.name)?;
        Ok(match column.data {
            Data::Text => Values::Text(shared(values.str()?.iter().map(Option::unwrap_or_default))),
            Data::Integer => Values::Integer(values.i64()?.into_no_null_iter().collect()),
            Data::Real => Values::Real(values.f64()?.iter().map(|x| x.unwrap_or(f64::NAN)).collect()),
        })
    };
    let columns = spec.columns.iter().map(column).collect::<PolarsResult<_>>()?;
    Ok(Table::of(spec, columns).expect("columns of a frame are equally long"))
}

/// Texts, each kept once.
fn shared<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Arc<str>> {
    let mut known = BTreeSet::<Arc<str>>::new();
    let keep = |text: &str| {
        known.get(text).cloned().unwrap_or_else(|| {
            let text = Arc::<str>::from(text);
            known.insert(Arc::clone(&text));
            text
        })
    };
    texts.map(keep).collect()
}

/// Reads a table's file of text.
pub(super) fn read_csv(spec: &'static TableSpec, file: File) -> PolarsResult<Table> {
    let options = CsvReadOptions::default().with_raise_if_empty(false).with_schema_overwrite(Some(Arc::new(schema(spec))));
    table(spec, &options.into_reader_with_file_handle(file).finish()?)
}

/// Reads a table's Parquet file.
pub(super) fn read_parquet(spec: &'static TableSpec, file: File) -> PolarsResult<Table> {
    table(spec, &ParquetReader::new(file).finish()?)
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
