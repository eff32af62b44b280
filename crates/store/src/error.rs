//! What can go wrong, as closed lists.

use std::fmt;
use thiserror::Error;

use crate::record::Kind;

/// Why a read failed. "Not found" is no error but `None`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// A stored record cannot be read: wrong checksum, unknown edition, or it does not open.
    #[error("the record {kind} {id} is damaged: {why}")]
    Corrupt {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: String,
        /// What is wrong with it.
        why: Damage,
    },
    /// The engine failed; nothing can be relied upon until it is reopened.
    #[error("the store's engine failed: {0}")]
    Engine(String),
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// What keeps how far the audit reaches is gone.
    #[error("the ledger of the audit is missing")]
    NoLedger,
    /// Another export is running.
    #[error("another export is running")]
    ExportRuns,
    /// An export could not be written where it should go.
    #[error("the export cannot be written: {0}")]
    Write(String),
}

/// What is wrong with a damaged record.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Damage {
    /// Shorter than any record.
    #[error("cut off")]
    CutOff,
    /// The checksum disagrees.
    #[error("bad checksum")]
    Checksum,
    /// An edition this program does not know.
    #[error("unknown edition {0}")]
    Edition(u8),
    /// The sealed body does not open.
    #[error("{0}")]
    Sealed(String),
    /// The body opens, but is not what the kind looks like.
    #[error("unreadable body: {0}")]
    Body(String),
}

/// Why a commit changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CommitError {
    /// Something moved since it was read, or is already there.
    #[error("conflict on {0}")]
    Conflict(ConflictOn),
    /// A record would be larger than a record may be.
    #[error("the record {kind} would take {bytes} bytes, more than {most}")]
    TooLarge {
        /// Its kind.
        kind: Kind,
        /// Its size.
        bytes: usize,
        /// The largest size.
        most: usize,
    },
    /// A kind of record that this housekeeping may not change without an audit record.
    #[error("changing {0} needs an audit record")]
    NeedsAudit(Kind),
    /// The same record stands twice in one set of changes.
    #[error("{0} is changed twice in one commit")]
    Twice(Kind),
    /// The engine failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a commit ran into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConflictOn {
    /// A record of this kind changed, went away or came into being.
    Record(Kind),
    /// The login id is taken.
    Login,
    /// The insurer number is taken.
    InsurerNumber,
    /// The meeting number was given to another meeting.
    MeetingNumber,
    /// The insurer has a reviewer with this address.
    ReviewerMail,
    /// The access link is in use.
    Link,
    /// The short code is in use: draw another one.
    ShortCode,
    /// The authentication key's secret is in use.
    KeyDigest,
}

impl fmt::Display for ConflictOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record(kind) => write!(f, "the record {kind}"),
            Self::Login => f.write_str("the login id"),
            Self::InsurerNumber => f.write_str("the insurer number"),
            Self::MeetingNumber => f.write_str("the meeting number"),
            Self::ReviewerMail => f.write_str("the reviewer's address"),
            Self::Link => f.write_str("the access link"),
            Self::KeyDigest => f.write_str("the authentication key"),
            Self::ShortCode => f.write_str("the short code"),
        }
    }
}

/// Why a database cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpenError {
    /// Written by a newer Kairan.
    #[error(
        "the database has schema edition {found}, this Kairan knows up to {known}: install the newer Kairan again"
    )]
    Newer {
        /// The database's edition.
        found: u32,
        /// The newest edition known here.
        known: u32,
    },
    /// Sealed with another key ring.
    #[error(
        "the database was sealed with another key ring: put back the ring this data folder was made with"
    )]
    OtherRing,
    /// The right ring, but an older copy of it: a key is missing.
    #[error(
        "the key ring is an older copy: the key the database was last sealed with is missing ({0})"
    )]
    OlderRing(String),
    /// An import stopped half-way.
    #[error(
        "an import into this database did not finish: remove the database folder and import again"
    )]
    HalfImported,
    /// Another process has the database open.
    #[error("the database is in use by another process")]
    InUse,
    /// What keeps how far the audit reaches is gone.
    #[error(
        "the ledger of the audit is missing: somebody has taken it out of the database; put back a copy of the whole data folder"
    )]
    LedgerMissing,
    /// Some other failure.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OpenError {
    /// Some other failure, in words.
    pub(crate) fn failed(fault: impl fmt::Display) -> Self {
        Self::Store(StoreError::Engine(fault.to_string()))
    }
}
