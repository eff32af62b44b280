//! The port every engine stands behind: an ordered map of key → (version, bytes).
//!
//! Everything above it is written once. A later PostgreSQL engine is one table
//! `rows(key bytea primary key, version bigint, bytes bytea)`, with a followed scan as a join.

mod blocks;
mod group;
mod memory;
mod sled;
mod sled_rows;
mod snapshot;
mod writer;

pub(crate) use memory::MemoryEngine;
pub(crate) use sled::SledEngine;

use async_trait::async_trait;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::StoreError;

pub(crate) type Key = Vec<u8>;

/// A stored value and the number of the commit that wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) version: u64,
    pub(crate) bytes: Vec<u8>,
}

/// What must hold for a batch to be applied.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    /// There is no such row.
    Absent,
    /// The row has this version.
    Version(u64),
    /// There is no such row, or it holds these bytes.
    AbsentOr(Vec<u8>),
}

/// A row whose key the engine completes with the next number of its stream.
#[derive(Debug, Clone)]
pub(crate) struct Append {
    pub(crate) stream: Key,
    /// Prefixes under which pointers to the new row are put, with the same number.
    pub(crate) pointers: Vec<Key>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) finish: Finisher,
}

/// Completes what is appended once its number is known; the writer alone gives numbers out.
pub(crate) trait Finish: Send + Sync {
    /// The row as it is stored under its number.
    fn row(&self, stream: &[u8], no: u64, bytes: Vec<u8>) -> Vec<u8>;
    /// What is kept beside the stream of its last number: the number (8 bytes, big endian), then
    /// whatever shows that it is true.
    fn tip(&self, stream: &[u8], no: u64) -> Vec<u8>;
}

#[derive(Clone)]
pub(crate) struct Finisher(pub(crate) Arc<dyn Finish>);

impl fmt::Debug for Finisher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Finisher")
    }
}

/// Where a stream's last number is kept. Rows that are cut off behind it leave a gap: their
/// numbers are not given out again.
pub(crate) fn tip_key(stream: &[u8]) -> Key {
    [b"mtip:", stream].concat()
}

/// All that one commit does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Batch {
    pub(crate) conditions: Vec<(Key, Condition)>,
    /// `None` deletes.
    pub(crate) writes: BTreeMap<Key, Option<Vec<u8>>>,
    pub(crate) appends: Vec<Append>,
    /// What is added to the counts under these keys, each a row of [`count_of`] bytes; a count of
    /// nothing is no row.
    pub(crate) tallies: BTreeMap<Key, i64>,
}

/// The count a row holds.
pub(crate) fn count_of(bytes: &[u8]) -> u64 {
    bytes.try_into().map_or(0, u64::from_be_bytes)
}

/// From which end a scan starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Up,
    Down,
}

/// Rows with `from <= key < to`.
#[derive(Debug, Clone)]
pub(crate) struct Scan {
    pub(crate) from: Key,
    pub(crate) to: Key,
    pub(crate) limit: usize,
    pub(crate) direction: Direction,
    /// The rows found hold keys: hand back the rows under those keys instead.
    pub(crate) follow: bool,
}

/// A row found by a scan.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The key within the range scanned.
    pub(crate) key: Key,
    /// The key of `row`: another one when followed.
    pub(crate) row_key: Key,
    /// `None` when followed into nothing: the record went away between the two reads.
    pub(crate) row: Option<Row>,
}

/// Why a batch was not applied.
#[derive(Debug, Clone)]
pub(crate) enum Refused {
    /// The condition at this place does not hold.
    Condition(usize),
    Engine(StoreError),
}

#[async_trait]
pub(crate) trait Engine: Send + Sync {
    async fn get(&self, key: &[u8]) -> Result<Option<Row>, StoreError>;
    async fn scan(&self, scan: Scan) -> Result<Vec<Found>, StoreError>;
    /// Applies all of it or nothing; durable when it returns `Ok`.
    async fn commit(&self, batch: Batch) -> Result<(), Refused>;
    /// Begins a snapshot of all rows; at most one at a time.
    fn begin_snapshot(&self) -> Result<(), StoreError>;
    /// The snapshot's next rows in key order; empty at its end.
    async fn next_rows(&self, limit: usize) -> Result<Vec<(Key, Row)>, StoreError>;
    /// Ends the snapshot, at its end or before.
    fn end_snapshot(&self);
    fn counts(&self) -> Counts;
    /// Bytes on disk.
    fn size(&self) -> Result<u64, StoreError>;
    /// `false` once a write has failed: the process should reopen the store or end.
    fn healthy(&self) -> bool;
    async fn close(&self);
}

/// What an engine has done since it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rows read, index rows among them.
    pub rows_read: u64,
    /// Commits applied.
    pub commits: u64,
    /// Times the log was made durable; several commits may share one.
    pub flushes: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Counters {
    rows_read: AtomicU64,
    commits: AtomicU64,
    flushes: AtomicU64,
}

impl Counters {
    fn read(&self, rows: usize) {
        self.rows_read
            .fetch_add(u64::try_from(rows).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn flushed(&self, commits: usize) {
        self.commits.fetch_add(
            u64::try_from(commits).unwrap_or(u64::MAX),
            Ordering::Relaxed,
        );
        self.flushes.fetch_add(1, Ordering::Relaxed);
    }

    fn counts(&self) -> Counts {
        Counts {
            rows_read: self.rows_read.load(Ordering::Relaxed),
            commits: self.commits.load(Ordering::Relaxed),
            flushes: self.flushes.load(Ordering::Relaxed),
        }
    }
}

/// The first key behind all keys that begin with `prefix`.
pub(crate) fn behind(prefix: &[u8]) -> Key {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return end;
        }
    }
    vec![u8::MAX; 64]
}
