//! Deals with partners day by day: signed, alive, over.
//!
//! In the morning, deals whose life is over or whose chain has closed end, and open chains sign new ones. Each kind of deals draws one
//! uniform a day for their number and each deal its size and life by its own place in the day: two variants share the deals that both sign.
//! A change of terms by an event is in force from the morning after on; deals keep the life that they were signed for.

use crate::engine::observer::SystemsDay;
use crate::engine::streams::{Purpose, uniform};
use crate::engine::systems::{Evening, Morning, System};
use crate::model::economy::Economy;
use crate::model::institutions::deal::Deal;
use crate::model::institutions::exchange::Exchange;
use crate::model::ledger::{Account, FlowKind, Payment};
use crate::model::math::{TAU, ln, poisson, sin};
use crate::model::standing::Standing;
use crate::model::supply::operator::ChainAccount;
use crate::model::units::DAYS_PER_YEAR;

/// A deal signed, or over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DealTurn {
    /// Position of its kind among the deals of the scenario.
    pub kind: usize,
    /// Whether it was signed; otherwise it ended.
    pub signed: bool,
    /// Its size; 1 in the mean.
    pub size: f64,
    /// Deals of its kind alive after the day's turns.
    pub live: u32,
}

/// Deals on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DealsDay {
    /// Deals signed and ended today.
    pub turns: Vec<DealTurn>,
    /// Sizes of live deals, `[chain]`.
    pub live: Vec<Vec<f64>>,
    /// Assets that partners keep on each chain, USD, `[chain]`.
    pub assets_usd: Vec<f64>,
}

/// A deal that is alive.
#[derive(Clone, Copy, Debug)]
struct Signed {
    kind: usize,
    size: f64,
    day: u32,
    /// The first morning on or after this moment it is over.
    ends: f64,
}

/// All deals of a run.
#[derive(Clone, Debug)]
pub(crate) struct Deals {
    kinds: Vec<Deal>,
    live: Vec<Signed>,
    turns: Vec<DealTurn>,
    day: u32,
    chains: usize,
}

impl Deals {
    /// On the eve of day 0, nothing is signed.
    #[must_use]
    pub(crate) fn open(economy: &Economy) -> Self {
        Self { kinds: economy.systems.deals.clone(), live: vec![], turns: vec![], day: 0, chains: economy.chains.len() }
    }

    fn turn(&mut self, deal: Signed, signed: bool) {
        self.turns.push(DealTurn { kind: deal.kind, signed, size: deal.size, live: 0 });
    }

    fn end(&mut self, morning: &Morning<'_>) {
        let over = |kinds: &[Deal], deal: &Signed| deal.ends <= f64::from(morning.day) || !morning.is_live(kinds[deal.kind].chain.index());
        let (ended, live): (Vec<Signed>, Vec<Signed>) = self.live.iter().partition(|deal| over(&self.kinds, deal));
        self.live = live;
        ended.into_iter().for_each(|deal| self.turn(deal, false));
    }

    fn sign(&mut self, morning: &Morning<'_>) {
        for kind in 0..self.kinds.len() {
            let terms = &self.kinds[kind];
            let chain = terms.chain.index();
            if !morning.is_live(chain) {
                continue;
            }
            let mean = terms.signings_per_year(&morning.economy.levels[chain]) / DAYS_PER_YEAR;
            let number = poisson::count(mean, uniform(&mut morning.streams.of(Purpose::Deal, &terms.name, morning.day, 0)));
            let drawn: Vec<Signed> = (1..=number).map(|i| draw(terms, kind, i, morning)).collect();
            for deal in drawn {
                self.live.push(deal);
                self.turn(deal, true);
            }
        }
    }

    /// Sum over live deals of a kind of their sizes.
    fn size(&self, kind: usize) -> f64 {
        self.live.iter().filter(|deal| deal.kind == kind).map(|deal| deal.size).sum()
    }

    fn assets_usd(&self, kind: usize) -> f64 {
        self.kinds[kind].assets.usd * self.size(kind)
    }

    /// Whether what titles lend is another today than yesterday.
    fn fades(&self) -> bool {
        let fading = |deal: &Signed| self.kinds[deal.kind].title.counts() && self.kinds[deal.kind].title.half_life_days.is_finite();
        self.live.iter().any(fading)
    }
}

/// The deal number `i` of the day, from 1; its size by Box and Muller.
fn draw(terms: &Deal, kind: usize, i: u32, morning: &Morning<'_>) -> Signed {
    let mut random = morning.streams.of(Purpose::Deal, &terms.name, morning.day, i);
    let (life, radius, angle) = (1.0 - uniform(&mut random), 1.0 - uniform(&mut random), uniform(&mut random));
    let normal = (-2.0 * ln(radius)).sqrt() * sin(TAU * angle);
    Signed { kind, size: terms.size(normal), day: morning.day, ends: f64::from(morning.day) + terms.life(life) }
}

impl System for Deals {
    fn dawn(&mut self, morning: &Morning<'_>) -> bool {
        let terms = &morning.economy.systems.deals;
        let changed = self.kinds != *terms;
        if changed {
            self.kinds.clone_from(terms);
        }
        self.day = morning.day;
        self.turns.clear();
        self.end(morning);
        self.sign(morning);
        for i in 0..self.turns.len() {
            self.turns[i].live = self.live.iter().filter(|deal| deal.kind == self.turns[i].kind).count() as u32;
        }
        changed || !self.turns.is_empty() || self.fades()
    }

    fn stand(&self, standing: &mut Standing) {
        for (kind, terms) in self.kinds.iter().enumerate() {
            let (size, chain) = (self.size(kind), terms.chain);
            let channel = &terms.channel;
            if size > 0.0 && channel.customers.iter().any(|share| *share > 0.0) {
                standing.partners.push(Exchange {
                    name: terms.name.clone(),
                    chain,
                    customers: channel.customers.iter().map(|share| (share * size).min(1.0)).collect(),
                    awareness_per_year: channel.awareness_per_year,
                    visibility: channel.visibility,
                    onboarding_relief: channel.onboarding_relief,
                    business: Default::default(),
                });
            }
            let assets = self.assets_usd(kind);
            let lent = standing.lent_usd_per_day.row_mut(chain.index());
            lent.iter_mut().zip(&terms.assets.turnover_per_day).for_each(|(lent, turnover)| *lent += turnover * assets);
        }
        for deal in &self.live {
            let terms = &self.kinds[deal.kind];
            let appeal = deal.size * terms.title.appeal(f64::from(self.day - deal.day));
            let quality = standing.quality.row_mut(terms.chain.index());
            quality.iter_mut().zip(&terms.title.quality).for_each(|(sum, quality)| *sum += quality * appeal);
        }
    }

    fn payments(&mut self, evening: &Evening<'_>, _: &[ChainAccount]) -> Vec<Payment> {
        let open = |kind: &usize| evening.economy.standing.live[self.kinds[*kind].chain.index()];
        let of_kind = |kind: usize| {
            let terms = &self.kinds[kind];
            let chain = Account::Chain(terms.chain.0);
            let signed: f64 = self.turns.iter().filter(|turn| turn.signed && turn.kind == kind).map(|turn| turn.size).sum();
            let fee = self.assets_usd(kind) * terms.assets.fee_per_year / DAYS_PER_YEAR;
            [
                (chain, Account::Outside, FlowKind::BusinessDevelopment, terms.bd_budget_usd_per_year / DAYS_PER_YEAR),
                (chain, Account::Partners, FlowKind::PartnerPayments, terms.payment_usd * signed),
                (Account::Partners, chain, FlowKind::AssetFees, fee),
            ]
            .map(|(from, to, kind, usd)| Payment { from, to, kind, usd })
        };
        (0..self.kinds.len()).filter(open).flat_map(of_kind).filter(|payment| payment.usd > 0.0).collect()
    }

    fn show(&self, today: &mut SystemsDay) {
        let mut shown = DealsDay { turns: self.turns.clone(), live: vec![vec![]; self.chains], assets_usd: vec![0.0; self.chains] };
        for deal in &self.live {
            let terms = &self.kinds[deal.kind];
            shown.live[terms.chain.index()].push(deal.size);
            shown.assets_usd[terms.chain.index()] += terms.assets.usd * deal.size;
        }
        today.deals = shown;
    }
}
