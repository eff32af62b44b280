//! 取消: no opinion is needed any more. The letter opens nothing from now on, open sessions
//! end and are told why, the draft goes. Audited; no notice follows.

use crate::edit::{Follows, audit, edit_request};
use crate::error::ChangeError;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::session::Ending;

/// Cancels a request.
///
/// # Errors
/// [`ChangeError`].
pub async fn cancel_request(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    reason: &str,
) -> Result<(), ChangeError> {
    let now = app.now();
    let record = audit(by, AuditEvent::RequestCancelled, id, now);
    edit_request(app, &record, by.insurer(), id, |request| {
        request.cancel(reason, now)?;
        let follows = Follows {
            ending: Some(Ending::Cancelled),
            draft_goes: true,
            ..Follows::default()
        };
        Ok::<_, ChangeError>(((), follows))
    })
    .await
}
