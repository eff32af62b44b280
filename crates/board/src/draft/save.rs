//! A clerk saves what was typed: everything is kept, faulty or not, and judged. New passwords
//! are hashed; in the clear they lie only in this clerk's envelope. A draft that another clerk
//! saved meanwhile is not overwritten. Audited; nobody is told.

use super::save_rows::{Deciding, NewRows};
use crate::edit::{ATTEMPTS, audit, edition, load, moved, touch};
use crate::envelope::Desk;
use crate::error::ReadError;
use crate::form::{FormView, form_of};
use crate::passwords::RowPassword;
use jiff::Timestamp;
use kairan_access::{App, ClerkOf, StoreFailure};
use kairan_domain::audit::AuditEvent;
use kairan_domain::check::{Correction, Fault, Field, MeetingFault, check_meeting, corrections};
use kairan_domain::date::{fiscal_year, parse_date};
use kairan_domain::ids::{MaterialId, MeetingId, SeatId};
use kairan_domain::material::Material;
use kairan_domain::meeting::{Draft, Meeting, WrongState};
use kairan_domain::raw::RawMeeting;
use kairan_domain::secret::SecretText;
use kairan_domain::text;
use kairan_store::{Changes, CommitError, HandOver, StoreError, Versioned};
use kairan_vault::envelope::EnvelopeKey;
use thiserror::Error;

/// What the form of a draft sends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftInput {
    /// The fields; its rows are not looked at.
    pub fields: RawMeeting,
    /// The reviewers' rows.
    pub rows: Vec<RowInput>,
    /// New titles.
    pub titles: Vec<(MaterialId, String)>,
    /// The materials in their new order; those not named stay behind.
    pub order: Vec<MaterialId>,
    /// Not on the way to publishing yet: a row without a password goes on without one, unless
    /// the reviewer has one of earlier meetings.
    pub unfinished: bool,
}

/// One reviewer's row as sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowInput {
    /// The row's id, unless it is new.
    pub seat: Option<SeatId>,
    /// Name.
    pub name: SecretText,
    /// E-mail.
    pub mail: SecretText,
    /// Gets paper.
    pub paper: bool,
    /// What is wanted of the password.
    pub password: RowPassword,
}

/// A draft was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// To be handed back as `seen` next time.
    pub edition: u64,
    /// What stands in the way of publishing.
    pub faults: Vec<Fault>,
    /// What was put right.
    pub corrections: Vec<Correction>,
}

/// Why a draft was not saved.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SaveError {
    /// There is no such meeting within this insurer.
    #[error("not found")]
    NotFound,
    /// It is published already.
    #[error(transparent)]
    State(#[from] WrongState),
    /// Another clerk saved it meanwhile; here is what it is now.
    #[error("another clerk changed it")]
    Changed {
        /// The form as it is now.
        theirs: Box<FormView>,
    },
    /// More was typed than one record holds.
    #[error("too much was typed")]
    TooLarge,
    /// Others were changing the same record all the time.
    #[error("others are changing the same record")]
    Contended,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

/// Saves a draft; `seen` is the edition the page showed.
///
/// # Errors
/// [`SaveError`].
pub async fn save_draft(
    app: &App,
    by: &ClerkOf,
    key: &EnvelopeKey,
    id: MeetingId,
    seen: u64,
    input: DraftInput,
) -> Result<Saved, SaveError> {
    let now = app.now();
    // Each row may cost a hash: a form of our own never has that many.
    if input.rows.len() > app.limits.max_reviewers * 2 + 20 {
        return Err(SaveError::TooLarge);
    }
    let first = load(app, by, id).await?;
    let before = draft_as_seen(app, &first, seen)?;
    let desk = Desk::of(app, by, key, id);
    let seen_here = envelope_of(app, by, id).await?;
    let seen_here = desk.open(seen_here.as_ref(), now);
    let rows = Deciding {
        app,
        by,
        before: &before.raw,
        input: &input,
        envelope: &seen_here,
        now,
    };
    let rows = rows.judge().await?;
    let (raw, put_right) = corrected(input.fields.clone(), &rows);

    for _ in 0..ATTEMPTS {
        let read = load(app, by, id).await?;
        draft_as_seen(app, &read, seen)?;
        let mut meeting = (*read).clone();
        let draft = meeting.draft_mut(now)?;
        draft.raw = raw.clone();
        arrange(&mut draft.materials, &input, app.limits.max_title);
        let checked = check_meeting(&draft.raw, &draft.materials, &app.limits, now);
        let mut faults = rows.faults(checked.err().unwrap_or_default());
        faults.extend(used_number(app, by, id, &draft.raw).await?);
        touch(&mut meeting, by, now);
        let edition = edition(&meeting);

        let mut changes = Changes::new(audit(by, AuditEvent::DraftSaved, id, now).as_of(&meeting));
        changes.update(&read, meeting);
        let stored = envelope_of(app, by, id).await?;
        put_passwords(desk, stored.as_ref(), &raw, &rows, now, &mut changes)?;
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            outcome?;
            let corrections = put_right;
            return Ok(Saved {
                edition,
                faults,
                corrections,
            });
        }
    }
    Err(SaveError::Contended)
}

/// The draft, if its text is the one the page showed.
fn draft_as_seen<'a>(app: &App, meeting: &'a Meeting, seen: u64) -> Result<&'a Draft, SaveError> {
    let state = meeting.state(app.now());
    let draft = meeting.draft().ok_or(WrongState::Is(state))?;
    if edition(meeting) == seen {
        Ok(draft)
    } else {
        Err(SaveError::Changed {
            theirs: Box::new(form_of(app, meeting)),
        })
    }
}

/// Puts right what can be put right without asking, and says so.
fn corrected(mut raw: RawMeeting, rows: &NewRows) -> (RawMeeting, Vec<Correction>) {
    raw.seats = rows.seats();
    let found = corrections(&raw);
    for correction in &found {
        let to = correction.to.clone();
        match correction.field {
            Field::MeetingNo => to.expose().clone_into(&mut raw.meeting_no),
            Field::Panel => to.expose().clone_into(&mut raw.panel),
            Field::SeatName(seat) => change_row(&mut raw, seat, |row| row.name = to),
            Field::SeatMail(seat) => change_row(&mut raw, seat, |row| row.mail = to),
            _ => {}
        }
    }
    (raw, found)
}

fn change_row(
    raw: &mut RawMeeting,
    seat: SeatId,
    change: impl FnOnce(&mut kairan_domain::raw::RawSeat),
) {
    if let Some(row) = raw.seats.iter_mut().find(|row| row.id == seat) {
        change(row);
    }
}

/// Titles and order of materials as sent.
fn arrange(materials: &mut [Material], input: &DraftInput, most: usize) {
    for (id, title) in &input.titles {
        if let Some(material) = materials.iter_mut().find(|material| material.id == *id) {
            // Twice the limit is kept for correcting; a novel in a title field is not.
            let kept: String = text::one_line(title).chars().take(most * 2).collect();
            material.title = SecretText::new(kept);
        }
    }
    let place = |material: &Material| {
        let named = input.order.iter().position(|id| *id == material.id);
        named.unwrap_or(usize::MAX)
    };
    materials.sort_by_key(place);
}

/// Whether another meeting of the fiscal year has the number.
async fn used_number(
    app: &App,
    by: &ClerkOf,
    id: MeetingId,
    raw: &RawMeeting,
) -> Result<Option<Fault>, StoreError> {
    let (Ok(on), false) = (parse_date(&raw.held_on), raw.meeting_no.is_empty()) else {
        return Ok(None);
    };
    let year = fiscal_year(on);
    let owner = app
        .store
        .meeting_of_number(by.insurer(), year, &raw.meeting_no)
        .await?;
    Ok(owner.filter(|owner| *owner != id).map(|_| Fault {
        field: Field::MeetingNo,
        what: MeetingFault::NumberUsed,
    }))
}

async fn envelope_of(
    app: &App,
    by: &ClerkOf,
    id: MeetingId,
) -> Result<Option<Versioned<HandOver>>, StoreError> {
    app.store.envelope(id, by.author()).await
}

fn put_passwords(
    desk: Desk<'_>,
    stored: Option<&Versioned<HandOver>>,
    raw: &RawMeeting,
    rows: &NewRows,
    now: Timestamp,
    changes: &mut Changes,
) -> Result<(), SaveError> {
    if rows.entries().is_empty() {
        return Ok(());
    }
    let mut envelope = desk.open(stored, now);
    for entry in rows.entries() {
        envelope.put(entry.clone());
    }
    envelope.retain(|seat| raw.seats.iter().any(|row| row.id == seat));
    let kept = desk.keep(&envelope, stored, now, changes);
    kept.map_err(|_| SaveError::TooLarge)
}

impl From<ReadError> for SaveError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}

impl From<StoreError> for SaveError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

impl From<CommitError> for SaveError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::TooLarge { .. } => Self::TooLarge,
            other => Self::Store(other.into()),
        }
    }
}
