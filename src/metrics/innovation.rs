//! Experiments, incidents and diffusion: what happened when, and what is read off a day.

use crate::engine::observer::{Cause, DayView, Happening};
use crate::metrics::measure::Measure;
use crate::metrics::table::Cell;
use crate::metrics::totals::ratio;
use crate::model::units::MicroUsd;

/// Experiments of all chains.
pub(super) const EXPERIMENTS: Measure = Measure::flow("experiments", "experiments", "experiments made by all chains", |d| {
    d.today.systems.innovation.experiments.iter().map(|n| f64::from(*n)).sum()
});

/// Assets taken by incidents.
pub(super) const INCIDENT_LOSSES: Measure =
    Measure::flow("incident_losses_usd", "USD", "assets lost in incidents, before treasuries and insurance paid for some of it", |d| {
        d.today.systems.innovation.happenings.iter().map(|h| h.lost).sum::<MicroUsd>().usd()
    });

/// Trust in chains.
pub(super) const MEAN_TRUST: Measure =
    Measure::stock("mean_trust", "1", "trust in open chains, plain mean; 1 is full", |d| mean(open(d).map(|k| d.today.trust[k])));

/// Levels of capabilities.
pub(super) const MEAN_LEVEL: Measure = Measure::stock(
    "mean_level",
    "1",
    "level of capabilities, plain mean over open chains and capabilities; 1 where nothing needs any",
    |d| if d.economy.capabilities.is_empty() { 1.0 } else { mean(open(d).flat_map(|k| d.economy.levels[k].iter().copied())) },
);

fn open<'a>(day: &'a DayView<'_>) -> impl Iterator<Item = usize> + 'a {
    day.economy.standing.live.iter().enumerate().filter(|(_, live)| **live).map(|(k, _)| k)
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    ratio(sum, count)
}

/// Experiments that the chain at position `k` made.
pub(super) fn experiments_of(day: &DayView<'_>, k: usize) -> f64 {
    day.today.systems.innovation.experiments.get(k).copied().unwrap_or(0).into()
}

/// Assets lost in incidents on the chain at position `k`, USD.
pub(super) fn incident_loss_usd(day: &DayView<'_>, k: usize) -> f64 {
    day.today.systems.innovation.happenings.iter().filter(|h| h.chain == k).map(|h| h.lost).sum::<MicroUsd>().usd()
}

/// Rows of the day's successes, arrivals and incidents.
pub(super) fn incidents(view: &DayView<'_>) -> Vec<Vec<Cell>> {
    view.today.systems.innovation.happenings.iter().map(|happening| row(view, happening)).collect()
}

fn row(view: &DayView<'_>, h: &Happening) -> Vec<Cell> {
    let name = |k: usize| view.economy.chains[k].name.as_str();
    let (cause, capability) = match h.cause {
        Cause::Experiment(c) => ("experiment", view.economy.capabilities[c].name.as_str()),
        Cause::Planned(i) => (view.economy.systems.incidents[i].name.as_str(), ""),
    };
    let texts = [name(h.chain), h.what.name(), capability, name(h.origin), cause].map(Cell::from);
    let figures = [h.severity, h.lost.usd(), h.compensated.usd(), h.trust, h.level.unwrap_or(f64::NAN)].map(Cell::Real);
    texts.into_iter().chain(figures).collect()
}
