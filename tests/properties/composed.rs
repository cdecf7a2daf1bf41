//! Everything at once and for long: what a day's check of 25 cannot see is what builds up over months.

use crate::conservation::check;
use crate::dice::cases;
use crate::scenarios::{Case, Wish, any_case};
use crate::support::*;
use l2niche::engine::run::{Fidelity, RunPlan};
use proptest::prelude::*;

/// Two years: tokens are launched, programmes spent, deals lapse, chains are given up, delisted ones are listed again.
const DAYS: u32 = 730;

proptest! {
    #![proptest_config(cases(16))]

    /// Every day of two years, mean field and agents.
    #[test]
    fn people_and_money_are_conserved_over_years(case in any_case(Wish { blobs: true, lives: true, rewards: true })) {
        let Case { spec, plan } = case;
        let plan = RunPlan { days: DAYS, ..plan };
        check(&spec, &run(spec.clone(), &plan), Fidelity::MeanField);
        check(&spec, &run(spec.clone(), &agents(&plan)), Fidelity::Agents);
    }
}
