//! `compliance.toml`: a mandate arrives.

use crate::study::{Short, study};

const AGENTS: [&str; 2] = ["simulation.scale=0.001", "group.institutions.scale=0.005"];

/// The purpose-built chain gains what the general ones lose; if those comply the same day, it gains nothing, nobody notices, and they pay.
#[test]
fn a_mandate_makes_the_specialist_unless_the_others_comply_at_once() {
    let short = Short { variants: &["mandate", "generals-pay"], days: (180, 130), set: &AGENTS };
    let study = study("compliance", &short);
    study.higher("chain.registry.profit_usd", "mandate", "no-mandate");
    for general in ["plaza", "bazaar"] {
        study.higher(&format!("chain.{general}.profit_usd"), "no-mandate", "mandate");
        study.higher(&format!("chain.{general}.profit_usd"), "no-mandate", "generals-pay");
        study.equal(&format!("chain.{general}.transactions"), "generals-pay", "no-mandate");
    }
    study.equal("chain.registry.profit_usd", "generals-pay", "no-mandate");
    study.equal("welfare_tastes_usd", "generals-pay", "no-mandate");
}

/// What compliance takes out of a general chain's budget is missing elsewhere: people and those who pay for privacy are worse off, and the
/// purpose-built chain gains from both.
#[test]
fn compliance_out_of_the_same_budget_costs_the_other_users() {
    let short = Short { variants: &["generals-dilute"], days: (180, 130), set: &AGENTS };
    let study = study("compliance", &short);
    for group in ["retail", "private"] {
        study.better_off(Some(group), "no-mandate", "generals-dilute");
    }
    study.higher("chain.registry.revenue_usd", "generals-dilute", "no-mandate");
}
