//! Founders: free entry, room, and what becomes of the places of chains that die (model.md §11, §13).

use crate::support::*;
use l2niche::engine::observer::{Act, NicheLook, Reason, Status, Today, TurnKind};
use l2niche::model::economy::Spec;
use l2niche::model::institutions::entry::{Entry, Niche};
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::supply::chain::Chain;
use l2niche::model::supply::conduct::{Conduct, Pricing};
use l2niche::model::supply::life::{Life, Slot};
use l2niche::model::units::{MicroUsd, usd_per_gas};

const TRANSACTIONS: f64 = 20.0;
const GWEI: f64 = 0.1;

/// A market of `n` like chains and places for newcomers, whose users live where they like best at scale 1.
fn market(n: usize, places: usize, most: u16) -> Spec {
    let mut spec = like_chains(n);
    set_fast(&mut spec);
    spec.verticals[0].fee_elasticity = 0.0;
    spec.groups[0].uses[0].as_mut().unwrap().benefit_usd_per_month = 40.0;
    spec.groups[0].routing_scale = 0.005;
    let slot = Slot { blueprint: n as u16, most };
    let place = |i: usize| Chain { life: Life { slot: Some(slot), ..Life::default() }, ..chain(&format!("new-{i}")) };
    spec.chains.extend((1..=places).map(place));
    spec.chains.iter_mut().for_each(|c| (c.alt_da_usd_per_mib, c.min_gas_price_gwei) = (0.0, GWEI));
    spec.systems.entry = Entry { founders: true, review_days: 10, build_days: 1, ..Entry::default() };
    spec
}

/// Nobody starts at places for newcomers.
fn opening(spec: &Spec, days: u32) -> l2niche::engine::run::RunPlan {
    let there: Vec<f64> = spec.chains.iter().map(|c| if c.life.slot.is_some() { 0.0 } else { 1.0 }).collect();
    let count: f64 = there.iter().sum();
    let homes = there.iter().map(|x| x / count).chain([0.0]).collect();
    l2niche::engine::run::RunPlan { homes: vec![homes], ..plan(spec, days) }
}

fn live(today: &Today) -> usize {
    today.life.status.iter().filter(|status| **status == Status::Live).count()
}

/// What users of all chains pay beyond cost at a monthly mark-up of `markup`, USD a year.
fn margins_usd_per_year(markup: f64) -> f64 {
    1e6 * markup * 365.0 / 30.0
}

/// At a fixed mark-up m, founders enter until another one's share of the market no longer pays its cost: N* = ⌊m L/F⌋. Profit is 0 up to
/// rounding at the last one that enters when m L/F is whole; half a firm of slack either way keeps rounding out of it.
#[test]
fn at_fixed_prices_founders_enter_until_the_market_is_shared_out() {
    let mut spec = market(2, 10, 9);
    let markup = TRANSACTIONS * spec.verticals[0].gas_per_tx * usd_per_gas(GWEI, spec.ethereum.eth_usd);
    for firms in [4.5, 7.5] {
        spec.chains.iter_mut().for_each(|c| c.fixed_cost_usd_per_year = margins_usd_per_year(markup) / firms);
        let last = run(spec.clone(), &opening(&spec, 160)).pop().unwrap();
        assert_eq!(live(&last), firms as usize);
    }
}

/// Anderson, de Palma, Thisse (1992): with prices by best response, N* = 1 + μL/F. Founders hold others' prices, so that they see
/// μL/(N − 1/N) for the next one, where prices that answer leave μL/N: they enter like the theory's unless μL/F lies just below a whole number.
#[test]
fn with_prices_by_best_response_one_more_than_the_market_over_fixed_cost() {
    for (ratio, expected) in [(5.5, 6), (20.0, 21)] {
        let mut spec = market(2, expected + 2, 40);
        for c in &mut spec.chains {
            c.fixed_cost_usd_per_year = margins_usd_per_year(1.0) / ratio;
            c.policy.conduct = Conduct { review_days: 2, pricing: Pricing::BestResponse, ..Conduct::default() };
        }
        let days = run(spec.clone(), &opening(&spec, 40 + 12 * expected as u32));
        assert_eq!(live(days.last().unwrap()), expected, "μL/F = {ratio}");
    }
}

/// What founders expect is what comes, once everybody has moved: here at once, at prices that nobody changes.
#[test]
fn a_newcomer_earns_what_was_expected() {
    let mut spec = market(2, 2, 1);
    spec.chains.iter_mut().for_each(|c| c.fixed_cost_usd_per_year = 1e5);
    let days = run(spec.clone(), &opening(&spec, 30));
    let look = &days[9].conduct.niches[0];
    assert!((look.entered, look.niche, look.blueprint) == (true, Niche::General, 2) && days[19].conduct.niches.len() == 1);
    let ruling = &days[11].conduct.rulings[0].proposal;
    assert_eq!((ruling.chain, &ruling.act, ruling.reviewed_day), (2, &Act::Found(Niche::General, None), 9));
    let turn = &days[11].life.turns[0];
    assert_eq!((turn.chain, turn.kind, turn.reason), (2, TurnKind::Launch, Reason::Founders));
    let profit = days[15].accounts[2].profit().usd() * 365.0;
    assert!((profit / look.profit_usd_per_year - 1.0).abs() < 1e-6, "{profit}, expected {}", look.profit_usd_per_year);
    assert!((days[15].homes.column_sum(2) / look.users - 1.0).abs() < 1e-9);
}

/// Capital comes in on the day of the opening, the launch is paid out of it, and neither is revenue.
#[test]
fn founders_bring_their_capital() {
    let mut spec = market(2, 2, 1);
    spec.chains[2].treasury_usd = 5e5;
    spec.systems.entry.launch_cost_usd = 2e5;
    let days = run(spec.clone(), &opening(&spec, 20));
    let usd = MicroUsd::from_usd;
    let paid = |day: &Today, kind| paid_between(day, |from, to| [from, to].contains(&Account::Chain(2)), kind);
    assert_eq!((paid(&days[11], FlowKind::Founding), paid(&days[11], FlowKind::Launch)), (usd(7e5), usd(2e5)));
    assert!(days[..11].iter().all(|day| day.accounts[2].treasury == MicroUsd::ZERO));
    let account = &days[11].accounts[2];
    assert_eq!(account.treasury, usd(7e5) + account.profit());
    assert!(account.revenue < usd(1e5));
}

/// At most so many chains, and at most so many of a blueprint; what would have paid beyond is counted.
#[test]
fn there_is_room_for_so_many() {
    let mut spec = market(2, 6, 5);
    spec.systems.entry.max_chains = 5;
    let seen = |spec: &Spec| {
        let days = run(spec.clone(), &opening(spec, 100));
        (days.iter().map(live).max().unwrap(), days.iter().map(|day| day.conduct.refused).sum::<u32>())
    };
    assert_eq!(seen(&spec), (5, 7));
    spec.systems.entry.max_chains = 64;
    spec.chains.iter_mut().filter_map(|c| c.life.slot.as_mut()).for_each(|slot| slot.most = 2);
    assert_eq!(seen(&spec), (4, 8));
    spec.systems.entry.founders = false;
    assert_eq!(seen(&spec), (2, 0));
}

/// A newcomer that founders misjudged (its costs rise once it is there) dies of debt; its place is taken again, under a new name, by people who come
/// anew: all had left.
#[test]
fn the_place_of_a_dead_chain_is_taken_under_a_new_name() {
    let mut spec = market(1, 2, 1);
    spec.chains[1..].iter_mut().for_each(|c| (c.life.grace_days, c.treasury_usd) = (Some(3), 1e3));
    let mut dear = spec.clone();
    dear.chains[1..].iter_mut().for_each(|c| c.fixed_cost_usd_per_year = 1e9);
    let days = run_epochs(&[(0, spec.clone()), (20, dear), (40, spec.clone())], &opening(&spec, 100));
    let turns: Vec<(usize, usize, TurnKind)> =
        days.iter().enumerate().flat_map(|(day, today)| today.life.turns.iter().map(move |t| (day, t.chain, t.kind))).collect();
    assert_eq!(turns[..2], [(11, 1, TurnKind::Launch), (23, 1, TurnKind::Sunset)]);
    assert_eq!(turns[2].1, 2, "the place that nobody had");
    assert!(days[23].homes.column_sum(1) == 0.0);
    let mut names = Vec::new();
    let economy = |spec: &Spec| l2niche::model::economy::Economy::new(spec.clone()).unwrap();
    let mut one_place = spec.clone();
    one_place.chains.pop();
    let mut dear = one_place.clone();
    dear.chains[1].fixed_cost_usd_per_year = 1e9;
    let epochs = [(0, &one_place), (20, &dear), (40, &one_place)];
    let epochs = epochs.map(|(from_day, spec)| l2niche::engine::run::Epoch { from_day, economy: economy(spec) });
    let mut watch = |view: &l2niche::engine::observer::DayView<'_>| {
        names.push((view.economy.chains[1].name.clone(), view.today.life.status[1]));
    };
    l2niche::engine::run::simulate(&epochs, &opening(&one_place, 100), &mut watch).expect("a sound run");
    assert_eq!(names[15], ("new-1".into(), Status::Live));
    assert_eq!(names[99], ("new-1.2".into(), Status::Live));
}

/// Places that nobody takes change no bit of anybody else's.
#[test]
fn places_that_nobody_takes_weigh_nothing() {
    let mut with = market(3, 4, 3);
    with.systems.entry.founders = false;
    let mut without = with.clone();
    without.chains.truncate(3);
    let (with, without) = (run(with.clone(), &opening(&with, 30)), run(without.clone(), &opening(&without, 30)));
    for (a, b) in with.iter().zip(&without) {
        assert_eq!(a.homes.row(0)[..3], b.homes.row(0)[..3]);
        assert_eq!((&a.accounts[..3], &a.groups), (&b.accounts[..], &b.groups));
        assert!(a.life.status[3..].iter().all(|status| *status == Status::Vacant));
    }
}

/// Of several niches founders take the one that pays most; with several threads the same.
#[test]
fn founders_take_the_niche_that_pays_most() {
    let mut spec = market(1, 2, 1);
    set_verticals(&mut spec, 3);
    spec.capabilities = (0..3)
        .map(|c| l2niche::model::supply::capability::Capability {
            name: format!("capability-{c}"),
            channel: l2niche::model::supply::capability::Channel::Fit,
            strength: 0.5,
            k0: 0.2,
            frontier_usd_per_year: 3e6,
            delisting_per_year: 0.0,
        })
        .collect();
    spec.theta = 0.5;
    for (v, vertical) in spec.verticals.iter_mut().enumerate() {
        vertical.needs = (0..3).map(|c| f64::from(u8::from(c == v))).collect();
    }
    spec.chains.iter_mut().for_each(|c| (c.capability_budget_usd_per_year, c.observed_levels) = (1e6, vec![None; 3]));
    spec.groups[0].requires = vec![0.0; 3];
    spec.groups[0].uses[2].as_mut().unwrap().benefit_usd_per_month = 80.0;
    let last = run_on_threads(&spec, &opening(&spec, 15), &[1, 3]);
    let looks: &[NicheLook] = &last[9].conduct.niches;
    assert_eq!(looks.iter().map(|look| look.niche).collect::<Vec<_>>(), Niche::all(3).collect::<Vec<_>>());
    let best = looks.iter().max_by(|a, b| a.profit_usd_per_year.total_cmp(&b.profit_usd_per_year)).unwrap();
    assert!(best.entered && looks.iter().filter(|look| look.entered).count() == 1);
    assert_eq!(best.niche, Niche::Vertical(2), "{looks:?}");
}
