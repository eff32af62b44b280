//! Why nothing was submitted.

use crate::error::{ChangeError, ReadError};
use kairan_access::StoreFailure;
use kairan_domain::opinion_request::OpinionRefusal;
use kairan_paper::PaperError;
use kairan_store::{CommitError, StoreError};
use kairan_work::FileFailure;
use thiserror::Error;

/// Why nothing was submitted. The draft is as it was.
#[derive(Debug, Error)]
pub enum SubmitError {
    /// The request is gone.
    #[error("not found")]
    NotFound,
    /// It can no longer be submitted.
    #[error(transparent)]
    Refused(#[from] OpinionRefusal),
    /// Nothing was written yet.
    #[error("there is no draft")]
    NoDraft,
    /// The draft is another than the one that was checked: look at it again.
    #[error("the draft has changed since it was checked")]
    Outdated,
    /// The draft has errors: the check page names them.
    #[error("{count} errors")]
    Faulty {
        /// How many.
        count: usize,
    },
    /// Others kept changing the same record; trying again may help.
    #[error("others are changing the same record")]
    Contended,
    /// The request holds as many versions as it can.
    #[error("the request's record is full")]
    Full,
    /// Free space is below the reserve.
    #[error("not enough free space")]
    NoSpace,
    /// The sealed file cannot be written.
    #[error(transparent)]
    File(FileFailure),
    /// The pages cannot be drawn.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// Drawing broke off.
    #[error("drawing broke off")]
    BrokeOff,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

/// Why there is no receipt to print.
#[derive(Debug, Error)]
pub enum ReceiptError {
    /// No such version.
    #[error("not found")]
    NotFound,
    /// It cannot be drawn.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// Drawing broke off.
    #[error("drawing broke off")]
    BrokeOff,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl From<ReadError> for ReceiptError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}

impl From<ReadError> for SubmitError {
    fn from(error: ReadError) -> Self {
        ChangeError::from(error).into()
    }
}

impl From<StoreError> for SubmitError {
    fn from(error: StoreError) -> Self {
        ChangeError::from(error).into()
    }
}

impl From<CommitError> for SubmitError {
    fn from(error: CommitError) -> Self {
        ChangeError::from(error).into()
    }
}

impl From<ChangeError> for SubmitError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::NotFound,
            ChangeError::Refused(why) => Self::Refused(why),
            ChangeError::OtherVersion => Self::Outdated,
            ChangeError::Contended => Self::Contended,
            ChangeError::Full => Self::Full,
            ChangeError::NoSpace => Self::NoSpace,
            ChangeError::Store(failure) => Self::Store(failure),
        }
    }
}

impl From<FileFailure> for SubmitError {
    fn from(error: FileFailure) -> Self {
        match error {
            FileFailure::NoSpace => Self::NoSpace,
            other => Self::File(other),
        }
    }
}
