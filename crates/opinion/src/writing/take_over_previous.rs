//! The doctor begins from the own last opinion about the same person: what rarely changes is
//! taken over where nothing was typed yet. Audited.

use super::edit_draft::edit_draft;
use super::error::WritingError;
use super::previous::previous;
use super::save_writing::Saved;
use jiff::Timestamp;
use kairan_access::{App, PhysicianOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::opinion_request::Merged;
use thiserror::Error;

/// What was taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOver {
    /// When the opinion it comes from was accepted.
    pub accepted_at: Timestamp,
    /// The draft with it; `merged.taken` are the fields that were filled.
    pub saved: Saved,
}

/// Why nothing was taken over.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TakeOverError {
    /// This doctor has no accepted opinion about the person that was written on the form.
    #[error("there is no earlier opinion")]
    NoPrevious,
    /// The draft could not be saved.
    #[error(transparent)]
    Writing(#[from] WritingError),
}

/// Fills the draft from the last opinion. Questions with something typed stay as they are.
///
/// # Errors
/// [`TakeOverError`].
pub async fn take_over_previous(app: &App, by: &PhysicianOf) -> Result<TakenOver, TakeOverError> {
    let found = previous(app, by.as_read()).await;
    let found = found.map_err(WritingError::from)?;
    let found = found.ok_or(TakeOverError::NoPrevious)?;

    let event = Some(AuditEvent::PreviousTakenOver);
    let filled = edit_draft(app, by, event, |draft, now| {
        let mut texts = draft.texts.clone();
        texts.take_over(&found.answers);
        let filled = draft.put(&texts, now).into_iter();
        Merged {
            taken: filled.map(|one| one.field).collect(),
            ..Merged::default()
        }
    });
    Ok(TakenOver {
        accepted_at: found.accepted_at,
        saved: Saved::of(filled.await?),
    })
}
