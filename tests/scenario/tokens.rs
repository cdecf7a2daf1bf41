//! Tokens, programmes and governance as a file tells them.

use super::read;
use l2niche::engine::observer::DayView;
use l2niche::engine::run::simulate;
use l2niche::model::supply::governance::{Governance, GovernanceForm};

const FILE: &str = r#"
[scenario]
name = "issuance"

[simulation]
days = 40
fidelity = "mean-field"

[[vertical]]
name = "defi"

[[chain]]
name = "plaza"
kind = "l2"

[[chain]]
name = "arena"
kind = "l2"
governance = "dao"
decision_lag_days = 9
pass_probability = 1
turnout_cost_usd = 100

[[group]]
name = "traders"
users = 1000
homes = { plaza = 0.5, arena = 0.5 }
[group.uses.defi]
benefit_usd_per_month = 20
transactions_per_month = 30

[[token]]
name = "coin"
chain = "arena"
launch_day = 20
airdrop_share = 0.1
speculative_value_usd = 1e6

[[programme]]
name = "boost"
chain = "arena"
proposed_day = 2
days = 5
budget_usd = 1000

[[variant]]
name = "as-is"

[[variant]]
name = "company"
[variant.set]
"chain.arena.governance" = "company"
"token.coin.airdrop_share" = 0.3
[[variant.programme]]
name = "boost"
days = 10

[[factor]]
name = "budget"
path = "programme.boost.budget_usd"
low = 500
high = 1500

[[event]]
day = 30
set = { "token.*.emissions_share_per_year" = 0.365 }
"#;

#[test]
fn tokens_and_programmes_work_like_any_other_entity() {
    let scenario = read(FILE);
    let run = |variant: usize| scenario.run(variant, 0, &[0.5]).unwrap_or_else(|faults| panic!("{faults}"));
    let (dao, company) = (run(0), run(1));
    let first = &dao.epochs[0].economy;
    let expected = Governance { form: GovernanceForm::Dao, lag_days: 9.0, turnout_cost_usd: 100.0, ..Governance::default() };
    assert_eq!((first.chains[1].policy.governance, first.chains[0].policy.governance), (expected, Governance::default()));
    assert_eq!((first.systems.programmes[0].budget_usd, first.systems.programmes[0].chain.index()), (1000.0, 1));
    let other = &company.epochs[0].economy.systems;
    assert_eq!((other.programmes[0].days, other.tokens[0].airdrop_share), (10, 0.3));
    let last = &dao.epochs.last().expect("an epoch").economy.systems;
    assert_eq!((last.tokens[0].emissions_share_per_year, last.tokens[0].launch_day), (0.365, 20));
    let mut decided = Vec::new();
    let mut airdrops = Vec::new();
    let mut watch = |view: &DayView<'_>| {
        decided.extend(view.today.systems.verdicts.iter().map(|verdict| (view.day, verdict.vote_usd)));
        airdrops.extend(view.today.systems.tokens.iter().filter(|t| t.airdropped.usd() > 0.0).map(|t| (view.day, t.airdropped.usd())));
    };
    simulate(&dao.epochs, &dao.plan, &mut watch).expect("a sound run");
    assert_eq!((decided, airdrops), (vec![(11, 100.0)], vec![(20, 1e5)]));
}
