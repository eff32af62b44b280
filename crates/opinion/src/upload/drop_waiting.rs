//! Files that wait are erased unsubmitted: their sender says so (the wrong person's, a blurred
//! photograph), or they have waited too long. Audited.

use crate::edit::{Follows, doctors_audit, edit_request};
use crate::error::ChangeError;
use jiff::ToSpan;
use jiff::civil::Date;
use kairan_access::{App, PhysicianOf};
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::{FileId, InsurerId};
use kairan_domain::opinion_request::{OpinionRequest, WAITING_DAYS};
use kairan_store::Versioned;

/// Requests dropped from per insurer in one sweep.
const AT_ONCE: usize = 200;

/// Erases the files that became `file`.
///
/// # Errors
/// [`ChangeError::NotFound`] when they wait no more, or others do.
pub async fn drop_waiting(app: &App, by: &PhysicianOf, file: FileId) -> Result<(), ChangeError> {
    let record = doctors_audit(by, AuditEvent::OpinionFilesDropped, app.now());
    edit_request(app, &record, by.insurer(), by.request(), |request| {
        request.waiting_as(file).ok_or(ChangeError::NotFound)?;
        request.waiting = None;
        Ok(((), Follows::default()))
    })
    .await
}

/// Erases files that have waited too long; answers with how many requests had some.
///
/// # Errors
/// [`ChangeError`].
pub async fn sweep_waiting(app: &App) -> Result<usize, ChangeError> {
    let mut dropped = 0;
    for insurer in app.store.insurers().await? {
        dropped += sweep_insurer(app, insurer.id).await?;
    }
    Ok(dropped)
}

/// Found by the day the files came: a round opens no request that has none to drop.
async fn sweep_insurer(app: &App, insurer: InsurerId) -> Result<usize, ChangeError> {
    let today = tokyo_day(app.now());
    let before = today.checked_sub(WAITING_DAYS.days()).unwrap_or(Date::MIN);
    let mut dropped = 0;
    let due = app
        .store
        .requests_with_files_from_before(insurer, before, AT_ONCE);
    for request in due.await? {
        dropped += usize::from(drop_long_waiting(app, &request).await?);
    }
    Ok(dropped)
}

/// Whether there still was something to drop.
async fn drop_long_waiting(
    app: &App,
    read: &Versioned<OpinionRequest>,
) -> Result<bool, ChangeError> {
    let (insurer, id, now) = (read.insurer, read.id, app.now());
    let event = AuditEvent::OpinionFilesDropped;
    let record = AuditRecord::new(Some(insurer), now, Actor::Kairan, event).of_request(id);
    let outcome = edit_request(app, &record, insurer, id, |request| {
        if !request.has_waited_long(tokyo_day(now)) {
            return Err(ChangeError::NotFound);
        }
        request.waiting = None;
        Ok(((), Follows::default()))
    })
    .await;
    match outcome {
        Ok(()) => Ok(true),
        // Submitted, replaced or gone at this very moment.
        Err(ChangeError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}
