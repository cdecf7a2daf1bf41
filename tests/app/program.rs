//! The program, run in a folder of its own.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The small scenario, as text.
pub(super) const SMALL: &str = include_str!("../scenarios/small.toml");

/// Flags that make a run short: what it shows is not about its numbers.
pub(super) const SHORT: &str = "--days 8 --replicates 2 --scale 0.001";

/// A folder to work in, with the scenario `small.toml`.
pub(super) struct Desk(TempDir);

/// How a command ended.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) code: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Desk {
    pub(super) fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.write("small.toml", SMALL);
        desk
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub(super) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The program with these words, separated by spaces, in this folder.
    pub(super) fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_l2niche"));
        command.args(words.split_whitespace()).current_dir(self.0.path());
        command
    }

    /// Does it and waits for the end.
    pub(super) fn call(&self, words: &str) -> Outcome {
        self.command(words).output().unwrap().into()
    }

    /// Does what has to succeed.
    pub(super) fn succeed(&self, words: &str) -> Outcome {
        let outcome = self.call(words);
        assert_eq!(outcome.code, 0, "{words}: {}", outcome.stderr);
        outcome
    }

    /// The manifest of the run in a folder.
    pub(super) fn manifest(&self, folder: &str) -> Value {
        serde_json::from_str(&self.read(&format!("{folder}/manifest.json"))).unwrap()
    }

    /// Digests of all tables of the run in a folder.
    pub(super) fn digests(&self, folder: &str) -> BTreeMap<String, String> {
        let manifest = self.manifest(folder);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        manifest["tables"].as_array().unwrap().iter().map(|table| (text(&table["name"]), text(&table["digest"]))).collect()
    }

    /// All files below a folder: path, with `/`, and content.
    pub(super) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        gather(&self.path(folder), "", &mut files);
        files
    }

    /// Paths of all files below a folder.
    pub(super) fn names(&self, folder: &str) -> Vec<String> {
        self.files(folder).into_keys().collect()
    }

    /// Lines of a table of the run in a folder, without the header.
    pub(super) fn rows(&self, folder: &str, table: &str) -> Vec<String> {
        self.read(&format!("{folder}/tables/{table}.csv")).lines().skip(1).map(str::to_owned).collect()
    }
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Self { code: output.status.code().expect("no signal"), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

fn gather(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            gather(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
}
