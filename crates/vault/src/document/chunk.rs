//! Sealing and opening single chunks.

use std::fmt;

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, Nonce, Tag};
use thiserror::Error;

use super::{CHUNK, CHUNK_OVERHEAD, DataKey, FileId, Layout, PartNo};
use crate::sealed::{self, NONCE, TAG};

const EDITION: u8 = 1;
const AAD: usize = 26;
const CHUNK_U64: u64 = CHUNK as u64;

/// Why a chunk cannot be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ChunkError {
    /// The last chunk was sealed already.
    #[error("nothing can follow the last chunk")]
    AfterLast,
    /// More than 64 KiB.
    #[error("a chunk holds at most 64 KiB")]
    TooLong,
    /// Less than 64 KiB, but not the document's last chunk.
    #[error("only the last chunk of a document may be short")]
    Short,
    /// An empty last chunk behind others of its part: one of those is the last.
    #[error("a last chunk is empty only when it is alone in its part")]
    NeedlessEmpty,
    /// The 32-bit chunk number is used up.
    #[error("the document has too many chunks")]
    TooMany,
    /// The part has no chunk of this number, or the document no such part.
    #[error("there is no such chunk")]
    NoSuchChunk,
    /// Not as many bytes as the chunk has.
    #[error("the sealed chunk is cut off or too long")]
    WrongLength,
    /// Altered, moved, from elsewhere, or the document was cut short.
    #[error("the sealed chunk was altered or belongs elsewhere")]
    Forged,
}

/// Seals the chunks of one part, one after the other, each number once.
pub struct ChunkSealer {
    cipher: Aes256Gcm,
    place: Place,
    first: u32,
    /// The next chunk's number; `None` when the 32 bits are used up.
    next: Option<u32>,
    finished: bool,
}

impl ChunkSealer {
    /// Starts a part whose first chunk has the number `first_chunk` in the
    /// document: 0 for the first part, else the count of all durable chunks
    /// before. The key must be fresh: no second sealer may ever use it.
    pub fn new(key: &DataKey, file: FileId, part: PartNo, first_chunk: u32) -> Self {
        Self {
            cipher: sealed::cipher(key.secret()),
            place: Place { file, part },
            first: first_chunk,
            next: Some(first_chunk),
            finished: false,
        }
    }

    /// Appends one sealed chunk to `out`. All chunks are full except the last
    /// of the *document*, which `last` marks. Whoever cannot know yet whether
    /// more will come holds one full chunk back.
    ///
    /// # Errors
    ///
    /// A [`ChunkError`]; `out` and the sealer are then as before.
    pub fn seal_chunk(
        &mut self,
        plain: &[u8],
        last: bool,
        out: &mut Vec<u8>,
    ) -> Result<(), ChunkError> {
        let index = self.admit(plain.len(), last)?;
        let aad = self.place.aad(index, last);
        sealed::append_sealed(&self.cipher, &nonce(index), &aad, plain, out);
        self.next = index.checked_add(1);
        self.finished = last;
        Ok(())
    }

    /// Chunks sealed so far in this part.
    pub fn sealed_chunks(&self) -> u64 {
        let next = self.next.map_or(1 << 32, u64::from);
        next - u64::from(self.first)
    }

    /// Whether the document's last chunk was sealed.
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// The number for a chunk of `len` bytes, if it may come now.
    fn admit(&self, len: usize, last: bool) -> Result<u32, ChunkError> {
        if self.finished {
            return Err(ChunkError::AfterLast);
        }
        if len > CHUNK {
            return Err(ChunkError::TooLong);
        }
        if len < CHUNK && !last {
            return Err(ChunkError::Short);
        }
        if len == 0 && self.next != Some(self.first) {
            return Err(ChunkError::NeedlessEmpty);
        }
        self.next.ok_or(ChunkError::TooMany)
    }
}

impl fmt::Debug for ChunkSealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChunkSealer")
    }
}

/// Opens the chunks of one part, in any order, from any thread.
pub struct ChunkOpener {
    cipher: Aes256Gcm,
    place: Place,
    first: u32,
    chunks: u32,
    plain_len: u64,
    last_part: bool,
}

impl ChunkOpener {
    /// Prepares to open a part of a document of this layout.
    ///
    /// # Errors
    ///
    /// [`ChunkError::NoSuchChunk`] when the layout has no such part.
    pub fn new(
        key: &DataKey,
        file: FileId,
        part: PartNo,
        layout: &Layout,
    ) -> Result<Self, ChunkError> {
        let (first, plain_len, last_part) = layout.facts(part).ok_or(ChunkError::NoSuchChunk)?;
        let chunks = u32::try_from(plain_len.div_ceil(CHUNK_U64).max(1))
            .map_err(|_| ChunkError::NoSuchChunk)?;
        Ok(Self {
            cipher: sealed::cipher(key.secret()),
            place: Place { file, part },
            first,
            chunks,
            plain_len,
            last_part,
        })
    }

    /// Opens the chunk with the document-wide number `index` in place: its
    /// plain bytes stay at the start of `sealed` and are returned. Allocates
    /// nothing.
    ///
    /// # Errors
    ///
    /// [`ChunkError::Forged`] when it does not open: `sealed` then still holds
    /// the sealed bytes. [`ChunkError::WrongLength`], [`ChunkError::NoSuchChunk`].
    pub fn open_chunk<'a>(&self, index: u32, sealed: &'a mut [u8]) -> Result<&'a [u8], ChunkError> {
        let nth = index
            .checked_sub(self.first)
            .filter(|nth| *nth < self.chunks)
            .ok_or(ChunkError::NoSuchChunk)?;
        if sealed.len() != self.sealed_len(nth) {
            return Err(ChunkError::WrongLength);
        }
        let (text, tag) = sealed
            .split_last_chunk_mut::<TAG>()
            .ok_or(ChunkError::WrongLength)?;
        let last = self.last_part && nth + 1 == self.chunks;
        self.cipher
            .decrypt_inout_detached(
                &Nonce::from(nonce(index)),
                &self.place.aad(index, last),
                (&mut *text).into(),
                &Tag::from(*tag),
            )
            .map_err(|_| ChunkError::Forged)?;
        Ok(text)
    }

    fn sealed_len(&self, nth: u32) -> usize {
        let rest = self.plain_len - u64::from(nth) * CHUNK_U64;
        usize::try_from(rest).map_or(CHUNK, |rest| rest.min(CHUNK)) + CHUNK_OVERHEAD
    }
}

impl fmt::Debug for ChunkOpener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChunkOpener")
    }
}

/// What all chunks of a part have in common.
struct Place {
    file: FileId,
    part: PartNo,
}

impl Place {
    /// `edition ‖ file id ‖ part ‖ chunk number ‖ last flag`.
    fn aad(&self, index: u32, last: bool) -> [u8; AAD] {
        let mut aad = [0; AAD];
        aad[0] = EDITION;
        aad[1..17].copy_from_slice(&self.file.0);
        aad[17..21].copy_from_slice(&self.part.0.to_be_bytes());
        aad[21..25].copy_from_slice(&index.to_be_bytes());
        aad[25] = u8::from(last);
        aad
    }
}

/// The chunk number, big endian, behind eight zero bytes.
fn nonce(index: u32) -> [u8; NONCE] {
    let mut nonce = [0; NONCE];
    nonce[8..].copy_from_slice(&index.to_be_bytes());
    nonce
}
