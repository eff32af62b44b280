//! Free space on the disk, watched so that the engine never meets a full one: after ENOSPC
//! sled writes nothing until it is reopened.

use std::path::{Path, PathBuf};

/// The disk a folder lies on, and how much of it is to stay free.
#[derive(Debug, Clone)]
pub struct Space {
    folder: Option<PathBuf>,
    reserve: u64,
}

impl Space {
    /// Watches the disk of `folder`.
    pub fn of(folder: &Path, reserve: u64) -> Self {
        Self {
            folder: Some(folder.to_owned()),
            reserve,
        }
    }

    /// Always enough.
    pub fn unlimited() -> Self {
        Self {
            folder: None,
            reserve: 0,
        }
    }

    /// Free bytes for an unprivileged process; `None` when nothing is watched or the system
    /// does not say.
    pub fn free(&self) -> Option<u64> {
        let disk = rustix::fs::statvfs(self.folder.as_ref()?).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }

    /// Whether the reserve is untouched. A system that does not say is not taken for full.
    pub fn is_enough(&self) -> bool {
        self.free().is_none_or(|free| free >= self.reserve)
    }
}
