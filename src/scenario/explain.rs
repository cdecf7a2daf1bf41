//! What follows from a scenario: capability levels, fit, security, links and break-even users, variant by variant.

use crate::model::economy::Economy;
use crate::model::institutions::interop::LinkClass;
use crate::model::supply::chain::ChainKind;
use crate::model::supply::rollup_cost::{DayPrices, data_price, settlement_usd_per_day};
use crate::model::units::{DAYS_PER_MONTH, DAYS_PER_YEAR, WEI_PER_GWEI};
use crate::scenario::{Faults, Scenario};
use std::fmt::Write;

/// Text on what follows from the scenario on day 0 of every selected variant, all factors in the middle of their ranges.
///
/// # Errors
/// What only the middle of the ranges brings about.
pub fn derived(scenario: &Scenario) -> Result<String, Faults> {
    let mut text = String::new();
    for (i, variant) in scenario.variants().iter().enumerate() {
        let run = scenario.run(i, 0, &[])?;
        let economy = &run.epochs[0].economy;
        let factors = if scenario.factors().is_empty() { "" } else { ", factors in the middle of their ranges" };
        let _ = writeln!(text, "# ---- What follows, day 0 of variant {}{factors} ----", variant.name);
        for block in [chains(economy), levels(economy), fits(economy), links(economy), agents(economy)] {
            text.push_str(&block);
        }
    }
    Ok(text)
}

/// A table as comment lines: a title, a header, rows.
fn table(title: &str, header: &[String], rows: &[Vec<String>]) -> String {
    let lines = columns(header, rows);
    format!("#\n# {title}\n{}", lines.iter().map(|line| format!("#   {line}\n")).collect::<String>())
}

/// Lines of a table, header first; columns as wide as their widest cell, the first to the left, the others to the right.
pub(crate) fn columns(header: &[String], rows: &[Vec<String>]) -> Vec<String> {
    let width = |c: usize| rows.iter().chain([&header.to_vec()]).map(|r| r[c].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let line = |row: &[String]| {
        let cells = row.iter().zip(&widths).enumerate();
        let padded = cells.map(|(c, (cell, &w))| if c == 0 { format!("{cell:<w$}") } else { format!("{cell:>w$}") });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    std::iter::once(line(header)).chain(rows.iter().map(|row| line(row))).collect()
}

fn header(first: &str, rest: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    std::iter::once(first.to_owned()).chain(rest.into_iter().map(Into::into)).collect()
}

fn chains(economy: &Economy) -> String {
    let row = |j: usize| {
        let chain = &economy.chains[j];
        let users = break_even_users(economy, j);
        vec![
            chain.name.clone(),
            chain.kind.name().to_owned(),
            if chain.is_vertical() { "vertical" } else { "general" }.to_owned(),
            format!("{:.2}", chain.specialization_index()),
            chain.data_layer.name().to_owned(),
            format!("{:.3}", economy.security[j]),
            format!("{:.2}", economy.latency_s[j]),
            match users {
                BreakEven::NoOperator => "no operator".into(),
                BreakEven::Users(x) => format!("{x:.0}"),
                BreakEven::Never => "never".into(),
            },
        ]
    };
    let rows: Vec<Vec<String>> = (0..economy.chains.len()).map(row).collect();
    let names = ["kind", "is", "focus index", "data layer", "security", "latency s", "break-even users"];
    let title = "Chains. Break-even: users of the mean group who do everything there at floor prices, so that margin pays all fixed cost.";
    table(title, &header("chain", names), &rows)
}

fn levels(economy: &Economy) -> String {
    let cell = |j: usize, c: usize, derived: &[f64]| {
        let (level, from_focus) = (economy.levels[j][c], derived[c]);
        if level == from_focus { format!("{level:.2}") } else { format!("{level:.2} ({from_focus:.2})") }
    };
    let row = |j: usize| {
        let derived = economy.derived_levels(j);
        let cells = (0..economy.capabilities.len()).map(|c| cell(j, c, &derived));
        std::iter::once(economy.chains[j].name.clone()).chain(cells).chain([residual(economy, j)]).collect()
    };
    if economy.capabilities.is_empty() {
        return String::new();
    }
    let names = economy.capabilities.iter().map(|c| c.name.clone()).chain(["residual".into()]);
    let title =
        "Capability levels (in brackets: as focus and budget would give them). Residual: root mean square of observed less derived.";
    table(title, &header("chain", names), &(0..economy.chains.len()).map(row).collect::<Vec<_>>())
}

/// Root mean square distance of observed from derived levels, whether or not observed levels are in force.
fn residual(economy: &Economy, j: usize) -> String {
    let derived = economy.derived_levels(j);
    let observed = economy.chains[j].observed_levels.iter().zip(&derived).filter_map(|(o, d)| o.map(|o| (o - d) * (o - d)));
    let squares: Vec<f64> = observed.collect();
    if squares.is_empty() { "-".into() } else { format!("{:.2}", (squares.iter().sum::<f64>() / squares.len() as f64).sqrt()) }
}

fn fits(economy: &Economy) -> String {
    let row = |j: usize| header(&economy.chains[j].name, economy.fit[j].iter().map(|x| format!("{x:.2}")));
    let names = economy.verticals.iter().map(|v| v.name.clone());
    table("Fit of chains for verticals.", &header("chain", names), &(0..economy.chains.len()).map(row).collect::<Vec<_>>())
}

fn links(economy: &Economy) -> String {
    let classes = LinkClass::ALL.iter().map(|&class| {
        let n = economy.chains.len();
        let pairs = (0..n * n).filter(|i| i / n != i % n && LinkClass::between(&economy.chains, i / n, i % n) == class).count();
        let link = economy.interop.link(class);
        let figures = [link.friction_usd_per_month, link.move_cost_usd].map(|x| format!("{x:.2}"));
        let [friction, moving] = figures;
        vec![class.name().to_owned(), pairs.to_string(), format!("{:.2}", link.sharing), friction, moving]
    });
    let names = ["pairs", "sharing", "friction USD/month", "move USD"];
    table("Links between chains, by class, at the interop level in force.", &header("class", names), &classes.collect::<Vec<_>>())
}

fn agents(economy: &Economy) -> String {
    let row = |g: usize| {
        let group = &economy.groups[g];
        let closed: Vec<&str> =
            economy.chains.iter().zip(&economy.allowed[g]).filter(|(_, ok)| !**ok).map(|(c, _)| c.name.as_str()).collect();
        let closed = if closed.is_empty() { "-".to_owned() } else { closed.join(" ") };
        vec![group.name.clone(), format!("{:.0}", group.users), group.agents.to_string(), format!("{:.2}", group.horizon_months), closed]
    };
    let names = ["users", "agents", "horizon months", "may not use"];
    table("Groups.", &header("group", names), &(0..economy.groups.len()).map(row).collect::<Vec<_>>())
}

/// Users at which a chain breaks even.
enum BreakEven {
    /// Nobody operates it for profit.
    NoOperator,
    /// That many.
    Users(f64),
    /// A user costs more than he brings.
    Never,
}

/// Fixed cost a month over the margin of a user, for the mean of the groups that may use the chain, at floor prices, blobs at 1 wei.
fn break_even_users(economy: &Economy, j: usize) -> BreakEven {
    let chain = &economy.chains[j];
    if chain.kind == ChainKind::L1 {
        return BreakEven::NoOperator;
    }
    let ethereum = &economy.ethereum;
    let floors: Vec<f64> = (0..economy.chains.len()).map(|k| economy.floor_gas_price_gwei(k)).collect();
    let prices =
        DayPrices { base_fee_gwei: ethereum.base_fee_gwei, blob_price_gwei: 1.0 / WEI_PER_GWEI, gas_price_gwei: &floors, plans: &[] };
    let data = data_price(&economy.chains, j, ethereum, prices).usd_per_byte;
    let (mut people, mut revenue, mut data_cost, mut proofs) = (0.0, 0.0, 0.0, 0.0);
    for (group, _) in economy.groups.iter().zip(&economy.allowed).filter(|(_, allowed)| allowed[j]) {
        people += group.users;
        for (v, use_) in group.uses.iter().enumerate().filter_map(|(v, u)| u.map(|u| (v, u))) {
            let vertical = &economy.verticals[v];
            let fee = economy.fee_usd(j, v, floors[j], economy.user_usd_per_byte(j, data, prices.base_fee_gwei, prices.blob_price_gwei));
            let transactions = group.users * use_.transactions_per_month * vertical.demand_share(fee);
            revenue += transactions * fee;
            data_cost += transactions * vertical.bytes_per_tx * data;
            proofs += transactions * chain.proof_usd_per_tx;
        }
    }
    let yearly = chain.fixed_cost_usd_per_year
        + chain.validators_usd_per_year
        + chain.capability_budget_usd_per_year
        + economy.conflict_usd_per_year[j];
    let settlement = settlement_usd_per_day(&economy.chains, j, ethereum, prices) * DAYS_PER_MONTH;
    let monthly = yearly / DAYS_PER_YEAR * DAYS_PER_MONTH + settlement;
    let (revenue, data_cost, margin) = (revenue / people, data_cost / people, (revenue - data_cost - proofs) / people);
    // The stack takes the larger of two shares, so the chain must break even under both.
    let stack = chain.stack.filter(|_| chain.pays_stack_share).map(|s| &economy.stacks[s.index()]);
    let (of_revenue, of_profit) = stack.map_or((0.0, 0.0), |s| (s.revenue_share, s.profit_share));
    let under_revenue_share = break_even(monthly, margin - of_revenue * revenue);
    let under_profit_share = break_even(monthly - of_profit * settlement, margin - of_profit * (revenue - data_cost));
    under_revenue_share.zip(under_profit_share).map_or(BreakEven::Never, |(a, b)| BreakEven::Users(a.max(b)))
}

/// Users whose margin, USD a month, pays a fixed cost; none do if they bring nothing.
fn break_even(fixed_usd: f64, margin_usd: f64) -> Option<f64> {
    (margin_usd > 0.0).then(|| fixed_usd / margin_usd)
}
