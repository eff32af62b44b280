//! A clerk has the board's pages of a written opinion made: drawn anew from the answers, so
//! that nothing lies beneath. Names in free words must be confirmed first. Audited.

use super::error::MaskError;
use super::keep::{Masked, keep, load_counted, written};
use kairan_access::{App, ClerkOf};
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::incoming::CaseNo;
use kairan_domain::opinion::{Answers, find_names};
use kairan_paper::{OpinionPdf, PaperError, draw_masked_opinion};

/// Makes the masked pages of the version that counts. `confirmed` says that somebody has read
/// what [`super::names_in_opinion()`] found.
///
/// # Errors
/// [`MaskError`].
pub async fn make_masked(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    case_no: &str,
    confirmed: bool,
) -> Result<(), MaskError> {
    let case_no = CaseNo::check(case_no)?;
    let (read, number) = load_counted(app, by, id).await?;
    let answers = written(app, &read, number).await?;
    if !confirmed && !find_names(&answers).is_empty() {
        return Err(MaskError::NamesFound);
    }
    let drawn = draw(answers, case_no.clone()).await;
    let drawn = drawn.ok_or(MaskError::BrokeOff)??;
    let masked = Masked {
        pages: u32::try_from(drawn.pages).unwrap_or(u32::MAX),
        pdf: drawn.pdf,
        case_no: Some(case_no),
        covers: Vec::new(),
    };
    keep(app, by, id, number, masked).await
}

pub(super) async fn draw(
    answers: Answers,
    case_no: CaseNo,
) -> Option<Result<OpinionPdf, PaperError>> {
    kairan_work::draw(move || draw_masked_opinion(&answers, &case_no.to_string())).await
}
