//! A chain on a day: its fee, its users, its account, what it can do and what was decided.

use super::evening::{Decision, Evening};
use super::page::{figure, percent, row, table};
use crate::model::units::MicroUsd;

/// Decisions that are shown.
const DECISIONS: usize = 5;

pub(super) fn text(evening: &Evening<'_>, k: usize) -> String {
    let (economy, today) = (evening.view.economy, evening.view.today);
    let chain = &economy.chains[k];
    let facts = [
        ("gas price", format!("{} gwei, floor {}", figure(today.gas_price_gwei[k]), figure(economy.floor_gas_price_gwei(k)))),
        ("congested", format!("{} of the day's blocks", percent(today.congested_share[k]))),
        ("security", figure(economy.security[k])),
        ("trust", figure(today.trust[k])),
        ("focus index", figure(chain.specialization_index())),
    ];
    let facts: String = facts.iter().map(|(name, value)| format!("  {name:<12} {value}\n")).collect();
    let head =
        format!("Chain {} ({}, {}) on the evening of {}\n\n{facts}", chain.name, chain.kind.name(), evening.status(k), evening.label);
    head + &fees(evening, k) + &users(evening, k) + &account(evening, k) + &capabilities(evening, k) + &decisions(evening, k)
}

/// The fee of a transaction, part by part. Data, operator and proof are what the fee rule says; execution is what is left, since gas prices
/// differ from block to block.
fn fees(evening: &Evening<'_>, k: usize) -> String {
    let (economy, today) = (evening.view.economy, evening.view.today);
    let vertical = |v: usize| {
        let beside = economy.fee_parts(k, v, 0.0, today.user_usd_per_byte[k]);
        let fee = today.fee_usd[(k, v)];
        let figures = [
            economy.fit[k][v],
            today.transactions[(k, v)],
            fee,
            fee - beside.total(),
            beside.data,
            beside.operator,
            beside.proof,
            today.sponsored_usd[(k, v)],
            economy.ordering_usd(k, v),
        ];
        row(&economy.verticals[v].name, figures)
    };
    let rows: Vec<_> = (0..economy.verticals.len()).map(vertical).collect();
    let header = ["vertical", "fit", "transactions", "fee", "execution", "data", "operator fee", "proof", "sponsored", "ordering"];
    let title = "Fit, transactions of the day, and the mean fee of one, USD: its parts, what a sponsor pays of it, and what its order takes\n\
                 beside the fee on an ordinary day";
    table(title, &header, &rows)
}

fn users(evening: &Evening<'_>, k: usize) -> String {
    let (economy, today) = (evening.view.economy, evening.view.today);
    let places = economy.places();
    let n = places.count();
    let group = |g: usize| {
        let moves = today.moves.row(g);
        let others = |from: usize| from != k;
        let from = |i: usize| moves[i * n + k];
        let chains: f64 = (0..places.chains()).filter(|i| others(*i)).map(from).sum();
        let left: f64 = (0..n).filter(|i| others(*i)).map(|to| moves[k * n + to]).sum();
        let people = today.homes[(g, k)];
        let mut cells = row(&economy.groups[g].name, [people, chains, from(places.outside()), from(places.unaware()), left]);
        cells.insert(2, percent(people / economy.groups[g].users));
        cells
    };
    let mut rows: Vec<_> = (0..economy.groups.len()).map(group).collect();
    rows.push(row("all", [evening.chains("users")[k]]));
    rows.last_mut().expect("just added").resize(7, String::new());
    let header = ["group", "people", "of the group", "came from chains", "from outside", "newly aware", "left"];
    table("Users, and who came and left today", &header, &rows)
}

fn account(evening: &Evening<'_>, k: usize) -> String {
    let a = &evening.view.today.accounts[k];
    let line = |(name, amount): (&str, MicroUsd)| row(name, [amount.usd()]);
    let lines = [
        ("revenue", a.revenue),
        ("  of it ordering value", a.ordering),
        ("  fees borne by sponsors", a.sponsored),
        ("- data", a.data),
        ("- settlement", a.settlement),
        ("- proofs", a.proofs),
        ("- fixed operations", a.fixed),
        ("- validators", a.validators),
        ("- capabilities", a.capabilities),
        ("- stack's share", a.stack_share),
        ("- grants to apps", a.grants),
        ("- programmes and deals", a.systems),
        ("- burnt", a.burnt),
        ("= profit", a.profit()),
        ("paid out to its owner", a.paid_out),
        ("capital from founders", a.capital),
        ("treasury in the evening", a.treasury),
    ];
    table("Account of the day", &["", "USD"], &lines.map(line))
}

fn capabilities(evening: &Evening<'_>, k: usize) -> String {
    let economy = evening.view.economy;
    let derived = economy.derived_levels(k);
    let level = |c: usize| row(&economy.capabilities[c].name, [economy.levels[k][c], derived[c]]);
    let rows: Vec<_> = (0..economy.capabilities.len()).map(level).collect();
    table("Capability levels", &["capability", "level", "as focus and budget give it"], &rows)
}

fn decisions(evening: &Evening<'_>, k: usize) -> String {
    let name = &evening.view.economy.chains[k].name;
    let start = format!("chain.{name}.");
    let own: Vec<&Decision> = evening.decisions.iter().filter(|decision| decision.path.starts_with(&start)).collect();
    let cells = |decision: &&Decision| {
        let [before, after, reason, outcome] = decision.words.clone();
        let [with, without] = decision.expected.map(figure);
        vec![decision.day.to_string(), decision.path[start.len()..].to_owned(), before, after, outcome, with, without, reason]
    };
    let rows: Vec<_> = own[own.len().saturating_sub(DECISIONS)..].iter().map(cells).collect();
    let header = ["day", "what", "before", "after", "outcome", "expected USD/year", "otherwise", "reason"];
    table("Last decisions of its operator or founders", &header, &rows)
}
