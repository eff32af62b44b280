//! An opinion handed in as files: a PDF, or pictures of its pages. What can be wrong with them.

use crate::upload::ActiveContent;
use thiserror::Error;

/// Why files are not taken as an opinion. `file` counts from 1 in the order given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum OpinionFileFault {
    /// There is no file.
    #[error("no file")]
    NoFile,
    /// All files together are larger than they may be.
    #[error("more than {most} bytes together")]
    TooLarge {
        /// The limit in bytes.
        most: u64,
    },
    /// More pages than an opinion may have. Nothing was decoded.
    #[error("more than {most} pages")]
    TooManyPages {
        /// The limit.
        most: usize,
    },
    /// A PDF, and something beside it.
    #[error("a PDF and other files")]
    PdfAndOthers,
    /// One file is at fault.
    #[error("file {file}: {what}")]
    File {
        /// Its number.
        file: usize,
        /// What.
        what: PieceFault,
    },
}

/// What is wrong with one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PieceFault {
    /// Zero bytes.
    #[error("empty")]
    Empty,
    /// Neither a PDF nor a picture.
    #[error("neither PDF nor picture")]
    NotTaken,
    /// A picture of a kind that is not taken.
    #[error("a picture of a kind that is not taken")]
    Picture(PictureKind),
    /// Cut off or altered on the way.
    #[error("damaged")]
    Damaged,
    /// More pixels than may be decoded. Nothing was.
    #[error("{width} × {height} pixels are too many")]
    TooManyPixels {
        /// Width it claims.
        width: u32,
        /// Height it claims.
        height: u32,
    },
    /// An encrypted PDF, be it only against printing.
    #[error("encrypted")]
    Encrypted,
    /// A PDF that would take more work to look through than any document needs.
    #[error("too much work to look through")]
    TooMuchWork,
    /// A PDF that does more than show its pages.
    #[error("active content: {0:?}")]
    Active(ActiveContent),
}

/// Pictures that are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    /// HEIC/HEIF: an iPhone's own.
    Heic,
    /// GIF.
    Gif,
    /// Windows bitmap.
    Bmp,
    /// WebP.
    WebP,
    /// A JPEG of a rare process.
    RareJpeg,
    /// A TIFF of a rare kind.
    RareTiff,
}
