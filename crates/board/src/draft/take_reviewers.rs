//! A clerk fills a draft with the reviewers of an earlier meeting: empty rows go, whoever is
//! there already stays as typed, the others come behind. Audited as saving.

use super::create::{rows_for, taken_over};
use crate::edit::{audit, edit_meeting, touch};
use crate::error::{ChangeError, ReadError};
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::MeetingId;
use kairan_domain::raw::{RawMeeting, RawSeat};
use kairan_domain::text;

/// Takes the reviewers of `model` over; a count that was left empty becomes theirs.
///
/// # Errors
/// [`ChangeError::NotFound`] also when there is no meeting to take them from.
pub async fn take_reviewers(
    app: &App,
    by: &ClerkOf,
    id: MeetingId,
    model: MeetingId,
) -> Result<(), ChangeError> {
    let now = app.now();
    let audit = audit(by, AuditEvent::DraftSaved, id, now);
    let model = app.store.meeting(by.insurer(), model).await?;
    let (_, _, people) = taken_over(&*model.ok_or(ReadError::NotFound)?);
    let rows = rows_for(app, by, people, now).await?;

    edit_meeting(app, by, &audit, id, |meeting| {
        add(&mut meeting.draft_mut(now)?.raw, &rows);
        touch(meeting, by, now);
        Ok(((), Vec::new()))
    })
    .await
}

fn add(raw: &mut RawMeeting, rows: &[RawSeat]) {
    raw.seats.retain(|row| !row.is_blank());
    for row in rows {
        if !raw.seats.iter().any(|there| who(there) == who(row)) {
            raw.seats.push(row.clone());
        }
    }
    if raw.reviewer_count.trim().is_empty() {
        raw.reviewer_count = raw.seats.len().to_string();
    }
}

/// By what a row is known: its address, and on paper the name alone.
fn who(row: &RawSeat) -> (bool, String) {
    let known = if row.paper { &row.name } else { &row.mail };
    let known = text::half_width(&text::one_line(known.expose()));
    (row.paper, known.to_lowercase())
}
