//! A user group on a day: where its people live, what chains are worth to them, where they act and what they pay.

use super::evening::Evening;
use super::page::{figure, percent, row, table};
use crate::engine::observer::GroupInsight;
use crate::model::ledger::{Account, FlowKind};
use crate::model::units::{DAYS_PER_MONTH, MicroUsd};
use std::collections::BTreeMap;

pub(super) fn text(evening: &Evening<'_>, g: usize) -> String {
    let insight = evening.insight(g);
    let head = format!("Group {} on the evening of {}\n", evening.view.economy.groups[g].name, evening.label);
    head + &homes(evening, g)
        + &use_values(evening, g, &insight)
        + &worth(evening, g, &insight)
        + &routing(evening, g, &insight)
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
         − what fees and ordering take − delay + quality",
        economy.verticals[v].name,
        figure(benefit(v))
    );
    table(&title, &["chain", "fit", "trust", "network", "gross", "taken", "delay", "quality", "value"], &rows)
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

fn routing(evening: &Evening<'_>, g: usize, insight: &GroupInsight) -> String {
    let economy = evening.view.economy;
    let n = economy.chains.len();
    if !economy.places().is_chain(insight.origin) {
        return String::new();
    }
    let share = |use_: usize, k: usize| insight.uses[use_].routing[insight.origin * n + k];
    let uses = 0..insight.uses.len();
    let done = |use_: usize| (0..n).map(|k| share(use_, k)).sum::<f64>();
    let chain = |k: &usize| -> Vec<String> {
        std::iter::once(economy.chains[*k].name.clone()).chain(uses.clone().map(|use_| percent(share(use_, *k)))).collect()
    };
    let mut rows: Vec<_> = allowed(evening, g).iter().map(chain).collect();
    rows.push(std::iter::once("not done".to_owned()).chain(uses.clone().map(|use_| percent((1.0 - done(use_)).max(0.0)))).collect());
    let names = insight.uses.iter().map(|of_use| economy.verticals[of_use.values.vertical].name.as_str());
    let header: Vec<&str> = std::iter::once("chain").chain(names).collect();
    let title =
        format!("Where those who live on {} act: share of the transactions they would make at no fee", evening.place(insight.origin));
    table(&title, &header, &rows)
}

/// What the group paid that day, by what for and to whom.
fn bill(evening: &Evening<'_>, g: usize) -> String {
    let (economy, today) = (evening.view.economy, evening.view.today);
    let people: f64 = today.homes.row(g)[..economy.chains.len()].iter().sum();
    let mut sums = BTreeMap::<(FlowKind, Account), MicroUsd>::new();
    for posting in today.postings.iter().filter(|posting| posting.from == Account::Group(g as u16)) {
        *sums.entry((posting.kind, posting.to)).or_insert(MicroUsd::ZERO) += posting.amount;
    }
    let all = sums.values().fold(MicroUsd::ZERO, |all, amount| all + *amount);
    let line = |what: &str, to: String, amount: MicroUsd| {
        vec![what.to_owned(), to, figure(amount.usd()), figure(amount.usd() * DAYS_PER_MONTH / people)]
    };
    let mut rows: Vec<_> = sums.iter().map(|((kind, to), amount)| line(kind.name(), economy.account_name(*to), *amount)).collect();
    rows.push(line("all", String::new(), all));
    table("What it paid that day, and what that is a month for each who lives on a chain", &["for", "to", "USD", "USD a month"], &rows)
}
