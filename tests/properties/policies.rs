//! What random chains' owners decide.

use crate::dice::Dice;
use l2niche::model::supply::chain::ChainKind;
use l2niche::model::supply::conduct::{Conduct, FocusRule, IncentiveRule, Pricing};
use l2niche::model::supply::governance::{Governance, GovernanceForm};
use l2niche::model::supply::membership::Membership;
use l2niche::model::supply::policy::Policies;
use l2niche::model::supply::sponsorship::{Sponsor, Sponsorship};

fn any_membership(dice: &mut Dice<'_>) -> Membership {
    Membership {
        review_days: dice.pick(&[None, Some(1), Some(9)]),
        exit_ratio: dice.between(0.0, 2.0),
        leaves_on: dice.pick(&[None, None, Some(0), Some(11)]),
        own_stack_usd_per_year: dice.pick(&[0.0, 1e6]),
    }
}

pub(crate) fn any_policies(kind: ChainKind, dice: &mut Dice<'_>) -> Policies {
    let sponsor = if kind == ChainKind::L1 { Sponsor::Apps } else { dice.pick(&Sponsor::ALL) };
    let most = if sponsor == Sponsor::Apps { 1.0 } else { 0.9 };
    Policies {
        conduct: if kind == ChainKind::L1 { Conduct::default() } else { any_conduct(sponsor, dice) },
        membership: any_membership(dice),
        governance: any_governance(dice),
        sponsorship: Sponsorship { share: dice.pick(&[0.0, 0.5, most]), sponsor },
        exit_delay_days: dice.pick(&[0.0, 7.0]),
    }
}

fn any_governance(dice: &mut Dice<'_>) -> Governance {
    Governance {
        form: dice.pick(&GovernanceForm::ALL),
        lag_days: dice.pick(&[0.0, 3.5]),
        drawn_lag_days: dice.pick(&[0.0, 5.0]),
        pass_probability: dice.between(0.0, 1.0),
        turnout_cost_usd: dice.pick(&[0.0, 1e4]),
        capture_probability: dice.between(0.0, 1.0),
    }
}

/// Reviews often, for runs are short. A chain that forgoes its own fees sets no price.
fn any_conduct(sponsor: Sponsor, dice: &mut Dice<'_>) -> Conduct {
    let pricing = dice.pick(&Pricing::ALL);
    Conduct {
        owner: dice.pick(&[None, Some(0), Some(1)]),
        review_days: dice.pick(&[1, 3, 10]),
        pricing: if sponsor == Sponsor::Chain { Pricing::Fixed } else { pricing },
        focus: dice.pick(&FocusRule::ALL),
        focus_step: dice.pick(&[0.01, 0.3, 1.0]),
        incentives: dice.pick(&IncentiveRule::ALL),
        defended_share: dice.pick(&[None, Some(0.5), Some(1.0)]),
        incentive_share_per_year: dice.pick(&[0.0, 0.5, 10.0]),
        treasury_reserve_usd: dice.pick(&[0.0, 1e4]),
    }
}
