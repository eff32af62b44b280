//! A whole parse for small files that the short way could not follow.

use super::active::{name_at, next_slash};
use super::lex;
use super::{PdfError, PdfFacts, RangeRead};
use kairan_domain::upload::FileFault;
use lopdf::{Document, LoadOptions};
use tokio::sync::Semaphore;

/// One whole parse at a time: it holds the file and all its objects in memory.
static ONE: Semaphore = Semaphore::const_new(1);
/// Most `/Columns` of a predictor: the widest picture a scanner makes has 20,000.
const MOST_COLUMNS: u64 = 65_536;
/// Most `/Colors` and `/BitsPerComponent`.
const MOST_SAMPLES: u64 = 32;
/// What one stream may unpack to.
const LARGEST_STREAM: usize = 8 * 1024 * 1024;

/// Parses the file whole and walks its page tree.
pub(super) async fn second_opinion(file: &dyn RangeRead) -> Result<PdfFacts, PdfError> {
    // The semaphore is never closed; were it, the short way's answer would stand.
    let _turn = ONE.acquire().await.map_err(|_| FileFault::Damaged)?;
    let length = usize::try_from(file.size()).map_err(|_| FileFault::Damaged)?;
    let bytes = file.read_at(0, length).await?;
    if !rows_are_small(&bytes) {
        return Err(FileFault::Damaged.into());
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "a whole parse is seconds of work for the processor; one at a time"
    )]
    let parsed = tokio::task::spawn_blocking(move || pages(&bytes)).await;
    // A parser that panics on hostile input has judged it all the same.
    parsed
        .unwrap_or(Err(FileFault::Damaged))
        .map_err(Into::into)
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

fn pages(bytes: &[u8]) -> Result<PdfFacts, FileFault> {
    let options = LoadOptions::with_max_decompressed_size(LARGEST_STREAM);
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|_| FileFault::Damaged)?;
    if document.is_encrypted() {
        return Err(FileFault::NeedsPassword);
    }
    match u32::try_from(document.page_iter().count()) {
        Ok(pages) if pages > 0 => Ok(PdfFacts { pages }),
        _ => Err(FileFault::Damaged),
    }
}
