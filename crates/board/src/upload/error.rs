//! Why a file does not come in.

use crate::error::{ChangeError, ReadError};
use crate::reading::FileError;
use kairan_access::StoreFailure;
use kairan_domain::meeting::WrongState;
use kairan_domain::upload::FileFault;
use kairan_paper::check::PdfError;
use kairan_store::{CommitError, DocumentsError, StoreError};
use thiserror::Error;

/// Why a file does not come in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UploadError {
    /// There is no such upload, meeting or material within this insurer.
    #[error("not found")]
    NotFound,
    /// The meeting's state does not allow it.
    #[error(transparent)]
    State(#[from] WrongState),
    /// The file is refused; nothing of it is kept.
    #[error(transparent)]
    Refused(#[from] FileFault),
    /// The bytes given do not follow those that are safe: go on at `expected`.
    #[error("go on at {expected}")]
    Offset {
        /// Bytes that are safe.
        expected: u64,
    },
    /// The line broke; what is safe can be resumed.
    #[error("broken off after {safe} safe bytes")]
    Cut {
        /// Bytes that are safe.
        safe: u64,
    },
    /// Others were changing the same records all the time.
    #[error("others are changing the same records")]
    Contended,
    /// What it comes from may not go to a meeting any more: the acceptance was taken back, or
    /// the request is gone.
    #[error("its source may not go to a meeting")]
    SourceGone,
    /// The sealed file cannot be written or read.
    #[error(transparent)]
    File(FileError),
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl From<StoreError> for UploadError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

impl From<CommitError> for UploadError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict(_) => Self::Contended,
            other => Self::Store(other.into()),
        }
    }
}

impl From<ReadError> for UploadError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}

impl From<ChangeError> for UploadError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::NotFound,
            ChangeError::State(state) => Self::State(state),
            ChangeError::Contended => Self::Contended,
            ChangeError::NoSpace => Self::Refused(FileFault::NoSpace),
            ChangeError::Store(failure) => Self::Store(failure),
        }
    }
}

impl From<FileError> for UploadError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Documents(DocumentsError::NoSpace) => Self::Refused(FileFault::NoSpace),
            other => Self::File(other),
        }
    }
}

impl From<DocumentsError> for UploadError {
    fn from(error: DocumentsError) -> Self {
        FileError::Documents(error).into()
    }
}

impl From<PdfError> for UploadError {
    fn from(error: PdfError) -> Self {
        match error {
            PdfError::Refused(fault) => Self::Refused(fault),
            PdfError::Read(error) => Self::File(FileError::Sealed(error.to_string())),
        }
    }
}
