//! The passwords a clerk can still see and tell: those in the own envelopes (also of another
//! meeting the same password was made for), not yet handed over, made within the last 24 hours. Looking is audited; nothing else changes.

use crate::edit::{audit, load};
use crate::envelope::{Desk, Envelope};
use crate::error::{ChangeError, ReadError};
use crate::passwords::credential_of;
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
    let mut looked = Looked {
        app,
        by,
        key,
        opened: Vec::new(),
    };
    looked.open(id).await?;
    let mut secrets = Vec::new();
    for seat in seats(&read, now) {
        secrets.extend(secret(&mut looked, id, seat).await?);
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
    looked: &mut Looked<'_>,
    id: MeetingId,
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
    let made_at = made_at(looked.app, *credential).await?;
    let password = match made_at.filter(|_| handed_over_at.is_none()) {
        Some(made_at) => looked.find(id, seat.id, *credential, made_at).await?,
        None => None,
    };
    Ok(Some(SeatSecret {
        seat: seat.id,
        name: seat.name.clone(),
        mail_hint: mail.hint(),
        password,
        handed_over_at: *handed_over_at,
        made_at,
    }))
}

/// The envelopes opened so far: that of the meeting, and those of other meetings with the same
/// passwords, where they were made.
struct Looked<'a> {
    app: &'a App,
    by: &'a ClerkOf,
    key: &'a EnvelopeKey,
    opened: Vec<(MeetingId, Envelope)>,
}

impl Looked<'_> {
    async fn open(&mut self, id: MeetingId) -> Result<&Envelope, StoreError> {
        let place = self.opened.iter().position(|(known, _)| *known == id);
        let place = if let Some(place) = place {
            place
        } else {
            let stored = self.app.store.envelope(id, self.by.author()).await?;
            let desk = Desk::of(self.app, self.by, self.key, id);
            let envelope = desk.open(stored.as_ref(), self.app.now());
            self.opened.push((id, envelope));
            self.opened.len() - 1
        };
        Ok(&self.opened[place].1)
    }

    async fn find(
        &mut self,
        id: MeetingId,
        seat: SeatId,
        credential: CredentialId,
        made_at: Timestamp,
    ) -> Result<Option<ViewingPassword>, StoreError> {
        if let Some(found) = self.open(id).await?.find(seat, made_at) {
            return Ok(Some(found.clone()));
        }
        for meeting in &self.app.store.meetings_of_credential(credential).await? {
            let own = meeting
                .packet()
                .filter(|_| meeting.insurer == self.by.insurer());
            let seats = own.map_or(&[][..], |packet| &packet.seats);
            for seat in seats {
                if credential_of(seat) == Some(credential)
                    && let Some(found) = self.open(meeting.id).await?.find(seat.id, made_at)
                {
                    return Ok(Some(found.clone()));
                }
            }
        }
        Ok(None)
    }
}

async fn made_at(app: &App, id: CredentialId) -> Result<Option<Timestamp>, StoreError> {
    let credential = app.store.credential(id).await?;
    Ok(credential.map(|kept| kept.made_at))
}
