//! Variants: structures that are compared, each as changes to the scenario or to an earlier variant.

use crate::scenario::document::Table;
use crate::scenario::edit::{Editor, edits_of};
use crate::scenario::fault::{Fault, did_you_mean, listing};
use crate::scenario::merge;
use crate::scenario::schema::{Entity, Scope};
use crate::scenario::source::Place;
use std::sync::Arc;

/// Name of the only variant of a scenario that names none.
const BASELINE: &str = "baseline";

/// A structure to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantInfo {
    /// Name.
    pub name: String,
    /// Label; the name if it has none.
    pub label: String,
}

/// A variant, ready to be laid over a scenario.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    /// What everybody may know.
    pub(crate) info: VariantInfo,
    /// Tables to lay over the scenario in this order: those of the variants it comes from, and its own.
    steps: Vec<Arc<Table>>,
}

impl Variant {
    /// The variants of a scenario, at least one.
    pub(crate) fn all(root: &Table) -> Result<Vec<Self>, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut variants: Vec<Self> = Vec::new();
        for scope in Scope::all(root, Entity::Variant) {
            let name = scope.name().to_owned();
            let mut steps = match scope.own.text("from") {
                None => vec![],
                Some(from) => match variants.iter().find(|earlier| earlier.info.name == from) {
                    Some(earlier) => earlier.steps.clone(),
                    None => {
                        faults.push(no_earlier(&scope, from, &variants));
                        vec![]
                    }
                },
            };
            steps.push(Arc::new(scope.own.clone()));
            let label = scope.own.text("label").filter(|label| !label.is_empty()).unwrap_or(&name).to_owned();
            variants.push(Self { info: VariantInfo { name, label }, steps });
        }
        if variants.is_empty() {
            variants.push(Self { info: VariantInfo { name: BASELINE.into(), label: BASELINE.into() }, steps: vec![] });
        }
        if faults.is_empty() { Ok(variants) } else { Err(faults) }
    }

    /// Where its name stands.
    pub(crate) fn at(&self) -> Place {
        self.steps.last().map_or(Place::NONE, |step| step.name_at())
    }

    /// Its tables, in the order in which they are laid over a scenario.
    pub(crate) fn steps(&self) -> Vec<&Table> {
        self.steps.iter().map(Arc::as_ref).collect()
    }

    /// Lays the variant over a scenario: partial tables, then `set`, then `scale`.
    pub(crate) fn apply(&self, root: &mut Table) -> Vec<Fault> {
        let mut faults = Vec::new();
        for step in &self.steps {
            merge::patch(root, step, &mut faults);
            for edit in edits_of(step, Editor::VARIANT, &mut faults) {
                faults.extend(edit.carry_out(root).err());
            }
        }
        faults
    }
}

fn no_earlier(scope: &Scope<'_>, from: &str, earlier: &[Variant]) -> Fault {
    let names = || earlier.iter().map(|variant| variant.info.name.as_str());
    let title = format!("no variant before `{}` is called `{from}`", scope.name());
    Fault::new(scope.at("from"), title, did_you_mean(from, names())).help(format!("variants before it: {}", listing(names())))
}
