//! The delivery loop takes due notices under a lease: another loop, or this one after a crash,
//! gets them again only when the lease has run out.

use jiff::Timestamp;
use kairan_access::{App, StoreFailure};
use kairan_domain::notice::{LEASE, Notice, NoticeState};
use kairan_store::{Changes, CommitError, Housekeeping};

/// At most `limit` notices, now leased to the caller.
///
/// # Errors
/// [`StoreFailure`].
pub async fn claim_notices(app: &App, limit: usize) -> Result<Vec<Notice>, StoreFailure> {
    let now = app.now();
    let until = now.checked_add(LEASE).unwrap_or(Timestamp::MAX);
    let due = app.store.notices_due(now, limit).await?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let leased: Vec<Notice> = due
        .iter()
        .map(|read| Notice {
            state: NoticeState::Leased { until },
            ..(**read).clone()
        })
        .collect();

    let mut together = Changes::housekeeping(Housekeeping::Lease);
    for (read, notice) in due.iter().zip(&leased) {
        together.update(read, notice.clone());
    }
    match app.store.commit(together).await {
        Ok(()) => return Ok(leased),
        Err(CommitError::Conflict(_)) => {}
        Err(error) => return Err(error.into()),
    }

    // Another loop or a withdrawal got in between: one by one, leaving out what moved.
    let mut mine = Vec::new();
    for (read, notice) in due.iter().zip(leased) {
        let mut one = Changes::housekeeping(Housekeeping::Lease);
        one.update(read, notice.clone());
        match app.store.commit(one).await {
            Ok(()) => mine.push(notice),
            Err(CommitError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(mine)
}

/// When the loop should look again; `None` when nothing waits.
///
/// # Errors
/// [`StoreFailure`].
pub async fn next_notice_at(app: &App) -> Result<Option<Timestamp>, StoreFailure> {
    Ok(app.store.next_notice_at().await?)
}
