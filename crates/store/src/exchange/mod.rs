//! All records out of one store and into another, whatever their engines: the backup, and
//! the way from the embedded database to a larger one.
//!
//! # The format
//!
//! UTF-8, one JSON object per line:
//!
//! | line | fields |
//! |---|---|
//! | first | `kairan_export`: 2 · `ring`: what tells the key ring from another |
//! | a record | `kind`: the kind's name · `id`: hex · `bytes`: the stored record in base64 (RFC 4648 §4, without padding), sealed as it lies in the database |
//! | an audit record | `kind`: `audit` · `id`: insurer (16 bytes, zeros for the installation) ‖ number (8 bytes, big endian), hex · `bytes` |
//! | a seal over audit records | `kind`: `audit_seal` · `id`: insurer ‖ first number, hex · `bytes` |
//! | a meeting number given out | `kind`: `number` · `id`: insurer ‖ fiscal year (8 bytes) ‖ number as text, hex · `bytes`: the meeting's id |
//! | the ledger of the audit | `kind`: `audit_ledger` · `id`: zeros · `bytes` |
//! | last | `end`: how many lines lie between · `digest`: SHA-256 over all lines before it, line ends included · `mark`: a mark of the vault over `export`, the digest and the count (8 bytes, big endian) |
//!
//! Index rows are not in it: import derives them. It needs the same key ring, and the folder
//! of sealed files beside it (`Documents::copy_to`, *after* the export). Every record lies
//! sealed for its own insurer, kind and id, so lines cannot be exchanged for one another; every
//! audit record is marked for its number; and the last line signs the whole. An import refuses
//! what was changed, names the place where it can, and reads every chain before it is done.
//!
//! Edition 1 had no signature. Such a copy is read only by [`Store::import_unsigned`]
//! (`kairan import --unsigned`): whoever had it in hand may have changed its audit records.
//!
//! [`Store::import_unsigned`]: crate::Store::import_unsigned

mod export;
mod import;
mod line;
mod rows;

pub(crate) use export::Walk;
pub use import::ImportError;
pub(crate) use rows::{identify, index_rows};

/// What went from one side to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Transferred {
    /// Records, audit records and numbers.
    pub records: u64,
}
