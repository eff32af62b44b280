//! Which sealed files records still name.

use kairan_domain::ids::FileId;
use std::collections::HashSet;

use super::under;
use crate::engine::{Direction, Scan, behind};
use crate::error::StoreError;
use crate::index::Index;
use crate::store::Store;

/// Index rows read per hop.
const CHUNK: usize = 1_000;

impl Store {
    /// Every file a meeting or an upload names.
    pub async fn files(&self) -> Result<HashSet<FileId>, StoreError> {
        let index = Index::FileUse.key(&[]);
        let mut files = HashSet::new();
        let mut from = index.clone();
        loop {
            let scan = Scan {
                from,
                to: behind(&index),
                limit: CHUNK,
                direction: Direction::Up,
                follow: false,
            };
            let found = self.0.engine.scan(scan).await?;
            let ids = found
                .iter()
                .filter_map(|found| found.key[index.len()..].first_chunk().copied());
            files.extend(ids.map(FileId::from_bytes));
            match found.last() {
                Some(last) if found.len() == CHUNK => from = [last.key.as_slice(), &[0]].concat(),
                _ => return Ok(files),
            }
        }
    }

    /// Whether any record names this file.
    pub async fn names_file(&self, file: FileId) -> Result<bool, StoreError> {
        let prefix = Index::FileUse.key(&[file.as_bytes()]);
        Ok(!self
            .0
            .engine
            .scan(under(&prefix, 1, Direction::Up, false))
            .await?
            .is_empty())
    }
}
