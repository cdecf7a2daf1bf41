#![no_main]

use std::sync::OnceLock;
use tempfile::TempDir;

static FOLDER: OnceLock<TempDir> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let folder = FOLDER.get_or_init(|| tempfile::tempdir().expect("a folder to write in"));
    l2niche_fuzz::merge(data, folder.path());
});
