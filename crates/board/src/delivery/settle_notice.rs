//! What became of a letter: taken, to be tried again, refused, dropped, or returned later.

use crate::edit::{ATTEMPTS, moved};
use crate::error::ChangeError;
use kairan_access::App;
use kairan_domain::ids::NoticeId;
use kairan_domain::notice::{Notice, NoticeState, Outcome};
use kairan_domain::secret::SecretText;
use kairan_store::{Changes, Housekeeping};

/// Records what one attempt came to. A notice that was dropped while its letter was on the
/// way is recorded as sent all the same: that is what happened.
///
/// # Errors
/// [`ChangeError`].
pub async fn settle_notice(
    app: &App,
    notice: &Notice,
    outcome: Outcome,
) -> Result<(), ChangeError> {
    let now = app.now();
    change(app, notice.id, |kept| match (&kept.state, &outcome) {
        (NoticeState::Dropped { .. }, Outcome::Deferred(_) | Outcome::Dropped) => None,
        _ => Some(kept.settled(outcome.clone(), now)),
    })
    .await
    .map(|_| ())
}

/// Records that a letter came back, with what the returning server said. `false` when it had
/// come back before: a relay that repeats itself, or a stranger who knows one address, changes
/// and counts nothing.
///
/// # Errors
/// [`ChangeError::NotFound`] when no such notice is kept (any more).
pub async fn note_bounce(
    app: &App,
    notice: NoticeId,
    words: &SecretText,
) -> Result<bool, ChangeError> {
    let now = app.now();
    change(app, notice, |kept| match kept.state {
        NoticeState::Returned { .. } => None,
        _ => Some(kept.returned(words, now)),
    })
    .await
}

/// Whether anything was changed.
async fn change(
    app: &App,
    id: NoticeId,
    decide: impl Fn(Notice) -> Option<Notice>,
) -> Result<bool, ChangeError> {
    for _ in 0..ATTEMPTS {
        let read = app.store.notice(id).await?.ok_or(ChangeError::NotFound)?;
        let Some(settled) = decide((*read).clone()) else {
            return Ok(false);
        };
        let mut changes = Changes::housekeeping(Housekeeping::Lease);
        changes.update(&read, settled);
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome.map(|()| true)?);
        }
    }
    Err(ChangeError::Contended)
}
