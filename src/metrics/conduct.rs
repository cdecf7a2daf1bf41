//! Measures of what operators do: how many there are, and how specialized.

use crate::engine::observer::{DayView, Reason, Status, Turn, TurnKind};
use crate::metrics::measure::Measure;
use crate::metrics::totals::ratio;

pub(super) const LIVE_CHAINS: Measure =
    Measure::stock("live_chains", "chains", "open chains that somebody operates", |d| count(d, |_| true));

pub(super) const VERTICAL_CHAINS: Measure =
    Measure::stock("live_vertical_chains", "chains", "open chains whose specialization index is 0.5 or more", |d| {
        count(d, |j| d.economy.chains[j].is_vertical())
    });

pub(super) const MEAN_FOCUS: Measure =
    Measure::stock("mean_focus_index", "1", "mean specialization index of open chains that somebody operates, each counted alike", |d| {
        let all: f64 = operated(d).map(|j| d.economy.chains[j].specialization_index()).sum();
        ratio(all, operated(d).count() as f64)
    });

pub(super) const ENTRIES: Measure = Measure::flow("entries", "chains", "chains that founders opened", |d| {
    let founded = |turn: &&Turn| turn.kind == TurnKind::Launch && turn.reason == Reason::Founders;
    d.today.life.turns.iter().filter(founded).count() as f64
});

pub(super) const CLOSURES: Measure = Measure::flow("closures", "chains", "chains that closed", |d| {
    d.today.life.turns.iter().filter(|turn| turn.kind == TurnKind::Sunset).count() as f64
});

pub(super) const REFUSED: Measure =
    Measure::flow("refused_entries", "chains", "launches that would have paid and found no room", |d| f64::from(d.today.conduct.refused));

fn operated<'a>(day: &'a DayView<'_>) -> impl Iterator<Item = usize> + 'a {
    let live = day.today.life.status.iter().zip(&day.economy.chains).enumerate();
    live.filter(|(_, (status, chain))| **status == Status::Live && chain.has_operator()).map(|(j, _)| j)
}

fn count(day: &DayView<'_>, of: impl Fn(usize) -> bool) -> f64 {
    operated(day).filter(|j| of(*j)).count() as f64
}
