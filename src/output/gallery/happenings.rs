//! Charts of what happened when: experiments and incidents, proposals, deals. Marks are those of the first replicate; the figures at the
//! right count all of them.

use super::Gallery;
use super::courses::spread;
use super::read::{integers, reals, texts};
use crate::metrics::table::Table;
use crate::model::supply::life::Slot;
use crate::output::charts::{Lane, LaneMark, LanePanel, Lanes};
use std::collections::BTreeMap;

/// Lanes a panel has room for.
const LANES: usize = 20;
/// Variants in which nothing happened that the note has room to name.
const QUIET: usize = 3;
/// Days of a year.
const YEAR: f64 = 365.0;

/// A table of happenings as lanes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    /// Table.
    pub(super) table: &'static str,
    /// Column that names the lane.
    lane: &'static str,
    /// Column that says what happened.
    what: &'static str,
    /// Values of that column with their labels, in the order of the legend.
    kinds: &'static [(&'static str, &'static str)],
    /// Column of sizes.
    size: &'static str,
    /// Column of the day on which it began, if it took time.
    from: Option<&'static str>,
    title: &'static str,
    subtitle: &'static str,
    note: &'static str,
    /// How to read the size of marks, where they have any.
    sizes: &'static str,
}

/// All charts of this kind, with the names of their files.
pub(super) const SOURCES: [(&str, Source); 3] = [
    (
        "incidents",
        Source {
            table: "incidents",
            lane: "chain",
            what: "what",
            kinds: &[
                ("success", "Success"),
                ("incident", "Incident"),
                ("diffusion", "Spread from another chain"),
                ("contagion", "Incident elsewhere that hit it too"),
            ],
            size: "loss_usd",
            from: None,
            title: "What experiments brought, what failed and what spread",
            subtitle: "Experiments, incidents and diffusion by chain.",
            note: "",
            sizes: "Larger marks: larger losses of assets. ",
        },
    ),
    (
        "decisions",
        Source {
            table: "decisions",
            lane: "programme",
            what: "outcome",
            kinds: &[("users", "Passed, for users"), ("rejected", "Rejected"), ("insiders", "Captured by insiders")],
            size: "budget_usd",
            from: Some("proposed_day"),
            title: "What was proposed, and what governance made of it",
            subtitle: "Incentive programmes from proposal to decision.",
            note: "Bars: from proposal to decision. ",
            sizes: "Larger marks: larger budgets. ",
        },
    ),
    (
        "deals",
        Source {
            table: "deals",
            lane: "deal",
            what: "what",
            kinds: &[("signed", "Signed, or released"), ("ended", "Over")],
            size: "size",
            from: None,
            title: "When deals are signed and cohorts arrive",
            subtitle: "Deals with partners and releases, by kind.",
            note: "",
            sizes: "Larger marks: larger deals. ",
        },
    ),
];

/// One variant's happenings of one table.
#[derive(Clone, Debug, Default)]
pub(super) struct Happened {
    runs: usize,
    /// Marks of the first replicate, size not yet relative.
    marks: BTreeMap<String, Vec<LaneMark>>,
    /// How many a lane has, by replicate.
    counts: BTreeMap<String, Vec<f64>>,
}

impl Happened {
    /// Adds a run.
    pub(super) fn add(&mut self, table: &Table, source: &Source) {
        let (lanes, whats) = (texts(table, source.lane), texts(table, source.what));
        let (days, sizes) = (integers(table, "day"), reals(table, source.size));
        let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
        for row in 0..days.len() {
            // A proposal about nothing is no proposal.
            let is_void = source.from.is_some() && sizes[row] == 0.0;
            let kind = source.kinds.iter().position(|(what, _)| *what == &*whats[row]);
            let Some(kind) = kind.filter(|_| !is_void) else { continue };
            let lane = Slot::place_of(&lanes[row]);
            *counts.entry(lane).or_default() += 1.0;
            if self.runs == 0 {
                let day = days[row] as u32;
                let from = source.from.map_or(day, |column| reals(table, column)[row] as u32);
                self.marks.entry(lane.to_owned()).or_default().push(LaneMark { from, day, kind, size: sizes[row].max(0.0) });
            }
        }
        for (lane, count) in counts {
            let of_lane = self.counts.entry(lane.to_owned()).or_default();
            of_lane.resize(self.runs, 0.0);
            of_lane.push(count);
        }
        self.runs += 1;
    }

    fn rate(&self, lane: &str, years: f64) -> String {
        let mut counts = self.counts.get(lane).cloned().unwrap_or_default();
        counts.resize(self.runs, 0.0);
        let per_year: Vec<f64> = counts.iter().map(|count| count / years).collect();
        match spread(&per_year) {
            Some(s) if self.runs > 1 => format!("{:.1} [{:.1}, {:.1}]", s.middle, s.low, s.high),
            Some(s) => format!("{:.1}", s.middle),
            None => String::new(),
        }
    }

    fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

/// The chart of a source; none where nothing of its kind happened in any variant.
pub(super) fn lanes(gallery: &Gallery, position: usize) -> Option<Lanes> {
    let label = |name: &str| gallery.labels.lanes.get(name).map_or(name, String::as_str).to_owned();
    let source = &SOURCES[position].1;
    let all = || gallery.variants.iter().map(move |samples| &samples.happened[position]);
    if all().all(Happened::is_empty) {
        return None;
    }
    let names = lanes_by_number(gallery, position);
    let shown = &names[..names.len().min(LANES)];
    let years = f64::from(gallery.days) / YEAR;
    let largest = all().flat_map(|h| h.marks.values()).flatten().map(|mark| mark.size).fold(0.0, f64::max);
    let sizes = if largest > 0.0 { source.sizes } else { "" };
    let panel = |(title, happened): (&String, &Happened)| LanePanel {
        title: title.clone(),
        lanes: shown
            .iter()
            .map(|name| Lane {
                label: label(name),
                marks: happened.marks.get(name).into_iter().flatten().map(|m| LaneMark { size: relative(m.size, largest), ..*m }).collect(),
                rate: happened.rate(name, years),
            })
            .collect(),
    };
    let left_out = match names.len() - shown.len() {
        0 => String::new(),
        n => format!(" {n} lanes with fewest are left out."),
    };
    let quiet: Vec<&str> =
        gallery.labels.variants.iter().zip(all()).filter(|(_, h)| h.is_empty()).map(|(variant, _)| variant.as_str()).collect();
    let quiet = match quiet.as_slice() {
        [] => String::new(),
        names if names.len() <= QUIET => format!(" Nothing of the kind happened in: {}.", names.join("; ")),
        names => format!(" Nothing of the kind happened in the other {} variants.", names.len()),
    };
    let range = if gallery.replicates > 1 { "median over replicates [5–95 %]" } else { "one replicate" };
    Some(Lanes {
        caption: gallery.caption(source.title, source.subtitle),
        note: format!("Marks: the first replicate. {}{sizes}At the right: number a year, {range}.{left_out}{quiet}", source.note),
        rate: "a year".into(),
        last_day: gallery.days.saturating_sub(1),
        kinds: source.kinds.iter().map(|(_, label)| (*label).into()).collect(),
        panels: gallery.labels.variants.iter().zip(all()).filter(|(_, happened)| !happened.is_empty()).map(panel).collect(),
    })
}

fn relative(size: f64, largest: f64) -> f64 {
    if largest > 0.0 { size / largest } else { 0.0 }
}

/// Names of lanes, those with most happenings over all variants and replicates first.
fn lanes_by_number(gallery: &Gallery, position: usize) -> Vec<String> {
    let mut totals: BTreeMap<&String, f64> = BTreeMap::new();
    for (name, counts) in gallery.variants.iter().flat_map(|samples| &samples.happened[position].counts) {
        *totals.entry(name).or_default() += counts.iter().sum::<f64>();
    }
    let mut names: Vec<(&String, f64)> = totals.into_iter().collect();
    names.sort_by(|a, b| b.1.total_cmp(&a.1));
    names.into_iter().map(|(name, _)| name.clone()).collect()
}
