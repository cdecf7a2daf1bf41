//! The command line: one file a command.

mod calibrate;
mod check;
mod dictionary;
mod explain;
mod failure;
mod interrupt;
mod labels;
mod new;
mod overrides;
mod pictures;
mod plot;
mod progress;
mod run;
mod schema;
mod shell;

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
  l2niche new mine && l2niche run mine.toml
  l2niche run scenarios/specialization.toml
  l2niche check scenarios/ethereum-l2-2025.toml

Exit codes: 0 done, 2 bad usage or scenario, 3 our defect, 4 cannot write, 130 interrupted.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a scenario: all variants and replicates; tables, charts and a verdict
    Run(run::Arguments),
    /// Check a scenario and print it as the engine will run it, with what follows from it
    Check(check::Arguments),
    /// Explain a day of a finished run: why people live where they do, and what chains earn
    Explain(explain::Arguments),
    /// Draw the charts of a finished run again, from its tables
    Plot(plot::Arguments),
    /// Find the unobserved quality of chains that meets observed transactions
    Calibrate(calibrate::Arguments),
    /// Write a commented scenario to begin with
    New(new::Arguments),
    /// Print the scenario language as a JSON Schema, for editors and validators
    Schema(schema::Arguments),
    /// Print what every table and column of the results says
    Dictionary(dictionary::Arguments),
    /// Print completions for a shell
    Completions(shell::Completions),
    /// Write manual pages
    Man(shell::Man),
}

/// Parses the command line, does what it asks for, and says how it ended.
#[must_use]
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Check(arguments) => check::check(&arguments),
        Command::Explain(arguments) => explain::explain(&arguments),
        Command::Plot(arguments) => plot::plot(&arguments),
        Command::Calibrate(arguments) => calibrate::calibrate(&arguments),
        Command::New(arguments) => new::new(&arguments),
        Command::Schema(schema::Arguments {}) => schema::print_schema(),
        Command::Dictionary(arguments) => dictionary::print_dictionary(&arguments),
        Command::Completions(arguments) => shell::completions(&arguments),
        Command::Man(arguments) => shell::man(&arguments),
    };
    outcome.map_or_else(|failure| failure.report(), |()| ExitCode::SUCCESS)
}

/// Threads to use where nobody says how many.
fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
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
