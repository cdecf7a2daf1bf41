//! Charts written into a folder that may hold earlier ones: what is replaced, and what never is.

use crate::metrics::digest::of_bytes;
use crate::output::error::OutputError;
use std::fs::{self, File, FileType};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// Writes files into `folder`, which is made if it is missing. A file that is there is replaced only if its SHA-256 is `replaceable` (its
/// name is given), or with `force`; one that is already the same is left alone. Everything is checked before anything is written, and no
/// symbolic link is followed.
///
/// # Errors
/// A [usage](OutputError::is_usage) error if something else is in the place of the folder or of a file; otherwise if the machine cannot write.
pub fn write_files<'a>(
    folder: &Path,
    files: &[(String, Vec<u8>)],
    replaceable: impl Fn(&str) -> Option<&'a str>,
    force: bool,
) -> Result<(), OutputError> {
    if found(folder)?.is_some_and(|kind| !kind.is_dir()) {
        return Err(OutputError::NotAFolder(folder.to_owned()));
    }
    let mut to_write = Vec::new();
    for (name, content) in files {
        let path = folder.join(name);
        if is_needed(&path, content, replaceable(name), force)? {
            to_write.push((path, content));
        }
    }
    fs::create_dir_all(folder).map_err(OutputError::at(folder))?;
    to_write.into_iter().try_for_each(|(path, content)| put(&path, content))
}

/// What is at `path`, if anything; a symbolic link is one.
fn found(path: &Path) -> Result<Option<FileType>, OutputError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        found => found.map(|found| Some(found.file_type())).map_err(OutputError::at(path)),
    }
}

/// Whether a file has to be written, if it may be.
fn is_needed(path: &Path, content: &[u8], replaceable: Option<&str>, force: bool) -> Result<bool, OutputError> {
    match found(path)? {
        None => return Ok(true),
        Some(kind) if kind.is_file() => {}
        Some(_) => return Err(OutputError::InTheWay(path.to_owned())),
    }
    let old = fs::read(path).map_err(OutputError::at(path))?;
    let may = force || replaceable.is_some_and(|sha256| sha256 == of_bytes(&old).to_string());
    match old == content {
        true => Ok(false),
        false if may => Ok(true),
        false => Err(OutputError::NotTheChart(path.to_owned())),
    }
}

/// Puts a file in its place when it is whole: under another name first.
fn put(path: &Path, content: &[u8]) -> Result<(), OutputError> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let mut file = match File::create_new(&partial) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(OutputError::InTheWay(partial)),
        created => created.map_err(OutputError::at(&partial))?,
    };
    let written = file.write_all(content).and_then(|()| fs::rename(&partial, path));
    written.inspect_err(|_| drop(fs::remove_file(&partial))).map_err(OutputError::at(path))
}
