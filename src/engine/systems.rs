//! Systems of the field: what institutions do day by day beside running chains. Each is one file; all meet the day at the same points.

pub(crate) mod deals;
pub(crate) mod exchanges;
pub(crate) mod innovation;
mod listing;
pub(crate) mod proposals;
pub(crate) mod rewards;
mod stacks;
pub(crate) mod tokens;

use crate::engine::books::DayBooks;
use crate::engine::books::incidents::Strike;
use crate::engine::lifecycle::assets_by_group;
use crate::engine::load::DayLoad;
use crate::engine::market_state::MarketState;
use crate::engine::observer::SystemsDay;
use crate::engine::population::Flows;
use crate::engine::streams::Streams;
use crate::engine::systems::deals::Deals;
use crate::engine::systems::exchanges::Exchanges;
use crate::engine::systems::innovation::InnovationSystem;
use crate::engine::systems::listing::Listings;
use crate::engine::systems::rewards::Rewards;
use crate::engine::systems::stacks::Stacks;
use crate::model::demand::transition::Arrivals;
use crate::model::economy::Economy;
use crate::model::ledger::Payment;
use crate::model::measures::welfare::Moments;
use crate::model::standing::Standing;
use crate::model::supply::life::Status;
use crate::model::supply::operator::ChainAccount;

/// What systems see in the morning; people, habits and the economy are those of the evening before.
pub(crate) struct Morning<'a> {
    /// Economy of the day before; on day 0 that of day 0.
    pub(crate) economy: &'a Economy,
    /// Day, from 0.
    pub(crate) day: u32,
    /// Random numbers.
    pub(crate) streams: &'a Streams,
    /// Which chains are open today, `[chain]`.
    pub(crate) status: &'a [Status],
    /// Sums over people by group and home, `[group][chain]`.
    pub(crate) moments: &'a [Vec<Moments>],
    /// Executed routing, `[group][use]` of `[home × chain]`.
    pub(crate) routing: &'a [Vec<Vec<f64>>],
}

impl Morning<'_> {
    /// Assets located on each chain, USD, `[group][chain]`.
    #[must_use]
    pub(crate) fn assets_usd(&self) -> Vec<Vec<f64>> {
        assets_by_group(self.economy, self.moments, self.routing)
    }

    /// Whether the chain at position `k` is open today.
    #[must_use]
    pub(crate) fn is_live(&self, k: usize) -> bool {
        self.status[k] == Status::Live
    }
}

/// What systems see when the day's transactions are done.
pub(crate) struct Evening<'a> {
    /// Economy of the day.
    pub(crate) economy: &'a Economy,
    /// The day's prices and transactions.
    pub(crate) load: &'a DayLoad,
    /// Who moved today.
    pub(crate) flows: &'a Flows,
    /// What channels have in the day's arrivals, `[group]`.
    pub(crate) arrivals: &'a [Vec<Arrivals>],
}

/// A system: does nothing unless it says so.
pub(crate) trait System {
    /// Draws what the day brings; whether the standing of chains changed.
    fn dawn(&mut self, morning: &Morning<'_>) -> bool;
    /// Writes its part into the standing of chains.
    fn stand(&self, _standing: &mut Standing) {}
    /// Writes what users expect of it into the state of markets.
    fn expect(&self, _economy: &Economy, _state: &mut MarketState) {}
    /// Assets that are lost today.
    fn strikes(&self) -> &[Strike] {
        &[]
    }
    /// What it has to be paid today; `accounts` are those of the day before these payments. No payment involves a chain that is not open.
    fn payments(&mut self, _evening: &Evening<'_>, _accounts: &[ChainAccount]) -> Vec<Payment> {
        vec![]
    }
    /// Learns from the day.
    fn dusk(&mut self, _evening: &Evening<'_>, _books: &DayBooks) {}
    /// Shows the day to observers.
    fn show(&self, _today: &mut SystemsDay) {}
}

/// All systems of a run.
pub(crate) struct Systems(Vec<Box<dyn System>>);

impl Systems {
    /// On the eve of day 0.
    #[must_use]
    pub(crate) fn open(economy: &Economy) -> Self {
        Self(vec![
            Box::new(InnovationSystem::open(economy)),
            Box::new(Rewards::open(economy)),
            Box::new(Stacks::open(economy)),
            Box::new(Exchanges::open(economy)),
            Box::new(Deals::open(economy)),
            Box::new(Listings::open(economy)),
        ])
    }

    /// Lives through the morning; whether the standing of chains changed.
    pub(crate) fn dawn(&mut self, morning: &Morning<'_>) -> bool {
        // Every system lives through the morning, whatever those before it changed.
        self.0.iter_mut().map(|system| system.dawn(morning)).filter(|changed| *changed).count() > 0
    }

    /// Writes the systems' parts into the standing of chains.
    pub(crate) fn stand(&self, standing: &mut Standing) {
        self.0.iter().for_each(|system| system.stand(standing));
    }

    /// Writes what users expect of systems into the state of markets.
    pub(crate) fn expect(&self, economy: &Economy, state: &mut MarketState) {
        state.reward_usd_per_month.cells_mut().fill(0.0);
        self.0.iter().for_each(|system| system.expect(economy, state));
    }

    /// Assets that are lost today.
    #[must_use]
    pub(crate) fn strikes(&self) -> Vec<Strike> {
        self.0.iter().flat_map(|system| system.strikes()).cloned().collect()
    }

    /// The day's payments.
    pub(crate) fn payments(&mut self, evening: &Evening<'_>, accounts: &[ChainAccount]) -> Vec<Payment> {
        self.0.iter_mut().flat_map(|system| system.payments(evening, accounts)).collect()
    }

    /// Learns from the day, and shows it.
    pub(crate) fn dusk(&mut self, evening: &Evening<'_>, books: &DayBooks) -> SystemsDay {
        let mut today = SystemsDay::default();
        for system in &mut self.0 {
            system.dusk(evening, books);
            system.show(&mut today);
        }
        today
    }
}
