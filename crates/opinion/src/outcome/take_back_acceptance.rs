//! 受領の取消し: the wrong opinion was accepted, and no meeting has it yet. It stands as submitted
//! again; what the doctor had in the draft, and who accepted it, was told before accepting.
//! Audited.

use crate::edit::{Follows, audit, edit_request};
use crate::error::ChangeError;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;
use thiserror::Error;

/// Why an acceptance was not taken back.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TakeBackError {
    /// A meeting has its pages already: they are taken out there first.
    #[error("a meeting has the opinion")]
    InMeeting,
    /// As for any change.
    #[error(transparent)]
    Change(#[from] ChangeError),
}

/// Takes the acceptance back.
///
/// # Errors
/// [`TakeBackError`].
pub async fn take_back_acceptance(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
) -> Result<(), TakeBackError> {
    let went = app.store.went_to_a_meeting(by.insurer(), id).await;
    if went.map_err(ChangeError::from)? {
        return Err(TakeBackError::InMeeting);
    }
    let record = audit(by, AuditEvent::AcceptanceTakenBack, id, app.now());
    let done = edit_request(app, &record, by.insurer(), id, |request| {
        request.take_back_acceptance()?;
        Ok::<_, ChangeError>(((), Follows::default()))
    });
    Ok(done.await?)
}
