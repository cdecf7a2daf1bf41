//! `l2niche new`: a commented scenario to begin with.

use super::failure::Failure;
use super::tell;
use crate::output::error::OutputError;
use crate::scenario::{Overrides, Scenario};
use clap::Args;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

const EXAMPLES: &str = "Examples:
  l2niche new mine && l2niche run mine.toml
  l2niche new cheap-base --from scenarios/ethereum-l2-2025.toml";

/// The scenario that `new` begins with: small, whole, and explained line by line.
const STARTER: &str = include_str!("new/starter.toml");

/// Arguments of `new`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Name of the scenario; it is written to NAME.toml
    #[arg(value_parser = name)]
    name: String,
    /// Extend this scenario, with what there is to change named in comments
    #[arg(long, value_name = "SCENARIO")]
    from: Option<PathBuf>,
}

fn name(text: &str) -> Result<String, String> {
    if Scenario::is_name(text) {
        Ok(text.to_owned())
    } else {
        Err("a name has a–z, 0–9, `_` and `-`, at most 40, the first a letter or a digit".into())
    }
}

/// Writes a scenario that nobody has to write from nothing.
pub(super) fn new(arguments: &Arguments) -> Result<(), Failure> {
    let path = PathBuf::from(format!("{}.toml", arguments.name));
    let text = match &arguments.from {
        None => STARTER.replacen("name = \"starter\"", &format!("name = \"{}\"", arguments.name), 1),
        Some(from) => extension(&arguments.name, from)?,
    };
    let mut file = File::create_new(&path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::Taken(path.clone()),
        _ => OutputError::at(&path)(error).into(),
    })?;
    file.write_all(text.as_bytes()).map_err(OutputError::at(&path))?;
    tell(&format!("{} is written; now: l2niche run {}", path.display(), path.display()));
    Ok(())
}

/// A scenario that extends another, and names what it may change.
fn extension(name: &str, from: &Path) -> Result<String, Failure> {
    let scenario = Scenario::load(from, &Overrides::default()).map_err(Failure::Scenario)?;
    let relative = relative(from).ok_or_else(|| Failure::Elsewhere(from.to_owned()))?;
    let listed = |kind: &str| {
        let names = scenario.names_of(kind);
        if names.is_empty() {
            String::new()
        } else {
            format!("# {}: {}\n", if kind == "capability" { "capabilities".to_owned() } else { format!("{kind}s") }, names.join(", "))
        }
    };
    let lists: String = ["chain", "group", "vertical", "capability", "variant", "factor", "claim"].into_iter().map(listed).collect();
    // Ethereum, which has neither price nor cost to change, comes first where it is there.
    let chain = scenario.names_of("chain").pop().unwrap_or_default();
    Ok(format!(
        "# {name}: {} with changes. What is not written here is as it is there; `l2niche check {name}.toml` prints the whole.\n\
         # Every key, with its range and default, is in docs/scenario.md.\n\
         {lists}\n\
         extends = {}\n\n\
         [scenario]\n\
         name = \"{name}\"\n\
         label = \"\"\n\
         question = \"\"\n\n\
         # A chain of it, changed; with remove = true it is taken away, and under a new name it is one more:\n\
         # [[chain]]\n\
         # name = \"{}\"\n\
         # min_gas_price_gwei = 0.02\n\n\
         # Another structure to compare; paths are as in docs/scenario.md, \"Paths\":\n\
         # [[variant]]\n\
         # name = \"dearer\"\n\
         # scale = {{ \"chain.{}.fixed_cost_usd_per_year\" = 2 }}\n\n\
         # An assumption that nobody is sure of:\n\
         # [[factor]]\n\
         # name = \"interop-level\"\n\
         # path = \"interop.level\"\n\
         # low = 0\n\
         # high = 0.8\n",
        scenario.name(),
        quoted(&relative),
        chain,
        chain,
    ))
}

/// `path` as a file in the working directory names it; none if it has no such name in text.
fn relative(path: &Path) -> Option<String> {
    let plain = |part: Component<'_>| part.as_os_str().to_str().map(str::to_owned);
    if path.is_absolute() {
        path.to_str().map(str::to_owned)
    } else {
        path.components().map(plain).collect::<Option<Vec<_>>>().map(|p| p.join("/"))
    }
}

/// Text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
