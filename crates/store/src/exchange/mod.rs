//! All records out of one store and into another, whatever their engines: the backup, and
//! the way from the embedded database to a larger one.
//!
//! # The format
//!
//! UTF-8, one JSON object per line:
//!
//! | line | fields |
//! |---|---|
//! | first | `kairan_export`: 1 |
//! | a record | `kind`: the kind's name · `id`: hex · `bytes`: the stored record in base64 (RFC 4648 §4, without padding), sealed as it lies in the database |
//! | an audit record | `kind`: `audit` · `id`: insurer (16 bytes, zeros for the installation) ‖ number (8 bytes, big endian), hex · `bytes` |
//! | a seal over audit records | `kind`: `audit_seal` · `id`: insurer ‖ first number, hex · `bytes` |
//! | a meeting number given out | `kind`: `number` · `id`: insurer ‖ fiscal year (8 bytes) ‖ number as text, hex · `bytes`: the meeting's id |
//! | last | `end`: how many lines lie between |
//!
//! Index rows are not in it: import derives them. It needs the same key ring, and the folder
//! of sealed files beside it (`Documents::copy_to`, *after* the export). Every record lies
//! sealed for its own insurer, kind and id, so lines cannot be exchanged for one another.

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
