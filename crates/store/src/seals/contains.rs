//! Whether a chain still holds what somebody noted elsewhere.

use jiff::Timestamp;
use kairan_domain::ids::InsurerId;
use std::str::FromStr;
use thiserror::Error;

use crate::engine::{Direction, Scan, behind};
use crate::error::StoreError;
use crate::index::record_key;
use crate::record::{AuditSeal, Kind, stream_id};
use crate::store::Store;
use crate::versioned::Versioned;

/// Seals read at once.
const SEALS: usize = 50;

/// What was noted of a chain: the digest of a seal, or the number it was sealed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// A seal's digest.
    Digest([u8; 32]),
    /// The chain was sealed at least up to this number.
    Number(u64),
}

/// Neither 64 hexadecimal digits nor a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("neither a digest of 64 hexadecimal digits nor a number")]
pub struct NotedBad;

impl FromStr for Noted {
    type Err = NotedBad;

    fn from_str(text: &str) -> Result<Self, NotedBad> {
        let text = text.trim();
        if text.len() != 64 {
            return text.parse().map(Self::Number).map_err(|_| NotedBad);
        }
        let mut digest = [0; 32];
        for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| NotedBad)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| NotedBad)?;
        }
        Ok(Self::Digest(digest))
    }
}

/// The seal that was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealedIn {
    /// Its first number.
    pub from: u64,
    /// Its last number.
    pub to: u64,
    /// When it was made.
    pub sealed_at: Timestamp,
    /// Its digest.
    pub digest: [u8; 32],
}

impl Store {
    /// The seal of a chain that has the noted digest, or is over the noted number. `None` means
    /// that the chain is not the one from which it was noted: cut, written anew, or put back to an
    /// earlier day. That the chain itself is whole shows [`Store::verify_audit`].
    ///
    /// # Errors
    /// [`StoreError`], also for a seal that does not open.
    pub async fn audit_contains(
        &self,
        insurer: Option<InsurerId>,
        noted: Noted,
    ) -> Result<Option<SealedIn>, StoreError> {
        let prefix = record_key(Kind::AuditSeal, &stream_id(insurer));
        let mut from = prefix.clone();
        loop {
            let scan = Scan {
                from,
                to: behind(&prefix),
                limit: SEALS,
                direction: Direction::Up,
                follow: false,
            };
            let found = self.0.engine.scan(scan).await?;
            let Some(last) = found.last() else {
                return Ok(None);
            };
            from = [last.key.as_slice(), &[0]].concat();
            for found in found {
                let Some(row) = found.row else { continue };
                let seal: Versioned<AuditSeal> = self.0.codec.read(&found.key, &row)?;
                let is_it = match noted {
                    Noted::Digest(digest) => seal.digest == digest,
                    Noted::Number(no) => (seal.from..=seal.to).contains(&no),
                };
                if is_it {
                    return Ok(Some(SealedIn {
                        from: seal.from,
                        to: seal.to,
                        sealed_at: seal.sealed_at,
                        digest: seal.digest,
                    }));
                }
            }
        }
    }
}
