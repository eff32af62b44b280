//! A clerk brings an own masked copy, covered by hand or with another program. It is checked as
//! any file from outside; what stands on it, the clerk answers for. Audited.

use super::error::MaskError;
use super::keep::{Masked, keep, load_counted};
use crate::upload::sound_pdf::sound_pdf;
use kairan_access::{App, ClerkOf};
use kairan_domain::ids::OpinionRequestId;

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
    let masked = Masked {
        pdf: sound.pdf.into(),
        pages: sound.pages,
        case_no: None,
    };
    keep(app, by, (id, number), masked).await
}
