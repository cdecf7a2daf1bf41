//! Calibration of unobserved quality: Berry's (1994) inversion with a ridge, through the whole model.
//!
//! ξ_k of every calibrated chain, the same for all verticals, minimises Σ_k (ln observed_k − ln world_k(ξ))² + λ Σ_k ξ_k², where world_k are
//! mean transactions a day of the first variant's mean field. Beside it stands the share of variance that ξ carries,
//! Var ξ/(Var ξ + Var δ°): δ°_k is what the model says by itself, the mean over users of value over benefit where ξ = 0.

mod ridge;
mod text;

use crate::engine::observer::{DayView, Grid};
use crate::engine::run::{Epoch, Fidelity, RunError, RunPlan, simulate};
use crate::model::demand::price::user_price_usd;
use crate::model::demand::utility::{Conditions, group_values};
use crate::model::economy::Economy;
use crate::model::math::ln;
use crate::model::user_group::TasteNode;
use crate::scenario::{Calibration, Faults, Scenario};
use ridge::Problem;

/// Transactions below this share of the observed count as this share: a world may have none, which has no logarithm.
const LEAST_SHARE: f64 = 1e-9;

/// Users of mean taste: what a chain is worth to them is the systematic value.
const MEAN_TASTE: TasteNode = TasteNode { activity: 1.0, benefit: 1.0, impatience: 1.0, security_usd_per_month: 0.0, agents: 1 };

/// Why a calibration could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CalibrationError {
    /// The scenario does not say what to meet.
    #[error(
        "scenario {0} has no [calibration] section: write one with transactions_per_day = {{ CHAIN = observed transactions a day, … }}"
    )]
    NoSection(String),
    /// The first variant lacks a chain.
    #[error("variant {variant}, on which the calibration runs, has no chain {chain}, whose transactions [calibration] gives")]
    NoChain {
        /// Variant.
        variant: String,
        /// Chain.
        chain: String,
    },
    /// The scenario does not hold.
    #[error("{0}")]
    Scenario(Faults),
    /// A run failed its audit.
    #[error(transparent)]
    Run(#[from] RunError),
}

/// What was found for a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibratedChain {
    /// Its name.
    pub name: String,
    /// Observed transactions a day.
    pub observed: f64,
    /// The world's transactions a day where ξ = 0.
    pub without: f64,
    /// The world's transactions a day with all ξ.
    pub with: f64,
    /// ξ: share of the user's benefit.
    pub quality: f64,
    /// δ°: systematic value over benefit where ξ = 0, mean over users and transactions; none if nobody may use the chain.
    pub systematic: Option<f64>,
}

/// What a calibration found.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibrated {
    /// Chains in the order of the section.
    pub chains: Vec<CalibratedChain>,
    /// Names of all verticals.
    pub verticals: Vec<String>,
    /// What was asked for.
    pub asked: Calibration,
    /// Steps of the search.
    pub steps: u32,
    /// Runs it took.
    pub runs: usize,
    /// Largest change of a ξ that the next step would make.
    pub distance: f64,
    /// Whether the search arrived.
    pub converged: bool,
}

impl Calibrated {
    /// Var ξ/(Var ξ + Var δ°) over calibrated chains; none if all are alike in both.
    #[must_use]
    pub fn variance_share(&self) -> Option<f64> {
        let pairs: Vec<(f64, f64)> = self.chains.iter().filter_map(|c| Some((c.quality, c.systematic?))).collect();
        let variance = |of: &dyn Fn(&(f64, f64)) -> f64| {
            let mean = pairs.iter().map(of).sum::<f64>() / pairs.len() as f64;
            pairs.iter().map(|pair| (of(pair) - mean).powi(2)).sum::<f64>()
        };
        let (xi, delta) = (variance(&|pair| pair.0), variance(&|pair| pair.1));
        (xi + delta > 0.0).then(|| xi / (xi + delta))
    }

    /// Root mean square of ln observed − ln world; with ξ, or where ξ = 0.
    #[must_use]
    pub fn root_mean_square(&self, with_quality: bool) -> f64 {
        let miss = |c: &CalibratedChain| if with_quality { c.observed.ln() - c.with.ln() } else { c.observed.ln() - c.without.ln() };
        (self.chains.iter().map(|c| miss(c).powi(2)).sum::<f64>() / self.chains.len() as f64).sqrt()
    }
}

/// Calibrates unobserved quality in the first variant of a scenario, which should have been read without factors (else they stand in the
/// middle of their ranges). ξ that the file gives calibrated chains counts for nothing; that of others stays.
///
/// # Errors
/// Without a section `[calibration]`, or if the first variant lacks one of its chains, or if a run fails its audit.
pub fn calibrate(scenario: &Scenario) -> Result<Calibrated, CalibrationError> {
    let asked = scenario.calibration().ok_or_else(|| CalibrationError::NoSection(scenario.name().to_owned()))?;
    let worlds = Worlds::new(scenario, asked)?;
    let observed: Vec<f64> = worlds.asked.transactions_per_day.iter().map(|(_, x)| *x).collect();
    let target: Vec<f64> = observed.iter().map(|x| ln(*x)).collect();
    let logs = |q: &[f64]| -> Result<Vec<f64>, CalibrationError> {
        let transactions = worlds.seen(q)?.transactions_of(&worlds.chains);
        Ok(transactions.iter().zip(&observed).map(|(x, o)| ln(x.max(o * LEAST_SHARE))).collect())
    };
    let found = Problem { model: logs, target: &target, ridge: worlds.asked.ridge }.minimise()?;
    let (none, all) = (worlds.seen(&vec![0.0; observed.len()])?, worlds.seen(&found.q)?);
    let (without, with, systematic) = (none.transactions_of(&worlds.chains), all.transactions_of(&worlds.chains), none.systematic());
    let chain = |(i, (name, observed)): (usize, &(String, f64))| CalibratedChain {
        name: name.clone(),
        observed: *observed,
        without: without[i],
        with: with[i],
        quality: found.q[i],
        systematic: systematic[worlds.chains[i]],
    };
    Ok(Calibrated {
        chains: worlds.asked.transactions_per_day.iter().enumerate().map(chain).collect(),
        verticals: worlds.epochs[0].economy.verticals.iter().map(|v| v.name.clone()).collect(),
        steps: found.steps,
        runs: found.computed + 2,
        distance: found.distance,
        converged: found.converged,
        asked: worlds.asked,
    })
}

/// Worlds that differ in unobserved quality alone.
struct Worlds {
    epochs: Vec<Epoch>,
    plan: RunPlan,
    asked: Calibration,
    /// Positions of the calibrated chains.
    chains: Vec<usize>,
}

/// What is seen of a world.
struct Seen {
    /// Mean transactions a day, `[chain][vertical]`.
    transactions: Grid,
    /// Fees of the last day, USD, `[chain][vertical]`.
    fee_usd: Grid,
    /// Apps of the last day, `[chain][vertical]`.
    apps: Grid,
    /// The economy of the last day.
    economy: Option<Economy>,
}

impl Worlds {
    fn new(scenario: &Scenario, asked: Calibration) -> Result<Self, CalibrationError> {
        let run = scenario.run(0, 0, &[]).map_err(CalibrationError::Scenario)?;
        let known = &run.epochs[0].economy.chains;
        let position = |(name, _): &(String, f64)| {
            let missing = || CalibrationError::NoChain { variant: scenario.variants()[0].name.clone(), chain: name.clone() };
            known.iter().position(|chain| &chain.name == name).ok_or_else(missing)
        };
        let chains = asked.transactions_per_day.iter().map(position).collect::<Result<_, _>>()?;
        let plan = RunPlan { days: asked.days, fidelity: Fidelity::MeanField, ..run.plan };
        Ok(Self { epochs: run.epochs, plan, asked, chains })
    }

    /// The epochs with unobserved quality `q` of the calibrated chains.
    fn with_quality(&self, q: &[f64]) -> Vec<Epoch> {
        let epoch = |epoch: &Epoch| {
            let mut spec = (*epoch.economy).clone();
            for (&chain, &q) in self.chains.iter().zip(q) {
                spec.chains[chain].quality = vec![q; spec.verticals.len()];
            }
            let economy = Economy::new(spec).expect("quality breaks no rule that the economy kept");
            Epoch { from_day: epoch.from_day, economy }
        };
        self.epochs.iter().map(epoch).collect()
    }

    fn seen(&self, q: &[f64]) -> Result<Seen, RunError> {
        let epochs = self.with_quality(q);
        let shape = (epochs[0].economy.chains.len(), epochs[0].economy.verticals.len());
        let none = Grid::zeros(shape.0, shape.1);
        let mut seen = Seen { transactions: none.clone(), fee_usd: none.clone(), apps: none, economy: None };
        let days = f64::from(self.asked.days - self.asked.from_day);
        simulate(&epochs, &self.plan, &mut |view: &DayView<'_>| {
            if view.day >= self.asked.from_day {
                let sums = seen.transactions.cells_mut().iter_mut();
                sums.zip(view.today.transactions.cells()).for_each(|(sum, x)| *sum += x / days);
            }
            if view.day + 1 == self.asked.days {
                (seen.fee_usd, seen.economy) = (view.today.fee_usd.clone(), Some(view.economy.clone()));
                seen.apps = view.today.apps.clone();
            }
        })?;
        Ok(seen)
    }
}

impl Seen {
    fn transactions_of(&self, chains: &[usize]) -> Vec<f64> {
        chains.iter().map(|&k| self.transactions.row(k).iter().sum()).collect()
    }

    /// δ°: value to users of mean taste over benefit, weighted by users × transactions at no fee over groups that may use the chain and their
    /// verticals, at the last day's fees and the liquidity at which the days compared would rest, `[chain]`.
    fn systematic(&self) -> Vec<Option<f64>> {
        let Some(economy) = &self.economy else { return vec![] };
        let (n, verticals) = (economy.chains.len(), &economy.verticals);
        let mut liquidity = self.transactions.clone();
        (0..n).for_each(|k| liquidity.row_mut(k).iter_mut().zip(verticals).for_each(|(x, v)| *x *= v.tx_value_usd));
        let mut burden = self.fee_usd.clone();
        for k in 0..n {
            let of =
                |(v, x): (usize, &mut f64)| *x = verticals[v].fee_burden_usd(user_price_usd(economy, k, v, *x, economy.ordering_usd(k, v)));
            burden.row_mut(k).iter_mut().enumerate().for_each(of);
        }
        let conditions = Conditions {
            burden_usd: &burden,
            liquidity_usd_per_day: &liquidity,
            apps: &self.apps,
            latency_s: &economy.latency_s,
            trust: &economy.standing.trust,
        };
        let mut sums = vec![(0.0, 0.0); n];
        for (g, group) in economy.groups.iter().enumerate() {
            for values in group_values(economy, g, &conditions) {
                let Some(use_) = group.uses[values.vertical] else { continue };
                let weight = group.users * use_.transactions_per_month;
                for (k, sum) in sums.iter_mut().enumerate().filter(|(k, _)| economy.allowed[g][*k]) {
                    sum.0 += weight * values.value(&MEAN_TASTE, k) / use_.benefit_usd_per_month;
                    sum.1 += weight;
                }
            }
        }
        sums.into_iter().map(|(sum, weight)| (weight > 0.0).then(|| sum / weight)).collect()
    }
}
