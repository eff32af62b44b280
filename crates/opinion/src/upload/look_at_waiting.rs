//! What became of the files that wait, for their sender's eyes: the PDF as it would be
//! submitted, and its pages as small pictures. Reads only.

use super::decode::{NotDecoded, picture_turn};
use crate::facts::reference;
use crate::overview::{OpinionPages, PagesError};
use kairan_access::{App, PhysicianOf};
use kairan_domain::ids::FileId;
use kairan_paper::RenderError;
use kairan_work::renderer;
use kairan_work::{FileFailure, read_pdf};
use std::time::Duration;
use thiserror::Error;

/// Enough to see that it is the right page, and the right way up; the PDF is for reading.
const SMALL_DPI: u16 = 72;

/// Why a page is not shown as a picture; the PDF can be opened all the same.
#[derive(Debug, Error)]
pub enum PictureError {
    /// These files do not wait, or have no such page.
    #[error("not found")]
    NotFound,
    /// Too many pictures are being made at this moment.
    #[error("too many pictures at once")]
    Busy,
    /// The sealed file cannot be read.
    #[error(transparent)]
    File(#[from] FileFailure),
    /// The page does not become a picture.
    #[error(transparent)]
    Render(RenderError),
}

impl From<RenderError> for PictureError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::NoSuchPage { .. } => Self::NotFound,
            other => Self::Render(other),
        }
    }
}

impl From<NotDecoded> for PictureError {
    fn from(error: NotDecoded) -> Self {
        match error {
            NotDecoded::Busy => Self::Busy,
            NotDecoded::BrokeOff => Self::Render(RenderError::Failed),
        }
    }
}

/// The PDF that the files became.
///
/// # Errors
/// [`PagesError`].
pub async fn read_waiting(
    app: &App,
    by: &PhysicianOf,
    file: FileId,
) -> Result<OpinionPages, PagesError> {
    let waiting = by.as_read().waiting_as(file).ok_or(PagesError::NotFound)?;
    let reference = reference(by.request());
    Ok(OpinionPages {
        file_name: format!("主治医意見書_{reference}_提出前.pdf"),
        pdf: read_pdf(app, &waiting.pages).await?,
    })
}

/// One page (from 1) as a PNG.
///
/// # Errors
/// [`PictureError`].
pub async fn picture_of_waiting(
    app: &App,
    by: &PhysicianOf,
    file: FileId,
    page: u32,
) -> Result<Vec<u8>, PictureError> {
    let waiting = by.as_read().waiting_as(file);
    let waiting = waiting.ok_or(PictureError::NotFound)?;
    let turn = picture_turn(by.request()).await?;
    let pdf = read_pdf(app, &waiting.pages).await?;
    let page = usize::try_from(page).unwrap_or(usize::MAX);
    let mut renderer = renderer(app);
    renderer.limits.patience = Duration::from_secs(5);
    let drawn = turn.draw(move || renderer.page(&pdf, page, SMALL_DPI)?.png());
    Ok(drawn.await??)
}
