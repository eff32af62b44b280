//! Where the plain bytes of a document lie among its sealed chunks.

use std::ops::Range;

use thiserror::Error;

use super::{CHUNK, CHUNK_OVERHEAD, PartNo, SEALED_CHUNK};

const CHUNK_U64: u64 = CHUNK as u64;
const SEALED_U64: u64 = SEALED_CHUNK as u64;
const OVERHEAD_U64: u64 = CHUNK_OVERHEAD as u64;

/// Why a list of part lengths is no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LayoutError {
    /// A document has at least one part, even when it is empty.
    #[error("a document has at least one part")]
    NoPart,
    /// Only whole chunks of a cut upload are kept, and at least one.
    #[error("part {} is not the last one and not a number of whole chunks", .0.0)]
    RaggedPart(PartNo),
    /// More chunks than a 32-bit number counts (256 TiB).
    #[error("the document is too long")]
    TooLong,
}

/// The plain lengths of a finished document's parts, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    parts: Vec<Part>,
    plain_len: u64,
}

/// One part with where it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    first_chunk: u32,
    chunks: u32,
    plain_start: u64,
    plain_len: u64,
}

/// One chunk that a range touches: what to read, and what to take of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChunkRef {
    /// The part it lies in.
    pub part: PartNo,
    /// Its number within the *document*, for [`super::ChunkOpener::open_chunk`].
    pub index: u32,
    /// Where its sealed bytes start within the part, in bytes.
    pub sealed_offset_in_part: u64,
    /// How many sealed bytes it has.
    pub sealed_len: usize,
    /// How many plain bytes to skip at its start.
    pub plain_skip: usize,
    /// How many plain bytes to take after that.
    pub plain_take: usize,
}

impl Layout {
    /// A document with these plain part lengths. All but the last part hold
    /// whole chunks only; the last may be short, or empty (a document whose
    /// upload was cut exactly before its end has an empty last part).
    ///
    /// # Errors
    ///
    /// A [`LayoutError`] when the lengths can be no document's.
    pub fn new(part_lens: &[u64]) -> Result<Self, LayoutError> {
        let last = part_lens.len().checked_sub(1).ok_or(LayoutError::NoPart)?;
        let mut parts = Vec::with_capacity(part_lens.len());
        let (mut first_chunk, mut plain_start) = (0_u32, 0_u64);
        for (at, &plain_len) in part_lens.iter().enumerate() {
            if at < last && (plain_len == 0 || plain_len % CHUNK_U64 != 0) {
                let part = u32::try_from(at).map_err(|_| LayoutError::TooLong)?;
                return Err(LayoutError::RaggedPart(PartNo(part)));
            }
            let chunks = u32::try_from(plain_len.div_ceil(CHUNK_U64).max(1))
                .map_err(|_| LayoutError::TooLong)?;
            parts.push(Part {
                first_chunk,
                chunks,
                plain_start,
                plain_len,
            });
            first_chunk = first_chunk
                .checked_add(chunks)
                .ok_or(LayoutError::TooLong)?;
            plain_start += plain_len;
        }
        Ok(Self {
            parts,
            plain_len: plain_start,
        })
    }

    /// A document that arrived in one piece.
    ///
    /// # Errors
    ///
    /// [`LayoutError::TooLong`].
    pub fn single(plain_len: u64) -> Result<Self, LayoutError> {
        Self::new(&[plain_len])
    }

    /// The plain length of every part, as the record keeps it.
    pub fn part_lens(&self) -> impl ExactSizeIterator<Item = u64> + '_ {
        self.parts.iter().map(|part| part.plain_len)
    }

    /// Plain bytes of the whole document.
    pub fn plain_len(&self) -> u64 {
        self.plain_len
    }

    /// Stored bytes of the whole document.
    pub fn sealed_len(&self) -> u64 {
        self.parts.iter().map(Part::sealed_len).sum()
    }

    /// Stored bytes of one part; `None` when there is no such part.
    pub fn part_sealed_len(&self, part: PartNo) -> Option<u64> {
        self.part(part).map(Part::sealed_len)
    }

    /// Where a part starts when all parts lie one behind the other.
    pub fn part_sealed_start(&self, part: PartNo) -> Option<u64> {
        let before = self.parts.get(..usize::try_from(part.0).ok()?)?;
        self.part(part)?;
        Some(before.iter().map(Part::sealed_len).sum())
    }

    /// The chunks that a range of plain bytes touches, in order. What lies
    /// beyond the end is left out; a range without bytes touches no chunk. To
    /// check an empty document all the same, ask for [`Layout::last_chunk`].
    pub fn chunks_for(&self, range: Range<u64>) -> Chunks<'_> {
        Chunks {
            layout: self,
            end: range.end.min(self.plain_len),
            at: range.start,
            part: self
                .parts
                .partition_point(|part| part.plain_end() <= range.start),
        }
    }

    /// The document's last chunk. That it opens proves that nothing is missing
    /// at the end; of an empty document it is the only chunk.
    pub fn last_chunk(&self) -> ChunkRef {
        let at = self.parts.len() - 1;
        let part = &self.parts[at];
        part.chunk(at, part.chunks - 1, 0..CHUNK_U64)
    }

    /// First chunk number, plain length and "is it the last part" of a part.
    pub(super) fn facts(&self, part: PartNo) -> Option<(u32, u64, bool)> {
        let found = self.part(part)?;
        let last = usize::try_from(part.0).is_ok_and(|at| at + 1 == self.parts.len());
        Some((found.first_chunk, found.plain_len, last))
    }

    fn part(&self, part: PartNo) -> Option<&Part> {
        self.parts.get(usize::try_from(part.0).ok()?)
    }
}

impl Part {
    fn plain_end(&self) -> u64 {
        self.plain_start + self.plain_len
    }

    fn sealed_len(&self) -> u64 {
        self.plain_len + u64::from(self.chunks) * OVERHEAD_U64
    }

    /// The chunk with number `nth` in this part; `wanted` are plain positions
    /// within it, cut to what it holds.
    fn chunk(&self, part_at: usize, nth: u32, wanted: Range<u64>) -> ChunkRef {
        let start = u64::from(nth) * CHUNK_U64;
        let held = (self.plain_len - start).min(CHUNK_U64);
        let end = wanted.end.min(held);
        ChunkRef {
            part: PartNo(small(part_at as u64)),
            index: self.first_chunk + nth,
            sealed_offset_in_part: u64::from(nth) * SEALED_U64,
            sealed_len: narrow(held + OVERHEAD_U64),
            plain_skip: narrow(wanted.start),
            plain_take: narrow(end - wanted.start),
        }
    }
}

/// The chunks of a range; see [`Layout::chunks_for`].
#[derive(Debug, Clone)]
pub struct Chunks<'a> {
    layout: &'a Layout,
    part: usize,
    at: u64,
    end: u64,
}

impl Iterator for Chunks<'_> {
    type Item = ChunkRef;

    fn next(&mut self) -> Option<ChunkRef> {
        if self.at >= self.end {
            return None;
        }
        let part = self.layout.parts.get(self.part)?;
        let in_part = self.at - part.plain_start;
        let nth = in_part / CHUNK_U64;
        let skip = in_part % CHUNK_U64;
        let wanted = skip..skip + (self.end - self.at);
        let chunk = part.chunk(self.part, small(nth), wanted);

        self.at += chunk.plain_take as u64;
        if self.at >= part.plain_end() {
            self.part += 1;
        }
        Some(chunk)
    }
}

/// Part and chunk numbers: [`Layout::new`] has counted them in 32 bits.
fn small(number: u64) -> u32 {
    u32::try_from(number).expect("counted when the layout was made")
}

/// Positions within one chunk.
fn narrow(number: u64) -> usize {
    usize::try_from(number).expect("less than a sealed chunk")
}
