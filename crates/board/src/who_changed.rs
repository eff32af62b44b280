//! Who changed a meeting's text last: for the page two clerks meet on. Changes nothing.

use crate::edit::load;
use crate::error::ReadError;
use kairan_access::{App, StaffOf};
use kairan_domain::ids::MeetingId;
use kairan_domain::staff::PersonName;
use kairan_work::author_name;

/// Whoever changed a meeting last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changer {
    /// The one who asks, on another page.
    Yourself,
    /// A colleague, or the insurer's system.
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
    if meeting.changed_by == by.author() {
        return Ok(Changer::Yourself);
    }
    let name = author_name(app, by.insurer(), meeting.changed_by).await?;
    Ok(name.map_or(Changer::Gone, Changer::Colleague))
}
