//! 受領の取消し: the wrong opinion was accepted, and no meeting has it yet. It stands as submitted
//! again; what the doctor had in the draft, and who accepted it, was told before accepting.
//! Audited.

use crate::edit::{ATTEMPTS, audit, load, moved};
use crate::error::ChangeError;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;
use kairan_store::Changes;
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
    let record = audit(by, AuditEvent::AcceptanceTakenBack, id, app.now());
    for _ in 0..ATTEMPTS {
        let read = load(app, by.insurer(), id)
            .await
            .map_err(ChangeError::from)?;
        // After the request is read: a meeting that takes the pages from here on writes the
        // request anew (`board::add_incoming`), and this commit is a conflict.
        let went = app.store.went_to_a_meeting(by.insurer(), id).await;
        if went.map_err(ChangeError::from)? {
            return Err(TakeBackError::InMeeting);
        }
        let mut request = (*read).clone();
        request.take_back_acceptance().map_err(ChangeError::from)?;
        let mut changes = Changes::new(record.clone());
        changes.update(&read, request);
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome.map_err(ChangeError::from)?);
        }
    }
    Err(ChangeError::Contended.into())
}
