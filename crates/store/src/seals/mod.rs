//! The chain of seals over each insurer's audit records.
//!
//! # What a seal says
//!
//! A record's own digest is SHA-256 over its number (8 bytes, big endian) ‖ its stored bytes.
//! A seal's digest is SHA-256 over `kairan audit seal 1` ‖ the digest of the seal before it
//! (zeros for the first) ‖ insurer (16 bytes, zeros for the installation) ‖ first number ‖ last
//! number (8 bytes each) ‖ the digests of all records between, in order. Stored bytes are never
//! written again and go through export and import as they are, so a chain moves house whole.
//!
//! Seals are sealed records: without the key ring nobody makes one. Each record has a mark of its
//! own as well (`record/audit.rs`), and how far a chain reaches is kept apart from it
//! (`ledger.rs`), so that it can neither be cut nor erased and sealed anew.
//!
//! What a chain cannot show is that the whole database was put back to an earlier day, or that
//! somebody who has the key ring has written all of it anew. For both there are digests kept
//! elsewhere: each seal's goes to the log, and [`Store::audit_contains`] looks for one.
//!
//! # Decisions
//! - 2026-11-22: a seal's id is its insurer and first number. Two sealers that start at the same
//!   moment make the same id, and the second one conflicts: one chain, without a lease.
//! - 2026-11-22: a seal keeps eight bytes of every record's digest (8 KiB for a full one), so
//!   that a check names the record, not the thousand around it.
//! - 2026-12-01: the ledger is one record for all chains, not one per chain: an insurer's could be
//!   taken away together with its chain. Sealers meet in it once in ten minutes; writers never do.
//! - 2026-12-01: the writer keeps the tip, not the commit: no two commits meet in it. What lies
//!   open is one thing: whoever copied the tip after the last seal (ten minutes at most) may put it
//!   back and cut the records behind it.
//! - 2026-12-01: rotation. A mark names its key. `rewrap` does not touch records (their bytes are
//!   under the seals); `retire` is refused while an unsealed record has the old key's mark, and
//!   from then on the seals, which are sealed again, vouch for records with a retired key's mark.
//! - 2026-11-22: pruning removes whole sealed stretches and leaves their seals, so the chain
//!   still reaches back to the first record; it reads a stretch before it removes it and stops
//!   at one that is broken, for that would be the evidence.

mod chain;
mod contains;
mod ledger;
mod prune;
mod seal;
mod verify;

#[cfg(test)]
mod edits;
#[cfg(test)]
mod tests;

pub use contains::{Noted, NotedBad, SealedIn};
pub(crate) use ledger::{begin, ledger_key, place};
pub use prune::PruneError;
pub use seal::SealError;
pub use verify::{AuditChain, Broken};

use jiff::Timestamp;
use kairan_domain::ids::InsurerId;

use crate::changes::{Changes, Housekeeping};
use crate::engine::{Direction, Scan, behind};
use crate::error::{CommitError, StoreError};
use crate::index::{audit_stream, record_key};
use crate::record::{AuditCheck, AuditSeal, Kind, stream_id};
use crate::store::Store;
use crate::versioned::Versioned;

/// Records under one seal at most; also how many are read at once.
const TOGETHER: usize = 1_000;

impl Store {
    /// Whose audit there is: the installation's own (`None`) and every insurer's.
    pub async fn audit_streams(&self) -> Result<Vec<Option<InsurerId>>, StoreError> {
        let insurers = self.insurers().await?;
        let own = insurers.iter().map(|insurer| Some(insurer.id));
        Ok(std::iter::once(None).chain(own).collect())
    }

    /// The newest seal over an insurer's audit records.
    pub async fn last_seal(
        &self,
        insurer: Option<InsurerId>,
    ) -> Result<Option<Versioned<AuditSeal>>, StoreError> {
        let prefix = record_key(Kind::AuditSeal, &stream_id(insurer));
        let scan = Scan {
            to: behind(&prefix),
            from: prefix,
            limit: 1,
            direction: Direction::Down,
            follow: false,
        };
        let found = self.0.engine.scan(scan).await?.pop();
        let row = found.and_then(|found| Some((found.row_key, found.row?)));
        row.map(|(key, row)| self.0.codec.read(&key, &row))
            .transpose()
    }

    /// What the last check of an insurer's audit records found.
    pub async fn audit_check(
        &self,
        insurer: Option<InsurerId>,
    ) -> Result<Option<Versioned<AuditCheck>>, StoreError> {
        let key = record_key(Kind::AuditCheck, &stream_id(insurer));
        let row = self.0.engine.get(&key).await?;
        row.map(|row| self.0.codec.read(&key, &row)).transpose()
    }

    /// Reads an insurer's whole chain and notes at `now` what was found.
    ///
    /// # Errors
    /// [`CommitError`]; a broken chain is no error but what [`AuditChain`] tells.
    pub async fn check_audit(
        &self,
        insurer: Option<InsurerId>,
        now: Timestamp,
    ) -> Result<AuditChain, CommitError> {
        let chain = self.verify_audit(insurer).await?;
        let check = AuditCheck {
            insurer,
            at: now,
            records: chain.records,
            broken: chain.broken.map(Broken::no),
        };
        let mut changes = Changes::housekeeping(Housekeeping::Seal);
        match self.audit_check(insurer).await? {
            Some(before) => changes.update(&before, check),
            None => changes.insert(check),
        };
        match self.commit(changes).await {
            // Somebody else has checked at the same moment.
            Ok(()) | Err(CommitError::Conflict(_)) => Ok(chain),
            Err(fault) => Err(fault),
        }
    }

    /// Stored audit records from a number up to another one, as they lie in the engine.
    async fn audit_rows(
        &self,
        insurer: Option<InsurerId>,
        (from, to): (u64, u64),
    ) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        let stream = audit_stream(insurer);
        let key = |no: u64| [stream.as_slice(), &no.to_be_bytes()].concat();
        let scan = Scan {
            from: key(from),
            to: to.checked_add(1).map_or_else(|| behind(&stream), key),
            limit: TOGETHER,
            direction: Direction::Up,
            follow: false,
        };
        let found = self.0.engine.scan(scan).await?;
        let rows = found.into_iter().filter_map(|found| {
            let no = u64::from_be_bytes(*found.row_key.last_chunk()?);
            Some((no, found.row?.bytes))
        });
        Ok(rows.collect())
    }
}
