use crate::support::*;
use l2niche::engine::observer::{DayView, Today};
use l2niche::engine::run::{Epoch, RunPlan, simulate};
use l2niche::model::economy::{Economy, Spec};
use l2niche::model::supply::capability::{Capability, Channel};
use l2niche::model::supply::conduct::{Conduct, FocusRule};
use l2niche::model::user_group::Use;

const GENERALISTS: usize = 4;
const VERTICALS: usize = 4;

#[derive(Clone, Copy, Debug)]
struct World {
    eta: f64,
    /// whether tastes are spread
    spread: bool,
    kappa: f64,
    follow: bool,
    mu: f64,
    centre: f64,
}

fn market(w: World) -> Spec {
    let mut spec = like_chains(GENERALISTS + 1);
    set_verticals(&mut spec, VERTICALS);
    set_fast(&mut spec);
    set_links(&mut spec, 0.0, w.kappa);
    spec.theta = 0.5;
    spec.capabilities = (0..VERTICALS)
        .map(|c| Capability { name: format!("c{c}"), channel: Channel::Fit, strength: 0.0, k0: 0.1, frontier_usd_per_year: 1e7, delisting_per_year: 0.0 })
        .collect();
    for (v, vertical) in spec.verticals.iter_mut().enumerate() {
        vertical.needs = (0..VERTICALS).map(|c| f64::from(u8::from(c == v))).collect();
        vertical.network_strength = w.eta;
        vertical.liquidity_ref_usd_per_day = 1e5;
    }
    for (k, chain) in spec.chains.iter_mut().enumerate() {
        chain.observed_levels = vec![None; VERTICALS];
        chain.capability_budget_usd_per_year = if k < GENERALISTS { 1e7 } else { 3e6 };
        chain.focus = if k < GENERALISTS { vec![0.4, 0.2, 0.2, 0.2] } else { vec![0.0, 1.0, 0.0, 0.0] };
        if w.follow && k < GENERALISTS {
            chain.policy.conduct = Conduct { focus: FocusRule::FollowProfit, focus_step: 0.05, review_days: 30, ..Conduct::default() };
        }
    }
    let use_ = |b: f64| Some(Use { benefit_usd_per_month: b, transactions_per_month: 2.0 * b, delay_usd_per_month_per_s: 0.0 });
    spec.groups = (0..VERTICALS).map(|g| {
        let mut group = group(&format!("g{g}"), VERTICALS);
        group.users = if g == 0 { w.centre } else { (1e6 - w.centre) / 3.0 };
        group.agents = 1000;
        group.requires = vec![0.0; VERTICALS];
        group.choice_scale_usd_per_month = w.mu;
        group.attention_per_day = 0.05;
        group.may_leave = false;
        group.routing_scale = 0.2;
        let spread = w.spread;
        let c = w.centre / 1e6;
        group.uses = (0..VERTICALS).map(|v| {
            if spread {
                match (g, v) { (0, 0) => use_(10.0), (g, v) if g == v => use_(7.0), (_, 0) => use_(3.0), _ => None }
            } else {
                // the same totals, alike for all
                use_(if v == 0 { c * 10.0 + (1.0 - c) * 3.0 } else { (1.0 - c) / 3.0 * 7.0 })
            }
        }).collect();
        group
    }).collect();
    spec
}

fn last(spec: &Spec, homes: Vec<f64>, days: u32) -> (Today, Vec<Vec<f64>>) {
    let plan = RunPlan { homes: vec![homes; spec.groups.len()], taste_nodes: 1, ..plan(spec, days) };
    let economy = Economy::new(spec.clone()).unwrap_or_else(|e| panic!("{e:?}"));
    let mut out = None;
    simulate(&[Epoch { from_day: 0, economy }], &plan, &mut |view: &DayView<'_>| {
        out = Some((view.today.clone(), view.economy.chains.iter().map(|c| c.focus.clone()).collect()));
    }).unwrap();
    out.unwrap()
}

fn people(today: &Today, n: usize) -> Vec<f64> {
    (0..n).map(|k| (0..VERTICALS).map(|g| today.homes[(g, k)]).sum()).collect()
}


fn seen(spec: &Spec, homes: Vec<f64>) -> (f64, f64, f64, f64) {
    let n = spec.chains.len();
    let (today, foci) = last(spec, homes, 1500);
    let p = people(&today, n);
    let gen_: f64 = p[..n - 1].iter().sum();
    let hhi: f64 = p[..n - 1].iter().map(|x| (x / gen_).powi(2)).sum();
    (hhi, today.accounts[n - 1].revenue.usd(), today.transactions.row(n - 1)[1], foci[0][0])
}

fn start(n: usize, dominant: f64) -> Vec<f64> {
    let s = 0.9;
    let mut homes = vec![s * (1.0 - dominant) / (n as f64 - 2.0).max(1.0); n];
    homes[0] = s * dominant; homes[n - 1] = 1.0 - s; homes.push(0.0);
    homes
}

#[test]
fn probe_window() {
    for spread in [true, false] { for follow in [false, true] { for centre in [5e5, 7e5, 8.5e5] { for mu in [1.0, 2.0] {
        let mut line = format!("spread {spread} follow {follow} centre {centre} mu {mu}:");
        for ratio in [0.12, 0.14, 0.16, 0.18, 0.2, 0.22, 0.25, 0.3, 0.4] {
            let spec = market(World { eta: ratio * mu, spread, kappa: f64::INFINITY, follow, mu, centre });
            let (a, b) = (seen(&spec, start(5, 0.25)), seen(&spec, start(5, 0.9)));
            line += &format!(" {ratio}: {:.2}>{:.2} x{:.3} |", a.0, b.0, b.1 / a.1);
        }
        println!("{line}");
    } } } }
}
