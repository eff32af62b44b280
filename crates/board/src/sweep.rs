//! What runs out by itself: idle uploads, envelopes after their day, passwords after their
//! year.

use crate::envelope::{ENVELOPE_LIFE, without_old};
use crate::error::ChangeError;
use jiff::{SignedDuration, Timestamp};
use kairan_access::App;
use kairan_store::{Changes, CommitError, Housekeeping};
use kairan_work::erase_files;

/// An upload that has not grown for this long is given up.
pub const UPLOAD_LIFE: SignedDuration = SignedDuration::from_hours(24);
/// Records removed in one sweep.
const AT_ONCE: usize = 200;

/// Removes uploads that have not grown for a day; answers with how many.
///
/// # Errors
/// [`ChangeError`].
pub async fn sweep_uploads(app: &App) -> Result<usize, ChangeError> {
    let before = earlier(app.now(), UPLOAD_LIFE);
    let mut swept = 0;
    for upload in app.store.uploads_idle_before(before, AT_ONCE).await? {
        let mut changes = Changes::housekeeping(Housekeeping::Sweep);
        changes.delete(&upload);
        match app.store.commit(changes).await {
            Ok(()) => {
                crate::upload::forget(upload.id);
                erase_files(app, [upload.file]).await;
                swept += 1;
            }
            // It grew at this very moment.
            Err(CommitError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(swept)
}

/// Removes hand-over envelopes after their 24 hours; answers with how many. What other
/// browsers sealed later in the same record stays.
///
/// # Errors
/// [`ChangeError`].
pub async fn sweep_envelopes(app: &App) -> Result<usize, ChangeError> {
    let before = earlier(app.now(), ENVELOPE_LIFE);
    let mut swept = 0;
    for envelope in app.store.envelopes_before(before, AT_ONCE).await? {
        let mut changes = Changes::housekeeping(Housekeeping::Sweep);
        match without_old(&envelope, app.now()) {
            Some(left) => changes.update(&envelope, left),
            None => changes.delete(&envelope),
        };
        match app.store.commit(changes).await {
            Ok(()) => swept += 1,
            Err(CommitError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(swept)
}

/// Removes viewing passwords that have run out and that no meeting needs any more; answers
/// with how many. The purge of a meeting leaves those that could still be carried over.
///
/// # Errors
/// [`ChangeError`].
pub async fn sweep_credentials(app: &App) -> Result<usize, ChangeError> {
    let now = app.now();
    let mut swept = 0;
    for insurer in app.store.insurers().await? {
        for credential in app.store.credentials_of(insurer.id).await? {
            // Cheap first, and one meeting is enough to know: a minute's sweep that read all
            // meetings of everybody's password held them all in memory.
            if credential.until > now {
                continue;
            }
            let used = app.store.latest_of_credential(credential.id, 1).await?;
            if !used.is_empty() {
                continue;
            }
            let mut changes = Changes::housekeeping(Housekeeping::Sweep);
            changes.delete(&credential);
            match app.store.commit(changes).await {
                Ok(()) => swept += 1,
                Err(CommitError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(swept)
}

fn earlier(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_sub(by).unwrap_or(Timestamp::MIN)
}
