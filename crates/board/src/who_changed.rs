//! Who changed a meeting's text last: for the page two clerks meet on. Changes nothing.

use crate::edit::load;
use crate::error::ReadError;
use kairan_access::{App, StaffOf};
use kairan_domain::ids::MeetingId;
use kairan_domain::staff::PersonName;

/// The name of whoever changed the meeting last; `None` when the account is no more.
///
/// # Errors
/// [`ReadError`].
pub async fn who_changed(
    app: &App,
    by: &StaffOf,
    id: MeetingId,
) -> Result<Option<PersonName>, ReadError> {
    let meeting = load(app, by, id).await?;
    let staff = app.store.staff(meeting.changed_by).await?;
    let own = staff.filter(|staff| staff.insurer == by.insurer());
    Ok(own.map(|staff| staff.name.clone()))
}
