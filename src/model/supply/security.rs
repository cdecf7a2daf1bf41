//! Security scores: how safe assets on a chain are, in [0, 1].

use crate::model::supply::chain::{Chain, ChainKind, DataLayer, ProofStage};

/// The scenario's judgement of security by kind of chain and proof stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SecurityTable {
    /// Ethereum itself.
    pub l1: f64,
    /// Rollups at stage 0, 1 and 2.
    pub stages: [f64; 3],
    /// Chains with their own validators.
    pub sovereign: f64,
    /// Share of the score lost by keeping data on an alternative layer.
    pub alt_da_discount: f64,
}

impl SecurityTable {
    /// Score of the chain at position `j`: its table entry × (1 − discount of its data layer); an L3 has its parent's.
    #[must_use]
    pub fn score(&self, chains: &[Chain], j: usize) -> f64 {
        let chain = &chains[j];
        let base = match (chain.kind, chain.parent) {
            (ChainKind::L1, _) => self.l1,
            (ChainKind::Sovereign, _) => self.sovereign,
            (ChainKind::L3, Some(parent)) => self.score(chains, parent.index()),
            (ChainKind::L2 | ChainKind::L3, _) => match chain.proof_stage {
                ProofStage::Stage0 => self.stages[0],
                ProofStage::Stage1 => self.stages[1],
                ProofStage::Stage2 => self.stages[2],
            },
        };
        if chain.data_layer == DataLayer::AltDa { base * (1.0 - self.alt_da_discount) } else { base }
    }
}
