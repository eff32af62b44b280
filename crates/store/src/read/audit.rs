//! Audit records, by insurer and by meeting.

use jiff::Timestamp;
use kairan_domain::audit::AuditRecord;
use kairan_domain::ids::{InsurerId, MeetingId, OpinionRequestId};

use super::{Pages, WHOLE, under};
use crate::cursor::{Cursor, Order, Page};
use crate::engine::{Direction, Found};
use crate::error::{Damage, StoreError};
use crate::index::{Index, audit_stream};
use crate::record::{Kind, audit_json, corrupt, read_audit};
use crate::store::Store;

/// An audit record under the number the store gave it: without gaps, from 1, per insurer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedAudit {
    /// The number.
    pub no: u64,
    /// The record.
    pub record: AuditRecord,
}

impl NumberedAudit {
    /// One JSON object with the stable names of the stored form: `no`, `at`, `actor`, `event`,
    /// `from`, the ids it is about.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn to_json(&self) -> Result<String, StoreError> {
        audit_json(self.no, &self.record)
    }
}

fn numbered(found: Found) -> Result<Option<NumberedAudit>, StoreError> {
    let Some(row) = found.row else {
        return Ok(None);
    };
    let damaged = |why| corrupt(Kind::Audit, &found.row_key, why);
    let no = found.row_key.last_chunk().copied().map(u64::from_be_bytes);
    let no = no.ok_or_else(|| damaged(Damage::CutOff))?;
    let record = read_audit(&row.bytes).map_err(damaged)?;
    Ok(Some(NumberedAudit { no, record }))
}

impl Store {
    /// One page of an insurer's audit records; `None` for the installation's own.
    pub async fn audit_of(
        &self,
        insurer: Option<InsurerId>,
        order: Order,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<NumberedAudit>, StoreError> {
        let pages = Pages::under(audit_stream(insurer), order, limit).behind(cursor);
        let page = pages.cut(self.0.engine.scan(pages.scan(false)).await?);
        let items = page
            .items
            .into_iter()
            .filter_map(|found| numbered(found).transpose());
        Ok(Page {
            items: items.collect::<Result<_, _>>()?,
            next: page.next,
        })
    }

    /// Where, in [`Order::Newest`], a page of records made before an instant begins. Records
    /// are numbered as they are committed, so their instants rise with their numbers but for
    /// the moments in which commits overtake one another.
    pub async fn audit_before(
        &self,
        insurer: Option<InsurerId>,
        at: Timestamp,
    ) -> Result<Cursor, StoreError> {
        let newest = self.audit_of(insurer, Order::Newest, None, 1).await?;
        let newest = newest.items.first().map_or(0, |numbered| numbered.no);
        // The first number not made before `at` lies in `low..high`.
        let (mut low, mut high) = (1, newest + 1);
        while low < high {
            let middle = low.midpoint(high);
            let key = [audit_stream(insurer).as_slice(), &middle.to_be_bytes()].concat();
            // What is gone was pruned: it is older than all that is left.
            let before = match self.0.engine.get(&key).await? {
                Some(row) => {
                    let damaged = |why| corrupt(Kind::Audit, &key, why);
                    read_audit(&row.bytes).map_err(damaged)?.at < at
                }
                None => true,
            };
            if before {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(Cursor(low.to_be_bytes().to_vec()))
    }

    /// Where, in [`Order::Oldest`], the records behind a number begin.
    pub fn audit_behind(no: u64) -> Cursor {
        Cursor(no.to_be_bytes().to_vec())
    }

    /// Where, in [`Order::Oldest`], the records made at an instant or later begin.
    pub async fn audit_since(
        &self,
        insurer: Option<InsurerId>,
        at: Timestamp,
    ) -> Result<Cursor, StoreError> {
        let Cursor(first) = self.audit_before(insurer, at).await?;
        let first = first
            .first_chunk::<8>()
            .copied()
            .map_or(1, u64::from_be_bytes);
        Ok(Self::audit_behind(first.saturating_sub(1)))
    }

    /// All audit records about one meeting of one insurer, oldest first.
    pub async fn audit_of_meeting(
        &self,
        insurer: InsurerId,
        meeting: MeetingId,
    ) -> Result<Vec<NumberedAudit>, StoreError> {
        let prefix = Index::AuditOfMeeting.key(&[meeting.as_bytes()]);
        self.pointed_at(insurer, &prefix).await
    }

    /// All audit records about one request of one insurer, oldest first.
    pub async fn audit_of_request(
        &self,
        insurer: InsurerId,
        request: OpinionRequestId,
    ) -> Result<Vec<NumberedAudit>, StoreError> {
        let prefix = Index::AuditOfRequest.key(&[request.as_bytes()]);
        self.pointed_at(insurer, &prefix).await
    }

    async fn pointed_at(
        &self,
        insurer: InsurerId,
        prefix: &[u8],
    ) -> Result<Vec<NumberedAudit>, StoreError> {
        let found = self
            .0
            .engine
            .scan(under(prefix, WHOLE, Direction::Up, true))
            .await?;
        let mut records: Vec<NumberedAudit> = found
            .into_iter()
            .filter_map(|found| numbered(found).transpose())
            .collect::<Result<_, _>>()?;
        records.retain(|numbered| numbered.record.insurer == Some(insurer));
        Ok(records)
    }
}
