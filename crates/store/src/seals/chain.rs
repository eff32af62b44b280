//! The digests themselves.

use kairan_domain::ids::InsurerId;
use sha2::{Digest as _, Sha256};

use crate::record::{MARK, stream_id};

const TITLE: &[u8] = b"kairan audit seal 1";

/// A record's own digest.
pub(super) fn leaf(no: u64, bytes: &[u8]) -> [u8; 32] {
    let mut sha = Sha256::new();
    sha.update(no.to_be_bytes());
    sha.update(bytes);
    sha.finalize().into()
}

/// The digest of a seal over the records from one number to another.
pub(super) fn digest(
    insurer: Option<InsurerId>,
    previous: &[u8; 32],
    (from, to): (u64, u64),
    leaves: &[[u8; 32]],
) -> [u8; 32] {
    let mut sha = Sha256::new();
    sha.update(TITLE);
    sha.update(previous);
    sha.update(stream_id(insurer));
    sha.update(from.to_be_bytes());
    sha.update(to.to_be_bytes());
    for leaf in leaves {
        sha.update(leaf);
    }
    sha.finalize().into()
}

/// What a seal keeps of a record's digest.
pub(super) fn mark(leaf: &[u8; 32]) -> [u8; MARK] {
    let mut mark = [0; MARK];
    mark.copy_from_slice(&leaf[..MARK]);
    mark
}
