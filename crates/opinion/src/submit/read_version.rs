//! The doctor reads what was handed in, as long as the door is open. Not audited: it is the
//! own paper, and that the door was opened is.

use crate::facts::reference;
use crate::overview::{OpinionPages, PagesError};
use kairan_access::{App, PhysicianOf};
use kairan_work::read_pdf;

/// Opens the pages of one version.
///
/// # Errors
/// [`PagesError`].
pub async fn read_version(
    app: &App,
    by: &PhysicianOf,
    version: u32,
) -> Result<OpinionPages, PagesError> {
    let versions = &by.as_read().versions;
    let found = versions.iter().find(|kept| kept.number == version);
    let file = found.and_then(|kept| kept.pdf.as_ref());
    let pdf = read_pdf(app, file.ok_or(PagesError::NotFound)?).await?;
    let reference = reference(by.request());
    Ok(OpinionPages {
        file_name: format!("主治医意見書_{reference}_v{version}_控え.pdf"),
        pdf,
    })
}
