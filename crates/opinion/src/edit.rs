//! What every change of a request has in common: load within the insurer, try again when
//! somebody else was faster, end the doctor's sessions where the way in changes.

use crate::error::{ChangeError, ReadError};
use crate::files::left_behind;
use jiff::Timestamp;
use kairan_access::{App, PhysicianOf, StaffOf};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::ids::{InsurerId, OpinionRequestId};
use kairan_domain::notice::Notice;
use kairan_domain::opinion_request::OpinionRequest;
use kairan_domain::session::Ending;
use kairan_store::{Changes, SessionOwner, StoreError, Versioned};
use kairan_work::erase_files;
pub(crate) use kairan_work::{ATTEMPTS, moved};

/// The request, unless it belongs to another insurer: then it does not exist.
pub(crate) async fn load(
    app: &App,
    insurer: InsurerId,
    id: OpinionRequestId,
) -> Result<Versioned<OpinionRequest>, ReadError> {
    let request = app.store.opinion_request(insurer, id).await?;
    request.ok_or(ReadError::NotFound)
}

/// An audit record of a staff member's deed at a request.
pub(crate) fn audit(
    by: &StaffOf,
    event: AuditEvent,
    id: OpinionRequestId,
    now: Timestamp,
) -> AuditRecord {
    AuditRecord::new(Some(by.insurer()), now, by.actor(), event).of_request(id)
}

/// An audit record of a doctor's deed at the own request.
pub(crate) fn doctors_audit(by: &PhysicianOf, event: AuditEvent, now: Timestamp) -> AuditRecord {
    AuditRecord::new(Some(by.insurer()), now, by.actor(), event).of_request(by.request())
}

/// What follows a change of a request, in the same commit.
#[derive(Debug, Default)]
pub(crate) struct Follows {
    /// Notices to queue.
    pub(crate) notices: Vec<Notice>,
    /// The doctor's open sessions end, and are told why.
    pub(crate) ending: Option<Ending>,
    /// Nobody will write any more: what was not submitted is erased.
    pub(crate) draft_goes: bool,
}

/// Loads, decides and commits one change of one request; decides anew on a conflict.
///
/// `decide` changes the request and gives the answer and what follows.
pub(crate) async fn edit_request<T, E>(
    app: &App,
    audit: &AuditRecord,
    insurer: InsurerId,
    id: OpinionRequestId,
    mut decide: impl FnMut(&mut OpinionRequest) -> Result<(T, Follows), E>,
) -> Result<T, E>
where
    E: From<ChangeError>,
{
    for _ in 0..ATTEMPTS {
        let read = load(app, insurer, id).await.map_err(ChangeError::from)?;
        let mut request = (*read).clone();
        let (answer, follows) = decide(&mut request)?;

        let mut changes = Changes::new(audit.clone());
        if let Some(why) = follows.ending {
            let ended = end_sessions(app, id, why, &mut changes).await;
            ended.map_err(ChangeError::from)?;
        }
        if follows.draft_goes {
            let draft = app.store.opinion_draft(insurer, id).await;
            if let Some(draft) = draft.map_err(ChangeError::from)? {
                changes.delete(&draft);
            }
        }
        let left = left_behind(&read, &request);
        changes.update(&read, request);
        for notice in follows.notices {
            changes.queue(notice);
        }
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            outcome.map_err(ChangeError::from)?;
            erase_files(app, left).await;
            return Ok(answer);
        }
    }
    Err(ChangeError::Contended.into())
}

/// Ends the doctor's sessions of a request; whoever still holds a cookie is told why.
pub(crate) async fn end_sessions(
    app: &App,
    id: OpinionRequestId,
    why: Ending,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let owner = SessionOwner::OpinionRequest(id);
    for session in &app.store.sessions_of(owner).await? {
        if session.ended.is_none() {
            changes.update(session, session.ending(why));
        }
    }
    Ok(())
}
