//! Sealed documents: chunks of 64 KiB under a data key, opened singly so that
//! a byte range touches only its own chunks.
//!
//! A document is a list of *parts* (one upload stretch each, with a data key
//! of its own), a part is a list of chunks, and a chunk is its plain bytes
//! sealed with AES-256-GCM. A cut upload goes on in a new part under a new key:
//! a key never seals the same chunk number twice.
//!
//! Chunks are numbered through the whole *document*. The number is the nonce
//! and is authenticated, together with the file id, the part and a flag that
//! is set on the document's very last chunk and on no other. Hence:
//!
//! - a flipped bit, a chunk in another place, another part or another file
//!   does not open ([`ChunkError::Forged`]);
//! - a document whose tail, or whose whole last part, is missing does not
//!   open at its new end, because that chunk was not sealed as the last one;
//! - chunks missing at the end of an earlier part shift the number of all that
//!   follow, and none of those opens.
//!
//! The record of the document keeps the [`Layout`] (the plain length of every
//! part) and one [`WrappedKey`] per part; the file itself has no header. To
//! read: [`Layout::chunks_for`] a range, [`Vault::unwrap_key`](crate::Vault),
//! one [`ChunkOpener`] per part, [`ChunkOpener::open_chunk`] in place. To
//! write: [`DataKey::random`], [`ChunkSealer`].

mod chunk;
mod key;
mod layout;

pub use chunk::{ChunkError, ChunkOpener, ChunkSealer};
pub use key::{DataKey, WrappedKey};
pub use layout::{ChunkRef, Chunks, Layout, LayoutError};

use crate::sealed::TAG;

/// Plain bytes of a full chunk.
pub const CHUNK: usize = 64 * 1024;

/// How many bytes longer a sealed chunk is than its plain bytes.
pub const CHUNK_OVERHEAD: usize = TAG;

/// Bytes of a full chunk as stored.
pub const SEALED_CHUNK: usize = CHUNK + CHUNK_OVERHEAD;

/// The id of a document's file: sixteen bytes that never name another file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub [u8; 16]);

/// A part's number within its document, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartNo(pub u32);

#[cfg(test)]
mod range_tests;
#[cfg(test)]
mod tamper_tests;
