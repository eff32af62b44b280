//! The doctor hands the opinion in as files instead of writing it: they become the version's
//! PDF, in one commit. Audited. The draft stays. The same files twice get one receipt.

use super::error::UploadError;
use super::sound_pdf::{SoundPdf, sound_pdf};
use crate::edit::{ATTEMPTS, load};
use crate::submit::{Receipt, Submission, SubmitError, commit};
use bytes::Bytes;
use kairan_access::{App, PhysicianOf};
use kairan_domain::opinion_request::{Arrival, OpinionRefusal, OpinionRequest, RequestState};
use sha2::{Digest, Sha256};

/// Submits files, in the order given.
///
/// # Errors
/// [`UploadError`]; nothing of the files is kept then.
pub async fn submit_files(
    app: &App,
    by: &PhysicianOf,
    files: Vec<Bytes>,
) -> Result<Receipt, UploadError> {
    let state = by.as_read().state();
    if !state.is_writable() && state != RequestState::Submitted {
        return Err(SubmitError::from(OpinionRefusal::Is(state)).into());
    }
    let sound = sound_pdf(app, files).await?;
    for _ in 0..ATTEMPTS {
        let request = load(app, by.insurer(), by.request()).await?;
        if let Some(receipt) = submitted_already(&request, &sound) {
            return Ok(receipt);
        }
        let submission = Submission {
            arrival: Arrival::Upload,
            at: app.now(),
            pdf: &sound.pdf,
            pages: sound.pages,
            written: None,
        };
        if let Some(receipt) = commit(app, by, &request, submission).await? {
            return Ok(receipt);
        }
    }
    Err(SubmitError::Contended.into())
}

/// The receipt of the version that waits for the clerk, if it is this very PDF.
fn submitted_already(request: &OpinionRequest, sound: &SoundPdf) -> Option<Receipt> {
    let last = request.versions.last()?;
    let digest: [u8; 32] = Sha256::digest(&sound.pdf).into();
    let same = last.pdf.as_ref().is_some_and(|pdf| pdf.sha256 == digest);
    let waits = request.state() == RequestState::Submitted && last.arrival == Arrival::Upload;
    (same && waits).then(|| Receipt::of(request, last))
}
