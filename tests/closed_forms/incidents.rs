//! Incidents: who loses what, who pays for it, and how trust falls, spills over and heals (model.md §9).

use crate::life::paid;
use crate::support::*;
use l2niche::engine::observer::{Cause, Today, What};
use l2niche::engine::run::RunPlan;
use l2niche::model::economy::Spec;
use l2niche::model::id::{ChainId, StackId};
use l2niche::model::institutions::stack::Stack;
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::supply::chain::{ChainKind, DataLayer};
use l2niche::model::supply::incident::{IncidentTerms, PlannedIncident, Spill};
use l2niche::model::units::MicroUsd;

/// Day of the incident.
const DAY: u32 = 4;
/// Share of assets that it takes.
const SEVERITY: f64 = 0.25;

/// Four chains: an l2 that is struck, one of its stack, one of another, and a sovereign one. Nobody moves; everybody has 100 USD.
fn struck() -> Spec {
    let mut spec = like_chains(4);
    spec.groups[0].attention_per_day = 0.0;
    spec.groups[0].assets_usd_per_user = 100.0;
    spec.stacks = vec![stack("stack")];
    spec.chains[0].stack = Some(StackId::at(0));
    spec.chains[1].stack = Some(StackId::at(0));
    (spec.chains[3].kind, spec.chains[3].data_layer) = (ChainKind::Sovereign, DataLayer::Own);
    spec.systems.incident_terms = IncidentTerms {
        trust_loss: 2.0,
        trust_half_life_days: 10.0,
        trust_spill: Spill { stack: 0.5, ethereum: 0.1 },
        ..IncidentTerms::default()
    };
    spec.systems.incidents = vec![PlannedIncident { name: "hack".into(), day: DAY, chain: ChainId::at(0), severity: SEVERITY }];
    spec
}

fn lived(spec: &Spec) -> Vec<Today> {
    run(spec.clone(), &plan(spec, 30))
}

/// 250,000 people with 100 USD each live on every chain and do everything there: the incident takes a quarter of 25 million.
const LOST: f64 = 250_000.0 * 100.0 * SEVERITY;

#[test]
fn an_incident_takes_its_share_of_the_assets_on_the_chain_and_nothing_else_changes() {
    let spec = struck();
    let days = lived(&spec);
    let mut calm = spec.clone();
    calm.systems.incidents.clear();
    let calm = lived(&calm);
    let day = &days[DAY as usize];
    let lost = paid(day, Account::Group(0), Account::Outside, FlowKind::IncidentLosses);
    assert!((lost.usd() - LOST).abs() < 1e-3 * LOST * 1e-3, "{lost}");
    assert_eq!(day.groups[0].losses, lost);
    let happening = &day.systems.innovation.happenings[0];
    assert_eq!((happening.chain, happening.what, happening.cause), (0, What::Incident, Cause::Planned(0)));
    assert_eq!((happening.severity, happening.lost, happening.compensated), (SEVERITY, lost, MicroUsd::ZERO));
    // Welfare falls by the loss alone on the day: routing has hardly moved, and trust is no part of it.
    let fall = calm[DAY as usize].groups[0].welfare_systematic_usd - day.groups[0].welfare_systematic_usd;
    assert!((fall - LOST).abs() < 0.01 * LOST, "{fall}");
    for (t, (day, calm)) in days.iter().zip(&calm).enumerate() {
        let other_day = t as u32 != DAY;
        assert_eq!(day.groups[0].losses == MicroUsd::ZERO, other_day);
        assert!(t as u32 >= DAY || same(day, calm), "day {t} differs before anything happened");
    }
}

#[test]
fn trust_falls_by_severity_spills_over_and_heals_by_half_in_its_half_life() {
    let days = lived(&struck());
    let missing = |t: u32, k: usize| 1.0 - days[t as usize].trust[k];
    for (k, spill) in [(0, 1.0), (1, 0.5), (2, 0.1), (3, 0.0)] {
        assert!((missing(DAY, k) - 2.0 * SEVERITY * spill).abs() < 1e-12, "chain {k}");
        assert!((missing(DAY + 10, k) - SEVERITY * spill).abs() < 1e-9 && missing(DAY - 1, k) == 0.0, "chain {k}");
    }
    assert!(days[DAY as usize].systems.innovation.happenings.iter().map(|h| h.chain).eq([0, 1, 2]));
}

/// Of the loss the treasury pays a tenth of its 10 million, the stack's insurance its 2 million, users bear the rest; the treasury's part
/// is a cost of the day.
#[test]
fn treasury_and_insurance_pay_first() {
    let mut spec = struck();
    spec.chains[0].treasury_usd = 1e7;
    spec.stacks = vec![Stack { insurance_usd: 2e6, ..stack("stack") }];
    let bare = lived(&spec);
    spec.systems.incident_terms.treasury_cover = 0.1;
    let days = lived(&spec);
    let (day, bare) = (&days[DAY as usize], &bare[DAY as usize]);
    let by = |from| paid(day, from, Account::Group(0), FlowKind::IncidentCover).usd();
    let before = days[DAY as usize - 1].accounts[0].treasury.usd();
    assert!((by(Account::Chain(0)) - 0.1 * before).abs() < 1e-3 && before >= 1e7, "{before}");
    assert_eq!(by(Account::Stack(0)), 2e6);
    let covered = by(Account::Chain(0)) + 2e6;
    assert!((day.groups[0].losses.usd() - (LOST - covered)).abs() < 1e-3 * LOST * 1e-3);
    assert!((bare.accounts[0].profit() - day.accounts[0].profit()).usd() - by(Account::Chain(0)) < 1e-5);
    let after = days[DAY as usize + 1].accounts[0].treasury;
    assert_eq!(after, day.accounts[0].treasury + days[DAY as usize + 1].accounts[0].profit());
}

/// Losses spill over to the assets of all that run the same code, of all that settle on Ethereum, and of nobody else.
#[test]
fn losses_spill_over_where_they_are_told_to() {
    let mut spec = struck();
    spec.systems.incident_terms.loss_spill = Spill { stack: 1.0, ethereum: 0.2 };
    let day = &lived(&spec)[DAY as usize];
    let lost: Vec<f64> = day.systems.innovation.happenings.iter().map(|h| h.lost.usd() / LOST).collect();
    assert!(distance(&lost, &[1.0, 1.0, 0.2]) < 1e-6, "{lost:?}");
}

/// Sign. Users who look again find the struck chain worth less than the others for as long as trust is not back: it loses users to
/// every other chain in the mean field, and has them back in the end, for nothing else has changed.
#[test]
fn users_leave_a_chain_that_lost_their_trust_and_come_back_when_it_healed() {
    let mut spec = struck();
    spec.groups[0].attention_per_day = 0.2;
    let days = run(spec.clone(), &RunPlan { days: 300, ..plan(&spec, 300) });
    spec.systems.incidents.clear();
    let calm = run(spec.clone(), &RunPlan { days: 300, ..plan(&spec, 300) });
    let part = |t: usize| shares(&days[t])[0] / shares(&calm[t])[0];
    assert_eq!(part(DAY as usize - 1), 1.0);
    assert!(part(DAY as usize + 10) < 0.8 && (part(299) - 1.0).abs() < 1e-3, "{} {}", part(14), part(299));
}

/// Nothing happens on a chain that is not open.
#[test]
fn a_chain_that_is_not_open_cannot_be_struck() {
    let mut spec = struck();
    spec.chains[0].life.launch_day = DAY + 1;
    let homes = vec![vec![0.0, 0.5, 0.25, 0.25, 0.0]];
    let days = run(spec.clone(), &RunPlan { homes, ..plan(&spec, 10) });
    assert!(days.iter().all(|day| day.systems.innovation.happenings.is_empty() && day.trust == [1.0; 4]));
}
