//! A clerk looks at the pages of an opinion: as submitted, or as the board will see them.
//! Audited.

use crate::edit::{audit, load};
use crate::error::ReadError;
use crate::facts::reference;
use kairan_access::{App, StaffOf, StoreFailure};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;
use kairan_store::Changes;
use kairan_work::{FileFailure, read_pdf};
use thiserror::Error;

/// Which pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// As submitted.
    Whole,
    /// For the board.
    Masked,
}

/// Pages of an opinion.
#[derive(Clone, PartialEq, Eq)]
pub struct OpinionPages {
    /// A file name without any name: `主治医意見書_ABCD-EFGH_v2.pdf`.
    pub file_name: String,
    /// The PDF.
    pub pdf: Vec<u8>,
}

impl std::fmt::Debug for OpinionPages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OpinionPages")
    }
}

/// Why there are no pages to see.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PagesError {
    /// No such request within this insurer, no such version, or no such pages.
    #[error("not found")]
    NotFound,
    /// The sealed file does not give its bytes.
    #[error(transparent)]
    File(#[from] FileFailure),
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl From<ReadError> for PagesError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}

/// Opens the pages of one version.
///
/// # Errors
/// [`PagesError`].
pub async fn open_opinion(
    app: &App,
    by: &StaffOf,
    id: OpinionRequestId,
    version: u32,
    which: Which,
) -> Result<OpinionPages, PagesError> {
    let read = load(app, by.insurer(), id).await?;
    let found = read.versions.iter().find(|kept| kept.number == version);
    let file = found.and_then(|kept| match which {
        Which::Whole => kept.pdf.as_ref(),
        Which::Masked => kept.masked.as_ref(),
    });
    let pdf = read_pdf(app, file.ok_or(PagesError::NotFound)?).await?;

    let shown = Changes::new(audit(by, AuditEvent::OpinionShown, id, app.now()));
    let outcome = app.store.commit(shown).await;
    outcome.map_err(|error| PagesError::Store(error.into()))?;
    let end = match which {
        Which::Whole => "",
        Which::Masked => "_審査会用",
    };
    Ok(OpinionPages {
        file_name: format!("主治医意見書_{}_v{version}{end}.pdf", reference(id)),
        pdf,
    })
}
