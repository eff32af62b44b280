//! The clock removes kept forms whose time is over; nobody is shown them from then on anyway.

use crate::app::App;
use crate::error::StoreFailure;
use kairan_store::{Changes, CommitError, Housekeeping};

/// How many records one sweep looks at; the next one comes soon.
const AT_ONCE: usize = 500;

/// Removes forms older than they are kept; answers how many.
///
/// # Errors
///
/// The store could not answer.
pub async fn sweep_unsent(app: &App) -> Result<usize, StoreFailure> {
    let Ok(before) = app.now().checked_sub(app.policies.unsent_kept) else {
        return Ok(0);
    };
    let over = app.store.unsent_before(before, AT_ONCE).await?;
    if over.is_empty() {
        return Ok(0);
    }
    let mut changes = Changes::housekeeping(Housekeeping::Unsent);
    for unsent in &over {
        changes.delete(unsent);
    }
    match app.store.commit(changes).await {
        Ok(()) => Ok(over.len()),
        // One was sent after all meanwhile; the next sweep sees the rest.
        Err(CommitError::Conflict(_)) => Ok(0),
        Err(error) => Err(error.into()),
    }
}
