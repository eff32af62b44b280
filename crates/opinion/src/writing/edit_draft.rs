//! What every change of a draft has in common: begin it when there is none, decide, commit,
//! decide anew when somebody else was faster.
//!
//! The first saving begins the writing and is audited; later ones, every few seconds, are
//! housekeeping. Each assumes that the request has not moved, so that nothing is written into
//! one that was cancelled or accepted at that moment.

use super::asked::Asked;
use super::error::WritingError;
use crate::edit::{ATTEMPTS, load, moved};
use jiff::Timestamp;
use kairan_access::{App, PhysicianOf};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::opinion::RawOpinion;
use kairan_domain::opinion_request::{OpinionDraft, OpinionRefusal, OpinionRequest};
use kairan_store::{Changes, Housekeeping, Versioned};

/// Changes the draft of a request; answers with what `decide` says and the draft as it stands.
/// `event` is what the audit tells of it besides the beginning.
pub(crate) async fn edit_draft<T>(
    app: &App,
    by: &PhysicianOf,
    event: Option<AuditEvent>,
    mut decide: impl FnMut(&mut OpinionDraft, Timestamp) -> T,
) -> Result<(T, OpinionDraft), WritingError> {
    let mut request = by.as_read().clone();
    for _ in 0..ATTEMPTS {
        let now = app.now();
        let state = request.state();
        if !state.is_writable() {
            return Err(OpinionRefusal::Is(state).into());
        }
        let read = app.store.opinion_draft(by.insurer(), by.request()).await?;
        let mut draft = match &read {
            Some(read) => (**read).clone(),
            None => begin(app, &request, now).await?,
        };
        let before = draft.revision;
        let answer = decide(&mut draft, now);
        if draft.revision == before {
            return Ok((answer, draft));
        }
        admit(app, &draft)?;

        let changes = match &read {
            None => first(by, &request, draft.clone(), event, now)?,
            Some(read) => next(by, &request, (read, draft.clone()), event, now),
        };
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome.map(|()| (answer, draft))?);
        }
        request = load(app, by.insurer(), by.request()).await?;
    }
    Err(WritingError::Contended)
}

async fn begin(
    app: &App,
    request: &OpinionRequest,
    now: Timestamp,
) -> Result<OpinionDraft, WritingError> {
    let asked = Asked::of(app, request).await?;
    let (edition, prefilled) = (asked.edition(), asked.prefilled());
    Ok(OpinionDraft::begin(request, edition, prefilled, now))
}

fn admit(app: &App, draft: &OpinionDraft) -> Result<(), WritingError> {
    let most = RawOpinion::MOST_BYTES;
    if draft.texts.bytes() > most {
        return Err(WritingError::TooMuch { most });
    }
    if app.store.space_ok() {
        Ok(())
    } else {
        Err(WritingError::NoSpace)
    }
}

fn first(
    by: &PhysicianOf,
    read: &Versioned<OpinionRequest>,
    draft: OpinionDraft,
    event: Option<AuditEvent>,
    now: Timestamp,
) -> Result<Changes, WritingError> {
    let mut request = (**read).clone();
    request.begin_draft(now)?;
    let mut changes = Changes::new(audit(by, AuditEvent::OpinionBegun, now));
    if let Some(event) = event {
        changes.also_audit(audit(by, event, now));
    }
    changes.update(read, request);
    changes.insert(draft);
    Ok(changes)
}

fn next(
    by: &PhysicianOf,
    request: &Versioned<OpinionRequest>,
    (read, draft): (&Versioned<OpinionDraft>, OpinionDraft),
    event: Option<AuditEvent>,
    now: Timestamp,
) -> Changes {
    let mut changes = match event {
        Some(event) => Changes::new(audit(by, event, now)),
        None => Changes::housekeeping(Housekeeping::Writing),
    };
    changes.expect(request);
    changes.update(read, draft);
    changes
}

fn audit(by: &PhysicianOf, event: AuditEvent, now: Timestamp) -> AuditRecord {
    crate::edit::doctors_audit(by, event, now)
}
