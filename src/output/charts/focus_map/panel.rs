//! One panel of the map: axes, tracks, marks, and names at the ends of the largest.

use plotters::style::{Color, RGBColor};

use super::lanes::lanes;
use super::{FocusMap, FocusPanel, Track};
use crate::output::charts::amount::short;
use crate::output::charts::canvas::{Area, Canvas, Point};
use crate::output::charts::font::{Anchor, Type};
use crate::output::charts::page::size;
use crate::output::charts::palette::{GRID, INK, MUTED, SOFT_INK, UNDECIDED, legible};
use crate::output::charts::scale::{Scale, number, rounded};
use crate::output::charts::timeline::TimeAxis;
use crate::output::charts::{Palette, labels};

/// Tracks with a colour and a name: those of the chains that had most users.
const NAMED: usize = 7;
/// Height that side by side tracks of one index take at most, and from one to the next at most.
const BAND: f64 = 40.0;
const STEP: f64 = 5.0;
/// Radius of a mark without users, and of the largest.
const RADII: (f64, f64) = (0.9, 9.0);
/// From mark to mark along a track at least.
const APART: f64 = 38.0;
/// Length of the leader from a track's end to its name, and height of a name.
const LEAD: f64 = 18.0;
const LINE: f64 = 13.0;
/// Radius of an entry's ring, and half the width of an exit's cross.
const TURN: f64 = 3.6;

/// Room right of the plots for the longest name with its users.
pub(super) fn names_width(input: &FocusMap) -> f64 {
    let face = Type::new(size::LABEL, INK);
    let labels = input.panels.iter().flat_map(|panel| &panel.tracks).map(|track| face.bold().width(&track.label));
    LEAD + labels.fold(0.0, f64::max) + 5.0 + face.width("88.8M") + 1.0
}

/// Whether any panel has tracks without a name.
pub(super) fn has_others(input: &FocusMap) -> bool {
    input.panels.iter().any(|panel| panel.tracks.iter().filter(|track| !track.points.is_empty()).count() > NAMED)
}

/// A panel's axes and tracks, those of the chains that had most users first.
pub(super) struct Frame<'a> {
    input: &'a FocusMap,
    panel: &'a FocusPanel,
    area: Area,
    plot: Area,
    days: TimeAxis,
    index: Scale,
    most: f64,
    tracks: Vec<&'a Track>,
    /// How far above its index each track runs.
    rises: Vec<f64>,
    /// Days at which tracks are marked.
    marked: Vec<u32>,
}

impl<'a> Frame<'a> {
    /// A frame in `area` that leaves `names` right of its plot; the largest mark stands for `most` users.
    pub(super) fn new(input: &'a FocusMap, panel: &'a FocusPanel, area: Area, names: f64, most: f64) -> Self {
        let plot = area.inset(32.0, 38.0, names, 20.0);
        let room = BAND / 2.0 + 2.0;
        let days = TimeAxis::new(&[input.last_day], plot);
        let mut tracks: Vec<&Track> = panel.tracks.iter().filter(|track| !track.points.is_empty()).collect();
        tracks.sort_by(|a, b| b.peak().total_cmp(&a.peak()));
        let lanes = lanes(&tracks);
        let widest = lanes.iter().map(|lane| lane.abs()).max().unwrap_or(0);
        let step = STEP.min(BAND / f64::from(2 * widest.max(1)));
        let index = Scale::linear((lowest(input), 1.0), (plot.bottom - room, plot.top + room));
        let marked = marked(&tracks, &days);
        Self {
            input,
            panel,
            area,
            plot,
            days,
            index,
            most,
            rises: lanes.iter().map(|lane| step * f64::from(*lane)).collect(),
            tracks,
            marked,
        }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, palette: &Palette, is_lowest: bool) {
        self.axes(canvas, is_lowest);
        if self.tracks.is_empty() {
            let middle = ((self.plot.left + self.plot.right) / 2.0, (self.plot.top + self.plot.bottom) / 2.0);
            return canvas.text("no chain has an operator", middle, Type::new(size::LABEL, SOFT_INK).anchor(Anchor::Middle));
        }
        let color = |rank: usize| if rank < NAMED { palette.of(&self.tracks[rank].chain) } else { MUTED };
        let (named, others) = (0..self.tracks.len().min(NAMED), self.tracks.len().min(NAMED)..self.tracks.len());
        for (ranks, width) in [(others, 0.9), (named, 1.6)] {
            for rank in ranks.clone().rev() {
                canvas.curve(self.line(rank), color(rank), width);
            }
            // Large ones first, so that none hides a smaller one.
            let mut marks: Vec<(f64, Point, RGBColor)> = ranks.flat_map(|rank| self.marks(rank, color(rank))).collect();
            marks.sort_by(|a, b| b.0.total_cmp(&a.0));
            for (radius, centre, color) in marks {
                canvas.disc(centre, radius, color.mix(0.62));
            }
        }
        let turn = |rank: usize| if rank < NAMED { color(rank) } else { UNDECIDED };
        for rank in (0..self.tracks.len()).rev() {
            if let Some(entry) = self.tracks[rank].entry {
                canvas.ring((self.days.at(entry), self.first(rank).1), TURN, turn(rank));
            }
        }
        let crosses = (0..self.tracks.len()).filter_map(|rank| Some((self.end(rank)?, turn(rank))));
        canvas.crosses(&crosses.collect::<Vec<_>>(), TURN);
        self.names(canvas, palette);
    }

    fn axes(&self, canvas: &mut Canvas<'_>, is_lowest: bool) {
        let title = Type::new(size::PANEL, INK).bold();
        canvas.text(&title.fit(&self.panel.title, self.area.width()), (self.area.left, self.area.top + 8.0), title);
        let tick = Type::new(size::TICK, SOFT_INK);
        canvas.text(&tick.fit(&self.panel.remark, self.area.width()), (self.area.left, self.area.top + 23.0), tick);
        for value in self.index.ticks(5) {
            let y = self.index.at(value);
            canvas.line((self.plot.left, y), (self.plot.right, y), GRID, 0.8);
            canvas.text(&number(value), (self.plot.left - 6.0, y), tick.anchor(Anchor::End));
        }
        let y = self.index.at(self.input.vertical_from);
        canvas.dashes(&[(self.plot.left, y), (self.plot.right, y)], SOFT_INK, 0.9);
        canvas.line((self.plot.left, self.plot.bottom), (self.plot.right, self.plot.bottom), MUTED, 0.8);
        self.days.draw(canvas, self.plot, is_lowest);
    }

    fn place(&self, rank: usize, (day, index, _): (u32, f64, f64)) -> Point {
        (self.days.at(day), self.index.at(index) - self.rises[rank])
    }

    fn first(&self, rank: usize) -> Point {
        self.place(rank, self.tracks[rank].points[0])
    }

    fn last(&self, rank: usize) -> Point {
        self.place(rank, *self.tracks[rank].points.last().expect("tracks without points are left out"))
    }

    /// Where a track ends before the last day.
    fn end(&self, rank: usize) -> Option<Point> {
        self.tracks[rank].exit.map(|exit| (self.days.at(exit), self.last(rank).1))
    }

    /// A track from its entry to its exit; indices are those of the ends of periods.
    fn line(&self, rank: usize) -> Vec<Point> {
        let track = self.tracks[rank];
        let start = (self.days.at(track.entry.unwrap_or(0)), self.first(rank).1);
        let points = track.points.iter().map(|point| self.place(rank, *point));
        std::iter::once(start).chain(points).chain(self.end(rank)).collect()
    }

    /// Radius, place and colour of a track's marks; of one that lives between marked days, of the day on which it had most users.
    fn marks(&self, rank: usize, color: RGBColor) -> Vec<(f64, Point, RGBColor)> {
        let points = &self.tracks[rank].points;
        let mut shown: Vec<_> = points.iter().filter(|(day, ..)| self.marked.contains(day)).collect();
        if shown.is_empty() {
            shown.extend(points.iter().max_by(|a, b| a.2.total_cmp(&b.2)));
        }
        let radius = |users: f64| if users > 0.0 { (RADII.1 * (users / self.most).sqrt()).max(RADII.0) } else { RADII.0 };
        shown.into_iter().map(|point| (radius(point.2), self.place(rank, *point), color)).collect()
    }

    /// Names of the largest: at the right with their users, or beside their cross if there is room.
    fn names(&self, canvas: &mut Canvas<'_>, palette: &Palette) {
        let (open, closed): (Vec<usize>, Vec<usize>) =
            (0..self.tracks.len().min(NAMED)).partition(|rank| self.tracks[*rank].exit.is_none());
        let color = |rank: usize| palette.of(&self.tracks[rank].chain);
        let wanted: Vec<f64> = open.iter().map(|rank| self.last(*rank).1).collect();
        let places = labels::spread(&wanted, LINE, (self.plot.top + 4.0, self.plot.bottom));
        let left = self.plot.right + LEAD;
        for ((rank, from), to) in open.iter().zip(&wanted).zip(places) {
            let face = Type::new(size::LABEL, legible(color(*rank)));
            let users = short(rounded(self.tracks[*rank].points.last().map_or(0.0, |(.., users)| *users)));
            canvas.line((self.plot.right + 4.0, *from), (left - 3.0, to), color(*rank).mix(0.8), 0.6);
            let name = face.bold().fit(&self.tracks[*rank].label, self.area.right - left - 5.0 - face.width(&users));
            canvas.text(&name, (left, to), face.bold());
            canvas.text(&users, (left + face.bold().width(&name) + 5.0, to), face);
        }
        let mut taken: Vec<Area> = Vec::new();
        for (rank, (x, y)) in closed.iter().filter_map(|rank| Some((*rank, self.end(*rank)?))) {
            let face = Type::new(size::TICK, legible(color(rank))).bold();
            let label = &self.tracks[rank].label;
            let room = Area { left: x + 8.0, right: x + 10.0 + face.width(label), top: y - LINE / 2.0, bottom: y + LINE / 2.0 };
            let is_free = room.right < self.plot.right && room.top > self.plot.top && room.bottom < self.plot.bottom;
            if is_free
                && !taken.iter().any(|other| other.left < room.right && room.left < other.right && (other.top - room.top).abs() < LINE)
            {
                canvas.text(label, (room.left, y), face);
                taken.push(room);
            }
        }
    }
}

/// The lower end of the axis in all panels: a round index below all, well below where chains become vertical.
fn lowest(input: &FocusMap) -> f64 {
    let indices = input.panels.iter().flat_map(|panel| &panel.tracks).flat_map(|track| track.points.iter().map(|(_, index, _)| *index));
    let least = indices.fold(input.vertical_from - 0.1, f64::min);
    (10.0 * least + 1e-9).floor() / 10.0
}

/// Days of the tracks that are marked: the last, and back from there as many as are far enough apart.
fn marked(tracks: &[&Track], days: &TimeAxis) -> Vec<u32> {
    let all: std::collections::BTreeSet<u32> = tracks.iter().flat_map(|track| track.points.iter().map(|(day, ..)| *day)).collect();
    let mut marked: Vec<u32> = Vec::new();
    for day in all.into_iter().rev() {
        if marked.last().is_none_or(|last| days.at(*last) - days.at(day) >= APART) {
            marked.push(day);
        }
    }
    marked
}
