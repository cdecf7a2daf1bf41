//! Tokens of chains, period by period.

use crate::engine::observer::{DayView, TokenDay};
use crate::metrics::column::TableSpec;
use crate::metrics::dictionary::TOKENS;
use crate::metrics::gather::{Gather, Period};
use crate::metrics::table::{Cell, Table};
use crate::metrics::totals::ratio;

/// Flows of the period and stocks of its last day, `[token]`.
#[derive(Default)]
pub(super) struct Tokens(Vec<TokenDay>);

impl Gather for Tokens {
    fn spec(&self) -> &'static TableSpec {
        &TOKENS
    }

    fn add(&mut self, view: &DayView<'_>) {
        self.0.resize(view.today.systems.tokens.len(), TokenDay::default());
        for (sum, day) in self.0.iter_mut().zip(&view.today.systems.tokens) {
            *sum = TokenDay { airdropped: sum.airdropped + day.airdropped, emitted: sum.emitted + day.emitted, ..*day };
        }
    }

    fn write(&mut self, period: &Period<'_>, table: &mut Table) {
        let economy = period.last.economy;
        for (sum, token) in self.0.drain(..).zip(&economy.systems.tokens) {
            let names = [token.name.as_str(), economy.chains[token.chain.index()].name.as_str()].map(Cell::from);
            let stocks = [sum.supply, sum.value_usd, ratio(sum.value_usd, sum.supply), sum.points];
            let flows = [sum.airdropped.usd(), sum.emitted.usd()];
            period.push(table, names.into_iter().chain(stocks.into_iter().chain(flows).map(Cell::Real)));
        }
    }
}
