//! What stacks get and spend.

use super::{Gather, Period};
use crate::engine::observer::{DayView, StackDay};
use crate::metrics::column::TableSpec;
use crate::metrics::dictionary::STACKS;
use crate::metrics::table::{Cell, Table};

#[derive(Default)]
pub(super) struct Stacks(Vec<StackDay>);

impl Gather for Stacks {
    fn spec(&self) -> &'static TableSpec {
        &STACKS
    }

    fn add(&mut self, view: &DayView<'_>) {
        self.0.resize(view.today.systems.stacks.len(), StackDay::default());
        for (sum, day) in self.0.iter_mut().zip(&view.today.systems.stacks) {
            (sum.members, sum.balance) = (day.members, day.balance);
            sum.income += day.income;
            sum.grants += day.grants;
            sum.cost += day.cost;
        }
    }

    fn write(&mut self, period: &Period<'_>, table: &mut Table) {
        for (sum, name) in self.0.drain(..).zip(&period.names.stacks) {
            let flows = [sum.income, sum.grants, sum.cost, sum.profit(), sum.balance].map(|amount| Cell::Real(amount.usd()));
            period.push(table, [Cell::from(name), (sum.members as f64).into()].into_iter().chain(flows));
        }
    }
}
