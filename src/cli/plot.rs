//! `l2niche plot`: the charts of a finished run drawn again from its tables, without simulating.

use super::failure::Failure;
use super::labels::gallery;
use super::pictures::chart_files;
use super::run::shown_path;
use super::{print, processors, tell};
use crate::experiment::gathered::Gathered;
use crate::experiment::study::RunResult;
use crate::experiment::verdict::Verdict;
use crate::metrics::digest::of_bytes;
use crate::metrics::recorder::RunKeys;
use crate::output::finished::{Finished, TablesReader};
use crate::output::gallery::{Drawing, Gallery, Omission};
use crate::output::redraw::write_files;
use crate::scenario::Scenario;
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  l2niche plot runs/specialization-0123456789ab
  l2niche plot results --only verdict --out figures

Charts go to DIR/charts; a file there is replaced only if it is the chart that the run drew.
Nothing else in DIR is changed, its manifest included.";

/// Arguments of `plot`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, next_line_help = true)]
pub(super) struct Arguments {
    /// Folder of a finished run
    dir: PathBuf,
    /// Draw one chart only, such as users
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Folder for the charts [default: DIR/charts]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Replace files that are not the charts that the run drew
    #[arg(long)]
    force: bool,
}

/// Draws the charts again.
pub(super) fn plot(arguments: &Arguments) -> Result<(), Failure> {
    let run = Finished::open(&arguments.dir)?;
    if let Some(why) = run.interruption() {
        return Err(Failure::Usage(format!("{}: {why}, and charts need all of them; run the scenario again", run.path().display())));
    }
    if let Some(note) = run.version_note() {
        tell(&format!("note: {note}; charts may differ"));
    }
    let scenario = Scenario::resolved("resolved_scenario", run.resolved_scenario()).map_err(Failure::Scenario)?;
    let (gallery, verdict) = reread(&run, &scenario)?;
    let (drawings, omissions) = gallery.draw(&verdict)?;
    let drawings = match &arguments.only {
        Some(name) => vec![select(name, drawings, &omissions)?],
        None => drawings,
    };
    let files = chart_files(drawings, processors())?;
    let own = run.path().join("charts");
    let folder = arguments.out.as_ref().unwrap_or(&own);
    let drawn = |name: &str| run.checksum(&format!("charts/{name}"));
    write_files(folder, &files, drawn, arguments.force)?;
    let report = report(&files, drawn);
    print(&format!("{report}\nCharts in {}\n", shown_path(folder)))
}

/// What charts and verdict need, from the tables.
fn reread(run: &Finished, scenario: &Scenario) -> Result<(Gallery, Verdict), Failure> {
    let mut gallery = gallery(scenario, &scenario.middle().map_err(Failure::Scenario)?);
    let mut gathered = Gathered::new(scenario);
    let variants = scenario.variants();
    let keys = |replicate: u32| variants.iter().map(move |variant| RunKeys { variant: variant.name.clone(), replicate });
    let mut reader = TablesReader::open(run, &Gallery::tables(), (0..scenario.settings().replicates).flat_map(keys).collect())?;
    for variant in (0..variants.len()).cycle() {
        let Some(tables) = reader.next_run()? else { break };
        let draws = if variant == 0 { reader.next_draws() } else { Vec::new() };
        gallery.add(variant, &tables);
        gathered.add(&RunResult { variant, replicate: tables.keys.replicate, tables, draws });
    }
    Ok((gallery, Verdict::new(gathered.finish())))
}

/// The chart of this name.
fn select(name: &str, drawings: Vec<Drawing>, omissions: &[Omission]) -> Result<Drawing, Failure> {
    if let Some(omission) = omissions.iter().find(|omission| omission.name == name) {
        return Err(Failure::Usage(format!("this run has no chart `{name}`: {}", omission.why)));
    }
    let names: Vec<&str> = drawings.iter().map(|drawing| drawing.name).collect();
    match drawings.iter().position(|drawing| drawing.name == name) {
        Some(position) => Ok(drawings.into_iter().nth(position).expect("its position")),
        None => Err(Failure::unknown("chart", name, &names)),
    }
}

/// How many charts are those that the run drew, by the checksums of its manifest.
fn report<'a>(files: &[(String, Vec<u8>)], drawn: impl Fn(&str) -> Option<&'a str>) -> String {
    let (mut same, mut changed, mut new) = (0, Vec::new(), 0);
    for chart in files.chunks(2) {
        let checksums: Vec<_> = chart.iter().map(|(name, _)| drawn(name)).collect();
        if checksums.iter().all(Option::is_none) {
            new += 1;
        } else if chart.iter().zip(checksums).all(|((_, content), checksum)| checksum == Some(&*of_bytes(content).to_string())) {
            same += 1;
        } else {
            changed.push(chart[0].0.trim_end_matches(".svg"));
        }
    }
    let count = files.len() / 2;
    let which = if changed.is_empty() { String::new() } else { format!(" ({})", changed.join(", ")) };
    let charts = if count == 1 { "chart" } else { "charts" };
    format!("{count} {charts} drawn: {same} the same as the run's, {} changed{which}, {new} that the run did not draw", changed.len())
}
