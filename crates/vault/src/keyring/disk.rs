//! The ring's file on the disk: for its owner alone, and replaced as a whole
//! or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::KeyRingError;

/// Room for several thousand keys; a larger file is something else.
const MAX_BYTES: u64 = 1 << 20;

/// Reads the file after checking rights and size of what was really opened.
pub(super) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, KeyRingError> {
    let not_read = |source| KeyRingError::Io {
        path: path.to_owned(),
        doing: "read",
        source,
    };
    let file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => KeyRingError::Missing(path.to_owned()),
        _ => not_read(error),
    })?;
    let facts = file.metadata().map_err(not_read)?;
    if !facts.is_file() || facts.len() > MAX_BYTES {
        return Err(KeyRingError::NotARing(path.to_owned()));
    }
    let mode = facts.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(KeyRingError::TooOpen {
            path: path.to_owned(),
            mode,
        });
    }
    // Sized beforehand: growing would leave copies of the keys behind.
    let room = usize::try_from(facts.len()).unwrap_or(0) + 1;
    let mut text = Zeroizing::new(Vec::with_capacity(room));
    file.take(MAX_BYTES)
        .read_to_end(&mut text)
        .map_err(not_read)?;
    Ok(text)
}

/// Creates the file for its owner alone and returns once it is on the disk.
pub(super) fn create(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = create_private(path)?;
    file.write_all(text)?;
    file.sync_all()?;
    sync_folder(path)
}

/// Puts a new file in the place of the old one, with the old one's owner:
/// the service user must be able to read what root has rotated.
pub(super) fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    // Through a symbolic link, or the link itself would be replaced.
    let path = fs::canonicalize(path)?;
    let old = fs::metadata(&path)?;
    let fresh = beside(&path);
    remove_leftover(&fresh)?;

    let mut file = create_private(&fresh)?;
    let own = file.metadata()?;
    if (own.uid(), own.gid()) != (old.uid(), old.gid()) {
        fchown(&file, Some(old.uid()), Some(old.gid()))?;
    }
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(&fresh, &path)?;
    sync_folder(&path)
}

fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

/// Makes a created or renamed name durable.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}

/// The name a new edition is written under before it takes the real one.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

/// Removes what a crash in the middle of saving left.
fn remove_leftover(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
