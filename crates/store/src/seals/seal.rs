//! Closing what has been written: the background sealer's work.

use jiff::Timestamp;
use kairan_domain::ids::InsurerId;
use thiserror::Error;

use super::ledger::seal_fault;
use super::{Broken, TOGETHER, chain};
use crate::changes::{Changes, Housekeeping};
use crate::error::{CommitError, Damage, StoreError};
use crate::index::audit_stream;
use crate::record::{AuditSeal, Marked, marked, read_audit};
use crate::store::Store;

/// Why audit records were not sealed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SealError {
    /// A number is missing: nothing behind it is sealed before somebody has looked.
    #[error("audit record {0} is missing")]
    Missing(u64),
    /// A record cannot be read.
    #[error("audit record {no} cannot be read: {why}")]
    Unreadable {
        /// Its number.
        no: u64,
        /// What is wrong with it.
        why: Damage,
    },
    /// The chain is not what it is known to have been: nothing is sealed over that.
    #[error("nothing is sealed: {0}")]
    Broken(#[from] Broken),
    /// The seal was not written.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Seals all audit records of an insurer that are not sealed yet; answers with how many
    /// this call sealed. Several callers at once make one chain.
    ///
    /// # Errors
    /// [`SealError`]; what was sealed before it stays sealed.
    pub async fn seal_audit(
        &self,
        insurer: Option<InsurerId>,
        now: Timestamp,
    ) -> Result<u64, SealError> {
        let mut sealed = 0;
        loop {
            let ledger = self.ledger().await?.ok_or(StoreError::NoLedger)?;
            let reached = ledger.reached(insurer);
            let last = self.last_seal(insurer).await?;
            if let Some(fault) = seal_fault(reached, last.as_deref()) {
                let now = self.ledger().await?.map(|now| now.version());
                if now != Some(ledger.version()) {
                    // Another sealer was between the two reads.
                    continue;
                }
                return Err(fault.into());
            }
            // Before the records: it may be behind them, never in front of them.
            let tip = self.tip(insurer).await?;
            let from = last.as_ref().map_or(1, |seal| seal.to.saturating_add(1));
            let rows = self.audit_rows(insurer, (from, u64::MAX)).await?;
            let previous = last.map_or([0; 32], |seal| seal.digest);
            let count = rows.len();
            let end = rows.last().map_or(from - 1, |(no, _)| *no);
            let stretch = Stretch {
                insurer,
                from,
                previous,
                marked_from: reached.marked_from,
            };
            let seal = self.over(&stretch, &rows, now)?;
            if count < TOGETHER
                && let Some(fault) = tip.fault(end, reached.marked_from)
            {
                if self.tip(insurer).await? != tip {
                    // The stream's first records came between the two reads.
                    continue;
                }
                return Err(match fault {
                    Broken::Missing(no) => SealError::Missing(no),
                    other => other.into(),
                });
            }
            let Some(seal) = seal else {
                return Ok(sealed);
            };
            let mut changes = Changes::housekeeping(Housekeeping::Seal);
            changes.update(&ledger, ledger.with(&seal, reached.marked_from));
            changes.insert(seal);
            match self.commit(changes).await {
                Ok(()) => sealed += u64::try_from(count).unwrap_or(u64::MAX),
                // Another sealer was first: go on behind its seal.
                Err(CommitError::Conflict(_)) => continue,
                Err(fault) => return Err(fault.into()),
            }
            if count < TOGETHER {
                return Ok(sealed);
            }
        }
    }

    /// The seal over these rows, which must begin with `stretch.from` and have no gap.
    fn over(
        &self,
        stretch: &Stretch,
        rows: &[(u64, Vec<u8>)],
        now: Timestamp,
    ) -> Result<Option<AuditSeal>, SealError> {
        let (mut leaves, mut newest_at) = (Vec::with_capacity(rows.len()), Timestamp::MIN);
        let (insurer, from, previous) = (stretch.insurer, stretch.from, stretch.previous);
        let mut to = None;
        for (wanted, (no, bytes)) in (from..).zip(rows) {
            if *no != wanted {
                return Err(SealError::Missing(wanted));
            }
            let record = read_audit(bytes).map_err(|why| SealError::Unreadable { no: *no, why })?;
            match marked(&self.0.codec.vault, &audit_stream(insurer), *no, bytes) {
                Marked::Right => {}
                Marked::Without if *no < stretch.marked_from => {}
                _ => return Err(Broken::Forged(*no).into()),
            }
            newest_at = newest_at.max(record.at);
            leaves.push(chain::leaf(*no, bytes));
            to = Some(*no);
        }
        Ok(to.map(|to| AuditSeal {
            insurer,
            from,
            to,
            previous,
            digest: chain::digest(insurer, &previous, (from, to), &leaves),
            marks: leaves.iter().map(chain::mark).collect(),
            newest_at,
            sealed_at: now,
            pruned_at: None,
        }))
    }
}

/// What is to be sealed next.
struct Stretch {
    insurer: Option<InsurerId>,
    from: u64,
    previous: [u8; 32],
    marked_from: u64,
}
