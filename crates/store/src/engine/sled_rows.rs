//! A sled tree of [`blocks`] as an ordered map of rows.

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

#[cfg(test)]
mod tests {
    use super::*;
    use kairan_vault::SeededEntropy;
    use kairan_vault::entropy::below;

    /// Keys of several lengths and neighbourhoods, some of them prefixes of others.
    fn random_key(entropy: &SeededEntropy) -> Key {
        let mut key = vec![b"acimr"[below(entropy, 5) as usize]];
        for _ in 0..below(entropy, 4) {
            key.push(u8::try_from(below(entropy, 6)).unwrap());
        }
        key
    }

    fn random_row(entropy: &SeededEntropy, version: u64) -> Row {
        let len = [0, 20, 200, 1_500, 9_000][below(entropy, 5) as usize];
        Row {
            version,
            bytes: vec![u8::try_from(version % 256).unwrap(); len],
        }
    }

    fn scanned(
        rows: &SledRows,
        from: &Key,
        to: &Key,
        direction: Direction,
        limit: usize,
    ) -> Vec<(Key, Row)> {
        let scan = Scan {
            from: from.clone(),
            to: to.clone(),
            limit,
            direction,
            follow: false,
        };
        rows.scan(&scan)
            .unwrap()
            .into_iter()
            .map(|found| (found.key, found.row.unwrap()))
            .collect()
    }

    /// Blocks that are cut, emptied and filled again hold what a plain map holds.
    #[test]
    fn blocks_behave_as_one_ordered_map() {
        let folder = tempfile::tempdir().unwrap();
        let db = sled::Config::new()
            .path(folder.path())
            .flush_every_ms(None)
            .open()
            .unwrap();
        let rows = SledRows::new(db.open_tree("blocks").unwrap());
        let entropy = SeededEntropy::new(7);
        let mut plain: BTreeMap<Key, Row> = BTreeMap::new();
        for round in 0..600 {
            let mut writes = BTreeMap::new();
            // Now and then nearly everything goes.
            let sweep = round % 100 == 99;
            for _ in 0..=below(&entropy, if sweep { 900 } else { 12 }) {
                let keep = !sweep && below(&entropy, 3) > 0;
                writes.insert(
                    random_key(&entropy),
                    keep.then(|| random_row(&entropy, round)),
                );
            }
            rows.apply(&writes).unwrap();
            for (key, row) in writes {
                match row {
                    Some(row) => plain.insert(key, row),
                    None => plain.remove(&key),
                };
            }
            let (one, other) = (random_key(&entropy), random_key(&entropy));
            let (from, to) = (one.clone().min(other.clone()), one.max(other));
            let within: Vec<(Key, Row)> = plain
                .range(from.clone()..to.clone())
                .map(|(key, row)| (key.clone(), row.clone()))
                .collect();
            let limit = 1 + below(&entropy, 30) as usize;
            let first: Vec<_> = within.iter().take(limit).cloned().collect();
            let last: Vec<_> = within.iter().rev().take(limit).cloned().collect();
            assert_eq!(
                scanned(&rows, &from, &to, Direction::Up, limit),
                first,
                "{round}"
            );
            assert_eq!(
                scanned(&rows, &from, &to, Direction::Down, limit),
                last,
                "{round}"
            );
            assert_eq!(
                rows.row(&from).unwrap().as_ref(),
                plain.get(&from),
                "{round}"
            );
        }
        let all: Vec<(Key, Row)> = plain.into_iter().collect();
        assert_eq!(rows.rows_behind(None, usize::MAX).unwrap(), all);
        assert!(all.len() > 100);
        assert!(rows.0.len() < all.len());
    }
}
