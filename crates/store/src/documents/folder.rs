//! Walking, copying and emptying the folder, in the blocking pool.
//!
//! Done with `std::fs`, not object_store's `list`: that hides the temporary files a killed
//! process leaves behind, and they must be swept too.

use jiff::Timestamp;
use kairan_domain::ids::FileId;
use std::fs::{self, DirEntry, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{DocumentsError, StoredFile};

pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, DocumentsError> {
    #[expect(
        clippy::disallowed_methods,
        reason = "walks whole folders: one hop for all of it"
    )]
    let done = tokio::task::spawn_blocking(work);
    Ok(done
        .await
        .map_err(|fault| DocumentsError::Io(fault.to_string()))??)
}

/// Entries of a folder; none when it is not there.
fn entries(path: &Path) -> io::Result<Vec<DirEntry>> {
    match fs::read_dir(path) {
        Ok(entries) => entries.collect(),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(fault) => Err(fault),
    }
}

/// The folders of all files: those whose names are ids. Anything else is not ours.
fn files(root: &Path) -> io::Result<Vec<(FileId, PathBuf)>> {
    let mut files = Vec::new();
    for group in entries(root)?.iter().filter(|entry| entry.path().is_dir()) {
        for file in entries(&group.path())? {
            let id = file.file_name().to_str().and_then(|name| name.parse().ok());
            files.extend(id.map(|id| (id, file.path())));
        }
    }
    Ok(files)
}

/// Bytes of a file and when it was last written; `None` when it is not there.
pub(super) fn measure(path: &Path) -> io::Result<Option<(u64, Timestamp)>> {
    let mut bytes = 0;
    let mut last = match fs::metadata(path) {
        Ok(facts) => facts.modified()?,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(fault) => return Err(fault),
    };
    for part in entries(path)? {
        // A temporary file may have got its final name meanwhile.
        let Ok(facts) = part.metadata() else { continue };
        bytes += facts.len();
        last = last.max(facts.modified()?);
    }
    let last = Timestamp::try_from(last).map_err(io::Error::other)?;
    Ok(Some((bytes, last)))
}

pub(super) fn walk(root: &Path) -> io::Result<Vec<StoredFile>> {
    let mut found = Vec::new();
    for (file, path) in files(root)? {
        let measured = measure(&path)?;
        found.extend(measured.map(|(bytes, changed_at)| StoredFile {
            file,
            bytes,
            changed_at,
        }));
    }
    Ok(found)
}

pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}

pub(super) fn remove_part(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}

/// Finished parts have numbers for names; every other name is a writer's own.
fn is_finished(part: &DirEntry) -> bool {
    part.file_name()
        .to_str()
        .is_some_and(|name| name.parse::<u32>().is_ok())
}

pub(super) fn remove_leftovers(root: &Path, older_than: Timestamp) -> io::Result<u64> {
    let mut removed = 0;
    for (_, path) in files(root)? {
        for part in entries(&path)?.iter().filter(|part| !is_finished(part)) {
            // Its writer may have given it its final name meanwhile.
            let Ok(facts) = part.metadata() else { continue };
            let changed_at = Timestamp::try_from(facts.modified()?).map_err(io::Error::other)?;
            if changed_at < older_than {
                remove_part(&part.path())?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

pub(super) fn copy(from: &Path, to: &Path) -> io::Result<u64> {
    let mut copied = 0;
    for (file, path) in files(from)? {
        let id = file.to_string();
        let folder = to.join(&id[id.len() - 2..]).join(&id);
        for part in entries(&path)? {
            let name = part.file_name();
            let finished = name
                .to_str()
                .is_some_and(|name| name.parse::<u32>().is_ok());
            if finished {
                fs::create_dir_all(&folder)?;
                copy_part(&part.path(), &folder.join(name))?;
            }
        }
        if folder.is_dir() {
            File::open(&folder)?.sync_all()?;
            copied += 1;
        }
    }
    Ok(copied)
}

/// A part erased while copying is gone from the original too: nothing is missing.
fn copy_part(from: &Path, to: &Path) -> io::Result<()> {
    match fs::copy(from, to) {
        Ok(_) => File::open(to)?.sync_all(),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(fault) => Err(fault),
    }
}
