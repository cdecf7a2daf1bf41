//! Text → economies and plans: reads a scenario, tells all that is wrong with it, and makes its runs.
//!
//! Stages: syntax; unknown keys, types, ranges, words; names, sums and what must go together; then every variant with all factors
//! low and all high on every day that an event changes. Each stage reports all it finds; a later one runs after a clean one.
//! Order of precedence: defaults < extended file < file < `--set` and flags < factor draw < variant < event of the day.

mod build;
mod calibration;
pub mod claim;
mod conduct;
mod document;
mod edit;
mod effort;
mod event;
pub mod explain;
mod factor;
mod fault;
pub(crate) mod files;
mod hidden;
mod lives;
mod load;
mod map;
mod merge;
mod overrides;
mod path;
mod paymaster;
mod references;
mod runs;
pub(crate) mod schema;
mod settings;
pub(crate) mod shape;
mod slots;
mod source;
mod tokens;
mod variant;
mod warning;
mod write;

pub use calibration::Calibration;
pub use claim::{Claim, Direction};
pub use edit::Apply;
pub use event::EventNote;
pub use factor::{FactorInfo, Spacing};
pub use fault::{Faults, did_you_mean, listing};
pub use hidden::{is_hidden, shown};
pub use map::RegimeMap;
pub use overrides::Overrides;
pub use settings::Settings;
pub use variant::VariantInfo;
pub use warning::{Warning, audit_rounding, warnings};

use crate::engine::run::{Epoch, RunPlan};
use crate::metrics::plan::OutputPlan;
use crate::model::supply::life::Slot;
use document::Table;
use factor::Factor;
use fault::Fault;
use source::{Place, Sources};
use std::path::{Path, PathBuf};
use variant::Variant;

/// Begins the comment of a resolved scenario that names the selected variants.
const SELECTED: &str = "# variants: ";

/// One run: what the engine needs, and what the tables say about it.
#[derive(Clone, Debug)]
pub struct Run {
    /// The economy from day 0 on, and from each day on which events change it.
    pub epochs: Vec<Epoch>,
    /// How long, with which chance, from which homes.
    pub plan: RunPlan,
    /// What events changed.
    pub events: Vec<EventNote>,
    /// Drawn values in the order of factors: the value itself, or the multiplier.
    pub draws: Vec<f64>,
}

/// A scenario that was read and found to be clean.
#[derive(Clone, Debug)]
pub struct Scenario {
    sources: Sources,
    world: Table,
    variants: Vec<Variant>,
    selected: Vec<VariantInfo>,
    factors: Vec<Factor>,
    factor_infos: Vec<FactorInfo>,
    starts: Vec<String>,
    settings: Settings,
    output: OutputPlan,
    notices: Vec<String>,
    claims: Vec<Claim>,
    files: Vec<PathBuf>,
}

impl Scenario {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// All faults of the first stage that finds any.
    pub fn load(path: &Path, overrides: &Overrides) -> Result<Self, Faults> {
        let name = path.display().to_string();
        let text = load::read_file(path).map_err(|why| {
            let fault = Fault::new(Place::NONE, format!("cannot read the scenario `{name}`"), why);
            Faults::new(vec![fault], &Sources::default())
        })?;
        let directory = path.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
        Self::read(load::Texts::read(&name, &text, directory, path.canonicalize().ok()), overrides)
    }

    /// Reads a scenario from its text; `file_name` is shown in faults. It cannot extend another.
    ///
    /// # Errors
    /// All faults of the first stage that finds any.
    pub fn parse(file_name: &str, text: &str, overrides: &Overrides) -> Result<Self, Faults> {
        Self::read(load::Texts::read(file_name, text, None, None), overrides)
    }

    /// Reads what [`Self::resolved_toml`] wrote, and selects the same variants.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn resolved(file_name: &str, text: &str) -> Result<Self, Faults> {
        let names = text.lines().next().and_then(|line| line.strip_prefix(SELECTED));
        let variants = names.map_or_else(Vec::new, |names| names.split(", ").map(str::to_owned).collect());
        Self::parse(file_name, text, &Overrides { variants, ..Overrides::default() })
    }

    fn read((mut texts, syntax): (load::Texts, Vec<Fault>), overrides: &Overrides) -> Result<Self, Faults> {
        if !syntax.is_empty() {
            return Err(Faults::new(syntax, &texts.sources));
        }
        let mut faults = Vec::new();
        let edits = load::command_line(overrides, &mut texts.sources, &mut faults);
        let wanted: Vec<(String, Place)> =
            overrides.variants.iter().map(|name| (name.clone(), texts.sources.add_whole("--variant", name))).collect();
        let files = std::mem::take(&mut texts.paths);
        let (sources, merged) = texts.merge();
        let fail = |faults: Vec<Fault>| Err(Faults::new(faults, &sources));
        let mut world = match merged {
            Ok(world) if faults.is_empty() => world,
            Ok(_) => return fail(faults),
            Err(more) => return fail(more.into_iter().chain(faults).collect()),
        };
        faults.extend(edits.iter().filter_map(|edit| edit.carry_out(&mut world).err()));
        if !faults.is_empty() {
            return fail(faults);
        }
        match Self::resolve(world, &sources, &wanted, overrides.factors) {
            Ok(mut scenario) => {
                let drawn_over: Vec<String> = overrides.set.iter().filter_map(|item| scenario.drawn_over(item)).collect();
                scenario.notices.extend(drawn_over);
                scenario.files = files;
                Ok(scenario)
            }
            Err(faults) => fail(faults),
        }
    }

    /// From a merged scenario that is clean value by value.
    fn resolve(world: Table, sources: &Sources, wanted: &[(String, Place)], with_factors: bool) -> Result<Self, Vec<Fault>> {
        let mut faults = references::check(&world);
        let mut notices = Vec::new();
        let mut keep = |faults_of: Vec<Fault>| faults.extend(faults_of);
        let settings = settings::settings(&world, sources, &mut notices).map_err(&mut keep).ok();
        let variants = Variant::all(&world).map_err(&mut keep).unwrap_or_default();
        let factors = Factor::all(&world).map_err(&mut keep).unwrap_or_default();
        let selected = select(&variants, wanted).map_err(&mut keep).unwrap_or_default();
        let Some(settings) = settings.filter(|_| faults.is_empty()) else { return Err(faults) };
        let mut scenario = Self {
            output: settings::output(&world),
            claims: claim::read(&world, &selected),
            starts: world.names("start").into_iter().map(str::to_owned).collect(),
            sources: sources.clone(),
            world,
            variants,
            selected,
            factors,
            factor_infos: vec![],
            settings,
            notices,
            files: vec![],
        };
        scenario.notices.extend(scenario.unasked_claims());
        runs::validate(&mut scenario)?;
        if !with_factors {
            scenario.leave_out_factors();
        }
        scenario.factor_infos = scenario.factors.iter().map(|factor| factor.info.clone()).collect();
        Ok(scenario)
    }

    /// Takes factors out, and the maps over them, so that what is written of it is a scenario again.
    fn leave_out_factors(&mut self) {
        self.factors.clear();
        self.world.take("factor");
        let maps = self.world.items("map").count();
        self.world.take("map");
        self.notices.extend(left_out(maps, "map").map(|maps| format!("{maps}: factors are off")));
    }

    /// A notice if claims are about variants that are not run.
    fn unasked_claims(&self) -> Option<String> {
        let claims = self.world.items("claim").count() - self.claims.len();
        left_out(claims, "claim").map(|claims| format!("{claims}: about variants that are not run"))
    }

    /// A notice if a factor's draw replaces what a `--set` item set.
    fn drawn_over(&self, item: &str) -> Option<String> {
        let path = item.split_once('=')?.0.trim();
        let factor = self.factor_infos.iter().find(|factor| factor.path == path && factor.apply == Apply::Set)?;
        Some(format!("factor {} draws {path} anew in every replicate, so --set does not show; use --factors off with it", factor.name))
    }

    /// Name of the scenario.
    #[must_use]
    pub fn name(&self) -> &str {
        self.scenario_text("name")
    }

    /// Label; empty if it has none.
    #[must_use]
    pub fn label(&self) -> &str {
        self.scenario_text("label")
    }

    /// The question it asks; empty if it says none.
    #[must_use]
    pub fn question(&self) -> &str {
        self.scenario_text("question")
    }

    /// Notes; empty if there are none.
    #[must_use]
    pub fn notes(&self) -> &str {
        self.scenario_text("notes")
    }

    fn scenario_text(&self, key: &str) -> &str {
        self.world.section("scenario").text(key).unwrap_or("")
    }

    /// Label of an entity of a kind (`chain`, `group`, `vertical`, …); its name if it has none.
    #[must_use]
    pub fn label_of(&self, kind: &str, name: &str) -> String {
        let label = |name: &str| {
            let labelled = self.world.items(kind).find(|entity| entity.text("name") == Some(name));
            labelled.and_then(|entity| entity.text("label")).filter(|label| !label.is_empty())
        };
        // A place for a newcomer is called after its blueprint.
        let of_place = || Slot::parts(name).and_then(|(blueprint, i)| Some(format!("{} {i}", label(blueprint)?)));
        label(name).map(str::to_owned).or_else(of_place).unwrap_or_else(|| name.to_owned())
    }

    /// Names of all entities of a kind (`chain`, `group`, `vertical`, …), in the order of the file; variants and factors too.
    #[must_use]
    pub fn names_of(&self, kind: &str) -> Vec<String> {
        match kind {
            "variant" => self.variants.iter().map(|variant| variant.info.name.clone()).collect(),
            "factor" => self.factors.iter().map(|factor| factor.info.name.clone()).collect(),
            _ => self.world.items(kind).filter_map(|entity| entity.text("name").map(str::to_owned)).collect(),
        }
    }

    /// Whether text may be the name of a scenario or of anything in it: `[a-z0-9][a-z0-9_-]{0,39}`.
    #[must_use]
    pub fn is_name(text: &str) -> bool {
        shape::is_name(text)
    }

    /// Files that it was read from, its own and those it extends, as canonical paths; none if it was given as text.
    #[must_use]
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// What was adapted to the command line, for the reader.
    #[must_use]
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// What holds for all variants and replicates.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Selected variants in the order of the file; the first is the baseline.
    #[must_use]
    pub fn variants(&self) -> &[VariantInfo] {
        &self.selected
    }

    /// Factors in force, in the order of the file; none if they are off.
    #[must_use]
    pub fn factors(&self) -> &[FactorInfo] {
        &self.factor_infos
    }

    /// Names of the starts; empty if groups have their own homes.
    #[must_use]
    pub fn starts(&self) -> &[String] {
        &self.starts
    }

    /// Start of a replicate, counted from 0: replicate r takes start r mod n; 0 if there are none.
    #[must_use]
    pub fn start_of(&self, replicate: u32) -> usize {
        replicate as usize % self.starts.len().max(1)
    }

    /// How often tables are written.
    #[must_use]
    pub fn output(&self) -> &OutputPlan {
        &self.output
    }

    /// What people argue about the selected variants.
    #[must_use]
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// What a newcomer's launch costs, USD, as the scenario states it before variants and draws.
    #[must_use]
    pub fn launch_cost_usd(&self) -> f64 {
        schema::Scope::section(&self.world, "entry").number("launch_cost_usd")
    }

    /// Claims over two factors in force.
    #[must_use]
    pub fn maps(&self) -> Vec<RegimeMap> {
        map::read(&self.world, &self.claims, &self.factor_infos)
    }

    /// What `[calibration]` says, if the scenario has one.
    #[must_use]
    pub fn calibration(&self) -> Option<Calibration> {
        calibration::read(&self.world)
    }

    /// The run of a selected variant and a replicate, both counted from 0, with factors drawn at coordinates `draw` in [0, 1],
    /// one for each factor (missing ones: 0.5).
    ///
    /// # Errors
    /// What only this combination of draws brings about: low and high extremes were checked when the scenario was read.
    ///
    /// # Panics
    /// If there is no such variant.
    pub fn run(&self, variant: usize, replicate: u32, draw: &[f64]) -> Result<Run, Faults> {
        runs::run(self, variant, replicate, draw).map_err(|faults| Faults::new(faults, &self.sources))
    }

    /// Replicate 0 of every selected variant with all factors at the middle of their ranges: what the scenario is about, before any draw.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn middle(&self) -> Result<Vec<Run>, Faults> {
        (0..self.selected.len()).map(|variant| self.run(variant, 0, &[])).collect()
    }

    /// The scenario as it will be run: merged, with the command line's changes and all constant defaults. It is itself a scenario
    /// that makes the same runs; the same scenario always has the same text. A comment names the variants if some were selected.
    #[must_use]
    pub fn resolved_toml(&self) -> String {
        let names: Vec<&str> = self.selected.iter().map(|variant| variant.name.as_str()).collect();
        let head = if names.len() < self.variants.len() { format!("{SELECTED}{}\n", names.join(", ")) } else { String::new() };
        head + &write::resolved(&runs::within_days(self))
    }
}

/// The first variant and those asked for, in the order of the scenario.
fn select(variants: &[Variant], wanted: &[(String, Place)]) -> Result<Vec<VariantInfo>, Vec<Fault>> {
    let names = || variants.iter().map(|variant| variant.info.name.as_str());
    let unknown = wanted.iter().filter(|(name, _)| names().all(|known| known != name));
    let fault = |(name, at): &(String, Place)| {
        Fault::new(*at, format!("no variant is called `{name}`"), fault::did_you_mean(name, names()))
            .help(format!("there is {}", fault::listing(names())))
    };
    let faults: Vec<Fault> = unknown.map(fault).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let chosen =
        variants.iter().enumerate().filter(|(i, v)| *i == 0 || wanted.is_empty() || wanted.iter().any(|(name, _)| *name == v.info.name));
    Ok(chosen.map(|(_, variant)| variant.info.clone()).collect())
}

/// That so many of a kind are left out; nothing if none is.
fn left_out(count: usize, kind: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {kind} is left out")),
        _ => Some(format!("{count} {kind}s are left out")),
    }
}
