//! `[data]`: where Kairan keeps what it must not lose.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Faults;
use super::units::ByteSize;

/// Folder, key ring and the space that must stay free.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Data {
    /// Database, sealed documents and control socket.
    pub folder: PathBuf,
    /// The key ring; must lie outside `folder`, so that a copy of the data alone opens nothing.
    pub key_ring_file: PathBuf,
    /// Free space below which uploads and registrations are refused.
    pub reserve: ByteSize,
    /// Memory the database may use for its cache.
    pub cache: ByteSize,
}

impl Default for Data {
    fn default() -> Self {
        Self {
            folder: "/var/lib/kairan".into(),
            key_ring_file: "/etc/kairan/keys/ring".into(),
            reserve: ByteSize::mib(512),
            cache: ByteSize::mib(16),
        }
    }
}

impl Data {
    /// The database. Where this folder exists, data of an earlier start may lie in it.
    pub fn store_folder(&self) -> PathBuf {
        self.folder.join("store")
    }

    /// The socket by which commands reach the running server.
    pub fn control_socket(&self) -> PathBuf {
        self.folder.join("control.sock")
    }

    /// The Maildir in which `kairan bounce` keeps what it does not understand.
    pub fn returned_mail(&self) -> PathBuf {
        self.folder.join("returned-mail")
    }

    pub(super) fn check(&self, faults: &mut Faults) {
        faults.require(
            !self.folder.as_os_str().is_empty(),
            "data.folder",
            "must not be empty",
        );
        faults.require(
            !self.key_ring_file.as_os_str().is_empty(),
            "data.key_ring_file",
            "must not be empty",
        );
        faults.require(
            !self.key_ring_file.starts_with(&self.folder),
            "data.key_ring_file",
            "must lie outside data.folder: whoever copies the data must not get the keys with it",
        );
        faults.require(
            self.reserve >= ByteSize::mib(64),
            "data.reserve",
            "must be at least 64 MiB: the database stops writing for good when the disk is full",
        );
        faults.require(
            self.cache >= ByteSize::mib(1),
            "data.cache",
            "must be at least 1 MiB",
        );
    }
}
