//! Claims: what people argue about variants, one measure a claim, for the verdict to answer.

use crate::metrics::entity::{OF_CHAINS, OF_GROUPS, name_of};
use crate::metrics::measure::MEASURES;
use crate::scenario::document::Table;
use crate::scenario::fault::{Fault, did_you_mean, listing};
use crate::scenario::schema::{Entity, Scope};
use crate::scenario::variant::VariantInfo;

/// The measure that stands for both readings of user welfare.
pub const WELFARE: &str = "welfare";

/// What a claim says of a measure in one variant against another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// It is higher.
    Higher,
    /// It is lower.
    Lower,
    /// It makes no difference.
    Equal,
}

impl Direction {
    /// All directions.
    pub const ALL: [Self; 3] = [Self::Higher, Self::Lower, Self::Equal];

    /// Name in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::Equal => "equal",
        }
    }
}

/// What people argue.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Name.
    pub name: String,
    /// The sentence; the name if it has none.
    pub label: String,
    /// Measure of `summary`, or [`WELFARE`], or `group.NAME.welfare`: both readings of it.
    pub measure: String,
    /// Variant it is about.
    pub variant: String,
    /// Variant it is compared with.
    pub against: String,
    /// What it says.
    pub says: Direction,
    /// How large a difference still is none, in the unit of the measure; only for a claim of no difference.
    pub margin: Option<f64>,
}

impl Claim {
    /// Measures of `summary` that it looks at: one, or both readings of welfare.
    #[must_use]
    pub fn measures(&self) -> Vec<String> {
        match self.measure.strip_suffix(WELFARE) {
            Some(of) if of.is_empty() || of.ends_with('.') => ["systematic", "tastes"].map(|r| format!("{of}{WELFARE}_{r}_usd")).to_vec(),
            _ => vec![self.measure.clone()],
        }
    }
}

/// The claims of a scenario whose names are checked, about `selected` variants alone.
pub(crate) fn read(root: &Table, selected: &[VariantInfo]) -> Vec<Claim> {
    let claim = |scope: Scope<'_>| {
        let label = scope.text("label");
        let against = scope.written("against").map_or_else(|| selected[0].name.clone(), |_| scope.text("against"));
        Claim {
            name: scope.name().to_owned(),
            label: if label.is_empty() { scope.name().to_owned() } else { label },
            measure: scope.text("measure"),
            variant: scope.text("variant"),
            against,
            says: Direction::ALL.into_iter().find(|d| d.name() == scope.text("says")).unwrap_or(Direction::Equal),
            margin: scope.maybe_number("margin"),
        }
    };
    let is_run = |name: &str| selected.iter().any(|variant| variant.name == name);
    Scope::all(root, Entity::Claim).map(claim).filter(|c| is_run(&c.variant) && is_run(&c.against)).collect()
}

/// Checks that measures exist, that a claim compares two variants, and that only equality has a margin.
pub(crate) fn check(root: &Table, faults: &mut Vec<Fault>) {
    if root.items(Entity::Claim.name()).next().is_none() {
        return;
    }
    let known = known(root);
    for claim in Scope::all(root, Entity::Claim) {
        let measure = claim.text("measure");
        if !known.contains(&measure) {
            let title = format!("no measure is called `{measure}`");
            let fault = Fault::new(claim.at("measure"), title, did_you_mean(&measure, known.iter().map(String::as_str)));
            let general = MEASURES.iter().map(|m| m.column.name).chain([WELFARE]);
            let of = |measures: &'static [crate::metrics::entity::EntityMeasure]| listing(measures.iter().map(|m| m.column.name));
            let help =
                format!("there is {}; of a chain, as chain.NAME.users, {}; of a group {}", listing(general), of(OF_CHAINS), of(OF_GROUPS));
            faults.push(fault.help(help));
        }
        let first = root.names(Entity::Variant.name()).first().map(|name| (*name).to_owned()).unwrap_or_default();
        let against = if claim.written("against").is_some() { claim.text("against") } else { first };
        if claim.text("variant") == against {
            let title = format!("claim `{}` compares variant `{against}` with itself", claim.name());
            faults.push(Fault::new(claim.at("variant"), title, "").help("without `against` a variant is compared with the first"));
        }
        if claim.written("margin").is_some() && claim.text("says") != Direction::Equal.name() {
            let title = format!("claim `{}` has a margin, and says that there is a difference", claim.name());
            let fault = Fault::new(claim.at("margin"), title, "").also(claim.at("says"), "it says so here");
            faults.push(fault.help("a margin tells how large a difference still is none: only for says = \"equal\""));
        }
    }
}

/// All measures that a claim may be about, chains and groups that variants add included.
fn known(root: &Table) -> Vec<String> {
    let entities = |entity: Entity| {
        let of_variants = root.items(Entity::Variant.name()).flat_map(move |v| v.names(entity.name()));
        let mut names = root.names(entity.name());
        names.extend(of_variants);
        names
    };
    let mut known: Vec<String> = MEASURES.iter().map(|m| m.column.name.to_owned()).chain([WELFARE.to_owned()]).collect();
    for (entity, measures) in [(Entity::Chain, OF_CHAINS), (Entity::Group, OF_GROUPS)] {
        for name in entities(entity) {
            known.extend(measures.iter().map(|m| name_of(entity.name(), name, m.column.name)));
            known.extend((entity == Entity::Group).then(|| name_of(entity.name(), name, WELFARE)));
        }
    }
    known
}
