//! Who decides on a programme, when, and who gets the budget.

use crate::support::*;
use crate::tokens::programme;
use l2niche::engine::observer::{ProgrammeVerdict, Today};
use l2niche::model::economy::Spec;
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::supply::governance::{Governance, GovernanceForm};
use l2niche::model::units::MicroUsd;

const PROPOSALS: usize = 2000;
const LAG: f64 = 10.0;
const DELAY: f64 = 25.0;

fn dao() -> Governance {
    Governance {
        form: GovernanceForm::Dao,
        lag_days: LAG,
        drawn_lag_days: DELAY,
        pass_probability: 0.7,
        turnout_cost_usd: 500.0,
        capture_probability: 0.3,
    }
}

/// A chain with many small programmes, all proposed on day 0.
fn proposals(governance: Governance) -> Spec {
    let mut spec = like_chains(1);
    spec.chains[0].policy.governance = governance;
    spec.systems.programmes = (0..PROPOSALS).map(|i| programme(&format!("proposal-{i}"), 1, 10.0)).collect();
    spec
}

fn verdicts(days: &[Today]) -> Vec<(usize, ProgrammeVerdict)> {
    days.iter().enumerate().flat_map(|(day, today)| today.systems.verdicts.iter().map(move |v| (day, v.clone()))).collect()
}

/// Of 2000 proposals all but a vanishing part are decided within 400 days (P(Exp(25) > 389) < 2e-7 each). Shares passed and, of those,
/// captured, and the mean delay are within 4.4 standard errors of their laws: false alarm 1e-5 each, and the seed is fixed. ⌈x⌉ of an
/// exponential with mean m has the mean 1/(1 − e^{−1/m}).
#[test]
fn votes_follow_their_laws() {
    let spec = proposals(dao());
    let days = run(spec.clone(), &plan(&spec, 400));
    let verdicts = verdicts(&days);
    assert_eq!(verdicts.len(), PROPOSALS);
    assert!(verdicts.iter().all(|(day, v)| *day == v.decision.lag_days as usize));
    let near = |name: &str, found: f64, expected: f64, error: f64| {
        assert!((found - expected).abs() < 4.4 * error, "{name}: {found} against {expected} ± {error}");
    };
    let n = PROPOSALS as f64;
    let passed = verdicts.iter().filter(|(_, v)| v.decision.passed).count() as f64;
    near("passed", passed / n, 0.7, (0.7 * 0.3 / n).sqrt());
    let captured = verdicts.iter().filter(|(_, v)| v.decision.captured).count() as f64;
    near("captured", captured / passed, 0.3, (0.3 * 0.7 / passed).sqrt());
    let delay = verdicts.iter().map(|(_, v)| f64::from(v.decision.lag_days) - LAG).sum::<f64>() / n;
    near("delay", delay, 1.0 / (1.0 - (-1.0 / DELAY).exp()), DELAY / n.sqrt());
    let to_insiders: MicroUsd = days.iter().map(|d| paid_between(d, |_, to| to == Account::Insiders, FlowKind::Capture)).sum();
    let to_users: MicroUsd = days.iter().map(|d| paid_between(d, |_, _| true, FlowKind::Incentives)).sum();
    assert_eq!((to_insiders, to_users), (MicroUsd::from_usd(10.0 * captured), MicroUsd::from_usd(10.0 * (passed - captured))));
    let votes: MicroUsd = days.iter().map(|d| paid_between(d, |from, _| from == Account::TokenHolders, FlowKind::Governance)).sum();
    assert_eq!(votes, MicroUsd::from_usd(500.0 * n), "holders pay for votes that fail too");
}

/// Chance belongs to the proposal: whoever decides faces the same, so a surer vote passes all that a less sure one does.
#[test]
fn what_passes_a_hard_vote_passes_an_easy_one() {
    let passed = |probability: f64| -> Vec<usize> {
        let spec = proposals(Governance { pass_probability: probability, drawn_lag_days: 0.0, ..dao() });
        let days = run(spec.clone(), &plan(&spec, 12));
        verdicts(&days).into_iter().filter(|(_, v)| v.decision.passed).map(|(_, v)| v.programme).collect()
    };
    let (hard, easy) = (passed(0.3), passed(0.6));
    assert!(hard.iter().all(|i| easy.contains(i)) && hard.len() < easy.len());
}

/// A company passes what it proposes after its own lag, and pays no vote.
#[test]
fn a_company_decides_everything_after_its_lag() {
    let spec = proposals(Governance { form: GovernanceForm::Company, ..dao() });
    let days = run(spec.clone(), &plan(&spec, 12));
    let verdicts = verdicts(&days);
    assert_eq!(verdicts.len(), PROPOSALS);
    assert!(verdicts.iter().all(|(day, v)| *day == 10 && v.decision.passed && !v.decision.captured && v.vote_usd == 0.0));
}

/// A captured budget is lost to users: they live and earn as if there were no programme, and the treasury pays all the same.
#[test]
fn a_captured_budget_moves_nobody() {
    let mut spec = like_chains(2);
    spec.groups[0].attention_per_day = 0.1;
    let days = |spec: &Spec| run(spec.clone(), &plan(spec, 60));
    let without = days(&spec);
    spec.systems.programmes = vec![programme("boost", 30, 3e7)];
    let with = days(&spec);
    spec.chains[0].policy.governance = Governance { form: GovernanceForm::Dao, capture_probability: 1.0, ..Governance::default() };
    let captured = days(&spec);
    assert!(without.iter().zip(&captured).all(|(a, b)| a.homes == b.homes && a.transactions == b.transactions));
    let paid = |days: &[Today]| days.iter().map(|d| d.accounts[0].systems).sum::<MicroUsd>();
    assert_eq!((paid(&without), paid(&captured)), (MicroUsd::ZERO, paid(&with)));
    assert!(shares(&with[29])[0] > shares(&without[29])[0] + 0.05);
}
