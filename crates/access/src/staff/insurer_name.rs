//! The name of the insurer somebody works for: stands on every page of the console, also while
//! the sign-in is not complete. Changes nothing.

use crate::app::App;
use crate::staff::staff_session::StaffSession;
use kairan_store::StoreError;

/// The insurer's name; `None` when the insurer is no more.
///
/// # Errors
///
/// The store cannot be read.
pub async fn insurer_name(app: &App, session: &StaffSession) -> Result<Option<String>, StoreError> {
    let insurer = app.store.insurer(session.staff.insurer).await?;
    Ok(insurer.map(|insurer| insurer.name.clone()))
}
