//! Whether every record can be read and every index row is the right one.

use std::collections::BTreeMap;

use crate::engine::Key;
use crate::error::StoreError;
use crate::exchange::{Walk, identify, index_rows};
use crate::index::TALLIES;
use crate::store::Store;

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checked {
    /// Records, audit records and numbers read.
    pub records: u64,
    /// Index rows that belong to a record.
    pub index_rows: u64,
    /// Index rows that a record should have and has not, and counts that are wrong.
    pub missing: u64,
    /// Index rows that no record has, and counts of nothing.
    pub stray: u64,
}

impl Checked {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.missing == 0 && self.stray == 0
    }
}

impl Store {
    /// Reads all records as they stand at this moment and derives every index row anew.
    /// Keeps all index keys in memory; for tests and for an operator's peace of mind.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] names the first record that cannot be read.
    pub async fn check_all(&self) -> Result<Checked, StoreError> {
        let walk = Walk::begin(self.0.engine.as_ref())?;
        let (mut stored, mut derived) = (BTreeMap::<Key, Key>::new(), BTreeMap::<Key, Key>::new());
        let mut tallies = BTreeMap::<Key, u64>::new();
        let mut checked = Checked::default();
        loop {
            let rows = walk.next().await?;
            if rows.is_empty() {
                break;
            }
            for (key, row) in rows {
                if let Some((kind, _)) = identify(&key) {
                    checked.records += 1;
                    let index = index_rows(&self.0.codec, kind, &key, &row)?;
                    for entry in index {
                        if let Some(tally) = entry.tally {
                            *tallies.entry(tally).or_default() += 1;
                        }
                        derived.insert(entry.key, key.clone());
                    }
                } else if key.first() == Some(&b'i') || key.starts_with(TALLIES) {
                    stored.insert(key, row.bytes);
                }
            }
        }
        let tallies = tallies.into_iter();
        derived.extend(tallies.map(|(key, count)| (key, count.to_be_bytes().to_vec())));
        for (key, record) in derived {
            match stored.remove(&key) {
                Some(pointer) if pointer == record => checked.index_rows += 1,
                _ => checked.missing += 1,
            }
        }
        checked.stray = u64::try_from(stored.len()).unwrap_or(u64::MAX);
        Ok(checked)
    }
}
