//! The end of a request: after its keep it is erased whole, with drafts, answers, files,
//! notices and sessions; the audit record that says so is the certificate, and holds ids alone.

use crate::edit::moved;
use crate::error::ChangeError;
use jiff::Timestamp;
use kairan_access::App;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::ids::FileId;
use kairan_domain::opinion_request::OpinionRequest;
use kairan_store::{Changes, SessionOwner, StoreError, ThrottleKey, Versioned};
use kairan_work::erase_files;

/// Requests purged per insurer in one sweep.
const AT_ONCE: usize = 50;

/// Purges the requests whose keep is over; answers with how many.
///
/// # Errors
/// [`ChangeError`].
pub async fn sweep_requests(app: &App) -> Result<usize, ChangeError> {
    let now = app.now();
    let mut purged = 0;
    for insurer in app.store.insurers().await? {
        let ended_by = now.checked_sub(app.policies.opinions_kept(&insurer.number));
        let ended_by = ended_by.unwrap_or(Timestamp::MIN);
        let due = app
            .store
            .opinion_requests_to_purge(insurer.id, ended_by, AT_ONCE);
        for request in due.await? {
            let changes = erasing(app, &request, now).await?;
            let outcome = app.store.commit(changes).await;
            // Something of it moved at this very moment: the next sweep comes back.
            if moved(&outcome) {
                continue;
            }
            outcome?;
            erase_files(app, files(&request)).await;
            purged += 1;
        }
    }
    Ok(purged)
}

/// Erases the request and everything that hangs on it.
async fn erasing(
    app: &App,
    request: &Versioned<OpinionRequest>,
    now: Timestamp,
) -> Result<Changes, StoreError> {
    let (insurer, id) = (request.insurer, request.id);
    let event = AuditEvent::RequestPurged;
    let certificate = AuditRecord::new(Some(insurer), now, Actor::Kairan, event).of_request(id);
    let mut changes = Changes::new(certificate);
    changes.delete(request);
    if let Some(draft) = app.store.opinion_draft(insurer, id).await? {
        changes.delete(&draft);
    }
    for form in &app.store.kept_forms(insurer, id).await? {
        changes.delete(form);
    }
    for notice in &app.store.notices_of_request(id).await? {
        changes.delete(notice);
    }
    let owner = SessionOwner::OpinionRequest(id);
    for session in &app.store.sessions_of(owner).await? {
        changes.delete(session);
    }
    if let Some(throttle) = app.store.throttle(ThrottleKey::Letter(id)).await? {
        changes.delete(&throttle);
    }
    Ok(changes)
}

fn files(request: &OpinionRequest) -> Vec<FileId> {
    let versions = request.versions.iter();
    let kept = versions.flat_map(|version| version.pdf.iter().chain(&version.masked));
    let waiting = request.waiting.iter().map(|files| &files.pages);
    kept.chain(waiting).map(|file| file.file).collect()
}
