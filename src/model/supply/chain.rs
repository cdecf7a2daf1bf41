//! A chain: what it is, what it offers, what it costs to run.

use crate::model::id::{ChainId, StackId};
use crate::model::supply::capability::{VERTICAL_FROM, specialization_index};
use crate::model::supply::conduct::Choices;
use crate::model::supply::life::{Life, Slot};
use crate::model::supply::op_data_fee::OpFee;
use crate::model::supply::policy::Policies;
use crate::model::supply::posting::Posting;

/// What a chain is. Kinds differ in data: parent pointer, data layer, security and interop class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainKind {
    /// Ethereum itself.
    L1,
    /// A rollup or validium that settles on Ethereum.
    L2,
    /// A chain that settles on an L2.
    L3,
    /// A chain with its own validators.
    Sovereign,
}

impl ChainKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::L1, Self::L2, Self::L3, Self::Sovereign];

    /// The kind called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Name in scenario files and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::L1 => "l1",
            Self::L2 => "l2",
            Self::L3 => "l3",
            Self::Sovereign => "sovereign",
        }
    }
}

/// Proof stage of a rollup (L2Beat's stages).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofStage {
    /// Full training wheels.
    Stage0,
    /// Limited training wheels.
    Stage1,
    /// No training wheels.
    Stage2,
}

impl ProofStage {
    /// All stages, from 0.
    pub const ALL: [Self; 3] = [Self::Stage0, Self::Stage1, Self::Stage2];
}

/// Where a chain publishes its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataLayer {
    /// Calldata of Ethereum transactions.
    EthereumCalldata,
    /// Blobs (EIP-4844).
    EthereumBlobs,
    /// A data availability layer outside Ethereum, at a price per MiB.
    AltDa,
    /// The parent chain.
    Parent,
    /// The chain's own validators (Ethereum, or a sovereign chain).
    Own,
}

impl DataLayer {
    /// All layers.
    pub const ALL: [Self; 5] = [Self::EthereumCalldata, Self::EthereumBlobs, Self::AltDa, Self::Parent, Self::Own];

    /// The layer called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.name() == name)
    }

    /// Name in scenario files and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EthereumCalldata => "ethereum-calldata",
            Self::EthereumBlobs => "ethereum-blobs",
            Self::AltDa => "alt-da",
            Self::Parent => "parent",
            Self::Own => "own",
        }
    }
}

/// What a chain does for apps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AppPolicy {
    /// Grants to apps, USD a year, split over verticals by focus.
    pub grants_usd_per_year: f64,
    /// Apps on the first day, in vertical order; empty or `None`: as many as the opening activity and grants keep.
    pub initial: Vec<Option<f64>>,
}

impl AppPolicy {
    /// Apps of the vertical at position `v` that the scenario states for the first day.
    #[must_use]
    pub fn stated(&self, v: usize) -> Option<f64> {
        self.initial.get(v).copied().flatten()
    }
}

/// Who gets the value of ordering transactions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ordering {
    /// Share that the sequencer captures; searchers keep the rest.
    pub capture_share: f64,
    /// Share that is given back to users before anybody takes it.
    pub rebate_share: f64,
}

impl Default for Ordering {
    fn default() -> Self {
        Self { capture_share: 0.8, rebate_share: 0.0 }
    }
}

/// A chain as the scenario describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Name, unique among chains.
    pub name: String,
    /// What it is.
    pub kind: ChainKind,
    /// Stack it is built on.
    pub stack: Option<StackId>,
    /// Chain it settles on: an L3's parent.
    pub parent: Option<ChainId>,
    /// Proof stage; decides the security score of an L2.
    pub proof_stage: ProofStage,
    /// Where its data go.
    pub data_layer: DataLayer,
    /// Whether it posts calldata on days when that is cheaper than blobs.
    pub calldata_fallback: bool,
    /// Price of an alternative data layer, USD per MiB.
    pub alt_da_usd_per_mib: f64,
    /// Gas its blockspace takes per second at the operator's floor price; infinite: never congested.
    pub capacity_gas_per_s: f64,
    /// Operator's floor of the gas price, gwei. Ethereum's floor is its base fee.
    pub min_gas_price_gwei: f64,
    /// Highest gas price that clearing may reach, gwei; demand dropped there is counted.
    pub max_gas_price_gwei: f64,
    /// Seconds until a user sees a transaction confirmed.
    pub latency_s: f64,
    /// Mark-up on data cost charged to users: they pay (1 + markup) times the price per byte.
    pub data_markup: f64,
    /// Gas spent a day on settlement at the chain it settles on.
    pub settlement_gas_per_day: f64,
    /// Cost of proving one transaction, USD; charged in its fee and paid outside.
    pub proof_usd_per_tx: f64,
    /// Fixed operations, USD a year.
    pub fixed_cost_usd_per_year: f64,
    /// Payments to its own validators, USD a year (sovereign chains).
    pub validators_usd_per_year: f64,
    /// B_j: capability budget, USD a year.
    pub capability_budget_usd_per_year: f64,
    /// f_j: focus, shares over verticals in vertical order, sum 1.
    pub focus: Vec<f64>,
    /// Observed capability levels, in capability order; `None` is derived from focus and budget.
    pub observed_levels: Vec<Option<f64>>,
    /// Opening treasury, USD.
    pub treasury_usd: f64,
    /// How it posts its data to Ethereum.
    pub posting: Posting,
    /// What it charges for data where its stack has the OP rule.
    pub op_fee: OpFee,
    /// Who gets the value of ordering its transactions.
    pub ordering: Ordering,
    /// Its apps.
    pub apps: AppPolicy,
    /// Whether it pays its stack's share.
    pub pays_stack_share: bool,
    /// When it opens, and when it is given up.
    pub life: Life,
    /// ξ_kv: unobserved quality, as a share of the user's benefit, in vertical order; none: 0 everywhere.
    pub quality: Vec<f64>,
    /// What its owners have decided.
    pub policy: Policies,
}

impl Chain {
    /// S_j = Σ_v f_jv².
    #[must_use]
    pub fn specialization_index(&self) -> f64 {
        specialization_index(&self.focus)
    }

    /// ξ_kv: unobserved quality for the vertical at position `v`, as a share of the user's benefit.
    #[must_use]
    pub fn unobserved_quality(&self, v: usize) -> f64 {
        self.quality.get(v).copied().unwrap_or(0.0)
    }

    /// Whether the chain counts as vertical.
    #[must_use]
    pub fn is_vertical(&self) -> bool {
        self.specialization_index() >= VERTICAL_FROM
    }

    /// Whether it stands or falls with Ethereum: every chain but those with their own validators.
    #[must_use]
    pub fn settles_on_ethereum(&self) -> bool {
        self.kind != ChainKind::Sovereign
    }

    /// Puts what it has decided in place of what the scenario says; its highest gas price binds it all the same. A slot's later lives are called `name.2`, `name.3`, …
    pub fn choose(&mut self, choices: &Choices) {
        let floor = choices.min_gas_price_gwei.map(|gwei| gwei.min(self.max_gas_price_gwei));
        self.min_gas_price_gwei = floor.unwrap_or(self.min_gas_price_gwei);
        self.focus = choices.focus.clone().unwrap_or_else(|| std::mem::take(&mut self.focus));
        self.stack = choices.stack.unwrap_or(self.stack);
        self.name = Slot::name_of_life(&self.name, choices.past_lives);
    }

    /// Whether somebody operates it for profit: every chain but Ethereum itself.
    #[must_use]
    pub fn has_operator(&self) -> bool {
        self.kind != ChainKind::L1
    }
}
