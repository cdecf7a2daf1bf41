//! Charts of two keys: who lives where, what is executed where, who moved where.

use super::maps::ShareMap;
use super::{Gallery, Samples};
use crate::output::charts::{FlowPanel, Flows, HeatMap, HeatPanel};

/// Names of the places that are no chains.
pub(super) const NO_CHAINS: [&str; 2] = ["outside", "unaware"];
/// Chains with rows of their own in the chart of moves; the others share one.
const MOVERS: usize = 15;

/// Homes by group.
pub(super) fn homes(gallery: &Gallery) -> HeatMap {
    let labels = gallery.labels.places();
    let people = total(gallery, |samples| samples.homes.parts());
    let chains = gallery.labels.chains.len();
    let is_shown = |place: &usize| *place == chains || people[*place] > 0.0 || has_opened(gallery, *place);
    let columns: Vec<usize> = (0..labels.len()).filter(is_shown).collect();
    let rows: Vec<usize> = (0..gallery.labels.groups.len()).collect();
    HeatMap {
        caption: gallery.caption("Who lives where", "Home chains of each user group at the end of the run."),
        whole: "of the group".into(),
        rows: gallery.labels.groups.clone(),
        columns: columns.iter().map(|place| labels[*place].clone()).collect(),
        panels: panels(gallery, |samples| &samples.homes, &rows, &columns),
    }
}

/// Routing by vertical: verticals with most transactions first, chains that take most of all verticals first. None without transactions.
pub(super) fn routing(gallery: &Gallery) -> Option<HeatMap> {
    let transactions = total(gallery, |samples| samples.routing.wholes());
    let weights = total(gallery, |samples| samples.routing.weights());
    let mut rows: Vec<usize> = (0..transactions.len()).filter(|v| transactions[*v] > 0.0).collect();
    rows.sort_by(|a, b| transactions[*b].total_cmp(&transactions[*a]));
    let mut columns: Vec<usize> = (0..weights.len()).filter(|chain| weights[*chain] > 0.0 || has_opened(gallery, *chain)).collect();
    columns.sort_by(|a, b| weights[*b].total_cmp(&weights[*a]));
    let labels = &gallery.labels;
    let subtitle = "Where the transactions of each vertical are executed, after warm-up: verticals with most transactions first.";
    (!rows.is_empty()).then(|| HeatMap {
        caption: gallery.caption("What takes place where", subtitle),
        whole: "of the vertical’s transactions".into(),
        rows: rows.iter().map(|v| labels.verticals[*v].clone()).collect(),
        columns: columns.iter().map(|chain| labels.chains[*chain].clone()).collect(),
        panels: panels(gallery, |samples| &samples.routing, &rows, &columns),
    })
}

/// Moves over the whole run: places that gained most in the first variant first. None if nobody moved.
pub(super) fn migration(gallery: &Gallery) -> Option<Flows> {
    let labels = gallery.labels.places();
    let turnover: Vec<f64> = (0..labels.len()).map(|p| gallery.variants.iter().map(|s| s.moves.turnover(p)).sum()).collect();
    let chains = gallery.labels.chains.len();
    let mut movers: Vec<usize> = (0..chains).filter(|place| turnover[*place] > 0.0).collect();
    movers.sort_by(|a, b| turnover[*b].total_cmp(&turnover[*a]));
    let others = movers.split_off(movers.len().min(MOVERS));
    let first = &gallery.variants.first()?.moves;
    movers.sort_by(|a, b| first.gain(*b).total_cmp(&first.gain(*a)));
    let mut bundles: Vec<Vec<usize>> = movers.into_iter().map(|place| vec![place]).collect();
    let mut places: Vec<String> = bundles.iter().map(|bundle| labels[bundle[0]].clone()).collect();
    if !others.is_empty() {
        places.push(format!("{} others", others.len()));
        bundles.push(others);
    }
    for place in (chains..labels.len()).filter(|place| turnover[*place] > 0.0) {
        places.push(labels[place].clone());
        bundles.push(vec![place]);
    }
    let panel = |(variant, samples): (&String, &Samples)| FlowPanel {
        variant: variant.clone(),
        moved: samples.moves.between(&bundles),
        gains: samples.moves.gains(&bundles),
    };
    let subtitle = "People who changed their home over the whole run; who moves twice counts twice.";
    (!bundles.is_empty()).then(|| Flows {
        caption: gallery.caption("Who moved where, and who gained", subtitle),
        panels: gallery.labels.variants.iter().zip(&gallery.variants).map(panel).collect(),
        places,
    })
}

/// Whether a chain was open in any variant.
fn has_opened(gallery: &Gallery, chain: usize) -> bool {
    gallery.variants.iter().any(|samples| samples.users.has_opened(chain))
}

fn panels(gallery: &Gallery, of: impl Fn(&Samples) -> &ShareMap, rows: &[usize], columns: &[usize]) -> Vec<HeatPanel> {
    let panel = |(variant, samples): (&String, &Samples)| HeatPanel { variant: variant.clone(), shares: of(samples).shares(rows, columns) };
    gallery.labels.variants.iter().zip(&gallery.variants).map(panel).collect()
}

/// Figures added over variants, entry by entry.
fn total(gallery: &Gallery, of: impl Fn(&Samples) -> Vec<f64>) -> Vec<f64> {
    gallery.variants.iter().map(of).reduce(|sums, more| sums.iter().zip(more).map(|(a, b)| a + b).collect()).unwrap_or_default()
}
