//! Reading: the file, the files it extends, and the command line, each a text of its own.

use crate::scenario::document::{Node, Table, Value, parse, parse_value};
use crate::scenario::edit::{Apply, Edit, Editor};
use crate::scenario::fault::Fault;
use crate::scenario::path::Path as KeyPath;
use crate::scenario::schema::{ROOT, find};
use crate::scenario::source::{Place, Sources};
use crate::scenario::{Overrides, files, merge, shape};
use std::path::{Path, PathBuf};

/// Largest file, bytes.
const MAX_BYTES: u64 = 1 << 20;
/// Longest chain of files that extend each other.
const MAX_FILES: usize = 16;

/// Texts of a scenario, the most basic first.
pub(crate) struct Texts {
    /// All texts.
    pub(crate) sources: Sources,
    /// Files that were read, canonical.
    pub(crate) paths: Vec<PathBuf>,
    files: Vec<Table>,
}

impl Texts {
    /// Reads `text`, called `name`, and what it extends, relative to `directory`.
    pub(crate) fn read(name: &str, text: &str, directory: Option<&Path>, own: Option<PathBuf>) -> (Self, Vec<Fault>) {
        let mut texts = Self { sources: Sources::default(), paths: own.into_iter().collect(), files: Vec::new() };
        let mut next = Some((name.to_owned(), text.to_owned(), directory.map(Path::to_owned)));
        let mut faults = Vec::new();
        while let Some((name, text, directory)) = next.take() {
            let source = texts.sources.add(&name, &text, false);
            match parse(&text, source) {
                Ok(table) => {
                    match extended(&table, directory.as_deref(), &name, &mut texts.paths) {
                        Ok(file) => next = file,
                        Err(fault) => faults.push(fault),
                    }
                    texts.files.insert(0, table);
                }
                Err(syntax) => faults.extend(syntax),
            }
        }
        (texts, faults)
    }

    /// Checks each text by itself and merges them.
    pub(crate) fn merge(self) -> (Sources, Result<Table, Vec<Fault>>) {
        let Self { sources, mut files, .. } = self;
        let alone = files.len() == 1 && files[0].get("extends").is_none();
        let mut faults: Vec<Fault> = files.iter().flat_map(|file| shape::check(file, alone)).collect();
        if !faults.is_empty() || files.is_empty() {
            return (sources, Err(faults));
        }
        let mut base = files.remove(0);
        for over in &files {
            merge::extend(&mut base, over, &mut faults);
        }
        base.take("extends");
        if faults.is_empty() {
            faults = shape::check(&base, true);
        }
        (sources, if faults.is_empty() { Ok(base) } else { Err(faults) })
    }
}

type NextFile = Option<(String, String, Option<PathBuf>)>;

/// The file that a scenario extends.
fn extended(table: &Table, directory: Option<&Path>, name: &str, seen: &mut Vec<PathBuf>) -> Result<NextFile, Fault> {
    let Some(node) = table.get("extends") else { return Ok(None) };
    let Some(wanted) = node.value.text() else { return Ok(None) };
    let cannot = |why: &str| Fault::new(node.at, format!("cannot extend `{wanted}`"), why);
    let directory = directory.ok_or_else(|| cannot("a scenario given as text has no directory to look in"))?;
    let path = directory.join(wanted);
    if path.extension().is_none_or(|extension| extension != "toml") {
        return Err(cannot("the name of a .toml file is expected"));
    }
    let text = read_file(&path).map_err(|why| cannot(&why).help("the name is relative to this file"))?;
    // What is no scenario is not shown: the file may be anything.
    if !is_scenario(&text) {
        return Err(cannot("this is no scenario").help("`l2niche check` of that file alone says why"));
    }
    let full = path.canonicalize().map_err(|error| cannot(&error.to_string()))?;
    if seen.contains(&full) {
        return Err(cannot("this file extends itself, directly or through others"));
    }
    seen.push(full);
    if seen.len() > MAX_FILES {
        return Err(cannot(&format!("at most {MAX_FILES} files may extend each other")));
    }
    let shown = Path::new(name).parent().map_or_else(|| PathBuf::from(wanted), |parent| parent.join(wanted));
    Ok(Some((shown.display().to_string(), text, path.parent().map(Path::to_owned))))
}

/// Whether text is TOML with no other sections than those of a scenario.
fn is_scenario(text: &str) -> bool {
    parse(text, 0).is_ok_and(|table| table.entries.iter().all(|entry| find(ROOT, &entry.key).is_some()))
}

/// Reads the text of a scenario.
pub(crate) fn read_file(path: &Path) -> Result<String, String> {
    String::from_utf8(files::read(path, MAX_BYTES)?).map_err(|_| "this is not text in UTF-8".into())
}

/// The edits of the command line in order: `--set` items, then flags.
pub(crate) fn command_line(overrides: &Overrides, sources: &mut Sources, faults: &mut Vec<Fault>) -> Vec<Edit> {
    let sets = overrides.set.iter().map(|item| ("--set", item.clone(), 0, split(item)));
    let flags = overrides.flags().into_iter().map(|(flag, path, value)| {
        let text = format!("{flag} {value}");
        (flag, text, flag.len() + 1, Some((path.to_owned(), flag.len() + 1)))
    });
    let items: Vec<_> = sets.chain(flags).collect();
    let mut edits = Vec::new();
    for (name, text, path_end, split) in items {
        let all = sources.add_whole(name, &text);
        let Some((path, value_start)) = split else {
            let fault = Fault::new(all, "`--set` takes PATH=VALUE", "");
            faults.push(fault.help("as in --set interop.level=0.5 or --set 'chain.[kind=l2].latency_s=1'"));
            continue;
        };
        let path_at = if path_end == 0 { all.part(0, path.len()) } else { all.part(0, path_end - 1) };
        let value = value(&text[value_start..], all.part(value_start, text.len()));
        match (KeyPath::parse(&path, path_at), value) {
            (Ok(path), Ok(value)) => edits.extend(Edit::new(path, Apply::Set, value, Editor::COMMAND_LINE, faults)),
            (path, value) => {
                faults.extend(path.err());
                faults.extend(value.err().into_iter().flatten());
            }
        }
    }
    edits
}

/// Path and first byte of the value of PATH=VALUE; an `=` in brackets belongs to the path.
fn split(item: &str) -> Option<(String, usize)> {
    let mut depth = 0_i32;
    for (i, c) in item.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            '=' if depth <= 0 => return Some((item[..i].trim().to_owned(), i + 1)),
            _ => {}
        }
    }
    None
}

/// A value as TOML writes it, or a bare word: shells eat quotes.
fn value(text: &str, at: Place) -> Result<Node, Vec<Fault>> {
    let word = text.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let is_word = word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.chars().all(plain);
    if is_word && !["true", "false", "inf", "nan"].contains(&word) {
        return Ok(Node { value: Value::Text(word.into()), at });
    }
    let indent = text.len() - text.trim_start().len();
    parse_value(word, at.part(indent, indent + word.len()))
}
