//! The page saves itself, or its button does: what changed in it is merged into the draft field
//! by field. What cannot be an answer (5,000 characters where 400 are printed) is kept as
//! typed; the check judges it.

use super::edit_draft::edit_draft;
use super::error::WritingError;
use jiff::Timestamp;
use kairan_access::{App, PhysicianOf};
use kairan_domain::opinion::RawOpinion;
use kairan_domain::opinion_request::{Edits, Merged, OpinionDraft, Seen};

/// What became of a saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// What the page must send back with its next changes.
    pub seen: Seen,
    /// When the draft was last changed.
    pub saved_at: Timestamp,
    /// What stands in the draft now.
    pub raw: RawOpinion,
    /// Which fields were taken, which others changed meanwhile, and which both did.
    pub merged: Merged,
}

impl Saved {
    pub(crate) fn of((merged, draft): (Merged, OpinionDraft)) -> Self {
        Self {
            seen: draft.seen(),
            saved_at: draft.saved_at,
            raw: draft.texts,
            merged,
        }
    }
}

/// Saves what changed on a page that showed `seen`.
///
/// # Errors
/// [`WritingError`]; the page keeps what it holds.
pub async fn save_writing(
    app: &App,
    by: &PhysicianOf,
    seen: &Seen,
    edits: &Edits,
) -> Result<Saved, WritingError> {
    let merge = |draft: &mut OpinionDraft, now| draft.merge(seen, edits, now);
    edit_draft(app, by, None, merge).await.map(Saved::of)
}
