//! The audit of an insurer, or of one of its meetings, newest first. Changes nothing.

use crate::error::ReadError;
use kairan_access::{App, StaffOf};
use kairan_domain::ids::MeetingId;
use kairan_store::{Cursor, NumberedAudit, Order};

/// Records on one page.
const PAGE: usize = 100;

/// One page of audit records.
#[derive(Debug, Clone)]
pub struct AuditPage {
    /// The records with their numbers.
    pub records: Vec<NumberedAudit>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// One page of the audit; a meeting's comes whole.
///
/// # Errors
/// [`ReadError`]. A cursor that is none begins at the first page.
pub async fn list_audit(
    app: &App,
    by: &StaffOf,
    meeting: Option<MeetingId>,
    cursor: Option<&str>,
) -> Result<AuditPage, ReadError> {
    if let Some(meeting) = meeting {
        let mut records = app.store.audit_of_meeting(by.insurer(), meeting).await?;
        records.reverse();
        return Ok(AuditPage {
            records,
            next: None,
        });
    }
    let cursor: Option<Cursor> = cursor.and_then(|text| text.parse().ok());
    let insurer = Some(by.insurer());
    let page = app
        .store
        .audit_of(insurer, Order::Newest, cursor.as_ref(), PAGE)
        .await?;
    Ok(AuditPage {
        records: page.items,
        next: page.next.map(|next| next.to_string()),
    })
}
