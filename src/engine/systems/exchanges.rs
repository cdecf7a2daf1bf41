//! Exchanges as businesses: what they get of their chains' profits, and what the customers cost whom they bring.

use crate::engine::books::DayBooks;
use crate::engine::observer::{ExchangeDay, SystemsDay};
use crate::engine::population::Occupancy;
use crate::engine::systems::{Evening, Morning, System};
use crate::model::demand::transition::{Arrivals, GroupLaw};
use crate::model::economy::Economy;
use crate::model::ledger::{Account, FlowKind, Payment};
use crate::model::supply::operator::ChainAccount;
use crate::model::units::MicroUsd;

/// All exchanges of a run.
pub(crate) struct Exchanges {
    /// Losses of their chains, in proportion to their shares, that profits must make up first: 0 or less, `[exchange]`.
    carried: Vec<MicroUsd>,
    today: Vec<ExchangeDay>,
}

impl Exchanges {
    /// On the eve of day 0.
    #[must_use]
    pub(crate) fn open(economy: &Economy) -> Self {
        let n = economy.exchanges.len();
        Self { carried: vec![MicroUsd::ZERO; n], today: vec![ExchangeDay::default(); n] }
    }

    /// What exchange `x` gets of the day's profit of its chain.
    fn share(&mut self, economy: &Economy, x: usize, accounts: &[ChainAccount]) -> MicroUsd {
        let exchange = &economy.exchanges[x];
        let k = exchange.chain.index();
        if !economy.standing.live[k] || !economy.chains[k].has_operator() {
            return MicroUsd::ZERO;
        }
        self.carried[x] += MicroUsd::from_usd(accounts[k].profit().usd() * exchange.business.profit_share);
        let paid = self.carried[x].max(MicroUsd::ZERO);
        self.carried[x] -= paid;
        paid
    }
}

impl System for Exchanges {
    fn dawn(&mut self, _morning: &Morning<'_>) -> bool {
        false
    }

    fn payments(&mut self, evening: &Evening<'_>, accounts: &[ChainAccount]) -> Vec<Payment> {
        let mut payments = Vec::new();
        for x in 0..self.today.len() {
            let (exchange, account) = (&evening.economy.exchanges[x], Account::Exchange(x as u16));
            let income = self.share(evening.economy, x, accounts);
            let customers = brought(evening, x);
            let acquisition = MicroUsd::from_usd(customers * exchange.business.acquisition_usd);
            self.today[x] = ExchangeDay { customers, income, acquisition };
            let chain = Account::Chain(exchange.chain.0);
            payments.push(Payment { from: chain, to: account, kind: FlowKind::ExchangeShare, usd: income.usd() });
            payments.push(Payment { from: account, to: Account::Outside, kind: FlowKind::Acquisition, usd: acquisition.usd() });
        }
        // A chain that is not open takes part in nothing, not even in a payment of nothing.
        payments.retain(|payment| payment.usd > 0.0);
        payments
    }

    fn dusk(&mut self, _evening: &Evening<'_>, _books: &DayBooks) {}

    fn show(&self, today: &mut SystemsDay) {
        today.exchanges.clone_from(&self.today);
    }
}

/// What channels have in the arrivals that `laws` lead to, `[group]`; nothing where no exchange keeps account of it.
#[must_use]
pub(crate) fn arrivals(economy: &Economy, laws: &[GroupLaw], occupancy: &Occupancy) -> Vec<Vec<Arrivals>> {
    if economy.exchanges.is_empty() {
        return vec![];
    }
    laws.iter().enumerate().map(|(g, law)| law.arrivals(occupancy.group(g))).collect()
}

/// People whom exchange `x` brought to its chain today: those who came to know of chains and landed there, times its share of them.
fn brought(evening: &Evening<'_>, x: usize) -> f64 {
    let (economy, places) = (evening.economy, evening.economy.places());
    let Some(channel) = economy.channel_of(x) else { return 0.0 };
    let of_group = |(g, arrivals): (usize, &Vec<Arrivals>)| -> f64 {
        let landed = |k: usize| evening.flows.moves.row(g)[places.unaware() * places.count() + k];
        arrivals.iter().filter(|a| a.channel == channel).map(|a| landed(a.chain) * a.share).sum()
    };
    evening.arrivals.iter().enumerate().map(of_group).sum()
}
