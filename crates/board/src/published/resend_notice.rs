//! A clerk has the link mailed again to one seat. Audited; one more notice is queued unless
//! one for this seat is waiting already.

use crate::edit::{ATTEMPTS, audit, load, moved};
use crate::error::ChangeError;
use crate::notices::{is_waiting, tell};
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{MeetingId, SeatId};
use kairan_domain::meeting::WrongState;
use kairan_domain::notice::{Notice, NoticeKind, NoticeState};
use kairan_store::Changes;

/// Queues the link's letter again. One that waits for a later try is tried at once instead.
///
/// # Errors
/// [`ChangeError::State`] when the links do not work or the seat has none.
pub async fn resend_notice(
    app: &App,
    by: &ClerkOf,
    id: MeetingId,
    seat: SeatId,
) -> Result<(), ChangeError> {
    let now = app.now();
    let resent = audit(by, AuditEvent::NoticeResent, id, now).of_seat(seat);
    for _ in 0..ATTEMPTS {
        let read = load(app, by, id).await?;
        let state = read.state(now);
        let packet = read.packet().ok_or(WrongState::Is(state))?;
        if !state.links_live() {
            return Err(WrongState::Is(state).into());
        }
        let found = packet.seat(seat).filter(|seat| seat.place.is_electronic());
        found.ok_or(WrongState::NoSeat)?;
        let notices = app.store.notices_of(id).await?;

        let mut changes = Changes::new(resent.clone().as_of(&read));
        changes.expect(&read);
        if is_waiting(&notices, seat) {
            for waiting in notices
                .iter()
                .filter(|notice| is_waiting_here(notice, seat))
            {
                let state = NoticeState::Queued { next_at: now };
                changes.update(
                    waiting,
                    Notice {
                        state,
                        ..(**waiting).clone()
                    },
                );
            }
        } else {
            for notice in tell(app, &read, [seat], NoticeKind::Resent, now) {
                changes.queue(notice);
            }
        }
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome?);
        }
    }
    Err(ChangeError::Contended)
}

fn is_waiting_here(notice: &Notice, seat: SeatId) -> bool {
    notice.is_to(seat) && matches!(notice.state, NoticeState::Queued { .. })
}
