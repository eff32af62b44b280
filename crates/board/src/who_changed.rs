//! Who changed a meeting's text last: for the page two clerks meet on. Changes nothing.

use crate::edit::load;
use crate::error::ReadError;
use kairan_access::{App, StaffOf};
use kairan_domain::ids::MeetingId;
use kairan_domain::staff::PersonName;

/// Whoever changed a meeting last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changer {
    /// The one who asks, on another page.
    Yourself,
    /// A colleague.
    Colleague(PersonName),
    /// Somebody whose account is no more.
    Gone,
}

/// Who changed the meeting's text last.
///
/// # Errors
/// [`ReadError`].
pub async fn who_changed(app: &App, by: &StaffOf, id: MeetingId) -> Result<Changer, ReadError> {
    let meeting = load(app, by, id).await?;
    let staff = app.store.staff(meeting.changed_by).await?;
    let own = staff.filter(|staff| staff.insurer == by.insurer());
    Ok(match own {
        Some(staff) if staff.id == by.staff() => Changer::Yourself,
        Some(staff) => Changer::Colleague(staff.name.clone()),
        None => Changer::Gone,
    })
}
