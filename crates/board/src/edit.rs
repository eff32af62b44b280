//! What every change of a meeting has in common: load within the insurer, try again when
//! somebody else was faster, and the number by which a page knows what it showed.

use crate::error::ReadError;
use jiff::{SignedDuration, Timestamp};
use kairan_access::{App, StaffOf};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::Meeting;
use kairan_domain::notice::Notice;
use kairan_store::{Changes, CommitError, ConflictOn, Kind, Versioned};
pub(crate) use kairan_work::{ATTEMPTS, moved};
use sha2::{Digest, Sha256};

/// The meeting, unless it belongs to another insurer: then it does not exist.
pub(crate) async fn load(
    app: &App,
    by: &StaffOf,
    id: MeetingId,
) -> Result<Versioned<Meeting>, ReadError> {
    let meeting = app.store.meeting(by.insurer(), id).await?;
    meeting.ok_or(ReadError::NotFound)
}

/// What the text of a meeting was when a page showed it. Uploads and the order of materials
/// leave it alone: a clerk's own upload must not make the clerk's own text outdated.
pub fn edition(meeting: &Meeting) -> u64 {
    u64::try_from(meeting.changed_at.as_microsecond()).unwrap_or(0)
}

/// What a confirmation page showed: text and materials together.
pub fn fingerprint(meeting: &Meeting) -> u64 {
    let mut hash = Sha256::new();
    hash.update(edition(meeting).to_be_bytes());
    for material in meeting.materials() {
        hash.update(material.id.as_bytes());
        hash.update(material.title.expose().as_bytes());
        if let Some(version) = material.current() {
            hash.update(version.id.as_bytes());
        }
    }
    let digest: [u8; 32] = hash.finalize().into();
    let (first, _) = digest.split_first_chunk().unwrap_or((&[0; 8], &[]));
    // A hidden field and a JSON number both hold 53 bits exactly.
    u64::from_be_bytes(*first) >> 11
}

/// Notes a change of the text, so that its edition is a new one even within one microsecond.
pub(crate) fn touch(meeting: &mut Meeting, by: &StaffOf, now: Timestamp) {
    let later = meeting
        .changed_at
        .checked_add(SignedDuration::from_micros(1))
        .unwrap_or(now);
    meeting.changed_at = now.max(later);
    meeting.changed_by = by.author();
}

/// An audit record of a staff member's deed at a meeting.
pub(crate) fn audit(by: &StaffOf, event: AuditEvent, id: MeetingId, now: Timestamp) -> AuditRecord {
    AuditRecord::new(Some(by.insurer()), now, by.actor(), event).of_meeting(id)
}

/// Loads, decides and commits one change of one meeting; decides anew on a conflict.
///
/// `decide` changes the meeting and gives the answer and the notices that follow.
pub(crate) async fn edit_meeting<T, E>(
    app: &App,
    by: &StaffOf,
    audit: &AuditRecord,
    id: MeetingId,
    mut decide: impl FnMut(&mut Meeting) -> Result<(T, Vec<Notice>), E>,
) -> Result<T, E>
where
    E: From<ReadError> + From<CommitError>,
{
    for _ in 0..ATTEMPTS {
        let read = load(app, by, id).await?;
        let mut meeting = (*read).clone();
        let (answer, notices) = decide(&mut meeting)?;

        let mut changes = Changes::new(audit.clone().as_of(&read));
        changes.update(&read, meeting);
        for notice in notices {
            changes.queue(notice);
        }
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return outcome.map(|()| answer).map_err(E::from);
        }
    }
    Err(CommitError::Conflict(ConflictOn::Record(Kind::Meeting)).into())
}
