//! Removes a replaced run: the files that it listed, and nothing else.

use crate::output::error::OutputError;
use crate::output::manifest::MANIFEST;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Removes from `old` the `listed` files, its manifest and the folders that this empties; moves everything else into `new`, where the name
/// is free. Says whether something had to stay.
///
/// Only regular files are removed, and no symbolic link is followed: a link is not ours, nor is what lies behind it.
pub(super) fn dispose(old: &Path, listed: &[PathBuf], new: &Path) -> Result<bool, OutputError> {
    let mut folders: BTreeSet<&Path> = BTreeSet::new();
    for path in listed.iter().map(PathBuf::as_path).chain([Path::new(MANIFEST)]) {
        let parents = path.ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty());
        if parents.clone().all(|parent| is_folder(&old.join(parent))) {
            folders.extend(parents);
            let file = old.join(path);
            if fs::symlink_metadata(&file).is_ok_and(|found| found.is_file()) {
                fs::remove_file(&file).map_err(OutputError::at(&file))?;
            }
        }
    }
    // A folder sorts before what it holds: backwards, inner folders come first. One that still holds something stays.
    folders.iter().rev().for_each(|folder| drop(fs::remove_dir(old.join(folder))));
    carry_over(old, new)?;
    Ok(fs::symlink_metadata(old).is_ok())
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Moves what is in `from` into `to`, folder by folder, except where the name is taken; removes `from` if nothing stays.
fn carry_over(from: &Path, to: &Path) -> Result<(), OutputError> {
    for entry in fs::read_dir(from).map_err(OutputError::at(from))? {
        let path = entry.map_err(OutputError::at(from))?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if fs::symlink_metadata(&target).is_err() {
            fs::rename(&path, &target).map_err(OutputError::at(&target))?;
        } else if is_folder(&path) && is_folder(&target) {
            carry_over(&path, &target)?;
        }
    }
    drop(fs::remove_dir(from));
    Ok(())
}
