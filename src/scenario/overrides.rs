//! What the command line changes in a scenario.

use crate::engine::run::Fidelity;

/// What the command line changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Overrides {
    /// `PATH=VALUE` items, in order.
    pub set: Vec<String>,
    /// Days to simulate.
    pub days: Option<u32>,
    /// Replicates.
    pub replicates: Option<u32>,
    /// Seed of all random numbers.
    pub seed: Option<u64>,
    /// Agents per user, of groups without a scale of their own.
    pub scale: Option<f64>,
    /// Representation of the population.
    pub fidelity: Option<Fidelity>,
    /// Names of the variants to run, with the first; all if empty.
    pub variants: Vec<String>,
    /// Whether factors are drawn; otherwise the scenario's own values hold.
    pub factors: bool,
}

impl Default for Overrides {
    fn default() -> Self {
        let (set, variants) = (vec![], vec![]);
        Self { set, days: None, replicates: None, seed: None, scale: None, fidelity: None, variants, factors: true }
    }
}

impl Overrides {
    /// Flags that stand for paths: flag, path and value.
    pub(super) fn flags(&self) -> Vec<(&'static str, &'static str, String)> {
        let flags = [
            ("--days", "simulation.days", self.days.map(|x| x.to_string())),
            ("--replicates", "simulation.replicates", self.replicates.map(|x| x.to_string())),
            ("--seed", "simulation.seed", self.seed.map(|x| x.to_string())),
            ("--scale", "simulation.scale", self.scale.map(|x| format!("{x:?}"))),
            ("--fidelity", "simulation.fidelity", self.fidelity.map(|x| x.name().to_owned())),
        ];
        flags.into_iter().filter_map(|(flag, path, value)| Some((flag, path, value?))).collect()
    }
}
