//! A clerk publishes a draft. One commit: packet, reviewers, credentials, links, the meeting
//! number, one queued notice per electronic seat, the audit record. A second click finds it
//! done and gives the same answer. Mail leaves later and never holds this up.

use super::numbers::next_number;
use super::seating::seat_all;
use crate::edit::{ATTEMPTS, audit, fingerprint, load, moved, touch};
use crate::error::{ReadError, store_fails_into};
use crate::examined::examine_waiting;
use crate::form::{FormView, form_of};
use crate::notices::{electronic, tell};
use jiff::Timestamp;
use kairan_access::{App, ClerkOf, StoreFailure};
use kairan_domain::audit::AuditEvent;
use kairan_domain::check::{CheckedMeeting, Fault, Field, MeetingFault, check_meeting};
use kairan_domain::ids::MeetingId;
use kairan_domain::material::Material;
use kairan_domain::meeting::{Body, Draft, Meeting, Packet, Seat, Stage, State, WrongState};
use kairan_domain::notice::NoticeKind;
use kairan_store::{Changes, CommitError, ConflictOn};
use thiserror::Error;

/// What publishing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// It had been published before: a second click.
    pub already: bool,
}

/// Why a draft was not published.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PublishError {
    /// There is no such meeting within this insurer.
    #[error("not found")]
    NotFound,
    /// It was withdrawn or purged.
    #[error(transparent)]
    State(#[from] WrongState),
    /// It is no longer what the confirmation page showed.
    #[error("changed since it was confirmed")]
    Changed {
        /// The form as it is now.
        theirs: Box<FormView>,
    },
    /// Something is missing or wrong.
    #[error("{} faults", .0.len())]
    Faults(Vec<Fault>),
    /// What was found in a material waits for a decision.
    #[error("a material waits for a decision")]
    Undecided,
    /// The disk is below its reserve: reading and deleting go on, registering does not.
    #[error("no space left above the reserve")]
    NoSpace,
    /// Others were changing the same records all the time.
    #[error("others are changing the same records")]
    Contended,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

store_fails_into!(PublishError);

/// Publishes; `seen` is the fingerprint the confirmation page showed.
///
/// # Errors
/// [`PublishError`].
pub async fn publish_meeting(
    app: &App,
    by: &ClerkOf,
    id: MeetingId,
    seen: u64,
) -> Result<Published, PublishError> {
    examine_waiting(app, by.insurer(), id).await?;
    for _ in 0..ATTEMPTS {
        let now = app.now();
        let read = load(app, by, id).await?;
        let draft = match &read.body {
            Body::Draft(draft) => draft,
            Body::Packet(packet) => return already(packet, now),
        };
        if fingerprint(&read) != seen {
            let theirs = Box::new(form_of(app, &read));
            return Err(PublishError::Changed { theirs });
        }
        if !draft.materials.iter().all(is_settled) {
            return Err(PublishError::Undecided);
        }
        if !app.store.space_ok() {
            return Err(PublishError::NoSpace);
        }

        let checked = check_meeting(&draft.raw, &draft.materials, &app.limits, now);
        let checked = numbered(app, by, checked.map_err(PublishError::Faults)?).await?;
        let mut changes =
            Changes::new(audit(by, AuditEvent::MeetingPublished, id, now).planned(&checked.plan));
        let until = checked.plan.window.until;
        let seats = seat_all(app, by, &checked.seats, until, now, &mut changes).await?;
        let seats = seats.map_err(PublishError::Faults)?;

        let typed_number = !draft.raw.meeting_no.is_empty();
        let meeting = published(by, &read, draft, (checked, seats), now);
        claim(&meeting, &mut changes);
        let told = electronic(&meeting);
        for notice in tell(app, &meeting, told, NoticeKind::Published, now) {
            changes.queue(notice);
        }
        changes.update(&read, meeting);
        match app.store.commit(changes).await {
            // A number Kairan chose is chosen again; one the clerk typed is not.
            Err(CommitError::Conflict(ConflictOn::MeetingNumber)) if typed_number => {
                return Err(number_used());
            }
            outcome if moved(&outcome) => {}
            outcome => return Ok(outcome.map(|()| Published { already: false })?),
        }
    }
    Err(PublishError::Contended)
}

fn is_settled(material: &Material) -> bool {
    let current = material.current();
    current.is_none_or(|version| version.examined.is_settled())
}

fn already(packet: &Packet, now: Timestamp) -> Result<Published, PublishError> {
    match packet.state(now) {
        State::Withdrawn | State::Purged => Err(WrongState::Is(packet.state(now)).into()),
        _ => Ok(Published { already: true }),
    }
}

fn number_used() -> PublishError {
    PublishError::Faults(vec![Fault {
        field: Field::MeetingNo,
        what: MeetingFault::NumberUsed,
    }])
}

/// Gives the next number where none was typed.
async fn numbered(
    app: &App,
    by: &ClerkOf,
    mut checked: CheckedMeeting,
) -> Result<CheckedMeeting, PublishError> {
    if checked.plan.meeting_no.is_empty() {
        let held_on = checked.plan.held_on;
        checked.plan.meeting_no = next_number(app, by.insurer(), held_on).await?;
    }
    Ok(checked)
}

fn published(
    by: &ClerkOf,
    before: &Meeting,
    draft: &Draft,
    (checked, seats): (CheckedMeeting, Vec<Seat>),
    now: Timestamp,
) -> Meeting {
    let mut materials = draft.materials.clone();
    for material in &mut materials {
        material.shown_at = Some(now);
    }
    let mut meeting = Meeting {
        body: Body::Packet(Packet {
            plan: checked.plan,
            seats,
            materials,
            published_at: now,
            stage: Stage::Published,
        }),
        ..before.clone()
    };
    touch(&mut meeting, by, now);
    meeting
}

fn claim(meeting: &Meeting, changes: &mut Changes) {
    if let Some(packet) = meeting.packet() {
        let plan = &packet.plan;
        changes.claim_number_on(meeting.insurer, plan.held_on, &plan.meeting_no, meeting.id);
    }
}

impl From<ReadError> for PublishError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}
