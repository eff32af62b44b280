//! A clerk ticks that a reviewer on paper has got the materials. Ticking again, after something
//! changed, notes the later instant. Audited.

use crate::edit::{audit, edit_meeting};
use crate::error::ChangeError;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{MeetingId, SeatId};
use kairan_domain::meeting::{CHANGEABLE, Place, WrongState};

/// Ticks one seat on paper.
///
/// # Errors
/// [`ChangeError`]; a seat with a link is [`WrongState::NoSeat`].
pub async fn give_paper(
    app: &App,
    by: &ClerkOf,
    id: MeetingId,
    seat: SeatId,
) -> Result<(), ChangeError> {
    let now = app.now();
    let given = audit(by, AuditEvent::PaperGiven, id, now).of_seat(seat);
    edit_meeting(app, by, &given, id, |meeting| {
        let packet = meeting.packet_in(CHANGEABLE, now)?;
        match &mut packet.seat_mut(seat)?.place {
            Place::Paper { given_at } => *given_at = Some(now),
            Place::Electronic { .. } => return Err(WrongState::NoSeat.into()),
        }
        Ok(((), Vec::new()))
    })
    .await
}
