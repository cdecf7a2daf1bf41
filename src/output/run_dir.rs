//! The folder of a run: built under another name, and renamed when it is complete, so that a folder with a manifest is never half a run.
//!
//! Of several runs that want one place, one gets it: what is looked up and changed beside the place happens while its parent folder is
//! locked, and the folder that is being built stays locked until it is complete.

use crate::output::error::OutputError;
use crate::output::manifest::{self, Listed, MANIFEST, Provenance};
use crate::output::replace::dispose;
use crate::output::sink::{FileEntry, Sink};
use crate::scenario::files;
use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// Marks a folder that this program is building; locked as long as it does.
const MARKER: &str = ".l2niche-unfinished";

/// Where a run's folder goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where the user said: the folder must be empty or missing, unless it is to be replaced by force.
    Given(PathBuf),
    /// `NAME-RUNID` in the folder `parent`, where an equal run replaces its own folder.
    Default {
        /// Folder of all runs: `runs`.
        parent: PathBuf,
        /// Name of the scenario.
        name: String,
    },
}

/// What a run may replace.
#[derive(Clone, Debug)]
struct Permission {
    run_id: String,
    own: bool,
    force: bool,
}

/// What stands where a run's folder goes.
enum Found {
    Nothing,
    EmptyFolder,
    /// A run that may be replaced.
    Run(Listed),
}

impl Permission {
    /// What stands at `target`, if the run may go there.
    fn survey(&self, target: &Path) -> Result<Found, OutputError> {
        let kind = match fs::symlink_metadata(target) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
            found => found.map_err(OutputError::at(target))?.file_type(),
        };
        if !kind.is_dir() {
            return Err(OutputError::NotAFolder(target.to_owned()));
        }
        if fs::read_dir(target).map_err(OutputError::at(target))?.next().is_none() {
            return Ok(Found::EmptyFolder);
        }
        match manifest::read(target) {
            Some(listed) if self.force || (self.own && listed.run_id == self.run_id) => Ok(Found::Run(listed)),
            None if self.force || self.own => Err(OutputError::NotOurs(target.to_owned())),
            _ => Err(OutputError::NotEmpty(target.to_owned())),
        }
    }
}

/// A run's folder while it is being built.
#[derive(Debug)]
pub struct RunDir {
    target: PathBuf,
    partial: PathBuf,
    permission: Permission,
    files: Vec<FileEntry>,
    /// Kept open, because it is locked.
    _marker: File,
}

/// A run's folder, complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complete {
    /// The folder.
    pub path: PathBuf,
    /// Folder in which files of the replaced run remain: those that l2niche did not write and that the new run has under the same name.
    pub kept_aside: Option<PathBuf>,
}

impl RunDir {
    /// Checks that the run of this `run_id` may go to `place`, and begins to build it beside, in `….partial`. With `force` it may replace
    /// the folder of any finished run.
    ///
    /// # Errors
    /// A [usage](OutputError::is_usage) error if the place is taken or no place for a folder; otherwise if the machine cannot write.
    pub fn create(place: &Place, run_id: &str, force: bool) -> Result<Self, OutputError> {
        let (path, own) = match place {
            Place::Given(path) => (path.clone(), false),
            Place::Default { parent, name } => (parent.join(format!("{name}-{run_id}")), true),
        };
        let target = std::path::absolute(&path).map_err(|_| OutputError::NoName(path.clone()))?;
        if holds_us(&target) {
            return Err(OutputError::WorkingFolder(path));
        }
        let permission = Permission { run_id: run_id.to_owned(), own, force };
        let partial = beside(&target, "partial")?;
        let _alone = lock_parent(&target)?;
        if let Found::Run(_) = permission.survey(&target)? {
            let aside = beside(&target, "old")?;
            if fs::symlink_metadata(&aside).is_ok() {
                return Err(OutputError::InTheWay(aside));
            }
        }
        clear_stale(&partial)?;
        fs::create_dir(&partial).map_err(OutputError::at(&partial))?;
        let marker = mark(&partial)?;
        Ok(Self { target, partial, permission, files: Vec::new(), _marker: marker })
    }

    /// Where the files are until the run is complete.
    #[must_use]
    pub fn partial(&self) -> &Path {
        &self.partial
    }

    /// Opens a file at `path` inside the folder, with `/` between names; [`Self::close_file`] lists it.
    ///
    /// # Errors
    /// If the machine cannot write.
    pub fn create_file(&self, path: &str) -> Result<Sink, OutputError> {
        let full = self.partial.join(path);
        let folder = full.parent().unwrap_or(&self.partial);
        fs::create_dir_all(folder).map_err(OutputError::at(folder))?;
        File::create_new(&full).map(Sink::new).map_err(OutputError::at(&full))
    }

    /// Ends a file and lists it for the manifest.
    ///
    /// # Errors
    /// If the machine cannot write.
    pub fn close_file(&mut self, path: String, sink: &Sink) -> Result<(), OutputError> {
        let (bytes, sha256) = sink.close().map_err(OutputError::at(&self.partial.join(&path)))?;
        self.files.push(FileEntry { path, bytes, sha256 });
        Ok(())
    }

    /// Writes a whole file, and lists it for the manifest.
    ///
    /// # Errors
    /// If the machine cannot write.
    pub fn write_file(&mut self, path: &str, content: &[u8]) -> Result<(), OutputError> {
        let mut sink = self.create_file(path)?;
        sink.write_all(content).map_err(OutputError::at(&self.partial.join(path)))?;
        self.close_file(path.to_owned(), &sink)
    }

    /// Writes the manifest, and puts the folder where it belongs; what it replaces is removed, file by file of the old manifest.
    ///
    /// # Errors
    /// As [`Self::create`], if the place was taken meanwhile: the results then stay in `….partial`.
    pub fn complete(mut self, provenance: &Provenance<'_>) -> Result<Complete, OutputError> {
        self.files.sort();
        let manifest = self.partial.join(MANIFEST);
        fs::write(&manifest, provenance.manifest(&self.files)).map_err(OutputError::at(&manifest))?;
        let _alone = lock_parent(&self.target)?;
        let marker = self.partial.join(MARKER);
        fs::remove_file(&marker).map_err(OutputError::at(&marker))?;
        let kept_aside = match self.permission.survey(&self.target)? {
            Found::Run(old) => self.replace(&old)?,
            Found::EmptyFolder => {
                fs::remove_dir(&self.target).map_err(OutputError::at(&self.target))?;
                rename(&self.partial, &self.target).map(|()| None)?
            }
            Found::Nothing => rename(&self.partial, &self.target).map(|()| None)?,
        };
        Ok(Complete { path: self.target, kept_aside })
    }

    /// Leaves what a run that was interrupted has finished, `finished` replicates of all variants, in `….partial`: with a manifest that
    /// says so, and still marked as unfinished, so that the next run removes it.
    ///
    /// # Errors
    /// If the machine cannot write.
    pub fn interrupt(mut self, provenance: &Provenance<'_>, finished: usize) -> Result<PathBuf, OutputError> {
        self.files.sort();
        let manifest = self.partial.join(MANIFEST);
        fs::write(&manifest, provenance.manifest_of_interrupted(&self.files, finished)).map_err(OutputError::at(&manifest))?;
        Ok(self.partial)
    }

    /// Takes the place of a run; says where what remains of it is.
    fn replace(&self, old: &Listed) -> Result<Option<PathBuf>, OutputError> {
        let aside = beside(&self.target, "old")?;
        rename(&self.target, &aside)?;
        // If the second rename fails, undo the first: the old run is complete, and nobody else has its name.
        rename(&self.partial, &self.target).inspect_err(|_| drop(fs::rename(&aside, &self.target)))?;
        Ok(dispose(&aside, &old.files, &self.target)?.then_some(aside))
    }
}

/// Whether the program works in `target` or below it: to replace the folder would leave whoever called us in one that is gone.
fn holds_us(target: &Path) -> bool {
    let here = std::env::current_dir().and_then(fs::canonicalize);
    here.is_ok_and(|here| fs::canonicalize(target).is_ok_and(|target| here.starts_with(target)))
}

fn rename(from: &Path, to: &Path) -> Result<(), OutputError> {
    fs::rename(from, to).map_err(OutputError::at(to))
}

/// Makes the folder in which `target` will be, and keeps other runs out of it until the file is dropped. Where folders cannot be locked
/// (some networks, Windows), the marks alone have to do.
fn lock_parent(target: &Path) -> Result<Option<File>, OutputError> {
    let Some(parent) = target.parent() else { return Ok(None) };
    fs::create_dir_all(parent).map_err(OutputError::at(parent))?;
    let folder = File::open(parent).ok();
    Ok(folder.filter(|folder| folder.lock().is_ok()))
}

/// `target` with `.suffix` after its name.
fn beside(target: &Path, suffix: &str) -> Result<PathBuf, OutputError> {
    let mut name = target.file_name().ok_or_else(|| OutputError::NoName(target.to_owned()))?.to_owned();
    name.push(OsStr::new("."));
    name.push(suffix);
    Ok(target.with_file_name(name))
}

/// Removes what an earlier run left behind when it broke off.
fn clear_stale(partial: &Path) -> Result<(), OutputError> {
    let kind = match fs::symlink_metadata(partial) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        found => found.map_err(OutputError::at(partial))?.file_type(),
    };
    let marker = files::open(&partial.join(MARKER)).ok();
    // Between the last file and the renaming, the manifest takes the marker's place.
    if !kind.is_dir() || (marker.is_none() && manifest::read(partial).is_none()) {
        return Err(OutputError::InTheWay(partial.to_owned()));
    }
    if let Some(Err(TryLockError::WouldBlock)) = marker.map(|marker| marker.try_lock()) {
        return Err(OutputError::Busy(partial.to_owned()));
    }
    fs::remove_dir_all(partial).map_err(OutputError::at(partial))
}

/// Marks `partial` as ours and in use. Where files cannot be locked, the mark alone has to do.
fn mark(partial: &Path) -> Result<File, OutputError> {
    let path = partial.join(MARKER);
    let mut marker = match File::create_new(&path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(OutputError::Busy(partial.to_owned())),
        created => created.map_err(OutputError::at(&path))?,
    };
    marker.write_all(b"An unfinished run of l2niche, which the next one removes.\n").map_err(OutputError::at(&path))?;
    let _ = marker.try_lock();
    Ok(marker)
}
