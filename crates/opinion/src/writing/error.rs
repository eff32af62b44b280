//! Why a draft was not saved.

use crate::error::ReadError;
use kairan_access::StoreFailure;
use kairan_domain::opinion_request::OpinionRefusal;
use kairan_store::{CommitError, StoreError};
use thiserror::Error;

/// Why a draft was not saved. What the page holds is still there; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WritingError {
    /// The request is gone.
    #[error("not found")]
    NotFound,
    /// It can no longer be written: submitted, accepted, cancelled.
    #[error(transparent)]
    Refused(#[from] OpinionRefusal),
    /// More text than a draft holds.
    #[error("more than {most} bytes of text")]
    TooMuch {
        /// The most bytes of all texts together.
        most: usize,
    },
    /// Others kept changing the same record; trying again may help.
    #[error("others are changing the same record")]
    Contended,
    /// Free space is below the reserve.
    #[error("not enough free space")]
    NoSpace,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl From<ReadError> for WritingError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}

impl From<StoreError> for WritingError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

impl From<CommitError> for WritingError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict(_) => Self::Contended,
            CommitError::TooLarge { most, .. } => Self::TooMuch { most },
            other => Self::Store(other.into()),
        }
    }
}
