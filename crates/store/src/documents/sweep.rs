//! Removing files that no record names: what a crash between writing and committing leaves,
//! and what a purge could not delete.

use jiff::Timestamp;
use thiserror::Error;

use super::{Documents, DocumentsError};
use crate::error::StoreError;
use crate::store::Store;

/// What a sweep removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Files.
    pub files: u64,
    /// Their sealed bytes.
    pub bytes: u64,
}

/// Why a sweep stopped.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SweepError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder failed.
    #[error(transparent)]
    Documents(#[from] DocumentsError),
}

/// Removes files last written before `older_than` that no record names.
///
/// It cannot race an upload: an upload's record names its file before the first byte is
/// written, names are asked for *after* the folder was listed and once more right before
/// removing, and `older_than` (a day back) leaves alone whatever still grows.
///
/// # Errors
/// [`SweepError`].
pub async fn sweep_orphans(
    store: &Store,
    documents: &Documents,
    older_than: Timestamp,
) -> Result<Swept, SweepError> {
    let found = documents.list().await?;
    let named = store.files().await?;
    let mut swept = Swept::default();
    for stored in found {
        let orphan = stored.changed_at < older_than && !named.contains(&stored.file);
        if orphan && !store.names_file(stored.file).await? {
            documents.delete(stored.file).await?;
            swept.files += 1;
            swept.bytes += stored.bytes;
        }
    }
    documents.remove_leftovers(older_than).await?;
    Ok(swept)
}
