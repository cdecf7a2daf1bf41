//! `l2niche completions` and `l2niche man`: what shells and `man` know of the command line, from its one definition.

use super::failure::Failure;
use super::{Cli, print};
use crate::output::error::OutputError;
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::path::PathBuf;

const COMPLETIONS: &str = "Examples:
  l2niche completions bash > ~/.local/share/bash-completion/completions/l2niche
  l2niche completions zsh > ~/.zfunc/_l2niche
  l2niche completions fish > ~/.config/fish/completions/l2niche.fish";

const PAGES: &str = "Examples:
  l2niche man ~/.local/share/man/man1 && man l2niche-run";

/// Arguments of `completions`.
#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS)]
pub(super) struct Completions {
    /// Shell
    shell: Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
#[command(after_help = PAGES)]
pub(super) struct Man {
    /// Folder for the pages, a page a command; it must exist
    dir: PathBuf,
}

/// Prints the completions of a shell.
pub(super) fn completions(arguments: &Completions) -> Result<(), Failure> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), env!("CARGO_PKG_NAME"), &mut text);
    print(&String::from_utf8_lossy(&text))
}

/// Writes the manual pages.
pub(super) fn man(arguments: &Man) -> Result<(), Failure> {
    clap_mangen::generate_to(Cli::command(), &arguments.dir).map_err(OutputError::at(&arguments.dir))?;
    Ok(())
}
