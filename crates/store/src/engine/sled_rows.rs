//! A sled tree of [blocks](super::blocks) as an ordered map of rows.

use sled::{IVec, Tree};
use std::collections::BTreeMap;
use std::ops::Bound;

use super::blocks::{self, Edit};
use super::group::Rows;
use super::sled::failed;
use super::{Direction, Found, Key, Row, Scan};
use crate::error::StoreError;

/// The key of the first block: before every row.
const FIRST: &[u8] = &[0];

#[derive(Clone)]
pub(super) struct SledRows(Tree);

impl SledRows {
    pub(super) fn new(tree: Tree) -> Self {
        Self(tree)
    }

    /// The block that covers a key.
    fn block_of(&self, key: &[u8]) -> Result<Option<(IVec, IVec)>, StoreError> {
        self.0.range(..=key).next_back().transpose().map_err(failed)
    }

    /// Changes rows; whole or not at all, not yet durable.
    pub(super) fn apply(&self, writes: &BTreeMap<Key, Option<Row>>) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        let mut left = writes.iter().peekable();
        while let Some((first, _)) = left.peek() {
            let block = self.block_of(first)?;
            let (start, bytes) = block.map_or_else(
                || (FIRST.to_vec(), IVec::default()),
                |(key, bytes)| (key.to_vec(), bytes),
            );
            let end = self
                .0
                .range::<&[u8], _>((Bound::Excluded(start.as_slice()), Bound::Unbounded))
                .next();
            let end = end.transpose().map_err(failed)?.map(|(key, _)| key);
            let mut edit = Edit::of(start, &bytes)?;
            while let Some((key, row)) = left
                .next_if(|(key, _)| end.as_ref().is_none_or(|end| key.as_slice() < end.as_ref()))
            {
                edit.put(key, row.as_ref());
            }
            for (key, bytes) in edit.finish()? {
                match bytes {
                    Some(bytes) => batch.insert(key, bytes),
                    None => batch.remove(key),
                }
            }
        }
        self.0.apply_batch(batch).map_err(failed)
    }

    /// Rows of a range. Blocks may be cut while it reads: a row already seen is not seen again.
    pub(super) fn scan(&self, scan: &Scan) -> Result<Vec<Found>, StoreError> {
        let mut found: Vec<Found> = Vec::new();
        if scan.from >= scan.to {
            return Ok(found);
        }
        let start = self
            .block_of(&scan.from)?
            .map_or_else(|| FIRST.to_vec(), |(key, _)| key.to_vec());
        let mut range = self.0.range(start.as_slice()..scan.to.as_slice());
        while found.len() < scan.limit {
            let block = match scan.direction {
                Direction::Up => range.next(),
                Direction::Down => range.next_back(),
            };
            let Some((_, bytes)) = block.transpose().map_err(failed)? else {
                break;
            };
            let mut entries = blocks::decode(&bytes)?;
            if scan.direction == Direction::Down {
                entries.reverse();
            }
            let inside = entries
                .into_iter()
                .filter(|(key, _)| *key >= scan.from && *key < scan.to);
            for (key, row) in inside {
                let fresh = found.last().is_none_or(|last| match scan.direction {
                    Direction::Up => last.key < key,
                    Direction::Down => last.key > key,
                });
                if fresh && found.len() < scan.limit {
                    found.push(Found {
                        row_key: key.clone(),
                        key,
                        row: Some(row),
                    });
                }
            }
        }
        if scan.follow {
            for found in &mut found {
                found.row_key = found
                    .row
                    .take()
                    .map_or_else(Vec::new, |pointer| pointer.bytes);
                found.row = self.row(&found.row_key)?;
            }
        }
        Ok(found)
    }
}

impl Rows for SledRows {
    fn row(&self, key: &[u8]) -> Result<Option<Row>, StoreError> {
        self.block_of(key)?
            .map_or(Ok(None), |(_, bytes)| blocks::find(&bytes, key))
    }

    fn last_key(&self, from: &[u8], to: &[u8]) -> Result<Option<Key>, StoreError> {
        let scan = Scan {
            from: from.to_vec(),
            to: to.to_vec(),
            limit: 1,
            direction: Direction::Down,
            follow: false,
        };
        Ok(self.scan(&scan)?.pop().map(|found| found.key))
    }

    fn rows_behind(
        &self,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Key, Row)>, StoreError> {
        let from = after.map_or_else(Vec::new, |key| [key, &[0]].concat());
        let scan = Scan {
            from,
            to: super::behind(&[]),
            limit,
            direction: Direction::Up,
            follow: false,
        };
        Ok(self
            .scan(&scan)?
            .into_iter()
            .filter_map(|found| found.row.map(|row| (found.key, row)))
            .collect())
    }
}
