#[path = "../tests/support/mod.rs"]
mod support;
use l2niche::engine::run::{Epoch, Fidelity, RunPlan, simulate};
use l2niche::model::economy::Economy;
use support::*;
fn main() {
    let mut spec = like_chains(13);
    spec.verticals = (0..8).map(|v| vertical(&format!("v{v}"))).collect();
    for v in &mut spec.verticals {
        v.network_strength = 0.1;
    }
    let mut i = spec.interop.clone();
    for c in &mut i.classes {
        c.sharing = 0.3;
        c.friction_usd_per_month = 1.0;
    }
    spec.interop = i;
    for c in &mut spec.chains {
        c.focus = vec![0.125; 8];
        c.capacity_gas_per_s = 2e6;
    }
    spec.groups = (0..8)
        .map(|g| {
            let mut x = group(&format!("g{g}"), 8);
            x.agents = 12_500;
            x.attention_per_day = 0.03;
            for v in 0..8 {
                if (v + g) % 8 > 2 {
                    x.uses[v] = None;
                }
            }
            x.activity_sigma = 0.5;
            x
        })
        .collect();
    let p = RunPlan { fidelity: Fidelity::Agents, taste_nodes: 32, ..plan(&spec, 365) };
    let economy = Economy::new(spec).unwrap();
    let t = std::time::Instant::now();
    simulate(&[Epoch { from_day: 0, economy }], &p, &mut ()).unwrap();
    println!("{:?} for 365 days", t.elapsed());
}
