//! The doctor sends files instead of writing: they become one sealed PDF, which waits until its
//! sender has looked at it. Nothing is submitted. Files that waited before give way. Audited.

use super::error::UploadError;
use super::sound_pdf::sound_pdf;
use crate::edit::{Follows, doctors_audit, edit_request};
use crate::error::ChangeError;
use crate::submit::SubmitError;
use bytes::Bytes;
use kairan_access::{App, PhysicianOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::opinion_request::{OpinionRefusal, WaitingFiles};
use kairan_work::{erase_files, keep_pdf};

/// A file as it was sent. No `Debug`: a name may be a person's.
#[derive(Clone, PartialEq, Eq)]
pub struct SentFile {
    /// Its name on the sender's device.
    pub name: String,
    /// What it holds.
    pub bytes: Bytes,
}

/// Keeps files, in the order given, until their sender submits or drops them.
///
/// # Errors
/// [`UploadError`]; nothing of the files is kept then, and those that wait stay.
pub async fn keep_files(
    app: &App,
    by: &PhysicianOf,
    files: Vec<SentFile>,
) -> Result<(), UploadError> {
    let state = by.as_read().state();
    if !state.is_writable() {
        return Err(SubmitError::from(OpinionRefusal::Is(state)).into());
    }
    let bytes = files.iter().map(|file| file.bytes.clone()).collect();
    let sound = sound_pdf(app, bytes).await?;
    let pages = keep_pdf(app, &sound.pdf, sound.pages).await;
    let pages = pages.map_err(SubmitError::from)?;
    let (made, now) = (pages.file, app.now());
    let chosen = files.iter().map(|file| {
        let size = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
        (file.name.as_str(), size)
    });
    let waiting = WaitingFiles::new(pages, chosen, now);

    let record = doctors_audit(by, AuditEvent::OpinionFilesKept, now);
    let kept = edit_request(app, &record, by.insurer(), by.request(), |request| {
        request.keep_waiting(waiting.clone())?;
        Ok::<_, ChangeError>(((), Follows::default()))
    })
    .await;
    if matches!(&kept, Err(error) if !matches!(error, ChangeError::Store(_))) {
        // A failing engine may have written all the same: then the file is needed.
        erase_files(app, [made]).await;
    }
    Ok(kept.map_err(SubmitError::from)?)
}
