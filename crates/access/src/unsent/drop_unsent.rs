//! A kept form was sent after all: it is no longer needed.

use crate::app::App;
use crate::error::StoreFailure;
use kairan_domain::ids::UnsentId;
use kairan_domain::unsent::Writer;
use kairan_store::{Changes, CommitError, Housekeeping};

/// Forgets the form with this id, if `writer` typed it.
///
/// # Errors
///
/// The store could not answer; the sweep takes it away later.
pub async fn drop_unsent(app: &App, writer: Writer, id: UnsentId) -> Result<(), StoreFailure> {
    let Some(found) = app.store.unsent(id).await? else {
        return Ok(());
    };
    if found.writer != writer {
        return Ok(());
    }
    let mut changes = Changes::housekeeping(Housekeeping::Unsent);
    changes.delete(&found);
    match app.store.commit(changes).await {
        // Sent twice, or swept in this moment.
        Ok(()) | Err(CommitError::Conflict(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
