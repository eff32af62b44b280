//! Where somebody is signed in with the own account. Reads only.

use crate::app::App;
use crate::door::Door;
use crate::session::is_alive;
use crate::staff::staff_session::at_door;
use jiff::Timestamp;
use kairan_domain::session::{Step, Subject};
use kairan_store::{SessionOwner, StoreError};

/// A live session of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnSession {
    /// Since when.
    pub made_at: Timestamp,
    /// Last use, to the minute.
    pub used_at: Timestamp,
    /// The one that asks.
    pub is_this: bool,
}

/// The live sessions of the account behind `cookie`, the newest first; none when nobody is.
///
/// # Errors
///
/// The store cannot be read.
pub async fn own_sessions(
    app: &App,
    door: Door,
    cookie: &str,
) -> Result<Vec<OwnSession>, StoreError> {
    let now = app.now();
    let Some(at) = at_door(app, door, cookie, now).await? else {
        return Ok(Vec::new());
    };
    let all = app
        .store
        .sessions_of(SessionOwner::Staff(at.staff.id))
        .await?;
    let inside = all.iter().filter(|session| {
        let done = matches!(
            session.subject,
            Subject::Staff {
                step: Step::Done,
                ..
            }
        );
        done && is_alive(app, session, now)
    });
    let mut own: Vec<OwnSession> = inside
        .map(|session| OwnSession {
            made_at: session.made_at,
            used_at: session.used_at,
            is_this: session.digest == at.record.digest,
        })
        .collect();
    own.sort_by_key(|session| std::cmp::Reverse(session.used_at));
    Ok(own)
}
