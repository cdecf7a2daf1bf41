//! Launches and sunsets as a file tells them.

use super::read;
use l2niche::engine::observer::{DayView, Status};
use l2niche::engine::run::simulate;
use l2niche::model::supply::life::Life;

const FILE: &str = r#"
[scenario]
name = "lives"

[simulation]
days = 40
fidelity = "mean-field"

[[stack]]
name = "stack"
insurance_usd = 1000

[[vertical]]
name = "defi"

[[chain]]
name = "plaza"
kind = "l2"

[[chain]]
name = "arena"
kind = "l2"
stack = "stack"
launch_day = 5
stranded_share = 0.25
fixed_cost_usd_per_year = 1e9

[[group]]
name = "traders"
users = 1000
homes = { plaza = 1 }
[group.uses.defi]
benefit_usd_per_month = 20
transactions_per_month = 30

[[event]]
name = "patience-ends"
day = 20
set = { "chain.arena.grace_days" = 3 }
"#;

/// The keys reach the model; an event that sets days of grace counts those already spent in debt.
#[test]
fn chains_open_and_close_as_the_file_says() {
    let run = read(FILE).run(0, 0, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let life = |epoch: usize| run.epochs[epoch].economy.chains[1].life;
    assert_eq!(life(0), Life { launch_day: 5, grace_days: None, stranded_share: 0.25, slot: None });
    assert_eq!(life(1).grace_days, Some(3));
    assert_eq!(run.epochs[0].economy.stacks[0].insurance_usd, 1000.0);
    let mut status = Vec::new();
    simulate(&run.epochs, &run.plan, &mut |view: &DayView<'_>| status.push(view.today.life.status[1])).expect("a sound run");
    let first = |wanted| status.iter().position(|s| *s == wanted);
    assert_eq!((first(Status::Coming), first(Status::Live), first(Status::Closed)), (Some(0), Some(5), Some(21)));
}
