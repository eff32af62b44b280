//! What can be wrong with a key ring, in sentences for the operator.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::KeyId;

/// Why a key ring cannot be read, written, changed or used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum KeyRingError {
    /// No file at the path.
    #[error(
        "There is no key ring at {0}. If this is a new installation, run `kairan init`; \
         if not, restore the key ring from its backup: without it nothing can be read."
    )]
    Missing(PathBuf),
    /// Something that must not be overwritten lies there.
    #[error("There is already a key ring at {0}; it was left as it is.")]
    AlreadyThere(PathBuf),
    /// Others than the service user may read or write it.
    #[error(
        "The key ring {path} may be opened by other users (mode {mode:04o}). \
         Run `chmod 600 {path}` and check who could have read it."
    )]
    TooOpen {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A folder, a device, or far too large.
    #[error("{0} is not a key ring file.")]
    NotARing(PathBuf),
    /// Not the JSON that Kairan writes.
    #[error("The key ring {path} is damaged ({fault}). Restore it from its backup.")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, without any of the content.
        fault: RingFault,
    },
    /// Written by a newer Kairan.
    #[error(
        "The key ring {path} has edition {edition}, which this Kairan does not know. Use the newer Kairan."
    )]
    NewerEdition {
        /// The file.
        path: PathBuf,
        /// The edition found.
        edition: u32,
    },
    /// The operating system refused.
    #[error("The key ring {path} cannot be {doing}.")]
    Io {
        /// The file.
        path: PathBuf,
        /// `read` or `written (…)`.
        doing: &'static str,
        /// The system's own error.
        source: io::Error,
    },
    /// Another installation's ring.
    #[error(
        "This key ring belongs to another installation: its fingerprint is {found}, \
         the database was sealed with {expected}. Check `key_ring_file` in the configuration."
    )]
    OtherRing {
        /// What the database or vault says.
        expected: String,
        /// What the ring says.
        found: String,
    },
    /// The file on disk has keys that the ring to be saved lacks.
    #[error(
        "The key ring {0} was changed meanwhile and has keys that would be lost; nothing was written."
    )]
    WouldLoseKeys(PathBuf),
    /// No rotating key of this number.
    #[error("The key ring has no key {0}.")]
    NoSuchKey(KeyId),
    /// The active key cannot be retired.
    #[error("Key {0} is the active one. Run `kairan keys add` and `kairan keys rewrap` first.")]
    KeyIsActive(KeyId),
    /// Nothing to do.
    #[error("Key {0} was already retired.")]
    AlreadyRetired(KeyId),
    /// Retiring would lose data.
    #[error("Key {id} still seals {count} values. Run `kairan keys rewrap` first.")]
    StillUsed {
        /// The key.
        id: KeyId,
        /// How many values the caller found under it.
        count: u64,
    },
    /// No number is left.
    #[error("The key ring has no number left for a new key.")]
    Full,
}

/// What is wrong inside a key ring file; never shows any of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RingFault {
    /// Not JSON of the expected shape; the line where reading stopped.
    #[error("line {0} cannot be understood")]
    Shape(usize),
    /// Not exactly one key is active.
    #[error("it must have exactly one active key")]
    ActiveKeys,
    /// Two keys with one number, or numbers out of order.
    #[error("the numbers of its keys are not ascending")]
    Order,
    /// A usable key without material, or a retired one with it.
    #[error("the material of key {0} does not fit its state")]
    Material(KeyId),
}
