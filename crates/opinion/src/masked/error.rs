//! Why there are no pages for the board.

use crate::error::{ChangeError, ReadError};
use crate::upload::UploadError;
use kairan_access::StoreFailure;
use kairan_domain::incoming::{CaseNo, NotACaseNo};
use kairan_domain::opinion_request::RequestState;
use kairan_paper::{PaperError, RenderError};
use kairan_store::StoreError;
use kairan_work::FileFailure;
use thiserror::Error;

/// Why the masked pages were not made.
#[derive(Debug, Error)]
pub enum MaskError {
    /// No such request within this insurer.
    #[error("not found")]
    NotFound,
    /// Nothing has been submitted, or the request ended without an opinion.
    #[error("there is no opinion to mask")]
    Is(RequestState),
    /// The version was not written on Kairan's form: cover its pages or bring an own copy.
    #[error("not written on the form")]
    NotWritten,
    /// Only its arrival was recorded: there are no pages to cover.
    #[error("there are no pages")]
    NoPages,
    /// Names stand in free words, and nobody has said that they may stay.
    #[error("names stand in free words")]
    NamesFound,
    /// Not a case number.
    #[error(transparent)]
    CaseNo(#[from] NotACaseNo),
    /// The file brought along will not do.
    #[error(transparent)]
    Pdf(#[from] UploadError),
    /// Others kept changing the request; trying again may help.
    #[error("others are changing the same record")]
    Contended,
    /// Free space is below the reserve.
    #[error("not enough free space")]
    NoSpace,
    /// A sealed file cannot be written or read.
    #[error(transparent)]
    File(FileFailure),
    /// On these pages of the file brought along stands something that viewers show and pictures of
    /// the pages would not, and it may be what hides a name.
    #[error("pictures would not show all that viewers show")]
    Undrawn(Vec<u32>),
    /// The pages of the file brought along do not become pictures.
    #[error(transparent)]
    Render(#[from] RenderError),
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

/// Why an opinion cannot go to the board.
#[derive(Debug, Error)]
pub enum IncomingError {
    /// No such request within this insurer.
    #[error("not found")]
    NotFound,
    /// Not accepted.
    #[error("not accepted")]
    Is(RequestState),
    /// Its pages were not masked yet.
    #[error("not masked")]
    NotMasked,
    /// Nobody has looked at its masked pages as they will be sent.
    #[error("not confirmed")]
    NotConfirmed,
    /// Another number is printed on its masked pages: cover them anew.
    #[error("another case number is printed on the pages")]
    OtherCaseNo(CaseNo),
    /// Not a case number.
    #[error(transparent)]
    CaseNo(#[from] NotACaseNo),
    /// A sealed file cannot be read.
    #[error(transparent)]
    File(#[from] FileFailure),
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

impl From<FileFailure> for MaskError {
    fn from(error: FileFailure) -> Self {
        match error {
            FileFailure::NoSpace => Self::NoSpace,
            other => Self::File(other),
        }
    }
}

macro_rules! reads_fail_into {
    ($($error:ty),+) => {$(
        impl From<StoreError> for $error {
            fn from(error: StoreError) -> Self {
                Self::Store(error.into())
            }
        }

        impl From<ReadError> for $error {
            fn from(error: ReadError) -> Self {
                match error {
                    ReadError::NotFound => Self::NotFound,
                    ReadError::Store(failure) => Self::Store(failure),
                }
            }
        }
    )+};
}
reads_fail_into!(MaskError, IncomingError);

impl From<ChangeError> for MaskError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::NotFound,
            ChangeError::NoSpace => Self::NoSpace,
            ChangeError::Store(failure) => Self::Store(failure),
            _ => Self::Contended,
        }
    }
}
