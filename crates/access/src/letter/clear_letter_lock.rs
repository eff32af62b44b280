//! A clerk sees and clears the wait or lock of a letter's passcode at its link. Audit: lock
//! cleared. Where nothing is counted, nothing is written.

use crate::app::App;
use crate::error::ClearError;
use crate::throttle::{Mistakes, clear_counted};
use crate::witness::{ClerkOf, StaffOf};
use jiff::Timestamp;
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::ids::OpinionRequestId;
use kairan_store::{StoreError, ThrottleKey};

/// Until when the passcode of `request`'s letter is not looked at, because of mistakes.
///
/// # Errors
///
/// The store cannot be read.
pub async fn letter_shut_until(
    app: &App,
    by: &StaffOf,
    request: OpinionRequestId,
) -> Result<Option<Timestamp>, StoreError> {
    let found = app.store.opinion_request(by.insurer(), request).await?;
    if found.is_none() {
        return Ok(None);
    }
    let mistakes = Mistakes::of(app, ThrottleKey::Letter(request)).await?;
    Ok(mistakes.verdict(app.now()).until())
}

/// Clears what is counted against the letter of `request`.
///
/// # Errors
///
/// [`ClearError`].
pub async fn clear_letter_lock(
    app: &App,
    by: &ClerkOf,
    request: OpinionRequestId,
) -> Result<(), ClearError> {
    let found = app.store.opinion_request(by.insurer(), request).await?;
    found.ok_or(ClearError::Unknown)?;

    let (insurer, now) = (Some(by.insurer()), app.now());
    let cleared = AuditRecord::new(insurer, now, by.actor(), AuditEvent::LockCleared);
    let key = ThrottleKey::Letter(request);
    clear_counted(app, key, cleared.of_request(request)).await
}
