//! Measures read off the day's payments: what users are paid to be active, and who pays for it.

use crate::engine::observer::DayView;
use crate::metrics::measure::Measure;
use crate::model::ledger::{Account, FlowKind, Posting};
use crate::model::units::MicroUsd;

/// What chains' programmes pay to users.
pub(super) const INCENTIVES: Measure =
    Measure::flow("incentives_usd", "USD", "paid by chains' incentive programmes to users", |d| paid(d, FlowKind::Incentives));

/// What tokens minted for users are worth.
pub(super) const EMISSIONS: Measure =
    Measure::flow("emissions_usd", "USD", "worth of tokens minted for users: what dilution takes from holders", |d| {
        paid(d, FlowKind::Emissions)
    });

/// What airdrops are worth.
pub(super) const AIRDROP: Measure =
    Measure::flow("airdrop_usd", "USD", "worth of airdrops on the days of their launches", |d| paid(d, FlowKind::Airdrop));

/// What insiders take.
pub(super) const CAPTURED: Measure =
    Measure::flow("captured_usd", "USD", "budgets meant for users that insiders took", |d| paid(d, FlowKind::Capture));

/// What token holders receive less what they pay.
pub(super) const TOKEN_HOLDERS: Measure =
    Measure::flow("token_holders_net_usd", "USD", "received by token holders less paid by them: airdrops, dilution, votes", |d| {
        (sum(d, |p| p.to == Account::TokenHolders) - sum(d, |p| p.from == Account::TokenHolders)).usd()
    });

fn paid(day: &DayView<'_>, kind: FlowKind) -> f64 {
    sum(day, |posting| posting.kind == kind).usd()
}

fn sum(day: &DayView<'_>, which: impl Fn(&Posting) -> bool) -> MicroUsd {
    day.today.postings.iter().filter(|posting| which(posting)).map(|posting| posting.amount).sum()
}
