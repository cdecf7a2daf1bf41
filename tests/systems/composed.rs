//! `tests/scenarios/everything.toml`: all systems of the field in one world, for ten years, and each of them taken away.
//!
//! The daily audit is part of a run: money and people that appear, vanish or live on a closed chain are an error of it.

use crate::support::*;
use l2niche::engine::observer::{DayView, Today};
use l2niche::engine::run::{Epoch, Fidelity, simulate};
use l2niche::experiment::study::run_study;
use l2niche::metrics::column::Role;
use l2niche::metrics::dictionary::{DRAWS, TABLES};
use l2niche::metrics::recorder::RunTables;
use l2niche::metrics::table::Column;
use l2niche::model::economy::{Economy, Spec};
use l2niche::model::institutions::fund::Fund;
use l2niche::model::institutions::listing::Listing;
use l2niche::model::ledger::FlowKind;
use l2niche::model::supply::chain::ChainKind;
use l2niche::model::supply::governance::Governance;
use l2niche::model::supply::life::Life;
use l2niche::model::supply::membership::Membership;
use l2niche::model::supply::sponsorship::Sponsorship;
use l2niche::scenario::{Overrides, Run, Scenario};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::atomic::AtomicU64;

const EVERYTHING: &str = include_str!("../scenarios/everything.toml");

/// All that is ever paid for.
const FLOWS: [FlowKind; 37] = [
    FlowKind::Fees,
    FlowKind::BridgeFees,
    FlowKind::OrderingValue,
    FlowKind::Sequencing,
    FlowKind::Data,
    FlowKind::Settlement,
    FlowKind::Proofs,
    FlowKind::FixedCost,
    FlowKind::Validators,
    FlowKind::Capabilities,
    FlowKind::AppTake,
    FlowKind::Sponsored,
    FlowKind::AppGrants,
    FlowKind::AppCosts,
    FlowKind::StackShare,
    FlowKind::Burn,
    FlowKind::StrandedAssets,
    FlowKind::IncidentLosses,
    FlowKind::IncidentCover,
    FlowKind::Compensation,
    FlowKind::WriteOff,
    FlowKind::Payout,
    FlowKind::StackCosts,
    FlowKind::RetroFunding,
    FlowKind::OwnStack,
    FlowKind::ExchangeShare,
    FlowKind::Acquisition,
    FlowKind::BusinessDevelopment,
    FlowKind::PartnerPayments,
    FlowKind::AssetFees,
    FlowKind::Incentives,
    FlowKind::Emissions,
    FlowKind::Airdrop,
    FlowKind::Governance,
    FlowKind::Capture,
    FlowKind::Founding,
    FlowKind::Launch,
];

fn everything(overrides: &Overrides) -> Scenario {
    Scenario::parse("everything.toml", EVERYTHING, overrides).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The first `days` of the world, as the engine runs it.
fn opening(days: u32, fidelity: Fidelity) -> Run {
    let scenario = everything(&Overrides { fidelity: Some(fidelity), ..Overrides::default() });
    let mut run = scenario.run(0, 0, &[]).unwrap_or_else(|faults| panic!("{faults:?}"));
    run.plan.days = days;
    run
}

/// Every day of a run.
fn days(run: &Run) -> Vec<Today> {
    let mut days = Vec::new();
    simulate(&run.epochs, &run.plan, &mut |view: &DayView<'_>| days.push(view.today.clone())).expect("a sound run");
    days
}

fn ten_years(fidelity: Fidelity) {
    let scenario = everything(&Overrides { fidelity: Some(fidelity), ..Overrides::default() });
    let mut results: Vec<RunTables> = Vec::new();
    run_study(&scenario, 1, &AtomicU64::new(0), |run| -> Result<(), Infallible> {
        results.push(run.tables.clone());
        Ok(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    for spec in TABLES.iter().filter(|spec| ***spec != DRAWS) {
        let table = &results[0].tables[spec.name];
        assert!(table.rows() > 0, "nothing in {}", spec.name);
        for (column, values) in spec.columns.iter().zip(table.columns()) {
            let Column::Real(values) = values else { continue };
            // What has no value on a day, such as the mean fee of no transactions, is empty; a sum always has one.
            let may_be_empty = column.role != Role::Flow;
            assert!(values.iter().all(|x| x.is_finite() || (may_be_empty && x.is_nan())), "{}.{}", spec.name, column.name);
        }
    }
    let paid: BTreeSet<&str> = results[0].tables["ledger"].texts("kind").expect("kinds").iter().map(|kind| &**kind).collect();
    let idle: Vec<&str> = FLOWS.map(FlowKind::name).into_iter().filter(|kind| !paid.contains(kind)).collect();
    assert!(idle.is_empty(), "never paid: {idle:?}");
}

#[test]
fn every_system_works_for_ten_years_with_people_drawn() {
    ten_years(Fidelity::Agents);
}

#[test]
fn every_system_works_for_ten_years_in_expected_values() {
    ten_years(Fidelity::MeanField);
}

/// Over a year: with launch, airdrop, programmes, incidents, deals.
#[test]
fn threads_change_no_bit() {
    for fidelity in Fidelity::ALL {
        let run = opening(365, fidelity);
        on_threads(&[1, 3], || days(&run));
    }
}

/// A system, how it is taken away, and what nobody pays any more then.
type Without = (&'static str, fn(&mut Spec), &'static [FlowKind]);

const SYSTEMS: [Without; 15] = [
    ("reviews", |spec| each_policy(spec, |p| p.conduct = Default::default()), &[]),
    ("founders", |spec| spec.systems.entry.founders = false, &[FlowKind::Founding, FlowKind::Launch]),
    ("experiments", |spec| spec.systems.innovation = Default::default(), &[]),
    (
        "incidents",
        |spec| {
            spec.systems.innovation.failure_probability = 0.0;
            spec.systems.incidents.clear();
        },
        &[FlowKind::IncidentLosses, FlowKind::IncidentCover],
    ),
    ("tokens", |spec| spec.systems.tokens.clear(), &[FlowKind::Emissions, FlowKind::Airdrop]),
    ("programmes", |spec| spec.systems.programmes.clear(), &[FlowKind::Capture]),
    ("votes", |spec| each_policy(spec, |p| p.governance = Governance::default()), &[FlowKind::Capture, FlowKind::Governance]),
    ("deals", |spec| spec.systems.deals.clear(), &[FlowKind::BusinessDevelopment, FlowKind::PartnerPayments, FlowKind::AssetFees]),
    (
        "delisting",
        |spec| {
            spec.systems.listing = Listing::default();
            spec.capabilities.iter_mut().for_each(|c| c.delisting_per_year = 0.0);
        },
        &[],
    ),
    (
        "funds of stacks",
        |spec| spec.stacks.iter_mut().for_each(|s| s.fund = Fund::default()),
        &[FlowKind::StackCosts, FlowKind::RetroFunding],
    ),
    ("exits from stacks", |spec| each_policy(spec, |p| p.membership = Membership::default()), &[FlowKind::OwnStack]),
    ("exchanges", |spec| spec.exchanges.clear(), &[FlowKind::ExchangeShare, FlowKind::Acquisition]),
    ("sponsors", |spec| each_policy(spec, |p| p.sponsorship = Sponsorship::default()), &[FlowKind::Sponsored]),
    (
        "terms of groups",
        |spec| {
            each_policy(spec, |p| p.exit_delay_days = 0.0);
            spec.groups.iter_mut().for_each(|g| g.terms = Default::default());
        },
        &[],
    ),
    (
        "launches and ends",
        |spec| spec.chains.iter_mut().filter(|c| c.kind != ChainKind::L1).for_each(|c| c.life = Life::default()),
        &[FlowKind::StrandedAssets, FlowKind::Compensation, FlowKind::WriteOff, FlowKind::Payout],
    ),
];

fn each_policy(spec: &mut Spec, change: impl Fn(&mut l2niche::model::supply::policy::Policies)) {
    spec.chains.iter_mut().for_each(|chain| change(&mut chain.policy));
}

/// Without any one of the systems the others go on, what is its own is not paid, and the world is another.
#[test]
fn each_system_can_be_taken_away() {
    let whole = opening(900, Fidelity::MeanField);
    let with = days(&whole);
    for (name, take_away, flows) in SYSTEMS {
        let mut run = whole.clone();
        for Epoch { economy, .. } in &mut run.epochs {
            let mut spec = Spec::clone(economy);
            take_away(&mut spec);
            *economy = Economy::new(spec).unwrap_or_else(|errors| panic!("without {name}: {errors:?}"));
        }
        let without = days(&run);
        let paid = without.iter().flat_map(|day| &day.postings).find(|posting| flows.contains(&posting.kind));
        assert_eq!(paid, None, "paid without {name}");
        assert!(with.iter().zip(&without).any(|(a, b)| !same(a, b)), "{name} makes no difference");
    }
}
