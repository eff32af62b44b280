//! A clerk changes date, time, number, panel, window or remark of what is published. When day,
//! time or window change, everybody with a link is told; passwords last as long as the new
//! window. Audited.

use crate::edit::{ATTEMPTS, audit, edition, load, moved, touch};
use crate::error::{ReadError, store_fails_into};
use crate::form::{FormView, form_of};
use crate::notices::{electronic, tell};
use crate::passwords::keep_open;
use jiff::Timestamp;
use kairan_access::{App, ClerkOf, StoreFailure};
use kairan_domain::audit::{AuditEvent, PlanChange};
use kairan_domain::check::{Fault, Field, MeetingFault, check_plan};
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::{CHANGEABLE, Meeting, Plan, WrongState};
use kairan_domain::notice::NoticeKind;
use kairan_domain::raw::RawMeeting;
use kairan_store::{Changes, CommitError, ConflictOn};
use thiserror::Error;

/// What a change came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Altered {
    /// To be handed back as `seen` next time.
    pub edition: u64,
    /// How many are told.
    pub told: usize,
}

/// Why a published meeting was not changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AlterError {
    /// There is no such meeting within this insurer.
    #[error("not found")]
    NotFound,
    /// Not in this state.
    #[error(transparent)]
    State(#[from] WrongState),
    /// Another clerk changed it meanwhile; here is what it is now.
    #[error("another clerk changed it")]
    Changed {
        /// The form as it is now.
        theirs: Box<FormView>,
    },
    /// Something is wrong.
    #[error("{} faults", .0.len())]
    Faults(Vec<Fault>),
    /// Others were changing the same records all the time.
    #[error("others are changing the same records")]
    Contended,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

store_fails_into!(AlterError);

/// Changes the plan; `seen` is the edition the page showed, rows in `typed` are not looked at.
///
/// # Errors
/// [`AlterError`].
pub async fn change_meeting(
    app: &App,
    by: &ClerkOf,
    id: MeetingId,
    seen: u64,
    typed: RawMeeting,
) -> Result<Altered, AlterError> {
    let now = app.now();
    for _ in 0..ATTEMPTS {
        let read = load(app, by, id).await?;
        if edition(&read) != seen {
            let theirs = Box::new(form_of(app, &read));
            return Err(AlterError::Changed { theirs });
        }
        let mut meeting = (*read).clone();
        let packet = meeting.packet_in(CHANGEABLE, now)?;
        let before = std::mem::replace(
            &mut packet.plan,
            new_plan(app, &typed, read.packet().map(|packet| &packet.plan), now)?,
        );
        let after = packet.plan.clone();
        if before == after {
            return Ok(Altered {
                edition: seen,
                told: 0,
            });
        }
        touch(&mut meeting, by, now);
        let edition = edition(&meeting);
        let told = told_seats(&meeting, &before, &after, now);

        let record = audit(by, AuditEvent::MeetingChanged, id, now).as_of(&read);
        let mut changes = Changes::new(record.changing(PlanChange::between(&before, &after)));
        changes.claim_number_on(by.insurer(), after.held_on, &after.meeting_no, id);
        let kind = if (before.held_on, before.starts_at) == (after.held_on, after.starts_at) {
            NoticeKind::WindowChanged
        } else {
            NoticeKind::DateChanged
        };
        let notices = tell(app, &meeting, told, kind, now);
        let told = notices.len();
        for notice in notices {
            changes.queue(notice);
        }
        if let Some(packet) = meeting.packet() {
            keep_open(app, packet, &mut changes).await?;
        }
        changes.update(&read, meeting);
        match app.store.commit(changes).await {
            Err(CommitError::Conflict(ConflictOn::MeetingNumber)) => return Err(number_used()),
            outcome if moved(&outcome) => {}
            outcome => return Ok(outcome.map(|()| Altered { edition, told })?),
        }
    }
    Err(AlterError::Contended)
}

fn number_used() -> AlterError {
    AlterError::Faults(vec![Fault {
        field: Field::MeetingNo,
        what: MeetingFault::NumberUsed,
    }])
}

fn new_plan(
    app: &App,
    typed: &RawMeeting,
    current: Option<&Plan>,
    now: Timestamp,
) -> Result<Plan, AlterError> {
    let current = current.ok_or(AlterError::NotFound)?;
    let plan = check_plan(typed, current, &app.limits, now);
    let mut plan = plan.map_err(AlterError::Faults)?;
    if plan.meeting_no.is_empty() {
        plan.meeting_no.clone_from(&current.meeting_no);
    }
    // A form holds minutes; what it left as it was stays as it was to the second.
    if same_minute(plan.window.from, current.window.from) {
        plan.window.from = current.window.from;
    }
    if same_minute(plan.window.until, current.window.until) {
        plan.window.until = current.window.until;
    }
    Ok(plan)
}

fn same_minute(a: Timestamp, b: Timestamp) -> bool {
    a.as_second().div_euclid(60) == b.as_second().div_euclid(60)
}

fn told_seats(
    meeting: &Meeting,
    before: &Plan,
    after: &Plan,
    now: Timestamp,
) -> Vec<kairan_domain::ids::SeatId> {
    // Who reads is told when to come and until when to read; the rest shows on the page.
    let Plan {
        held_on,
        starts_at,
        window,
        meeting_no: _,
        panel: _,
        remark: _,
    } = before;
    let same =
        *held_on == after.held_on && *starts_at == after.starts_at && *window == after.window;
    if same || !meeting.state(now).links_live() {
        return Vec::new();
    }
    electronic(meeting)
}

impl From<ReadError> for AlterError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}
