//! The one list of tables and columns: headers of files, axis labels and the data dictionary are read from here.
//!
//! Names are stable: columns may be added at the end of a table, none may be renamed.

use crate::metrics::column::{ColumnSpec, TableSpec};
use crate::metrics::measure::MEASURES;

type C = ColumnSpec;

const VARIANT: C = C::key("variant", "variant of the scenario");
const REPLICATE: C = C::index("replicate", "1", "repetition, from 0: other chance, factor draws and start");
const DAY: C = C::index("day", "day", "last day of the period; the first day is 0");

/// Chains.
pub static CHAINS: TableSpec = TableSpec {
    name: "chains",
    meaning: "one chain in one period, Ethereum included",
    columns: &[
        VARIANT,
        REPLICATE,
        DAY,
        C::key("chain", "chain"),
        C::label("kind", "l1, l2, l3 or sovereign"),
        C::label("stack", "stack it is built on; empty if none"),
        C::stock("focus_index", "1", "specialization index: sum of squared focus shares; vertical from 0.5 on"),
        C::label("status", "vacant (a place for a newcomer), coming, live (open for users) or closed"),
        C::stock("users", "people", "people whose home it is"),
        C::flow("transactions", "transactions", "transactions executed on it"),
        C::mean("fee_usd_per_tx", "USD", "fees of its users over their transactions; empty without transactions"),
        C::flow(
            "revenue_usd",
            "USD",
            "transaction fees of users, ordering value captured, and what child chains pay for data and settlement",
        ),
        C::flow("data_cost_usd", "USD", "cost of publishing data"),
        C::flow("profit_usd", "USD", "revenue less all costs"),
        C::stock("treasury_usd", "USD", "treasury"),
        C::mean("gas_price_gwei", "gwei", "gas price, mean over days"),
        C::flow("dropped_gas", "gas", "gas that found no room at the highest gas price"),
        C::flow("fees_usd", "USD", "fees that users paid for transactions on it"),
        C::flow("activity_usd", "USD", "value that transactions on it moved"),
        C::flow("settlement_cost_usd", "USD", "cost of settlement transactions"),
        C::flow("proof_cost_usd", "USD", "cost of proving"),
        C::flow("fixed_cost_usd", "USD", "fixed operations"),
        C::flow("validator_cost_usd", "USD", "payments to its own validators"),
        C::flow("capability_cost_usd", "USD", "spending on capabilities, conflicts included"),
        C::flow("stack_share_usd", "USD", "share paid to its stack"),
        C::stock("security", "1", "security score, 0 to 1"),
        C::stock("user_share", "1", "share of all users on chains whose home it is; empty if no chain has users"),
        C::stock(
            "assets_usd",
            "USD",
            "assets located on it, by where their owners are active, and those of partners: the value it secures",
        ),
        C::flow("burnt_usd", "USD", "base fees burnt: Ethereum's own"),
        C::flow("ordering_usd", "USD", "ordering value that its sequencer captured; part of revenue"),
        C::mean("congested_share", "1", "share of load blocks in which its gas price is above the floor"),
        C::stock("apps", "apps", "apps on it, all verticals"),
        C::flow("app_grants_usd", "USD", "grants to apps"),
        C::flow("sponsored_usd", "USD", "fees of its users that a sponsor bore: apps paid them, or the chain went without"),
        C::stock("trust", "1", "trust in it; 1 is full"),
        C::flow("experiments", "experiments", "experiments that it made"),
        C::flow("incident_loss_usd", "USD", "assets lost in incidents on it, before treasury and insurance paid for some"),
        C::stock("deals", "deals", "deals with partners that are alive"),
        C::stock("partner_assets_usd", "USD", "assets that partners keep on it; part of assets_usd"),
        C::flow("paid_out_usd", "USD", "profit that its owner took: no cost, but gone from the treasury"),
        C::mean(
            "markup_usd_per_tx",
            "USD",
            "revenue less costs that rise with transactions (data, proofs, burnt fees), over transactions; empty without transactions",
        ),
    ],
};

/// User groups.
pub static GROUPS: TableSpec = TableSpec {
    name: "groups",
    meaning: "one user group in one period",
    columns: &[
        VARIANT,
        REPLICATE,
        DAY,
        C::key("group", "user group"),
        C::stock("users", "people", "people in the group"),
        C::stock("aware_users", "people", "people who know of chains"),
        C::stock("outside_users", "people", "people who use no chain"),
        C::flow("welfare_systematic_usd", "USD", "user surplus without the value of taste draws"),
        C::flow("welfare_tastes_usd", "USD", "user surplus with the value of taste draws"),
        C::flow("fees_usd", "USD", "fees paid for transactions"),
        C::flow("home_transactions", "transactions", "transactions on the home chain"),
        C::flow("away_transactions", "transactions", "transactions on other chains"),
        C::flow("losses_usd", "USD", "assets lost on chains that closed or in incidents, for which nobody paid"),
        C::flow("rewards_usd", "USD", "rewards received: programmes, emissions, airdrops"),
    ],
};

/// Who lives where.
pub static HOMES: TableSpec = TableSpec {
    name: "homes",
    meaning: "people of one group who live on one chain at the end of one period; all pairs",
    columns: &[
        VARIANT,
        REPLICATE,
        DAY,
        C::key("group", "user group"),
        C::key("chain", "home chain, outside, or unaware"),
        C::stock("users", "people", "people of the group whose home it is"),
    ],
};

/// Activity by vertical and chain.
pub static ACTIVITY: TableSpec = TableSpec {
    name: "activity",
    meaning: "transactions of one vertical on one chain in one period; pairs without any and without apps are left out",
    columns: &[
        VARIANT,
        REPLICATE,
        DAY,
        C::key("vertical", "vertical"),
        C::key("chain", "chain on which they were executed"),
        C::flow("transactions", "transactions", "transactions executed"),
        C::flow("value_usd", "USD", "value they moved"),
        C::flow("fees_usd", "USD", "fees paid for them"),
        C::mean("demand_multiplier", "1", "common demand shock of the vertical, mean over days; 1 in the mean"),
        C::stock("apps", "apps", "apps of the vertical on the chain"),
    ],
};

/// Changes of home.
pub static MIGRATION: TableSpec = TableSpec {
    name: "migration",
    meaning: "people of one group who moved from one place to another in one period; pairs without any are left out",
    columns: &[
        VARIANT,
        REPLICATE,
        DAY,
        C::key("group", "user group"),
        C::key("from", "chain they left, outside, or unaware"),
        C::key("to", "chain they went to, or outside"),
        C::flow("users", "people", "people who moved; somebody who moves twice counts twice"),
    ],
};

/// Payments.
pub static LEDGER: TableSpec = TableSpec {
    name: "ledger",
    meaning: "payments from one account to another for one purpose in one period; pairs without any are left out",
    columns: &[
        VARIANT,
        REPLICATE,
        DAY,
        C::key("from", "account that paid: group:NAME, chain:NAME, stack:NAME, apps:NAME, bridges, searchers, ethereum or outside"),
        C::key("to", "account that was paid"),
        C::key("kind", "what for"),
        C::flow("usd", "USD", "amount"),
    ],
};

/// Stacks.
pub static STACKS: TableSpec = TableSpec {
    name: "stacks",
    meaning: "one stack in one period",
    columns: &[
        VARIANT,
        REPLICATE,
        DAY,
        C::key("stack", "stack"),
        C::stock("members", "chains", "open chains that belong to it"),
        C::flow("income_usd", "USD", "what members paid it: shares of their revenue and of captured ordering value"),
        C::flow("grants_usd", "USD", "retroactive grants to apps"),
        C::flow("cost_usd", "USD", "shared software"),
        C::flow("profit_usd", "USD", "income less grants and cost"),
        C::stock("balance_usd", "USD", "what it holds, what is left of its insurance included; below 0 it is in debt"),
    ],
};

/// Events.
pub static EVENTS: TableSpec = TableSpec {
    name: "events",
    meaning: "one parameter that an event changed on a day, or gave back when it ended, or that a chain decided on",
    columns: &[
        VARIANT,
        REPLICATE,
        C::index("day", "day", "first day on which the new value is in force"),
        C::key("event", "name of the event; review, or founders, for what operators decide"),
        C::key("path", "parameter"),
        C::label("before", "value until then"),
        C::label("after", "value from then on"),
        C::label("reason", "why operators decided so; empty for the scenario's own events"),
        C::label("outcome", "passed or rejected by the chain's governance; empty for the scenario's own events"),
        C::stock("reviewed_day", "day", "day of the review"),
        C::stock("expected_usd_per_year", "USD/year", "profit of the chain that the review expected with it, a year"),
        C::stock("otherwise_usd_per_year", "USD/year", "profit of the chain that the review expected without it, a year"),
        C::stock("vote_cost_usd", "USD", "what the vote cost token holders"),
    ],
};

/// Launches, sunsets and exits from stacks.
pub static CHRONICLE: TableSpec = TableSpec {
    name: "chronicle",
    meaning: "one launch or sunset of a chain, or its exit from its stack",
    columns: &[
        VARIANT,
        REPLICATE,
        C::index("day", "day", "first day on which it is in force"),
        C::key("chain", "chain"),
        C::key("what", "launch, sunset or exit"),
        C::label("reason", "planned, founders, treasury below zero, parent closed, or pays more than it gets"),
        C::stock("displaced_users", "people", "people who lived there in the morning and had to move"),
        C::stock("assets_usd", "USD", "assets located there in the morning"),
        C::stock("stranded_usd", "USD", "part of them that was lost"),
        C::stock("compensated_usd", "USD", "paid for lost assets by treasury and insurance; users bear the rest"),
        C::stock("written_off_usd", "USD", "debt of the chain that its creditors bear"),
    ],
};

/// Deals.
pub static DEALS: TableSpec = TableSpec {
    name: "deals",
    meaning: "one deal with a partner, signed or over",
    columns: &[
        VARIANT,
        REPLICATE,
        C::index("day", "day", "first day on which it is in force"),
        C::key("deal", "kind of deals"),
        C::key("chain", "chain that signed it"),
        C::key("what", "signed or ended"),
        C::stock("size", "1", "size of the deal; the mean of its kind is 1"),
        C::stock("customers", "people", "people of all groups who are customers of the partner"),
        C::stock("assets_usd", "USD", "assets that the partner keeps on the chain"),
        C::stock("live_deals", "deals", "deals of its kind alive at the end of the day"),
    ],
};

/// Tokens.
pub static TOKENS: TableSpec = TableSpec {
    name: "tokens",
    meaning: "one token in one period",
    columns: &[
        VARIANT,
        REPLICATE,
        DAY,
        C::key("token", "token"),
        C::key("chain", "its chain"),
        C::stock("supply", "tokens", "tokens there are; 0 before launch"),
        C::stock("value_usd", "USD", "market value; 0 before launch and when the chain has closed"),
        C::mean("price_usd", "USD", "market value over supply; empty before launch"),
        C::stock("points", "USD", "points held by all users: USD of activity"),
        C::flow("airdropped_usd", "USD", "worth of the airdrop on the day of launch"),
        C::flow("emitted_usd", "USD", "worth of tokens minted for users: what dilution takes from holders"),
    ],
};

/// Decisions on programmes.
pub static DECISIONS: TableSpec = TableSpec {
    name: "decisions",
    meaning: "one decision of a chain's governance on an incentive programme",
    columns: &[
        VARIANT,
        REPLICATE,
        C::index("day", "day", "day of the decision, which is the first day of the programme"),
        C::key("programme", "programme"),
        C::key("chain", "chain that pays"),
        C::label("governance", "company or dao"),
        C::label("outcome", "users, insiders (the budget was captured) or rejected"),
        C::stock("proposed_day", "day", "day of the proposal"),
        C::stock("budget_usd", "USD", "budget"),
        C::stock("vote_cost_usd", "USD", "what the vote cost token holders"),
    ],
};

/// Experiments, incidents and diffusion.
pub static INCIDENTS: TableSpec = TableSpec {
    name: "incidents",
    meaning: "one incident on one chain it hit, one success in force where it was made, or one arrival of it elsewhere",
    columns: &[
        VARIANT,
        REPLICATE,
        C::index("day", "day", "day"),
        C::key("chain", "chain it happened to"),
        C::key("what", "success, diffusion, incident, or contagion: an incident elsewhere that hit this chain too"),
        C::key("capability", "capability the experiment was about; empty for a planned incident"),
        C::label("origin", "chain that made the experiment or had the incident"),
        C::label("cause", "experiment, or name of the planned incident"),
        C::stock("severity", "1", "share of the assets on the chain that were lost"),
        C::stock("loss_usd", "USD", "assets lost"),
        C::stock("compensated_usd", "USD", "paid for them by treasury and insurance; users bear the rest"),
        C::stock("trust_after", "1", "trust in the chain afterwards; 1 is full"),
        C::stock("level_after", "1", "level of the capability on the chain afterwards; empty for a planned incident"),
    ],
};

/// What founders saw.
pub static NICHES: TableSpec = TableSpec {
    name: "niches",
    meaning: "what founders expected of a newcomer in one niche, at one look",
    columns: &[
        VARIANT,
        REPLICATE,
        C::index("day", "day", "day of the look"),
        C::key("blueprint", "chain that newcomers are copies of"),
        C::key("niche", "vertical that the newcomer would be for, or general"),
        C::label("stack", "stack it would be built on; empty if none"),
        C::stock("users", "people", "people expected to live there"),
        C::stock("transactions_per_day", "transactions/day", "transactions expected"),
        C::stock("revenue_usd_per_year", "USD/year", "revenue expected"),
        C::stock("profit_usd_per_year", "USD/year", "profit expected, fixed costs included, the launch left out"),
        C::stock("payback_years", "years", "years in which that pays the launch; empty if it never does"),
        C::stock("entered", "1", "1 if founders decided to open it, 0 otherwise"),
    ],
};

const ECOSYSTEM_KEYS: [C; 3] = [VARIANT, REPLICATE, DAY];

static ECOSYSTEM_COLUMNS: [C; ECOSYSTEM_KEYS.len() + MEASURES.len()] = {
    let mut columns = [DAY; ECOSYSTEM_KEYS.len() + MEASURES.len()];
    let mut i = 0;
    while i < columns.len() {
        columns[i] = if i < ECOSYSTEM_KEYS.len() { ECOSYSTEM_KEYS[i] } else { MEASURES[i - ECOSYSTEM_KEYS.len()].column };
        i += 1;
    }
    columns
};

/// Measures of the ecosystem.
pub static ECOSYSTEM: TableSpec = TableSpec {
    name: "ecosystem",
    meaning: "all measures of the ecosystem in one period, one column a measure",
    columns: &ECOSYSTEM_COLUMNS,
};

/// Factor draws.
pub static DRAWS: TableSpec = TableSpec {
    name: "draws",
    meaning: "value of one uncertain factor in one replicate, the same in every variant",
    columns: &[REPLICATE, C::key("factor", "factor: its name, or its path"), C::stock("value", "of the parameter", "value drawn")],
};

/// Measures over all days after warm-up.
pub static SUMMARY: TableSpec = TableSpec {
    name: "summary",
    meaning: "one measure of one run over all days after warm-up: flows per year of 365 days, stocks as means over days",
    columns: &[
        VARIANT,
        REPLICATE,
        C::key("measure", "measure: a column of ecosystem, or of one chain or group, as chain.NAME.users"),
        C::mean("value", "see unit", "value; empty if there is none"),
        C::label("unit", "unit of the value"),
    ],
};

/// All tables, in the order of the documentation.
pub static TABLES: &[&TableSpec] = &[
    &CHAINS, &GROUPS, &HOMES, &ACTIVITY, &MIGRATION, &LEDGER, &EVENTS, &CHRONICLE, &ECOSYSTEM, &DRAWS, &SUMMARY, &TOKENS, &DECISIONS,
    &INCIDENTS, &DEALS, &STACKS, &NICHES,
];

/// The table of a name.
#[must_use]
pub fn table(name: &str) -> Option<&'static TableSpec> {
    TABLES.iter().copied().find(|t| t.name == name)
}

#[cfg(test)]
mod tests;
