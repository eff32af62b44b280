//! A meeting's end: documents, wrapped keys, addresses, links, remark, notices, envelopes and
//! credentials nobody else uses are erased; who viewed what, and the audit, stay.

use crate::edit::{ATTEMPTS, moved};
use crate::error::ChangeError;
use jiff::Timestamp;
use kairan_access::App;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::ids::{CredentialId, FileId, InsurerId, MeetingId, ReviewerId};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::{AccessLink, Meeting, Packet, Place, Stage, State};
use kairan_domain::secret::SecretText;
use kairan_store::{Changes, SessionOwner, StoreError, ThrottleKey, Versioned};
use kairan_work::erase_files;

/// What stands where an address was (RFC 2606: no such domain).
const ERASED: &str = "erased@kairan.invalid";
/// Meetings purged in one sweep.
const AT_ONCE: usize = 50;

/// Whether this is what purge leaves of an address.
pub(crate) fn is_erased(mail: &str) -> bool {
    mail == ERASED
}

/// Purges what is due: withdrawn meetings whose day has come, closed ones after their keep.
/// Answers with how many.
///
/// # Errors
/// [`ChangeError`].
pub async fn sweep_meetings(app: &App) -> Result<usize, ChangeError> {
    let now = app.now();
    let ended_by = now
        .checked_sub(app.policies.purge_after)
        .unwrap_or(Timestamp::MIN);
    let due = app.store.meetings_to_purge(now, ended_by, AT_ONCE).await?;
    let mut purged = 0;
    for meeting in due {
        match purge_meeting(app, meeting.insurer, meeting.id).await {
            Ok(()) => purged += 1,
            // Revived, or purged by another, in this very moment.
            Err(ChangeError::State(_) | ChangeError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(purged)
}

/// Purges one closed or withdrawn meeting.
///
/// # Errors
/// [`ChangeError::State`] when it is open, a draft, or purged already.
pub async fn purge_meeting(
    app: &App,
    insurer: InsurerId,
    id: MeetingId,
) -> Result<(), ChangeError> {
    let now = app.now();
    for _ in 0..ATTEMPTS {
        let read = app.store.meeting(insurer, id).await?;
        let read = read.ok_or(ChangeError::NotFound)?;
        let mut meeting = (*read).clone();
        let packet = meeting.packet_in(&[State::Closed, State::Withdrawn], now)?;
        let people = people(packet);
        let files = erase(packet, now);

        let audit = AuditRecord::new(Some(insurer), now, Actor::Kairan, AuditEvent::MeetingPurged);
        let mut changes = Changes::new(audit.as_of(&read));
        let uploads = erase_around(app, &read, &mut changes).await?;
        for (reviewer, credential) in people {
            release(app, id, reviewer, credential, now, &mut changes).await?;
        }
        changes.update(&read, meeting);
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            outcome?;
            erase_files(app, files.into_iter().chain(uploads)).await;
            return Ok(());
        }
    }
    Err(ChangeError::Contended)
}

fn people(packet: &Packet) -> Vec<(ReviewerId, CredentialId)> {
    let places = packet.seats.iter().map(|seat| &seat.place);
    places
        .filter_map(|place| match place {
            Place::Electronic {
                reviewer,
                credential,
                ..
            } => Some((*reviewer, *credential)),
            Place::Paper { .. } => None,
        })
        .collect()
}

/// Empties the packet; answers with the files to erase.
fn erase(packet: &mut Packet, now: Timestamp) -> Vec<FileId> {
    let erased = MailAddress::from_kept(ERASED.to_owned());
    for seat in &mut packet.seats {
        if let Place::Electronic { mail, link, .. } = &mut seat.place {
            *mail = erased.clone();
            *link = AccessLink {
                token: SecretText::default(),
                digest: [0; 32],
            };
        }
    }
    let mut files = Vec::new();
    for version in packet
        .materials
        .iter_mut()
        .flat_map(|kept| &mut kept.versions)
    {
        for (file, parts) in version.files_mut() {
            parts.clear();
            files.push(file);
        }
    }
    packet.plan.remark = None;
    packet.stage = Stage::Purged { at: now };
    files
}

/// Notices, envelopes, sessions and uploads of the meeting; answers with the uploads' files.
async fn erase_around(
    app: &App,
    meeting: &Versioned<Meeting>,
    changes: &mut Changes,
) -> Result<Vec<FileId>, StoreError> {
    for notice in &app.store.notices_of(meeting.id).await? {
        changes.delete(notice);
    }
    for envelope in &app.store.envelopes_of(meeting.id).await? {
        changes.delete(envelope);
    }
    let owner = SessionOwner::Meeting(meeting.id);
    for session in &app.store.sessions_of(owner).await? {
        changes.delete(session);
    }
    let uploads = app.store.uploads_of(meeting.id).await?;
    for upload in &uploads {
        changes.delete(upload);
    }
    Ok(uploads.iter().map(|upload| upload.file).collect())
}

/// Erases a credential that no other meeting uses and that nobody can carry over any more;
/// with its last credential gone, the reviewer's record goes too.
async fn release(
    app: &App,
    meeting: MeetingId,
    reviewer: ReviewerId,
    id: CredentialId,
    now: Timestamp,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    // This meeting and one more are enough to know whether there is another.
    let users = app.store.latest_of_credential(id, 2).await?;
    if users.iter().any(|user| user.id != meeting) {
        return Ok(());
    }
    let Some(credential) = app.store.credential(id).await? else {
        return Ok(());
    };
    let known = app.store.reviewer(reviewer).await?;
    let known = known.filter(|known| known.credential == Some(id));
    if known.is_some() && credential.until > now {
        return Ok(());
    }
    changes.delete(&credential);
    if let Some(throttle) = app.store.throttle(ThrottleKey::Credential(id)).await? {
        changes.delete(&throttle);
    }
    if let Some(known) = known {
        changes.delete(&known);
    }
    Ok(())
}
