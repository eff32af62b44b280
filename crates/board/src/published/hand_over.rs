//! A clerk ticks a password as handed over: it leaves the envelope and cannot be shown again.
//! The tick belongs to the password: every meeting it opens has it. When the last one of a
//! meeting is handed over, every envelope of the meeting goes. Audited.

use crate::edit::{ATTEMPTS, audit, load, moved};
use crate::envelope::Desk;
use crate::error::ChangeError;
use crate::passwords::credential_of;
use jiff::Timestamp;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{CredentialId, MeetingId, SeatId};
use kairan_domain::meeting::{Body, CHANGEABLE, Meeting, Packet, Place, WrongState};
use kairan_store::{Changes, Versioned};
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
        let Some(credential) = waiting(&read, seat, now)? else {
            return Ok(());
        };

        let mut changes = Changes::new(handed.clone().as_of(&read));
        tick(app, by, key, (&read, credential), now, &mut changes).await?;
        for other in &app.store.meetings_of_credential(credential).await? {
            if other.id != id && other.insurer == by.insurer() {
                tick(app, by, key, (other, credential), now, &mut changes).await?;
            }
        }
        if let Some(kept) = app.store.credential(credential).await? {
            let mut told = (*kept).clone();
            told.waits = false;
            changes.update(&kept, told);
        }
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome?);
        }
    }
    Err(ChangeError::Contended)
}

/// The password of the seat, unless it is ticked already.
fn waiting(
    meeting: &Meeting,
    seat: SeatId,
    now: Timestamp,
) -> Result<Option<CredentialId>, WrongState> {
    let state = meeting.state(now);
    let packet = meeting.packet().filter(|_| CHANGEABLE.contains(&state));
    let packet = packet.ok_or(WrongState::Is(state))?;
    match packet.seat(seat).map(|seat| &seat.place) {
        Some(Place::Electronic {
            credential,
            handed_over_at,
            ..
        }) => Ok(handed_over_at.is_none().then_some(*credential)),
        _ => Err(WrongState::NoSeat),
    }
}

/// Ticks the password in one meeting and takes it out of this clerk's envelope there.
async fn tick(
    app: &App,
    by: &ClerkOf,
    key: &EnvelopeKey,
    (read, credential): (&Versioned<Meeting>, CredentialId),
    now: Timestamp,
    changes: &mut Changes,
) -> Result<(), ChangeError> {
    let mut meeting = (**read).clone();
    let Body::Packet(packet) = &mut meeting.body else {
        return Ok(());
    };
    let ticked = tick_seats(packet, credential, now);
    if ticked.is_empty() {
        return Ok(());
    }
    let all = all_handed_over(packet);
    changes.update(read, meeting);
    if all {
        for envelope in &app.store.envelopes_of(read.id).await? {
            changes.delete(envelope);
        }
        return Ok(());
    }
    let Some(stored) = app.store.envelope(read.id, by.author()).await? else {
        return Ok(());
    };
    let desk = Desk::of(app, by, key, read.id);
    let mut envelope = desk.open(Some(&stored), now);
    if envelope.is_empty() {
        // Over, or sealed with a key this browser does not have: it goes by itself.
        return Ok(());
    }
    for seat in ticked {
        envelope.remove(seat);
    }
    // Less than before always fits.
    let kept = desk.keep(&envelope, Some(&stored), now, changes);
    kept.map_err(|_| ChangeError::Contended)
}

fn tick_seats(packet: &mut Packet, password: CredentialId, now: Timestamp) -> Vec<SeatId> {
    let mut ticked = Vec::new();
    for seat in &mut packet.seats {
        if credential_of(seat) == Some(password)
            && let Place::Electronic { handed_over_at, .. } = &mut seat.place
            && handed_over_at.is_none()
        {
            *handed_over_at = Some(now);
            ticked.push(seat.id);
        }
    }
    ticked
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
