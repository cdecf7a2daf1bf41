//! The world on a day: its chains and its groups.

use super::evening::Evening;
use super::page::{figure, percent, row, table};
use crate::model::supply::chain::Chain;

/// Homes that are shown of a group.
const HOMES: usize = 3;

pub(super) fn text(evening: &Evening<'_>) -> String {
    format!("The world on the evening of {}\n{}{}", evening.label, chains(evening), groups(evening))
}

fn chains(evening: &Evening<'_>) -> String {
    let columns = ["users", "transactions", "fee_usd_per_tx", "revenue_usd", "profit_usd", "treasury_usd"];
    let chain = |(k, chain): (usize, &Chain)| {
        let mut cells = row(&chain.name, columns.map(|column| evening.chains(column)[k]));
        cells.insert(1, evening.status(k).to_owned());
        cells
    };
    let rows: Vec<_> = evening.view.economy.chains.iter().enumerate().map(chain).collect();
    let header = ["chain", "status", "users", "transactions", "fee USD", "revenue USD", "profit USD", "treasury USD"];
    table("Chains; flows of the day", &header, &rows)
}

fn groups(evening: &Evening<'_>) -> String {
    let group = |g: usize| {
        let homes = evening.view.today.homes.row(g);
        let mut places: Vec<usize> = (0..homes.len()).filter(|place| homes[*place] > 0.0).collect();
        places.sort_by(|a, b| homes[*b].total_cmp(&homes[*a]).then(a.cmp(b)));
        let whole = evening.groups("users")[g];
        let home = |place: &usize| format!("{} {}", evening.place(*place), percent(homes[*place] / whole));
        let mut cells = vec![evening.view.economy.groups[g].name.clone(), figure(whole)];
        cells.extend(places.iter().take(HOMES).map(home));
        cells.resize(2 + HOMES, String::new());
        cells
    };
    let rows: Vec<_> = (0..evening.view.economy.groups.len()).map(group).collect();
    table("Groups", &["group", "people", "most live", "next", "next"], &rows)
}
