//! Is it right: the model's closed forms, through the public engine.

mod support;

use l2niche::engine::run::Fidelity;
use support::{like_chains, plan, run, shares};

#[test]
fn without_network_and_costs_shares_are_softmax() {
    let mut spec = like_chains(3);
    spec.groups[0].security_usd_per_month = 2.0;
    spec.chains[1].proof_stage = l2niche::model::supply::chain::ProofStage::Stage0;
    spec.chains[2].proof_stage = l2niche::model::supply::chain::ProofStage::Stage2;
    let weights = [0.75f64, 0.5, 0.95].map(|s| (2.0 * s).exp());
    let total: f64 = weights.iter().sum();
    let p = plan(&spec, 3);
    let last = run(spec.clone(), &p).pop().unwrap();
    for (share, weight) in shares(&last).iter().zip(weights) {
        assert!((share - weight / total).abs() < 1e-12, "{share} {}", weight / total);
    }
    // Agents: binomial noise, sd ≤ 0.0016 at 100,000 agents; six of them are exceeded with probability below 1e-8.
    let agents = l2niche::engine::run::RunPlan { fidelity: Fidelity::Agents, ..p };
    let last = run(spec, &agents).pop().unwrap();
    for (share, weight) in shares(&last).iter().zip(weights) {
        assert!((share - weight / total).abs() < 0.01, "{share} {}", weight / total);
    }
}
