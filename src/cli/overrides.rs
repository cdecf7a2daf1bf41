//! Flags that change a scenario, shared by commands.

use crate::engine::run::Fidelity;
use crate::scenario::Overrides;
use clap::{Args, ValueEnum};

/// Flags that change a scenario.
#[derive(Clone, Debug, Args)]
pub(super) struct ScenarioFlags {
    /// Set a parameter, such as chain.base.fixed_cost_usd_per_year=2e6; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Days to simulate; warm-up becomes at most half of them
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    days: Option<u32>,
    /// Repetitions; more of them only add rows
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    replicates: Option<u32>,
    /// Seed of all random numbers
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Agents per user
    #[arg(long, value_name = "X", allow_negative_numbers = true, value_parser = finite)]
    scale: Option<f64>,
    /// Run this variant, and the first, only; may be repeated
    #[arg(long = "variant", value_name = "NAME")]
    variants: Vec<String>,
    /// Draw uncertain assumptions, or show chance alone
    #[arg(long, value_enum, default_value_t = Switch::On)]
    factors: Switch,
    /// Individual agents, or their expected flows
    #[arg(long, value_name = "agents|mean-field", value_parser = fidelity)]
    fidelity: Option<Fidelity>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Switch {
    On,
    Off,
}

impl ScenarioFlags {
    /// As the scenario layer takes them.
    pub(super) fn overrides(&self) -> Overrides {
        Overrides {
            set: self.set.clone(),
            days: self.days,
            replicates: self.replicates,
            seed: self.seed,
            scale: self.scale,
            fidelity: self.fidelity,
            variants: self.variants.clone(),
            factors: matches!(self.factors, Switch::On),
        }
    }
}

fn finite(text: &str) -> Result<f64, String> {
    text.parse::<f64>().ok().filter(|x| x.is_finite()).ok_or_else(|| "a finite number is expected".to_owned())
}

fn fidelity(name: &str) -> Result<Fidelity, String> {
    Fidelity::from_name(name).ok_or_else(|| format!("allowed: {}", Fidelity::ALL.map(Fidelity::name).join(", ")))
}
