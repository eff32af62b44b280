//! What a commit checks and writes, the same for every engine: several batches are admitted
//! one after another into a group, each seeing those before it, and applied together.

use std::collections::{BTreeMap, HashMap};

use super::{Batch, Condition, Key, Refused, Row, behind, count_of, tip_key};
use crate::error::StoreError;

/// The rows as they lie below a group.
pub(super) trait Rows {
    fn row(&self, key: &[u8]) -> Result<Option<Row>, StoreError>;
    /// The last key before `to`, not before `from`.
    fn last_key(&self, from: &[u8], to: &[u8]) -> Result<Option<Key>, StoreError>;
    /// The first `limit` rows behind `after`.
    fn rows_behind(
        &self,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Key, Row)>, StoreError>;
}

/// Where the number of the last commit lies: a row's own version says it.
const LAST_COMMIT: &[u8] = b"mlast-commit";

/// The numbers only the writer gives out.
#[derive(Debug)]
pub(super) struct Numbers {
    commit: u64,
    streams: HashMap<Key, u64>,
}

impl Numbers {
    pub(super) fn load(rows: &impl Rows) -> Result<Self, StoreError> {
        let commit = rows.row(LAST_COMMIT)?.map_or(0, |row| row.version);
        Ok(Self {
            commit,
            streams: HashMap::new(),
        })
    }

    fn next_of(&mut self, stream: &[u8], rows: &impl Rows) -> Result<u64, StoreError> {
        if let Some(last) = self.streams.get_mut(stream) {
            *last += 1;
            return Ok(*last);
        }
        let last = rows.last_key(stream, &behind(stream))?;
        let last = last
            .and_then(|key| key.last_chunk::<8>().copied())
            .map_or(0, u64::from_be_bytes);
        let tip = rows.row(&tip_key(stream))?;
        let tip = tip.and_then(|row| row.bytes.first_chunk::<8>().copied());
        let last = last.max(tip.map_or(0, u64::from_be_bytes));
        self.streams.insert(stream.to_vec(), last + 1);
        Ok(last + 1)
    }
}

/// Batches admitted and not yet applied.
pub(super) struct Group<'a, R> {
    rows: &'a R,
    numbers: &'a mut Numbers,
    pending: BTreeMap<Key, Option<Row>>,
    bytes: usize,
}

impl<'a, R: Rows> Group<'a, R> {
    pub(super) fn new(rows: &'a R, numbers: &'a mut Numbers) -> Self {
        Self {
            rows,
            numbers,
            pending: BTreeMap::new(),
            bytes: 0,
        }
    }

    /// Takes a batch in if all its conditions hold now.
    pub(super) fn admit(&mut self, batch: Batch) -> Result<(), Refused> {
        for (place, (key, condition)) in batch.conditions.iter().enumerate() {
            let row = self.row(key).map_err(Refused::Engine)?;
            let holds = match condition {
                Condition::Absent => row.is_none(),
                Condition::Version(version) => row.is_some_and(|row| row.version == *version),
                Condition::AbsentOr(bytes) => row.is_none_or(|row| row.bytes == *bytes),
            };
            if !holds {
                return Err(Refused::Condition(place));
            }
        }
        self.numbers.commit += 1;
        for append in batch.appends {
            let number = self
                .numbers
                .next_of(&append.stream, self.rows)
                .map_err(Refused::Engine)?;
            let finish = &append.finish.0;
            let bytes = finish.row(&append.stream, number, append.bytes);
            let tip = finish.tip(&append.stream, number);
            self.put(tip_key(&append.stream), Some(tip));
            let number = number.to_be_bytes();
            let key = [append.stream.as_slice(), &number].concat();
            for pointer in append.pointers {
                self.put([pointer.as_slice(), &number].concat(), Some(key.clone()));
            }
            self.put(key, Some(bytes));
        }
        for (key, bytes) in batch.writes {
            self.put(key, bytes);
        }
        for (key, more) in batch.tallies {
            let row = self.row(&key).map_err(Refused::Engine)?;
            let count = row.map_or(0, |row| count_of(&row.bytes));
            let count = count.saturating_add_signed(more);
            let bytes = (count > 0).then(|| count.to_be_bytes().to_vec());
            self.put(key, bytes);
        }
        self.put(LAST_COMMIT.to_vec(), Some(Vec::new()));
        Ok(())
    }

    fn put(&mut self, key: Key, bytes: Option<Vec<u8>>) {
        self.bytes += key.len() + bytes.as_ref().map_or(0, Vec::len);
        let version = self.numbers.commit;
        self.pending
            .insert(key, bytes.map(|bytes| Row { version, bytes }));
    }

    fn row(&self, key: &[u8]) -> Result<Option<Row>, StoreError> {
        match self.pending.get(key) {
            Some(row) => Ok(row.clone()),
            None => self.rows.row(key),
        }
    }

    /// Bytes waiting to be applied.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The rows to write; `None` deletes.
    pub(super) fn into_writes(self) -> BTreeMap<Key, Option<Row>> {
        self.pending
    }
}
