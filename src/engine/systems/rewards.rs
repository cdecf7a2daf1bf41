//! Rewards for activity: every chain has a pool of the day, shared in proportion to the points of the day, which are USD of activity.
//!
//! The pool is what incentive programmes and the chain's own defence of its share spend, and what emissions of its token are worth. Before
//! there is a token activity earns points that are kept, and the airdrop pays for them. Users know what is announced, and expect of others
//! what they have seen of them.

use crate::engine::books::DayBooks;
use crate::engine::load::DayLoad;
use crate::engine::market_state::{MarketState, move_toward};
use crate::engine::observer::SystemsDay;
use crate::engine::systems::proposals::Proposals;
use crate::engine::systems::tokens::{TokenDay, TokenState};
use crate::engine::systems::{Evening, Morning, System};
use crate::model::economy::Economy;
use crate::model::grid::Grid;
use crate::model::institutions::rewards::{pool_share_usd, split};
use crate::model::ledger::{Account, FlowKind, Payment};
use crate::model::measures::welfare::Moments;
use crate::model::supply::operator::ChainAccount;
use crate::model::units::{DAYS_PER_MONTH, MicroUsd, daily_weight};
use crate::model::user_group::Use;

/// Rewards of all chains.
pub(super) struct Rewards {
    day: u32,
    /// Which chains are open, `[chain]`.
    live: Vec<bool>,
    proposals: Proposals,
    /// `[token]`.
    tokens: Vec<TokenState>,
    /// Points that all users earned today, `[chain]`.
    points_today: Vec<f64>,
    /// Points that all users are expected to earn a day, `[chain]`; none before day 0.
    expected_points: Option<Vec<f64>>,
    /// Executed over wanted transactions at the prices of the day before, `[chain][vertical]`.
    demand_share: Grid,
    /// Treasuries in the evening before, USD, `[chain]`.
    treasury_usd: Vec<f64>,
}

/// What a chain offers to those who are active on it.
#[derive(Clone, Copy, Default)]
struct Offer {
    /// Pool of the day, USD.
    pool_usd: f64,
    /// What the airdrop is worth, USD.
    airdrop_usd: f64,
    /// Days left to earn points for it.
    airdrop_days: f64,
    /// Points that are held already.
    held_points: f64,
}

impl Offer {
    /// What a user can expect a day who earns `own` points a day where others earn `others`: of the airdrop the part that his points of
    /// all days left will be of all points, spread over those days.
    fn worth_usd_per_day(&self, own: f64, others: f64) -> f64 {
        let days = self.airdrop_days;
        let airdrop = if days > 0.0 { pool_share_usd(self.airdrop_usd, own * days, self.held_points + others * days) / days } else { 0.0 };
        pool_share_usd(self.pool_usd, own, others) + airdrop
    }

    fn is_nothing(&self) -> bool {
        self.pool_usd == 0.0 && self.airdrop_days == 0.0
    }
}

impl Rewards {
    /// On the eve of day 0.
    pub(super) fn open(economy: &Economy) -> Self {
        Self {
            day: 0,
            live: economy.standing.live.clone(),
            proposals: Proposals::open(economy),
            tokens: economy.systems.tokens.iter().map(|token| TokenState::open(token, economy.groups.len())).collect(),
            points_today: vec![],
            expected_points: None,
            demand_share: demand_shares(economy, None),
            treasury_usd: economy.chains.iter().map(|chain| chain.treasury_usd).collect(),
        }
    }

    /// What chain `k` spends today to defend its share: what it decided on, as far as the treasury was above the reserve in the evening.
    fn defence_usd(&self, economy: &Economy, k: usize) -> f64 {
        let decided = economy.standing.choices[k].incentives_usd_per_day;
        economy.chains[k].policy.conduct.affordable_usd(decided, self.treasury_usd[k])
    }

    /// What chain `k` offers on the day.
    fn offer(&self, economy: &Economy, k: usize) -> Offer {
        let mut offer = Offer::default();
        if !self.live[k] {
            return offer;
        }
        offer.pool_usd += self.defence_usd(economy, k);
        for (i, programme) in economy.systems.programmes.iter().enumerate().filter(|(_, p)| p.chain.index() == k) {
            let (usd, captured) = self.proposals.spending(i, programme, self.day);
            offer.pool_usd += if captured { 0.0 } else { usd };
        }
        for (token, state) in economy.systems.tokens.iter().zip(&self.tokens).filter(|(t, _)| t.chain.index() == k) {
            offer.pool_usd += state.emission_usd(token, self.day);
            if token.gives_points_on(self.day) {
                offer.airdrop_usd = state.airdrop_usd(token, self.day);
                offer.airdrop_days = f64::from(token.launch_day - self.day);
                offer.held_points = state.points.iter().sum();
            }
        }
        offer
    }

    /// Points that users would earn on each chain by their homes and habits, a day, `[chain]`.
    fn points_by_habit(&self, economy: &Economy, moments: &[Vec<Moments>], routing: &[Vec<Vec<f64>>]) -> Vec<f64> {
        let of_home = |g: usize, j: usize, k: usize| match moments[g][j].activity {
            0.0 => 0.0,
            activity => activity * points_of_user(economy, g, (j, k), &routing[g], &self.demand_share),
        };
        let n = economy.chains.len();
        (0..n).map(|k| (0..economy.groups.len()).flat_map(|g| (0..n).map(move |j| (g, j))).map(|(g, j)| of_home(g, j, k)).sum()).collect()
    }

    /// What programmes and the defence of shares pay today: `points` are those of the day, `[chain][group]`.
    fn pay_programmes(&self, economy: &Economy, points: &[Vec<f64>]) -> Vec<Payment> {
        let mut orders = Vec::new();
        for (i, programme) in economy.systems.programmes.iter().enumerate().filter(|(_, p)| self.live[p.chain.index()]) {
            let (usd, captured) = self.proposals.spending(i, programme, self.day);
            let from = Account::Chain(programme.chain.index() as u16);
            if captured {
                orders.push(Payment { from, to: Account::Insiders, kind: FlowKind::Capture, usd });
            } else {
                orders.extend(share_out(usd, (from, FlowKind::Incentives), &points[programme.chain.index()]).1);
            }
        }
        for k in (0..economy.chains.len()).filter(|k| self.live[*k]) {
            let usd = self.defence_usd(economy, k);
            if usd > 0.0 {
                orders.extend(share_out(usd, (Account::Chain(k as u16), FlowKind::Incentives), &points[k]).1);
            }
        }
        let votes = self.proposals.today.iter().map(|verdict| verdict.vote_usd);
        orders.extend(votes.map(|usd| Payment { from: Account::TokenHolders, to: Account::Outside, kind: FlowKind::Governance, usd }));
        orders
    }

    /// What tokens pay today, and what becomes of points and supply.
    fn pay_tokens(&mut self, economy: &Economy, points: &[Vec<f64>]) -> Vec<Payment> {
        let mut orders = Vec::new();
        for (token, state) in economy.systems.tokens.iter().zip(&mut self.tokens) {
            let (k, day) = (token.chain.index(), self.day);
            state.today = TokenDay::default();
            if !self.live[k] {
                continue;
            }
            if day == token.launch_day {
                let (given, airdrop) = share_out(state.airdrop_usd(token, day), (Account::TokenHolders, FlowKind::Airdrop), &state.points);
                state.today.airdropped = given;
                orders.extend(airdrop);
            }
            if day >= token.launch_day {
                let pool = state.emission_usd(token, day);
                let (given, emission) = share_out(pool, (Account::TokenHolders, FlowKind::Emissions), &points[k]);
                state.today.emitted = given;
                orders.extend(emission);
                if given > MicroUsd::ZERO {
                    state.mint(token);
                }
                (state.today.supply, state.today.value_usd) = (state.supply, state.value_usd(token, day));
            } else if token.gives_points_on(day) {
                state.points.iter_mut().zip(&points[k]).for_each(|(held, new)| *held += new);
            }
            state.today.points = state.points.iter().sum();
        }
        orders
    }
}

impl System for Rewards {
    fn dawn(&mut self, morning: &Morning<'_>) -> bool {
        self.day = morning.day;
        self.live = (0..morning.status.len()).map(|k| morning.is_live(k)).collect();
        self.proposals.dawn(morning);
        if self.expected_points.is_none() {
            self.expected_points = Some(self.points_by_habit(morning.economy, morning.moments, morning.routing));
        }
        false
    }

    fn expect(&self, economy: &Economy, state: &mut MarketState) {
        let n = economy.chains.len();
        let others = self.expected_points.as_ref().expect("known since day 0");
        for (k, offer) in (0..n).map(|k| (k, self.offer(economy, k))).filter(|(_, offer)| !offer.is_nothing()) {
            for (g, routing) in state.routing.iter().enumerate() {
                for (j, reward) in state.reward_usd_per_month.row_mut(g).iter_mut().enumerate() {
                    let own = points_of_user(economy, g, (j, k), routing, &self.demand_share);
                    *reward += DAYS_PER_MONTH * offer.worth_usd_per_day(own, others[k]);
                }
            }
        }
    }

    fn payments(&mut self, evening: &Evening<'_>, _accounts: &[ChainAccount]) -> Vec<Payment> {
        let economy = evening.economy;
        let points: Vec<Vec<f64>> = (0..economy.chains.len()).map(|k| points_of_day(economy, evening.load, k)).collect();
        let mut orders = self.pay_programmes(economy, &points);
        orders.extend(self.pay_tokens(economy, &points));
        self.points_today = points.iter().map(|groups| groups.iter().sum()).collect();
        orders
    }

    fn dusk(&mut self, evening: &Evening<'_>, books: &DayBooks) {
        for (token, state) in evening.economy.systems.tokens.iter().zip(&mut self.tokens).filter(|(t, _)| self.live[t.chain.index()]) {
            state.learn(token, &books.accounts[token.chain.index()]);
        }
        let weight = daily_weight(evening.economy.dynamics.expectation_half_life_days);
        self.expected_points.iter_mut().for_each(|expected| move_toward(expected, &self.points_today, weight));
        self.demand_share = demand_shares(evening.economy, Some(&evening.load.fee_usd));
        self.treasury_usd = books.accounts.iter().map(|account| account.treasury.usd()).collect();
    }

    fn show(&self, today: &mut SystemsDay) {
        today.tokens = self.tokens.iter().map(|state| state.today).collect();
        today.verdicts.clone_from(&self.proposals.today);
    }
}

/// Points that a mean user of group `g` living on `j` earns a day on chain `k`, where fees leave `served` of wanted transactions,
/// `[chain][vertical]`.
pub(crate) fn points_of_user(economy: &Economy, g: usize, (j, k): (usize, usize), routing: &[Vec<f64>], served: &Grid) -> f64 {
    let n = economy.chains.len();
    let uses = economy.groups[g].uses.iter().enumerate().filter_map(|(v, u)| u.map(|u| (v, u)));
    let of_use = |((v, u), r): ((usize, Use), &Vec<f64>)| {
        r[j * n + k] * u.transactions_per_month * served[(k, v)] * economy.verticals[v].tx_value_usd
    };
    uses.zip(routing).map(of_use).sum::<f64>() / DAYS_PER_MONTH
}

/// Parts of a pool in proportion to points, as payments of `from`; with what they sum to.
fn share_out(pool_usd: f64, (from, kind): (Account, FlowKind), points: &[f64]) -> (MicroUsd, Vec<Payment>) {
    let parts = split(MicroUsd::from_usd(pool_usd), points);
    let payment = |(g, part): (usize, &MicroUsd)| Payment { from, to: Account::Group(g as u16), kind, usd: part.usd() };
    (parts.iter().copied().sum(), parts.iter().enumerate().map(payment).collect())
}

/// Activity of each group on chain `k`, USD a day, `[group]`: the points of the day.
pub(crate) fn points_of_day(economy: &Economy, load: &DayLoad, k: usize) -> Vec<f64> {
    let of_group = |g: usize| {
        let verticals = economy.verticals.iter().enumerate();
        verticals.map(|(v, vertical)| load.group_transactions_of(g, k, v) * vertical.tx_value_usd).sum()
    };
    (0..economy.groups.len()).map(of_group).collect()
}

/// What fees leave of the transactions that users would make, at `fee_usd` and what ordering takes; before the first day all of them.
pub(crate) fn demand_shares(economy: &Economy, fee_usd: Option<&Grid>) -> Grid {
    let mut shares = Grid::zeros(economy.chains.len(), economy.verticals.len());
    for k in 0..economy.chains.len() {
        for (v, vertical) in economy.verticals.iter().enumerate() {
            shares[(k, v)] = fee_usd.map_or(1.0, |fees| vertical.demand_share(fees[(k, v)] + economy.ordering_usd(k, v)));
        }
    }
    shares
}
