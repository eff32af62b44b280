//! A doctor leaves: the session ends, its cookie opens nothing any more. What was written stays
//! a draft, and the letter opens again. Audit: signed out. A cookie without a session is left
//! alone.

use crate::app::App;
use crate::error::StoreFailure;
use crate::session;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::session::{Ending, Subject};
use kairan_store::{Changes, CommitError};

/// Ends the session behind `cookie`.
///
/// # Errors
///
/// The store could not answer.
pub async fn leave_letter(app: &App, cookie: &str) -> Result<(), StoreFailure> {
    let now = app.now();
    // A touch by a draft that saves itself may come in between; it cannot do so for ever.
    loop {
        let Some(live) = session::live(app, cookie, now).await? else {
            return Ok(());
        };
        let Subject::Physician {
            insurer, request, ..
        } = live.record.subject
        else {
            return Ok(());
        };
        let physician = Actor::Physician(request);
        let left = AuditRecord::new(Some(insurer), now, physician, AuditEvent::SignedOut);
        let mut changes = Changes::new(left.of_request(request));
        changes.update(&live.record, live.record.ending(Ending::Left));
        match app.store.commit(changes).await {
            Err(CommitError::Conflict(_)) => {}
            done => return Ok(done?),
        }
    }
}
