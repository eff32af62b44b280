//! What Kairan keeps: records in a [`Store`], sealed files in [`Documents`].
//!
//! The store has typed reads and **one write**, [`Store::commit`]: all or nothing, durable
//! when it returns, refused with [`CommitError::Conflict`] when a version moved. A record is
//! sealed whole before it reaches an engine; an engine orders bytes and knows nothing else.
//!
//! **Deliberately does not know**: who may read what (`access` builds the witnesses), when
//! something is due or over (instants are arguments), what the bytes of a document mean.
//!
//! **Start reading** at [`Changes`], then `record/meeting.rs` (how a record is written down
//! and found again), then `engine/mod.rs` (the port) and `engine/group.rs` (what a commit
//! checks, the same for every engine).
//!
//! **To add a kind of record**: a line in `record/mod.rs` (`kinds!`), a file in `record/` with its
//! disk form and its index keys, a typed read in `read/`, a sample in `tests/it/samples.rs`, its
//! golden file; the compiler asks for its arm in `rewrap.rs`.
//!
//! **To change a disk form.** A new field whose absence has one right meaning: `#[serde(default)]`
//! and left out while it has that value, so that old records and golden files stay what they are
//! (`record/credential.rs`, `waits`). Anything else (a field renamed, removed, of another meaning):
//! the next `EDITION` of its `Coded`, and a `Coded::read` of its own that still reads the one
//! before, for ever; there is none yet. When an older program must not write beside it, raise the
//! schema's edition too (`schema.rs`): that program then refuses the database.
//!
//! **To add an engine**: implement `engine::Engine` (an ordered map of key → version and
//! bytes: in SQL one table). It owes its callers: all conditions of a batch checked, the batch
//! applied and its counts added up in one step (`engine/group.rs` does it for all), `Append` numbered without gaps within its
//! stream, the version of a row = the number of the commit that wrote it, and every overwritten row
//! told to `engine::snapshot` while an export runs. Then: a constructor beside [`Store::sled`], the
//! choice in `kairan` (`config/data.rs`, `wire::open_store`; `init` tells old data by
//! `Data::store_folder`), a module in the macro `on_every_engine` of `tests/it/contract.rs`.
//!
//! # Decisions
//! - 2026-11-22: the *whole body* of a record is one sealed field, not one field per name or
//!   address. Nothing personal can be forgotten, 33 bytes of overhead instead of 33 per
//!   field (the meeting must fit into 64 KiB), one AES call per read. What stays readable
//!   without the ring: kind, id, insurer, and the index rows, which hold dates, meeting
//!   numbers, panel names and HMACs. Audit records hold ids only and stay readable.
//! - 2026-11-22: a version is the number of the commit that wrote the row, never used again,
//!   so a record deleted and made anew cannot be mistaken for the one that was read.
//! - 2026-11-22: an index row's value is the key of its record, and a scan can *follow* it:
//!   one hop to the engine per page (in SQL: one join).
//! - 2026-11-22: audit records are numbered by the engine's writer from the last one stored;
//!   there is no head record that every commit would fight over.
//! - 2026-11-22: an export reads a snapshot that the writer keeps by saving the rows it
//!   overwrites while an export runs (`engine/snapshot.rs`); commits wait for one chunk of
//!   256 rows at most. Index rows are not exported; import derives them anew.
//! - 2026-11-22: in sled, neighbouring rows lie together in blocks of two kilobytes
//!   (`engine/blocks.rs`). Rejected: one sled entry per row, which cost 400 bytes of memory
//!   per ten rows from the start (measured with 10,000 meetings: 11 MB against 1.7 MB).
//! - 2026-11-22: closing opens sled once more when its log has grown by 16 MiB, for sled notes
//!   where its pages lie only then (measured, 10,000 meetings: next start 0.1 s, else 1.7 s).
//!   Rejected: doing it while serving, which 0.34 cannot.
//! - 2026-11-23: sled keeps to `cache_bytes` only loosely: it evicts when one of its 256 shards
//!   has been asked 64 times, so some 16,000 pages of up to 30 KB may lie in memory first
//!   (measured with 100,000 meetings and a cache of 16 MiB: 26 MiB at the start, of which 8 are the
//!   pages' bookkeeping; 235 MiB after an export has read every row). Hence no round may read what
//!   grows with the years: the sweep of passwords did, every minute, and held 217 MiB at the start
//!   and 1.1 GiB seconds later. Rejected: blocks of one kilobyte, with half as much on a page and
//!   twice as many pages to keep books of.
//! - 2026-11-22: a part of a document takes its final name by a hard link that refuses to
//!   replace one; two connections that resume the same upload cannot spoil each other's part.
//! - 2026-11-22: meetings are found by a piece of a name through one index row per seat (an HMAC
//!   of the whole name, then the day): the few distinct names of an insurer are gone through
//!   first (`read/search.rs`). Rejected: a row per pair of letters. It needs four to five times
//!   as many rows (some 25 per meeting instead of 6), each in another block that every
//!   publishing would rewrite, and it shows whoever has the disk how often letters meet.
//! - 2026-11-23: the answers of a submitted opinion are a record per version, beside the request:
//!   a long form takes 8 KB and more, and a request sent back a few times must fit into 64 KiB.
//!   What is left in the request is bounded by `domain` (`OpinionRequest::MOST_VERSIONS`,
//!   `MOST_REMINDERS`); a test fills it to the last byte people may type.
//! - 2026-11-23: requests are listed by state and due day, a list per state, and a page merges the
//!   lists it asks for. Rejected: one list by due day that is filtered while it is read; behind
//!   five years of accepted opinions a page of open ones would read thousands.
//! - 2026-11-23: open requests are counted by state and due day, and by how long is waited and when
//!   somebody last asked after it ([`Store::open_requests_by_due`], [`Store::awaited_by_day`]): what
//!   is overdue or to be called about follows from a few hundred counts, whatever the insurer's
//!   rule. The engine's writer adds up (`Batch::tallies`), so no two commits meet in a count, and
//!   `check_all` counts anew. Rejected: counting index rows per page (10,000 open: a millisecond and
//!   more for each number shown), and a record with counters, over which all commits would conflict.
//! - 2026-11-23: people are found by an HMAC of the whole 被保険者番号, name or ふりがな (16 bytes of
//!   it, and the record looked at), not by a piece of a name: the number or the full name stands
//!   on every paper the office holds.
//! - 2026-11-23: every read about requests and clinics names the insurer, also where the id alone
//!   would do, except by a letter's link or short code: whoever holds the letter names none.
//! - 2026-11-22: documents are written through object_store with `with_fsync` (temp → fsync →
//!   rename → fsync folder). They are *opened* with a plain `open` beside it: its local
//!   `get` goes through `spawn_blocking`, which `perf.md` shows to cost half the ranges.
#![deny(missing_docs)]

mod changes;
mod cursor;
mod documents;
mod engine;
mod error;
mod exchange;
mod index;
mod read;
mod record;
mod rewrap;
mod schema;
mod seals;
mod space;
mod store;
mod upgrade;
mod versioned;

pub use changes::{Changes, Housekeeping};
pub use cursor::{Cursor, NotACursor, Order, Page};
pub use documents::{
    Documents, DocumentsError, FileError, PartReader, PartWriter, PlainFile, StoredFile,
    SweepError, Swept, sweep_orphans,
};
pub use engine::Counts;
pub use error::{CommitError, ConflictOn, Damage, OpenError, StoreError};
pub use exchange::{ImportError, Transferred};
pub use read::{
    AwaitedTally, Checked, DueTally, MeetingsQuery, NumberedAudit, RequestsQuery, SessionOwner,
};
pub use record::{
    AuditCheck, AuditLedger, AuditSeal, HandOver, Kind, Record, ThrottleKey, Throttled,
};
pub use seals::{AuditChain, Broken, Noted, NotedBad, PruneError, SealError, SealedIn};
pub use space::Space;
pub use store::{SledOptions, Store};
pub use versioned::{Version, Versioned};
