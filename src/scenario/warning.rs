//! Warnings: what a scenario does that its author may not have meant, each with its cause and what to do about it. Nothing is wrong in it, and
//! it runs.

use crate::engine::run::{Epoch, Fidelity};
use crate::model::economy::Economy;
use crate::model::supply::life::Slot;
use crate::scenario::{Faults, Run, Scenario};

/// Agents of a group below which chance alone moves a share of one half by more than five percentage points (one standard deviation).
const FEW_AGENTS: u64 = 100;
/// Replicates beyond one a factor that a least-squares fit over all factors needs.
const SPARE: usize = 4;
/// Share of an account's turnover from which on it is told that rounding may have made it.
const MUCH_ROUNDING: f64 = 1e-3;

/// Something to know before trusting a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Kind, stable: `few-agents`, `idle-factor`, `few-replicates`, `unusable-chain`, `audit-rounding`.
    pub kind: &'static str,
    /// What is the matter.
    pub cause: String,
    /// What to do about it.
    pub remedy: String,
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "warning: {}\n  = help: {}", self.cause, self.remedy)
    }
}

/// All warnings of a scenario, over the variants that are run, of which `middle` are the [runs with all factors in the middle](Scenario::middle).
///
/// # Errors
/// As [`Scenario::run`].
pub fn warnings(scenario: &Scenario, middle: &[Run]) -> Result<Vec<Warning>, Faults> {
    let mut found = Vec::new();
    for run in middle {
        let economy = &run.epochs[0].economy;
        let at_work = few_agents(scenario, economy).into_iter().chain(unusable_chains(run));
        for warning in at_work {
            if !found.contains(&warning) {
                found.push(warning);
            }
        }
    }
    found.extend(few_replicates(scenario));
    found.extend(idle_factors(scenario)?);
    Ok(found)
}

/// The warning after a run whose books are audited in whole micro-dollars: `accounts` and the largest share of what each pays and receives
/// that rounding may have made; `None` if it is below a thousandth in all of them.
#[must_use]
pub fn audit_rounding<'a>(accounts: impl Iterator<Item = (&'a str, f64)>) -> Option<Warning> {
    let moved: Vec<(&str, f64)> = accounts.filter(|(_, share)| *share >= MUCH_ROUNDING).collect();
    let (account, share) = moved.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let others = match moved.len() - 1 {
        0 => String::new(),
        others => format!(", and likewise of {others} other account{}", if others == 1 { "" } else { "s" }),
    };
    Some(Warning {
        kind: "audit-rounding",
        cause: format!(
            "books are kept in whole micro-dollars: rounding may have made up to {:.2} % of what `{account}` paid and received{others}",
            100.0 * share.min(1.0)
        ),
        remedy:
            "trust no differences of money of that size, or state more users or larger prices, so that a day's payments are above USD 0.001"
                .into(),
    })
}

fn few_agents(scenario: &Scenario, economy: &Economy) -> Vec<Warning> {
    if scenario.settings().fidelity != Fidelity::Agents {
        return vec![];
    }
    let warn = |group: &crate::model::user_group::Group| Warning {
        kind: "few-agents",
        cause: format!(
            "group `{}` is {} agents: by chance alone a share of one half of it moves by {:.0} percentage points",
            group.name,
            group.agents,
            50.0 / (group.agents as f64).sqrt()
        ),
        remedy: format!("raise simulation.scale or group.{}.scale, or run with --fidelity mean-field", group.name),
    };
    economy.groups.iter().filter(|group| group.agents < FEW_AGENTS).map(warn).collect()
}

/// Chains that no group may use on any day, and that carry no other chain.
fn unusable_chains(run: &Run) -> Vec<Warning> {
    let chains = &run.epochs[0].economy.chains;
    let used = |k: usize| run.epochs.iter().any(|epoch| epoch.economy.allowed.iter().any(|group| group[k]));
    let carries = |k: usize| chains.iter().any(|chain| chain.parent.is_some_and(|parent| parent.index() == k));
    let warn = |name: &str| Warning {
        kind: "unusable-chain",
        cause: format!("chain `{name}` has no users: every group requires capabilities that it has not"),
        remedy: format!("give chain.{name}.capabilities what group.NAME.requires names, or remove the chain"),
    };
    // Places for newcomers are called after their blueprint.
    let name = |k: usize| chains[k].life.slot.and_then(|_| Slot::parts(&chains[k].name)).map_or(chains[k].name.as_str(), |(name, _)| name);
    let mut names: Vec<&str> = (0..chains.len()).filter(|&k| !used(k) && !carries(k)).map(name).collect();
    names.dedup();
    names.into_iter().map(warn).collect()
}

fn few_replicates(scenario: &Scenario) -> Option<Warning> {
    let (replicates, factors) = (scenario.settings().replicates as usize, scenario.factors().len());
    (factors > 0 && replicates > 1 && replicates < factors + SPARE).then(|| Warning {
        kind: "few-replicates",
        cause: format!("{replicates} replicates cannot tell {factors} factors apart: no factor will be found to flip a claim"),
        remedy: format!("run at least {} replicates, or with --factors off", factors + SPARE),
    })
}

/// Factors whose lowest and highest draw make the same world in every variant.
fn idle_factors(scenario: &Scenario) -> Result<Vec<Warning>, Faults> {
    let factors = scenario.factors();
    let mut idle = Vec::new();
    for (i, factor) in factors.iter().enumerate() {
        let world = |variant: usize, u: f64| {
            let draw: Vec<f64> = (0..factors.len()).map(|j| if i == j { u } else { 0.5 }).collect();
            scenario.run(variant, 0, &draw)
        };
        let mut moves = false;
        for variant in 0..scenario.variants().len() {
            let (low, high) = (world(variant, 0.0)?, world(variant, 1.0)?);
            let is_same = |(a, b): (&Epoch, &Epoch)| a.economy.stated() == b.economy.stated();
            moves = low.plan != high.plan || !low.epochs.iter().zip(&high.epochs).all(is_same);
            if moves {
                break;
            }
        }
        if !moves {
            idle.push(Warning {
                kind: "idle-factor",
                cause: format!("factor `{}` changes nothing: {} is set anew by every variant or by a later factor, or is 0 and multiplied", factor.name, factor.path),
                remedy: "remove the factor, or let variants scale what it draws instead of setting it; a factor with apply = \"scale\" needs a value other than 0".into(),
            });
        }
    }
    Ok(idle)
}
