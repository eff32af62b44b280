//! A clerk looks at each of the masked pages as they will be sent, and says so of each: only then
//! can a meeting take them. Audited.

use super::cover_pages::{CoverError, PageToCover, on_screen};
use super::error::MaskError;
use super::keep::{counted, load_counted};
use crate::edit::{Follows, audit, edit_request};
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{FileId, OpinionRequestId};
use kairan_domain::opinion_request::{OpinionFile, OpinionRequest};
use thiserror::Error;

/// Why masked pages were not confirmed.
#[derive(Debug, Error)]
pub enum ConfirmError {
    /// As for making them.
    #[error(transparent)]
    Mask(#[from] MaskError),
    /// There are none, or other ones than were shown: look at those.
    #[error("other masked pages")]
    Others,
    /// Of these pages nobody said that they were looked at.
    #[error("pages are left")]
    PagesLeft(Vec<u32>),
}

/// One of the masked pages (from 1), drawn from the very file that will be sent.
///
/// # Errors
/// [`CoverError`].
pub async fn masked_page(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    page: u32,
) -> Result<PageToCover, CoverError> {
    let (read, number) = load_counted(app, by, id).await?;
    on_screen(app, number, masked_of(&read)?, page).await
}

fn masked_of(request: &OpinionRequest) -> Result<&OpinionFile, MaskError> {
    let masked = counted(request)?.masked.as_ref();
    masked.ok_or(MaskError::NoPages)
}

/// Confirms the masked pages that the page showed (`seen`), each of them named in `looked_at`.
///
/// # Errors
/// [`ConfirmError`].
pub async fn confirm_masked(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    seen: FileId,
    looked_at: &[u32],
) -> Result<(), ConfirmError> {
    let now = app.now();
    let record = audit(by, AuditEvent::MaskedConfirmed, id, now);
    edit_request(app, &record, by.insurer(), id, |request| {
        let file = masked_of(request)?;
        if file.file != seen {
            return Err(ConfirmError::Others);
        }
        let left = (1..=file.pages).filter(|page| !looked_at.contains(page));
        let left: Vec<u32> = left.collect();
        if !left.is_empty() {
            return Err(ConfirmError::PagesLeft(left));
        }
        if let Some(version) = request.versions.last_mut() {
            version.confirmed = Some((now, by.author()));
        }
        Ok(((), Follows::default()))
    })
    .await
}

impl From<crate::error::ChangeError> for ConfirmError {
    fn from(error: crate::error::ChangeError) -> Self {
        Self::Mask(error.into())
    }
}
