//! Measures read off the day's payments: what users are paid to be active, and who pays for it.

use crate::engine::observer::DayView;
use crate::metrics::measure::Measure;
use crate::model::ledger::{Account, FlowKind, Posting};
use crate::model::units::MicroUsd;

/// What chains' programmes pay to users.
pub(super) const INCENTIVES: Measure =
    Measure::flow("incentives_usd", "USD", "paid by chains' incentive programmes to users", |d| of_kind(d, FlowKind::Incentives));

/// What tokens minted for users are worth.
pub(super) const EMISSIONS: Measure =
    Measure::flow("emissions_usd", "USD", "worth of tokens minted for users: what dilution takes from holders", |d| {
        of_kind(d, FlowKind::Emissions)
    });

/// What airdrops are worth.
pub(super) const AIRDROP: Measure =
    Measure::flow("airdrop_usd", "USD", "worth of airdrops on the days of their launches", |d| of_kind(d, FlowKind::Airdrop));

/// What insiders take.
pub(super) const CAPTURED: Measure =
    Measure::flow("captured_usd", "USD", "budgets meant for users that insiders took", |d| of_kind(d, FlowKind::Capture));

/// What token holders receive less what they pay.
pub(super) const TOKEN_HOLDERS: Measure =
    Measure::flow("token_holders_net_usd", "USD", "received by token holders less paid by them: airdrops, dilution, votes", |d| {
        (paid(d, |p| p.to == Account::TokenHolders) - paid(d, |p| p.from == Account::TokenHolders)).usd()
    });

fn of_kind(day: &DayView<'_>, kind: FlowKind) -> f64 {
    paid(day, |posting| posting.kind == kind).usd()
}

/// What the day's payments that `which` picks come to.
pub(super) fn paid(day: &DayView<'_>, which: impl Fn(&Posting) -> bool) -> MicroUsd {
    day.today.postings.iter().filter(|posting| which(posting)).map(|posting| posting.amount).sum()
}
