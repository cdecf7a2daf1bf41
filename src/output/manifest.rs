//! The manifest: where results come from, and what belongs to them.

use crate::experiment::statistics::Estimate;
use crate::experiment::verdict::{ClaimFinding, ClaimInput, Verdict};
use crate::metrics::digest::{Hasher, of_bytes};
use crate::output::sink::FileEntry;
use crate::output::tables::TableEntry;
use crate::scenario::{Warning, files};
use serde_json::{Value, json};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// Name of the manifest in a run's folder.
pub const MANIFEST: &str = "manifest.json";
/// Version of this program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Commit of the source this program was built from, with `-dirty` if files had been changed; `None` outside a repository.
pub const COMMIT: Option<&str> = option_env!("L2NICHE_COMMIT");
/// Cargo features this program was built with.
pub const FEATURES: [&str; 1] = ["app"];

/// Status of a run that was stopped before its end.
pub(super) const INTERRUPTED: &str = "interrupted";

/// Largest manifest that is read, bytes: a scenario with all its defaults, and a line for every file.
const MAX_BYTES: u64 = 64 << 20;

const TOOL: &str = env!("CARGO_PKG_NAME");

/// Short name of a run: the first 12 hexadecimal digits of the SHA-256 of the resolved scenario, the seed and this program's version.
/// Equal runs have equal names.
#[must_use]
pub fn run_id(resolved_scenario: &str, seed: u64) -> String {
    let mut hasher = Hasher::default();
    hasher.text(resolved_scenario);
    hasher.bytes(&seed.to_le_bytes());
    hasher.text(VERSION);
    hasher.finish().to_string()[..12].to_owned()
}

/// What a manifest says beyond the files.
#[derive(Clone, Debug)]
pub struct Provenance<'a> {
    /// Name of the scenario.
    pub scenario: &'a str,
    /// The scenario as the engine ran it.
    pub resolved_scenario: &'a str,
    /// Seed of all random numbers.
    pub seed: u64,
    /// Threads that ran it.
    pub threads: usize,
    /// Time it took.
    pub wall_time: Duration,
    /// Tables.
    pub tables: &'a [TableEntry],
    /// Answers to the scenario's claims: [`answers`].
    pub claims: &'a [Value],
    /// What was adapted to the command line.
    pub notes: &'a [String],
    /// What a reader should know before trusting a result.
    pub warnings: &'a [Warning],
}

/// Answers to claims for the manifest: name, answer in the words of the verdict, mean paired differences with their 95 % intervals by reading
/// of the measure, and in how many of the worlds drawn it holds.
#[must_use]
pub fn answers(verdict: &Verdict) -> Vec<Value> {
    let claim = |(claim, finding): (&ClaimInput, &ClaimFinding)| {
        let difference = |((reading, _), estimate): (&(String, _), &Option<Estimate>)| {
            let ends = estimate.and_then(|e| e.interval()).map(|i| [i.low, i.high]);
            json!({ "reading": reading, "mean": estimate.map(|e| e.mean), "interval": ends })
        };
        let differences: Vec<Value> = claim.readings.iter().zip(&finding.estimates).map(difference).collect();
        let worlds = finding.worlds.as_ref().map(|w| json!({ "holds": w.holds, "of": w.count }));
        json!({ "name": claim.named.name, "answer": finding.answer.words(), "differences": differences, "worlds": worlds })
    };
    verdict.input.claims.iter().zip(&verdict.claims).map(claim).collect()
}

impl Provenance<'_> {
    /// Short name of the run.
    #[must_use]
    pub fn run_id(&self) -> String {
        run_id(self.resolved_scenario, self.seed)
    }

    /// The manifest of a complete run with these files.
    pub(super) fn manifest(&self, files: &[FileEntry]) -> String {
        format!("{:#}\n", self.value(files))
    }

    /// The manifest of a run that was interrupted when `finished` replicates of all variants were there.
    pub(super) fn manifest_of_interrupted(&self, files: &[FileEntry], finished: usize) -> String {
        let mut manifest = self.value(files);
        manifest["status"] = json!(INTERRUPTED);
        manifest["replicates"] = json!(finished);
        format!("{manifest:#}\n")
    }

    fn value(&self, files: &[FileEntry]) -> Value {
        let warning = |w: &Warning| json!({ "kind": w.kind, "cause": w.cause, "remedy": w.remedy });
        let table = |t: &TableEntry| json!({ "name": t.name, "rows": t.rows, "digest": t.digest.to_string() });
        let file = |f: &FileEntry| json!({ "path": f.path, "bytes": f.bytes, "sha256": f.sha256.to_string() });
        json!({
            "tool": TOOL,
            "version": VERSION,
            "commit": COMMIT,
            "features": FEATURES,
            "status": "complete",
            "run_id": self.run_id(),
            "scenario": self.scenario,
            "scenario_hash": of_bytes(self.resolved_scenario.as_bytes()).to_string(),
            "seed": self.seed,
            "threads": self.threads,
            "wall_time_seconds": self.wall_time.as_secs_f64(),
            "claims": self.claims,
            "notes": self.notes,
            "warnings": self.warnings.iter().map(warning).collect::<Vec<_>>(),
            "tables": self.tables.iter().map(table).collect::<Vec<_>>(),
            "files": files.iter().map(file).collect::<Vec<_>>(),
            "resolved_scenario": self.resolved_scenario,
        })
    }
}

/// What has to be known of an earlier run to replace it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub run_id: String,
    /// Files it wrote, relative to its folder and inside it.
    pub files: Vec<PathBuf>,
}

/// Reads the manifest in `dir` as it is.
///
/// # Errors
/// Why there is none of ours, in words.
pub(super) fn value(dir: &Path) -> Result<Value, &'static str> {
    let path = dir.join(MANIFEST);
    if std::fs::symlink_metadata(&path).is_err() {
        return Err("it has no manifest of l2niche");
    }
    let damaged = "its manifest.json is damaged, or not of l2niche";
    let bytes = files::read(&path, MAX_BYTES).map_err(|_| damaged)?;
    let manifest: Value = serde_json::from_slice(&bytes).map_err(|_| damaged)?;
    if manifest["tool"] == TOOL { Ok(manifest) } else { Err(damaged) }
}

/// Reads what has to be known to replace the run in `dir`; `None` if there is no manifest, or none of ours.
pub(super) fn read(dir: &Path) -> Option<Listed> {
    let manifest = value(dir).ok()?;
    let paths = manifest["files"].as_array()?.iter().filter_map(|file| file["path"].as_str()).map(PathBuf::from);
    // A manifest is a file that anybody may have edited: it never makes us touch what lies outside its folder.
    let inside = |path: &PathBuf| path.components().all(|c| matches!(c, Component::Normal(_))) && path.components().count() > 0;
    Some(Listed { run_id: manifest["run_id"].as_str()?.to_owned(), files: paths.filter(inside).collect() })
}
