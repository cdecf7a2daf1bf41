//! The command line: one file a command.

mod calibrate;
mod check;
mod failure;
mod interrupt;
mod overrides;
mod progress;
mod run;

use clap::{Parser, Subcommand};
use failure::Failure;
use std::process::ExitCode;

/// When does a Layer-2 chain that serves one vertical beat a chain that serves everything?
///
/// l2niche simulates user groups that choose among chains, and what chains and Ethereum make of it.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  l2niche run scenarios/specialization.toml
  l2niche check scenarios/ethereum-l2-2025.toml

Exit codes: 0 done, 2 bad usage or scenario, 3 the model failed its audit, 4 cannot write, 130 interrupted.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a scenario: all variants and replicates; tables, charts and a verdict
    Run(run::Arguments),
    /// Check a scenario and print it as the engine will run it, with what follows from it
    Check(check::Arguments),
    /// Find the unobserved quality of chains that meets observed transactions
    Calibrate(calibrate::Arguments),
}

/// Parses the command line, does what it asks for, and says how it ended.
#[must_use]
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Check(arguments) => check::check(&arguments),
        Command::Calibrate(arguments) => calibrate::calibrate(&arguments),
    };
    outcome.map_or_else(|failure| failure.report(), |()| ExitCode::SUCCESS)
}

/// Tells something on standard error. Where that cannot be read, there is nobody to tell, and the command goes on.
fn tell(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Prints to standard output; a reader that went away ends the program quietly, as other tools do.
fn print(text: &str) -> Result<(), Failure> {
    use std::io::Write;
    match std::io::stdout().write_all(text.as_bytes()).and_then(|()| std::io::stdout().flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Err(Failure::ReaderGone),
        other => other.map_err(Failure::Print),
    }
}
