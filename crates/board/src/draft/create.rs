//! A clerk begins a draft, empty or after the model of an earlier meeting: panel, start time
//! and reviewers are taken over, passwords carried over where they are still good. Audited;
//! nobody is told.

use crate::edit::audit;
use crate::error::{ChangeError, ReadError};
use crate::passwords::carried_over;
use crate::purge::is_erased;
use jiff::Timestamp;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{MeetingId, SeatId};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::{Body, Draft, Meeting, Place};
use kairan_domain::raw::{RawMeeting, RawSeat, SeatPassword};
use kairan_domain::secret::SecretText;
use kairan_store::Changes;

/// Begins a draft; `copy_from` names the meeting to take the reviewers from.
///
/// # Errors
/// [`ChangeError::NotFound`] when there is no meeting to copy from, [`ChangeError::NoSpace`].
pub async fn create_draft(
    app: &App,
    by: &ClerkOf,
    copy_from: Option<MeetingId>,
) -> Result<MeetingId, ChangeError> {
    let now = app.now();
    if !app.store.space_ok() {
        return Err(ChangeError::NoSpace);
    }
    let mut raw = match copy_from {
        Some(model) => copy(app, by, model, now).await?,
        None => RawMeeting::default(),
    };
    if raw.seats.is_empty() {
        raw.seats = (0..5).map(|_| empty_row(app, now)).collect();
    }

    let id = MeetingId::new(now, app.id_bytes());
    let meeting = Meeting {
        id,
        insurer: by.insurer(),
        made_at: now,
        made_by: by.author(),
        changed_at: now,
        changed_by: by.author(),
        body: Body::Draft(Draft {
            raw,
            materials: Vec::new(),
        }),
    };

    let mut changes = Changes::new(audit(by, AuditEvent::DraftMade, id, now));
    changes.insert(meeting);
    app.store.commit(changes).await?;

    Ok(id)
}

pub(super) fn empty_row(app: &App, now: Timestamp) -> RawSeat {
    RawSeat::empty(SeatId::new(now, app.id_bytes()))
}

async fn copy(
    app: &App,
    by: &ClerkOf,
    model: MeetingId,
    now: Timestamp,
) -> Result<RawMeeting, ChangeError> {
    let model = app.store.meeting(by.insurer(), model).await?;
    let model = model.ok_or(ReadError::NotFound)?;
    let (starts_at, panel, people) = taken_over(&model);
    let seats = rows_for(app, by, people, now).await?;
    // What belongs to one meeting alone is left empty: each field is named, so that a new one is
    // decided about.
    Ok(RawMeeting {
        starts_at,
        panel,
        reviewer_count: seats.len().to_string(),
        seats,
        held_on: String::new(),
        meeting_no: String::new(),
        from_on: String::new(),
        from_at: String::new(),
        until_on: String::new(),
        until_at: String::new(),
        remark: SecretText::default(),
    })
}

/// Rows for these people, passwords carried over where they are still good.
pub(super) async fn rows_for(
    app: &App,
    by: &ClerkOf,
    people: Vec<Person>,
    now: Timestamp,
) -> Result<Vec<RawSeat>, ChangeError> {
    let mut seats = Vec::with_capacity(people.len());
    for (name, mail, paper) in people {
        let password = carry(app, by, &mail, paper, now).await?;
        seats.push(RawSeat {
            id: SeatId::new(now, app.id_bytes()),
            name,
            mail,
            paper,
            password,
        });
    }
    Ok(seats)
}

/// Name, address, paper.
pub(super) type Person = (SecretText, SecretText, bool);

/// Start time, panel and people of a meeting.
pub(super) fn taken_over(meeting: &Meeting) -> (String, String, Vec<Person>) {
    match &meeting.body {
        Body::Draft(draft) => {
            let rows = draft.raw.seats.iter().filter(|row| !row.is_blank());
            let people: Vec<_> = rows
                .map(|row| (row.name.clone(), row.mail.clone(), row.paper))
                .collect();
            (draft.raw.starts_at.clone(), draft.raw.panel.clone(), people)
        }
        Body::Packet(packet) => {
            let people = packet.seats.iter().map(|seat| {
                let name = SecretText::new(seat.name.expose());
                match &seat.place {
                    // A purged meeting has names, but no addresses any more.
                    Place::Electronic { mail, .. } if is_erased(mail.expose()) => {
                        (name, SecretText::default(), false)
                    }
                    Place::Electronic { mail, .. } => (name, SecretText::new(mail.expose()), false),
                    Place::Paper { .. } => (name, SecretText::default(), true),
                }
            });
            let starts_at = packet.plan.starts_at.map(crate::form::clock);
            let panel = packet.plan.panel.clone().unwrap_or_default();
            (starts_at.unwrap_or_default(), panel, people.collect())
        }
    }
}

async fn carry(
    app: &App,
    by: &ClerkOf,
    mail: &SecretText,
    paper: bool,
    now: Timestamp,
) -> Result<SeatPassword, ChangeError> {
    match MailAddress::check(mail.expose()) {
        Ok(mail) if !paper => {
            let found = carried_over(app, by.insurer(), &mail, now).await?;
            Ok(found.unwrap_or(SeatPassword::None))
        }
        _ => Ok(SeatPassword::None),
    }
}
