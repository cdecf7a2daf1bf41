//! `l2niche dictionary`: what every table and column of the results says.

use super::failure::Failure;
use super::print;
use crate::output::dictionary::{dictionary, json};
use clap::{Args, ValueEnum};

const EXAMPLES: &str = "Examples:
  l2niche dictionary
  l2niche dictionary chains
  l2niche dictionary --format json | jq '.tables[].name'";

/// How the dictionary is printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// Markdown, as in docs/dictionary.md.
    Markdown,
    /// JSON.
    Json,
}

/// Arguments of `dictionary`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// This table only
    #[arg(value_name = "TABLE", hide_possible_values = true, value_parser = clap::builder::PossibleValuesParser::new(tables()))]
    table: Option<String>,
    /// Format
    #[arg(long, value_enum, default_value = "markdown", hide_possible_values = true, value_name = "markdown|json")]
    format: Form,
}

fn tables() -> Vec<&'static str> {
    crate::metrics::dictionary::TABLES.iter().map(|table| table.name).collect()
}

/// Prints the dictionary.
pub(super) fn print_dictionary(arguments: &Arguments) -> Result<(), Failure> {
    let table = arguments.table.as_deref();
    print(&match arguments.format {
        Form::Markdown => dictionary(table),
        Form::Json => json(table),
    })
}
