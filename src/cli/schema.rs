//! `l2niche schema`: the scenario language, for editors and validators.

use super::failure::Failure;
use super::print;
use crate::output::schema::schema;
use clap::Args;

const EXAMPLES: &str = "Examples:
  l2niche schema > scenario.schema.json
  l2niche schema | jq '.\"$defs\".chain.keys.properties | keys'

An editor that knows TOML finds it by the first line of a scenario:
  #:schema scenario.schema.json";

/// Arguments of `schema`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {}

/// Prints the schema.
pub(super) fn print_schema() -> Result<(), Failure> {
    print(&schema())
}
