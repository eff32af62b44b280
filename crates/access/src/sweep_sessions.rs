//! The clock removes session records that have run out. No permission hangs on it: a session
//! that is over opens nothing, swept or not.

use crate::app::App;
use crate::error::StoreFailure;
use kairan_store::{Changes, CommitError, Housekeeping};

/// How many records one sweep looks at; the next one comes soon.
const AT_ONCE: usize = 500;

/// Removes sessions older than any may become; answers how many.
///
/// # Errors
///
/// The store could not answer.
pub async fn sweep_sessions(app: &App) -> Result<usize, StoreFailure> {
    let policies = &app.policies;
    let longest = policies
        .staff_session
        .most
        .max(policies.reviewer_session.most)
        .max(policies.physician_session.most);
    let Ok(before) = app.now().checked_sub(longest) else {
        return Ok(0);
    };
    let over = app.store.sessions_before(before, AT_ONCE).await?;
    if over.is_empty() {
        return Ok(0);
    }
    let mut changes = Changes::housekeeping(Housekeeping::Sweep);
    for session in &over {
        changes.delete(session);
    }
    match app.store.commit(changes).await {
        Ok(()) => Ok(over.len()),
        // Somebody signed out meanwhile; the next sweep sees the rest.
        Err(CommitError::Conflict(_)) => Ok(0),
        Err(error) => Err(error.into()),
    }
}
