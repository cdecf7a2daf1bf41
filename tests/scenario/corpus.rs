//! What fuzzing found worth keeping, through the functions of the fuzz targets (docs/architecture.md, "Fuzzing").

use super::targets;
use std::path::PathBuf;

fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = std::fs::read_dir(format!("fuzz/corpus/{target}")).expect("the corpus is part of the source");
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(paths.len() >= 20, "{} files", paths.len());
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).expect("readable"))).collect()
}

fn replay(target: &str, body: impl Fn(&[u8])) {
    for (path, data) in corpus(target) {
        // Shown if it fails.
        println!("{}", path.display());
        body(&data);
    }
}

#[test]
fn texts_keep_their_promises() {
    replay("text", targets::text);
}

#[test]
fn paths_keep_their_promises() {
    replay("paths", targets::paths);
}

#[test]
fn files_over_others_keep_their_promises() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    replay("merge", |data| targets::merge(data, folder.path()));
}
