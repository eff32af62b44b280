//! Closing what has been written: the background sealer's work.

use jiff::Timestamp;
use kairan_domain::ids::InsurerId;
use thiserror::Error;

use super::{TOGETHER, chain};
use crate::changes::{Changes, Housekeeping};
use crate::error::{CommitError, Damage, StoreError};
use crate::record::{AuditSeal, read_audit};
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
            let last = self.last_seal(insurer).await?;
            let from = last.as_ref().map_or(1, |seal| seal.to.saturating_add(1));
            let rows = self.audit_rows(insurer, (from, u64::MAX)).await?;
            let previous = last.map_or([0; 32], |seal| seal.digest);
            let Some(seal) = over(insurer, from, previous, &rows, now)? else {
                return Ok(sealed);
            };
            let count = rows.len();
            let mut changes = Changes::housekeeping(Housekeeping::Seal);
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
}

/// The seal over these rows, which must begin with `from` and have no gap.
fn over(
    insurer: Option<InsurerId>,
    from: u64,
    previous: [u8; 32],
    rows: &[(u64, Vec<u8>)],
    now: Timestamp,
) -> Result<Option<AuditSeal>, SealError> {
    let (mut leaves, mut newest_at) = (Vec::with_capacity(rows.len()), Timestamp::MIN);
    let mut to = None;
    for (wanted, (no, bytes)) in (from..).zip(rows) {
        if *no != wanted {
            return Err(SealError::Missing(wanted));
        }
        let record = read_audit(bytes).map_err(|why| SealError::Unreadable { no: *no, why })?;
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
