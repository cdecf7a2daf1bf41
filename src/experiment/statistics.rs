//! What replicates say about a quantity: its mean and how sure that is, what moves it, whether the start decides it.

mod estimate;
mod line;
mod regime;
mod sensitivity;
mod starts;
mod worlds;

pub use estimate::{CONFIDENCE, Estimate, Interval, Sign, Spread, paired_differences, quantile};
pub use line::{Crossing, FittedLine, sign_flip};
pub use regime::{FEWEST_WORLDS, Height, Surface};
pub use sensitivity::{FactorEffect, factor_effects};
pub use starts::{StartDependence, start_dependence};
pub use worlds::{Additive, wilson};

/// Rate at which a test may find an effect where there is none: 5 % per question asked.
pub const ERROR_RATE: f64 = 0.05;
