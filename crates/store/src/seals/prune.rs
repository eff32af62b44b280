//! The end of storage: whole sealed stretches go, their seals stay.

use jiff::Timestamp;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::ids::InsurerId;
use thiserror::Error;

use super::Broken;
use crate::changes::Changes;
use crate::engine::{Direction, Key, Scan, behind};
use crate::error::{CommitError, StoreError};
use crate::index::{audit_pointers, audit_stream, record_key};
use crate::record::{AuditSeal, Kind, read_audit, stream_id};
use crate::store::Store;
use crate::versioned::Versioned;

/// Records removed in one commit, give or take the last seal's.
const AT_ONCE: u64 = 2_000;
/// Seals read at once while looking for the first one that is not pruned.
const SEALS: usize = 200;

/// Why audit records were not pruned.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PruneError {
    /// The stretch that is due is not what was sealed; it stays as evidence.
    #[error("nothing is pruned: {0}")]
    Broken(Broken),
    /// The removal was not written.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Removes the audit records of an insurer's oldest sealed stretches, as long as the newest
    /// record of a stretch is older than `before`; answers with how many. Each commit leaves a
    /// record of itself at the chain's other end.
    ///
    /// # Errors
    /// [`PruneError`]; what was pruned before it stays pruned.
    pub async fn prune_audit(
        &self,
        insurer: Option<InsurerId>,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<u64, PruneError> {
        let mut pruned = 0;
        loop {
            let due = self.seals_due(insurer, before).await?;
            if due.is_empty() {
                return Ok(pruned);
            }
            let note = AuditRecord::new(insurer, now, Actor::Kairan, AuditEvent::AuditPruned);
            let mut changes = Changes::new(note);
            let mut gone: Vec<Key> = Vec::new();
            for seal in &due {
                self.verify_records(seal)
                    .await?
                    .map_err(PruneError::Broken)?;
                self.rows_under(seal, &mut gone).await?;
                let anchor = AuditSeal {
                    marks: Vec::new(),
                    pruned_at: Some(now),
                    ..AuditSeal::clone(seal)
                };
                changes.update(seal, anchor);
            }
            let (mut batch, means) = changes.lower(&self.0.codec)?;
            batch.writes.extend(gone.into_iter().map(|key| (key, None)));
            self.write(batch, &means).await?;
            pruned += due.iter().map(|seal| seal.to - seal.from + 1).sum::<u64>();
        }
    }

    /// The oldest seals not pruned yet whose records are all older than `before`, for one commit.
    async fn seals_due(
        &self,
        insurer: Option<InsurerId>,
        before: Timestamp,
    ) -> Result<Vec<Versioned<AuditSeal>>, StoreError> {
        let prefix = record_key(Kind::AuditSeal, &stream_id(insurer));
        let (mut from, mut due, mut records) = (prefix.clone(), Vec::new(), 0);
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
                return Ok(due);
            };
            from = [last.key.as_slice(), &[0]].concat();
            for found in found {
                let Some(row) = found.row else { continue };
                let seal: Versioned<AuditSeal> = self.0.codec.read(&found.key, &row)?;
                if seal.pruned_at.is_some() {
                    continue;
                }
                if seal.newest_at >= before || records >= AT_ONCE {
                    return Ok(due);
                }
                records += seal.to - seal.from + 1;
                due.push(seal);
            }
        }
    }

    /// The keys of the records under a seal, and of the rows that point to them.
    async fn rows_under(&self, seal: &AuditSeal, keys: &mut Vec<Key>) -> Result<(), StoreError> {
        let stream = audit_stream(seal.insurer);
        for (no, bytes) in self.audit_rows(seal.insurer, (seal.from, seal.to)).await? {
            let no_bytes = no.to_be_bytes();
            let key = [stream.as_slice(), &no_bytes].concat();
            let record =
                read_audit(&bytes).map_err(|why| crate::record::corrupt(Kind::Audit, &key, why))?;
            let pointers = audit_pointers(&record).into_iter();
            keys.extend(pointers.map(|prefix| [prefix.as_slice(), &no_bytes].concat()));
            keys.push(key);
        }
        Ok(())
    }
}
