//! Staff look at any version of a material, outdated ones included. Looking at what one's own
//! office registered is no viewing by a reviewer: it is recorded nowhere.

use crate::edit::load;
use crate::error::{ReadError, store_fails_into};
use crate::reading::{FileError, PlainFile, open_plain};
use kairan_access::{App, StaffOf, StoreFailure};
use kairan_domain::ids::{MeetingId, VersionId};
use kairan_domain::secret::SecretText;
use thiserror::Error;

/// A version for staff's eyes.
#[derive(Debug, Clone)]
pub struct StaffReading {
    /// File name.
    pub file_name: SecretText,
    /// The bytes.
    pub file: PlainFile,
}

/// Why a version cannot be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LookError {
    /// There is no such version within this insurer.
    #[error("not found")]
    NotFound,
    /// The file cannot be read, or was erased.
    #[error(transparent)]
    File(#[from] FileError),
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

store_fails_into!(LookError);

/// Opens a version.
///
/// # Errors
/// [`LookError`].
pub async fn open_version(
    app: &App,
    by: &StaffOf,
    meeting: MeetingId,
    version: VersionId,
) -> Result<StaffReading, LookError> {
    let read = load(app, by, meeting).await.map_err(|error| match error {
        ReadError::NotFound => LookError::NotFound,
        ReadError::Store(failure) => LookError::Store(failure),
    })?;
    let mut versions = read.materials().iter().flat_map(|kept| &kept.versions);
    let found = versions.find(|kept| kept.id == version);
    let found = found.ok_or(LookError::NotFound)?;
    Ok(StaffReading {
        file_name: found.file_name.clone(),
        file: open_plain(app, found)?,
    })
}
