//! Points, airdrops, emissions, incentive programmes: what is paid to whom, and what it does to homes.

use crate::support::*;
use l2niche::engine::observer::Today;
use l2niche::engine::run::RunPlan;
use l2niche::model::economy::Spec;
use l2niche::model::id::ChainId;
use l2niche::model::institutions::programme::Programme;
use l2niche::model::institutions::token::Token;
use l2niche::model::ledger::{Account, FlowKind};
use l2niche::model::units::MicroUsd;

const USERS: f64 = 1e6;

/// A token of the first chain, worth `value_usd` for ever, launched on `launch_day`.
pub(crate) fn token(value_usd: f64, launch_day: u32) -> Token {
    Token {
        name: "coin".into(),
        chain: ChainId::at(0),
        points_from_day: 0,
        launch_day,
        supply: 1e9,
        airdrop_share: 0.0,
        emissions_share_per_year: 0.0,
        speculative_value_usd: value_usd,
        speculative_half_life_days: 1e300,
        revenue_multiple: 0.0,
        revenue_half_life_days: 90.0,
    }
}

pub(crate) fn programme(name: &str, days: u32, budget_usd: f64) -> Programme {
    Programme { name: name.into(), chain: ChainId::at(0), proposed_day: 0, days, budget_usd }
}

/// One chain that half of the people use, and who may leave it; no switch costs.
fn one_chain() -> (Spec, RunPlan) {
    let mut spec = like_chains(1);
    spec.groups[0].may_leave = true;
    spec.groups[0].attention_per_day = 0.05;
    spec.groups[0].choice_scale_usd_per_month = 20.0;
    let plan = RunPlan { homes: vec![vec![0.5, 0.5]], ..plan(&spec, 60) };
    (spec, plan)
}

fn paid(today: &Today, kind: FlowKind) -> MicroUsd {
    paid_between(today, |_, _| true, kind)
}

fn on_chain(days: &[Today]) -> Vec<f64> {
    days.iter().map(|today| shares(today)[0]).collect()
}

/// The airdrop is its share of the value on the day of launch, once, to the micro-dollar; groups share it by all activity before that day.
#[test]
fn an_airdrop_is_its_share_of_value_by_points() {
    let (mut spec, _) = one_chain();
    spec.groups.push(spec.groups[0].clone());
    spec.groups[1].name = "others".into();
    spec.groups[1].uses[0].as_mut().expect("a use").transactions_per_month = 70.0;
    spec.systems.tokens = vec![Token { airdrop_share: 0.123_456_7, ..token(9.876_543_21e8, 20) }];
    let days = run(spec.clone(), &plan(&spec, 30));
    let total = MicroUsd::from_usd(9.876_543_21e8 * 0.123_456_7);
    for (day, today) in days.iter().enumerate() {
        assert_eq!(paid(today, FlowKind::Airdrop), if day == 20 { total } else { MicroUsd::ZERO }, "day {day}");
    }
    let points = |g: usize| -> f64 { days[..20].iter().map(|d| (d.groups[g].home_transactions) * 10.0).sum() };
    let second = paid_between(&days[20], |from, to| from == Account::TokenHolders && to == Account::Group(1), FlowKind::Airdrop).usd();
    assert!((second / total.usd() - points(1) / (points(0) + points(1))).abs() < 1e-9, "{second}");
    assert!((days[19].systems.tokens[0].points - points(0) - points(1)).abs() < 1e-3);
    assert_eq!(days[20].groups[1].rewards, MicroUsd::from_usd(second), "users' income");
}

/// Supply grows by e/365 a day; what is given is worth value · minted/(supply + minted), and holders of the old supply lose exactly that.
#[test]
fn emissions_dilute_by_what_they_give() {
    let (mut spec, plan) = one_chain();
    let rate = 0.5;
    spec.systems.tokens = vec![Token { emissions_share_per_year: rate, ..token(4e8, 10) }];
    let days = run(spec, &plan);
    assert_eq!((days[9].systems.tokens[0].supply, paid(&days[9], FlowKind::Emissions)), (0.0, MicroUsd::ZERO));
    for (age, today) in days[10..].iter().enumerate() {
        let supply = 1e9 * (1.0 + rate / 365.0).powi(age as i32 + 1);
        let (shown, before) = (&today.systems.tokens[0], supply / (1.0 + rate / 365.0));
        assert!((shown.supply / supply - 1.0).abs() < 1e-12);
        let kept = shown.value_usd * before / supply;
        assert_eq!(MicroUsd::from_usd(shown.value_usd - kept), paid(today, FlowKind::Emissions), "day {age} of the token");
        assert_eq!(paid(today, FlowKind::Emissions), paid_between(today, |from, _| from == Account::TokenHolders, FlowKind::Emissions));
    }
}

/// Net revenue of a chain in a world where nothing moves is the same every day: the market pays its multiple, beside what fades.
#[test]
fn the_market_pays_a_multiple_of_net_revenue_beside_what_fades() {
    let (mut spec, plan) = one_chain();
    spec.groups[0].attention_per_day = 0.0;
    spec.systems.tokens = vec![Token { revenue_multiple: 30.0, speculative_half_life_days: 10.0, ..token(1e8, 0) }];
    let days = run(spec, &plan);
    let account = &days[0].accounts[0];
    let net = (account.revenue - account.data - account.settlement).usd() * 365.0;
    assert!(net > 1e5, "{net}");
    for (age, today) in days.iter().enumerate().skip(1) {
        let value = 1e8 * 0.5_f64.powf(age as f64 / 10.0) + 30.0 * net;
        assert!((today.systems.tokens[0].value_usd / value - 1.0).abs() < 1e-6, "day {age}");
    }
}

/// A programme spends its budget in equal parts from the treasury, to the micro-dollar, and nothing else.
#[test]
fn a_programme_spends_its_budget_and_the_treasury_pays() {
    let (mut spec, plan) = one_chain();
    spec.systems.programmes = vec![Programme { proposed_day: 7, ..programme("boost", 21, 1_234_567.0) }];
    let days = run(spec, &plan);
    let spent: MicroUsd = days.iter().map(|d| paid(d, FlowKind::Incentives)).sum();
    assert!((spent.usd() - 1_234_567.0).abs() < 21e-6, "{spent}");
    assert_eq!((paid(&days[6], FlowKind::Incentives), paid(&days[28], FlowKind::Incentives)), (MicroUsd::ZERO, MicroUsd::ZERO));
    assert_eq!(days[7].accounts[0].systems, MicroUsd::from_usd(1_234_567.0 / 21.0));
    assert_eq!(days[7].groups[0].rewards, days[7].accounts[0].systems);
}

/// Where one chain's pool P (USD a day) is shared by all who use it, x of USERS live there when x = 1/(1 + e^{−(u + w · 30 P/(USERS x))/μ}),
/// u being what the chain is worth without: those who come make it worth less. The weight enters as the equation says.
#[test]
fn a_pool_rests_where_what_is_left_for_one_more_attracts_nobody() {
    for (pool_usd, weight) in [(1e5, 1.0), (3e5, 1.0), (1e5, 4.0)] {
        let (mut spec, _) = one_chain();
        let plan = RunPlan { homes: vec![vec![0.5, 0.5]], ..plan(&spec, 600) };
        let without = on_chain(&run(spec.clone(), &plan))[599];
        spec.groups[0].terms.reward_weight = weight;
        spec.systems.programmes = vec![programme("for-ever", 1000, pool_usd * 1000.0)];
        let share = on_chain(&run(spec, &plan))[599];
        let (mu, worth) = (20.0, 20.0 * (without / (1.0 - without)).ln());
        let rest = |weight: f64| {
            let excess = |x: f64| x - 1.0 / (1.0 + (-(worth + weight * 30.0 * pool_usd / (USERS * x)) / mu).exp());
            let (mut low, mut high) = (1e-6, 1.0);
            for _ in 0..80 {
                let middle = f64::midpoint(low, high);
                if excess(middle) > 0.0 { high = middle } else { low = middle }
            }
            low
        };
        assert!((share - rest(weight)).abs() < 1e-4, "{share} against {}", rest(weight));
        assert!((share - rest(1.2 * weight)).abs() > 1e-3, "a wrong weight would show");
        assert!(share > without + 0.01);
    }
}

/// Once the airdrop is paid nothing is left of it: with attention α the share on the chain falls to its old rest as (1 − α)^t, so that
/// retention follows s∞ + (1 − s∞) e^{−t/τ} with τ = −1/ln(1 − α), and s∞ is what the chain is worth without a token.
#[test]
fn after_an_airdrop_people_leave_at_the_speed_of_their_attention() {
    let (mut spec, _) = one_chain();
    let plan = RunPlan { homes: vec![vec![0.5, 0.5]], ..plan(&spec, 400) };
    let without = on_chain(&run(spec.clone(), &plan))[399];
    let launch = 100;
    spec.systems.tokens = vec![Token { airdrop_share: 0.2, ..token(2e9, launch) }];
    let share = on_chain(&run(spec, &plan));
    let top = share[launch as usize - 1];
    assert!(top > without + 0.05, "{top} against {without}");
    for t in 1..200 {
        let expected = without + (top - without) * 0.95_f64.powi(t);
        assert!((share[launch as usize - 1 + t as usize] - expected).abs() < 1e-9, "{t} days after");
    }
}

/// Who weighs rewards at nothing lives as if there were none, to the bit, and is paid all the same; who weighs them comes.
#[test]
fn hunters_come_for_an_airdrop_and_others_do_not() {
    let (mut spec, _) = one_chain();
    spec.groups.push(spec.groups[0].clone());
    spec.groups[1].name = "hunters".into();
    spec.groups[0].terms.reward_weight = 0.0;
    let plan = RunPlan { homes: vec![vec![0.5, 0.5]; 2], ..plan(&spec, 60) };
    let plain = run(spec.clone(), &plan);
    spec.systems.tokens = vec![Token { airdrop_share: 0.2, ..token(2e9, 50) }];
    let with = run(spec, &plan);
    for (a, b) in plain.iter().zip(&with) {
        assert_eq!(a.homes.row(0), b.homes.row(0), "who weighs rewards at nothing does not see them");
    }
    assert!(with[49].homes[(1, 0)] > plain[49].homes[(1, 0)] * 1.05);
    assert!(with[50].groups[0].rewards > MicroUsd::ZERO, "and is paid all the same");
}

/// A token that gives nothing away, and points nobody is paid for, change nothing, to the bit.
#[test]
fn a_token_that_gives_nothing_changes_nothing() {
    let (mut spec, plan) = one_chain();
    let plain = run(spec.clone(), &plan);
    spec.systems.tokens = vec![token(1e9, 20)];
    let with = run(spec, &plan);
    assert!(plain.iter().zip(&with).all(|(a, b)| same(a, b)));
}

/// Welfare counts what is paid at its worth: a pool among people who cannot move and do not change raises the surplus by just that.
#[test]
fn rewards_are_income() {
    let (mut spec, plan) = one_chain();
    spec.groups[0].attention_per_day = 0.0;
    let plain = run(spec.clone(), &plan);
    spec.systems.programmes = vec![programme("boost", 30, 3e6)];
    let with = run(spec, &plan);
    for (day, (a, b)) in plain.iter().zip(&with).enumerate() {
        let gained = b.groups[0].welfare_systematic_usd - a.groups[0].welfare_systematic_usd;
        assert!((gained - if day < 30 { 1e5 } else { 0.0 }).abs() < 1e-3, "day {day}: {gained}");
    }
}
