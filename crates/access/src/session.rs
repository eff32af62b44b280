//! Session records: found by the digest of an opaque cookie, kept alive by use, ended by
//! deletion (accounts) or by a note of why (reviewers, doctors with a letter). The cookie itself is stored nowhere.

use crate::app::App;
use jiff::{SignedDuration, Timestamp};
use kairan_domain::session::{Ending, Session, SessionPolicy, Subject};
use kairan_store::{Changes, CommitError, Housekeeping, SessionOwner, StoreError, Versioned};
use kairan_vault::SessionToken;

/// `used_at` is kept to the minute, so that a page or a range of a download costs no write.
const TOUCH_AFTER: SignedDuration = SignedDuration::from_mins(1);

/// A live session and the token that led to it.
pub(crate) struct Live {
    pub(crate) token: SessionToken,
    pub(crate) record: Versioned<Session>,
}

/// The live session behind `cookie`. A forged, replayed or expired cookie is `None`.
pub(crate) async fn live(
    app: &App,
    cookie: &str,
    now: Timestamp,
) -> Result<Option<Live>, StoreError> {
    let found = known(app, cookie).await?;
    Ok(found.filter(|found| is_alive(app, &found.record, now)))
}

/// The session behind `cookie`, alive or not: **opens nothing** without [`is_alive`].
pub(crate) async fn known(app: &App, cookie: &str) -> Result<Option<Live>, StoreError> {
    let Ok(token) = cookie.parse::<SessionToken>() else {
        return Ok(None);
    };
    let digest = token.digest(&app.vault);
    let record = app.store.session(digest.as_bytes()).await?;
    Ok(record.map(|record| Live { token, record }))
}

/// Whether the session opens anything `now`.
pub(crate) fn is_alive(app: &App, session: &Session, now: Timestamp) -> bool {
    session.is_alive(now, policy_of(app, &session.subject))
}

/// Notes that the session ended before its time. When that fails nothing is opened all the
/// same, and its next use tries again.
pub(crate) async fn end(app: &App, record: &Versioned<Session>, why: Ending) {
    if record.ended.is_some() {
        return;
    }
    let mut changes = Changes::housekeeping(Housekeeping::SessionTouch);
    changes.update(record, record.ending(why));
    match app.store.commit(changes).await {
        Ok(()) | Err(CommitError::Conflict(_)) => {}
        Err(error) => tracing::warn!(%error, "a session's end was not noted"),
    }
}

/// A fresh session for `subject`, not yet stored.
pub(crate) fn fresh(app: &App, subject: Subject, now: Timestamp) -> (SessionToken, Session) {
    let token = app.token();
    let session = Session {
        digest: *token.digest(&app.vault).as_bytes(),
        subject,
        made_at: now,
        used_at: now,
        ended: None,
    };
    (token, session)
}

/// Notes that the session is in use. Its failure ends nothing: reading goes on while the
/// disk is full.
pub(crate) async fn touch(app: &App, record: &Versioned<Session>, now: Timestamp) {
    if now.duration_since(record.used_at) < TOUCH_AFTER {
        return;
    }
    let mut changes = Changes::housekeeping(Housekeeping::SessionTouch);
    let used = Session {
        used_at: now,
        ..(**record).clone()
    };
    changes.update(record, used);
    match app.store.commit(changes).await {
        // Another request touched it, or it was just ended.
        Ok(()) | Err(CommitError::Conflict(_)) => {}
        Err(error) => tracing::warn!(%error, "a session's last use was not noted"),
    }
}

/// Ends every session of `owner` within `changes`, except the one with the digest `but`.
pub(crate) async fn end_all(
    app: &App,
    changes: &mut Changes,
    owner: SessionOwner,
    but: Option<&[u8; 32]>,
) -> Result<(), StoreError> {
    for session in app.store.sessions_of(owner).await? {
        if but != Some(&session.digest) {
            changes.delete(&session);
        }
    }
    Ok(())
}

fn policy_of<'a>(app: &'a App, subject: &Subject) -> &'a SessionPolicy {
    match subject {
        Subject::Staff { .. } => &app.policies.staff_session,
        Subject::Reviewer { .. } => &app.policies.reviewer_session,
        Subject::Physician { .. } => &app.policies.physician_session,
    }
}
