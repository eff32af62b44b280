//! `kairan init`: data folder, key ring, first insurer and its administrator.
//!
//! Makes what is missing and leaves alone what is there. The one thing it refuses is a new ring
//! beside old data: nothing old could be opened with it, and nobody would notice at once.

use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use kairan_vault::{KeyRing, KeyRingError};

use crate::config::Config;
use crate::wire::{Nature, SetUpError, make_folder};

/// What `init` found or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ring {
    /// Made just now: copy it to its safe place.
    Made,
    /// Was there.
    Found,
}

/// Why nothing was initialised.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// Folder, ring or store refuse.
    #[error(transparent)]
    SetUp(#[from] SetUpError),
    /// The folder of the key ring cannot be made.
    #[error("{folder}: {cause}")]
    Folder {
        /// Which folder.
        folder: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// There is data, but not the ring it was sealed with.
    #[error(
        "there is data in {0}, but no key ring: put the ring back in its place; \
         a new one could not open anything"
    )]
    DataWithoutRing(PathBuf),
}

/// Makes data folder and key ring.
pub fn init(config: &Config, nature: &Nature) -> Result<Ring, InitError> {
    let file = &config.data.key_ring_file;
    make_folder(&config.data.folder)?;
    match KeyRing::load(file) {
        Ok(_) => return Ok(Ring::Found),
        Err(KeyRingError::Missing(_)) => {}
        Err(error) => return Err(SetUpError::from(error).into()),
    }
    if config.data.store_folder().exists() {
        return Err(InitError::DataWithoutRing(config.data.folder.clone()));
    }
    if let Some(folder) = file.parent() {
        make_private(folder)?;
    }
    let made_at = nature.clock.now().to_string();
    let ring = KeyRing::generate(nature.entropy.as_ref(), &made_at);
    ring.save_new(file).map_err(SetUpError::from)?;

    Ok(Ring::Made)
}

fn make_private(folder: &Path) -> Result<(), InitError> {
    if folder.as_os_str().is_empty() || fs::metadata(folder).is_ok() {
        return Ok(());
    }
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder);
    made.map_err(|cause| InitError::Folder {
        folder: folder.to_owned(),
        cause,
    })
}
