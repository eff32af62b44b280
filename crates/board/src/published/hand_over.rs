//! A clerk ticks a password as handed over: it leaves the envelope and cannot be shown again.
//! When the last one is handed over, every envelope of the meeting goes. Audited.

use crate::edit::{ATTEMPTS, audit, load, moved};
use crate::envelope::{self, Envelope};
use crate::error::ChangeError;
use jiff::Timestamp;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{MeetingId, SeatId};
use kairan_domain::meeting::{CHANGEABLE, Packet, Place, WrongState};
use kairan_store::Changes;
use kairan_vault::envelope::EnvelopeKey;

/// Ticks one seat. Ticking twice is ticking once.
///
/// # Errors
/// [`ChangeError`].
pub async fn hand_over(
    app: &App,
    by: &ClerkOf,
    key: &EnvelopeKey,
    id: MeetingId,
    seat: SeatId,
) -> Result<(), ChangeError> {
    let now = app.now();
    let handed = audit(by, AuditEvent::PasswordHandedOver, id, now).of_seat(seat);
    for _ in 0..ATTEMPTS {
        let read = load(app, by, id).await?;
        let mut meeting = (*read).clone();
        let packet = meeting.packet_in(CHANGEABLE, now)?;
        if tick(packet, seat, now)? == Tick::Before {
            return Ok(());
        }
        let all = all_handed_over(packet);

        let mut changes = Changes::new(handed.clone());
        changes.update(&read, meeting);
        if all {
            for envelope in &app.store.envelopes_of(id).await? {
                changes.delete(envelope);
            }
        } else {
            take_out(app, by, key, (id, seat), now, &mut changes).await?;
        }
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome?);
        }
    }
    Err(ChangeError::Contended)
}

#[derive(PartialEq, Eq)]
enum Tick {
    Now,
    Before,
}

fn tick(packet: &mut Packet, seat: SeatId, now: Timestamp) -> Result<Tick, WrongState> {
    let Place::Electronic { handed_over_at, .. } = &mut packet.seat_mut(seat)?.place else {
        return Err(WrongState::NoSeat);
    };
    let before = handed_over_at.replace(handed_over_at.unwrap_or(now));
    Ok(if before.is_some() {
        Tick::Before
    } else {
        Tick::Now
    })
}

fn all_handed_over(packet: &Packet) -> bool {
    packet.seats.iter().all(|seat| {
        !matches!(
            seat.place,
            Place::Electronic {
                handed_over_at: None,
                ..
            }
        )
    })
}

async fn take_out(
    app: &App,
    by: &ClerkOf,
    key: &EnvelopeKey,
    (id, seat): (MeetingId, SeatId),
    now: Timestamp,
    changes: &mut Changes,
) -> Result<(), ChangeError> {
    let Some(stored) = app.store.envelope(id, by.staff()).await? else {
        return Ok(());
    };
    let place = envelope::Place {
        insurer: by.insurer(),
        meeting: id,
        staff: by.staff(),
    };
    let mut envelope = Envelope::open(Some(&stored), key, place, now);
    if envelope.is_empty() {
        // Over, or sealed with a key this browser does not have: it goes by itself.
        return Ok(());
    }
    envelope.remove(seat);
    match envelope.seal(app, key, place, stored.made_at) {
        Ok(sealed) if !envelope.is_empty() => changes.update(&stored, sealed),
        _ => changes.delete(&stored),
    };
    Ok(())
}
