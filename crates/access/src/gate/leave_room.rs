//! A reviewer leaves the room: the session ends, its cookie opens nothing any more (it
//! still proves which office to phone). Audit:
//! signed out. A cookie without a session is left alone; whether the window is still open
//! does not matter.

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
pub async fn leave_room(app: &App, cookie: &str) -> Result<(), StoreFailure> {
    let now = app.now();
    // A touch by a download that still runs may come in between; it cannot do so for ever.
    loop {
        let Some(live) = session::live(app, cookie, now).await? else {
            return Ok(());
        };
        let Subject::Reviewer {
            insurer,
            meeting,
            seat,
            ..
        } = live.record.subject
        else {
            return Ok(());
        };
        let left = AuditRecord::new(
            Some(insurer),
            now,
            Actor::Reviewer(seat),
            AuditEvent::SignedOut,
        )
        .of_meeting(meeting)
        .of_seat(seat);
        let mut changes = Changes::new(left);
        changes.update(&live.record, live.record.ending(Ending::Left));
        match app.store.commit(changes).await {
            Err(CommitError::Conflict(_)) => {}
            done => return Ok(done?),
        }
    }
}
