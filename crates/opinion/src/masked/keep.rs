//! Masked pages become part of their version: sealed first, then named by the record in one
//! commit; pages they replace are erased after it. Audited.

use super::error::MaskError;
use crate::answers::answers_of;
use crate::edit::{Follows, audit, edit_request, load};
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::incoming::CaseNo;
use kairan_domain::opinion::Answers;
use kairan_domain::opinion_request::{CoverBox, OpinionRequest, OpinionVersion, RequestState};
use kairan_store::Versioned;
use kairan_work::{erase_files, keep_pdf};

/// The version that counts, of a request that has one.
pub(super) fn counted(request: &OpinionRequest) -> Result<&OpinionVersion, MaskError> {
    let state = request.state();
    let has_one = matches!(state, RequestState::Submitted | RequestState::Accepted);
    let last = request.versions.last().filter(|_| has_one);
    last.ok_or(MaskError::Is(state))
}

/// The request with the number of the version that counts.
pub(super) async fn load_counted(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
) -> Result<(Versioned<OpinionRequest>, u32), MaskError> {
    let read = load(app, by.insurer(), id).await?;
    let number = counted(&read)?.number;
    Ok((read, number))
}

/// The answers of the version that counts.
pub(super) async fn written(
    app: &App,
    request: &OpinionRequest,
    number: u32,
) -> Result<Answers, MaskError> {
    let found = answers_of(app, request, number).await?;
    found.ok_or(MaskError::NotWritten)
}

/// Pages ready to be kept.
pub(super) struct Masked {
    pub(super) pdf: Vec<u8>,
    pub(super) pages: u32,
    /// The number printed on them, where Kairan printed it.
    pub(super) case_no: Option<CaseNo>,
    /// What was covered on each page of what was sent.
    pub(super) covers: Vec<Vec<CoverBox>>,
}

/// Keeps masked pages with the version `number`, which must still be the one that counts.
pub(super) async fn keep(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    number: u32,
    masked: Masked,
) -> Result<(), MaskError> {
    let file = keep_pdf(app, &masked.pdf, masked.pages).await?;
    let own = file.file;
    let record = audit(by, AuditEvent::MaskedMade, id, app.now());
    let kept = edit_request(app, &record, by.insurer(), id, |request| {
        let state = request.state();
        if counted(request)?.number != number {
            return Err(MaskError::Contended);
        }
        let version = request.versions.last_mut().ok_or(MaskError::Is(state))?;
        let before = version.masked.replace(file.clone());
        version.masked_as.clone_from(&masked.case_no);
        version.covers.clone_from(&masked.covers);
        // Other pages: nobody has looked at them yet.
        version.confirmed = None;
        Ok((before, Follows::default()))
    })
    .await;
    match kept {
        Ok(before) => {
            erase_files(app, before.map(|before| before.file)).await;
            Ok(())
        }
        Err(error) => {
            erase_files(app, [own]).await;
            Err(error)
        }
    }
}
