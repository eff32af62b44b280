//! Why files do not become an opinion.

use super::decode::NotDecoded;
use crate::error::ReadError;
use crate::submit::SubmitError;
use kairan_domain::opinion_file::{OpinionFileFault, PictureKind, PieceFault};
use kairan_domain::upload::FileFault;
use kairan_paper::check::PassiveError;
use kairan_paper::{ImageError, PaperError, UnsupportedKind};
use thiserror::Error;

/// Why files were not taken. Nothing of them is kept.
#[derive(Debug, Error)]
pub enum UploadError {
    /// The files are at fault.
    #[error(transparent)]
    Refused(#[from] OpinionFileFault),
    /// Too many uploads at this moment: try again.
    #[error("too many uploads at once")]
    Busy,
    /// Sound, but not submitted.
    #[error(transparent)]
    Submit(#[from] SubmitError),
}

impl From<NotDecoded> for UploadError {
    fn from(error: NotDecoded) -> Self {
        match error {
            NotDecoded::Busy => Self::Busy,
            NotDecoded::BrokeOff => SubmitError::BrokeOff.into(),
        }
    }
}

impl From<ReadError> for UploadError {
    fn from(error: ReadError) -> Self {
        SubmitError::from(error).into()
    }
}

impl From<PaperError> for UploadError {
    fn from(error: PaperError) -> Self {
        SubmitError::from(error).into()
    }
}

/// A fault of the PDF, which is the only file.
pub(super) fn of_pdf(error: PassiveError, most: u64) -> OpinionFileFault {
    let what = match error {
        PassiveError::Encrypted => PieceFault::Encrypted,
        PassiveError::TooMuchWork => PieceFault::TooMuchWork,
        PassiveError::Active(content) => PieceFault::Active(content),
        PassiveError::Refused(fault) => match fault {
            FileFault::Empty => PieceFault::Empty,
            FileFault::NotPdf => PieceFault::NotTaken,
            FileFault::NeedsPassword => PieceFault::Encrypted,
            FileFault::TooLarge { .. } | FileFault::TotalTooLarge { .. } => {
                return OpinionFileFault::TooLarge { most };
            }
            FileFault::Damaged
            | FileFault::TooMany { .. }
            | FileFault::TooManyVersions { .. }
            | FileFault::Incomplete
            | FileFault::NoSpace
            | FileFault::Unseen => PieceFault::Damaged,
        },
    };
    OpinionFileFault::File { file: 1, what }
}

/// A fault of the pictures.
pub(super) fn of_pictures(error: ImageError) -> UploadError {
    let at = |file, what| OpinionFileFault::File { file, what }.into();
    match error {
        ImageError::NoFiles => OpinionFileFault::NoFile.into(),
        ImageError::TooManyPages { limit } => OpinionFileFault::TooManyPages { most: limit }.into(),
        ImageError::TooManyPixels {
            file,
            width,
            height,
            ..
        } => at(file, PieceFault::TooManyPixels { width, height }),
        ImageError::NotAnImage { file } => at(file, PieceFault::NotTaken),
        ImageError::UnsupportedKind { file, kind } => match picture_kind(kind) {
            Some(kind) => at(file, PieceFault::Picture(kind)),
            None => OpinionFileFault::PdfAndOthers.into(),
        },
        ImageError::Damaged { file } => at(file, PieceFault::Damaged),
        ImageError::Paper(error) => error.into(),
    }
}

/// `None`: a PDF among pictures.
fn picture_kind(kind: UnsupportedKind) -> Option<PictureKind> {
    Some(match kind {
        UnsupportedKind::Heic => PictureKind::Heic,
        UnsupportedKind::Gif => PictureKind::Gif,
        UnsupportedKind::Bmp => PictureKind::Bmp,
        UnsupportedKind::WebP => PictureKind::WebP,
        UnsupportedKind::RareJpeg => PictureKind::RareJpeg,
        UnsupportedKind::RareTiff => PictureKind::RareTiff,
        UnsupportedKind::Pdf => return None,
    })
}
