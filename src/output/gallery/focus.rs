//! Chains between general and vertical: who moves, who enters, who closes. The figures beside the names of variants count all replicates;
//! tracks are those of the one that comes nearest to these figures.

use super::read::{integers, place, reals, texts};
use super::{Gallery, Samples};
use crate::metrics::table::Table;
use crate::model::supply::capability::VERTICAL_FROM;
use crate::model::supply::life::Slot;
use crate::output::charts::{FocusMap, FocusPanel, Track};
use std::collections::BTreeMap;

/// Variants that the chart has room for.
const PANELS: usize = 6;
/// A specialization index that moves by less stands still.
const STILL: f64 = 1e-9;

/// One variant's chains that have an operator.
#[derive(Clone, Debug, Default)]
pub(super) struct Focus {
    /// Lives of chains in the order in which they open, `[replicate]`.
    histories: Vec<Vec<Life>>,
    /// Whether a chain of any replicate moved.
    has_moved: bool,
    /// `[replicate]`.
    counts: Vec<Count>,
}

/// A chain from its entry to its exit; a slot can have several, one after another.
#[derive(Clone, Debug, PartialEq)]
struct Life {
    /// Name in tables.
    name: String,
    /// Position of its slot among chains.
    chain: usize,
    /// While it is open, by period: last day, specialization index, users.
    points: Vec<(u32, f64, f64)>,
    entry: Option<u32>,
    exit: Option<u32>,
}

/// Chains that are open in the end, and what happened on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Count {
    general: usize,
    vertical: usize,
    entered: usize,
    closed: usize,
}

/// What a [`Count`] counts.
const COUNTED: [fn(&Count) -> usize; 4] = [|c| c.general, |c| c.vertical, |c| c.entered, |c| c.closed];

impl Focus {
    /// Adds a run's tables `chains` and `chronicle`.
    pub(super) fn add(&mut self, chains: &Table, chronicle: &Table, names: &[String]) {
        let lives = lives(chains, chronicle, names);
        let index = |life: &Life| life.points.iter().fold((f64::INFINITY, 0.0f64), |(a, b), (_, x, _)| (a.min(*x), b.max(*x)));
        self.has_moved |= lives.iter().map(index).any(|(low, high)| high - low > STILL);
        let last_day = integers(chains, "day").last().map_or(0, |day| *day as u32);
        let open =
            || lives.iter().filter(|life| life.exit.is_none()).filter_map(|life| life.points.last()).filter(|(day, ..)| *day == last_day);
        let vertical = open().filter(|(_, index, _)| *index >= VERTICAL_FROM).count();
        self.counts.push(Count {
            general: open().count() - vertical,
            vertical,
            entered: lives.iter().filter(|life| life.entry.is_some()).count(),
            closed: lives.iter().filter(|life| life.exit.is_some()).count(),
        });
        self.histories.push(lives);
    }

    /// Whether nothing ever happens: the map would be parallel lines.
    fn is_still(&self) -> bool {
        !self.has_moved && self.counts.iter().all(|count| count.entered + count.closed == 0)
    }

    /// Mean over replicates.
    fn mean(&self, of: fn(&Count) -> usize) -> f64 {
        self.counts.iter().map(|count| of(count) as f64).sum::<f64>() / self.counts.len().max(1) as f64
    }

    /// Squared distance of a replicate's counts from their means.
    fn distance(&self, replicate: usize) -> f64 {
        let Some(count) = self.counts.get(replicate) else { return 0.0 };
        COUNTED.iter().map(|of| (of(count) as f64 - self.mean(*of)).powi(2)).sum()
    }

    /// Means over replicates, in words.
    fn remark(&self) -> String {
        let mean = |of: fn(&Count) -> usize| {
            let mean = self.mean(of);
            let digits = format!("{mean:.1}");
            digits.strip_suffix(".0").map_or_else(|| digits.clone(), str::to_owned)
        };
        let (live, general, vertical) = (mean(|c| c.general + c.vertical), mean(|c| c.general), mean(|c| c.vertical));
        let (entered, closed) = (mean(|c| c.entered), mean(|c| c.closed));
        format!("{live} live in the end: {general} general, {vertical} vertical; {entered} entered, {closed} closed")
    }
}

/// The lives of a run.
fn lives(chains: &Table, chronicle: &Table, names: &[String]) -> Vec<Life> {
    let turns = |what: &str| -> BTreeMap<&str, u32> {
        let rows = texts(chronicle, "chain").iter().zip(texts(chronicle, "what")).zip(integers(chronicle, "day"));
        rows.filter(|((_, turn), _)| &***turn == what).map(|((chain, _), day)| (&**chain, *day as u32)).collect()
    };
    let (entries, exits) = (turns("launch"), turns("sunset"));
    let (days, index, users) = (integers(chains, "day"), reals(chains, "focus_index"), reals(chains, "users"));
    let (kinds, status) = (texts(chains, "kind"), texts(chains, "status"));
    let mut lives: Vec<Life> = Vec::new();
    for (row, name) in texts(chains, "chain").iter().enumerate().filter(|(row, _)| &*kinds[*row] != "l1") {
        let place = lives.iter().position(|life| life.name == **name);
        let is_live = &*status[row] == "live";
        // Who closes in the period in which it opened is nowhere live at its end.
        if place.is_none() && !is_live && !exits.contains_key(&**name) {
            continue;
        }
        let life = place.unwrap_or_else(|| {
            let turn = |of: &BTreeMap<&str, u32>| of.get(&**name).copied();
            let chain = self::place(names, name);
            lives.push(Life { name: name.to_string(), chain, points: Vec::new(), entry: turn(&entries), exit: turn(&exits) });
            lives.len() - 1
        });
        let life = &mut lives[life];
        let day = days[row] as u32;
        if is_live {
            life.points.push((day, index[row], users[row]));
        } else if let Some(exit) = life.exit.filter(|exit| life.points.is_empty() && *exit <= day) {
            life.points.push((exit, index[row], 0.0));
        }
    }
    lives
}

/// The replicate nearest to the means of all variants: the first of several.
fn typical(gallery: &Gallery) -> usize {
    let distance = |replicate: usize| gallery.variants.iter().map(|samples| samples.focus.distance(replicate)).sum::<f64>();
    let count = gallery.variants.iter().map(|samples| samples.focus.counts.len()).max().unwrap_or(0);
    (0..count).min_by(|a, b| distance(*a).total_cmp(&distance(*b))).unwrap_or(0)
}

/// The map; none where in no variant a chain moves, enters or closes.
pub(super) fn map(gallery: &Gallery) -> Option<FocusMap> {
    if gallery.variants.iter().all(|samples| samples.focus.is_still()) {
        return None;
    }
    let typical = typical(gallery);
    let variants = gallery.labels.variants.iter().zip(&gallery.variants);
    let panel = |(variant, samples): (&String, &Samples)| FocusPanel {
        title: variant.clone(),
        remark: samples.focus.remark(),
        tracks: samples.focus.histories.get(typical).into_iter().flatten().map(|life| track(gallery, life)).collect(),
    };
    let histories = match gallery.replicates {
        0 | 1 => "One history.".to_owned(),
        _ => format!("Tracks are one history, replicate {typical}: the nearest to the figures above them, which are means over all."),
    };
    let left_out = match gallery.labels.variants.len().saturating_sub(PANELS) {
        0 => String::new(),
        n => format!(" {n} further variants are left out."),
    };
    let subtitle = "Specialization index of each chain’s focus: 1 serves one vertical; of n verticals, 1/n serves all alike.";
    Some(FocusMap {
        caption: gallery.caption("Who is general, who is vertical, who enters and who closes", subtitle),
        note: format!("{histories}{left_out}"),
        last_day: gallery.days.saturating_sub(1),
        vertical_from: VERTICAL_FROM,
        panels: variants.take(PANELS).map(panel).collect(),
    })
}

fn track(gallery: &Gallery, life: &Life) -> Track {
    let chain = gallery.labels.chains[life.chain].clone();
    let later = life.name.strip_prefix(Slot::place_of(&life.name)).unwrap_or_default();
    Track { label: format!("{chain}{later}"), chain, points: life.points.clone(), entry: life.entry, exit: life.exit }
}
