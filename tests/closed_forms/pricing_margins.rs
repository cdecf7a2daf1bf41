//! Prices by best response where gas is not all that a seller earns or pays: ordering, data, proofs, a stack's share, other chains of his.

use crate::pricing::{TRANSACTIONS, beside_outside, close, markups};
use crate::support::*;
use l2niche::model::economy::Spec;
use l2niche::model::id::StackId;
use l2niche::model::institutions::stack::{Sequencing, Stack};
use l2niche::model::supply::chain::Ordering;
use l2niche::model::supply::sponsorship::{Sponsor, Sponsorship};
use l2niche::model::units::{BYTES_PER_MIB, usd_per_gas};

/// What a user pays in all a month, P = c + μ/(1 − s(P)), to a seller worth `a` more than outside whom he costs `c`; by bisection.
fn monopoly(a: f64, c: f64) -> f64 {
    let excess = |p: f64| p - c - (1.0 + (a - p).exp());
    let (mut low, mut high) = (c, c + 100.0);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if excess(middle) < 0.0 { low = middle } else { high = middle }
    }
    low
}

/// Floor whose gas costs a user `usd` a month, gwei.
fn floor_gwei(spec: &Spec, usd: f64) -> f64 {
    usd / (TRANSACTIONS * spec.verticals[0].gas_per_tx * usd_per_gas(1.0, spec.ethereum.eth_usd))
}

/// What a transaction brings in and costs beside gas, USD per user-month, and the stack's shares.
#[derive(Clone, Copy, Default)]
struct Terms {
    ordering: f64,
    capture: f64,
    sequencing: f64,
    data: f64,
    data_markup: f64,
    proofs: f64,
    revenue_share: f64,
    profit_share: f64,
}

impl Terms {
    fn spec(self, a: f64) -> Spec {
        let mut spec = beside_outside(1, &[a]);
        spec.verticals[0].ordering_value_usd = self.ordering / TRANSACTIONS;
        spec.chains[1].ordering = Ordering { capture_share: 1.0, rebate_share: 1.0 };
        let sequencing = Sequencing { share: self.sequencing, friction_cut: 0.0 };
        spec.stacks = vec![Stack { sequencing, revenue_share: self.revenue_share, profit_share: self.profit_share, ..stack("stack") }];
        let bytes = TRANSACTIONS * spec.verticals[0].bytes_per_tx;
        let seller = &mut spec.chains[0];
        seller.stack = Some(StackId::at(0));
        seller.ordering = Ordering { capture_share: self.capture, rebate_share: 0.0 };
        seller.alt_da_usd_per_mib = self.data / bytes * BYTES_PER_MIB;
        seller.data_markup = self.data_markup;
        seller.proof_usd_per_tx = self.proofs / TRANSACTIONS;
        spec
    }

    /// What a user costs, per dollar of revenue kept: searchers' part, and costs of which the stack's share is not taken off.
    fn cost(self) -> f64 {
        let searchers = self.ordering * (1.0 - self.capture);
        let untaxed = self.proofs + self.sequencing * self.capture * self.ordering;
        if self.profit_share > 0.0 {
            searchers + self.data + untaxed / (1.0 - self.profit_share)
        } else {
            searchers + (self.data + untaxed) / (1.0 - self.revenue_share)
        }
    }

    fn gas(self, a: f64) -> f64 {
        monopoly(a, self.cost()) - self.ordering - self.data * (1.0 + self.data_markup) - self.proofs
    }
}

/// Only the sum counts to users, and only what is left of it to the seller: gas = P − the rest that users pay.
#[test]
fn gas_makes_up_for_what_else_a_transaction_brings_and_costs() {
    let all = Terms {
        ordering: 0.2,
        capture: 0.6,
        sequencing: 0.3,
        data: 0.1,
        data_markup: 0.5,
        proofs: 0.15,
        revenue_share: 0.0,
        profit_share: 0.0,
    };
    let cases = [
        Terms { ordering: 0.3, capture: 1.0, ..Terms::default() },
        Terms { ordering: 0.3, capture: 0.5, ..Terms::default() },
        Terms { data: 0.2, data_markup: 0.5, ..Terms::default() },
        Terms { proofs: 0.2, ..Terms::default() },
        Terms { proofs: 0.2, revenue_share: 0.25, ..Terms::default() },
        Terms { proofs: 0.2, profit_share: 0.25, ..Terms::default() },
        all,
        Terms { revenue_share: 0.2, ..all },
        Terms { profit_share: 0.2, ..all },
    ];
    for (i, terms) in cases.into_iter().enumerate() {
        let (found, expected) = (markups(&terms.spec(1.0))[0], terms.gas(1.0));
        assert!((found / expected - 1.0).abs() < 1e-6, "case {i}: {found}, not {expected}");
    }
}

/// An owner who keeps w_k of what chain k takes earns most at m_k = μ + Σ_l (w_l/w_k) s_l m_l: alike shares cancel, unlike ones do not.
#[test]
fn an_owner_counts_what_each_chain_leaves_him() {
    let worth = [1.5, 1.0];
    let solve = |w: [f64; 2]| {
        let mut m = [1.0; 2];
        for _ in 0..2000 {
            let s = softmax(&[worth[0] - m[0], worth[1] - m[1], 0.0], 1.0);
            m = [0, 1].map(|k| 1.0 + (w[0] * s[0] * m[0] + w[1] * s[1] * m[1]) / w[k]);
        }
        m
    };
    let found = |members: &[usize]| {
        let mut spec = beside_outside(2, &worth);
        spec.stacks = vec![Stack { revenue_share: 0.3, ..stack("stack") }];
        spec.chains[..2].iter_mut().for_each(|chain| chain.policy.conduct.owner = Some(0));
        members.iter().for_each(|k| spec.chains[*k].stack = Some(StackId::at(0)));
        markups(&spec)
    };
    for (members, w) in [(&[][..], [1.0, 1.0]), (&[0, 1], [0.7, 0.7]), (&[0], [0.7, 1.0]), (&[1], [1.0, 0.7])] {
        found(members).iter().zip(solve(w)).for_each(|(found, expected)| close(*found, expected, 1e-6));
    }
}

/// A sister that forgoes half of its fee of f a month brings its owner f/2 a user: m = μ + s m + s₂ f/2.
#[test]
fn an_owner_does_not_count_fees_that_his_chain_forgoes() {
    let (worth, fee) = ([1.0, 1.0], 1.2);
    let mut spec = beside_outside(2, &worth);
    spec.chains[..2].iter_mut().for_each(|chain| chain.policy.conduct.owner = Some(0));
    let floor = floor_gwei(&spec, fee);
    spec.chains[1].policy.conduct.pricing = Default::default();
    spec.chains[1].min_gas_price_gwei = floor;
    spec.chains[1].policy.sponsorship = Sponsorship { share: 0.5, sponsor: Sponsor::Chain };
    let mut m = 1.0;
    for _ in 0..2000 {
        let s = softmax(&[worth[0] - m, worth[1] - fee / 2.0, 0.0], 1.0);
        m = 1.0 + s[0] * m + s[1] * fee / 2.0;
    }
    close(markups(&spec)[0], m, 1e-6);
}

/// Where nothing moves any more, nothing is proposed: rounding is no reason to change a price.
#[test]
fn sellers_at_rest_propose_nothing() {
    let spec = beside_outside(2, &[1.0, 2.0]);
    let days = run(spec.clone(), &plan(&spec, 120));
    assert!(!days[1].conduct.rulings.is_empty());
    let late: usize = days[80..].iter().map(|day| day.conduct.rulings.len()).sum();
    assert_eq!(late, 0, "{:?}", days[100].conduct.rulings);
}

/// A highest price that an event lowers binds what was decided before it; and where it binds, nothing more is proposed.
#[test]
fn a_highest_price_binds_what_was_decided_before_it() {
    let spec = beside_outside(1, &[1.0]);
    let mut capped = spec.clone();
    capped.chains[0].max_gas_price_gwei = floor_gwei(&spec, 1.0);
    let days = run_epochs(&[(0, spec.clone()), (60, capped.clone())], &plan(&spec, 90));
    close(days[59].gas_price_gwei[0], floor_gwei(&spec, 1.567_143), 1e-6);
    assert!(days[60..].iter().all(|day| day.gas_price_gwei[0] <= capped.chains[0].max_gas_price_gwei));
    assert!(days[65..].iter().all(|day| day.conduct.rulings.is_empty()));
}

/// A seller who begins at nothing finds his price too.
#[test]
fn a_seller_may_begin_at_nothing() {
    let mut spec = beside_outside(1, &[1.0]);
    spec.chains[0].min_gas_price_gwei = 0.0;
    close(markups(&spec)[0], 1.567_143, 1e-6);
}
