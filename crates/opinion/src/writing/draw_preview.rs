//! How the opinion would look if it were submitted now; with errors too. Reads only, kept
//! nowhere.

use super::check_writing::judge;
use super::open_writing::open_writing;
use crate::error::ReadError;
use crate::facts::frame_reference;
use crate::overview::OpinionPages;
use kairan_access::{App, PhysicianOf, StoreFailure};
use kairan_paper::{OpinionFrame, PaperError, draw_opinion};
use thiserror::Error;

/// Why there is no preview.
#[derive(Debug, Error)]
pub enum PreviewError {
    /// The request is gone.
    #[error("not found")]
    NotFound,
    /// The pages cannot be drawn.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// Drawing broke off.
    #[error("drawing broke off")]
    BrokeOff,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl From<ReadError> for PreviewError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}

/// Draws the draft as it stands.
///
/// # Errors
/// [`PreviewError`].
pub async fn draw_preview(app: &App, by: &PhysicianOf) -> Result<OpinionPages, PreviewError> {
    let writing = open_writing(app, by).await?;
    let answers = judge(&writing).answers;
    let asked = writing.asked;
    let reference = frame_reference(&asked.office, &asked.plan);
    let foot = format!("依頼番号 {}　下書き(提出前)", asked.reference);
    let drawn = kairan_work::draw(move || {
        let frame = OpinionFrame {
            reference: &reference,
            foot: &foot,
        };
        draw_opinion(&answers, &frame)
    });
    let drawn = drawn.await.ok_or(PreviewError::BrokeOff)??;
    Ok(OpinionPages {
        file_name: format!("主治医意見書_{}_下書き.pdf", asked.reference),
        pdf: drawn.pdf,
    })
}
