//! A clerk withdraws a published meeting: links die at once, sessions end, letters that still
//! wait are dropped, those already told are told of the withdrawal. It can be revived with the
//! same links until it is purged. Audited.

use crate::edit::{ATTEMPTS, audit, load, moved};
use crate::error::ChangeError;
use crate::notices::{electronic, tell, was_told};
use jiff::Timestamp;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{MeetingId, SeatId};
use kairan_domain::meeting::{CHANGEABLE, Stage, State};
use kairan_domain::notice::{Notice, NoticeKind, NoticeState};
use kairan_domain::session::Ending;
use kairan_store::{Changes, SessionOwner, Versioned};

/// Withdraws.
///
/// # Errors
/// [`ChangeError`].
pub async fn withdraw_meeting(app: &App, by: &ClerkOf, id: MeetingId) -> Result<(), ChangeError> {
    let now = app.now();
    for _ in 0..ATTEMPTS {
        let read = load(app, by, id).await?;
        let notices = app.store.notices_of(id).await?;
        let sessions = app.store.sessions_of(SessionOwner::Meeting(id)).await?;
        let mut meeting = (*read).clone();
        let purge_at = now
            .checked_add(app.policies.withdrawn_purge_after)
            .unwrap_or(Timestamp::MAX);
        meeting.packet_in(CHANGEABLE, now)?.stage = Stage::Withdrawn { at: now, purge_at };

        let mut changes =
            Changes::new(audit(by, AuditEvent::MeetingWithdrawn, id, now).as_of(&read));
        drop_waiting(&notices, |_| true, now, &mut changes);
        let told: Vec<SeatId> = electronic(&meeting)
            .into_iter()
            .filter(|seat| was_told(&notices, *seat))
            .collect();
        for notice in tell(app, &meeting, told, NoticeKind::Withdrawn, now) {
            changes.queue(notice);
        }
        for session in &sessions {
            changes.update(session, session.ending(Ending::Withdrawn));
        }
        changes.update(&read, meeting);
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome?);
        }
    }
    Err(ChangeError::Contended)
}

/// Revives a withdrawn meeting: same links, same passwords, a new letter to everybody.
///
/// # Errors
/// [`ChangeError`].
pub async fn revive_meeting(app: &App, by: &ClerkOf, id: MeetingId) -> Result<(), ChangeError> {
    let now = app.now();
    for _ in 0..ATTEMPTS {
        let read = load(app, by, id).await?;
        let notices = app.store.notices_of(id).await?;
        let mut meeting = (*read).clone();
        meeting.packet_in(&[State::Withdrawn], now)?.stage = Stage::Published;

        let mut changes = Changes::new(audit(by, AuditEvent::MeetingRevived, id, now).as_of(&read));
        drop_waiting(
            &notices,
            |kind| kind == NoticeKind::Withdrawn,
            now,
            &mut changes,
        );
        if meeting.state(now).links_live() {
            for notice in tell(
                app,
                &meeting,
                electronic(&meeting),
                NoticeKind::Revived,
                now,
            ) {
                changes.queue(notice);
            }
        }
        changes.update(&read, meeting);
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome?);
        }
    }
    Err(ChangeError::Contended)
}

/// Letters that wait for their turn are dropped; one that is being sent at this moment is not.
fn drop_waiting(
    notices: &[Versioned<Notice>],
    which: impl Fn(NoticeKind) -> bool,
    now: Timestamp,
    changes: &mut Changes,
) {
    for read in notices {
        if which(read.kind) && matches!(read.state, NoticeState::Queued { .. }) {
            let state = NoticeState::Dropped { at: now };
            changes.update(
                read,
                Notice {
                    state,
                    ..(**read).clone()
                },
            );
        }
    }
}
