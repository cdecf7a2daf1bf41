//! How near the shipped worlds come to the real ones: a report, printed by `cargo test --test bands -- --nocapture`.
//!
//! A band that is missed is printed with the suspected reason and fails nothing; a band listed as `MET` that is missed again fails, so that a
//! change of the model or of a file does not lose it unseen. Runs are in mean field without draws of factors, so nothing here is a statistical
//! test: what is left of chance are the daily shocks of the file's own seed.

mod dencun;
mod watch;
mod year;
