//! Why nothing comes out of the printer.

use crate::error::{ChangeError, ReadError};
use kairan_access::StoreFailure;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::OpinionRefusal;
use kairan_paper::PaperError;
use kairan_store::StoreError;
use thiserror::Error;

/// Why letters were not drawn. Nothing was changed.
#[derive(Debug, Error)]
pub enum LetterError {
    /// One of the requests does not exist within this insurer.
    #[error("not found")]
    NotFound,
    /// No request was named.
    #[error("nothing to print")]
    Nothing,
    /// More than are printed at once.
    #[error("at most {most} at once")]
    TooMany {
        /// The most.
        most: usize,
    },
    /// This request's state does not allow it.
    #[error("{id}: {why}")]
    Refused {
        /// Which.
        id: OpinionRequestId,
        /// Why.
        why: OpinionRefusal,
    },
    /// Others kept changing the same records; trying again may help.
    #[error("others are changing the same records")]
    Contended,
    /// The paper cannot be drawn.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// Drawing broke off.
    #[error("drawing broke off")]
    BrokeOff,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl From<StoreError> for LetterError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

impl From<ReadError> for LetterError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}

impl From<ChangeError> for LetterError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::NotFound,
            ChangeError::Store(failure) => Self::Store(failure),
            _ => Self::Contended,
        }
    }
}
