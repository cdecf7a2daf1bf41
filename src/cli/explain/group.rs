//! A user group on a day: where its people live, what chains are worth to them, where they act and what they pay.

use super::evening::Evening;
use super::page::{figure, percent, row, table};
use crate::engine::observer::GroupInsight;
use crate::model::ledger::{Account, Posting};
use crate::model::units::DAYS_PER_MONTH;

pub(super) fn text(evening: &Evening<'_>, g: usize) -> String {
    let insight = evening.insight(g);
    let head = format!("Group {} on the evening of {}\n", evening.view.economy.groups[g].name, evening.label);
    head + &homes(evening, g)
        + &use_values(evening, g, &insight)
        + &worth(evening, g, &insight)
        + &routing(evening, &insight)
        + &bill(evening, g)
}

fn homes(evening: &Evening<'_>, g: usize) -> String {
    let homes = evening.view.today.homes.row(g);
    let whole = evening.groups("users")[g];
    let place = |place: usize| vec![evening.place(place).to_owned(), figure(homes[place]), percent(homes[place] / whole)];
    let mut rows: Vec<_> = (0..homes.len()).map(place).collect();
    rows.push(vec!["all".into(), figure(whole), String::new()]);
    table("Homes", &["place", "people", "share"], &rows)
}

/// Chains the group may use.
fn allowed(evening: &Evening<'_>, g: usize) -> Vec<usize> {
    let allowed = &evening.view.economy.allowed[g];
    (0..allowed.len()).filter(|k| allowed[*k]).collect()
}

/// Terms of the value of the use that is worth most to the group.
fn use_values(evening: &Evening<'_>, g: usize, insight: &GroupInsight) -> String {
    let (economy, today) = (evening.view.economy, evening.view.today);
    let benefit = |v: usize| economy.groups[g].uses[v].map_or(0.0, |u| u.benefit_usd_per_month);
    let larger = |a: usize, b: usize| benefit(insight.uses[a].values.vertical) >= benefit(insight.uses[b].values.vertical);
    let Some(largest) = (0..insight.uses.len()).reduce(|best, next| if larger(best, next) { best } else { next }) else {
        return table("Uses", &[""], &[]);
    };
    let of_use = &insight.uses[largest];
    let (values, v) = (&of_use.values, of_use.values.vertical);
    let chain = |k: &usize| {
        let plain = benefit(v) * economy.fit[*k][v] * today.trust[*k];
        let network = if plain > 0.0 { values.gross[*k] / plain } else { f64::NAN };
        let factors = [economy.fit[*k][v], today.trust[*k], network];
        let terms = [values.gross[*k], values.burden[*k], values.delay[*k], values.quality[*k], of_use.value[*k]];
        row(&economy.chains[*k].name, factors.into_iter().chain(terms))
    };
    let rows: Vec<_> = allowed(evening, g).iter().map(chain).collect();
    let title = format!(
        "Value of using a chain for {}, its largest use, to somebody of mean tastes, USD a month: benefit {} × fit × trust × network\n\
         − fees − delay + quality",
        economy.verticals[v].name,
        figure(benefit(v))
    );
    table(&title, &["chain", "fit", "trust", "network", "gross", "fees", "delay", "quality", "value"], &rows)
}

fn worth(evening: &Evening<'_>, g: usize, insight: &GroupInsight) -> String {
    let economy = evening.view.economy;
    let home = |j: &usize| {
        let uses: f64 = insight.uses.iter().map(|of_use| of_use.inclusive[*j]).sum();
        let terms = [uses, insight.security[*j], insight.peers[*j], insight.rewards[*j], insight.waiting[*j], insight.copies[*j]];
        let figures = terms.into_iter().chain([insight.worth[*j], insight.switch_usd[*j]]);
        let mut cells = row(&economy.chains[*j].name, figures);
        cells.push(percent(insight.choice[*j]));
        cells
    };
    let mut rows: Vec<_> = allowed(evening, g).iter().map(home).collect();
    let outside = economy.places().outside();
    let mut last = row("outside", [f64::NAN; 6].into_iter().chain([0.0, insight.switch_usd[outside]]));
    last.push(percent(insight.choice[outside]));
    rows.push(last);
    let title = format!(
        "Worth of living on a chain to somebody of mean tastes, USD a month: all uses + security + peers + rewards − waiting − copies;\n\
         what going there costs once, and where those go who live on {}, where most do, and reconsider",
        evening.place(insight.origin)
    );
    let header = ["home", "uses", "security", "peers", "rewards", "waiting", "copies", "worth", "switch USD", "chosen by"];
    table(&title, &header, &rows)
}

fn routing(evening: &Evening<'_>, insight: &GroupInsight) -> String {
    let economy = evening.view.economy;
    let n = economy.chains.len();
    if !economy.places().is_chain(insight.origin) {
        return String::new();
    }
    let mut rows = Vec::new();
    for of_use in &insight.uses {
        let shares = &of_use.routing[insight.origin * n..][..n];
        let vertical = &economy.verticals[of_use.values.vertical].name;
        let used = (0..n).filter(|k| shares[*k] > 0.0);
        rows.extend(used.map(|k| vec![vertical.clone(), economy.chains[k].name.clone(), percent(shares[k])]));
        rows.push(vec![vertical.clone(), "not done".into(), percent((1.0 - shares.iter().sum::<f64>()).max(0.0))]);
    }
    let title = format!("Where those who live on {} carry out what they do, fees aside", evening.place(insight.origin));
    table(&title, &["vertical", "chain", "share"], &rows)
}

/// What the group paid that day, by what for and to whom.
fn bill(evening: &Evening<'_>, g: usize) -> String {
    let (economy, today) = (evening.view.economy, evening.view.today);
    let people: f64 = today.homes.row(g)[..economy.chains.len()].iter().sum();
    let own = today.postings.iter().filter(|posting| posting.from == Account::Group(g as u16));
    let line = |posting: &Posting| {
        let usd = posting.amount.usd();
        let figures = [usd, usd * DAYS_PER_MONTH / people].map(figure);
        [vec![posting.kind.name().to_owned(), economy.account_name(posting.to)], figures.to_vec()].concat()
    };
    let rows: Vec<_> = own.map(line).collect();
    table("What it paid that day, and what that is a month for each who lives on a chain", &["for", "to", "USD", "USD a month"], &rows)
}
