//! The doctor has looked at the files that wait and submits them: the sealed PDF becomes the
//! version's, as it lies, in one commit. Audited. The draft stays. Twice is once.

use crate::edit::{ATTEMPTS, load};
use crate::submit::{Pages, Receipt, Submission, SubmitError, commit};
use kairan_access::{App, PhysicianOf};
use kairan_domain::ids::FileId;
use kairan_domain::opinion_request::{Arrival, OpinionRefusal, OpinionRequest, RequestState};

/// Submits the files that became `file`, which is what was looked at.
///
/// # Errors
/// [`SubmitError`]; `Outdated` when they wait no more, or others do.
pub async fn submit_waiting(
    app: &App,
    by: &PhysicianOf,
    file: FileId,
) -> Result<Receipt, SubmitError> {
    for _ in 0..ATTEMPTS {
        let request = load(app, by.insurer(), by.request()).await?;
        if let Some(receipt) = submitted_already(&request, file) {
            return Ok(receipt);
        }
        let state = request.state();
        if !state.is_writable() {
            return Err(OpinionRefusal::Is(state).into());
        }
        let waiting = request.waiting_as(file).ok_or(SubmitError::Outdated)?;
        let submission = Submission {
            arrival: Arrival::Upload,
            at: app.now(),
            pages: Pages::Waiting(&waiting.pages),
            written: None,
        };
        if let Some(receipt) = commit(app, by, &request, submission).await? {
            return Ok(receipt);
        }
    }
    Err(SubmitError::Contended)
}

/// The receipt of the version that waits for the clerk, if it is this very file.
fn submitted_already(request: &OpinionRequest, file: FileId) -> Option<Receipt> {
    let last = request.versions.last()?;
    let same = last.pdf.as_ref().is_some_and(|pdf| pdf.file == file);
    let waits = request.state() == RequestState::Submitted;
    (same && waits).then(|| Receipt::of(request, last))
}
