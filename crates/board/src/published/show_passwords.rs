//! The passwords a clerk can still see and tell: those in the own envelope, not yet handed
//! over, sealed within the last 24 hours. Looking is audited; nothing else changes.

use crate::edit::{audit, load};
use crate::envelope::{self, Envelope};
use crate::error::{ChangeError, ReadError};
use jiff::Timestamp;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{CredentialId, MeetingId, SeatId};
use kairan_domain::meeting::{CHANGEABLE, Meeting, Place, Seat};
use kairan_domain::password::ViewingPassword;
use kairan_domain::staff::PersonName;
use kairan_store::{Changes, StoreError};
use kairan_vault::envelope::EnvelopeKey;

/// One electronic seat and its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatSecret {
    /// Which seat.
    pub seat: SeatId,
    /// Name.
    pub name: PersonName,
    /// The address, all but hidden.
    pub mail_hint: String,
    /// The password; `None` when this clerk cannot see it (any more).
    pub password: Option<ViewingPassword>,
    /// When it was ticked as handed over.
    pub handed_over_at: Option<Timestamp>,
    /// Since when the reviewer has had this password: before publishing means carried over.
    pub made_at: Option<Timestamp>,
}

/// All electronic seats of a published meeting.
///
/// # Errors
/// [`ChangeError`].
pub async fn show_passwords(
    app: &App,
    by: &ClerkOf,
    key: &EnvelopeKey,
    id: MeetingId,
) -> Result<Vec<SeatSecret>, ChangeError> {
    let secrets = secrets(app, by, key, id).await?;

    if secrets.iter().any(|secret| secret.password.is_some()) {
        let shown = audit(by, AuditEvent::PasswordsShown, id, app.now());
        app.store.commit(Changes::new(shown)).await?;
    }
    Ok(secrets)
}

/// The same without the audit record.
pub(super) async fn secrets(
    app: &App,
    by: &ClerkOf,
    key: &EnvelopeKey,
    id: MeetingId,
) -> Result<Vec<SeatSecret>, ReadError> {
    let now = app.now();
    let read = load(app, by, id).await?;
    let stored = app.store.envelope(id, by.staff()).await?;
    let place = envelope::Place {
        insurer: by.insurer(),
        meeting: id,
        staff: by.staff(),
    };
    let envelope = Envelope::open(stored.as_ref(), key, place, now);
    let mut secrets = Vec::new();
    for seat in seats(&read, now) {
        secrets.extend(secret(app, &envelope, seat).await?);
    }
    Ok(secrets)
}

fn seats(meeting: &Meeting, now: Timestamp) -> &[Seat] {
    match meeting.packet() {
        Some(packet) if CHANGEABLE.contains(&packet.state(now)) => &packet.seats,
        _ => &[],
    }
}

async fn secret(
    app: &App,
    envelope: &Envelope,
    seat: &Seat,
) -> Result<Option<SeatSecret>, StoreError> {
    let Place::Electronic {
        mail,
        credential,
        handed_over_at,
        ..
    } = &seat.place
    else {
        return Ok(None);
    };
    let made_at = made_at(app, *credential).await?;
    let password = made_at
        .filter(|_| handed_over_at.is_none())
        .and_then(|made_at| envelope.find(seat.id, made_at).cloned());
    Ok(Some(SeatSecret {
        seat: seat.id,
        name: seat.name.clone(),
        mail_hint: mail.hint(),
        password,
        handed_over_at: *handed_over_at,
        made_at,
    }))
}

async fn made_at(app: &App, id: CredentialId) -> Result<Option<Timestamp>, StoreError> {
    let credential = app.store.credential(id).await?;
    Ok(credential.map(|kept| kept.made_at))
}
