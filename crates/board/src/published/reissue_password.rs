//! A clerk makes a reviewer's password anew. It acts once for all meetings the old one opens:
//! their seats point to the new credential, sessions opened with the old one end, its throttle
//! goes. No mail follows: the password is told over another channel. Audited.

use crate::edit::{ATTEMPTS, audit, load, moved};
use crate::envelope::{Desk, Entry};
use crate::error::ReadError;
use crate::passwords::{RowPassword, clear_text};
use jiff::Timestamp;
use kairan_access::{App, ClerkOf, StoreFailure};
use kairan_domain::audit::AuditEvent;
use kairan_domain::credential::{Credential, life_from};
use kairan_domain::ids::{CredentialId, MeetingId, ReviewerId, SeatId};
use kairan_domain::meeting::{Body, CHANGEABLE, Meeting, Place, WrongState};
use kairan_domain::password::{PasswordContext, PasswordError, ViewingPassword};
use kairan_domain::raw::SeatPassword;
use kairan_domain::session::Ending;
use kairan_store::{Changes, CommitError, SessionOwner, StoreError, ThrottleKey};
use kairan_vault::envelope::EnvelopeKey;
use thiserror::Error;

/// Why no new password was made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReissueError {
    /// There is no such meeting within this insurer.
    #[error("not found")]
    NotFound,
    /// Not in this state, or no electronic seat.
    #[error(transparent)]
    State(#[from] WrongState),
    /// The typed password cannot be taken.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Neither "make one" nor a typed one was asked for.
    #[error("no password asked for")]
    NothingAsked,
    /// Others were changing the same records all the time.
    #[error("others are changing the same records")]
    Contended,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

/// Makes the password of a seat's reviewer anew; it is shown until handed over.
///
/// # Errors
/// [`ReissueError`].
pub async fn reissue_password(
    app: &App,
    by: &ClerkOf,
    key: &EnvelopeKey,
    id: MeetingId,
    seat: SeatId,
    wish: RowPassword,
) -> Result<(), ReissueError> {
    let now = app.now();
    let read = load(app, by, id).await?;
    let password = choose(app, &read, seat, &wish, now)?;
    let hash = app.hasher.hash_batch(&password.canonical()).await;
    let entry = Entry {
        seat,
        made_at: now,
        password,
    };

    for _ in 0..ATTEMPTS {
        let read = load(app, by, id).await?;
        let (reviewer, old) = occupant(&read, seat, now)?;
        let new = CredentialId::new(now, app.id_bytes());
        let audit = audit(by, AuditEvent::PasswordReissued, id, now).of_seat(seat);
        let mut changes = Changes::new(audit.as_of(&read));
        let until = replace_everywhere(app, by, reviewer, old, new, &mut changes).await?;
        let credential = Credential {
            id: new,
            insurer: by.insurer(),
            reviewer,
            hash: hash.clone(),
            made_at: now,
            until: life_from(now),
            waits: true,
        };
        changes.insert(credential.lasting(until));
        put(app, by, key, id, entry.clone(), &mut changes).await?;
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome?);
        }
    }
    Err(ReissueError::Contended)
}

fn choose(
    app: &App,
    meeting: &Meeting,
    seat: SeatId,
    wish: &RowPassword,
    now: Timestamp,
) -> Result<ViewingPassword, ReissueError> {
    occupant(meeting, seat, now)?;
    let packet = meeting.packet().ok_or(ReissueError::NotFound)?;
    let place = packet.seat(seat).map(|seat| &seat.place);
    let mail = match place {
        Some(Place::Electronic { mail, .. }) => Some(mail),
        _ => None,
    };
    let context = PasswordContext {
        mail,
        held_on: Some(packet.plan.held_on),
        meeting_no: &packet.plan.meeting_no,
    };
    let clear = clear_text(app, wish, &context).ok_or(ReissueError::NothingAsked)?;
    Ok(clear?)
}

fn occupant(
    meeting: &Meeting,
    seat: SeatId,
    now: Timestamp,
) -> Result<(ReviewerId, CredentialId), WrongState> {
    let state = meeting.state(now);
    let packet = meeting.packet().filter(|_| CHANGEABLE.contains(&state));
    let packet = packet.ok_or(WrongState::Is(state))?;
    match packet.seat(seat).map(|seat| &seat.place) {
        Some(Place::Electronic {
            reviewer,
            credential,
            ..
        }) => Ok((*reviewer, *credential)),
        _ => Err(WrongState::NoSeat),
    }
}

/// Every meeting, the reviewer's record, sessions and throttle: all let go of the old one.
/// Answers with the end of the last window the new one must open.
async fn replace_everywhere(
    app: &App,
    by: &ClerkOf,
    reviewer: ReviewerId,
    old: CredentialId,
    new: CredentialId,
    changes: &mut Changes,
) -> Result<Timestamp, StoreError> {
    let mut until = Timestamp::MIN;
    for read in &app.store.meetings_of_credential(old).await? {
        if read.insurer == by.insurer() {
            let mut meeting = (**read).clone();
            if let Some(packet) = meeting.packet() {
                until = until.max(packet.plan.window.until);
            }
            replace_in(&mut meeting, old, new);
            changes.update(read, meeting);
        }
    }
    if let Some(read) = app.store.reviewer(reviewer).await? {
        let mut known = (*read).clone();
        known.credential = Some(new);
        changes.update(&read, known);
    }
    if let Some(credential) = app.store.credential(old).await? {
        changes.delete(&credential);
    }
    for session in &app.store.sessions_of(SessionOwner::Credential(old)).await? {
        changes.update(session, session.ending(Ending::Reissued));
    }
    if let Some(throttle) = app.store.throttle(ThrottleKey::Credential(old)).await? {
        changes.delete(&throttle);
    }
    Ok(until)
}

fn replace_in(meeting: &mut Meeting, old: CredentialId, new: CredentialId) {
    match &mut meeting.body {
        Body::Packet(packet) => {
            for seat in &mut packet.seats {
                if let Place::Electronic {
                    credential,
                    handed_over_at,
                    ..
                } = &mut seat.place
                    && *credential == old
                {
                    *credential = new;
                    *handed_over_at = None;
                }
            }
        }
        Body::Draft(draft) => {
            for row in &mut draft.raw.seats {
                if let SeatPassword::CarriedOver { credential, .. } = &mut row.password
                    && *credential == old
                {
                    *credential = new;
                }
            }
        }
    }
}

/// Puts a password into this clerk's envelope of a meeting.
pub(super) async fn put(
    app: &App,
    by: &ClerkOf,
    key: &EnvelopeKey,
    id: MeetingId,
    entry: Entry,
    changes: &mut Changes,
) -> Result<(), ReissueError> {
    let now = entry.made_at;
    let stored = app.store.envelope(id, by.author()).await?;
    let desk = Desk::of(app, by, key, id);
    let mut envelope = desk.open(stored.as_ref(), now);
    envelope.put(entry);
    // Thirty passwords of at most 128 characters always fit.
    let kept = desk.keep(&envelope, stored.as_ref(), now, changes);
    kept.map_err(|_| ReissueError::Contended)
}

impl From<ReadError> for ReissueError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}

impl From<StoreError> for ReissueError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

impl From<CommitError> for ReissueError {
    fn from(error: CommitError) -> Self {
        Self::Store(error.into())
    }
}
