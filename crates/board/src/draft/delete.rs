//! A clerk throws a draft away: record, files, uploads under way, envelopes. Audited; nobody
//! had been told anything.

use crate::edit::{ATTEMPTS, audit, load, moved};
use crate::error::ChangeError;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{FileId, MeetingId};
use kairan_domain::meeting::WrongState;
use kairan_store::Changes;
use kairan_work::erase_files;

/// Deletes a draft.
///
/// # Errors
/// [`ChangeError::State`] once it is published: withdraw it instead.
pub async fn delete_draft(app: &App, by: &ClerkOf, id: MeetingId) -> Result<(), ChangeError> {
    let now = app.now();
    for _ in 0..ATTEMPTS {
        let read = load(app, by, id).await?;
        let uploads = app.store.uploads_of(id).await?;
        let envelopes = app.store.envelopes_of(id).await?;
        let draft = read.draft().ok_or(WrongState::Is(read.state(now)))?;

        let versions = draft.materials.iter().flat_map(|kept| &kept.versions);
        let mut files: Vec<FileId> = versions
            .flat_map(|version| version.files().map(|(file, _)| file))
            .collect();
        files.extend(uploads.iter().map(|upload| upload.file));

        let mut changes = Changes::new(audit(by, AuditEvent::DraftDeleted, id, now).as_of(&read));
        changes.delete(&read);
        for upload in &uploads {
            changes.delete(upload);
        }
        for envelope in &envelopes {
            changes.delete(envelope);
        }
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            outcome?;
            erase_files(app, files).await;
            return Ok(());
        }
    }
    Err(ChangeError::Contended)
}
