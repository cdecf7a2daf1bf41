//! Charts of small multiples over time: treasuries and exits, concentration and specialization, awareness and adoption.

use super::{Gallery, Samples, courses};
use crate::output::charts::{Amount, Course, CourseAxis, CoursePanel, Courses, Spread};

/// Columns of `ecosystem` that the chart of concentration shows, with titles and remarks.
pub(super) const MEASURES: [(&str, &str, &str); 4] = [
    ("hhi_users", "Concentration of users", "Herfindahl-Hirschman index over home chains"),
    ("hhi_activity", "Concentration of activity", "Herfindahl-Hirschman index of the value that transactions move"),
    ("hhi_fees", "Concentration of fees", "Herfindahl-Hirschman index of what users pay for transactions"),
    ("specialization", "Mean specialization", "Chains’ specialization index, weighted by activity"),
];
/// Chains that the chart of treasuries has room for.
const PURSES: usize = 24;
/// Shares of a group that move less than this over time and variants stand still.
const STILL: f64 = 0.01;

/// Concentration and mean specialization by variant.
pub(super) fn concentration(gallery: &Gallery) -> Courses {
    let panel = |(line, (_, title, remark)): (usize, &(&str, &str, &str))| CoursePanel {
        title: (*title).into(),
        remark: (*remark).into(),
        amount: Amount::Index,
        courses: each(gallery, |samples| plain(&samples.measures.0, line)),
    };
    let subtitle =
        "From 1/n, where n chains have equal parts or serve n verticals alike, to 1, where one chain has all or each serves one vertical.";
    Courses {
        caption: gallery.caption("How concentrated the ecosystem is, and how specialized", &(subtitle.to_owned() + &gallery.starts())),
        note: String::new(),
        dashed: String::new(),
        axis: CourseAxis::Own,
        days: days(gallery, |samples| &samples.measures.0),
        series: gallery.labels.variants.clone(),
        panels: MEASURES.iter().enumerate().map(panel).collect(),
    }
}

/// Treasuries of all chains that have an operator, by variant, with crosses where they closed. None without such a chain.
pub(super) fn treasuries(gallery: &Gallery) -> Option<Courses> {
    let operated = |chain: &usize| gallery.variants.iter().any(|s| s.treasuries.operated.get(*chain) == Some(&true));
    let all: Vec<usize> = (0..gallery.labels.chains.len()).filter(operated).collect();
    let shown = most_moved(gallery, &all);
    let panel = |chain: &usize| CoursePanel {
        title: gallery.labels.chains[*chain].clone(),
        remark: closings(gallery, *chain),
        amount: Amount::Usd,
        courses: each(gallery, |samples| Course { cross: samples.treasuries.cross(*chain), ..line(samples.treasuries.line(*chain)) }),
    };
    let panels: Vec<CoursePanel> = shown.iter().map(panel).collect();
    let has_exits = panels.iter().flat_map(|panel| &panel.courses).any(|course| course.cross.is_some());
    let exits = if has_exits {
        "Cross: the chain closed, on its median day; lines go on where it closed in a minority of replicates, which then count with the debt they left."
    } else {
        "No chain closed."
    };
    let left_out = match all.len() - shown.len() {
        0 => String::new(),
        n => format!(" {n} chains whose treasury moved least are left out."),
    };
    (!panels.is_empty()).then(|| Courses {
        caption: gallery.caption("Who can pay, and who closes", "Treasury of each chain’s operator, each on an axis of its own."),
        note: format!("{exits}{left_out}"),
        dashed: String::new(),
        axis: CourseAxis::Own,
        days: days(gallery, |samples| &samples.treasuries.usd),
        series: gallery.labels.variants.clone(),
        panels,
    })
}

/// Of these chains, in order, as many as there is room for: those that closed, then those whose treasury moved most.
fn most_moved(gallery: &Gallery, chains: &[usize]) -> Vec<usize> {
    let news = |chain: usize| -> (usize, f64) {
        let closed = gallery.variants.iter().map(|s| s.treasuries.closings(chain)).sum();
        let range = |s: &Samples| s.treasuries.usd.all(chain).fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
        (closed, gallery.variants.iter().map(range).map(|(low, high)| high - low).fold(0.0, f64::max))
    };
    let mut ranked: Vec<(usize, (usize, f64))> = chains.iter().map(|chain| (*chain, news(*chain))).collect();
    ranked.sort_by(|(_, a), (_, b)| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
    let mut shown: Vec<usize> = ranked.into_iter().take(PURSES).map(|(chain, _)| chain).collect();
    shown.sort_unstable();
    shown
}

/// In which variants a chain closed, in how many of the replicates, and if there is room, when.
fn closings(gallery: &Gallery, chain: usize) -> String {
    let variants = gallery.variants.len();
    let runs = gallery.variants.iter().map(|samples| samples.treasuries.runs).max().unwrap_or(0);
    let told = |(v, samples): (usize, &Samples)| {
        let (treasuries, count) = (&samples.treasuries, samples.treasuries.closings(chain));
        let letter = (variants > 1).then(|| char::from(b'A' + v as u8).to_string());
        let share = (runs > 1).then(|| count.to_string());
        let day = (variants <= 2).then(|| format!("day {:.0}", treasuries.closing_day(chain)));
        (count > 0).then(|| [letter, share, day].into_iter().flatten().collect::<Vec<_>>().join(" "))
    };
    let closed = gallery.variants.iter().filter(|samples| samples.treasuries.closings(chain) > 0).count();
    let of = if runs > 1 { format!(" (of {runs} replicates)") } else { String::new() };
    match (closed, variants) {
        (0, _) => String::new(),
        // More variants than letters at the ends of lines.
        (_, 11..) => format!("closed in {closed} of {variants} variants"),
        _ => format!("closed{of}: {}", gallery.variants.iter().enumerate().filter_map(told).collect::<Vec<_>>().join(", ")),
    }
}

/// Who knows of chains (dashed) and who lives on one, by group and variant. None if neither moves in any group.
pub(super) fn adoption(gallery: &Gallery) -> Option<Courses> {
    let groups = gallery.labels.groups.len();
    let extent = |line: usize| {
        let all = gallery.variants.iter().flat_map(|samples| samples.adoption.0.line(line)).flatten().map(|s| s.middle);
        all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
    };
    let is_learning = |group: usize| extent(group).0 < 1.0 - 1e-9;
    let is_moving = |group: &usize| is_learning(*group) || extent(groups + group).1 - extent(groups + group).0 > STILL;
    let (shown, still): (Vec<usize>, Vec<usize>) = (0..groups).partition(is_moving);
    let panel = |group: &usize| {
        let mut courses = each(gallery, |samples| plain(&samples.adoption.0, groups + group));
        if is_learning(*group) {
            courses.extend(each(gallery, |samples| Course { dashed: true, ..plain(&samples.adoption.0, *group) }));
        }
        CoursePanel { title: gallery.labels.groups[*group].clone(), remark: String::new(), amount: Amount::Share, courses }
    };
    let has_dashes = shown.iter().any(|group| is_learning(*group));
    let still: Vec<&str> = still.iter().map(|group| gallery.labels.groups[*group].as_str()).collect();
    let left_out = match still.as_slice() {
        [] => String::new(),
        names => format!("Left out, because nothing moves by as much as a point: {}.", names.join(", ")),
    };
    let dashes = if has_dashes { "Dashed: share who know of chains. " } else { "Everybody knows of chains. " };
    (!shown.is_empty()).then(|| Courses {
        caption: gallery.caption("Who comes to chains", "Share of each user group that lives on a chain."),
        note: format!("{dashes}{left_out}").trim_end().into(),
        dashed: if has_dashes { "aware".into() } else { String::new() },
        axis: CourseAxis::Own,
        days: days(gallery, |samples| &samples.adoption.0),
        series: gallery.labels.variants.clone(),
        panels: shown.iter().map(panel).collect(),
    })
}

/// One line per variant.
pub(super) fn each(gallery: &Gallery, line: impl Fn(&Samples) -> Course) -> Vec<Course> {
    gallery.variants.iter().enumerate().map(|(series, samples)| Course { series, ..line(samples) }).collect()
}

fn plain(samples: &courses::Samples, line: usize) -> Course {
    self::line(samples.line(line))
}

pub(super) fn line(figures: Vec<Option<Spread>>) -> Course {
    Course { series: 0, dashed: false, figures, cross: None }
}

pub(super) fn days(gallery: &Gallery, of: impl Fn(&Samples) -> &courses::Samples) -> Vec<u32> {
    gallery.variants.first().map_or_else(Vec::new, |samples| of(samples).days().to_vec())
}
