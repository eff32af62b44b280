//! A search of the whole file for objects, for small files that the short way could not follow.

use super::active::{name_at, next_slash};
use super::count::count_found_pages;
use super::recover::recover;
use super::{InMemory, PdfError, PdfFacts, RangeRead, lex};
use kairan_domain::upload::FileFault;
use tokio::sync::Semaphore;

/// One search at a time: it holds the file in memory.
static ONE: Semaphore = Semaphore::const_new(1);
/// Most `/Columns` of a predictor: the widest picture a scanner makes has 20,000.
const MOST_COLUMNS: u64 = 65_536;
/// Most `/Colors` and `/BitsPerComponent`.
const MOST_SAMPLES: u64 = 32;

/// Searches the file for its objects and walks the page tree they make.
pub(super) async fn second_opinion(file: &dyn RangeRead) -> Result<PdfFacts, PdfError> {
    // The semaphore is never closed; were it, the short way's answer would stand.
    let _turn = ONE.acquire().await.map_err(|_| FileFault::Damaged)?;
    let length = usize::try_from(file.size()).map_err(|_| FileFault::Damaged)?;
    let bytes = file.read_at(0, length).await?;
    if !rows_are_small(&bytes) {
        return Err(FileFault::Damaged.into());
    }
    let whole = InMemory(bytes.clone());
    let xref = recover(&whole, &bytes).await?;
    let pages = count_found_pages(&whole, &xref).await?;
    Ok(PdfFacts { pages })
}

/// Whether every predictor asks for rows of a size that pictures have. `lopdf` makes room for
/// two rows before it looks at the data; it reads parameters where they stand in the file and
/// follows no reference to them.
pub(crate) fn rows_are_small(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(slash) = next_slash(bytes.get(at..).unwrap_or_default()) {
        let name = name_at(bytes, at + slash);
        at = name.end.max(at + slash + 1);
        let most = if name.is(b"Columns") {
            MOST_COLUMNS
        } else if name.is(b"Colors") || name.is(b"BitsPerComponent") {
            MOST_SAMPLES
        } else {
            continue;
        };
        let behind = bytes.get(at..).unwrap_or_default();
        if lex::leading_number(behind).is_none_or(|number| number > most) {
            return false;
        }
    }
    true
}
