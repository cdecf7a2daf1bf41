//! Stacks: their software is paid, their rounds of retroactive funding run, and members that find them too dear leave.

mod exits;
mod public_goods;

use self::exits::Exits;
use self::public_goods::Rounds;
use crate::engine::books::DayBooks;
use crate::engine::observer::{StackDay, SystemsDay};
use crate::engine::systems::{Evening, Morning, System};
use crate::model::economy::Economy;
use crate::model::ledger::{Account, FlowKind, Payment, Posting};
use crate::model::standing::Standing;
use crate::model::supply::operator::ChainAccount;
use crate::model::units::{DAYS_PER_YEAR, MicroUsd};

/// All stacks of a run.
pub(crate) struct Stacks {
    rounds: Vec<Rounds>,
    exits: Exits,
    today: Vec<StackDay>,
}

impl Stacks {
    /// On the eve of day 0.
    #[must_use]
    pub(crate) fn open(economy: &Economy) -> Self {
        let opening = economy.stacks.iter().map(|s| StackDay { balance: MicroUsd::from_usd(s.insurance_usd), ..StackDay::default() });
        Self {
            rounds: economy.stacks.iter().map(|_| Rounds::default()).collect(),
            exits: Exits::open(economy.chains.len()),
            today: opening.collect(),
        }
    }
}

impl System for Stacks {
    fn dawn(&mut self, morning: &Morning<'_>) -> bool {
        let mut changed = self.exits.dawn(morning);
        self.rounds.iter_mut().for_each(|rounds| changed |= rounds.dawn());
        changed
    }

    fn stand(&self, standing: &mut Standing) {
        self.exits.stand(standing);
        self.rounds.iter().for_each(|rounds| rounds.stand(standing));
    }

    fn payments(&mut self, evening: &Evening<'_>, _accounts: &[ChainAccount]) -> Vec<Payment> {
        let mut payments = self.exits.payments(evening.economy);
        for (s, (rounds, stack)) in self.rounds.iter_mut().zip(&evening.economy.stacks).enumerate() {
            let from = Account::Stack(s as u16);
            let usd = stack.fund.cost_usd_per_year / DAYS_PER_YEAR;
            payments.push(Payment { from, to: Account::Outside, kind: FlowKind::StackCosts, usd });
            payments.extend(rounds.payments(evening.economy, from));
        }
        payments
    }

    fn dusk(&mut self, evening: &Evening<'_>, books: &DayBooks) {
        let granted = |k: usize| self.rounds.iter().map(|rounds| rounds.granted(k)).sum();
        self.exits.dusk(evening, &books.postings, granted);
        for (s, (rounds, today)) in self.rounds.iter_mut().zip(&mut self.today).enumerate() {
            *today = stack_day(evening.economy, s, &books.postings, today.balance);
            rounds.dusk(evening, s, today.income);
        }
    }

    fn show(&self, today: &mut SystemsDay) {
        today.stacks.clone_from(&self.today);
        today.exits = self.exits.turns();
    }
}

/// What a day was to stack `s`, whose balance was `before`.
fn stack_day(economy: &Economy, s: usize, postings: &[Posting], before: MicroUsd) -> StackDay {
    let (account, kinds) = (Account::Stack(s as u16), [FlowKind::StackShare, FlowKind::Sequencing]);
    let sum = |of: &dyn Fn(&&Posting) -> bool| -> MicroUsd { postings.iter().filter(|p| of(p)).map(|p| p.amount).sum() };
    let received = sum(&|p| p.to == account);
    let spent = sum(&|p| p.from == account);
    let is_member = |k: &usize| economy.standing.live[*k] && economy.chains[*k].stack.is_some_and(|stack| stack.index() == s);
    StackDay {
        members: (0..economy.chains.len()).filter(is_member).count(),
        income: sum(&|p| p.to == account && kinds.contains(&p.kind)),
        grants: sum(&|p| p.from == account && p.kind == FlowKind::RetroFunding),
        cost: sum(&|p| p.from == account && p.kind == FlowKind::StackCosts),
        balance: before + received - spent,
    }
}
