//! A clerk exports the last version of one opinion or many. What a layout or an encoding cannot
//! hold is told before anything is written. Audited per request.

use super::order::{Cautions, ExportKind, ExportOrder, Exported};
use super::{csv, zip};
use crate::edit::{audit, load};
use crate::error::ReadError;
use kairan_access::{App, ClerkOf, StoreFailure};
use kairan_domain::audit::AuditEvent;
use kairan_domain::csv::Unmappable;
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{OpinionRequest, OpinionVersion, RequestState};
use kairan_store::{Changes, StoreError, Versioned};
use kairan_work::{FileFailure, read_pdf};
use thiserror::Error;

/// Opinions exported at once.
pub const MOST_EXPORTED: usize = 500;
/// Bytes of all PDFs of one export: it is put together in memory.
const MOST_BYTES: u64 = 200 * 1024 * 1024;

/// Why nothing was exported.
#[derive(Debug, Error)]
pub enum ExportError {
    /// One of the requests does not exist within this insurer.
    #[error("not found")]
    NotFound,
    /// None of the requests has what was asked for.
    #[error("nothing to export")]
    Nothing,
    /// More than are exported at once; of PDFs alone, one.
    #[error("at most {most} at once")]
    TooMany {
        /// The most.
        most: usize,
    },
    /// The PDFs together are larger than one export may be.
    #[error("more than {most} bytes")]
    TooLarge {
        /// The most bytes.
        most: u64,
    },
    /// Not before the clerk was told of this.
    #[error("to be told first")]
    Caution(Cautions),
    /// Characters the encoding cannot hold, each with its row and field.
    #[error("{} characters cannot be written", .0.len())]
    Unmappable(Vec<(OpinionRequestId, Unmappable)>),
    /// A sealed file cannot be read.
    #[error(transparent)]
    File(#[from] FileFailure),
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl From<StoreError> for ExportError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

impl From<ReadError> for ExportError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}

/// A request with the version that leaves.
pub(super) struct Leaving {
    pub(super) request: Versioned<OpinionRequest>,
    pub(super) version: OpinionVersion,
}

/// Exports the last versions of these requests, of those that are accepted: what still may go
/// back to its doctor counts nowhere.
///
/// # Errors
/// [`ExportError`].
pub async fn export_opinions(
    app: &App,
    by: &ClerkOf,
    order: &ExportOrder<'_>,
) -> Result<Exported, ExportError> {
    let (leaving, skipped) = gather(app, by, order).await?;
    let mut cautions = Cautions {
        skipped,
        ..Cautions::default()
    };
    let exported = written(app, &leaving, order.kind, &mut cautions).await?;
    if !cautions.is_empty() && cautions.mark() != order.told {
        return Err(ExportError::Caution(cautions));
    }
    let left = leaving
        .iter()
        .map(|one| one.request.id)
        .filter(|id| !cautions.skipped.contains(id));
    note(app, by, left).await?;
    Ok(exported)
}

async fn written(
    app: &App,
    leaving: &[Leaving],
    kind: ExportKind,
    cautions: &mut Cautions,
) -> Result<Exported, ExportError> {
    let today = tokyo_day(app.now());
    let (name, bytes) = match kind {
        ExportKind::Pdf => {
            let one = leaving.first().ok_or(ExportError::Nothing)?;
            (zip::pdf_name(one), pdf_of(app, one).await?)
        }
        ExportKind::Zip => {
            let mut files = vec![zip::list(app, leaving).await?];
            for one in leaving {
                files.push((zip::pdf_name(one), pdf_of(app, one).await?));
            }
            let name = format!("主治医意見書_{}.zip", digits(today));
            (name, zip::archive(&files, app.now())?)
        }
        ExportKind::Csv { layout, encoding } => {
            csv::table(app, leaving, ((layout, encoding), today), cautions).await?
        }
    };
    Ok(Exported { name, bytes })
}

/// `20261122`.
pub(super) fn digits(day: jiff::civil::Date) -> String {
    day.to_string().replace('-', "")
}

/// What leaves, and which requests have nothing to give.
async fn gather(
    app: &App,
    by: &ClerkOf,
    order: &ExportOrder<'_>,
) -> Result<(Vec<Leaving>, Vec<OpinionRequestId>), ExportError> {
    let ExportOrder { ids, kind, .. } = *order;
    let most = match kind {
        ExportKind::Pdf => 1,
        ExportKind::Zip | ExportKind::Csv { .. } => MOST_EXPORTED,
    };
    if ids.len() > most {
        return Err(ExportError::TooMany { most });
    }
    let (mut leaving, mut skipped, mut bytes) = (Vec::new(), Vec::new(), 0_u64);
    for id in ids {
        let request = load(app, by.insurer(), *id).await?;
        let usable = |version: &&OpinionVersion| match kind {
            ExportKind::Csv { .. } => version.form.is_some(),
            ExportKind::Pdf | ExportKind::Zip => version.pdf.is_some(),
        };
        let accepted = request.state() == RequestState::Accepted;
        let last = request.versions.last().filter(|_| accepted);
        match last.filter(usable).cloned() {
            Some(version) => {
                bytes = bytes.saturating_add(version.pdf.as_ref().map_or(0, |pdf| pdf.size));
                leaving.push(Leaving { request, version });
            }
            None => skipped.push(*id),
        }
    }
    if leaving.is_empty() {
        return Err(ExportError::Nothing);
    }
    if bytes > MOST_BYTES {
        return Err(ExportError::TooLarge { most: MOST_BYTES });
    }
    Ok((leaving, skipped))
}

async fn pdf_of(app: &App, one: &Leaving) -> Result<Vec<u8>, ExportError> {
    let pdf = one.version.pdf.as_ref().ok_or(ExportError::Nothing)?;
    Ok(read_pdf(app, pdf).await?)
}

/// That they left is on record before the first byte is handed over.
async fn note(
    app: &App,
    by: &ClerkOf,
    left: impl Iterator<Item = OpinionRequestId>,
) -> Result<(), ExportError> {
    let now = app.now();
    let mut records = left.map(|id| audit(by, AuditEvent::OpinionExported, id, now));
    let Some(first) = records.next() else {
        return Err(ExportError::Nothing);
    };
    let mut changes = Changes::new(first);
    for record in records {
        changes.also_audit(record);
    }
    let outcome = app.store.commit(changes).await;
    outcome.map_err(|error| ExportError::Store(error.into()))
}
