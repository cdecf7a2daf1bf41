//! How fast a day is: agent-days per second of the engine, as a ratio to a loop written by hand for one fixed model.
//!
//! `cargo bench --no-default-features` prints one line per case. The hand-written loop does the least that any agent-based choice model must
//! do: one uniform and one table look-up per agent and day, tables rebuilt daily. Both run in one process, in turn, on all threads; the median
//! of five ratios is the figure to quote. Last comes the calibrated world, two years of a million agents; `-- 2025` runs it alone.
//! `--profile dev` measures what `cargo run` builds.

#[path = "run/calibrated.rs"]
mod calibrated;
#[path = "../tests/support/mod.rs"]
mod support;

use l2niche::engine::run::{Epoch, Fidelity, RunPlan, simulate};
use l2niche::model::economy::{Economy, Spec};
use rand::{Rng, RngExt, SeedableRng};
use rand_distr::{Distribution, Normal};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;
use std::time::Instant;
use support::{group, like_chains, plan, vertical};

const CHAINS: usize = 10;
const AGENTS: u64 = 400_000;
const NODES: u32 = 128;
const DAYS: u32 = 60;
const ROUNDS: usize = 5;

fn main() {
    if std::env::args().all(|argument| argument != "2025") {
        ratios();
    }
    calibrated::two_years();
}

fn ratios() {
    for (name, groups, verticals) in [("one group, one vertical", 1, 1), ("eight groups, eight verticals", 8, 8)] {
        let (economy, run) = world(groups, verticals);
        let mut ratios: Vec<(f64, f64)> = (0..ROUNDS).map(|_| (engine_rate(&economy, &run), hand_written_rate())).collect();
        ratios.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
        let (engine, hand) = ratios[ROUNDS / 2];
        println!("{name}: {:.0} M agent-days/s, {:.0} M by hand, ratio {:.2}", engine / 1e6, hand / 1e6, engine / hand);
    }
}

fn world(groups: usize, verticals: usize) -> (Economy, RunPlan) {
    let mut spec: Spec = like_chains(CHAINS);
    spec.verticals = (0..verticals).map(|v| vertical(&format!("vertical-{v}"))).collect();
    spec.verticals.iter_mut().for_each(|v| v.network_strength = 0.1);
    for class in &mut spec.interop.classes {
        (class.sharing, class.friction_usd_per_month) = (0.3, 1.0);
    }
    for chain in &mut spec.chains {
        chain.focus = vec![1.0 / verticals as f64; verticals];
        chain.capacity_gas_per_s = 2e6;
    }
    let member = |g: usize| {
        let mut group = group(&format!("group-{g}"), verticals);
        (group.agents, group.attention_per_day, group.activity_sigma) = (AGENTS / groups as u64, 0.05, 0.5);
        group
    };
    spec.groups = (0..groups).map(member).collect();
    let run = RunPlan { fidelity: Fidelity::Agents, taste_nodes: NODES, ..plan(&spec, DAYS) };
    (Economy::new(spec).expect("a sound world"), run)
}

fn engine_rate(economy: &Economy, run: &RunPlan) -> f64 {
    let start = Instant::now();
    simulate(&[Epoch { from_day: 0, economy: economy.clone() }], run, &mut ()).expect("a sound run");
    (AGENTS * u64::from(DAYS)) as f64 / start.elapsed().as_secs_f64()
}

/// One group whose tastes for five attributes are normal, a switch cost, shares that feed back: nothing else.
fn hand_written_rate() -> f64 {
    const TASTES: usize = 5;
    const BLOCK: usize = 4096;
    let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
    let normal = Normal::new(0.0, 0.5).expect("a positive deviation");
    let attributes: [[f64; TASTES]; CHAINS] = std::array::from_fn(|_| std::array::from_fn(|_| normal.sample(&mut random)));
    let tastes: Vec<[f64; TASTES]> = (0..NODES).map(|_| std::array::from_fn(|_| normal.sample(&mut random))).collect();
    let mut homes: Vec<u8> = (0..AGENTS).map(|_| random.random_range(0..CHAINS as u8)).collect();
    let mut common = [0.0; CHAINS];
    let start = Instant::now();
    for day in 0..DAYS {
        let table = hand_written_table(&tastes, &attributes, &common);
        let step = |(block, homes): (usize, &mut [u8])| {
            let mut random = Xoshiro256PlusPlus::seed_from_u64(u64::from(day) << 32 | block as u64);
            let mut counts = [0u64; CHAINS];
            for (i, home) in homes.iter_mut().enumerate() {
                let node = (block * BLOCK + i) * NODES as usize / AGENTS as usize;
                let (u, row) = (random.next_u32(), &table[node * CHAINS + *home as usize]);
                *home = row.iter().map(|&t| u8::from(t <= u)).sum();
                counts[*home as usize] += 1;
            }
            counts
        };
        let parts: Vec<[u64; CHAINS]> = homes.par_chunks_mut(BLOCK).enumerate().map(step).collect();
        common = std::array::from_fn(|j| 0.5 * (1.0 + parts.iter().map(|p| p[j]).sum::<u64>() as f64 / AGENTS as f64).ln());
    }
    (AGENTS * u64::from(DAYS)) as f64 / start.elapsed().as_secs_f64()
}

fn hand_written_table<const T: usize>(
    tastes: &[[f64; T]],
    attributes: &[[f64; T]; CHAINS],
    common: &[f64; CHAINS],
) -> Vec<[u32; CHAINS - 1]> {
    let mut table = Vec::with_capacity(tastes.len() * CHAINS);
    for taste in tastes {
        let weight: [f64; CHAINS] = std::array::from_fn(|j| (common[j] + (0..T).map(|k| taste[k] * attributes[j][k]).sum::<f64>()).exp());
        for origin in 0..CHAINS {
            let part = |j: usize| weight[j] * if j == origin { 1.0 } else { (-1.5f64).exp() };
            let total: f64 = (0..CHAINS).map(part).sum();
            let mut below = 0.0;
            table.push(std::array::from_fn(|j| {
                below += part(j);
                (below / total * 4_294_967_296.0) as u32
            }));
        }
    }
    table
}
