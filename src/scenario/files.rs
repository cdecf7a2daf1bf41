//! Reading files that somebody else may have put there: regular ones, of bounded size. A pipe would make the program wait for ever, and a
//! device would fill the memory.

use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::path::Path;

/// Opens a regular file, or one that a symbolic link leads to.
///
/// # Errors
/// Why it cannot be read, in words.
pub(crate) fn open(path: &Path) -> Result<File, String> {
    // Before opening: to open a pipe is to wait for its other end.
    if !std::fs::metadata(path).map_err(|error| why(&error))?.is_file() {
        return Err("this is no file".into());
    }
    File::open(path).map_err(|error| why(&error))
}

/// Reads a regular file of at most `max_bytes`.
///
/// # Errors
/// Why it cannot be read, in words.
pub(crate) fn read(path: &Path, max_bytes: u64) -> Result<Vec<u8>, String> {
    let file = open(path)?;
    let length = file.metadata().map_err(|error| why(&error))?.len();
    if length > max_bytes {
        return Err(format!("{length} bytes are too many: at most {max_bytes} are read"));
    }
    let mut bytes = Vec::new();
    // The file may grow while it is read; the bound holds all the same.
    file.take(max_bytes).read_to_end(&mut bytes).map_err(|error| why(&error))?;
    Ok(bytes)
}

fn why(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".into(),
        ErrorKind::PermissionDenied => "you may not read this file".into(),
        _ => error.to_string(),
    }
}
