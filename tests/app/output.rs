//! Tables as files: the same bytes every time, the same numbers when read back.

use l2niche::metrics::column::Data;
use l2niche::metrics::dictionary::{CHAINS, DRAWS, SUMMARY, TABLES};
use l2niche::metrics::digest::{TableDigest, of_bytes, of_rows};
use l2niche::metrics::recorder::{RunKeys, RunTables, draws};
use l2niche::metrics::table::{Cell, Table};
use l2niche::output::manifest::{Provenance, run_id};
use l2niche::output::run_dir::{Place, RunDir};
use l2niche::output::tables::{Format, TableEntry, TablesWriter};
use polars::prelude::{CsvReader, DataFrame, ParquetReader, SerReader};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A row of any table: text `t`, integers and floats that count.
fn row(table: &Table, i: u32) -> Vec<Cell> {
    let cell = |data| match data {
        Data::Text => "t".into(),
        Data::Integer => i.into(),
        Data::Real => (f64::from(i) / 3.0).into(),
    };
    table.spec().columns.iter().map(|c| cell(c.data)).collect()
}

/// A run with three rows in every table but `draws` and `events`.
fn run(variant: &str, replicate: u32) -> RunTables {
    let filled = TABLES.iter().filter(|spec| ***spec != DRAWS).map(|spec| {
        let mut table = Table::new(spec);
        if spec.name != "events" {
            (0..3).for_each(|i| table.push(row(&table.clone(), 10 * replicate + i)));
        }
        (spec.name, table)
    });
    RunTables { keys: RunKeys { variant: variant.into(), replicate }, tables: filled.collect(), summary: vec![], entities: vec![] }
}

/// Two replicates written to a folder: it, and the tables' entries.
fn write(into: &Path, format: Format) -> (PathBuf, Vec<TableEntry>) {
    let mut dir = RunDir::create(&Place::Given(into.to_owned()), &run_id("days = 3", 1), false).unwrap();
    let mut writer = TablesWriter::create(&dir, format).unwrap();
    for replicate in 0..2 {
        writer.write_run(&run("baseline", replicate)).unwrap();
        writer.write(&draws(replicate, [("theta", 0.1), ("fees", 1e-7)])).unwrap();
    }
    let tables = writer.finish(&mut dir).unwrap();
    dir.write_file("charts/verdict.svg", b"<svg/>").unwrap();
    let provenance = Provenance {
        scenario: "small",
        resolved_scenario: "days = 3",
        seed: 1,
        threads: 2,
        wall_time: Duration::from_millis(1500),
        tables: &tables,
        claims: &[],
        notes: &[],
        warnings: &[],
    };
    (dir.complete(&provenance).unwrap().path, tables)
}

fn parquet(path: &Path) -> DataFrame {
    ParquetReader::new(File::open(path).unwrap()).finish().unwrap()
}

#[test]
fn written_twice_files_are_the_same_bytes() {
    let root = tempfile::tempdir().unwrap();
    let (a, _) = write(&root.path().join("a"), Format::Both);
    let (b, _) = write(&root.path().join("b"), Format::Both);
    for spec in TABLES {
        for extension in ["csv", "parquet"] {
            let file = format!("tables/{}.{extension}", spec.name);
            assert_eq!(fs::read(a.join(&file)).unwrap(), fs::read(b.join(&file)).unwrap(), "{file}");
        }
    }
}

#[test]
fn a_csv_file_is_plain_and_has_one_header() {
    let root = tempfile::tempdir().unwrap();
    let (folder, _) = write(&root.path().join("out"), Format::Csv);
    let read = |table: &str| fs::read_to_string(folder.join(format!("tables/{table}.csv"))).unwrap();
    assert_eq!(read("draws"), "replicate,factor,value\n0,theta,0.1\n0,fees,1e-7\n1,theta,0.1\n1,fees,1e-7\n");
    assert_eq!(
        read("events"),
        "variant,replicate,day,event,path,before,after,reason,outcome,reviewed_day,expected_usd_per_year,otherwise_usd_per_year,vote_cost_usd\n"
    );
    assert_eq!(read("chains").lines().count(), 1 + 2 * 3);
    assert!(!folder.join("tables/chains.parquet").exists());
}

#[test]
fn parquet_reads_back_what_was_written_with_one_row_group_a_run() {
    let root = tempfile::tempdir().unwrap();
    let (folder, _) = write(&root.path().join("out"), Format::Both);
    let frame = parquet(&folder.join("tables/chains.parquet"));
    assert_eq!(frame.shape(), (6, CHAINS.columns.len()));
    let names: Vec<&str> = frame.get_column_names().into_iter().map(|n| n.as_str()).collect();
    assert_eq!(names, CHAINS.columns.iter().map(|c| c.name).collect::<Vec<_>>());
    let users: Vec<f64> = frame.column("users").unwrap().f64().unwrap().into_no_null_iter().collect();
    assert_eq!(users, [0, 1, 2, 10, 11, 12].map(|i| f64::from(i) / 3.0));
    let mut reader = ParquetReader::new(File::open(folder.join("tables/chains.parquet")).unwrap());
    assert_eq!(reader.get_metadata().unwrap().row_groups.iter().map(|g| g.num_rows()).collect::<Vec<_>>(), [3, 3]);
    let csv = CsvReader::new(File::open(folder.join("tables/chains.csv")).unwrap()).finish().unwrap();
    assert!(csv.column("users").unwrap().equals(frame.column("users").unwrap()));
}

#[test]
fn no_value_is_an_empty_cell() {
    let root = tempfile::tempdir().unwrap();
    let mut dir = RunDir::create(&Place::Given(root.path().join("out")), "x", false).unwrap();
    let mut writer = TablesWriter::create(&dir, Format::Both).unwrap();
    let mut table = Table::new(&SUMMARY);
    table.push(["v".into(), 0u32.into(), "hhi_fees".into(), f64::NAN.into(), "".into()]);
    writer.write(&table).unwrap();
    writer.finish(&mut dir).unwrap();
    let file = |extension: &str| dir.partial().join(format!("tables/summary.{extension}"));
    assert_eq!(fs::read_to_string(file("csv")).unwrap(), "variant,replicate,measure,value,unit\nv,0,hhi_fees,,\n");
    assert_eq!(parquet(&file("parquet")).column("value").unwrap().null_count(), 1);
}

#[test]
fn the_manifest_lists_every_file_with_its_checksum_and_every_table_with_its_digest() {
    let root = tempfile::tempdir().unwrap();
    let (folder, tables) = write(&root.path().join("out"), Format::Both);
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let files = manifest["files"].as_array().unwrap();
    assert_eq!(files.len(), 2 * TABLES.len() + 1);
    for file in files {
        let content = fs::read(folder.join(file["path"].as_str().unwrap())).unwrap();
        assert_eq!(file["sha256"], of_bytes(&content).to_string(), "{file}");
        assert_eq!(file["bytes"], content.len(), "{file}");
    }
    let digests: BTreeMap<&str, &str> =
        manifest["tables"].as_array().unwrap().iter().map(|t| (t["name"].as_str().unwrap(), t["digest"].as_str().unwrap())).collect();
    for table in &tables {
        assert_eq!(digests[table.name], table.digest.to_string());
    }
    let mut expected = TableDigest::new(&CHAINS);
    (0..2).for_each(|replicate| expected.add(of_rows(&run("baseline", replicate).tables["chains"])));
    assert_eq!(digests["chains"], expected.finish().to_string());
    assert_eq!((&manifest["status"], &manifest["wall_time_seconds"]), (&"complete".into(), &1.5.into()));
    assert_eq!(manifest["run_id"], run_id("days = 3", 1));
}

#[test]
fn digests_do_not_depend_on_the_format() {
    let root = tempfile::tempdir().unwrap();
    assert_eq!(write(&root.path().join("a"), Format::Csv).1, write(&root.path().join("b"), Format::Parquet).1);
}

#[test]
fn a_run_id_follows_from_scenario_and_seed() {
    let id = run_id("days = 3", 1);
    assert!(id.len() == 12 && id.bytes().all(|b| b.is_ascii_hexdigit()));
    assert_eq!(id, run_id("days = 3", 1));
    assert!(id != run_id("days = 3", 2) && id != run_id("days = 4", 1));
}
