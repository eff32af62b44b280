//! A consistent reading of all rows while commits go on.
//!
//! The reader walks the rows in key order, chunk by chunk. The writer, before it changes a
//! row the reader has not reached, keeps the row as it was. Both hold the same lock while
//! they do it, so the walk shows exactly the rows of the moment it began.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::group::Rows;
use super::{Key, Row};
use crate::error::StoreError;

#[derive(Debug, Default)]
pub(super) struct Snapshots(Mutex<Option<Walk>>);

#[derive(Debug, Default)]
struct Walk {
    reached: Option<Key>,
    /// Rows as they were; `None` for rows that were not there.
    kept: BTreeMap<Key, Option<Row>>,
    ended: bool,
}

impl Snapshots {
    fn lock(&self) -> MutexGuard<'_, Option<Walk>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin(&self) -> Result<(), StoreError> {
        let mut walk = self.lock();
        if walk.is_some() {
            return Err(StoreError::ExportRuns);
        }
        *walk = Some(Walk::default());
        Ok(())
    }

    pub(super) fn end(&self) {
        *self.lock() = None;
    }

    /// Runs `apply`, having kept what it overwrites.
    pub(super) fn guard<T>(
        &self,
        rows: &impl Rows,
        writes: &BTreeMap<Key, Option<Row>>,
        apply: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut walk = self.lock();
        if let Some(walk) = walk.as_mut().filter(|walk| !walk.ended) {
            for key in writes
                .keys()
                .filter(|key| walk.reached.as_ref() < Some(key))
            {
                if !walk.kept.contains_key(key) {
                    walk.kept.insert(key.clone(), rows.row(key)?);
                }
            }
        }
        apply()
    }

    /// The next rows in key order; empty at the end.
    pub(super) fn next(
        &self,
        rows: &impl Rows,
        limit: usize,
    ) -> Result<Vec<(Key, Row)>, StoreError> {
        let mut walk = self.lock();
        let Some(walk) = walk.as_mut() else {
            return Ok(Vec::new());
        };
        while !walk.ended {
            let found = rows.rows_behind(walk.reached.as_deref(), limit)?;
            let last = found
                .last()
                .map(|(key, _)| key.clone())
                .filter(|_| found.len() == limit);
            let mut chunk: BTreeMap<Key, Row> = found.into_iter().collect();
            let later = last.as_ref().map_or_else(BTreeMap::new, |last| {
                let mut end = last.clone();
                end.push(0);
                walk.kept.split_off(&end)
            });
            for (key, row) in std::mem::replace(&mut walk.kept, later) {
                match row {
                    Some(row) => chunk.insert(key, row),
                    None => chunk.remove(&key),
                };
            }
            walk.ended = last.is_none();
            walk.reached = last;
            if !chunk.is_empty() {
                return Ok(chunk.into_iter().collect());
            }
        }
        Ok(Vec::new())
    }
}
