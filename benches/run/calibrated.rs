//! The calibrated world at a million agents: seconds of two years, and bytes of an agent.

use l2niche::engine::run::simulate;
use l2niche::scenario::{Overrides, Run, Scenario};
use std::time::Instant;

const DAYS: u32 = 730;
const AGENTS: u64 = 1_000_000;

/// Runs the calibrated world for two years, first with few agents, then with a million, and prints what either takes. Peak memory never
/// falls within a process, so the small world comes first.
pub(crate) fn two_years() {
    let [small, large] = [AGENTS / 4, AGENTS].map(|agents| {
        let run = with_agents(agents);
        let (agents, clock, work) = (agents_of(&run), Instant::now(), processor_seconds());
        simulate(&run.epochs, &run.plan, &mut ()).expect("a sound run");
        let (seconds, work) = (clock.elapsed().as_secs_f64(), processor_seconds() - work);
        let peak = peak_bytes();
        println!("2025, {agents} agents, {DAYS} days: {seconds:.2} s, {work:.2} processor seconds, peak {:.0} MB", peak / 1e6);
        (agents as f64, peak)
    });
    println!("2025: {:.1} bytes an agent", (large.1 - small.1) / (large.0 - small.0));
}

/// The world's first variant without draws, its scale such that it has nearly that many agents. Some groups have a scale of their own.
fn with_agents(agents: u64) -> Run {
    let [at_one, at_two] = [0.01, 0.02].map(|scale| agents_of(&read(scale)) as f64);
    let slope = (at_two - at_one) / 0.01;
    read(0.01 + (agents as f64 - at_one) / slope)
}

fn read(scale: f64) -> Run {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/ethereum-l2-2025.toml");
    let overrides = Overrides { days: Some(DAYS), scale: Some(scale), factors: false, ..Overrides::default() };
    let scenario = Scenario::load(path.as_ref(), &overrides).unwrap_or_else(|faults| panic!("{faults}"));
    scenario.run(0, 0, &[]).unwrap_or_else(|faults| panic!("{faults}"))
}

fn agents_of(run: &Run) -> u64 {
    run.epochs[0].economy.groups.iter().map(|group| group.agents).sum()
}

/// Time of all processors spent on this process; 0 where the system does not say.
fn processor_seconds() -> f64 {
    let Ok(text) = std::fs::read_to_string("/proc/self/stat") else { return 0.0 };
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    // User and system time, in hundredths of a second.
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Most memory this process held; 0 where the system does not say.
fn peak_bytes() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) * 1024.0
}
