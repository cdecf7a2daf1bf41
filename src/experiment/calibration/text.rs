//! A calibration as people read it: a table, and a scenario that extends the one calibrated.

use super::Calibrated;
use std::fmt::Write;

impl Calibrated {
    /// The table, the share of variance and how the search ended, each line ended.
    #[must_use]
    pub fn to_text(&self) -> String {
        let width = self.chains.iter().map(|c| c.name.len()).max().unwrap_or(0).max("chain".len());
        let mut text = format!("{:<width$} {:>14} {:>14} {:>14} {:>8}\n", "chain", "observed", "world, ξ = 0", "world with ξ", "ξ");
        for c in &self.chains {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{:<width$} {:>14.1} {:>14.1} {:>14.1} {:>8.4}", c.name, c.observed, c.without, c.with, c.quality);
        }
        let days = (self.asked.from_day, self.asked.days - 1);
        let _ = writeln!(text, "Transactions a day, mean of days {} to {}. ξ is a share of the user's benefit.", days.0, days.1);
        let misses = [false, true].map(|with| self.root_mean_square(with));
        let _ = writeln!(text, "Root mean square of ln observed − ln world: {:.3} at ξ = 0, {:.3} with ξ.", misses[0], misses[1]);
        let share = match self.variance_share() {
            Some(share) => format!("ξ carries {:.1} % of the variance of value over benefit between these chains.", 100.0 * share),
            None => "The share of variance that ξ carries is not defined: these chains do not differ.".to_owned(),
        };
        let _ = writeln!(text, "{share}");
        let (ridge, steps, runs, distance) = (self.asked.ridge, self.steps, self.runs, self.distance);
        let outcome = if self.converged { "converged" } else { "did NOT converge: take these values with care" };
        let _ = writeln!(
            text,
            "Ridge {ridge}; {outcome}, after {steps} steps and {runs} runs; the next step would change ξ by {distance:.1e}."
        );
        text
    }

    /// A scenario that extends the file `extends` (relative to where it will stand) with these values; `notes` are comment lines.
    #[must_use]
    pub fn to_scenario(&self, extends: &str, notes: &[String]) -> String {
        let mut text = String::from("# Unobserved quality, as found by `l2niche calibrate`.\n");
        for line in notes.iter().flat_map(|note| note.lines()).chain(self.to_text().lines()) {
            let _ = writeln!(text, "# {line}");
        }
        let _ = writeln!(text, "extends = {}", toml::Value::String(extends.to_owned()));
        for chain in &self.chains {
            let entries: Vec<String> = self.verticals.iter().map(|v| format!("{v} = {:?}", rounded(chain.quality))).collect();
            let _ = writeln!(text, "\n[[chain]]\nname = \"{}\"\nquality = {{ {} }}", chain.name, entries.join(", "));
        }
        text
    }
}

/// Six digits after the point: far finer than the search.
fn rounded(x: f64) -> f64 {
    // Adding 0 turns −0 into 0.
    (x * 1e6).round() / 1e6 + 0.0
}
