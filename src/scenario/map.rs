//! Regime maps: a claim over two factors, for the verdict to tell where it holds.

use crate::scenario::claim::{Claim, Direction};
use crate::scenario::document::Table;
use crate::scenario::factor::FactorInfo;
use crate::scenario::fault::Fault;
use crate::scenario::schema::{Entity, Scope};

/// A claim over two factors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegimeMap {
    /// Name.
    pub name: String,
    /// Label; the claim's if it has none.
    pub label: String,
    /// Position of the claim among those of the selected variants.
    pub claim: usize,
    /// Positions of the factors across and up.
    pub factors: [usize; 2],
}

/// The maps of a scenario whose names are checked: those of `claims` over `factors` in force.
pub(crate) fn read(root: &Table, claims: &[Claim], factors: &[FactorInfo]) -> Vec<RegimeMap> {
    let map = |scope: Scope<'_>| {
        let claim = claims.iter().position(|claim| claim.name == scope.text("claim"))?;
        let factor = |key: &str| factors.iter().position(|factor| factor.name == scope.text(key));
        let label = scope.text("label");
        let label = if label.is_empty() { claims[claim].label.clone() } else { label };
        Some(RegimeMap { name: scope.name().to_owned(), label, claim, factors: [factor("x")?, factor("y")?] })
    };
    Scope::all(root, Entity::Map).filter_map(map).collect()
}

/// Checks that a map has two axes, and a claim with a direction.
pub(crate) fn check(root: &Table, faults: &mut Vec<Fault>) {
    for map in Scope::all(root, Entity::Map) {
        if map.text("x") == map.text("y") {
            let title = format!("map `{}` has the same factor across and up", map.name());
            faults.push(Fault::new(map.at("y"), title, "").also(map.at("x"), "see here"));
        }
        let claim = Scope::all(root, Entity::Claim).find(|claim| claim.name() == map.text("claim"));
        if let Some(claim) = claim.filter(|claim| claim.text("says") == Direction::Equal.name()) {
            let title = format!("map `{}` shows a claim of no difference, which has no sign to map", map.name());
            faults.push(Fault::new(map.at("claim"), title, "").also(claim.at("says"), "it says so here"));
        }
    }
}
