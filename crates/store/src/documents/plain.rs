//! A sealed file read in the clear, any range of it, straight through the async task.
//!
//! Two chunks are read and opened at a time in one buffer; what is handed out are slices of
//! it. Two buffers go round per reader: at most 256 KiB, however large the file (four chunks
//! were no faster, and 64 downloads at once took 66 MiB). No hop to another thread per chunk:
//! it would halve the speed (perf.md).

use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, Stream};
use kairan_domain::ids::FileId;
use kairan_domain::material::Part;
use kairan_vault::Vault;
use kairan_vault::document::{
    self, ChunkError, ChunkOpener, ChunkRef, DataKey, Layout, PartNo, WrappedKey,
};
use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::sync::Arc;
use thiserror::Error;

use super::{Documents, DocumentsError, PartReader};

/// Chunks read at once.
const AT_ONCE: usize = 2;

/// Why a sealed file does not give its bytes. For the log; the page says "try again later".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileError {
    /// The file was erased.
    #[error("the file was erased")]
    Erased,
    /// The record and the file do not belong together, or bytes were changed.
    #[error("the sealed file does not open: {0}")]
    Sealed(String),
    /// The documents' folder failed.
    #[error(transparent)]
    Documents(#[from] DocumentsError),
}

impl From<ChunkError> for FileError {
    fn from(error: ChunkError) -> Self {
        Self::Sealed(error.to_string())
    }
}

impl From<FileError> for io::Error {
    fn from(error: FileError) -> Self {
        Self::new(io::ErrorKind::InvalidData, error)
    }
}

/// A file that can be read. It holds its own data keys: a rotation of the ring or a purge
/// meanwhile does not break off a download.
#[derive(Debug, Clone)]
pub struct PlainFile {
    /// Plain bytes.
    pub size: u64,
    /// SHA-256 of the plain bytes; also the ETag.
    pub sha256: [u8; 32],
    sealed: Arc<Sealed>,
}

#[derive(Debug)]
struct Sealed {
    documents: Documents,
    file: FileId,
    layout: Layout,
    keys: Vec<DataKey>,
}

impl PlainFile {
    /// Prepares to read a file of `size` plain bytes and this digest, sealed in these stretches.
    ///
    /// # Errors
    /// [`FileError::Erased`] when it has none; [`FileError::Sealed`] when they do not open.
    pub fn open(
        documents: &Documents,
        vault: &Vault,
        (file, parts): (FileId, &[Part]),
        (size, sha256): (u64, [u8; 32]),
    ) -> Result<Self, FileError> {
        let sealed = Arc::new(Sealed::of(documents, vault, file, parts)?);
        Ok(Self {
            size,
            sha256,
            sealed,
        })
    }

    /// The bytes of `range`, cut to what there is.
    pub fn stream(
        &self,
        range: Range<u64>,
    ) -> impl Stream<Item = io::Result<Bytes>> + Send + Unpin + 'static + use<> {
        let reader = Reader {
            sealed: Arc::clone(&self.sealed),
            at: range.start,
            end: range.end.min(self.size),
            part: None,
            ready: VecDeque::with_capacity(AT_ONCE),
            round: VecDeque::with_capacity(2),
        };
        Box::pin(stream::unfold(reader, |mut reader| async move {
            match reader.next().await {
                Ok(bytes) => bytes.map(|bytes| (Ok(bytes), reader)),
                Err(error) => {
                    tracing::error!(%error, file = %reader.sealed.file, "a sealed file cannot be read");
                    reader.at = reader.end;
                    Some((Err(error.into()), reader))
                }
            }
        }))
    }
}

impl Sealed {
    fn of(
        documents: &Documents,
        vault: &Vault,
        file: FileId,
        parts: &[Part],
    ) -> Result<Self, FileError> {
        if parts.is_empty() {
            return Err(FileError::Erased);
        }
        let lengths: Vec<u64> = parts.iter().map(|part| part.len).collect();
        let layout = Layout::new(&lengths).map_err(|error| FileError::Sealed(error.to_string()))?;
        let id = document::FileId(*file.as_bytes());
        let keys = parts.iter().zip(0..).map(|(part, number)| {
            let wrapped = WrappedKey::from_bytes(part.wrapped_key.clone());
            vault
                .unwrap_key(id, PartNo(number), &wrapped)
                .map_err(|error| FileError::Sealed(error.to_string()))
        });
        Ok(Self {
            documents: documents.clone(),
            file,
            keys: keys.collect::<Result<_, _>>()?,
            layout,
        })
    }

    fn open_part(&self, part: PartNo) -> Result<OpenPart, FileError> {
        let key = usize::try_from(part.0)
            .ok()
            .and_then(|at| self.keys.get(at));
        let key = key.ok_or(ChunkError::NoSuchChunk)?;
        let id = document::FileId(*self.file.as_bytes());
        Ok(OpenPart {
            number: part,
            reader: self.documents.open_part(self.file, part.0)?,
            opener: ChunkOpener::new(key, id, part, &self.layout)?,
        })
    }
}

struct OpenPart {
    number: PartNo,
    reader: PartReader,
    opener: ChunkOpener,
}

/// One pass over a range.
struct Reader {
    sealed: Arc<Sealed>,
    at: u64,
    end: u64,
    part: Option<OpenPart>,
    ready: VecDeque<Bytes>,
    /// Buffers handed out before, oldest first; free again when nobody holds a slice of them.
    round: VecDeque<Bytes>,
}

impl Reader {
    async fn next(&mut self) -> Result<Option<Bytes>, FileError> {
        if self.ready.is_empty() && self.at < self.end {
            self.fill().await?;
        }
        Ok(self.ready.pop_front())
    }

    async fn fill(&mut self) -> Result<(), FileError> {
        let sealed = Arc::clone(&self.sealed);
        let chunks: Vec<ChunkRef> = {
            let mut wanted = sealed.layout.chunks_for(self.at..self.end).peekable();
            let first = wanted.peek().map(|chunk| chunk.part);
            wanted
                .take_while(|chunk| Some(chunk.part) == first)
                .take(AT_ONCE)
                .collect()
        };
        let Some(first) = chunks.first() else {
            return Err(ChunkError::NoSuchChunk.into());
        };
        if self
            .part
            .as_ref()
            .is_none_or(|open| open.number != first.part)
        {
            self.part = Some(sealed.open_part(first.part)?);
        }
        let length: usize = chunks.iter().map(|chunk| chunk.sealed_len).sum();
        let mut buffer = self.buffer(length);
        let Some(part) = &self.part else {
            return Err(ChunkError::NoSuchChunk.into());
        };
        part.reader
            .read_at(first.sealed_offset_in_part, &mut buffer[..length])
            .await?;

        let mut start = 0;
        let mut slices = Vec::with_capacity(chunks.len());
        for chunk in &chunks {
            part.opener
                .open_chunk(chunk.index, &mut buffer[start..start + chunk.sealed_len])?;
            let plain = start + chunk.plain_skip;
            slices.push(plain..plain + chunk.plain_take);
            self.at += u64::try_from(chunk.plain_take).unwrap_or(0);
            start += chunk.sealed_len;
        }
        let whole = buffer.freeze();
        self.ready
            .extend(slices.into_iter().map(|slice| whole.slice(slice)));
        self.round.push_back(whole);
        Ok(())
    }

    /// A buffer of at least `length` bytes, one that is free again if there is one.
    fn buffer(&mut self, length: usize) -> BytesMut {
        if self.round.len() >= 2 {
            let oldest = self.round.pop_front().unwrap_or_default();
            if let Ok(mut free) = oldest.try_into_mut() {
                if free.len() < length {
                    free.resize(length, 0);
                }
                return free;
            }
        }
        BytesMut::zeroed(length)
    }
}
