//! Everything that must stay secret, and nothing else: the key ring, sealed
//! fields, sealed documents, passwords, tokens and hand-over envelopes.
//!
//! The crate computes. It does no I/O except that [`keyring`] reads and writes
//! its own file, it has no clock, no async, and random bytes come only from an
//! [`Entropy`] that the caller hands in.
//!
//! # What it deliberately does not know
//!
//! Insurers, reviewers, meetings, records, HTTP. It is told an insurer's id as
//! bare text for the associated data, a file id as sixteen bytes, and that is
//! all. It does not know where sealed bytes are stored, nor who may read them.
//!
//! # Where to start reading
//!
//! [`Vault`] (what a running server holds), then [`KeyRing`] (what an operator
//! holds), then [`document`]. The bytes are specified in [`format`](mod@format).
//!
//! # To add one more kind of sealed thing
//!
//! Give it its own purpose label in `kdf.rs`, its own module with an edition
//! byte in front of its bytes, a section in `FORMAT.md`, and a known-answer
//! test that is never changed afterwards.
//!
//! # Decisions
//!
//! - 2026-11-22: a document's chunks are numbered through the whole file, over
//!   all its parts, and the last flag marks the end of the *file*. A cut upload
//!   then needs no closing chunk (sealing one after a crash could use a nonce
//!   twice), and losing chunks at the end of any part shifts every later
//!   number, so it fails as loudly as losing the tail of the file.
//! - 2026-11-22: token digests are HMACs under the ring, not bare SHA-256. The
//!   tokens are random enough for either; with the key, somebody who can write
//!   to the database but has no ring cannot plant a session or a link.
//! - 2026-11-22: look-up key and pepper hang from roots of their own that
//!   rotation never touches: rotating them would mean re-computing every index
//!   entry, and passwords cannot be re-hashed at all.
//! - 2026-11-22: field nonces are random (96 bit). The bound is 2^32 seals per
//!   ring key (NIST SP 800-38D §8.3), far above what an installation writes;
//!   a counter would need durable state, which a restored backup would rewind.
//! - 2026-11-22: a vault can take over a rotated ring while the server runs
//!   ([`Vault::adopt`]); documents being read hold their own data keys, so
//!   rotation never interrupts a download.
//! - 2026-12-01: marks (MACs on readable rows) hang from the rotating keys and name theirs, not
//!   from the constant root: an older copy of the ring must not be able to make one after a
//!   rotation. What a retired key marked must be vouched for by something sealed before.
#![deny(missing_docs)]

pub mod document;
pub mod entropy;
pub mod envelope;
pub mod field;
pub mod keyring;
pub mod mark;
pub mod password;
pub mod secret;
pub mod token;

#[doc = include_str!("FORMAT.md")]
pub mod format {}

mod aad;
mod kdf;
mod sealed;
mod vault;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod vectors;

pub use entropy::{Entropy, SeededEntropy, SystemEntropy};
pub use field::{FieldAad, FieldError, SealedField};
pub use keyring::{KeyId, KeyRing, KeyRingError};
pub use mark::{MARK, MarkError, marked_with};
pub use secret::SecretBytes;
pub use token::{
    KEY_MARK, KeyToken, LinkToken, SessionToken, Token, TokenDigest, TokenKind, short_code_digest,
};
pub use vault::Vault;
