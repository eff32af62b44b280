//! 受領: the last version counts. What the doctor had in the draft goes; the doctor can read
//! what was accepted some days longer. Audited; no notice follows.

use super::is_last;
use crate::edit::{Follows, audit, edit_request};
use crate::error::ChangeError;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;

/// Accepts the version the clerk has seen.
///
/// # Errors
/// [`ChangeError::OtherVersion`] when another one came meanwhile, and the others.
pub async fn accept_opinion(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    seen: u32,
) -> Result<(), ChangeError> {
    let now = app.now();
    let record = audit(by, AuditEvent::OpinionAccepted, id, now);
    edit_request(app, &record, by.insurer(), id, |request| {
        is_last(request, seen)?;
        request.accept(now)?;
        let follows = Follows {
            draft_goes: true,
            ..Follows::default()
        };
        Ok(((), follows))
    })
    .await
}
