//! The economy: everything a day needs to know about the world, validated once and immutable, with what follows from it.

mod check;

use crate::model::id::Places;
use crate::model::institutions::exchange::Exchange;
use crate::model::institutions::interop::{Interop, Link, LinkClass};
use crate::model::institutions::stack::{FeeRule, Stack};
use crate::model::institutions::systems::SystemsSpec;
use crate::model::ledger::Account;
use crate::model::settlement::ethereum::Ethereum;
use crate::model::standing::Standing;
use crate::model::supply::arbitrum_fee::{REWARD_WEI_PER_UNIT, UNITS_PER_BYTE};
use crate::model::supply::capability::{Capability, Channel, Conflict, budget_shares, fit};
use crate::model::supply::chain::{Chain, ChainKind};
use crate::model::supply::fee_parts::FeeParts;
use crate::model::supply::op_data_fee::FJORD_MIN_BYTES;
use crate::model::supply::security::SecurityTable;
use crate::model::units::{DAYS_PER_YEAR, SECONDS_PER_DAY, WEI_PER_GWEI, usd_per_gas};
use crate::model::user_group::Group;
use crate::model::vertical::Vertical;
use check::{check, detours};
use std::sync::Arc;

/// Speeds of expectation and habit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dynamics {
    /// Half-life of expectations of fees and shares, days.
    pub expectation_half_life_days: f64,
    /// Half-life of liquidity, days.
    pub liquidity_half_life_days: f64,
    /// H: load blocks in which a day's blockspace is cleared, 1 to 24.
    pub load_blocks: usize,
    /// Share of the way executed routing goes toward desired routing in a day.
    pub routing_adjustment: f64,
    /// γ: 1 takes the taste for mere copies out of choices and welfare, 0 leaves it in.
    pub clone_correction: f64,
}

/// What a scenario says, in model types.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Settlement layer.
    pub ethereum: Ethereum,
    /// Interoperability.
    pub interop: Interop,
    /// Security judgements.
    pub security: SecurityTable,
    /// θ: elasticity of focus.
    pub theta: f64,
    /// Whether observed capability levels count; otherwise all are derived from focus and budget.
    pub use_observed_levels: bool,
    /// Capabilities.
    pub capabilities: Vec<Capability>,
    /// Pairs of capabilities that are costly together.
    pub conflicts: Vec<Conflict>,
    /// Verticals.
    pub verticals: Vec<Vertical>,
    /// Stacks.
    pub stacks: Vec<Stack>,
    /// Chains.
    pub chains: Vec<Chain>,
    /// Exchanges.
    pub exchanges: Vec<Exchange>,
    /// User groups.
    pub groups: Vec<Group>,
    /// Speeds.
    pub dynamics: Dynamics,
    /// What runs over several chains: deals, programmes and the like.
    pub systems: SystemsSpec,
}

/// What is wrong with a [`Spec`].
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{entity}: {problem}")]
pub struct EconomyError {
    /// Which entity.
    pub entity: String,
    /// What is wrong, and what is allowed.
    pub problem: String,
}

/// Everything a run needs, validated and immutable, with derived quantities. Matrices are by position: `[chain][…]`.
#[derive(Clone, Debug)]
pub struct Economy {
    /// What the scenario says.
    stated: Arc<Spec>,
    /// The same with what has become of it.
    spec: Spec,
    /// K_jc: capability levels, `[chain][capability]`.
    pub levels: Vec<Vec<f64>>,
    /// φ_jv: fit, `[chain][vertical]`.
    pub fit: Vec<Vec<f64>>,
    /// Confirmation latency, seconds, `[chain]`.
    pub latency_s: Vec<f64>,
    /// Gas a day at the floor price, `[chain]`; infinite where never congested.
    pub capacity_gas_per_day: Vec<f64>,
    /// Security score, `[chain]`.
    pub security: Vec<f64>,
    /// Terms of the link from home to used chain, `[home][used]`.
    pub links: Vec<Vec<Link>>,
    /// Whether a group may use a chain: it is open, and has what the group requires, `[group][chain]`.
    pub allowed: Vec<Vec<bool>>,
    /// Yearly surcharge for conflicting capabilities, USD, `[chain]`.
    pub conflict_usd_per_year: Vec<f64>,
    /// Π_c (1 − g_c K_jc) over `onboarding` capabilities: what is left of a group's onboarding cost, `[chain]`.
    pub onboarding_factor: Vec<f64>,
    /// R_j: open chains of the same kind and focus, itself included, `[chain]`.
    pub clones: Vec<f64>,
    /// How users of a chain pay for data: its stack's rule, which stays when it leaves the stack, `[chain]`.
    fee_rules: Vec<FeeRule>,
    /// What has become of the world beside what the specification says.
    pub standing: Standing,
    /// Who leads users to chains: exchanges of listed chains, then partners.
    pub channels: Vec<Exchange>,
}

impl std::ops::Deref for Economy {
    type Target = Spec;
    fn deref(&self) -> &Spec {
        &self.spec
    }
}

impl Economy {
    /// Validates a specification and derives what follows from it.
    ///
    /// # Errors
    /// Every inconsistency found: wrong vector lengths, sums that are not 1, finite capacity with inelastic demand, missing parents, moves dearer
    /// than leaving and coming back.
    pub fn new(spec: Spec) -> Result<Self, Vec<EconomyError>> {
        let errors = check(&spec);
        if !errors.is_empty() {
            return Err(errors);
        }
        let standing = Standing::new(spec.chains.len(), spec.verticals.len());
        let economy = Self::derive(Arc::new(spec), standing);
        let errors = detours(&economy);
        if errors.is_empty() { Ok(economy) } else { Err(errors) }
    }

    /// The same economy with `standing` laid over it. Chains that are not open are closed to everybody, as if by a gate, and nobody's
    /// copies.
    #[must_use]
    pub fn as_of(&self, standing: Standing) -> Self {
        Self::derive(Arc::clone(&self.stated), standing)
    }

    fn derive(stated: Arc<Spec>, standing: Standing) -> Self {
        let mut spec = Spec::clone(&stated);
        let n = spec.chains.len();
        spec.chains.iter_mut().zip(&standing.choices).for_each(|(chain, choices)| chain.choose(choices));
        let fee_rule = |c: &Chain| c.stack.map_or(FeeRule::Cost, |s| spec.stacks[s.index()].data.fee_rule);
        let fee_rules = spec.chains.iter().map(fee_rule).collect();
        spec.chains.iter_mut().zip(&standing.independent).filter(|(_, gone)| **gone).for_each(|(c, _)| c.stack = None);
        let of_spec = || spec.chains.iter().map(|chain| capability_levels(&spec, chain)).collect();
        let levels: Vec<Vec<f64>> = standing.levels.clone().unwrap_or_else(of_spec);
        let channel = |j: usize, channel: Channel, sign: f64| -> f64 {
            let of = spec.capabilities.iter().zip(&levels[j]).filter(|(c, _)| c.channel == channel);
            of.map(|(c, level)| 1.0 + sign * c.strength * level).product()
        };
        let may_use = |g: &Group| levels.iter().zip(&standing.live).map(|(row, open)| *open && may_use(g, row)).collect();
        Self {
            fit: levels.iter().map(|row| spec.verticals.iter().map(|v| fit(v, row, &spec.capabilities)).collect()).collect(),
            latency_s: (0..n).map(|j| spec.chains[j].latency_s * channel(j, Channel::Latency, -1.0)).collect(),
            capacity_gas_per_day: (0..n)
                .map(|j| spec.chains[j].capacity_gas_per_s * SECONDS_PER_DAY * channel(j, Channel::Capacity, 1.0))
                .collect(),
            onboarding_factor: (0..n).map(|j| channel(j, Channel::Onboarding, -1.0)).collect(),
            security: (0..n).map(|j| spec.security.score(&spec.chains, j)).collect(),
            links: (0..n).map(|j| (0..n).map(|k| link(&spec, &standing, j, k)).collect()).collect(),
            allowed: spec.groups.iter().map(may_use).collect(),
            conflict_usd_per_year: levels.iter().map(|row| conflict_cost(&spec.conflicts, row)).collect(),
            clones: (0..n).map(|j| clones(&spec.chains, j, &standing.live)).collect(),
            channels: channels(&spec.exchanges, &standing),
            fee_rules,
            levels,
            standing,
            spec,
            stated,
        }
    }

    /// The specification it was made from.
    #[must_use]
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// What the scenario says, whatever has become of it.
    #[must_use]
    pub fn stated(&self) -> &Spec {
        &self.stated
    }

    /// Lowest gas price of the chain at position `chain`, gwei: its operator's floor, or Ethereum's base fee.
    #[must_use]
    pub fn floor_gas_price_gwei(&self, chain: usize) -> f64 {
        let chain = &self.chains[chain];
        if chain.has_operator() { chain.min_gas_price_gwei } else { self.ethereum.base_fee_gwei }
    }

    /// What it costs users of the group at position `g` to come to the chain at position `k` from outside: onboarding · Π(1 − g_c K_kc), USD.
    #[must_use]
    pub fn onboarding_usd(&self, g: usize, k: usize) -> f64 {
        self.groups[g].switch.onboarding_usd * self.onboarding_factor[k]
    }

    /// Where users of this economy can be.
    #[must_use]
    pub fn places(&self) -> Places {
        Places::of(self.chains.len())
    }

    /// Grants of a live chain to the apps of a vertical, USD a day.
    #[must_use]
    pub fn app_grants_usd_per_day(&self, chain: usize, vertical: usize) -> f64 {
        let spender = &self.chains[chain];
        let pays = self.standing.live[chain] && spender.has_operator();
        if pays { spender.apps.grants_usd_per_year / DAYS_PER_YEAR * spender.focus[vertical] } else { 0.0 }
    }

    /// What the order of a transaction of `vertical` takes from its user on `chain`, USD: x_v (1 − rebate).
    #[must_use]
    pub fn ordering_usd(&self, chain: usize, vertical: usize) -> f64 {
        self.verticals[vertical].ordering_value_usd * (1.0 - self.chains[chain].ordering.rebate_share)
    }

    /// Position among the channels of the exchange at position `x`; none while it leads nobody to its chain.
    #[must_use]
    pub fn channel_of(&self, x: usize) -> Option<usize> {
        let listed = |x: &Exchange| !self.standing.delisted[x.chain.index()];
        listed(&self.exchanges[x]).then(|| self.exchanges[..x].iter().filter(|x| listed(x)).count())
    }

    /// ξ_kv: unobserved quality of the chain at position `k` for the vertical at position `v`, what came on top included.
    #[must_use]
    pub fn quality(&self, k: usize, v: usize) -> f64 {
        self.chains[k].unobserved_quality(v) + self.standing.quality[(k, v)]
    }

    /// How users of chain `k` pay for data.
    #[must_use]
    pub fn fee_rule(&self, k: usize) -> FeeRule {
        self.fee_rules[k]
    }

    /// What users of chain `k` pay for a byte, USD, by its fee rule, where a byte costs the chain `cost_usd` on average.
    #[must_use]
    pub fn user_usd_per_byte(&self, k: usize, cost_usd: f64, base_fee_gwei: f64, blob_price_gwei: f64) -> f64 {
        let eth_usd = self.ethereum.eth_usd;
        match self.fee_rule(k) {
            FeeRule::Cost => cost_usd * (1.0 + self.chains[k].data_markup),
            FeeRule::Op => usd_per_gas(self.chains[k].op_fee.gwei_per_byte(base_fee_gwei, blob_price_gwei), eth_usd),
            FeeRule::Arbitrum => cost_usd + usd_per_gas((UNITS_PER_BYTE * REWARD_WEI_PER_UNIT) as f64 / WEI_PER_GWEI, eth_usd),
        }
    }

    /// Fee of one transaction, USD: gas · gas price + bytes · price of a byte to users + proof. Under the OP rule at least 100 bytes
    /// are paid for, and the operator fee comes on top.
    #[must_use]
    pub fn fee_usd(&self, chain: usize, vertical: usize, gas_price_gwei: f64, data_usd_per_byte: f64) -> f64 {
        self.fee_parts(chain, vertical, gas_price_gwei, data_usd_per_byte).total()
    }

    /// What that fee is made of.
    #[must_use]
    pub fn fee_parts(&self, chain: usize, vertical: usize, gas_price_gwei: f64, data_usd_per_byte: f64) -> FeeParts {
        let rule = self.fee_rule(chain);
        let (chain, vertical) = (&self.chains[chain], &self.verticals[vertical]);
        let (bytes, operator_gwei) = match rule {
            FeeRule::Op => (vertical.bytes_per_tx.max(FJORD_MIN_BYTES as f64), chain.op_fee.operator_gwei(vertical.gas_per_tx)),
            FeeRule::Cost | FeeRule::Arbitrum => (vertical.bytes_per_tx, 0.0),
        };
        FeeParts {
            execution: vertical.gas_per_tx * usd_per_gas(gas_price_gwei, self.ethereum.eth_usd),
            data: bytes * data_usd_per_byte,
            operator: usd_per_gas(operator_gwei, self.ethereum.eth_usd),
            proof: chain.proof_usd_per_tx,
        }
    }

    /// Position of Ethereum among the chains, if it is one of them.
    #[must_use]
    pub fn l1(&self) -> Option<usize> {
        self.chains.iter().position(|c| c.kind == ChainKind::L1)
    }

    /// Name of an account in tables: `group:NAME`, `chain:NAME`, `stack:NAME`, `apps:NAME`, `exchange:NAME`, or its own.
    #[must_use]
    pub fn account_name(&self, account: Account) -> String {
        match account {
            Account::Group(g) => format!("group:{}", self.groups[g as usize].name),
            Account::Chain(j) => format!("chain:{}", self.chains[j as usize].name),
            Account::Stack(s) => format!("stack:{}", self.stacks[s as usize].name),
            Account::Apps(v) => format!("apps:{}", self.verticals[v as usize].name),
            Account::Bridges => "bridges".into(),
            Account::Searchers => "searchers".into(),
            Account::Exchange(x) => format!("exchange:{}", self.exchanges[x as usize].name),
            Account::Partners => "partners".into(),
            Account::TokenHolders => "token-holders".into(),
            Account::Insiders => "insiders".into(),
            Account::Ethereum => "ethereum".into(),
            Account::Outside => "outside".into(),
        }
    }

    /// K_jc as the scenario has them, `[chain][capability]`, whatever has become of them.
    #[must_use]
    pub fn stated_levels(&self) -> Vec<Vec<f64>> {
        self.spec.chains.iter().map(|chain| capability_levels(&self.spec, chain)).collect()
    }

    /// K_jc of the chain at position `chain` as the scenario has them, were its focus `focus`, `[capability]`.
    #[must_use]
    pub fn stated_levels_of(&self, chain: usize, focus: &[f64]) -> Vec<f64> {
        let turned = Chain { focus: focus.to_vec(), ..self.spec.chains[chain].clone() };
        capability_levels(&self.spec, &turned)
    }

    /// K_jc as focus and budget alone would give them, for comparison with observed levels.
    #[must_use]
    pub fn derived_levels(&self, chain: usize) -> Vec<f64> {
        derived_levels(&self.spec, &self.spec.chains[chain])
    }
}

fn derived_levels(spec: &Spec, chain: &Chain) -> Vec<f64> {
    let shares = budget_shares(&chain.focus, &spec.verticals, spec.capabilities.len());
    let budget = chain.capability_budget_usd_per_year;
    spec.capabilities.iter().zip(shares).map(|(c, share)| c.level(budget * share, spec.theta)).collect()
}

fn capability_levels(spec: &Spec, chain: &Chain) -> Vec<f64> {
    let derived = derived_levels(spec, chain);
    if !spec.use_observed_levels {
        return derived;
    }
    derived.iter().zip(&chain.observed_levels).map(|(&level, observed)| observed.unwrap_or(level)).collect()
}

fn link(spec: &Spec, standing: &Standing, j: usize, k: usize) -> Link {
    if j == k {
        return Link::SELF;
    }
    let link = spec.interop.link(LinkClass::between(&spec.chains, j, k));
    let together = spec.chains[j].stack.filter(|s| spec.chains[k].stack == Some(*s));
    let cut = together.map_or(0.0, |s| spec.stacks[s.index()].sequencing.friction_cut);
    let on_top = standing.friction_usd_per_month[j] + standing.friction_usd_per_month[k];
    Link { friction_usd_per_month: link.friction_usd_per_month * (1.0 - cut) + on_top, ..link }
}

/// Exchanges whose chain is listed, then partners.
fn channels(exchanges: &[Exchange], standing: &Standing) -> Vec<Exchange> {
    let listed = exchanges.iter().filter(|x| !standing.delisted[x.chain.index()]);
    listed.chain(&standing.partners).cloned().collect()
}

fn may_use(group: &Group, levels: &[f64]) -> bool {
    group.requires.iter().zip(levels).all(|(required, level)| level >= required)
}

fn conflict_cost(conflicts: &[Conflict], levels: &[f64]) -> f64 {
    conflicts.iter().map(|c| c.surcharge_usd_per_year * levels[c.pair.0].min(levels[c.pair.1])).sum()
}

/// A closed chain counts itself, so that the logarithm of its copies is finite.
fn clones(chains: &[Chain], j: usize, live: &[bool]) -> f64 {
    let copies = chains.iter().enumerate().filter(|(i, c)| (live[*i] || *i == j) && c.kind == chains[j].kind && c.focus == chains[j].focus);
    copies.count() as f64
}
