//! `l2niche explain`: why figures of a finished run are what they are on a day, by living through it again.

mod chain;
mod evening;
mod group;
mod overview;
mod page;

use super::failure::Failure;
use super::{print, tell};
use crate::engine::observer::DayView;
use crate::engine::run::simulate;
use crate::experiment::study::lay_out;
use crate::model::economy::Economy;
use crate::model::supply::life::Slot;
use crate::output::finished::Finished;
use crate::scenario::{Run, Scenario};
use clap::Args;
use evening::{Decision, Evening};
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  l2niche explain runs/specialization-0123456789ab
  l2niche explain results --group defi-traders
  l2niche explain results --chain base --replicate 3 --day 90

The run is lived through again up to the evening of that day, as the manifest in DIR says: same
scenario, seed and version, so that figures are those of the tables. Flows are of that one day.";

/// Arguments of `explain`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, next_line_help = true)]
pub(super) struct Arguments {
    /// Folder of a finished run
    dir: PathBuf,
    /// Variant [default: the first]
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// Replicate, from 0
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true)]
    replicate: u32,
    /// Chain to explain: its fee, users, account, capabilities and decisions
    #[arg(long, value_name = "NAME", conflicts_with = "group")]
    chain: Option<String>,
    /// User group to explain: homes, what chains are worth to it, where it acts, what it pays
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    /// Day, from 0 [default: the last]
    #[arg(long, value_name = "DAY", allow_negative_numbers = true)]
    day: Option<u32>,
}

/// What to explain.
enum About {
    Overview,
    /// By position.
    Chain(usize),
    /// By position.
    Group(usize),
}

/// Explains a day of a run.
pub(super) fn explain(arguments: &Arguments) -> Result<(), Failure> {
    let finished = Finished::open(&arguments.dir)?;
    if let Some(note) = finished.interruption() {
        tell(&format!("note: {note}; what is told is the scenario lived through again, finished replicate or not"));
    }
    if let Some(note) = finished.version_note() {
        tell(&format!("note: {note}; figures may differ"));
    }
    let scenario = Scenario::resolved("resolved_scenario", finished.resolved_scenario()).map_err(Failure::Scenario)?;
    let variant = position("variant", arguments.variant.as_deref(), scenario.variants().iter().map(|v| v.name.as_str()))?.unwrap_or(0);
    let (days, replicates) = (scenario.settings().days, scenario.settings().replicates);
    let day = below("day", arguments.day.unwrap_or(days - 1), days)?;
    let replicate = below("replicate", arguments.replicate, replicates)?;
    let run = lay_out(&scenario, variant, replicate).map_err(Failure::Scenario)?;
    let about = about(arguments, &run.epochs[0].economy)?;
    let label = format!("day {day}, variant {}, replicate {replicate}", scenario.variants()[variant].name);
    print(&relive(run, day, &label, &about)?)
}

/// Lives through the run up to `day`, and tells about its evening.
fn relive(mut run: Run, day: u32, label: &str, about: &About) -> Result<String, Failure> {
    run.plan.days = day + 1;
    let (mut decisions, mut text) = (Vec::new(), String::new());
    let mut watch = |view: &DayView<'_>| {
        decisions.extend(Decision::all(view));
        if view.day == day {
            let evening = Evening::new(view, label, &decisions);
            text = match about {
                About::Overview => overview::text(&evening),
                About::Chain(k) => chain::text(&evening, *k),
                About::Group(g) => group::text(&evening, *g),
            };
        }
    };
    simulate(&run.epochs, &run.plan, &mut watch).map_err(|error| Failure::Model(error.to_string()))?;
    Ok(text)
}

fn about(arguments: &Arguments, economy: &Economy) -> Result<About, Failure> {
    // Whoever has taken a place since is called after it, `new-1.2` after `new-1`.
    let place = arguments.chain.as_deref().map(Slot::place_of);
    let chain = position("chain", place, economy.chains.iter().map(|chain| chain.name.as_str()))?;
    let group = position("group", arguments.group.as_deref(), economy.groups.iter().map(|group| group.name.as_str()))?;
    Ok(chain.map(About::Chain).or(group.map(About::Group)).unwrap_or(About::Overview))
}

/// Position of what is asked for, if it is.
fn position<'a>(kind: &str, wanted: Option<&str>, names: impl Iterator<Item = &'a str>) -> Result<Option<usize>, Failure> {
    let names: Vec<&str> = names.collect();
    let find = |name: &str| names.iter().position(|known| *known == name).ok_or_else(|| Failure::unknown(kind, name, &names));
    wanted.map(find).transpose()
}

fn below(what: &str, wanted: u32, count: u32) -> Result<u32, Failure> {
    let fault = || Failure::Usage(format!("the run has no {what} {wanted}: allowed are 0 to {}", count - 1));
    (wanted < count).then_some(wanted).ok_or_else(fault)
}
