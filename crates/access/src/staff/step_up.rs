//! What the steps of a console sign-in share: the session takes a new id at each of them, so
//! that a cookie planted or seen before is worth nothing after it.

use crate::app::{App, TRIES};
use crate::error::StepError;
use crate::hasher::Busy;
use crate::session;
use crate::staff::staff_session::AtDoor;
use crate::throttle::Mistakes;
use jiff::Timestamp;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::session::{Step, Subject};
use kairan_domain::throttle::Verdict;
use kairan_store::{Changes, CommitError};
use kairan_vault::SessionToken;

/// An audit record of somebody about the own account.
pub(crate) fn of_own(at: &AtDoor, event: AuditEvent, now: Timestamp) -> AuditRecord {
    let (staff, insurer) = (at.staff.id, at.staff.insurer);
    AuditRecord::new(Some(insurer), now, Actor::Staff(staff), event).of_staff(staff)
}

/// Ends the session as it was and begins the one at `step`.
pub(crate) fn rotate(
    app: &App,
    changes: &mut Changes,
    at: &AtDoor,
    step: Step,
    now: Timestamp,
) -> SessionToken {
    let subject = Subject::Staff {
        insurer: at.staff.insurer,
        staff: at.staff.id,
        step,
    };
    let (token, session) = session::fresh(app, subject, now);
    changes.delete(&at.record);
    changes.insert(session);
    token
}

/// Refuses while a wait or lock runs.
pub(crate) fn must_be_open(mistakes: &Mistakes, now: Timestamp) -> Result<(), StepError> {
    match mistakes.verdict(now) {
        Verdict::Open => Ok(()),
        Verdict::Wait(until) => Err(StepError::Wait { until }),
        Verdict::Locked(until) => Err(StepError::Locked { until }),
    }
}

/// Whether a step failed only because something moved in between, such as the last use of
/// another session of the account: then it is to be judged again from the start.
pub(crate) fn moved<T>(outcome: &Result<T, StepError>) -> bool {
    matches!(outcome, Err(StepError::Store(failure)) if failure.is_conflict())
}

/// Counts a wrong password or code and writes it to the audit. Answers with what the person
/// is to be told; where a wait has begun in the meantime, that, as a right one is told.
pub(crate) async fn refuse(
    app: &App,
    at: &AtDoor,
    mut mistakes: Mistakes,
    now: Timestamp,
) -> StepError {
    for _ in 0..TRIES {
        let mut changes = Changes::new(of_own(at, AuditEvent::SignInRefused, now));
        mistakes.count(&mut changes, now, &app.policies.console);
        match app.store.commit(changes).await {
            Ok(()) => return StepError::Wrong,
            Err(CommitError::Conflict(_)) => {}
            Err(error) => return error.into(),
        }
        mistakes = match Mistakes::of(app, mistakes.key()).await {
            Ok(mistakes) => mistakes,
            Err(error) => return error.into(),
        };
        if let Err(shut) = must_be_open(&mistakes, now) {
            return shut;
        }
    }
    StepError::Busy(Busy)
}
