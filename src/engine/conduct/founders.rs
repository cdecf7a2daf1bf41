//! Founders: what a newcomer could expect in every niche, and who opens a chain.
//!
//! A look forecasts, for every niche, a mean day of the world with the newcomer in it: its users' homes and routing after the mean step, with its
//! own liquidity and apps fulfilled (they start from none and follow what the forecast itself brings, so that of several fulfilled
//! expectations the lowest is found) and everybody else's prices, liquidity and apps held. The niche is chosen on the blueprint's own stack, then
//! the stack on which that niche promises most. One launch is on its way at a time; it was announced, so its name and focus are known.

use crate::engine::conduct::forecast::{Forecast, Market};
use crate::engine::conduct::{Act, Proposal, Ruling};
use crate::engine::market_state::move_toward;
use crate::model::economy::Economy;
use crate::model::id::StackId;
use crate::model::institutions::entry::{Entry, Niche};
use crate::model::ledger::{Account, FlowKind, Payment};
use crate::model::standing::Standing;
use crate::model::supply::chain::{Chain, ChainKind};
use crate::model::supply::conduct::{Choices, Pricing};
use crate::model::units::{DAYS_PER_YEAR, SECONDS_PER_DAY};

/// Forecasts of a niche, each at the liquidity that the one before brought.
const PASSES: usize = 3;

/// What founders saw in a niche.
#[derive(Clone, Debug, PartialEq)]
pub struct NicheLook {
    /// Number of the blueprint.
    pub blueprint: u16,
    /// The niche.
    pub niche: Niche,
    /// Stack the newcomer would be built on.
    pub stack: Option<StackId>,
    /// People who would live there.
    pub users: f64,
    /// Transactions a day.
    pub transactions: f64,
    /// Revenue, USD a year.
    pub revenue_usd_per_year: f64,
    /// Profit, USD a year.
    pub profit_usd_per_year: f64,
    /// Years until it pays the launch; none if it never does.
    pub payback_years: Option<f64>,
    /// Whether founders decided to open it.
    pub entered: bool,
}

/// A launch on its way.
#[derive(Clone, Debug)]
struct Launch {
    announced: u32,
    opens: u32,
    choices: Choices,
    proposal: Proposal,
}

/// What founders do.
#[derive(Clone, Debug)]
pub(super) struct Founders {
    launch: Option<Launch>,
    /// Chains that each slot has been, `[chain]`.
    lives: Vec<u32>,
    /// What they saw this evening.
    pub(super) looks: Vec<NicheLook>,
    /// Launches that would have paid and found no room this evening.
    pub(super) refused: u32,
    /// The chain that opens today.
    opened: Option<usize>,
}

impl Founders {
    /// On the eve of day 0.
    pub(super) fn open(economy: &Economy) -> Self {
        Self { launch: None, lives: vec![0; economy.chains.len()], looks: vec![], refused: 0, opened: None }
    }

    /// The chain that opens on `day`.
    pub(super) fn opening(&self, day: u32) -> Option<usize> {
        self.launch.as_ref().filter(|launch| launch.opens == day).map(|launch| launch.proposal.chain)
    }

    /// Announces what was decided last evening, and tells what opens today; the announced chain, if any.
    pub(super) fn dawn(&mut self, day: u32, choices: &mut [Choices], today: &mut Vec<Ruling>) -> Option<usize> {
        self.looks.clear();
        self.refused = 0;
        self.opened = self.opening(day);
        if self.opened.is_some() {
            let launch = self.launch.take().expect("a chain that opens was announced");
            self.lives[launch.proposal.chain] += 1;
            today.push(Ruling { proposal: launch.proposal, passed: true, vote_usd: 0.0 });
        }
        let announced = self.launch.as_ref().filter(|launch| launch.announced == day)?;
        choices[announced.proposal.chain].clone_from(&announced.choices);
        Some(announced.proposal.chain)
    }

    /// Founders' capital on the day a chain opens, and what they spend of it at once.
    pub(super) fn payments(&self, economy: &Economy) -> Vec<Payment> {
        let Some(k) = self.opened else { return vec![] };
        let (chain, cost) = (Account::Chain(k as u16), economy.systems.entry.launch_cost_usd);
        vec![
            Payment { from: Account::Outside, to: chain, kind: FlowKind::Founding, usd: economy.chains[k].treasury_usd + cost },
            Payment { from: chain, to: Account::Outside, kind: FlowKind::Launch, usd: cost },
        ]
    }

    /// Whether they look around this evening.
    pub(super) fn is_due(&self, economy: &Economy, day: u32) -> bool {
        economy.systems.entry.is_due(day) && !self.free_slots(economy).is_empty()
    }

    /// Looks around, and decides.
    pub(super) fn dusk(&mut self, market: &Market<'_>) {
        let (economy, entry) = (market.economy, market.economy.systems.entry);
        let slots = if entry.is_due(market.day) { self.free_slots(economy) } else { vec![] };
        let mut found: Vec<(usize, NicheLook)> = Vec::new();
        for &k in &slots {
            found.extend(looks(market, &entry, k, self.lives[k]).into_iter().map(|look| (k, look)));
        }
        let best = (0..found.len()).reduce(|best, i| if profit(&found[i].1) > profit(&found[best].1) { i } else { best });
        if let Some(best) = best.filter(|best| entry.founders && self.launch.is_none() && entry.pays(profit(&found[*best].1))) {
            let (k, look) = &mut found[best];
            if has_room(economy, &entry, *k) {
                look.entered = true;
                self.launch = Some(launch(market, &entry, (*k, self.lives[*k]), look));
            } else {
                self.refused = 1;
            }
        }
        self.looks = found.into_iter().map(|(_, look)| look).collect();
    }

    /// A free slot of every blueprint: one never used before one that was, the first of those.
    fn free_slots(&self, economy: &Economy) -> Vec<usize> {
        let taken = self.launch.as_ref().map(|launch| launch.proposal.chain);
        let mut chosen: Vec<(u16, usize)> = Vec::new();
        for (k, chain) in economy.chains.iter().enumerate() {
            let Some(slot) = chain.life.slot.filter(|_| !economy.standing.live[k] && taken != Some(k)) else { continue };
            match chosen.iter_mut().find(|(blueprint, _)| *blueprint == slot.blueprint) {
                Some((_, best)) if self.lives[k] < self.lives[*best] => *best = k,
                Some(_) => {}
                None => chosen.push((slot.blueprint, k)),
            }
        }
        chosen.into_iter().map(|(_, k)| k).collect()
    }
}

fn profit(look: &NicheLook) -> f64 {
    look.profit_usd_per_year
}

/// Whether another chain of the blueprint of slot `k` may be open, and another one at all.
fn has_room(economy: &Economy, entry: &Entry, k: usize) -> bool {
    let live = |of: &dyn Fn(&Chain) -> bool| economy.chains.iter().zip(&economy.standing.live).filter(|(c, live)| **live && of(c)).count();
    let slot = economy.chains[k].life.slot;
    let alike = live(&|c| c.life.slot.is_some_and(|other| slot.is_some_and(|slot| slot.blueprint == other.blueprint)));
    live(&Chain::has_operator) < entry.max_chains && slot.is_some_and(|slot| alike < usize::from(slot.most))
}

/// What a newcomer in slot `k` could expect in every niche, each on the stack that promises most there for the best niche, and on the
/// blueprint's own for the others.
fn looks(market: &Market<'_>, entry: &Entry, k: usize, lives: u32) -> Vec<NicheLook> {
    let economy = market.economy;
    let own = blueprint_stack(economy, k);
    let look = |niche: Niche, stack: Option<StackId>| look(market, entry, (k, lives), niche, stack);
    let mut looks: Vec<NicheLook> = Niche::all(economy.verticals.len()).map(|niche| look(niche, own)).collect();
    let best = (0..looks.len()).fold(0, |best, i| if profit(&looks[i]) > profit(&looks[best]) { i } else { best });
    let others = economy.systems.open_stacks.iter().map(|s| Some(*s)).filter(|stack| *stack != own);
    for stack in others.filter(|_| economy.chains[k].kind == ChainKind::L2) {
        let elsewhere = look(looks[best].niche, stack);
        if profit(&elsewhere) > profit(&looks[best]) {
            looks[best] = elsewhere;
        }
    }
    looks
}

/// Stack that the scenario gives the blueprint of slot `k`, whatever its last life chose.
fn blueprint_stack(economy: &Economy, k: usize) -> Option<StackId> {
    economy.stated().chains[k].stack
}

fn look(market: &Market<'_>, entry: &Entry, (k, lives): (usize, u32), niche: Niche, stack: Option<StackId>) -> NicheLook {
    let choices = choices(market.economy, entry, (k, lives), niche, stack);
    let expected = newcomer(market, k, &choices);
    let account = &expected.accounts[k];
    let profit_usd_per_year = account.profit().usd() * DAYS_PER_YEAR;
    NicheLook {
        blueprint: market.economy.chains[k].life.slot.map_or(0, |slot| slot.blueprint),
        niche,
        stack,
        users: expected.users[k],
        transactions: expected.load.transactions.row(k).iter().sum(),
        revenue_usd_per_year: account.revenue.usd() * DAYS_PER_YEAR,
        profit_usd_per_year,
        payback_years: entry.payback_years(profit_usd_per_year),
        entered: false,
    }
}

/// What a newcomer in slot `k` would be.
fn choices(economy: &Economy, entry: &Entry, (k, lives): (usize, u32), niche: Niche, stack: Option<StackId>) -> Choices {
    Choices {
        min_gas_price_gwei: first_price_gwei(economy, k),
        focus: Some(niche.focus(economy.verticals.len(), entry.focus_share)),
        stack: Some(stack),
        past_lives: lives,
        ..Choices::default()
    }
}

/// The price at which a newcomer begins that will set its own: the mean floor of those that do; otherwise the blueprint's.
fn first_price_gwei(economy: &Economy, k: usize) -> Option<f64> {
    let sets = |c: &Chain| c.policy.conduct.pricing == Pricing::BestResponse;
    let peers = (0..economy.chains.len()).filter(|&j| economy.standing.live[j] && sets(&economy.chains[j]));
    let floors: Vec<f64> = peers.map(|j| economy.floor_gas_price_gwei(j)).collect();
    (sets(&economy.chains[k]) && !floors.is_empty()).then(|| floors.iter().sum::<f64>() / floors.len() as f64)
}

/// A mean day of the world with the newcomer in it.
fn newcomer(market: &Market<'_>, k: usize, choices: &Choices) -> Forecast {
    let (economy, kernels) = market.with(with_newcomer(market.economy, k, choices));
    let mut state = market.state.clone();
    state.forget(k);
    state.expected_latency_s[k] = economy.latency_s[k];
    state.gas_price_gwei[k] = economy.floor_gas_price_gwei(k);
    let mut expected = market.forecast(&economy, &kernels, &state);
    for _ in 1..PASSES {
        move_toward(state.expected_burden_usd.cells_mut(), expected.load.burden_usd.cells(), 0.5);
        state.expected_burden_usd.row_mut(k).copy_from_slice(expected.load.burden_usd.row(k));
        state.liquidity_usd_per_day.row_mut(k).copy_from_slice(expected.activity_usd.row(k));
        for (v, vertical) in economy.verticals.iter().enumerate() {
            state.apps[(k, v)] = vertical.apps.rest(expected.activity_usd[(k, v)], economy.app_grants_usd_per_day(k, v));
        }
        if let Some(rate) = state.blob_market.data_rate.get_mut(k) {
            *rate = expected.load.posted_bytes[k] / SECONDS_PER_DAY;
        }
        expected = market.forecast(&economy, &kernels, &state);
    }
    expected
}

/// The standing of chains with the newcomer among them, at the levels that its focus and budget buy.
fn with_newcomer(economy: &Economy, k: usize, choices: &Choices) -> Standing {
    let mut standing = economy.standing.clone();
    standing.live[k] = true;
    standing.trust[k] = 1.0;
    standing.choices[k].clone_from(choices);
    if standing.levels.is_some() {
        let stated = economy.as_of(standing.clone()).stated_levels();
        standing.levels.iter_mut().for_each(|levels| levels[k].clone_from(&stated[k]));
    }
    standing
}

fn launch(market: &Market<'_>, entry: &Entry, (k, lives): (usize, u32), look: &NicheLook) -> Launch {
    let announced = market.day + 1;
    Launch {
        announced,
        opens: announced + entry.build_days,
        choices: choices(market.economy, entry, (k, lives), look.niche, look.stack),
        proposal: Proposal {
            chain: k,
            act: Act::Found(look.niche, look.stack),
            before: Act::Nothing,
            reason: format!("best niche: {:.0} users, {:.0} transactions a day expected", look.users, look.transactions),
            expected_usd_per_year: look.profit_usd_per_year,
            otherwise_usd_per_year: 0.0,
            reviewed_day: market.day,
        },
    }
}
