//! Somebody leaves the console: the session ends, its cookie opens nothing any more. Audit:
//! signed out. A cookie without a session is left alone.

use crate::app::App;
use crate::door::Door;
use crate::error::StoreFailure;
use crate::staff::staff_session::at_door;
use crate::staff::step_up::of_own;
use kairan_domain::audit::AuditEvent;
use kairan_store::{Changes, CommitError};

/// Ends the session behind `cookie`.
///
/// # Errors
///
/// The store could not answer.
pub async fn sign_out(app: &App, door: Door, cookie: &str) -> Result<(), StoreFailure> {
    let now = app.now();
    // A touch of the same session may come in between; it cannot do so for ever.
    loop {
        let Some(at) = at_door(app, door, cookie, now).await? else {
            return Ok(());
        };
        let mut changes = Changes::new(of_own(&at, AuditEvent::SignedOut, now));
        changes.delete(&at.record);
        match app.store.commit(changes).await {
            Err(CommitError::Conflict(_)) => {}
            done => return Ok(done?),
        }
    }
}
