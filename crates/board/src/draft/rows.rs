//! A clerk adds an empty row for a reviewer, or takes a row away. Audited as saving.

use super::create::empty_row;
use crate::edit::{audit, edit_meeting, edition, touch};
use crate::error::ChangeError;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{MeetingId, SeatId};
use kairan_domain::meeting::WrongState;

/// Adds an empty row; answers with its id and the draft's new edition.
///
/// # Errors
/// [`ChangeError`].
pub async fn add_row(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
) -> Result<(SeatId, u64), ChangeError> {
    let now = app.now();
    let row = empty_row(app, now);
    let audit = audit(by, AuditEvent::DraftSaved, meeting, now);

    edit_meeting(app, by, &audit, meeting, |meeting| {
        meeting.draft_mut(now)?.raw.seats.push(row.clone());
        touch(meeting, by, now);
        Ok(((row.id, edition(meeting)), Vec::new()))
    })
    .await
}

/// Takes a row away; answers with the draft's new edition.
///
/// # Errors
/// [`ChangeError`].
pub async fn remove_row(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    seat: SeatId,
) -> Result<u64, ChangeError> {
    let now = app.now();
    let audit = audit(by, AuditEvent::DraftSaved, meeting, now).of_seat(seat);

    edit_meeting(app, by, &audit, meeting, |meeting| {
        let rows = &mut meeting.draft_mut(now)?.raw.seats;
        let place = rows.iter().position(|row| row.id == seat);
        rows.remove(place.ok_or(WrongState::NoSeat)?);
        touch(meeting, by, now);
        Ok((edition(meeting), Vec::new()))
    })
    .await
}
