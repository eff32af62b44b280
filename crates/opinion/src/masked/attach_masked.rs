//! A clerk brings an own masked copy, covered by hand or with another program. It is checked as
//! any file from outside, and its pages become pictures: what another program left beneath its
//! rectangles, or wrote into the file's title, does not go to the board. What can be seen on
//! it, the clerk answers for. Audited.

use super::cover_pages::PRINT_DPI;
use super::error::MaskError;
use super::keep::{Masked, keep, load_counted};
use crate::upload::sound_pdf::sound_pdf;
use kairan_access::{App, ClerkOf};
use kairan_domain::examination::{Finding, FindingKind};
use kairan_domain::ids::OpinionRequestId;
use kairan_paper::{Findings, ImagesPdf, Renderer, covered_pages_to_pdf};
use kairan_work::{renderer, work_on_pages};
use std::collections::BTreeSet;

/// Keeps an own copy as the board's pages of the version that counts.
///
/// # Errors
/// [`MaskError`].
pub async fn attach_masked(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    pdf: Vec<u8>,
) -> Result<(), MaskError> {
    let (_, number) = load_counted(app, by, id).await?;
    let sound = sound_pdf(app, vec![pdf.into()]).await?;
    let renderer = renderer(app);
    let made = work_on_pages(move || as_pictures(&renderer, &sound.pdf)).await;
    let made = made.ok_or(MaskError::BrokeOff)??;
    let masked = Masked {
        pages: u32::try_from(made.pages).unwrap_or(u32::MAX),
        pdf: made.pdf,
        case_no: None,
        covers: Vec::new(),
    };
    keep(app, by, id, number, masked).await
}

/// The pages on which viewers show what a picture would not: a cover dropped is a name shown.
/// Empty where the page is not known; `None` where there is nothing of the kind.
fn undrawn(findings: &Findings) -> Option<Vec<u32>> {
    let of_kind = |finding: &&Finding| finding.kind == FindingKind::Undrawn;
    let found = findings.found.iter().filter(of_kind);
    let pages: BTreeSet<Option<u32>> = found.map(|finding| finding.page).collect();
    (!pages.is_empty()).then(|| pages.into_iter().flatten().collect())
}

fn as_pictures(renderer: &Renderer, pdf: &[u8]) -> Result<ImagesPdf, MaskError> {
    let undrawn = undrawn(&renderer.examine(pdf)?);
    if let Some(pages) = undrawn {
        return Err(MaskError::Undrawn(pages));
    }
    let pages = renderer.pages(pdf, PRINT_DPI)?;
    let pictures: Vec<_> = pages.iter().map(|page| page.with_covers(&[])).collect();
    Ok(covered_pages_to_pdf(&pictures, None)?)
}
