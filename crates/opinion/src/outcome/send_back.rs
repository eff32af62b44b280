//! 差戻し: the doctor is to correct the last version; letter and passcode stay. The clinic is
//! told by mail if it wants mails: the reason stays behind the door. Audited.

use super::is_last;
use crate::edit::{Follows, audit, edit_request, load};
use crate::error::ChangeError;
use crate::register::tell_clinic;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::notice::NoticeKind;

/// Sends back the version the clerk has seen.
///
/// # Errors
/// [`ChangeError::OtherVersion`] when another one came meanwhile, and the others.
pub async fn send_back_opinion(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    seen: u32,
    reason: &str,
) -> Result<(), ChangeError> {
    let now = app.now();
    let read = load(app, by.insurer(), id).await?;
    let notice = tell_clinic(app, &read, NoticeKind::OpinionSentBack, now).await?;
    let record = audit(by, AuditEvent::OpinionSentBack, id, now);
    edit_request(app, &record, by.insurer(), id, |request| {
        is_last(request, seen)?;
        request.send_back(reason, now)?;
        let follows = Follows {
            notices: notice.iter().cloned().collect(),
            ..Follows::default()
        };
        Ok::<_, ChangeError>(((), follows))
    })
    .await
}
