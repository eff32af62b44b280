//! The refusals many use cases share. Closed lists without words: `domain::words` and the page
//! have the words. Use cases with refusals of their own have an enum of their own.

use kairan_access::StoreFailure;
use kairan_domain::meeting::WrongState;
use kairan_store::{CommitError, StoreError};
pub use kairan_work::ReadError;
pub(crate) use kairan_work::store_fails_into;
use thiserror::Error;

/// Why a change was not made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChangeError {
    /// There is no such thing within this insurer.
    #[error("not found")]
    NotFound,
    /// The state does not allow it.
    #[error(transparent)]
    State(#[from] WrongState),
    /// Others kept changing the same record; trying again may help.
    #[error("others are changing the same record")]
    Contended,
    /// Free space is below the reserve; nothing new is begun.
    #[error("not enough free space")]
    NoSpace,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl From<StoreError> for ChangeError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

impl From<CommitError> for ChangeError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict(_) => Self::Contended,
            other => Self::Store(other.into()),
        }
    }
}

impl From<ReadError> for ChangeError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}
