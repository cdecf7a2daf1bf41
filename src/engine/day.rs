//! The phases of a day, in order.

use crate::engine::apps::AppsDay;
use crate::engine::books::{DayBooks, Misfortunes};
use crate::engine::conduct::forecast::Market;
use crate::engine::lifecycle::{self, assets_usd};
use crate::engine::load::{BaseLoad, DayLoad};
use crate::engine::market_state::move_toward;
use crate::engine::observer::{EthereumDay, GroupDay, Today};
use crate::engine::population::{Flows, Occupancy};
use crate::engine::run::{RunError, Trouble};
use crate::engine::systems::{Evening, exchanges};
use crate::engine::world::{World, activity_usd, decide_all, home_shares, moments, ordinary};
use crate::model::demand::adoption::aware_users;
use crate::model::demand::transition::{GroupLaw, switch_cost_usd};
use crate::model::demand::utility::{Conditions, group_values};
use crate::model::economy::Economy;
use crate::model::grid::Grid;
use crate::model::id::Places;
use crate::model::institutions::interop::Link;
use crate::model::measures::welfare::{GroupSituation, Moments, group_welfare};
use crate::model::settlement::blob_market::BLOCKS_PER_DAY;
use crate::model::supply::operator::ChainAccount;
use crate::model::units::{DAYS_PER_MONTH, daily_weight};
use std::sync::OnceLock;

/// Lives through one day and reports it. Events (1), prices of Ethereum (2) are the economy's; the rest follows in order.
pub(crate) fn live(world: &mut World, economy: &Economy, day: u32) -> Result<Today, RunError> {
    // 6 Values, routing, law.
    let laws = update_routing(world, economy);
    // 7 Home choices.
    let relief = landing_relief(&laws, world.population.occupancy());
    let arrivals = exchanges::arrivals(economy, &laws, world.population.occupancy());
    let flows = world.population.choose(&laws, day, &world.streams);
    // 8 Transactions, fee clearing, blobs.
    let moments = moments(&world.kernels, world.population.occupancy());
    let today = world.swings.next_day(&economy.verticals, economy.dynamics.load_blocks, &world.streams, day);
    let base = BaseLoad::new(economy, &moments, &world.state.routing, &today);
    let load = DayLoad::clear(economy, base, today, &world.state.gas_price_gwei, &mut world.state.blob_market);
    // 9 Postings.
    let bridge_fees = bridge_fees(economy, &moments, &world.state.routing, &flows);
    let apps = AppsDay::new(economy, &world.state.apps, &load);
    let evening = Evening { economy, load: &load, flows: &flows, arrivals: &arrivals };
    let strikes = world.systems.strikes();
    let own = world.operators.payments(economy);
    let orders = |accounts: &[ChainAccount]| world.systems.payments(&evening, accounts).into_iter().chain(own).collect();
    let misfortunes = Misfortunes { closings: world.lifecycle.closings(), strikes: &strikes };
    let books = world.books.book_day(economy, &load, &apps, &bridge_fees, &misfortunes, orders);
    let systems = world.systems.dusk(&evening, &books);
    let mut located = assets_usd(economy, &moments, &world.state.routing);
    located.iter_mut().zip(&systems.deals.assets_usd).for_each(|(sum, partners)| *sum += partners);
    world.lifecycle.dusk(economy, &books.accounts);
    let switches = Switches { flows: &flows, relief: &relief };
    let mut groups = group_days(world, economy, &moments, &load, &switches, &books);
    groups.iter_mut().zip(&books.group_fees).for_each(|(group, fees)| group.fees = *fees);
    // 10 Expectations, liquidity.
    let shares = home_shares(&moments, world.population.occupancy(), economy);
    learn(world, economy, &load, &shares);
    world.state.apps = apps.apps;
    review(world, economy, day, &moments, &books.accounts);
    // 11 Audit.
    world.books.audit().map_err(|e| RunError { day, trouble: Trouble::Audit(e) })?;
    audit_people(world, economy, day)?;
    lifecycle::audit(economy, world.population.occupancy()).map_err(|trouble| RunError { day, trouble })?;
    audit_numbers(&load, &world.state.apps, &groups, day)?;
    Ok(Today {
        homes: homes(world, economy),
        moves: flows.moves,
        ethereum: EthereumDay {
            base_fee_gwei: load.base_fee_gwei,
            blob_price_gwei: load.blob_price_gwei(),
            blobs_per_block: load.blobs.as_ref().map_or(0.0, |b| b.blobs as f64 / BLOCKS_PER_DAY as f64),
            income: books.ethereum_income,
        },
        gas_price_gwei: load.gas_price_gwei,
        fee_usd: load.fee_usd,
        sponsored_usd: load.sponsored_usd,
        user_usd_per_byte: load.user_usd_per_byte,
        transactions: load.transactions,
        dropped_gas: load.dropped_gas,
        congested_share: load.congested_share,
        demand_multiplier: load.today.multiplier,
        apps: world.state.apps.clone(),
        accounts: books.accounts,
        groups,
        postings: books.postings,
        life: world.lifecycle.show(&books.settled, located),
        systems,
        trust: economy.standing.trust.clone(),
        conduct: world.operators.show(),
    })
}

/// Reviews of operators at the end of the day.
fn review(world: &mut World, economy: &Economy, day: u32, moments: &[Vec<Moments>], accounts: &[ChainAccount]) {
    let World { kernels, state, population, operators, streams, .. } = world;
    if operators.is_due(economy, day) {
        let (state, load) = ordinary(economy, moments, state);
        let (occupancy, unchanged) = (population.occupancy(), OnceLock::new());
        let market = Market { economy, day, kernels, state: &state, occupancy, load: &load, unchanged };
        operators.dusk(&market, accounts, streams);
    }
}

fn update_routing(world: &mut World, economy: &Economy) -> Vec<GroupLaw> {
    let decisions = decide_all(economy, &world.kernels, &world.state, world.population.occupancy());
    let mut laws = Vec::with_capacity(decisions.len());
    for (g, (routing, decision)) in world.state.routing.iter_mut().zip(decisions).enumerate() {
        let adjustment = economy.groups[g].terms.routing_adjustment.unwrap_or(economy.dynamics.routing_adjustment);
        for (executed, desired) in routing.iter_mut().zip(&decision.desired) {
            adjust_routing(executed, desired, &economy.allowed[g], &economy.links, adjustment);
        }
        laws.push(decision.law);
    }
    laws
}

/// Moves executed routing of one use, `[home × chain]`, a share `weight` of the way to desired routing. Habits end where access ends: what
/// was done on a chain now closed to the group, or out of reach from home, is routed anew at once, and a home just opened to it starts
/// with desired routing.
fn adjust_routing(executed: &mut [f64], desired: &[f64], allowed: &[bool], links: &[Vec<Link>], weight: f64) {
    let n = allowed.len();
    let rows = executed.chunks_exact_mut(n).zip(desired.chunks_exact(n)).zip(links);
    for (((row, wanted), links), home_open) in rows.zip(allowed) {
        if !home_open {
            row.fill(0.0);
        } else if row.iter().all(|r| *r == 0.0) {
            row.copy_from_slice(wanted);
        } else {
            let open = allowed.iter().zip(links).map(|(allowed, link)| *allowed && link.friction_usd_per_month.is_finite());
            let closed = row.iter_mut().zip(open).filter(|(_, open)| !open);
            let freed: f64 = closed.map(|(r, _)| std::mem::take(r)).sum();
            row.iter_mut().zip(wanted).for_each(|(r, w)| *r += freed * w);
            move_toward(row, wanted, weight);
        }
    }
}

/// What groups pay to bridges: for using other chains than home, and for moving; USD, `[group]`.
fn bridge_fees(economy: &Economy, moments: &[Vec<Moments>], routing: &[Vec<Vec<f64>>], flows: &Flows) -> Vec<f64> {
    let (n, places) = (economy.chains.len(), economy.places());
    let of_group = |g: usize| {
        let paid = |j: usize, k: usize| economy.links[j][k].bridge_fee_share;
        let using: f64 = routing[g]
            .iter()
            .flat_map(|r| r.iter().enumerate())
            .filter(|(_, r)| **r > 0.0)
            .map(|(i, r)| {
                let (j, k) = (i / n, i % n);
                moments[g][j].activity / DAYS_PER_MONTH * r * paid(j, k) * economy.links[j][k].friction_usd_per_month
            })
            .sum();
        let moving: f64 =
            moved_between_chains(flows, g, places).map(|(j, k, people)| people * paid(j, k) * economy.links[j][k].move_cost_usd).sum();
        using + moving
    };
    (0..economy.groups.len()).map(of_group).collect()
}

/// Who moved today, and what the newly aware among them were spared of onboarding.
struct Switches<'a> {
    flows: &'a Flows,
    /// Share of onboarding spared by landing, `[group][chain]`.
    relief: &'a [Vec<f64>],
}

impl Switches<'_> {
    /// What the people of group `g` felt of their moves today, USD.
    fn cost_usd(&self, economy: &Economy, g: usize) -> f64 {
        let places = economy.places();
        let spared = |i: usize, j: usize| if i == places.unaware() && places.is_chain(j) { self.relief[g][j] } else { 0.0 };
        moved(self.flows, g, places).map(|(i, j, people)| people * switch_cost_usd(economy, g, i, j) * (1.0 - spared(i, j))).sum()
    }
}

/// Share of onboarding that the day's newly aware are expected to be spared, `[group][chain]`.
fn landing_relief(laws: &[GroupLaw], occupancy: &Occupancy) -> Vec<Vec<f64>> {
    laws.iter().enumerate().map(|(g, law)| law.mean_relief(occupancy.group(g))).collect()
}

fn moved(flows: &Flows, g: usize, places: Places) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
    let n = places.count();
    flows.moves.row(g).iter().enumerate().filter(|(_, people)| **people > 0.0).map(move |(i, people)| (i / n, i % n, *people))
}

fn moved_between_chains(flows: &Flows, g: usize, places: Places) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
    moved(flows, g, places).filter(move |(i, j, _)| places.is_chain(*i) && places.is_chain(*j))
}

fn group_days(
    world: &World,
    economy: &Economy,
    moments: &[Vec<Moments>],
    load: &DayLoad,
    switches: &Switches<'_>,
    books: &DayBooks,
) -> Vec<GroupDay> {
    let occupancy = world.population.occupancy();
    let conditions = Conditions {
        burden_usd: &load.burden_usd,
        apps: &world.state.apps,
        liquidity_usd_per_day: &world.state.liquidity_usd_per_day,
        latency_s: &economy.latency_s,
        // What users lost of their trust is no loss of use: realised losses are counted by themselves.
        trust: &vec![1.0; economy.chains.len()],
    };
    let places = economy.places();
    let of_group = |g: usize| {
        let situation = GroupSituation {
            moments: &moments[g],
            people: occupancy.group(g),
            values: &group_values(economy, g, &conditions),
            routing: &world.state.routing[g],
            switch_costs_usd: switches.cost_usd(economy, g),
            losses_usd: books.losses[g].usd(),
            rewards_usd: books.rewards[g].usd(),
            multiplier: &load.today.multiplier,
        };
        let welfare = group_welfare(economy, g, &situation);
        let (home_transactions, away_transactions) = load.group_transactions(g);
        GroupDay {
            aware_users: aware_users(economy, g, occupancy.group(g)),
            outside_users: occupancy.group(g).iter().skip(places.outside()).step_by(places.count()).sum(),
            welfare_systematic_usd: welfare.systematic_usd,
            welfare_tastes_usd: welfare.tastes_usd,
            home_transactions,
            away_transactions,
            losses: books.losses[g],
            rewards: books.rewards[g],
            ..GroupDay::default()
        }
    };
    (0..economy.groups.len()).map(of_group).collect()
}

fn learn(world: &mut World, economy: &Economy, load: &DayLoad, shares: &Grid) {
    let state = &mut world.state;
    let expectation = daily_weight(economy.dynamics.expectation_half_life_days);
    let liquidity = daily_weight(economy.dynamics.liquidity_half_life_days);
    let multiplier = load.today.multiplier.iter().cycle();
    let burden: Vec<f64> = load.burden_usd.cells().iter().zip(multiplier.clone()).map(|(burden, z)| burden * z).collect();
    move_toward(state.expected_burden_usd.cells_mut(), &burden, expectation);
    move_toward(&mut state.expected_latency_s, &economy.latency_s, expectation);
    move_toward(state.expected_share.cells_mut(), shares.cells(), expectation);
    let activity = activity_usd(economy, &load.transactions);
    let usual: Vec<f64> = activity.cells().iter().zip(multiplier).map(|(activity, z)| activity / z).collect();
    move_toward(state.liquidity_usd_per_day.cells_mut(), &usual, liquidity);
    state.gas_price_gwei.clone_from(&load.gas_price_gwei);
}

fn homes(world: &World, economy: &Economy) -> Grid {
    let mut homes = Grid::zeros(economy.groups.len(), economy.places().count());
    for g in 0..economy.groups.len() {
        homes.row_mut(g).copy_from_slice(&world.population.occupancy().by_location(g));
    }
    homes
}

fn audit_people(world: &World, economy: &Economy, day: u32) -> Result<(), RunError> {
    let heads = world.population.count_heads();
    heads.map_err(|(g, people)| RunError { day, trouble: Trouble::People { group: economy.groups[g].name.clone(), people } })
}

fn audit_numbers(load: &DayLoad, apps: &Grid, groups: &[GroupDay], day: u32) -> Result<(), RunError> {
    let prices = load.fee_usd.cells().iter().chain(load.transactions.cells()).chain(&load.gas_price_gwei).chain(apps.cells());
    let welfare = groups.iter().flat_map(|g| [&g.welfare_systematic_usd, &g.welfare_tastes_usd]);
    if prices.chain(welfare).all(|x| x.is_finite()) { Ok(()) } else { Err(RunError { day, trouble: Trouble::NotFinite }) }
}
