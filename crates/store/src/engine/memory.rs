//! Rows in memory: for tests and for trying things out. Nothing outlives the process.

use async_trait::async_trait;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::group::{Group, Numbers, Rows};
use super::snapshot::Snapshots;
use super::{Batch, Counters, Counts, Direction, Engine, Found, Key, Refused, Row, Scan};
use crate::error::StoreError;

type Map = BTreeMap<Key, Row>;

pub(crate) struct MemoryEngine {
    state: Mutex<State>,
    snapshots: Snapshots,
    counters: Counters,
}

struct State {
    rows: Map,
    numbers: Numbers,
    closed: bool,
}

impl MemoryEngine {
    pub(crate) fn new() -> Result<Self, StoreError> {
        let rows = Map::new();
        let numbers = Numbers::load(&rows)?;
        Ok(Self {
            state: Mutex::new(State {
                rows,
                numbers,
                closed: false,
            }),
            snapshots: Snapshots::default(),
            counters: Counters::default(),
        })
    }

    fn lock(&self) -> Result<MutexGuard<'_, State>, StoreError> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            Err(StoreError::Closed)
        } else {
            Ok(state)
        }
    }
}

impl Rows for Map {
    fn row(&self, key: &[u8]) -> Result<Option<Row>, StoreError> {
        Ok(self.get(key).cloned())
    }

    fn last_key(&self, from: &[u8], to: &[u8]) -> Result<Option<Key>, StoreError> {
        Ok(self
            .range(from.to_vec()..to.to_vec())
            .next_back()
            .map(|(key, _)| key.clone()))
    }

    fn rows_behind(
        &self,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Key, Row)>, StoreError> {
        let start = after.map_or(Bound::Unbounded, |key| Bound::Excluded(key.to_vec()));
        let rows = self.range((start, Bound::Unbounded)).take(limit);
        Ok(rows.map(|(key, row)| (key.clone(), row.clone())).collect())
    }
}

fn found(rows: &Map, key: &Key, row: &Row, follow: bool) -> Found {
    let (row_key, row) = if follow {
        (row.bytes.clone(), rows.get(&row.bytes).cloned())
    } else {
        (key.clone(), Some(row.clone()))
    };
    Found {
        key: key.clone(),
        row_key,
        row,
    }
}

#[async_trait]
impl Engine for MemoryEngine {
    async fn get(&self, key: &[u8]) -> Result<Option<Row>, StoreError> {
        self.counters.read(1);
        self.lock()?.rows.row(key)
    }

    async fn scan(&self, scan: Scan) -> Result<Vec<Found>, StoreError> {
        if scan.from >= scan.to {
            return Ok(Vec::new());
        }
        let state = self.lock()?;
        let range = state.rows.range(scan.from..scan.to);
        let all: Vec<Found> = match scan.direction {
            Direction::Up => range
                .take(scan.limit)
                .map(|(k, r)| found(&state.rows, k, r, scan.follow))
                .collect(),
            Direction::Down => range
                .rev()
                .take(scan.limit)
                .map(|(k, r)| found(&state.rows, k, r, scan.follow))
                .collect(),
        };
        self.counters
            .read(all.len() * (1 + usize::from(scan.follow)));
        Ok(all)
    }

    async fn commit(&self, batch: Batch) -> Result<(), Refused> {
        let mut state = self.lock().map_err(Refused::Engine)?;
        let State { rows, numbers, .. } = &mut *state;
        let mut group = Group::new(&*rows, numbers);
        group.admit(batch)?;
        let writes = group.into_writes();
        self.snapshots
            .guard(rows, &writes, || Ok(()))
            .map_err(Refused::Engine)?;
        for (key, row) in writes {
            match row {
                Some(row) => rows.insert(key, row),
                None => rows.remove(&key),
            };
        }
        self.counters.flushed(1);
        Ok(())
    }

    fn begin_snapshot(&self) -> Result<(), StoreError> {
        let _unchanged = self.lock()?;
        self.snapshots.begin()
    }

    async fn next_rows(&self, limit: usize) -> Result<Vec<(Key, Row)>, StoreError> {
        let state = self.lock()?;
        self.snapshots.next(&state.rows, limit)
    }

    fn end_snapshot(&self) {
        self.snapshots.end();
    }

    fn counts(&self) -> Counts {
        self.counters.counts()
    }

    fn size(&self) -> Result<u64, StoreError> {
        Ok(0)
    }

    fn healthy(&self) -> bool {
        true
    }

    async fn close(&self) {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .closed = true;
    }
}
