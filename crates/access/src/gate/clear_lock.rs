//! A clerk clears the wait or lock of a reviewer's password, at all meetings it serves. Audit:
//! lock cleared. Where nothing is counted, nothing is written.

use crate::app::App;
use crate::error::ClearError;
use crate::throttle::clear_counted;
use crate::witness::ClerkOf;
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::ids::{MeetingId, SeatId};
use kairan_domain::meeting::Place;
use kairan_store::ThrottleKey;

/// Clears what is counted against the credential of `seat`.
///
/// # Errors
///
/// [`ClearError`].
pub async fn clear_lock(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    seat: SeatId,
) -> Result<(), ClearError> {
    let now = app.now();
    let found = app
        .store
        .meeting(by.insurer(), meeting)
        .await?
        .ok_or(ClearError::Unknown)?;
    let place = found
        .packet()
        .and_then(|packet| packet.seat(seat))
        .map(|seat| &seat.place);
    let Some(Place::Electronic { credential, .. }) = place else {
        return Err(ClearError::Unknown);
    };

    let (insurer, by) = (Some(by.insurer()), by.actor());
    let cleared = AuditRecord::new(insurer, now, by, AuditEvent::LockCleared);
    let cleared = cleared.of_meeting(meeting).of_seat(seat);
    clear_counted(app, ThrottleKey::Credential(*credential), cleared).await
}
