//! What `DayView::insight` says in the evening is what the group does the next day, where all its people are of mean tastes.

use crate::support::*;
use l2niche::engine::observer::{DayView, GroupInsight, Today};
use l2niche::engine::run::{Epoch, simulate};
use l2niche::model::economy::{Economy, Spec};

const ATTENTION: f64 = 0.05;

/// Three chains that differ in price and security, within each other's reach; people who value peers, and moving costs something.
fn world() -> Spec {
    let mut spec = like_chains(3);
    set_links(&mut spec, 0.3, 0.5);
    spec.chains.iter_mut().zip([0.01, 0.2, 0.05]).for_each(|(chain, gwei)| chain.min_gas_price_gwei = gwei);
    spec.chains[1].proof_stage = three_securities(0.0).chains[2].proof_stage;
    let group = &mut spec.groups[0];
    (group.attention_per_day, group.security_usd_per_month, group.peers_usd_per_month) = (ATTENTION, 3.0, 2.0);
    (group.switch.move_usd, group.switch.onboarding_usd, group.may_leave) = (0.5, 1.0, true);
    spec
}

/// Every evening of a run: the day, and what is behind the group's choices.
fn evenings(spec: &Spec, days: u32) -> Vec<(Today, GroupInsight)> {
    let epochs = [Epoch { from_day: 0, economy: Economy::new(spec.clone()).unwrap() }];
    let mut seen = Vec::new();
    let mut watch = |view: &DayView<'_>| seen.push((view.today.clone(), view.insight.expect("a run's day").group(0)));
    simulate(&epochs, &plan(spec, days), &mut watch).expect("a sound run");
    seen
}

/// Largest distance, in people, of who left the place named in the evening from who was said to, `ahead` days later.
fn miss(evenings: &[(Today, GroupInsight)], ahead: usize) -> f64 {
    let of_evening = |pair: &[(Today, GroupInsight)]| {
        let ((today, insight), (next, _)) = (&pair[0], &pair[ahead]);
        let n = insight.choice.len();
        let people = today.homes[(0, insight.origin)];
        let said = |to: usize| ATTENTION * people * insight.choice[to];
        let gone = |to: usize| next.moves[(0, insight.origin * n + to)];
        (0..n).filter(|to| *to != insight.origin).map(|to| (said(to) - gone(to)).abs()).fold(0.0, f64::max)
    };
    evenings.windows(ahead + 1).map(of_evening).fold(0.0, f64::max)
}

#[test]
fn those_who_reconsider_go_where_the_evening_before_says() {
    let evenings = evenings(&world(), 12);
    assert!(evenings.iter().any(|(today, _)| today.moves.cells().iter().any(|people| *people > 100.0)), "nobody moves");
    assert!(miss(&evenings, 1) < 1e-6, "{} of a million people", miss(&evenings, 1));
    assert!(miss(&evenings, 2) > 1.0, "another day's choices differ");
}

#[test]
fn terms_add_up_to_worth_and_security_is_what_it_is_said_to_be() {
    for (_, insight) in evenings(&world(), 5) {
        for j in 0..3 {
            let uses: f64 = insight.uses.iter().map(|of_use| of_use.inclusive[j]).sum();
            let sum = uses + insight.security[j] + insight.peers[j] + insight.rewards[j] - insight.waiting[j] - insight.copies[j];
            assert!((sum - insight.worth[j]).abs() < 1e-12 * sum.abs().max(1.0), "{j}: {sum} {}", insight.worth[j]);
        }
        assert!((insight.choice.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
    // Without uses assets stay at home, and security is all there is.
    let (_, bare) = evenings(&three_securities(2.0), 1).remove(0);
    assert!(distance(&bare.worth, &[1.5, 1.0, 1.9]) < 1e-12, "{:?}", bare.worth);
}
