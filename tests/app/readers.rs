//! Tables open as typed data: a check of the format everywhere, and of tools where they are.

use super::program::{Desk, SHORT};
use l2niche::metrics::column::Data;
use l2niche::metrics::dictionary::TABLES;
use std::process::Command;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.succeed(&format!("run small.toml {SHORT} --out a --format both --no-charts --quiet"));
    desk
}

/// What a tool prints for a script in the folder of results; none, with a printed reason, where the tool is not there.
fn output(desk: &Desk, tool: &str, probe: &[&str], arguments: &[&str]) -> Option<String> {
    let there = Command::new(tool).args(probe).output().is_ok_and(|output| output.status.success());
    if !there {
        println!("skipped: {tool} {} does not work here", probe.join(" "));
        return None;
    }
    let output = Command::new(tool).args(arguments).current_dir(desk.path("a")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// RFC 4180, a header, values of one type a column; and no cell that a spreadsheet would take for a formula.
#[test]
fn every_cell_is_of_its_type_and_none_is_a_formula() {
    let desk = desk();
    for table in TABLES {
        let text = desk.read(&format!("a/tables/{}.csv", table.name));
        for row in text.lines().skip(1) {
            let cells = cells_of(row);
            assert_eq!(cells.len(), table.columns.len(), "{}: {row}", table.name);
            for (cell, column) in cells.iter().zip(table.columns) {
                let fine = match column.data {
                    Data::Text => !cell.starts_with(['=', '+', '-', '@', '\t']),
                    Data::Integer => cell.parse::<i64>().is_ok(),
                    Data::Real => cell.is_empty() || cell.parse::<f64>().is_ok_and(f64::is_finite),
                };
                assert!(fine, "{}.{}: {cell}", table.name, column.name);
            }
        }
    }
}

/// Cells of a row; quoted ones hold commas.
fn cells_of(row: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for c in row.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().expect("one cell at least").push(c),
        }
    }
    cells
}

const PANDAS: &str = "
import pandas, glob
for path in sorted(glob.glob('tables/*.csv')):
    csv, parquet = pandas.read_csv(path), pandas.read_parquet(path[:-3] + 'parquet')
    print(path[7:-4], len(csv), len(parquet), ''.join(t.kind for t in csv.dtypes), ''.join(t.kind for t in parquet.dtypes))
";

#[test]
fn pandas_reads_typed_columns() {
    let desk = desk();
    let Some(said) = output(&desk, "python3", &["-c", "import pandas, pyarrow"], &["-c", PANDAS]) else { return };
    assert_eq!(said.lines().count(), TABLES.len());
    for line in said.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let table = TABLES.iter().find(|table| table.name == words[0]).unwrap();
        assert_eq!(words[1], words[2], "rows of {line}");
        let kinds = table.columns.iter().zip(words[3].chars().zip(words[4].chars()));
        for (column, (csv, parquet)) in kinds {
            let (wanted, in_csv) = match column.data {
                Data::Integer => ('i', "i"),
                Data::Real => ('f', "if"),
                Data::Text => ('O', "Of"),
            };
            // A file of text without rows has no types.
            assert!(parquet == wanted && (words[1] == "0" || in_csv.contains(csv)), "{}: {line}", column.name);
        }
    }
}

#[test]
fn duckdb_reads_typed_columns() {
    let desk = desk();
    let question = "SELECT typeof(users), typeof(day) FROM 'tables/chains.parquet' LIMIT 1; SELECT sum(profit_usd) IS NOT NULL FROM 'tables/chains.csv';";
    let Some(said) = output(&desk, "duckdb", &["--version"], &["-csv", "-noheader", "-c", question]) else { return };
    assert_eq!(said.split_whitespace().collect::<Vec<_>>(), ["DOUBLE,BIGINT", "true"]);
}

#[test]
fn a_spreadsheet_reads_numbers_as_numbers() {
    let desk = desk();
    // Commas, quotes, UTF-8, from the first line on, every column as it looks, figures as in English; to a flat file that says the type of each cell.
    let convert = ["--headless", "--infilter=CSV:44,34,76,1,,1033", "--convert-to", "fods", "--outdir", "sheet", "tables/summary.csv"];
    let Some(_) = output(&desk, "soffice", &["--version"], &convert) else { return };
    let sheet = desk.read("a/sheet/summary.fods");
    let summary = TABLES.iter().find(|table| table.name == "summary").unwrap();
    let rows = desk.rows("a", "summary");
    // The unit of a share is 1, a number to a spreadsheet.
    let numbers = rows.iter().flat_map(|row| cells_of(row).into_iter().zip(summary.columns).collect::<Vec<_>>());
    let numbers = numbers.filter(|(cell, column)| column.data != Data::Text && !cell.is_empty() || cell == "1").count();
    assert!(numbers > rows.len());
    assert_eq!(float_cells(&sheet), numbers);
}

/// Cells of a flat OpenDocument sheet that hold numbers; equal neighbours are one element that says how many.
fn float_cells(sheet: &str) -> usize {
    let elements = sheet.split("<table:table-cell").skip(1).map(|rest| rest.split('>').next().expect("one part at least"));
    let repeated = |element: &str| {
        let times = element.split("number-columns-repeated=\"").nth(1).and_then(|rest| rest.split('"').next());
        times.map_or(1, |times| times.parse().unwrap())
    };
    elements.filter(|element| element.contains("office:value-type=\"float\"")).map(repeated).sum()
}
