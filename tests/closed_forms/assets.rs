//! Where assets are, what security is worth there, and who loses what when a chain ends (model.md §5, §7).

use crate::life::{busy, losing, paid};
use crate::support::*;
use l2niche::model::id::StackId;
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::supply::chain::ProofStage;
use l2niche::model::units::MicroUsd;
use l2niche::model::user_group::{SwitchCosts, Use};

/// Claims in order: treasury if positive, the stack's insurance while it lasts, users. What is paid is what is claimed, to the
/// micro-dollar, the dead chain's balance is 0, and debt is the creditors'.
#[test]
fn claims_are_met_by_treasury_then_insurance_then_users() {
    let mut spec = busy();
    spec.chains[2].stack = Some(StackId::at(0));
    for (insurance, child_treasury) in [(0.0, 0.0), (1e6, 2e6), (1e10, 1e10)] {
        spec.stacks[0].insurance_usd = insurance;
        spec.chains[2].treasury_usd = child_treasury;
        let days = run(spec.clone(), &plan(&spec, 7));
        let (before, day) = (&days[4], &days[5]);
        let flow = |from, to, kind| paid(day, from, to, kind).usd();
        let (stack, outside, groups) = (Account::Stack(0), Account::Outside, [Account::Group(0), Account::Group(1)]);
        let to_users = |from: Account| -> f64 { groups.iter().map(|g| flow(from, *g, FlowKind::Compensation)).sum() };
        let claims = |chain: usize, share: f64| before.life.assets_usd[chain] * share;
        let (parent, child) = (claims(1, 0.3), claims(2, 0.1));
        let near = |a: f64, b: f64| (a - b).abs() < 1e-5;
        let lost: f64 = groups.iter().map(|g| flow(*g, outside, FlowKind::StrandedAssets)).sum();
        assert!(parent > 1e7 && child > 3e6 && near(lost, parent + child), "{parent} {child} {lost}");
        // The parent is broke: nothing from its treasury, its debt is written off.
        let (debt, funds) = (-before.accounts[1].treasury.usd(), before.accounts[2].treasury.usd());
        assert!(near(to_users(Account::Chain(1)), 0.0) && near(flow(outside, Account::Chain(1), FlowKind::WriteOff), debt));
        let from_child = funds.min(child);
        assert!(near(to_users(Account::Chain(2)), from_child));
        assert!(near(flow(Account::Chain(2), outside, FlowKind::Payout), funds - from_child));
        let insured = insurance.min(parent + child - from_child);
        assert!(near(to_users(stack), insured));
        let borne: MicroUsd = day.groups.iter().map(|g| g.losses).sum();
        assert!(near(borne.usd(), (parent + child - from_child - insured).max(0.0)), "{borne}");
        let turns = &day.life.turns;
        let (stranded, compensated): (MicroUsd, MicroUsd) =
            (turns.iter().map(|t| t.stranded).sum(), turns.iter().map(|t| t.compensated).sum());
        assert_eq!(stranded - compensated, borne);
        assert!(days[6].postings.iter().all(|p| p.kind != FlowKind::WriteOff && p.kind != FlowKind::StrandedAssets), "once");
    }
}

/// Realised losses come off both readings of welfare on the day, and touch nothing else.
#[test]
fn losses_without_compensation_come_off_welfare() {
    let spec = busy();
    let mut safe = spec.clone();
    safe.chains.iter_mut().for_each(|c| c.life.stranded_share = 0.0);
    let (hit, spared) = (run(spec.clone(), &plan(&spec, 9)), run(safe.clone(), &plan(&safe, 9)));
    for (day, (a, b)) in hit.iter().zip(&spared).enumerate() {
        assert_eq!((&a.homes, &a.transactions), (&b.homes, &b.transactions));
        for (x, y) in a.groups.iter().zip(&b.groups) {
            assert_eq!(x.losses > MicroUsd::ZERO, day == 5, "day {day}");
            let (systematic, tastes) = (y.welfare_systematic_usd - x.welfare_systematic_usd, y.welfare_tastes_usd - x.welfare_tastes_usd);
            assert!((systematic - x.losses.usd()).abs() < 1e-4 && (tastes - x.losses.usd()).abs() < 1e-4, "{systematic} {tastes}");
        }
    }
}

/// Who moves pays for it, forced or not: the switch cost, and the link's move cost of which a share goes to bridges.
#[test]
fn those_who_must_move_pay_for_it() {
    let mut spec = losing(1e9, 0.0, 3);
    spec.groups[0].switch = SwitchCosts { onboarding_usd: 6.0, move_usd: 4.0, exit_usd: 4.0 };
    spec.interop.classes.iter_mut().for_each(|link| (link.move_cost_usd, link.bridge_fee_share) = (2.0, 0.25));
    let mut free = spec.clone();
    free.groups[0].switch.move_usd = 0.0;
    let (dear, free) = (run(spec.clone(), &plan(&spec, 5)), run(free.clone(), &plan(&free, 5)));
    assert!((paid(&dear[3], Account::Group(0), Account::Bridges, FlowKind::BridgeFees).usd() - 5e5 * 2.0 * 0.25).abs() < 1.0);
    let felt = free[3].groups[0].welfare_systematic_usd - dear[3].groups[0].welfare_systematic_usd;
    assert!((felt - 5e5 * 4.0).abs() < 1.0, "{felt}");
}

/// ω: of one use, assets are where its transactions are (fees are equal, so demand per head is), and they sum to people × assets.
#[test]
fn assets_are_where_their_owners_are_active() {
    let mut spec = like_chains(3);
    set_links(&mut spec, 0.0, 2.0);
    spec.groups[0].assets_usd_per_user = 500.0;
    spec.groups[0].may_leave = true;
    spec.groups[0].attention_per_day = 0.1;
    for (chain, latency) in spec.chains.iter_mut().zip([1.0, 4.0, 2.0]) {
        chain.latency_s = latency;
    }
    spec.groups[0].uses[0].as_mut().unwrap().delay_usd_per_month_per_s = 0.4;
    for day in run(spec.clone(), &plan(&spec, 10)) {
        let on_chains: f64 = (0..3).map(|j| day.homes[(0, j)]).sum();
        let total: f64 = day.transactions.cells().iter().sum();
        for (k, seen) in day.life.assets_usd.iter().enumerate() {
            let expected = 500.0 * on_chains * day.transactions[(k, 0)] / total;
            assert!((seen - expected).abs() < 1e-3 * expected, "chain {k}: {seen} against {expected}");
            let at_home = 500.0 * day.homes[(0, k)];
            assert!((at_home - expected).abs() > 2e-3 * expected, "chain {k}: assets at home would not be noticed");
        }
        assert!((day.life.assets_usd.iter().sum::<f64>() - 500.0 * on_chains).abs() < 1e-6 * on_chains);
    }
}

/// Without friction everybody's activity, and with it his assets, is spread alike wherever he lives: security of a home is worth nothing.
/// With endless friction all is at home: softmax of s · security.
#[test]
fn security_counts_where_the_assets_are() {
    let share = |friction: f64| {
        let mut spec = like_chains(2);
        set_links(&mut spec, 0.0, friction);
        spec.groups[0].security_usd_per_month = 3.0;
        spec.chains[0].proof_stage = ProofStage::Stage2;
        shares(&run(spec.clone(), &plan(&spec, 3))[2])[0]
    };
    assert!((share(0.0) - 0.5).abs() < 1e-12);
    let logit = 1.0 / (1.0 + (-3.0 * (0.95 - 0.75f64)).exp());
    assert!((share(f64::INFINITY) - logit).abs() < 1e-12 && logit > 0.6);
    let between = share(0.5);
    assert!(between > 0.5 + 1e-3 && between < logit - 1e-3, "{between}");
}

/// A user's assets follow benefit, not the number of uses or transactions: ω_k = Σ_v benefit_v r_kv / Σ. All live on the first chain;
/// r_kv is read off the transactions. What security is worth to them is s Σ_k ω_k security_k a month, in both readings of welfare.
#[test]
fn assets_follow_benefit_and_welfare_counts_their_security() {
    let mut spec = like_chains(3);
    set_verticals(&mut spec, 2);
    set_links(&mut spec, 0.0, 2.0);
    spec.groups[0].attention_per_day = 0.0;
    spec.groups[0].assets_usd_per_user = 100.0;
    for (j, stage) in ProofStage::ALL.into_iter().enumerate() {
        (spec.chains[j].proof_stage, spec.chains[j].latency_s) = (stage, [2.0, 1.0, 4.0][j]);
    }
    let uses = [(10.0, 5.0, 0.5), (40.0, 300.0, 0.0)];
    for (use_, (benefit, transactions, delay)) in spec.groups[0].uses.iter_mut().zip(uses) {
        *use_ = Some(Use { benefit_usd_per_month: benefit, transactions_per_month: transactions, delay_usd_per_month_per_s: delay });
    }
    let mut plan = plan(&spec, 4);
    plan.homes = vec![vec![1.0, 0.0, 0.0, 0.0]];
    let mut careful = spec.clone();
    careful.groups[0].security_usd_per_month = 6.0;
    let (careless, careful) = (run(spec.clone(), &plan), run(careful, &plan));
    for (day, other) in careless.iter().zip(&careful) {
        let routing = |k: usize, v: usize| {
            let possible = 1e6 * uses[v].1 / 30.0 * spec.verticals[v].demand_share(day.fee_usd[(k, v)]);
            day.transactions[(k, v)] / possible
        };
        let weight = |k: usize| -> f64 { (0..2).map(|v| uses[v].0 * routing(k, v)).sum() };
        let total: f64 = (0..3).map(weight).sum();
        let unweighted = |k: usize| (0..2).map(|v| routing(k, v)).sum::<f64>();
        let location: Vec<f64> = day.life.assets_usd.iter().map(|x| x / 1e8).collect();
        for (k, share) in location.iter().enumerate() {
            assert!((share - weight(k) / total).abs() < 1e-9, "chain {k}: {share}");
        }
        let unweighted: Vec<f64> = (0..3).map(|k| unweighted(k) / (0..3).map(unweighted).sum::<f64>()).collect();
        assert!(distance(&location, &unweighted) > 0.01, "weights hardly matter here: {location:?} {unweighted:?}");
        let security: f64 = location.iter().zip([0.5, 0.75, 0.95]).map(|(share, score)| share * score).sum();
        assert!((security - 0.5).abs() > 0.01, "all at home: {security}");
        let (a, b) = (&day.groups[0], &other.groups[0]);
        let gains = [b.welfare_systematic_usd - a.welfare_systematic_usd, b.welfare_tastes_usd - a.welfare_tastes_usd];
        gains.iter().for_each(|gain| assert!((gain - 1e6 * 6.0 * security / 30.0).abs() < 1e-3, "{gain}"));
    }
}
