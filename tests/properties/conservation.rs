//! People and money are conserved, and every number is one.

use crate::dice::cases;
use crate::scenarios::{Case, Wish, any_case};
use crate::support::*;
use l2niche::engine::observer::{Status, Today};
use l2niche::engine::run::Fidelity;
use l2niche::model::economy::Spec;
use l2niche::model::id::Places;
use l2niche::model::ledger::{Account, FlowKind, Posting};
use l2niche::model::units::MicroUsd;
use proptest::prelude::*;

/// Largest relative error of a sum of people that rounding explains.
const HEADS: f64 = 1e-9;
/// What a chain's end moves, beside the day's business.
const END: [FlowKind; 4] = [FlowKind::StrandedAssets, FlowKind::Compensation, FlowKind::WriteOff, FlowKind::Payout];

proptest! {
    #![proptest_config(cases(64))]

    /// Every day of 25, with chains that open and close, mean field and agents, at one and three threads.
    #[test]
    fn people_and_money_are_conserved_and_numbers_are_finite(case in any_case(Wish { blobs: true, lives: true, rewards: true })) {
        let Case { spec, plan } = case;
        check(&spec, &run_on_threads(&spec, &plan, &[1, 3]), Fidelity::MeanField);
        check(&spec, &run_on_threads(&spec, &agents(&plan), &[1, 3]), Fidelity::Agents);
    }
}

/// Checks every day of a run.
pub(crate) fn check(spec: &Spec, days: &[Today], fidelity: Fidelity) {
    for (t, today) in days.iter().enumerate() {
        let before = t.checked_sub(1).map(|t| &days[t]);
        people_are_conserved(spec, before, today, fidelity);
        money_is_conserved(spec, before, today);
        numbers_are_finite(today);
    }
}

fn people_are_conserved(spec: &Spec, before: Option<&Today>, today: &Today, fidelity: Fidelity) {
    let places = Places::of(spec.chains.len()).count();
    for (g, group) in spec.groups.iter().enumerate() {
        let (row, moves) = (today.homes.row(g), today.moves.row(g));
        let people: f64 = row.iter().sum();
        assert!(row.iter().chain(moves).all(|x| *x >= 0.0), "group {g}: {row:?}, {moves:?}");
        let open = |k: usize| today.life.status[k] == Status::Live;
        assert!((0..spec.chains.len()).all(|k| open(k) || row[k] == 0.0), "group {g} lives on a chain that is not open: {row:?}");
        assert!((people / group.users - 1.0).abs() < HEADS, "group {g}: {people} of {}", group.users);
        if fidelity == Fidelity::Agents {
            let heads: Vec<f64> = row.iter().map(|x| x / group.people_per_agent()).collect();
            assert!(heads.iter().all(|x| (x - x.round()).abs() < 1e-6), "group {g}: parts of an agent, {heads:?}");
            assert_eq!(heads.iter().map(|x| x.round() as u64).sum::<u64>(), group.agents, "group {g}");
        }
        // Where people are is where they were, plus who came, minus who went.
        for place in 0..places {
            let Some(before) = before else { break };
            let change: f64 = (0..places).map(|i| moves[i * places + place] - moves[place * places + i]).sum();
            assert!((before.homes.row(g)[place] + change - row[place]).abs() < HEADS * group.users, "group {g}, place {place}");
        }
        let aware = group.users - row[places - 1];
        assert!((today.groups[g].aware_users - aware).abs() < HEADS * group.users, "group {g}: the aware are all but the unaware");
    }
}

fn money_is_conserved(spec: &Spec, before: Option<&Today>, today: &Today) {
    let sum = |of: &dyn Fn(&Posting) -> bool| -> i128 { today.postings.iter().filter(|p| of(p)).map(|p| p.amount.0).sum() };
    assert!(today.postings.iter().all(|p| p.amount > MicroUsd::ZERO && p.from != p.to), "flows have a size and a direction");
    for (k, account) in today.accounts.iter().enumerate() {
        let own = Account::Chain(k as u16);
        let business = |p: &Posting| !END.contains(&p.kind);
        let profit = sum(&|p| p.to == own && business(p)) - sum(&|p| p.from == own && business(p));
        assert_eq!(profit, account.retained().0, "what chain {k} kept is its profit less what its owner took, to the micro-dollar");
        let change = sum(&|p| p.to == own) - sum(&|p| p.from == own);
        let opening = before.map_or(MicroUsd::from_usd(spec.chains[k].treasury_usd), |day| day.accounts[k].treasury);
        assert_eq!(account.treasury.0, opening.0 + change, "treasury of chain {k}");
    }
    for (g, group) in today.groups.iter().enumerate() {
        let own = Account::Group(g as u16);
        assert_eq!(sum(&|p| p.from == own && p.kind == FlowKind::Fees), group.fees.0, "fees of group {g}");
        let taken = [FlowKind::StrandedAssets, FlowKind::IncidentLosses];
        let cover = [FlowKind::Compensation, FlowKind::IncidentCover];
        let lost = sum(&|p| p.from == own && taken.contains(&p.kind)) - sum(&|p| p.to == own && cover.contains(&p.kind));
        assert_eq!(lost, group.losses.0, "losses of group {g}");
        let rewards = sum(&|p| p.to == own && !cover.contains(&p.kind));
        assert_eq!(rewards, group.rewards.0, "rewards of group {g}");
    }
}

fn numbers_are_finite(today: &Today) {
    let grids = [&today.homes, &today.moves, &today.transactions, &today.fee_usd, &today.apps];
    let chains = [&today.gas_price_gwei, &today.dropped_gas, &today.congested_share, &today.demand_multiplier, &today.life.assets_usd];
    let amounts: Vec<f64> = grids.iter().flat_map(|g| g.cells()).chain(chains.into_iter().flatten()).copied().collect();
    assert!(amounts.iter().all(|x| x.is_finite() && *x >= 0.0), "{today:?}");
    let closed = today.life.status.iter().enumerate().filter(|(_, status)| **status != Status::Live);
    assert!(closed.flat_map(|(k, _)| today.apps.row(k)).all(|apps| *apps == 0.0), "apps on a chain that is not open");
    let ethereum = &today.ethereum;
    assert!([ethereum.base_fee_gwei, ethereum.blob_price_gwei, ethereum.blobs_per_block].iter().all(|x| x.is_finite() && *x >= 0.0));
    for g in &today.groups {
        assert!([g.aware_users, g.outside_users, g.home_transactions, g.away_transactions].iter().all(|x| x.is_finite() && *x >= 0.0));
        assert!(g.welfare_systematic_usd.is_finite() && g.welfare_tastes_usd.is_finite(), "{g:?}");
    }
}
