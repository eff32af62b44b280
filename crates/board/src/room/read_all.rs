//! A reviewer says to have read everything. The clerk's board shows it; nobody is mailed.

use crate::edit::{ATTEMPTS, moved};
use crate::error::ChangeError;
use kairan_access::{App, ReviewerOf};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::meeting::{Place, WrongState};
use kairan_store::Changes;

/// Notes it; saying it again changes the instant.
///
/// # Errors
/// [`ChangeError`].
pub async fn read_all(app: &App, by: &ReviewerOf) -> Result<(), ChangeError> {
    let now = app.now();
    let audit = AuditRecord::new(Some(by.insurer()), now, by.actor(), AuditEvent::ReadAll)
        .of_meeting(by.meeting())
        .of_seat(by.seat());

    for _ in 0..ATTEMPTS {
        let read = app.store.meeting(by.insurer(), by.meeting()).await?;
        let read = read.ok_or(ChangeError::NotFound)?;
        let mut meeting = (*read).clone();
        let state = meeting.state(now);
        let packet = meeting.packet_in(&[kairan_domain::meeting::State::Open], now)?;
        let Place::Electronic { read_all_at, .. } = &mut packet.seat_mut(by.seat())?.place else {
            return Err(WrongState::Is(state).into());
        };
        *read_all_at = Some(now);

        let mut changes = Changes::new(audit.clone());
        changes.update(&read, meeting);
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome?);
        }
    }
    Err(ChangeError::Contended)
}
