//! What chains earn on a transaction over what serving it costs them, over time.

use super::courses::Samples as Lines;
use super::over_time::{days, line};
use super::read::{integers, place, reals, texts};
use super::{Gallery, Samples};
use crate::metrics::table::Table;
use crate::output::charts::{Amount, Course, CourseAxis, CoursePanel, Courses};

/// Chains that a panel has room for.
const SHOWN: usize = 8;
/// From this ratio of the largest to the smallest figure on, a linear axis would hide the small ones.
const WIDE: f64 = 30.0;

/// Mark-ups of one variant's chains: a line per chain that has an operator.
#[derive(Clone, Debug, Default)]
pub(super) struct Markups {
    usd: Lines,
    /// Revenue by chain, over all days and replicates.
    revenue_usd: Vec<f64>,
}

impl Markups {
    /// Adds a run's table `chains`.
    pub(super) fn add(&mut self, chains: &Table, names: &[String]) {
        self.revenue_usd.resize(names.len(), 0.0);
        let (days, kinds) = (integers(chains, "day"), texts(chains, "kind"));
        let (markups, revenues) = (reals(chains, "markup_usd_per_tx"), reals(chains, "revenue_usd"));
        for (row, chain) in texts(chains, "chain").iter().enumerate() {
            if &*kinds[row] != "l1" {
                let chain = place(names, chain);
                self.usd.add(days[row], names.len(), chain, markups[row]);
                self.revenue_usd[chain] += revenues[row];
            }
        }
    }
}

/// Mark-ups by variant, a line for each of the chains with most revenue. None where no chain with an operator has any.
pub(super) fn markups(gallery: &Gallery) -> Option<Courses> {
    let labels = &gallery.labels;
    let revenue = |chain: usize| gallery.variants.iter().filter_map(|s| s.markups.revenue_usd.get(chain)).sum::<f64>();
    let revenues: Vec<f64> = (0..labels.chains.len()).map(revenue).collect();
    let mut ranked: Vec<usize> = (0..revenues.len()).filter(|chain| revenues[*chain] > 0.0).collect();
    ranked.sort_by(|a, b| revenues[*b].total_cmp(&revenues[*a]));
    let shown = &ranked[..ranked.len().min(SHOWN)];
    let courses = |samples: &Samples| -> Vec<Course> {
        let lines = shown.iter().map(|chain| line(samples.markups.usd.line(*chain)));
        lines.enumerate().map(|(series, line)| Course { series, ..line }).collect()
    };
    let panel = |(variant, samples): (&String, &Samples)| CoursePanel {
        title: variant.clone(),
        remark: String::new(),
        amount: Amount::Usd,
        courses: courses(samples),
    };
    let panels: Vec<CoursePanel> = labels.variants.iter().zip(&gallery.variants).map(panel).collect();
    let left_out = match ranked.len() - shown.len() {
        0 => String::new(),
        n => format!("{n} chains with less revenue are left out."),
    };
    let subtitle =
        "Revenue less data and proofs, per transaction: what it leaves for settlement, fixed costs, the stack’s share and profit.";
    (!shown.is_empty()).then(|| Courses {
        caption: gallery.caption("What chains earn on a transaction", subtitle),
        note: left_out,
        dashed: String::new(),
        axis: axis(&panels),
        days: days(gallery, |samples| &samples.markups.usd),
        series: shown.iter().map(|chain| labels.chains[*chain].clone()).collect(),
        panels,
    })
}

/// One axis for all panels: logarithmic where all figures are above zero and far apart.
fn axis(panels: &[CoursePanel]) -> CourseAxis {
    let figures = panels.iter().flat_map(|panel| &panel.courses).flat_map(|course| course.figures.iter().flatten());
    let (low, high) = figures.fold((f64::INFINITY, 0.0f64), |(low, high), s| (low.min(s.low), high.max(s.high)));
    if low > 0.0 && high > WIDE * low { CourseAxis::CommonLog } else { CourseAxis::Common }
}
