//! A clerk brings an own masked copy, covered by hand or with another program. It is checked as
//! any file from outside; what stands on it, the clerk answers for. Audited.

use super::error::MaskError;
use super::keep::{Masked, keep, load_counted};
use bytes::Bytes;
use kairan_access::{App, ClerkOf};
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::upload::FileFault;
use kairan_paper::check::{PassiveError, check_passive_pdf};

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
    let most = app.limits.max_opinion_upload;
    if u64::try_from(pdf.len()).is_ok_and(|size| size > most) {
        return Err(PassiveError::Refused(FileFault::TooLarge { most }).into());
    }
    let bytes = Bytes::from(pdf);
    let looked_at = bytes.clone();
    let facts = crate::drawing::draw(move || check_passive_pdf(&looked_at)).await;
    let facts = facts.ok_or(MaskError::BrokeOff)??;
    let masked = Masked {
        pdf: bytes.into(),
        pages: facts.pages,
        case_no: None,
    };
    keep(app, by, (id, number), masked).await
}
