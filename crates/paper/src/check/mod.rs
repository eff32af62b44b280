//! Is this a PDF that everybody can open, and how many pages has it? Answered by ranges over
//! the sealed file: a few kilobytes are read of a file of any size, and nothing is ever
//! unsealed onto the disk.
//!
//! [`check_pdf`] follows `startxref` → cross-reference table or stream → `/Root` → `/Pages` →
//! `/Count`. Only when that fails and the file has at most 16 MiB, a second opinion searches all
//! of it for objects (writers of odd files count on readers that do), one file at a time. It
//! keeps 16 bytes an object: until 2026-12-01 `lopdf` parsed the file whole, which took sixty
//! times the file and still needed a right `startxref`.

mod active;
mod count;
mod encryption;
mod lex;
mod recover;
mod second_opinion;
mod source;
mod xref;

#[cfg(test)]
mod tests;

pub use active::{PassiveError, check_passive_pdf};
pub(crate) use second_opinion::rows_are_small;
pub use source::{InMemory, RangeRead};

use kairan_domain::upload::FileFault;
use second_opinion::second_opinion;

/// Bytes in which `%PDF-` must begin (Adobe's implementation note 13 to PDF 1.7).
const HEAD: usize = 1024;
/// Bytes in which it may begin for readers that repair.
const LATE_HEAD: usize = 64 * 1024;
/// Bytes at the end in which `startxref` is looked for, the nearer ones first: scanners pad to
/// blocks, gateways add lines of their own.
const TAILS: [u64; 2] = [2_048, 64 * 1024];
/// The largest file that is parsed whole.
const WHOLE: u64 = 16 * 1024 * 1024;

/// What is known of a sound PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PdfFacts {
    /// Its pages.
    pub pages: u32,
}

/// Why the check did not come to "sound".
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The file is refused.
    #[error(transparent)]
    Refused(#[from] FileFault),
    /// The file could not be read.
    #[error("cannot read the file under check")]
    Read(#[from] std::io::Error),
}

/// Looks at a whole file by ranges.
///
/// # Errors
/// [`PdfError::Refused`] with `Empty`, `NotPdf`, `Damaged` or `NeedsPassword`;
/// [`PdfError::Read`] when the source fails.
pub async fn check_pdf(file: &dyn RangeRead) -> Result<PdfFacts, PdfError> {
    let counted = match ends(file).await {
        Ok((base, start)) => count::count_pages(file, base, start).await,
        Err(error) => Err(error),
    };
    match counted {
        Err(PdfError::Refused(FileFault::Damaged)) if file.size() <= WHOLE => {
            second_opinion(file).await
        }
        Err(PdfError::Refused(FileFault::NotPdf)) if file.size() <= WHOLE => {
            let head = file.read_at(0, LATE_HEAD).await?;
            lex::find(&head, b"%PDF-").ok_or(FileFault::NotPdf)?;
            second_opinion(file).await
        }
        other => other.map(|pages| PdfFacts { pages }),
    }
}

/// The short way alone, for a file from outside: its pages are gone through.
async fn by_ranges(file: &dyn RangeRead) -> Result<PdfFacts, PdfError> {
    let (base, start) = ends(file).await?;
    let pages = count::count_shown_pages(file, base, start).await?;
    Ok(PdfFacts { pages })
}

/// Where `%PDF-` stands and where the newest cross-references do.
async fn ends(file: &dyn RangeRead) -> Result<(u64, u64), PdfError> {
    if file.size() == 0 {
        return Err(FileFault::Empty.into());
    }
    let head = file.read_at(0, HEAD).await?;
    let base = lex::find(&head, b"%PDF-").ok_or(FileFault::NotPdf)?;
    Ok((u64::try_from(base).unwrap_or(0), startxref(file).await?))
}

/// The offset behind the last `startxref`; a file cut anywhere has none.
async fn startxref(file: &dyn RangeRead) -> Result<u64, PdfError> {
    for tail in TAILS {
        let tail = tail.min(file.size());
        let end = file
            .read_at(file.size() - tail, usize::try_from(tail).unwrap_or(0))
            .await?;
        if let Some(at) = lex::rfind(&end, b"startxref") {
            let rest = end.get(at + 9..).unwrap_or_default();
            return lex::leading_number(rest).ok_or_else(|| FileFault::Damaged.into());
        }
    }
    Err(FileFault::Damaged.into())
}
