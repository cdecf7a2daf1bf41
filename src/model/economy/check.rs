//! What must hold of an economy beyond each value by itself.

use super::{Economy, EconomyError, Spec};
use crate::model::supply::chain::{Chain, ChainKind, DataLayer};

/// Relative excess of a move over its detour that rounding explains.
const DETOUR_TOLERANCE: f64 = 1e-9;

/// Every inconsistency of a specification by itself.
pub(super) fn check(spec: &Spec) -> Vec<EconomyError> {
    let mut errors = Vec::new();
    let mut fault = |ok: bool, entity: &str, problem: String| {
        if !ok {
            errors.push(EconomyError { entity: entity.to_owned(), problem });
        }
    };
    let (capabilities, verticals, chains) = (spec.capabilities.len(), spec.verticals.len(), spec.chains.len());
    fault(chains > 0 && chains < 255, "chains", format!("{chains} chains; 1 to 254 are allowed"));
    fault(!spec.groups.is_empty(), "groups", "at least one group is needed".into());
    fault(verticals > 0, "verticals", "at least one vertical is needed".into());
    fault((1..=24).contains(&spec.dynamics.load_blocks), "load blocks", "1 to 24 are allowed".into());
    for v in &spec.verticals {
        let sum: f64 = v.needs.iter().sum();
        fault(v.needs.len() == capabilities, &v.name, format!("{} needs for {capabilities} capabilities", v.needs.len()));
        fault(sum == 0.0 || (sum - 1.0).abs() < 1e-6, &v.name, format!("needs sum to {sum}; 1, or all 0, is allowed"));
        fault(v.fee_ref_usd > 0.0 && v.liquidity_ref_usd_per_day > 0.0, &v.name, "fee_ref and liquidity_ref are above 0".into());
    }
    let inelastic = spec.verticals.iter().find(|v| v.fee_elasticity <= 0.0);
    for (j, c) in spec.chains.iter().enumerate() {
        let sum: f64 = c.focus.iter().sum();
        fault(c.focus.len() == verticals, &c.name, format!("focus over {} of {verticals} verticals", c.focus.len()));
        fault((sum - 1.0).abs() < 1e-6, &c.name, format!("focus sums to {sum}; 1 is allowed"));
        fault(c.observed_levels.len() == capabilities, &c.name, "one observed level, or none, per capability".into());
        fault(c.quality.is_empty() || c.quality.len() == verticals, &c.name, "one quality per vertical, or none".into());
        fault(c.stack.is_none_or(|s| s.index() < spec.stacks.len()), &c.name, "unknown stack".into());
        fault((c.kind == ChainKind::L3) == c.parent.is_some(), &c.name, "an l3 has a parent, and nothing else has".into());
        let no_parent_to_post_to = c.data_layer == DataLayer::Parent && c.parent.is_none();
        fault(!no_parent_to_post_to, &c.name, "only a chain with a parent posts its data there".into());
        let parent_ok = c.parent.is_none_or(|p| p.index() < chains && p.index() != j && spec.chains[p.index()].kind == ChainKind::L2);
        fault(parent_ok, &c.name, "the parent is an l2 of the scenario".into());
        let before_parent = c.parent.and_then(|p| spec.chains.get(p.index())).is_some_and(|p| c.life.launch_day < p.life.launch_day);
        fault(!before_parent, &c.name, "an l3 launches no earlier than its parent".into());
        let mortal = c.life.launch_day > 0 || c.life.grace_days.is_some();
        fault(c.has_operator() || !mortal, &c.name, "Ethereum is there from day 0 and has nobody who could give it up".into());
        let sponsorship = c.policy.sponsorship.trouble(c.has_operator(), c.capacity_gas_per_s.is_finite());
        fault(sponsorship.is_none(), &c.name, sponsorship.unwrap_or_default().into());
        if let (true, Some(v)) = (c.capacity_gas_per_s.is_finite(), inelastic) {
            fault(false, &c.name, format!("finite capacity needs elastic demand, but fee_elasticity of {} is 0", v.name));
        }
    }
    for g in &spec.groups {
        fault(g.uses.len() == verticals, &g.name, format!("uses of {} of {verticals} verticals", g.uses.len()));
        fault(g.requires.len() == capabilities, &g.name, "one required level per capability".into());
        fault(g.agents > 0 && g.users > 0.0, &g.name, "users and agents are above 0".into());
    }
    for x in &spec.exchanges {
        fault(x.chain.index() < chains, &x.name, "unknown chain".into());
        fault(x.customers.len() == spec.groups.len(), &x.name, "one share of customers per group".into());
        let taken: f64 = spec.exchanges.iter().filter(|other| other.chain == x.chain).map(|other| other.business.profit_share).sum();
        fault(taken <= 1.0 + 1e-9, &x.name, format!("exchanges take {taken} of its chain's profit; at most 1 is allowed"));
    }
    for deal in &spec.systems.deals {
        let problem = deal.problem(capabilities, verticals, chains, spec.groups.len());
        fault(problem.is_none(), &deal.name, problem.unwrap_or_default().into());
    }
    for (i, token) in spec.systems.tokens.iter().enumerate() {
        fault(token.chain.index() < chains, &token.name, "unknown chain".into());
        let alone = spec.systems.tokens[..i].iter().all(|other| other.chain != token.chain);
        fault(alone, &token.name, "a chain has at most one token".into());
        fault(token.supply > 0.0, &token.name, "supply is above 0".into());
    }
    for programme in &spec.systems.programmes {
        let payer = spec.chains.get(programme.chain.index());
        fault(payer.is_some_and(Chain::has_operator), &programme.name, "its chain has an operator, who pays".into());
        fault(programme.days > 0, &programme.name, "it runs for at least a day".into());
    }
    for incident in &spec.systems.incidents {
        fault(incident.chain.index() < chains, &incident.name, "unknown chain".into());
    }
    fault(spec.chains.iter().filter(|c| c.kind == ChainKind::L1).count() <= 1, "chains", "at most one l1 is allowed".into());
    errors
}

/// Moves that cost more than leaving and coming back: nobody would pay them, so the numbers cannot be meant. One error a group that may leave.
/// What an exit delay costs is the same on both ways.
pub(super) fn detours(economy: &Economy) -> Vec<EconomyError> {
    let n = economy.chains.len();
    let of_group = |g: usize| {
        let (group, allowed) = (&economy.groups[g], &economy.allowed[g]);
        let open = |pair: &(usize, usize)| pair.0 != pair.1 && allowed[pair.0] && allowed[pair.1];
        let excess = |(j, k): (usize, usize)| {
            let direct = group.switch.move_usd + economy.links[j][k].move_cost_usd;
            (direct, group.switch.exit_usd + economy.onboarding_usd(g, k))
        };
        let pairs = (0..n).flat_map(|j| (0..n).map(move |k| (j, k))).filter(open).filter(|_| group.may_leave);
        let dear = pairs.filter(|pair| excess(*pair).0 > excess(*pair).1 + DETOUR_TOLERANCE * excess(*pair).0);
        let gap = |pair: &(usize, usize)| excess(*pair).0 - excess(*pair).1;
        let (j, k) = dear.reduce(|worst, pair| if gap(&pair) > gap(&worst) { pair } else { worst })?;
        let ((direct, around), from, to) = (excess((j, k)), &economy.chains[j].name, &economy.chains[k].name);
        let problem = format!(
            "moving from {from} to {to} costs {direct} USD, leaving and coming back only {around}; at most exit + onboarding is allowed"
        );
        Some(EconomyError { entity: group.name.clone(), problem })
    };
    (0..economy.groups.len()).filter_map(of_group).collect()
}
