//! An upload under way: resumable, sealed while it comes in, not yet part of a meeting.

use crate::author::Author;
use crate::ids::{FileId, InsurerId, MaterialId, MeetingId, UploadId};
use crate::material::Part;
use crate::secret::SecretText;
use jiff::Timestamp;

/// What the finished file becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadTarget {
    /// A further material.
    NewMaterial,
    /// The next version of this material.
    NextVersion(MaterialId),
}

/// An upload under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// Whose.
    pub insurer: InsurerId,
    /// For which meeting.
    pub meeting: MeetingId,
    /// Who uploads.
    pub author: Author,
    /// What it becomes.
    pub target: UploadTarget,
    /// The name given.
    pub file_name: SecretText,
    /// The plain bytes announced.
    pub size: u64,
    /// The sealed file.
    pub file: FileId,
    /// Durable stretches so far; their lengths add up to the offset to resume at.
    pub parts: Vec<Part>,
    /// When it began.
    pub made_at: Timestamp,
    /// When it last grew; idle ones are swept after a day.
    pub grew_at: Timestamp,
}

impl Upload {
    /// Plain bytes that are durable.
    pub fn received(&self) -> u64 {
        self.parts.iter().map(|part| part.len).sum()
    }
}

/// What a PDF can do besides showing its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActiveContent {
    /// Run a program of its own.
    JavaScript,
    /// Start a program of the computer.
    Launch,
    /// Carry other files.
    EmbeddedFile,
    /// Be drawn anew by Adobe's program (XFA); others show "please wait".
    DynamicForm,
    /// Lead out of itself: a link, a form that is sent, another file.
    ReachesOut,
    /// Be something else as well: a web page before it, an archive behind it.
    AnotherFile,
}

/// Why a file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// Zero bytes.
    #[error("empty file")]
    Empty,
    /// Does not begin as a PDF does.
    #[error("not a PDF")]
    NotPdf,
    /// Begins as a PDF, but its end or its table of contents is missing.
    #[error("truncated or damaged PDF")]
    Damaged,
    /// Needs a password to be opened.
    #[error("PDF that needs a password")]
    NeedsPassword,
    /// Larger than one file may be.
    #[error("larger than {most} bytes")]
    TooLarge {
        /// The limit in bytes.
        most: u64,
    },
    /// The meeting's files together would be larger than they may be.
    #[error("all files together larger than {most} bytes")]
    TotalTooLarge {
        /// The limit in bytes.
        most: u64,
    },
    /// Too many materials.
    #[error("more than {most} materials")]
    TooMany {
        /// The limit.
        most: usize,
    },
    /// Too many versions of one material.
    #[error("more than {most} versions")]
    TooManyVersions {
        /// The limit.
        most: usize,
    },
    /// Fewer or more bytes arrived than announced.
    #[error("incomplete")]
    Incomplete,
    /// The disk is below its reserve.
    #[error("no space left above the reserve")]
    NoSpace,
    /// It carries what nobody sees, which could not be taken away before reviewers get it.
    #[error("carries what nobody sees")]
    Unseen,
}
