//! What the doors behind a secret link share: a right secret makes a session by a commit on the
//! condition that nothing moved since it was judged; a wrong one is written and counted by a
//! commit. When something did move, all of it is judged again, except that an unchanged secret
//! need not be hashed anew.

use crate::app::{App, TRIES};
use crate::hasher::Busy;
use crate::session;
use crate::turns::Tried;
use jiff::Timestamp;
use kairan_domain::audit::AuditRecord;
use kairan_domain::secret::SecretText;
use kairan_domain::session::Subject;
use kairan_domain::throttle::Verdict;
use kairan_store::{Changes, CommitError, StoreError};
use kairan_vault::SessionToken;
use std::net::IpAddr;

/// What stands behind a link, as read.
pub(crate) trait Threshold: Sized {
    /// Why the door stays shut.
    type Error: From<StoreError> + From<CommitError> + From<Busy> + From<Refused>;

    /// The same, as it stands now.
    async fn again(&self, app: &App) -> Result<Self, Self::Error>;

    /// Refuses when the thing itself is shut, whoever asks.
    async fn must_stand(&self, app: &App, now: Timestamp) -> Result<(), Self::Error>;

    /// Whether what is tried is evaluated.
    fn verdict(&self, app: &App, tried: Tried, now: Timestamp) -> Verdict;

    /// The hash of the secret.
    fn secret(&self) -> &SecretText;

    /// Whom a session stands for.
    fn subject(&self) -> Subject;

    /// The audit record of a right secret.
    fn passed(&self, now: Timestamp) -> AuditRecord;

    /// The audit record of a wrong one.
    fn refused(&self, now: Timestamp) -> AuditRecord;

    /// Makes a session hang on what was judged: the secret, and the mistakes, which it clears.
    fn settle(&self, changes: &mut Changes);

    /// Adds a mistake to the stored count, where this one belongs to it.
    fn count(&self, app: &App, tried: Tried, changes: &mut Changes, now: Timestamp);

    /// Counts a mistake in memory, where this one belongs there.
    fn counted(&self, app: &App, tried: Tried, now: Timestamp);
}

/// Why an attempt is not let in, at every such door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is wrong.
    Wrong,
    /// It is not evaluated before this instant.
    Wait(Timestamp),
    /// The same, because of a lock.
    Locked(Timestamp),
}

/// Refuses while a wait or lock runs.
pub(crate) fn must_be_open<T: Threshold>(
    at: &T,
    app: &App,
    tried: Tried,
    now: Timestamp,
) -> Result<(), T::Error> {
    match at.verdict(app, tried, now) {
        Verdict::Open => Ok(()),
        Verdict::Wait(until) => Err(Refused::Wait(until).into()),
        Verdict::Locked(until) => Err(Refused::Locked(until).into()),
    }
}

/// Makes the session.
pub(crate) async fn admit<T: Threshold>(
    app: &App,
    mut at: T,
    tried: Tried,
    now: Timestamp,
) -> Result<SessionToken, T::Error> {
    for _ in 0..TRIES {
        let (token, session) = session::fresh(app, at.subject(), now);
        let mut changes = Changes::new(at.passed(now));
        changes.insert(session);
        at.settle(&mut changes);
        match app.store.commit(changes).await {
            Ok(()) => return Ok(token),
            Err(CommitError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let fresh = at.again(app).await?;
        fresh.must_stand(app, now).await?;
        must_be_open(&fresh, app, tried, now)?;
        if fresh.secret() != at.secret() {
            return Err(Refused::Wrong.into());
        }
        at = fresh;
    }
    Err(Busy.into())
}

/// Writes and counts a wrong secret. Where a wait has begun in the meantime, wrong ones hear of
/// it as right ones do.
pub(crate) async fn refuse<T: Threshold>(
    app: &App,
    mut at: T,
    tried: Tried,
    from: IpAddr,
    now: Timestamp,
) -> T::Error {
    for _ in 0..TRIES {
        let mut changes = Changes::new(at.refused(now).came_from(from));
        at.count(app, tried, &mut changes, now);
        match app.store.commit(changes).await {
            Ok(()) => {
                at.counted(app, tried, now);
                return Refused::Wrong.into();
            }
            Err(CommitError::Conflict(_)) => {}
            Err(error) => return error.into(),
        }
        at = match at.again(app).await {
            Ok(at) => at,
            Err(error) => return error,
        };
        if let Err(shut) = must_be_open(&at, app, tried, now) {
            return shut;
        }
    }
    Busy.into()
}
